"""Yes and no as people write them, in one place for files, the shell and evidence (是与否)."""

import unicodedata

YES = ("是", "有", "yes", "y", "true", "1")
NO = ("否", "无", "没有", "no", "n", "false", "0")
_TRUTH = dict.fromkeys(YES, True) | dict.fromkeys(NO, False)


def folded(text: str) -> str:
    """Fold a word for comparison: full-width signs as plain ones, no spaces, lower case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def truth(text: str) -> bool | None:
    """Read a yes or a no; None for everything else, the empty text included."""
    return _TRUTH.get(folded(text))
