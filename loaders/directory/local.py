"""Records of an area's own from files: a document, a row a clause; amounts of its benefits (本区文件和标准载入)."""

from datetime import date

from loaders.directory.forms import (
    AREA,
    DISTRICT,
    LONGEST,
    MARK,
    SOURCE,
    STATUS,
    UNTIL,
    Built,
    Cells,
    Form,
    marked,
    mistaken,
)
from loaders.directory.known import Known
from loaders.tables import cells, keys, money
from loaders.tables.columns import column
from loaders.tables.keys import InvalidRow
from network.local import LocalClause, LocalDocument
from network.standards import BenefitStandard

LONGEST_CLAUSE = 3000
"""Most characters of a clause, as many as a cell of an exported file can contain."""
NOT_IN_A_CODE = frozenset("/@:")
"""Signs that part the key of a clause."""


def _words(r: Cells, name: str, most: int = LONGEST) -> str:
    """Words of the document: not too long, and nobody's number among them.

    Raises:
        InvalidRow: They cannot be taken.
    """
    if len(r[name]) > most:
        raise InvalidRow(name, "cell.too_long", most=most)
    if keys.CITIZEN.search(r[name]):
        raise InvalidRow(name, "cell.citizen_number")
    return r[name]


def _days(r: Cells) -> tuple[date, date | None]:
    """From when something is in force, and the day from which it is over.

    Raises:
        InvalidRow: No first day, or an end that is not after it.
    """
    since, until = cells.day(cells.required(r["since"], "since"), "since"), cells.day(r["until"], "until")
    if since is None:
        raise InvalidRow("since", "cell.empty")
    if until is not None and until <= since:
        raise InvalidRow("until", "cell.until_not_after_since")
    return since, until


def _clause(r: Cells, known: Known) -> Built:
    """A clause with the version of the document that it belongs to, which every row of it must give alike."""
    code, area = cells.required(_words(r, "code"), "code"), known.area(r["area"], r["district"])
    if NOT_IN_A_CODE & set(code):
        raise InvalidRow("code", "cell.not_a_document_code")
    since, until = _days(r)
    issued = cells.day(r["issued"], "issued", known.on)
    if issued is not None and issued > since:
        raise InvalidRow("issued", "cell.issued_after_since")
    document = LocalDocument(
        code,
        area.code,
        since,
        cells.required(_words(r, "title"), "title"),
        _words(r, "source") or known.source,
        marked(r, known),
        _words(r, "reference") or None,
        _words(r, "issuer") or None,
        issued,
        until,
    )
    yield document
    yield LocalClause(
        document.id,
        area.code,
        cells.required(_words(r, "number"), "number"),
        cells.required(_words(r, "text", LONGEST_CLAUSE), "text"),
        tuple(dict.fromkeys(known.matter(m, "matters").code for m in cells.listed(r["matters"]))),
        tuple(dict.fromkeys(known.kind(k, "kinds").code for k in cells.listed(r["kinds"]))),
        mistaken(r),
    )


PLANS = Form(
    (
        column("code", "文件代码", "方案代码", required=True),
        column("title", "文件名称", "方案名称", required=True),
        column("reference", "文号"),
        column("issuer", "发文机关", "印发机关"),
        column("issued", "印发日期", "发文日期"),
        column("since", "施行日期", "起始日期", "生效日期", required=True),
        UNTIL,
        AREA,
        DISTRICT,
        column("number", "条款", "条款号", required=True),
        column("text", "条文", "原文", required=True),
        column("matters", "事项"),
        column("kinds", "点名的机构", "机构类别"),
        SOURCE,
        STATUS,
        MARK,
    ),
    _clause,
)


def _standard(r: Cells, known: Known) -> Built:
    """Yield the amount of a benefit in an area from a day on."""
    service, area = known.service(r["service"]), known.area(r["area"], r["district"])
    since, until = _days(r)
    yield BenefitStandard(
        service.code,
        area.code,
        since,
        *money.payment(r["amount"], r["per"]),
        cells.required(_words(r, "source"), "source"),
        marked(r, known),
        _words(r, "group"),
        until,
        mistaken(r),
    )


STANDARDS = Form(
    (
        column("service", "服务", "待遇", "服务代码", required=True),
        AREA,
        DISTRICT,
        column("group", "适用对象", "对象"),
        column("amount", "金额", "标准", required=True, unit="yuan"),
        column("per", "计发单位", "单位", required=True),
        column("since", "施行日期", "起始日期", "执行日期", required=True),
        UNTIL,
        column("source", "来源", "依据", "文号", required=True),
        STATUS,
        MARK,
    ),
    _standard,
)
