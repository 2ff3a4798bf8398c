"""Checks of casework rows; a table with one wrong row is refused as a whole (办理表的门)."""

from collections.abc import Iterator, Mapping

from knowledge.access.policy import CaseRelation, is_system
from knowledge.casework.carry import NO_DUTY, ON_DUTY
from knowledge.casework.clocks import targets
from knowledge.casework.following import Created
from knowledge.casework.gates.asked import unasked
from knowledge.casework.gates.indicators import wrong_indicators
from knowledge.casework.gates.links import Owed, approved, elsewhere, fulfilled
from knowledge.casework.gates.people import stuck
from knowledge.casework.guards.guards import GUARDS
from knowledge.casework.rows import SUPERVISORS, SYSTEM, ActionRow, Effect, FieldType, ItemKind
from knowledge.casework.table import Casework

MOST_STATES = 6
MOST_STATES_OF = {"attempt": 9}
SHARED = {"F1", "F3", "F7"}
"""Classes of fields that a body may read to which an item was sent."""


def problems(table: Casework, obligations: Mapping[str, Owed]) -> list[tuple[str, str]]:
    """Each wrong row of a table: the kind, or the settings, and why."""
    rows = [(kind.code, why) for kind in table.kinds.values() for why in _kind(table, kind, obligations)]
    return rows + [("settings", why) for why in (*_dangers(table), *wrong_indicators(table))]


def _dangers(table: Casework) -> Iterator[str]:
    """Check that a sign of danger refers to open items, to F1 fields, and to known values."""
    codes = [d.code for d in table.dangers]
    yield from (f"{c}：写了两次" for c in dict.fromkeys(codes) if codes.count(c) > 1)
    for d in table.dangers:
        kind = table.kinds.get(d.item)
        if kind is None or not {s.code for s in kind.state if not s.ended}.issuperset(d.during) or not d.during:
            yield f"{d.code}：没有这样没有结束的事项"
            continue
        fields = {f.code: f for f in kind.field if f.field_class.value == "F1"}
        for code, wanted in d.when.items():
            values = {v.code for v in fields[code].values} if code in fields else set()
            asked_values = set(wanted) if isinstance(wanted, tuple) else {wanted} if isinstance(wanted, str) else values
            if code not in fields or not asked_values <= values:
                yield f"{d.code}：{code} 要是人人能读的字段，值要是它的选项或者整数、是否"


def _kind(table: Casework, kind: ItemKind, obligations: Mapping[str, Owed]) -> Iterator[str]:
    if len(kind.state) > MOST_STATES_OF.get(kind.code, MOST_STATES):
        yield "状态太多：人记不住"
    for rows in (kind.state, kind.field, kind.action, kind.clock):
        codes = [r.code for r in rows]
        yield from (f"{c}：写了两次" for c in dict.fromkeys(codes) if codes.count(c) > 1)
    states = {s.code for s in kind.state}
    for action in kind.action:
        yield from (f"{action.code}：{why}" for why in _action(table, kind, action, obligations))
    yield from _states(table, kind)
    yield from _owners(table, kind)
    yield from _asking(kind)
    yield from unasked(table, kind)
    asking = any(a.asks_rules for a in kind.action)
    yield from (f"没有字段 {c}" for c in ("rules_say", "rules_clause") if asking and kind.field_of(c) is None)
    for field in kind.field:
        if (field.type is FieldType.CHOICE) is not bool(field.values):
            yield f"{field.code}：选项字段要有选项，别的字段不要"
        measured = field.type in (FieldType.INT, FieldType.FILE)
        if measured if field.most is None else not (measured or field.type is FieldType.DATE):
            yield f"{field.code}：整数、文件字段要写最大值，日期字段可以写最多几天以后，别的字段不写"
        if field.type is FieldType.FILE and field.field_class.value == "F1":
            yield f"{field.code}：文件要加密，不能是人人能读的字段"
    yield from _shared(kind, states)
    yield from _clocks(kind, states)
    if kind.title is not None and ((title := kind.field_of(kind.title)) is None or title.field_class.value != "F1"):
        yield f"标题 {kind.title} 要是一个人人能读的字段"


def _asking(kind: ItemKind) -> Iterator[str]:
    """Check that `asks` names an open F1 code field and the item has no addressee: two lists would show it twice."""
    opened = {f.code for f in kind.field if f.type is FieldType.CODE and f.field_class.value == "F1"}
    clocks = {c.code for c in kind.clock}
    for state in kind.state:
        if state.asks is not None and (state.asks not in opened or state.ended or kind.addressee is not None):
            yield f"{state.code}：请谁来办，要写在一个人人能读的编号字段，没有结束，也没有送给单位"
        if state.asks_during is not None and (state.asks is None or state.asks_during not in clocks):
            yield f"{state.code}：没有时钟 {state.asks_during}"
    for action in kind.action:
        duty = [kind.field_of(c) for c in (ON_DUTY, NO_DUTY)]
        if action.asks_duty is not None and (None in duty or ON_DUTY not in {s.asks for s in kind.state}):
            yield f"{action.code}：要有字段 {ON_DUTY}、{NO_DUTY}，还要有请值班的人来办的状态"
        if action.answers is not None and action.answers not in opened:
            yield f"{action.code}：没有编号字段 {action.answers}"


def _shared(kind: ItemKind, states: set[str]) -> Iterator[str]:
    """Check that a kind sent to a body names the body and shares fields with it, and that no other kind shares any."""
    to = kind.field_of(kind.addressee or "")
    if kind.addressee is not None and (to is None or to.type is not FieldType.BODY or to.field_class.value != "F1"):
        yield f"{kind.addressee} 要是一个人人能读的单位字段"
    for field in kind.field:
        if set(field.shared) - states - {"*"} or (field.shared and kind.addressee is None):
            yield f"{field.code}：给对方看的状态不对"
        if field.shared and field.field_class.value not in SHARED:
            yield f"{field.code}：这一级信息不给对方看"


def _action(table: Casework, kind: ItemKind, action: ActionRow, obligations: Mapping[str, Owed]) -> Iterator[str]:
    states = {s.code for s in kind.state}
    yield from (f"没有状态 {s}" for s in (*action.source, *targets(action)) if s not in states)
    if action.creating and action.to is None:
        yield "新建的动作要写到哪个状态"
    if not action.who:
        yield "没有写谁可以"
    yield from (f"没有组 {g}" for g in action.who if g not in table.who)
    yield from (f"没有字段 {c}" for c in _fields(action) if kind.field_of(c) is None)
    yield from (f"必填的 {c} 不在表单里" for c in action.needs if c not in action.form)
    yield from (
        f"要问的 {c} 不在表单里，或者已经必填" for c in action.asks if c not in action.form or c in action.needs
    )
    yield from (f"没有条件 {g}" for g in action.guards if g not in GUARDS)
    if action.under is not None and action.under not in table.kinds:
        yield f"没有事项 {action.under}"
    above = table.kinds.get(action.under or "")
    yield from (f"{s} 不是 {action.under} 结束的状态" for s in action.under_ended if not _is_end(above, s))
    if action.creating and not kind.root and action.under is None and SYSTEM not in action.who:
        yield "不能单独存在的事项要写在哪种事项之下新建"
    for row in action.creates:
        child = table.kinds.get(row.item)
        made = child.action_of(row.action) if child else None
        if child is None or made is None or not made.creating or SYSTEM not in made.who:
            yield f"不能由规则新建 {row.item}.{row.action}"
        else:
            yield from (f"{row.item} 没有字段 {c}" for c in row.put if child.field_of(c) is None)
            yield from (f"没有状态 {s}" for s in row.during if s not in states)
            yield from _words(kind, child, row)
            yield from _days(kind, child, row)
    yield from _about(kind, action)
    yield from elsewhere(table, kind, action)
    yield from approved(kind, action)
    yield from fulfilled(action, obligations)
    for code in (*action.closes, *action.settles):
        other = table.kinds.get(code)
        drop = other.action_of("drop") if other else None
        if other is None or drop is None or set(drop.source) != {s.code for s in other.state if not s.ended}:
            yield f"{code} 没有从每个未结束状态都能做的 drop"


def _is_end(kind: ItemKind | None, state: str) -> bool:
    return kind is not None and any(s.code == state and s.ended for s in kind.state)


def _fields(action: ActionRow) -> Iterator[str]:
    yield from (*action.form, *action.carries, *action.put, *action.when, *action.hears, *action.hears.values())
    yield from (code for when in action.to_when.values() for code in when)


def _about(kind: ItemKind, action: ActionRow) -> Iterator[str]:
    """Check that evidence, rights and joined records refer to fields of the right type."""
    yield from (f"没有字段 {c}" for pair in action.collects.items() for c in pair if kind.field_of(c) is None)
    anew = [r.item for r in action.creates if r.anew and (r.item != kind.code or action.creating)]
    yield from (f"{item}：anew 只给自己结束、重新开始的同一种事项" for item in anew)
    for row in action.fulfils:
        body = kind.field_of(row.of or "")
        if row.of not in (None, "area", "item") and (body is None or body.type is not FieldType.BODY):
            yield f"{row.of} 要是一个单位字段"
        day = kind.field_of(row.on) if row.on else None
        if row.on and (day is None or day.type is not FieldType.DATE or row.on not in action.needs):
            yield f"{row.on} 要是必填的日期"
    superior = kind.field_of(action.asks_superior) if action.asks_superior else None
    if action.asks_superior and (superior is None or superior.type is not FieldType.BODY):
        yield f"{action.asks_superior} 要是一个单位字段"
    named = {"member": action.admits is not None, "same_as": action.merges is True}
    yield from (f"{c} 要在必填项里" for c, wanted in named.items() if wanted and c not in action.needs)
    if action.admits is not None and action.admits not in action.needs:
        yield f"{action.admits} 要在必填项里"


def _words(kind: ItemKind, child: ItemKind, row: Created) -> Iterator[str]:
    """Words go from a text to a text, and only to where no more people read them."""
    for into, of in row.words.items():
        fields = [child.field_of(into), *map(kind.field_of, of)]
        known = [f for f in fields if f is not None and f.type is FieldType.TEXT]
        if len(known) < len(fields):
            yield f"没有文字字段 {into} {' '.join(of)}"
        elif any(f.field_class is not known[0].field_class for f in known):
            yield f"{into}：原话的信息级别要一样"


def _days(kind: ItemKind, child: ItemKind, row: Created) -> Iterator[str]:
    """Check that days are copied from a date field to a date field."""
    for pair in row.days.items():
        rows = [owner.field_of(code) for owner, code in zip((child, kind), pair, strict=True)]
        if any(f is None or f.type is not FieldType.DATE for f in rows):
            yield f"没有日期字段 {' '.join(pair)}"


def _states(table: Casework, kind: ItemKind) -> Iterator[str]:
    """Every state is reached; one that has not ended is left by somebody, also by a supervisor beside her."""
    people = [a for a in kind.action if SYSTEM not in a.who]
    supervisors = {(role, r) for role, _ in table.who[SUPERVISORS] for r in (CaseRelation.AREA, CaseRelation.REVIEWER)}
    leads = [a for a in people if supervisors & table.may(a)]
    for state in kind.state:
        if state.code not in {s for a in kind.action for s in targets(a)}:
            yield f"到不了状态 {state.code}"
        if not state.ended and not any(state.code in a.source and a.to not in (None, state.code) for a in people):
            yield f"状态 {state.code} 没有人能让它往前走"
        if not state.ended and not any(state.code in a.source and a.to not in (None, state.code) for a in leads):
            yield f"状态 {state.code} 不负责的督导不能让它往前走"
    yield from stuck(table, kind)


def _owners(table: Casework, kind: ItemKind) -> Iterator[str]:
    """Check that a responsible account can go on: it has a step as the owner."""
    for action in kind.action:
        if Effect.OWN not in action.effects or action.automatic:
            continue
        after = {action.to} if action.to else set(action.source)
        steps = [a for a in kind.action if not a.common and after & set(a.source)]
        may = {role for a in steps for role, relation in table.may(a) if relation is CaseRelation.OWNER}
        idle = {role for role, _ in table.may(action) if not is_system((role,))} - may
        if steps and idle:
            yield f"{action.code}：{' '.join(sorted(idle))} 接下以后什么也做不了"


def _clocks(kind: ItemKind, states: set[str]) -> Iterator[str]:
    actions = {a.code: a for a in kind.action}
    system = {a.code for a in kind.action if SYSTEM in a.who}
    for clock in kind.clock:
        yield from (f"{clock.code}：没有状态 {s}" for s in clock.during if s not in states)
        yield from (f"{clock.code}：没有动作 {a}" for a in (*clock.starts, *clock.ends) if a not in actions)
        if sum(v is not None for name, v in clock.lasts if name not in ("since", "days")) != 1:
            yield f"{clock.code}：多久，只能写一种"
        if clock.lasts.days is not None and clock.lasts.until is None:
            yield f"{clock.code}：天数从一个日期算起"
        if set(clock.during) & {s.code for s in kind.state if s.ended}:
            yield f"{clock.code}：已结束的状态不走时钟"
        if clock.then is not None and clock.then not in (*clock.starts, *clock.ends):
            yield f"{clock.code}：到点的动作要让它结束或者重新开始，否则一直做"
        if clock.then is not None and clock.then not in system:
            yield f"{clock.code}：到点的动作要由规则做"
        if (clock.recount is not None) != (clock.lasts.since is not None):
            yield f"{clock.code}：从上次见到孩子算起的时钟，校历变了要重算，别的不用"
        if clock.recount is not None and clock.recount not in system.intersection(clock.starts):
            yield f"{clock.code}：重算的动作要由规则做，并让它重新开始"
        end = kind.field_of(clock.lasts.until or "")
        if end is not None and end.most is None:
            yield f"{clock.code}：按日期走的时钟，日期 {end.code} 要写最多几天以后"
        codes = (clock.lasts.until, clock.lasts.interval, clock.lasts.since, *clock.when)
        yield from (f"{clock.code}：没有字段 {c}" for c in codes if c is not None and kind.field_of(c) is None)
