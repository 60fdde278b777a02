"""The ten questions of the card, each asked exactly as printed; and what the card says of how right the labels are."""

import re
from pathlib import Path

import duckdb
import pytest

from flows.publish.card import pages
from flows.publish.facts import ReleaseFacts
from rostra.query import rows_of, tables_of_version
from rostra.store import release_folder
from schemas.labelers import LabelerScore
from schemas.words import Language
from tests.publish.a_release import staged

# ```sql … ```
QUESTION = re.compile(r"^```sql\n(?P<line>-- (?P<number>\d+)\. [^\n]+)\n(?P<query>.*?)^```$", re.DOTALL | re.MULTILINE)
MAY_HAVE_NO_ANSWER = {3, 7, 9}
"""Whether anybody spoke of a place, in a text about somebody else, or without a name, is for the texts to say."""


def questions(release: Path) -> dict[int, str]:
    card = (release / "README.md").read_text(encoding="utf-8")
    return {int(match["number"]): match["line"] + "\n" + match["query"] for match in QUESTION.finditer(card)}


@pytest.mark.slow
def test_each_question_of_the_card_has_an_answer(first_store: Path) -> None:
    asked = questions(release_folder(first_store))
    assert list(asked) == list(range(1, 11))
    tables = tables_of_version(str(first_store), None)
    answers = {number: rows_of(tables, query) for number, query in asked.items()}
    assert {number for number, rows in answers.items() if not rows} <= MAY_HAVE_NO_ANSWER


@pytest.mark.slow
def test_the_questions_can_be_asked_of_the_files_alone(first_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    release = release_folder(first_store)
    monkeypatch.chdir(release)
    with duckdb.connect() as connection:
        for table in ("quotations", "speeches", "speakers", "quotation_spans", "mentions"):
            line = f"CREATE VIEW {table} AS FROM 'data/{table}.parquet'"
            assert table != "quotations" or line in (release / "README.md").read_text(encoding="utf-8")
            connection.execute(line)
        for query in questions(release).values():
            connection.execute(query).fetchall()


def measured(on_what: str, measure: str, value: float, sha256: str = "0" * 64) -> LabelerScore:
    return LabelerScore("quotations", Language.ENGLISH, measure, on_what, None, None, None, value, value - 5, value + 5, 73, sha256)


def card(tmp_path: Path, *scores: LabelerScore) -> str:
    facts: ReleaseFacts = staged(tmp_path)[1]
    return pages(facts._replace(scores=scores))["README.md"]


def test_the_card_tells_the_figures_of_unseen_texts_of_each_language_and_form(tmp_path: Path) -> None:
    told = card(
        tmp_path,
        measured("held_out, report", "quotations[all], F1", 89.3),
        measured("held_out, report", "quotations[indirect], F1", 85.7),
        measured("gold, interview", "quotations[all], F1", 97.3),
    )
    assert "| en | report | 89.3 (84.3–94.3; 73) | – | – | 85.7 (80.7–90.7; 73) | – |\n" in told
    assert "97.3" not in told and "The rules have changed" not in told


def test_the_card_tells_how_right_names_times_and_amounts_are(tmp_path: Path) -> None:
    told = card(tmp_path, measured("held_out", "mentions, F1", 84.6), measured("held_out", "dates, F1", 92.6))
    assert "| en | 84.6 (79.6–89.6; 73) | 92.6 (87.6–97.6; 73) | – | – | – |\n" in told


def test_the_card_says_that_the_rules_have_changed_since_and_that_nothing_was_measured(tmp_path: Path) -> None:
    assert "The rules have changed since they were measured." in card(
        tmp_path / "a", measured("held_out, report", "quotations[all], F1", 89.3, "1" * 64)
    )
    assert "Nothing was measured on texts that the rules had not seen: en." in card(tmp_path / "b")
