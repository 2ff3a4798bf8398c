"""Holders of an office: a name, nobody, or a remark that is neither (任职人).

What offices write where nobody is in office, or where they had no name to write.
"""

import re
import unicodedata

from knowledge.folding import folded
from loaders.tables.keys import InvalidRow

VACANT = re.compile(
    r"|[/\\\-—–_·.…*×xX无空缺]+|n/?a|nan|null|none|nil|待定|待聘|待配|待补|未定|未配备?|未设|未聘|未任命|尚?未配备|暂[缺无空]|空岗|空编"
    r"|虚位(?:以待)?|[岗职]?位?空[缺置]|缺[岗编员]|出缺|没有|没有人|无人|招聘中|待招聘?|拟聘|tbd|vacant|0|[?？]+"
    r"|(?:人员|人选)?(?:待|未(?!知)|暂[无缺空未]|空[缺岗编白]|缺|无|没有|正在?招|不设).*"
)
"""Texts that offices write where nobody is in office; no family name begins like this."""
NO_NAME = re.compile(
    r"^\d+$|\d{5}|[①-⑳?？/\\、&+()\[\]【】<>《》:;,，。!]|^[A-Za-z]{1,2}$|[待缺暂]|离职|离任|退休|调离|调走|已调|产假|兼|负责|代管|代理|借调|挂职|同上|不详|未知|详见|另行|社工|办公室|期满"
    r"|轮[流值岗换]|抽调|临时|空[岗编]|见(?:附|表|备)|同[左右前]|[一二两三四五六七八九十几每各]名|\d+[人名]|专人"
    r"|(?:书记|主任|主席|所长|站长|专干|专员|网格[员长]|志愿者|工作人员|干事|负责人|班子|[居村]委会?|支书|[民女]警|老师"
    r"|支部|[保务工护]站|街道办|政府|机构|公司|中心|委员会|[愿大务]队|群众|党员|[村居]民|妇联|团委)$"
    r"|[㐀-鿿]{3}[局院厅]$|(?:街道|社区|学校|小学|中学)$|^#"
    r"|^[拟没]|尚未|^不[清明知设]|忘|^见[上下左右]|^上同|已故|病休|^[^㐀-鿿A-Za-z]+$|^[○〇一二三四五六七八九十]$"
    r"|^[\"“”〃′″\'.…-]+$"
)
"""Cell texts in place of a person that are no name."""
TWO = re.compile(r"[㐀-鿿]{2,}\s+[㐀-鿿]{2,}")
"""Two names in a cell."""
SIGNS = re.compile(
    r"(?:[^\W\d_]|[〇々*×\s·•・‧.'’-]|(?<!^)[\u0300-\u036f\u064b-\u065f]|[\ue000-\uf8ff\U000f0000-\U0010ffff])+\d{0,4}"
)
"""Signs of a name: letters of any script, private signs for rare characters, what joins parts or leaves one out (李*);
a number behind it where there are two of one name. Arrows, boxes for lost characters, a number before it are none.
"""
FORMER = re.compile(r"原(?:[㐀-鿿]{3,}|[张王李刘陈杨黄赵周吴徐孙朱胡郭何罗郑梁谢韩邓曹彭曾冯蒋蔡][㐀-鿿])")
"""A name behind 原: of whoever held the office before. A name of two characters may be of the family 原."""
MOST_HAN = 4
"""Characters of a Chinese name without a dot between its parts."""


def vacant(text: str) -> bool:
    """True if a cell for a person means that there is none."""
    return bool(VACANT.fullmatch(re.sub(r"[()\[\]【】〔〕《》<>。,，;；:：\"'“”]", "", folded(text)).lower()))


def holder(text: str, column: str) -> str | None:
    """Return the holder's name; None for a vacancy; a remark is neither, and refused."""
    if vacant(text):
        return None
    plain = folded(text)
    if (
        NO_NAME.search(plain)
        or not SIGNS.fullmatch(unicodedata.normalize("NFKC", text))
        or FORMER.fullmatch(plain)
        or TWO.search(text)
        or (len(re.findall(r"[㐀-鿿]", plain)) > MOST_HAN and not re.search(r"[·•・.]", plain))
    ):
        raise InvalidRow(column, "cell.not_a_holder")
    return text
