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
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from knowledge.words.calibration import calibrated, stored
from knowledge.words.fitting import act_names, columns_of, digest, fit, names, risky, unwritten
from knowledge.words.layer import DANGER, FILE, OF_ACTS, Layer, layer, save
from knowledge.words.phrasings import questions, training_texts


def main() -> None:
    """Fit, calibrate on held-out writers, write; a layer whose rows and names are those of its fit stays."""
    book = rulebook()
    if codes := unwritten(training_texts(), book.matters):  # said first: the fit takes minutes
        raise SystemExit(reason("words.unwritten", codes="、".join(codes)))
    if not open_model():
        raise SystemExit(1)
    if is_changed(of_matters := {"rows": digest(training_texts()), "names": digest(names(book))}, FILE):
        matters(book, of_matters)
    if is_changed(of_questions := {"rows": digest(questions()), "names": digest(act_names(book))}, OF_ACTS):
        acts(book, of_questions)


def is_changed(digests: dict[str, str], path: Path) -> bool:
    """True if a layer was fitted on other rows or names."""
    return not path.exists() or any(layer(path).facts[key] != value for key, value in digests.items())


def matters(book: Rulebook, digests: dict[str, str]) -> None:
    """Fit the layer that ranks matters."""
    made: Measured = measured(book)
    about = {**digests, "with_model": stored(calibrated(made.with_model)), "alone": stored(calibrated(made.alone))}
    columns = (*columns_of(made.rows), DANGER)
    written(FILE, fit(made.rows, made.kernels, columns, risky(book)), about, *of_held_out(made))


def acts(book: Rulebook, digests: dict[str, str]) -> None:
    """Fit the layer that ranks acts."""
    made: MeasuredActs = measured_acts(book)
    about = {**digests, "with_model": limits(judged(made, made.with_model)), "alone": limits(judged(made, made.alone))}
    written(OF_ACTS, fit(made.rows, made.kernels, made.columns, frozenset()), about, *of_acts(made))


def written(path: Path, layer: Layer, about: dict[str, Any], *lines: str) -> None:
    """Write a layer, and print what was learned."""
    save(replace(layer, facts=about), path)
    print(f"{path.name}: {len(layer.senses)} rows, {len(layer.columns)} columns, {path.stat().st_size} bytes")
    print(about, *lines, sep="\n")


if __name__ == "__main__":
    main()
