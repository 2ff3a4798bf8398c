"""A third language that has one file a room and few sentences so far, in a folder that is thrown away."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from knowledge.messages import message as messages
from web.parts import words

SENTENCES = """
[join]
list = ", "
[input]
not_allowed = "Valeur inconnue : {allowed}."
[kind]
area = "zone"
[help]
facts = "Les faits que --fact connaît."
[console]
title = "Requêtes"
[console.script]
hint_not_found = "Vérifiez le code."
[label.Role]
handler = "traite"
"""
PAGES = 'title = "Se connecter"\n'


def written(folder: Path) -> tuple[Path, Path]:
    """Copies of both catalogues with French beside: the folder of sentences, the folder of the pages' words."""
    sentences, pages = folder / "messages", folder / "words"
    shutil.copytree(messages.FOLDER, sentences)
    shutil.copytree(words.FOLDER, pages)
    (sentences / "fr.toml").write_text(SENTENCES, "utf-8")
    (pages / "fr").mkdir()
    (pages / "fr" / "signin.toml").write_text(PAGES, "utf-8")
    return sentences, pages


@contextmanager
def french(folder: Path) -> Iterator[None]:
    """Within it this process has French."""

    def forget() -> None:
        for read in (messages.languages, messages.catalogue, words.languages, words.catalogue):
            read.cache_clear()

    sentences, pages = written(folder)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(messages, "FOLDER", sentences)
        patched.setattr(words, "FOLDER", pages)
        forget()
        yield
    forget()
