"""Words for yes and no, used by files, the shell and evidence (是与否)."""

import unicodedata

YES = ("是", "有", "yes", "y", "true", "1")
NO = ("否", "无", "没有", "no", "n", "false", "0")
_TRUTH = dict.fromkeys(YES, True) | dict.fromkeys(NO, False)


def folded(text: str) -> str:
    """Normalise a word for comparison: half-width, without spaces, lower case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def truth(text: str) -> bool | None:
    """True or False for a word that means yes or no; None for any other text, also the empty one."""
    return _TRUTH.get(folded(text))
