"""People's own words lead to the matter; what is written for fitting is sound, and the fit is of these rows."""

import re
import time
import tomllib
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

import knowledge
from knowledge.errors import NotFound
from knowledge.rulebook.book import Rulebook
from knowledge.words import sentence
from knowledge.words.act_ranking import rank_acts
from knowledge.words.dictionary import grams, plain, words
from knowledge.words.features import features
from knowledge.words.fitting import digest, unwritten
from knowledge.words.layer import FILE, OF_ACTS, layer
from knowledge.words.meaning import SHOWN, Danger
from knowledge.words.phrasings import Phrasing, phrasings, questions, read, training_texts
from knowledge.words.ranking import rank
from knowledge.words.search import Search
from knowledge.words.verbs import OFFERED, picked
from tests.support.examples import ALL
from tests.support.walks import every

FOLDER = Path(__file__).parent.parent / "scenarios"


def rows_of(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((FOLDER / name).read_text("utf-8"))["phrasing"]
    return found


SETS = {"known": rows_of("phrasings.toml"), "control": rows_of("phrasings_control.toml")}
"""Texts that are rows of the fit too: what is learned must be kept. `tongxin check words` holds writers out."""
REPORTED = rows_of("phrasings_reported.toml")
WRITTEN = phrasings()


def hits(book: Rulebook, text: str) -> list[str]:
    return [h.code for h in Search.over(book).matters(text).hits]


@pytest.mark.usefixtures("model")
@pytest.mark.parametrize("rows", SETS.values(), ids=SETS)
def test_what_was_learned_is_kept(book: Rulebook, rows: list[dict[str, Any]]):
    assert sum(bool(set(hits(book, r["text"])[:1]) & set(r["want"])) for r in rows) >= 0.9 * len(rows)


@pytest.mark.usefixtures("model")
@every("text", [r["text"] for rows in SETS.values() for r in rows if r["danger"]])
def test_danger_told_shows_a_mandatory_report_among_the_first_three(book: Rulebook, text: str):
    ranked = rank(book, text)
    reports = {m.code for m in book.matters.values() if m.report}
    assert ranked.danger is not Danger.TOLD or reports & {m.code for m in ranked.matters[:SHOWN]}


@pytest.mark.usefixtures("model")
@every("row", REPORTED, ids=[f"{r['text']} {r.get('facts', '')}" for r in REPORTED])
def test_reported_words_lead_where_they_should(book: Rulebook, row: dict[str, Any]):
    found = Search.over(book).matters(row["text"], row.get("facts", {}))
    codes = [h.code for h in found.hits]
    assert bool(codes) is not row.get("none", False)
    assert set(codes[:1]) <= set(row.get("want", codes))
    assert set(row.get("among", ())) <= set(codes[:SHOWN])
    assert found.single is not row["ask"] if "ask" in row else True


@pytest.mark.usefixtures("model")
@pytest.mark.parametrize(("age", "matter"), [(14, "M100"), (15, "M100"), (16, "M124"), (17, "M124")])
@pytest.mark.parametrize(
    "text", ["孩子{}岁，在奶茶店打工，一天十二个钟", "我{}，想去饭店做暑假工", "弟弟今年{}，进厂做工，工资不给"]
)
def test_an_age_parts_child_labour_from_work_of_the_young(book: Rulebook, text: str, age: int, matter: str):
    assert rank(book, text.format(age)).matters[0].code == matter


@pytest.mark.usefixtures("model")
def test_nonsense_finds_nothing(book: Rulebook):
    assert rank(book, "xyzzy 1234").nothing


@pytest.mark.usefixtures("model")
@pytest.mark.parametrize("step", [pytest.param(7, marks=pytest.mark.long), 50])
def test_nothing_is_never_answered_where_danger_is_led(book: Rulebook, step: int):
    """Every seventh text in `make check-long`, every fiftieth in `make check`."""
    for row in WRITTEN[::step]:
        ranked = rank(book, row.text)
        assert not (ranked.nothing and ranked.danger is not Danger.NONE)
        assert not (ranked.nothing and ranked.single)


@pytest.mark.usefixtures("model")
def test_a_text_is_scored_by_one_thread():
    """No thread of NumPy waits in a loop for the next text."""
    texts = [features(row.text) for row in WRITTEN[:50]]
    own, whole = time.thread_time(), time.process_time()
    for given in texts:
        layer().scores(given)
    own, whole = time.thread_time() - own, time.process_time() - whole
    assert whole < 1.5 * own


def test_a_code_is_that_matter(book: Rulebook):
    for code in book.matters:
        assert rank(book, f" {code.lower()} ").matters[0].code == code


def test_without_the_model_runs_of_characters_answer_and_it_is_said(book: Rulebook, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sentence.Current, "model", None)
    ranked = rank(book, "想申请低保，要什么材料")
    assert not ranked.model
    assert "M74" in {m.code for m in ranked.matters[:SHOWN]}


def test_the_fit_is_of_these_rows():
    assert layer().facts["rows"] == digest(training_texts()), "phrasings have changed: make words"
    assert FILE.stat().st_size < 5_000_000  # both layers are in the package and in memory


def test_the_fit_of_acts_is_of_these_questions_and_of_every_act(book: Rulebook):
    """`tongxin check words` says where names or norms have changed since."""
    assert layer(OF_ACTS).facts["rows"] == digest(questions()), "questions have changed: make words"
    assert set(book.acts) <= set(layer(OF_ACTS).columns), "make words"
    assert OF_ACTS.stat().st_size < 5_000_000


@pytest.mark.usefixtures("model")
def test_the_name_of_an_act_is_that_act_or_offers_it(book: Rulebook):
    lost = [a.code for a in book.acts.values() if a.code not in rank_acts(book, a.name).codes[:OFFERED]]
    assert lost == []


def test_a_text_of_no_act_finds_none(book: Rulebook):
    with pytest.raises(NotFound):
        picked(book, "")


def test_a_matter_that_no_written_text_is_about_is_told(book: Rulebook):
    assert unwritten(training_texts(), book.matters) == []
    assert unwritten(training_texts(), ["M08", "M999"]) == ["M999"]


def test_every_label_is_the_code_of_a_matter():
    """Of one that the rules have, or will have: `tongxin check words` lists labels without rules."""
    assert [r for r in WRITTEN if not all(re.fullmatch(r"M\d{2,3}", code) for code in r.codes)] == []


@pytest.mark.usefixtures("model")
@pytest.mark.parametrize("step", [pytest.param(25, marks=pytest.mark.long), 100])
def test_only_matters_of_the_rules_are_ranked_first(book: Rulebook, step: int):
    """Every 25th text in `make check-long`, every hundredth in `make check`."""
    assert [r.text for r in WRITTEN[::step] if rank(book, r.text).matters[0].code not in book.matters] == []


def test_no_text_is_written_twice_with_different_labels():
    labels: dict[str, set[Any]] = defaultdict(set)
    for row in WRITTEN:
        labels[plain(row.text)].add(row.codes[:1])
    assert [text for text, own in labels.items() if len(own) > 1] == []


def test_every_fitted_matter_is_written_of():
    counts = Counter((code, row.writer) for row in WRITTEN for code in row.codes)
    writers = Counter(code for code, _ in counts)
    assert [code for code in layer().columns[:-2] if writers[code] < 1] == []


def test_a_wrong_cell_names_file_and_line(tmp_path: Path):
    path = tmp_path / "somebody.csv"
    path.write_text("text,matters,danger,facts,voice,writer\n孩子被打,M10,maybe,,,somebody\n", "utf-8")
    with pytest.raises(ValueError, match=r"somebody\.csv:2"):
        list(read(path))
    path.write_text("\ufefftext,matters,danger,facts,voice,writer\n孩子被打,M10 M33,yes,,,somebody\n", "utf-8")
    assert list(read(path)) == [Phrasing("孩子被打", ("M10", "M33"), danger=True, writer="somebody")]


def test_traditional_characters_are_simplified():
    assert plain("學校說細路被欺負，報警嗎") == plain("学校说细路被欺负，报警吗")


def test_two_hollow_units_are_no_pair():
    assert list(grams("孩子被人买走")) == ["人买", "买走"]


def test_synonyms_by_first_letter_are_those_of_one_long_alternation(book: Rulebook):
    raw = tomllib.loads((Path(knowledge.__file__).parent / "words" / "words.toml").read_text("utf-8"))["synonyms"]
    pairs = {said: meant for meant, all_said in raw.items() for said in (*all_said, meant)}
    ways = sorted(pairs, key=lambda said: -len(said))
    one = re.compile("|".join(f"({w})" for w in ways))

    def slowly(text: str) -> str:
        return one.sub(lambda m: pairs[ways[(m.lastindex or 1) - 1]], text)

    texts = [r["text"] for rows in SETS.values() for r in rows]
    texts += [a for m in book.matters.values() for a in m.aliases]
    texts = texts if ALL else texts[::4]  # all of them in `make check-long`
    assert [t for t in texts if words().synonyms.replaced(t) != slowly(t)] == []


def test_a_word_of_the_rules_stands_for_itself():
    """Texts are replaced twice: a way to say 离家出走 that begins with 离家 must not find itself in the word."""
    raw = tomllib.loads((Path(knowledge.__file__).parent / "words" / "words.toml").read_text("utf-8"))["synonyms"]
    assert [word for word in raw if words().synonyms.replaced(word) != word] == []
