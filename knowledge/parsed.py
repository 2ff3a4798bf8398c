"""TOML parsed once, stored beside the compiled files of Python for as long as its content is the same (解析).

Parsing takes three quarters of the time in which rules are read, and every command reads them.
"""

import datetime as dt
import os
import pickle
import sys
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

Tables = Mapping[str, Any]
RULES = "rules"
TYPES = {("datetime", name): getattr(dt, name) for name in ("date", "time", "datetime")}
"""Types of TOML values besides strings, numbers, lists and tables: no other type is created from a stored file."""


class _OnlyValues(pickle.Unpickler):
    """Makes values of TOML alone: whoever could write the file could make no code run by it."""

    def find_class(self, module: str, name: str) -> Any:
        """The type of a value.

        Raises:
            pickle.UnpicklingError: It is none of TOML.
        """
        if (module, name) not in TYPES:
            raise pickle.UnpicklingError(name)
        return TYPES[module, name]


def _file(folder: Path, name: str) -> Path:
    return folder / "__pycache__" / f"{name}.{sys.implementation.cache_tag}.parsed"


def load(folder: Path, content: str, name: str = RULES) -> Mapping[str, Tables]:
    """The tables by file name, or of one file, if they were stored for this content; else nothing."""
    with suppress(OSError, pickle.UnpicklingError, EOFError, ValueError, TypeError):
        of, tables = _OnlyValues(BytesIO(_file(folder, name).read_bytes())).load()
        if of == content:
            parsed: Mapping[str, Tables] = tables
            return parsed
    return {}


def save(folder: Path, content: str, tables: Mapping[str, Tables], name: str = RULES) -> None:
    """Store the tables for the next process, beside the compiled files of Python."""
    file = _file(folder, name)
    if sys.dont_write_bytecode or not file.parent.is_dir():
        return
    with suppress(OSError):
        new = file.with_suffix(f".{os.getpid()}")
        new.write_bytes(pickle.dumps((content, dict(tables)), pickle.HIGHEST_PROTOCOL))
        new.replace(file)  # whole or not at all: several processes may begin at once


def tables(path: Path, text: str | None = None) -> Tables:
    """The tables of one file, or of a text in its place.

    Raises:
        tomllib.TOMLDecodeError: It is not TOML.
    """
    text = path.read_text("utf-8") if text is None else text
    content = sha256(text.encode()).hexdigest()
    known = load(path.parent, content, path.stem)
    if not known:
        known = tomllib.loads(text)
        save(path.parent, content, known, path.stem)
    return known
