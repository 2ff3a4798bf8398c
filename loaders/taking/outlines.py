"""Outlines as a GeoJSON that loads again (拿走轮廓)."""

import asyncio
from collections.abc import Sequence
from typing import Any

from graph_model.directory.outlines import of_areas
from graph_model.jobs.loading import LoadContext
from graph_model.jobs.taking import FileFormat, TakenFile
from knowledge.errors import BadInput
from knowledge.vocabulary import Provenance
from loaders.outlines.outlines import FEATURES, read
from loaders.taking.files import kept, written
from network.crs import WGS84
from network.entities import Outline
from network.outlines import stored


async def written_outlines(context: LoadContext, name: str, codes: Sequence[str]) -> TakenFile:
    """The outlines of areas, in the reference system in which each was loaded.

    Raises:
        BadInput: More than one file may have.
    """
    held = [o for o in await context.graph.read(context.actor, of_areas, codes) if o]
    if len(held) > FEATURES:
        raise BadInput("area", "taking.too_many", count=len(held), most=FEATURES)
    return await asyncio.to_thread(_file, context, name, held)


def _file(context: LoadContext, name: str, held: Sequence[Outline]) -> TakenFile:
    pairs = [(o, feature(o)) for o in held]
    sound = [f for o, f in pairs if [r for _, r in read([f], context.network.areas, None, "")[0]] == [o]]
    left_out = tuple(o.area for o, f in pairs if f not in sound)
    return TakenFile(name, FileFormat.GEOJSON, written(sound), len(sound), left_out=left_out)


def feature(o: Outline) -> dict[str, Any]:
    """Return a feature with results of loading the outline: positions of the first file, deviation."""
    described = {
        "code": o.area,
        "crs": None if o.crs == WGS84 else o.crs,
        "precision": kept(o.precision) if o.precision else None,
        "source": kept(o.source),
        "source_date": kept(o.source_date),
        "vertices": o.vertices,
        "toleranceM": o.tolerance,
        "mark": Provenance(o.provenance).zh,
    }
    geometry = {"type": "MultiPolygon", "coordinates": stored(o)}
    return {"type": "Feature", "id": o.area, "geometry": geometry, "properties": described}
