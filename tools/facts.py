"""Write the typed declarations of `Situation` from `knowledge/situation/facts.toml`: `make facts`."""

import keyword
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from knowledge.situation.facts import FACTS, VALUES, Fact, Kind, Values  # noqa: E402  # the checkout's own

HERE = ROOT / "knowledge" / "situation"
NOTE = "# Generated from facts.toml by `make facts`: edit facts.toml, not this file."
PLAIN = {
    Kind.BOOL: "bool",
    Kind.INT: "int",
    Kind.DATE: "date",
    Kind.AREA: "AreaCode",
    Kind.SERVICES: "tuple[ServiceCode, ...]",
    Kind.NEEDS: "tuple[NeedCode, ...]",
}
VALUES_HEAD = f'''"""The closed sets of values that facts take, as types (取值)."""
{NOTE}

from typing import Literal

'''
FIELDS_HEAD = f'''"""Every fact of a child's situation as a typed field; absent is unknown (情形的字段)."""
{NOTE}

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from knowledge.situation.values import (
{{imports}}
)

AreaCode = Annotated[str, Field(pattern=r"^[1-9][0-9]{{{{11}}}}$")]
ServiceCode = Annotated[str, Field(pattern=r"^B[0-9]{{{{2}}}}$")]
NeedCode = Annotated[str, Field(pattern=r"^N[0-9]{{{{2}}}}$")]


class Fields(BaseModel):
    """One field a fact; `Situation` adds what they mean together."""

'''


def literal(name: str, values: Values) -> str:
    """Declare one set of values."""
    return f"{name} = Literal[{', '.join(repr(v) for v in values.of)}]\n"


def declared(code: str, fact: Fact) -> str:
    """Declare one field."""
    if keyword.iskeyword(code):
        raise SystemExit(f"{code}: a keyword of Python cannot be a field")
    kind = PLAIN.get(fact.kind, fact.type)
    bounds = {"ge": fact.least, "le": fact.most}
    given = ", ".join(f"{k}={v}" for k, v in bounds.items() if v is not None)
    written = f"Annotated[{kind} | None, Field({given})]" if given else f"{kind} | None"
    return f"    {code}: {written} = None\n"


def written() -> dict[Path, str]:
    """The declarations, by file, as the formatter leaves them."""
    imports = "\n".join(f"    {name}," for name in sorted(VALUES))
    files = {
        HERE / "values.py": VALUES_HEAD + "".join(literal(n, v) for n, v in VALUES.items()),
        HERE / "fields.py": FIELDS_HEAD.format(imports=imports)
        + "".join(declared(code, fact) for code, fact in FACTS.items()),
    }
    return {path: formatted(text, path) for path, text in files.items()}


def formatted(text: str, path: Path) -> str:
    """The text as `ruff` formats and sorts it, so that a generated file passes the same checks as any other."""
    ruff = shutil.which("ruff", path=str(Path(sys.executable).parent)) or "ruff"
    for command in (["check", "--select", "I", "--fix-only", "--quiet"], ["format", "--quiet"]):
        done = subprocess.run(  # noqa: S603  # our own formatter
            [ruff, *command, "--stdin-filename", str(path), "-"],
            input=text, capture_output=True, text=True, check=True, cwd=ROOT,
        )  # fmt: skip
        text = done.stdout
    return text


if __name__ == "__main__":
    for path, text in written().items():
        path.write_text(text, "utf-8")
        print(path.relative_to(ROOT))
