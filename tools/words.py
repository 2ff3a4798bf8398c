"""Fit the layer that ranks matters, and its thresholds, from `knowledge/words/phrasings/` (`make words`); minutes.

python tools/words.py
"""

from dataclasses import replace

from cli.check.words import Measured, measured, of_held_out
from cli.sentences import open_model
from knowledge.rulebook.load import rulebook
from knowledge.words.calibration import calibrated, stored
from knowledge.words.fitting import digest, fit, names, risky
from knowledge.words.layer import FILE, save
from knowledge.words.phrasings import phrasings


def main() -> None:
    """Fit, calibrate on held-out writers, write."""
    if not open_model():
        raise SystemExit(1)
    book = rulebook()
    made: Measured = measured(book)
    layer = fit(made.rows, made.kernels, risky(book))
    about = {
        "rows": digest(phrasings()),
        "names": digest(names(book)),
        "with_model": stored(calibrated(made.with_model)),
        "alone": stored(calibrated(made.alone)),
    }
    save(replace(layer, facts=about))
    print(f"{FILE.name}: {len(made.rows)} rows, {len(layer.columns) - 2} matters, {FILE.stat().st_size} bytes")
    print(about, *of_held_out(made), sep="\n")


if __name__ == "__main__":
    main()
