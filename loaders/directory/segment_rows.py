"""Rows of house numbers: numbers in columns, or the official text of a street (门牌路段的行)."""

from dataclasses import replace

from knowledge.folding import folded
from knowledge.messages.message import message
from loaders.directory import segments
from loaders.directory.forms import AREA, DISTRICT, SOURCE, STATUS, Built, Cells, Form, mistaken
from loaders.directory.known import Known
from loaders.directory.roads import road_name
from loaders.tables import cells
from loaders.tables.columns import column
from loaders.tables.keys import InvalidRow


def _segment(r: Cells, known: Known) -> Built:
    area = known.area(r["area"], r["district"])
    low, high = cells.house(r["low"], "low"), cells.house(r["high"], "high")
    road = road_name(cells.required(r["road"], "road"), known.above(area), numbered=low is not None)
    if road is None:
        raise InvalidRow("road", "cell.not_a_road")
    parity = segments.PARITY.get(folded(r["parity"]).lower())
    if parity is None:
        raise InvalidRow("parity", "cell.unknown_parity")
    if (low is None) is not (high is None) or (low or 0) > (high or 0):
        raise InvalidRow("low", "cell.house_numbers_not_a_range")
    if low is not None and high is not None:
        if low != high and not folded(r["parity"]):
            raise InvalidRow("parity", "cell.unknown_parity")
        if segments.contradicts(low, high, parity):
            raise InvalidRow("parity", "cell.parity_contradicts")
    stretch = segments.Stretch(road, low, high, parity)
    yield segments.segment(stretch, area.code, r["source"] or known.source, withdrawn=mistaken(r))


def _official(r: Cells, known: Known) -> Built:
    area = known.area(r["street"], r["district"], "street")
    for part in segments.parts(cells.required(r["segment"], "segment")):
        roads = [road_name(s.road, known.above(area)) for s in part.stretches]
        reason = part.reason or part.note or ("segment.road_unclear" if None in roads else None)
        if reason:
            yield InvalidRow("segment", "row.part_of_segments", part=part.text, reason=message(reason))
        for road, stretch in zip(roads, part.stretches, strict=True):
            if road is not None:
                one = replace(stretch, road=road)
                yield segments.segment(one, area.code, r["source"] or known.source, withdrawn=mistaken(r))


SEGMENTS = Form(
    (
        column("road", "路名", "道路", required=True),
        column("low", "起号", required=True),
        column("high", "止号", required=True),
        column("parity", "单双号", "单双", required=True),
        AREA,
        DISTRICT,
        SOURCE,
        STATUS,
    ),
    _segment,
)
OFFICIAL_SEGMENTS = Form(
    (
        column("street", "街道", required=True),
        column("segment", "路段", "地段", required=True),
        DISTRICT,
        SOURCE,
        STATUS,
    ),
    _official,
)
