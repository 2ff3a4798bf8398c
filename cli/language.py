"""The language of the command line: TONGXIN_LANG, else the locale, else Chinese (语言)."""

import os
from collections.abc import Mapping
from typing import Any

from knowledge.messages.message import DEFAULT, languages, message


def chosen(environment: Mapping[str, str]) -> str:
    """The language that the environment names; the default language if it has no catalogue."""
    names = (environment.get(name) for name in ("TONGXIN_LANG", "LC_ALL", "LANG"))
    locale = next((name for name in names if name), "")
    code = locale.lower().replace("-", "_").split(".")[0].split("_")[0]
    return code if code in languages() else DEFAULT


LANGUAGE = chosen(os.environ)
"""The language of this process."""


def worded(code: str, /, **params: Any) -> str:
    """A sentence in the language of the command line; used for help texts, before a command runs."""
    return message(code, **params).text(LANGUAGE)


def example(*lines: str) -> str:
    """The line below a help text: how a command is written."""
    code = "help.example" if len(lines) == 1 else "help.examples"
    return worded(code, line=" · ".join(f"tongxin {line}" for line in lines))
