"""What can go wrong with the managed server: one type, one line that says what to do."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from knowledge.errors import DomainError
from knowledge.messages.message import Message, message

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
    """The managed server cannot be used now; the line says what to do."""

    problem: Problem
    line: Message

    def __str__(self) -> str:
        """One line for operators: it holds no personal facts."""
        return str(self.line)

    @property
    def message(self) -> Message:
        """What is wrong and what to do."""
        return self.line


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
    return EngineError(Problem.FOLDER, message("engine.no_folder", folder=folder, cause=reason))


def no_room(folder: Path) -> EngineError:
    """The line for a full disk."""
    return EngineError(Problem.ROOM, message("engine.no_room", folder=folder))
