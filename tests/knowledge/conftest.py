"""A small rulebook of invented texts: the laws of the code are stated on it, whatever the shipped rules say."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import load

Files = Mapping[str, str]
Load = Callable[[Files], Rulebook]

DOCUMENTS = """
[[document]]
id = "plan"
title = "某区方案"
title_en = "Plan"
force = "plan"
[[document.version]]
id = "plan"
label = "征求意见稿"
source = "无日期"
mark = "READ"
trust = "A"

[[document]]
id = "AA"
title = "甲法"
title_en = "Law A"
force = "law"
[[document.version]]
id = "AA10"
label = "2010"
since = 2010-01-01
until = 2020-05-15
source = "第9条"
mark = "READ"
trust = "A"
[[document.version]]
id = "AA20"
label = "2020修正"
since = 2020-05-15
source = "修改决定"
mark = "READ"
trust = "A"

[[document]]
id = "BB"
title = "乙条例"
title_en = "Regulation B"
force = "regulation"
[[document.version]]
id = "BB15"
label = "2015"
since = 2015-06-01
source = "第9条"
mark = "READ"
trust = "A"
"""

KINDS = """
[[kind]]
code = "civil_affairs"
name = "民政部门"
name_en = "Civil affairs"
level = "district"
[[kind]]
code = "women_children"
name = "妇女儿童工作机构"
name_en = "Women and children"
level = "district"
[[kind]]
code = "police"
name = "公安机关"
name_en = "Police"
level = "district"
[[kind]]
code = "education"
name = "教育部门"
name_en = "Education"
level = "district"
[[kind]]
code = "school"
name = "学校"
name_en = "School"
level = "unit"
"""

PLAN = """
[[clause]]
id = "plan:一"
title = "协调"
title_en = "Coordination"
quote = "街道每季度走访，公安机关协助。"
kind = "duty"
named = ["公安机关"]
bodies = ["police"]
items = ["走访"]
duty = "走访"
object = "未成年人"
matters = ["M01"]
"""

HOTLINES = """
[[hotline]]
number = "110"
name = "公安报警"
name_en = "Police"
use = "报警"
body = "police"
mark = "MEMORY"
source = "凭记忆"
checked = 2026-11-24
"""

MATTERS = """
[[matter]]
code = "M01"
name = "统筹协调"
name_en = "Coordination"
protection = "mechanism"
level = "区"
confidence = "H"
plan = ["plan:一"]
hotlines = ["110"]
[[matter.duty]]
role = "handler"
body = "civil_affairs"
act = "负责协调"
named = true
cite = [{clause = "AA/1", quote = "民政部门负责协调"}]
[[matter.duty]]
role = "handler"
body = "women_children"
act = "负责协调"
named = true
cite = [{clause = "AA/1", quote = "妇女儿童工作机构负责协调"}, {clause = "BB/1", quote = "教育部门责令改正"}]
[[matter.duty]]
role = "cooperates"
body = "police"
act = "协助"
named = true
cite = [{clause = "plan:一", quote = "公安机关协助"}]

[[matter]]
code = "M02"
name = "欺凌"
name_en = "Bullying"
protection = "school"
level = "区"
confidence = "H"
[[matter.duty]]
role = "duty_bearer"
body = "school"
act = "报告"
named = true
cite = [{clause = "AA/2", quote = "学校应当及时报告公安机关"}]
[[matter.duty]]
role = "handler"
body = "police"
act = "处置不满十四周岁的"
named = true
when = {age_under = 14, severity = "serious"}
cite = [{clause = "AA/2", quote = "公安机关应当处置"}]
[[matter.duty]]
role = "handler"
body = "police"
act = "处置"
named = true
when = {sex = "female", place = ["school", "online"]}
cite = [{clause = "AA/2", quote = "公安机关应当处置"}]
[[matter.duty]]
role = "sanctioner"
body = "education"
act = "责令改正"
named = true
when = {licensed = false}
cite = [{clause = "BB/1", quote = "教育部门责令改正"}]
[[matter.duty]]
role = "cooperates"
body = "women_children"
act = "协助"
named = true
when = {age_from = 16}
cite = [{clause = "AA/1", quote = "妇女儿童工作机构负责协调"}]

[[matter]]
code = "M03"
name = "走访"
name_en = "Visits"
protection = "mechanism"
level = "街道"
confidence = "M"
[[matter.duty]]
role = "duty_bearer"
body = "civil_affairs"
act = "走访"
named = false
cite = [{clause = "plan:一", quote = "街道每季度走访"}]
"""

NORMS = """
[[act]]
code = "conceal"
name = "隐瞒"
name_en = "Conceal"
[[norm]]
id = "N001"
act = "conceal"
by = ["school"]
modality = "must_not"
text = "不得隐瞒"
cite = [{clause = "AA/2", quote = "不得隐瞒"}]
matters = ["M02"]
"""

TEXTS: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("AA10", 1, ("民政部门负责协调。", "第二款。")),
    ("AA10", 2, ("学校应当及时报告公安机关，不得隐瞒。", "公安机关应当处置。")),
    ("AA20", 1, ("妇女儿童工作机构负责协调。", "第二款。")),
    ("AA20", 2, ("学校应当及时报告公安机关，不得隐瞒。", "公安机关应当处置。")),
    ("BB15", 1, ("教育部门责令改正。",)),
)


def article(version: str, number: int, paras: tuple[str, ...]) -> str:
    """An article row whose hash is made here, not by the code under test."""
    shown = ", ".join(f'"{p}"' for p in paras)
    hashed = sha256("\n".join(paras).encode()).hexdigest()
    return f'[[article]]\nversion = "{version}"\nnumber = {number}\nsha256 = "{hashed}"\nparas = [{shown}]\n'


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    """The files of the small rulebook, by path."""
    return {
        "documents.toml": DOCUMENTS,
        "articles.toml": "\n".join(article(*a) for a in TEXTS),
        "bodies.toml": KINDS,
        "plan.toml": PLAN,
        "hotlines.toml": HOTLINES,
        "matters/all.toml": MATTERS,
        "norms/all.toml": NORMS,
    }


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory, texts: Files) -> Callable[[Files], Path]:
    """Write the small rulebook with some files replaced; the folder."""

    def write(changed: Files) -> Path:
        folder = tmp_path_factory.mktemp("rules")
        for name, text in {**texts, **changed}.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, "utf-8")
        return folder

    return write


@pytest.fixture(scope="session")
def loads(written: Callable[[Files], Path]) -> Load:
    """Load the small rulebook with some files replaced."""
    return lambda changed: load(written(changed))


@pytest.fixture(scope="session")
def small(loads: Load) -> Rulebook:
    """The small rulebook as it stands."""
    return loads({})
