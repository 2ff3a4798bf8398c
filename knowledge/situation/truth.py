"""Words for yes and no, used by files, the shell and evidence (是与否)."""

from knowledge.folding import folded

YES = ("是", "有", "yes", "y", "true", "1")
NO = ("否", "无", "没有", "no", "n", "false", "0")
_TRUTH = dict.fromkeys(YES, True) | dict.fromkeys(NO, False)


def plain_word(text: str) -> str:
    """A word as it is compared: folded, in lower case."""
    return folded(text).lower()


def truth(text: str) -> bool | None:
    """True or False for a word that means yes or no; None for any other text, also the empty one."""
    return _TRUTH.get(plain_word(text))
