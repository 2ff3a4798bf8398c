"""Files at items: what is taken is told by content, every one is sealed, and each class has somebody who opens it."""

import struct
import zlib

import pytest

from knowledge.access.policy import CaseRelation, readable
from knowledge.casework.load import table
from knowledge.casework.order import Decided, RefusalCode, RefusedOrder
from knowledge.casework.rows import FieldType
from knowledge.files.content import FileMedia, SentFile, media_of
from knowledge.roles import ActorRole
from tests.support.casework import CHILDREN, HOME, PHOTO, District


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\x00\x00"))
    + _chunk(b"IEND", b"")
)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
NOTHING = (
    b"",
    b"<html><script>",
    b"MZ\x90\x00",
    b"PK\x03\x04",
    b"GIF89a",
    b"\xff\xd8\xff\xe0cut",
    PNG[:-5],
    PDF[:-7],
    b"x" + PDF,
)
"""What is no file that is taken, whatever it is called: pages, programs, archives, and what was cut."""
WITHOUT = {"employment_check", "emergency_read"}
"""Kinds without files: what must hold no person, and what only records a reading."""


@pytest.fixture
def taken() -> tuple[District, str]:
    """A report that somebody is responsible for."""
    d = District(table())
    made = d.do("wang", "report", "register", area=HOME, channel="phone", said="有伤", minor=CHILDREN[0])
    assert isinstance(made, Decided)
    d.do("wang", "report", "take", made.item.id)
    return d, made.item.id


@pytest.mark.parametrize(
    ("content", "media"), [(PHOTO.content, FileMedia.JPEG), (PNG, FileMedia.PNG), (PDF, FileMedia.PDF)]
)
def test_a_file_is_told_by_its_content(content: bytes, media: FileMedia):
    assert media_of(content) is media


@pytest.mark.parametrize("content", NOTHING)
def test_nothing_else_is_taken(taken: tuple[District, str], content: bytes):
    d, code = taken
    refused = d.do("wang", "report", "attach", code, attachment=SentFile(content))
    assert isinstance(refused, RefusedOrder)
    assert (refused.code, refused.fields) == (RefusalCode.FORM, ("attachment",))


def test_a_file_is_bounded_and_so_is_their_number(taken: tuple[District, str]):
    d, code = taken
    row = table().kinds["report"].field_of("attachment")
    most = table().kinds["report"].field_of("attached")
    assert row is not None
    assert most is not None
    large = SentFile(PHOTO.content[:4] + bytes((row.most or 0) - 4) + PHOTO.content[-2:])
    assert isinstance(d.do("wang", "report", "attach", code, attachment=large), RefusedOrder)
    both = d.do("wang", "report", "attach", code, attachment=PHOTO, attachment_health=PHOTO)
    assert isinstance(both, RefusedOrder)
    for _ in range(most.most or 0):
        assert isinstance(d.do("wang", "report", "attach", code, attachment=PHOTO), Decided)
    last = d.do("wang", "report", "attach", code, attachment=PHOTO)
    assert isinstance(last, RefusedOrder)
    assert last.code is RefusalCode.GUARD
    assert d.items[code].open["attached"] == most.most


def test_what_is_in_a_file_stands_in_no_open_field(taken: tuple[District, str]):
    d, code = taken
    made = d.do("wang", "report", "attach", code, attachment_health=PHOTO, attachment_about="病历")
    assert isinstance(made, Decided)
    (event,) = made.events
    assert set(event.sealed) == {"F4", "F7"}
    assert event.changes["open"] == {"attached": 1}
    assert PHOTO.digest not in repr(event.changes)


def test_every_file_is_sealed_and_somebody_opens_it():
    workers = [r for r in ActorRole if readable((r,), {CaseRelation.TEAM})]
    for kind in table().kinds.values():
        files = [f for f in kind.field if f.type is FieldType.FILE]
        assert bool(files) is (kind.code not in WITHOUT), kind.code
        for field in files:
            assert field.field_class.value != "F1"
            assert any(field.field_class in readable((r,), {CaseRelation.TEAM}) for r in workers), field.code


def did(d: District, who: str, kind: str, action: str, code: str | None = None, **form: object) -> str:
    made = d.do(who, kind, action, code, **form)
    assert isinstance(made, Decided), made
    return made.item.id


def test_the_body_that_has_an_item_attaches_and_nobody_else_as_the_body():
    """While the item has not ended, under every class but that of the reporter; others attach in their own right."""
    d = District(table())
    case = did(d, "wang", "case", "open", minor=CHILDREN[0])
    need = did(d, "wang", "referral", "open", case, need="N08", urgency="week")
    sent = did(d, "wang", "attempt", "send", need, recipient="B-1", way="system")
    made = d.do("lin", "attempt", "supply", sent, attachment_health=PHOTO)
    assert isinstance(made, Decided)
    assert [set(e.sealed) for e in made.events] == [{"F4"}]
    for who in ("tan", "wang", "chen", "wu"):
        refused = d.do(who, "attempt", "supply", sent, attachment=PHOTO)
        assert isinstance(refused, RefusedOrder)
        assert refused.code is RefusalCode.NOT_YOURS, who
    assert isinstance(d.do("lin", "attempt", "supply", sent, attachment_reporter=PHOTO), RefusedOrder)
    did(d, "lin", "attempt", "refuse", sent, why_refused="conditions", evidence="不在我校就读")
    late = d.do("lin", "attempt", "supply", sent, attachment=PHOTO)
    assert isinstance(late, RefusedOrder)
    assert late.code is RefusalCode.STATE


def test_only_what_is_sent_to_a_body_has_a_step_of_the_body():
    for kind in table().kinds.values():
        row = kind.action_of("supply")
        assert (row is not None) is (kind.addressee is not None), kind.code
        assert row is None or not any(kind.state_of(s).ended for s in row.source)
