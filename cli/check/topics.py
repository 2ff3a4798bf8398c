"""Topics of `tongxin check`: free words, or questions on permissions."""

from pathlib import Path

from cli.ask import show
from cli.check import acts, words
from cli.sentences import open_model
from knowledge.rulebook.load import rulebook

WORDS, ACTS = "words", "acts"


def report(topic: str, file: Path | None) -> str:
    """The tables of a topic; ends the command where there is no such topic, or no model for it."""
    if topic not in {WORDS, ACTS}:
        show.fail(show.say("shell.no_check"))
    if topic == ACTS and file is not None:
        show.fail(show.say("shell.no_check_file"))
    opened = open_model()
    if topic == WORDS:
        return words.report(rulebook(), file)
    if not opened:
        show.fail(show.say("shell.no_check_model"))
    return acts.report(rulebook())
