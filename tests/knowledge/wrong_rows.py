"""Wrong rows of every kind that the gate must refuse, each with what the refusal must say."""

from collections.abc import Mapping
from dataclasses import dataclass

Files = Mapping[str, str]
HERE = "# <-"
"""Stands in a rule file on the line that the refusal must name."""


@dataclass(frozen=True)
class Wrong:
    """Words of a file replaced, and what the refusal must say."""

    file: str
    old: str
    new: str
    says: str
    """A regular expression."""


DUTY = """[[matter.duty]] # <-
role = "{role}"
body = "{body}"
act = "做"
named = true
{more}
cite = [{{clause = "{clause}", quote = "{quote}"}}]
"""


def duty(
    clause: str = "AA/2",
    quote: str = "公安机关应当处置",
    role: str = "cooperates",
    body: str = "police",
    more: str = "",
) -> str:
    return DUTY.format(role=role, body=body, more=more, clause=clause, quote=quote)


END_OF_M02 = '[[matter]]\ncode = "M03"'
END_OF_M01 = '[[matter]]\ncode = "M02"'


def added(text: str, says: str, before: str = END_OF_M02) -> Wrong:
    """A row more at the end of a matter."""
    return Wrong("matters/all.toml", before, f"{text}\n{before}", says)


def deadline(more: str) -> str:
    return f'[[matter.deadline]] {HERE}\nwho = "police"\nact = "处置"\nevent = "接报"\n{more}\n'


CITED = 'cite = [{clause = "AA/2", quote = "公安机关应当处置"}]'


def task(more: str) -> str:
    return f'[[task]] {HERE}\n{more}\ntext = "处置"\n{CITED}\n'


WRONG: dict[str, Wrong] = {
    "clause of no article": added(duty("AA/7"), "找不到条款.*AA/7"),
    "clause of no document": added(duty("ZZ/1"), "找不到条款.*ZZ/1"),
    "clause of no plan": added(duty("plan:九", "走访"), "找不到条款.*plan:九"),
    "quote not verbatim": added(duty(quote="公安机关应该处置"), "原文.*公安机关应该处置"),
    "quote with a word left out": added(duty(quote="学校应当报告公安机关"), "不是 .* 的原文"),
    "quote of another article": added(duty(quote="民政部门负责协调"), "不是 .* 的原文"),
    "empty quote": added(duty(quote=""), "quote"),
    "days on which no version carries it": added(
        duty("AA/1", "民政部门负责协调", more="since = 2021-01-01"), "没有一天有效"
    ),
    "since after until": added(duty(more="since = 2022-01-01\nuntil = 2021-01-01"), "since"),
    "body of no kind": added(duty(body="wizard"), "wizard"),
    "sanctioner on the plan": added(
        duty("plan:一", "公安机关协助", role="sanctioner"), "处罚权"
    ),
    "plan as basis law": added(duty("plan:一", "公安机关协助", more='basis = "law"'), "方案条款.*basis"),
    "fact of no situation": added(duty(more='when = {colour = "red"}'), "colour"),
    "value of no fact": added(duty(more='when = {sex = "other"}'), "other"),
    "age in words": added(duty(more='when = {age_under = "14"}'), "age_under"),
    "task of no matter": added(task('matter = "M77"\nwho = ["police"]'), "M77"),
    "task of nobody known": added(task('matter = "M01"\nwho = ["wizard"]'), "wizard"),
    "task by another time than its words": added(task('matter = "M01"\nwho = ["police"]\nby = "立即"'), "立即"),
    "unknown key": added(duty(more='colour = "red"'), "colour"),
    "unknown role": added(duty(role="lead"), "role"),
    "duty without a clause": added(duty().replace("cite", "# cite"), "缺少出处"),
    "deadline without a clause": added(deadline('unit = "day"\nvalue = 3'), "缺少出处"),
    "configured without source": added(
        deadline(f'unit = "day"\nvalue = 3\nkind = "configured"\n{CITED}'), "source"
    ),
    "unverified without source": added(deadline('unit = "day"\nvalue = 3\nkind = "unverified"'), "source"),
    "days without a number": added(deadline(f'unit = "day"\n{CITED}'), "写上 value"),
    "promptly with a number": added(deadline(f'unit = "prompt"\nvalue = 3\n{CITED}'), "删去 value"),
    "deadline of no body": added(
        deadline(f'unit = "prompt"\n{CITED}').replace('"police"', '"wizard"'), "wizard"
    ),
    "quote of a deadline": added(
        deadline(f'unit = "prompt"\n{CITED}').replace("公安机关应当处置", "公安机关必须处置"), "不是 .* 的原文"
    ),
    "quote of a step": added(
        f'[[matter.step]] {HERE}\ntext = "先报警"\ncite = [{{clause = "AA/2", quote = "先报警"}}]\n', "不是 .* 的原文"
    ),
    "quote of a safeguard": added(
        f'[[matter.safeguard]] {HERE}\ntext = "保密"\ncite = [{{clause = "AA/2", quote = "保密"}}]\n', "不是 .* 的原文"
    ),
    "quote of a refusal": added(
        f'[[matter.refusal]] {HERE}\ntext = "不得"\nwhy = "法"\ncite = [{{clause = "AA/2", quote = "不得推诿"}}]\n',
        "不是 .* 的原文",
    ),
    "sanction without a clause": added(f'[[matter.sanction]] {HERE}\nbody = "police"\ntext = "罚"\n', "缺少出处"),
    "sanction on the plan": added(
        f'[[matter.sanction]] {HERE}\nbody = "police"\ntext = "罚"\n'
        'cite = [{clause = "plan:一", quote = "公安机关协助"}]\n',
        "不设法律责任",
    ),
    "ages that nobody has": added(duty(more="when = {age_under = 14, age_from = 14}"), "age"),
    "under no years": added(duty(more="when = {age_under = 0}"), "age"),
    "days backwards": added(deadline(f'unit = "day"\nvalue = -3\n{CITED}'), "value"),
    "sanction by nobody known": added(f'[[matter.sanction]] {HERE}\nbody = "wizard"\ntext = "罚"\n{CITED}', "wizard"),
    "two rows at once": added(duty(role="handler", more='when = {age_under = 14, severity = "serious"}'), "重叠"),
    "two rows at once, turned": added(
        duty(role="handler", more='when = {place = ["online", "school"], sex = ["female"]}'), "重叠"
    ),
    "two rows for some days": added(
        duty("AA/1", "妇女儿童工作机构负责协调", role="cooperates", body="women_children",
             more="when = {age_from = 16}\nsince = 2030-01-01"),
        "重叠",
    ),
    "row given twice": added(duty("plan:一", "公安机关协助"), "重叠", END_OF_M01),
    "gap on the first day": Wrong(
        "matters/all.toml", f"{END_OF_M01}", f'[[matter]] {HERE}\ncode = "M02"', "2026-07-01"
    ),
    "matter given twice": Wrong("matters/all.toml", END_OF_M02, f'[[matter]] {HERE}\ncode = "M02"', "M02 出现了 2 次"),
    "plan clause of a matter": Wrong(
        "matters/all.toml", '[[matter]]\ncode = "M01"', f'[[matter]] {HERE}\ncode = "M01"', "plan:九"
    ),
    "hotline of a matter": Wrong(
        "matters/all.toml", '[[matter]]\ncode = "M01"', f'[[matter]] {HERE}\ncode = "M01"', "999"
    ),
    "hash of an article": Wrong("articles.toml", "[[article]]", f"[[article]] {HERE}", "sha256"),
    "body of a hotline": Wrong("hotlines.toml", 'body = "police"', 'body = "wizard"', "wizard"),
    "words not of the plan": Wrong("plan.toml", 'items = ["走访"]', 'items = ["家访"]', "家访"),
    "actor not of the plan": Wrong("plan.toml", 'named = ["公安机关"]', 'named = ["教育部门"]', "教育部门"),
    "body of a plan clause": Wrong("plan.toml", 'bodies = ["police"]', 'bodies = ["wizard"]', "wizard"),
    "matter of a plan clause": Wrong("plan.toml", 'matters = ["M01"]', 'matters = ["M77"]', "M77"),
    "class of a plan clause": Wrong("plan.toml", 'kind = "duty"', 'kind = "wish"', "kind"),
    "act of a norm": Wrong("norms/all.toml", 'act = "conceal"', 'act = "reveal"', "reveal"),
    "body of a norm": Wrong("norms/all.toml", 'by = ["school"]', 'by = ["wizard"]', "wizard"),
    "matter of a norm": Wrong("norms/all.toml", '"M02"', '"M77"', "M77"),
    "quote of a norm": Wrong("norms/all.toml", 'quote = "不得隐瞒"', 'quote = "不许隐瞒"', "不是 .* 的原文"),
    "level of a kind": Wrong("bodies.toml", 'level = "unit"', 'level = "moon"', "level"),
}  # fmt: skip
ALSO: dict[str, tuple[str, str]] = {
    "gap on the first day": (
        'role = "duty_bearer"\nbody = "school"', 'role = "cooperates"\nbody = "school"'
    ),
    "plan clause of a matter": ('plan = ["plan:一"]', 'plan = ["plan:九"]'),
    "hotline of a matter": ('hotlines = ["110"]', 'hotlines = ["999"]'),
    "hash of an article": ("民政部门负责协调。", "民政部门主管协调。"),
}  # fmt: skip
"""A second replacement in the same file, where the place that is named is not the place that is wrong."""


def replaced(texts: Files, name: str) -> tuple[str, str]:
    wrong = WRONG[name]
    text = texts[wrong.file]
    assert wrong.old in text
    text = text.replace(wrong.old, wrong.new, 1)
    if name in ALSO:
        assert ALSO[name][0] in text
        text = text.replace(*ALSO[name])
    if name == "gap on the first day":
        text = text.replace('role = "handler"\nbody = "police"', 'role = "cooperates"\nbody = "police"')
    return wrong.file, text


def line_of(text: str, wrong: Wrong) -> int:
    """The line with the mark, or else of the last table header above the change."""
    if HERE in text:
        return 1 + text[: text.index(HERE)].count("\n")
    before = text[: text.index(wrong.new)]
    return 1 + before[: before.rindex("[[")].count("\n")
