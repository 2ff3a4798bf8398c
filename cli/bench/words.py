"""Time to understand a text (理解自由文字的耗时)."""

from statistics import median
from time import process_time

from knowledge.rulebook.book import Rulebook
from knowledge.words.dictionary import plain
from knowledge.words.phrasings import phrasings
from knowledge.words.ranking import rank

SHORT, LONG = 60, 250
"""Characters."""
TEXTS = 100


def markdown(book: Rulebook, rounds: int) -> str:
    """The median processor time for texts of up to `SHORT` characters, and for texts of `LONG`, new to the caches."""
    written = [row.text for row in phrasings()]
    short = [text for text in written if len(text) <= SHORT][:: max(1, len(written) // TEXTS)]
    joined = "。".join(written)
    long = [joined[i : i + LONG] for i in range(0, TEXTS * LONG, LONG)]
    lines = ["| text | p50, ms |", "|---|---|"]
    for name, texts in ((f"to {SHORT} characters", short), (f"{LONG} characters", long)):
        times = [_seconds(book, text) for _ in range(rounds) for text in texts]
        lines.append(f"| {name} | {1000 * median(times):.1f} |")
    return "\n".join(lines)


def _seconds(book: Rulebook, text: str) -> float:
    plain.cache_clear()
    began = process_time()
    rank(book, text)
    return process_time() - began
