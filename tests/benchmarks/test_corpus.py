"""The benchmarks' corpus: the same each time, refused where it is another, and shaped like reports."""

import json
import random
from pathlib import Path

import pytest

from benchmarks import corpus
from benchmarks.corpus import recorded, report, reports, write_corpus
from flows.clean.cleaning import clean_text
from flows.clean.draft import Cleaned
from flows.label.language.decide import language_of

SMALL = 20


def test_the_same_number_and_seed_give_the_same_bytes() -> None:
    assert list(reports(SMALL)) == list(reports(SMALL))
    assert list(reports(SMALL)) != list(reports(SMALL, seed=7))


def test_a_longer_corpus_begins_with_the_shorter_one() -> None:
    assert list(reports(SMALL))[:5] == list(reports(5))


def test_what_is_written_is_what_is_made_and_is_not_written_twice(tmp_path: Path) -> None:
    sources = write_corpus(tmp_path, SMALL)
    made = {found.path: found.text for found in reports(SMALL)}
    assert {path.relative_to(sources / "texts").as_posix(): path.read_bytes().decode() for path in sources.glob("texts/*/*.txt")} == made
    assert {line["id"]: line["text"] for line in map(json.loads, (sources / "corpus.jsonl").open(encoding="utf-8"))} == made
    written = (sources / "corpus.toml").stat().st_mtime_ns
    assert (write_corpus(tmp_path, SMALL) / "corpus.toml").stat().st_mtime_ns == written


def test_a_corpus_that_somebody_changed_is_made_again(tmp_path: Path) -> None:
    text = next(write_corpus(tmp_path, SMALL).glob("texts/*/*.txt"))
    whole = text.read_bytes()
    text.write_bytes(whole[:-1])
    write_corpus(tmp_path, SMALL)
    assert text.read_bytes() == whole


def test_a_corpus_of_another_hash_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus, "recorded", lambda: recorded() | {f"{SMALL} {corpus.SEED}": "0" * 64})
    with pytest.raises(corpus.Refused, match="recorded is 000"):
        write_corpus(tmp_path, SMALL)
    with pytest.raises(corpus.Refused, match="not recorded"):
        write_corpus(tmp_path, SMALL + 1)


def test_its_texts_are_in_three_languages_which_the_rules_tell() -> None:
    for found in reports(SMALL):
        cleaned = clean_text(found.text)
        assert isinstance(cleaned, Cleaned)
        assert language_of(cleaned.text).language == found.language
    assert {found.language for found in reports(SMALL)} == {"en", "ru", "kk"}


def test_it_holds_copies_scraps_and_marks_of_all_kinds() -> None:
    assert report(corpus.ONE_COPY_OF - 1).text == report(corpus.ONE_COPY_OF - 2).text
    assert report(corpus.ONE_SCRAP_OF // 2).text == "…"
    texts = "".join(found.text for found in reports(SMALL))
    assert all(mark in texts for mark in ("“", "”", "«", "»", '"', "– ", "\u00a0", ",” "))


@pytest.mark.parametrize("number", range(4))
def test_a_sentence_begins_with_a_capital_and_an_abbreviated_year_does_not_end_one(number: int) -> None:
    inventor = corpus.Inventor(random.Random(number), "ru")  # noqa: S311 - invented texts, no secret
    inventor.words = {
        **inventor.words,
        "who": ["врачи"],
        "where": ["в июне 2024 г."],
        "did": ["спят"],
        "what": ["днём"],
        "said": ["{who} {did}"],
    }
    assert inventor.filled("{who} {did} {where}. {who} {did}.") == "Врачи спят в июне 2024 г. Врачи спят."
    assert inventor.filled("«{said}. {said}», а {who} {did}.") == "«Врачи спят. Врачи спят», а врачи спят."
    assert inventor.filled("В 2023 г. {who} {did}.") == "В 2023 г. врачи спят."
