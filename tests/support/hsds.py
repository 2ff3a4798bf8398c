"""The published schemas of HSDS, with their references found in the folder."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from knowledge.rulebook.load import rulebook
from loaders.shipped.districts import district
from loaders.synthetic import network as synthetic
from network.entities import NetworkVersion
from network.exchange.directory import Directory
from network.exchange.rows import Tables
from network.snapshot import Network, network

ON = date(2026, 11, 23)


def published(shared: Path, version: str, name: str) -> Any:
    """A file of the published form."""
    return json.loads((shared / "data" / "hsds" / version / name).read_text("utf-8"))


@cache
def validator(shared: Path, version: str, name: str) -> Draft202012Validator:
    """The validator of `schema/<name>.json`; formats are checked, too."""
    folder = shared / "data" / "hsds" / version / "schema"
    schemas = {p.name: json.loads(p.read_text("utf-8")) for p in folder.glob("*.json")}
    registry: Registry[Any] = Registry().with_resources(
        (file, Resource.from_contents(content, DRAFT202012)) for file, content in schemas.items()
    )
    schema = published(shared, version, f"schema/{name}.json")
    return Draft202012Validator(schema, registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER)


def faults(shared: Path, version: str, name: str, value: Any) -> list[str]:
    """What of a value contradicts a published schema."""
    return [f"{e.json_path}: {e.message}" for e in validator(shared, version, name).iter_errors(value)]


@cache
def demo() -> Network:
    """The shipped district with the synthetic network, without a database."""
    d = district()
    made = synthetic.make(d.areas, ON, own=d.bodies)
    points = (*made.points, *d.schools)
    return network(NetworkVersion(1, None), d.areas, (*d.bodies, *made.bodies), points, made.posts)


@cache
def small() -> Network:
    """A tenth of it, with everything that is confidential."""
    whole = demo()
    points = [p for n, p in enumerate(whole.points.values()) if n % 10 == 0 or p.confidential]
    bodies = tuple(whole.bodies.values())[::10]
    return network(NetworkVersion(1, None), whole.areas.values(), bodies, points, ())


def areas_only() -> Network:
    """The areas, into which a directory is imported."""
    return network(NetworkVersion(1, None), demo().areas.values(), (), (), ())


@cache
def rows() -> Tables:
    """Its tables."""
    return Directory(demo(), rulebook(), ON).tables()
