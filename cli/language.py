"""The language of the shell: TONGXIN_LANG, else the locale, else Chinese (语言)."""

import os
from collections.abc import Mapping
from typing import Any

from knowledge.messages.message import DEFAULT, languages, message


def chosen(environment: Mapping[str, str]) -> str:
    """A language that has a catalogue; the default where the environment names none of them."""
    names = (environment.get(name) for name in ("TONGXIN_LANG", "LC_ALL", "LANG"))
    locale = next((name for name in names if name), "")
    found = locale.lower().replace("-", "_").split(".")[0].split("_")[0]
    return found if found in languages() else DEFAULT


LANGUAGE = chosen(os.environ)
"""What this process speaks to whoever typed the command."""


def worded(code: str, /, **params: Any) -> str:
    """A sentence in the language of the shell; the help is worded when the commands are made."""
    return message(code, **params).text(LANGUAGE)
