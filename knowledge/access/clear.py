"""Forms of text that may be stored unencrypted beside a child: codes, document numbers and articles, no prose (明文).

Text about a child is encrypted. Keys of requests, numbers of other bodies and codes of evidence are not: they are
looked up, compared and counted. Their forms therefore exclude names, personal numbers and narrative.
"""

import re
import unicodedata

HAN = "\u3400-\u9fff"
CODE = re.compile(r"(?![=+@-])[!-~]+")
"""Signs of a keyboard without a space; nothing that a spreadsheet would run."""
PERSON = re.compile(r"(?<![0-9A-Za-z])(?:1[3-9]\d{9}|\d{6}(?:19|20)\d\d(?:0\d|1[0-2])[0-3]\d{4}[\dXx])(?![0-9A-Za-z])")
"""A mobile telephone, or a citizen's number by the day of birth in it, also one with a wrong check sign."""
NUMBER = r"(?=.*\d)[A-Za-z0-9#(\[][A-Za-z0-9._:/@#()\[\]-]*"
YEAR = r"[〔\[(【](?:19|20)\d\d[〕\])】]"
DOCUMENT = rf"[{HAN}]{{0,16}}{YEAR}[{HAN}A-Za-z0-9]{{0,14}}\d{{1,8}}号(?:之[{HAN}\d]{{1,3}}|-\d{{1,4}})?|第\d{{1,8}}号"
"""An official number, as 某民函〔2026〕12号 or (2026)某0104民初123号."""
TEXT = rf"(?:《[{HAN}]{{2,30}}》|[{HAN}]{{1,20}}(?:法|条例|规定|办法|方案|规则|意见|通知|制度|章程))?"
ARTICLE = rf"{TEXT}(?:第[〇零一二三四五六七八九十百千\d]{{1,7}}[条款项章节](?:之[一二三四五六七八九十])?)+"
SHORT = r"[函复批令通告决检建监民公教卫司院法妇团残督转交]{1,4}-?\d{1,8}号?"
"""A number of letters within an office, as 函7 or 民监-12: words for organs and papers, not any."""
REFERENCE = re.compile(f"{NUMBER}|{DOCUMENT}|{SHORT}|{ARTICLE}")


def is_code(text: str) -> bool:
    """True if the text is a code: no spaces, no Chinese characters and no personal number."""
    return bool(CODE.fullmatch(text)) and not PERSON.search(text)


def clear_source(text: str, otherwise: str) -> str:
    """Return the origin of a row about a child: `text` if it is a number or an article, else `otherwise`.

    Other words are dropped: nothing depends on them, and a note on the origin easily contains a name.
    """
    return text.strip() if is_reference(text) else otherwise


def is_reference(text: str) -> bool:
    """True if the text is the number of another body or of a document, or an article, in any character width."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return bool(REFERENCE.fullmatch(plain)) and not PERSON.search(plain)
