"""Names of concepts and services, read without the rulebook, whose conditions need them (名称)."""

import re
from collections.abc import Mapping
from pathlib import Path

_ROW = re.compile(r'^code = "([A-Za-z_0-9]+)"\nname = "([^"]+)"$', re.MULTILINE)

CONCEPTS: Mapping[str, str] = {
    code: name
    for path in sorted((Path(__file__).parent.parent / "concepts").glob("*.toml"))
    for code, name in _ROW.findall(path.read_text("utf-8"))
}
"""Names of difficulties, needs, doors and derived facts by code; the name is on the line after the code."""

SERVICES: Mapping[str, str] = {
    code: name
    for path in sorted((Path(__file__).parent.parent / "services").glob("*.toml"))
    for code, name in _ROW.findall(path.read_text("utf-8"))
}
"""Names of services and benefits by code."""

NAMES: Mapping[str, str] = {**CONCEPTS, **SERVICES}
