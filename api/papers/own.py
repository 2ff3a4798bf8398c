"""A body's own forms: loaded once, checked, filled for an item and taken away (自有表格)."""

import base64
from datetime import date as Date
from typing import Self

import strawberry

from api.casework.inputs import KINDS, graphql_name
from api.casework.parts import now
from api.casework.query import PRINTED, PrintedFor, item
from api.casework.types import WorkItem
from api.common import Info
from api.request.contents import decoded
from api.request.context import Context, today
from graph_model.papers import own
from graph_model.papers.own import PutForm, StoredForm
from knowledge.access.policy import Action
from knowledge.casework.load import table
from knowledge.casework.rows import FieldType, ItemKind
from knowledge.errors import BadInput, NotFound
from knowledge.messages.message import message
from knowledge.papers.naming import HEADS, NO, YES, names, plain, unknown, written
from knowledge.papers.own import LARGEST, MEDIA, FormMark, OwnForm

LONGEST_NAME, LONGEST_KEY = 60, 60


@strawberry.type
class BodyForm:
    """A form of their own that a body has loaded."""

    code: str
    name: str
    item_kind: KINDS
    item_kind_label: str
    area: str
    ending: str
    put_on: Date

    @classmethod
    def of(cls, row: StoredForm) -> Self:
        """From the store."""
        kind = table().kinds[row.kind]
        return cls(
            code=row.id,
            name=row.name,
            item_kind=KINDS(row.kind),
            item_kind_label=str(kind),
            area=row.area,
            ending=row.ending,
            put_on=row.put_on,
        )


@strawberry.type
class BodyFormName:
    """A name in a form, and what it means; null if nothing is called so."""

    text: str
    means: str | None


@strawberry.type
class PutBodyFormPayload:
    """Names on a form; it is stored only if all of them are known."""

    form: BodyForm | None
    names: list[BodyFormName]
    unknown: list[str]
    known_names: list[str]


@strawberry.type
class FilledForm:
    """A form filled in for an item."""

    name: str
    media_type: str
    content: str
    empty: list[str]


@strawberry.input
class BodyFormInput:
    """A docx or xlsx with names in double braces; by default only a preview."""

    key: str
    name: str
    kind: KINDS
    area: str
    content: str
    preview: bool = True


@strawberry.input
class DeleteBodyFormInput:
    """A form that is not used any more."""

    code: str


@strawberry.type
class DeleteBodyFormPayload:
    """Code of the deleted form."""

    code: str


@strawberry.type
class OwnFormQuery:
    """A body's own forms."""

    @strawberry.field
    async def body_forms(self, info: Info, area: str, kind: KINDS | None = None) -> list[BodyForm] | None:
        """Return the forms for items in an area: loaded for it, or for an area above."""
        c = info.context
        c.require(Action.DO_CASEWORK)
        rows = await c.graph.read(c.actor, own.forms, area, kind.value if kind else None)
        return [BodyForm.of(r) for r in rows]

    @strawberry.field
    async def filled_form(self, info: Info, code: str, form: str, printed_for: PrintedFor) -> FilledForm | None:
        """Return a form filled in with facts that the caller may read, for a purpose that the audit records."""
        c = info.context
        c.require(Action.DO_CASEWORK)
        c.trail.opened([], (), message(PRINTED[printed_for]))
        shown = await item(c, code)
        row, kind = await c.graph.read(c.actor, own.form, shown._row.area, form), table().kinds[shown._row.kind]  # noqa: SLF001  # of this package
        if row.kind != kind.code:
            raise NotFound("own_form", form)
        made = OwnForm.of(row.content)
        codes, words = await _values(c, shown, kind, handed=printed_for is PrintedFor.HAND)

        def value(mark: FormMark) -> str:
            return "" if unknown(kind, mark) else written(kind, mark, codes, words)

        return FilledForm(
            name=f"{row.name}-{code}.{row.ending}",
            media_type=MEDIA[row.ending],
            content=base64.b64encode(made.filled(value)).decode(),
            empty=[str(m) for m in made.marks() if not value(m)],
        )


Values = dict[str, str]


async def _values(c: Context, shown: WorkItem, kind: ItemKind, *, handed: bool) -> tuple[Values, Values]:
    """Return the values of names for an item, in codes and in words; for a body, only the shared fields."""
    where = c.network.areas.get(shown._row.area)  # noqa: SLF001  # of this package
    head = (shown.code, shown.child or "", where.name if where else "", shown.state_label, now().date().isoformat())
    words = {f"head:{name}": text for name, text in zip(HEADS, head, strict=True)}
    codes: dict[str, str] = {}
    shared = kind.shared_in(shown.state.lower()) if handed and kind.addressee else None
    by_name = {graphql_name(f.code): f for f in kind.field}
    for f in await shown.known(c):
        row = by_name[f.name]
        if shared is None or row.code in shared:
            words[f"field:{row.code}"] = f.value_label
            codes[f"field:{row.code}"] = f.value.lower() if row.type is FieldType.CHOICE else f.value
    record = await shown.on_file(c) if shared is None else None
    for fact in record.facts if record else ():
        words[f"fact:{fact.fact}"] = fact.value_label
        codes[f"fact:{fact.fact}"] = YES if fact.value_label == str(message("fact.yes")) else NO
    return codes, words


def _content(text: str) -> bytes:
    if len(text) > LARGEST * 4 // 3 + 4:
        raise BadInput("content", "own_form.too_large", most=LARGEST >> 20)
    content = decoded(text)
    if content is None:
        raise BadInput("content", "own_form.no_form")
    return content


@strawberry.type
class OwnFormMutation:
    """Load and delete forms."""

    @strawberry.mutation
    async def put_body_form(self, info: Info, input: BodyFormInput) -> PutBodyFormPayload | None:
        """Check a form, and store it if every name in it is known; the same name in the same area replaces it."""
        c, kind = info.context, table().kinds[input.kind.value]
        c.require(Action.FILE_RECORDS)
        c.require(Action.DO_CASEWORK)
        for field, text, most in (("key", input.key, LONGEST_KEY), ("name", input.name.strip(), LONGEST_NAME)):
            if not 0 < len(text) <= most:
                raise BadInput(field, "input.length", least=1, most=most)
        content = _content(input.content)
        sent = OwnForm.of(content)
        marks = sent.marks()
        wrong = [str(m) for m in marks if unknown(kind, m)]
        stored = None
        if not wrong and not input.preview:
            form = PutForm(input.name.strip(), kind.code, input.area, sent.ending, content, today())
            stored = await own.put(c.graph, c.actor, form, input.key)
        return PutBodyFormPayload(
            form=BodyForm.of(stored) if stored else None,
            names=[BodyFormName(text=str(m), means=_means(kind, m)) for m in marks],
            unknown=wrong,
            known_names=sorted({n.label for n in names(kind).values()}),
        )

    @strawberry.mutation
    async def delete_body_form(self, info: Info, input: DeleteBodyFormInput) -> DeleteBodyFormPayload | None:
        """Items that were printed on it are not touched."""
        c = info.context
        c.require(Action.FILE_RECORDS)
        c.require(Action.DO_CASEWORK)
        await c.graph.write(c.actor, own.delete, input.code)
        return DeleteBodyFormPayload(code=input.code)


def _means(kind: ItemKind, mark: FormMark) -> str | None:
    named = names(kind).get(plain(mark.name))
    return named.label if named and not unknown(kind, mark) else None
