"""Code that Python compiles anew at each start, stored beside its compiled files (编译一次).

Python stores the code of modules. It does not store the functions that it writes for data classes (2,000 texts at the
start of a question) and its regular expressions, which together take a fourth of that start.
"""

import builtins
import dataclasses
import marshal
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "__pycache__" / f"started.{sys.implementation.cache_tag}.code"
"""Written by whoever may write the compiled modules beside it, and trusted as they are."""
DIGEST = 32
"""Bytes of the SHA-256 before the code: of a damaged length `marshal` would reserve gigabytes."""
MOST = 20_000
"""Texts in the file, beyond which only those of the last process are stored (configured value)."""

_sre: Any = import_module("_sre")
_compiler: Any = import_module("re._compiler")


class StoredCode:
    """The code of texts and patterns that some process has compiled, and of those that this one does."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.texts: dict[str, Any] = {}
        self.patterns: dict[tuple[str, int], Any] = {}
        self.used: set[Any] = set()
        self.fresh = False
        self._made: dict[str, Any] = {}
        self._compile = _compiler.compile
        with suppress(OSError, ValueError, EOFError, TypeError):
            digest, content = (raw := file.read_bytes())[:DIGEST], raw[DIGEST:]
            if sha256(content).digest() != digest:
                return
            version, self.texts, self.patterns = marshal.loads(content)  # noqa: S302  # as a module's code
            if version != self.version:
                self.texts, self.patterns = {}, {}

    @property
    def version(self) -> tuple[str, int]:
        """The Python whose code this is."""
        return sys.version, _sre.MAGIC

    def execute(self, text: Any, names: dict[str, Any] | None = None, local: dict[str, Any] | None = None) -> None:
        """Execute a text as `exec` does."""
        code = text
        if isinstance(text, str):
            code = self.texts.get(text)
            if code is None:
                code = self.texts[text] = compile(text, "<string>", "exec", dont_inherit=True)
                self.fresh = True
            self.used.add(text)
        builtins.exec(code, names, local)  # noqa: S102  # what `dataclasses` has written, as it does itself

    def pattern(self, text: Any, flags: int = 0) -> Any:
        """Compile a regular expression as `re` does."""
        if not isinstance(text, str):
            return self._compile(text, flags)
        key = text, int(flags)
        self.used.add(key)
        if key in self.patterns:
            return _sre.compile(*self.patterns[key])
        made = self._compile(text, flags)
        if parts := self._made.pop(text, None):
            self.patterns[key], self.fresh = parts, True
        return made

    def compile(self, text: Any, flags: int, code: list[int], *rest: Any) -> Any:
        """Make a pattern of its code, which is stored: `re` calls this in place of the function of `_sre`."""
        groups, names, indices = rest
        self._made[text] = text, int(flags), [int(c) for c in code], groups, dict(names), tuple(indices)
        return _sre.compile(text, flags, code, groups, names, indices)

    def __getattr__(self, name: str) -> Any:
        """All else that `re` asks of `_sre`."""
        return getattr(_sre, name)

    def save(self) -> None:
        """Store it for the next process, whole or not at all."""
        if not self.fresh or sys.dont_write_bytecode or not self.file.parent.is_dir():
            return
        few = len(self.texts) + len(self.patterns) <= MOST
        kept = [{k: v for k, v in of.items() if few or k in self.used} for of in (self.texts, self.patterns)]
        with suppress(OSError, ValueError):
            new = self.file.with_suffix(f".{os.getpid()}")
            content = marshal.dumps((self.version, *kept))
            new.write_bytes(sha256(content).digest() + content)
            new.replace(self.file)


@contextmanager
def compiled_once(file: Path = FILE) -> Iterator[StoredCode]:
    """Take code from the file where it has it, and store what is new at the end."""
    stored = StoredCode(file)
    vars(dataclasses)["exec"] = stored.execute
    _compiler.compile, _compiler._sre = stored.pattern, stored  # noqa: SLF001  # the module calls both by these names
    try:
        yield stored
    finally:
        del vars(dataclasses)["exec"]
        _compiler.compile, _compiler._sre = stored._compile, _sre  # noqa: SLF001  # as above
        stored.save()
