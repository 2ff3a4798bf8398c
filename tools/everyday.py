"""Write `loaders/tables/everyday.txt`: the characters of Chinese of today, the most frequent first.

Counted in the names of the nation's divisions and in the rule files, each half of the weight.
"""

from collections import Counter
from itertools import chain
from pathlib import Path

from graph_model.directory import divisions
from loaders.tables.encodings import EVERYDAY, HAN

ROOT = Path(__file__).parent.parent
NUMBER = 1500


def main() -> None:
    """Write the file."""
    names = Counter(chain.from_iterable(HAN.findall(name) for _, name in divisions.rows()))
    rules = Counter(
        chain.from_iterable(HAN.findall(p.read_text("utf-8")) for p in (ROOT / "knowledge").rglob("*.toml"))
    )
    weighed = {c: names[c] / names.total() + rules[c] / rules.total() for c in names | rules}
    order = sorted(weighed, key=lambda c: (-weighed[c], c))
    EVERYDAY.write_text("".join(order[:NUMBER]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
