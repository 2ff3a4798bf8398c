"""Errors of the managed server: one type, with a sentence that gives the remedy."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from knowledge.errors import DomainError
from knowledge.messages.message import Message, message

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


class EngineProblem(StrEnum):
    """Reason why the server cannot be used."""

    JAVA = "java"  # 没有合适的 Java
    JGO = "jgo"  # 缺少下载工具
    DOWNLOAD = "download"  # 下载失败
    ROOM = "room"  # 磁盘空间不足
    FOLDER = "folder"  # 目录不可写
    BUSY = "busy"  # 另一进程占用
    PASSWORD = "password"  # noqa: S105  # not a password but a problem: 密码文件丢失或不符
    DIED = "died"  # 启动后退出
    SILENT = "silent"  # 无应答


@dataclass(eq=False)  # not frozen: contextlib sets __traceback__
class EngineError(DomainError):
    """Managed server that cannot be used now; `line` gives the remedy."""

    problem: EngineProblem
    line: Message

    def __str__(self) -> str:
        """The sentence for operators; it contains no personal data."""
        return str(self.line)

    @property
    def message(self) -> Message:
        """The sentence for users."""
        return self.line


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Convert an OSError of operations in `folder` to an EngineError."""
    try:
        yield
    except OSError as error:
        raise refused(folder, error) from error


def refused(folder: Path, error: OSError) -> EngineError:
    """The error for an operation that the file system refused."""
    if error.errno in NO_ROOM:
        return no_room(folder)
    reason = error.strerror or type(error).__name__
    return EngineError(EngineProblem.FOLDER, message("engine.no_folder", folder=folder, cause=reason))


def no_room(folder: Path) -> EngineError:
    """The error for a full disk."""
    return EngineError(EngineProblem.ROOM, message("engine.no_room", folder=folder))
