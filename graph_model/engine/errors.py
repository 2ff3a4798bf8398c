"""What can go wrong with the managed server: one type, one line in Chinese and English that says what to do."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from knowledge.errors import DomainError

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


class Problem(StrEnum):
    """Why there is no server."""

    JAVA = "java"  # 没有合适的 Java
    JGO = "jgo"  # 缺少下载工具
    DOWNLOAD = "download"  # 下载失败
    ROOM = "room"  # 磁盘空间不足
    FOLDER = "folder"  # 目录不可写
    BUSY = "busy"  # 另一进程占用
    PASSWORD = "password"  # noqa: S105 - the name of a problem; 密码文件丢失或不符
    DIED = "died"  # 启动后退出
    SILENT = "silent"  # 无应答


@dataclass(eq=False)  # not frozen: contextlib sets __traceback__
class EngineError(DomainError):
    """The managed server cannot be used now; the text says what to do, in Chinese and English."""

    problem: Problem
    zh: str
    en: str

    def __str__(self) -> str:
        """One line for operators."""
        return f"{self.zh} / {self.en}"


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn what the file system refuses in `folder` into an EngineError."""
    try:
        yield
    except OSError as error:
        raise refused(folder, error) from error


def refused(folder: Path, error: OSError) -> EngineError:
    """The line for an operation that the file system refused."""
    if error.errno in NO_ROOM:
        return no_room(folder)
    reason = error.strerror or type(error).__name__
    return EngineError(
        Problem.FOLDER,
        f"目录 {folder} 无法使用（{reason}）：请修正其权限，或用 TONGXIN_HOME、TONGXIN_CACHE 另选目录",
        f"cannot use folder {folder} ({reason}): fix its permissions or choose another"
        " with TONGXIN_HOME or TONGXIN_CACHE",
    )


def no_room(folder: Path) -> EngineError:
    """The line for a full disk."""
    return EngineError(
        Problem.ROOM,
        f"磁盘空间不足：{folder} 所在磁盘至少需要 500 MB 空闲，请清理后重试",
        f"no room on disk: free at least 500 MB on the disk of {folder} and try again",
    )
