"""Fit the layers that rank matters and acts, and their thresholds, from `knowledge/words/phrasings/` (`make words`).

python tools/words.py    minutes
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

from cli.check.acts import MeasuredActs, judged, limits, measured_acts, of_acts
from cli.check.words import Measured, measured, of_held_out
from cli.sentences import open_model
from knowledge.reasons import reason
from knowledge.rulebook.load import rulebook
from knowledge.words.calibration import calibrated, stored
from knowledge.words.fitting import act_names, columns_of, digest, fit, names, risky, unwritten
from knowledge.words.layer import DANGER, FILE, OF_ACTS, Layer, save
from knowledge.words.phrasings import questions, training_texts


def main() -> None:
    """Fit, calibrate on held-out writers, write."""
    book = rulebook()
    if codes := unwritten(training_texts(), book.matters):  # said first: the fit takes minutes
        raise SystemExit(reason("words.unwritten", codes="、".join(codes)))
    if not open_model():
        raise SystemExit(1)
    made: Measured = measured(book)
    about = {
        "rows": digest(training_texts()),
        "names": digest(names(book)),
        "with_model": stored(calibrated(made.with_model)),
        "alone": stored(calibrated(made.alone)),
    }
    columns = (*columns_of(made.rows), DANGER)
    written(FILE, fit(made.rows, made.kernels, columns, risky(book)), about, *of_held_out(made))
    acts: MeasuredActs = measured_acts(book)
    about = {
        "rows": digest(questions()),
        "names": digest(act_names(book)),
        "with_model": limits(judged(acts, acts.with_model)),
        "alone": limits(judged(acts, acts.alone)),
    }
    written(OF_ACTS, fit(acts.rows, acts.kernels, acts.columns, frozenset()), about, *of_acts(acts))


def written(path: Path, layer: Layer, about: dict[str, Any], *lines: str) -> None:
    """Write a layer, and print what was learned."""
    save(replace(layer, facts=about), path)
    print(f"{path.name}: {len(layer.senses)} rows, {len(layer.columns)} columns, {path.stat().st_size} bytes")
    print(about, *lines, sep="\n")


if __name__ == "__main__":
    main()
