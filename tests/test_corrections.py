"""Corrections on their way through a build: what is read anew, what stands in the tables, persons who are one in all texts."""

import csv
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from benchmarks.texts_as_tables import planned
from flows.errors import Refused
from flows.fetch.corrections import COLUMNS
from flows.label.speakers.gazetteer import Gazetteer
from flows.measure.labeler_scores import scores
from tests.a_build import DECLARATION, report, tables, write_texts
from tests.publish.a_release import published

TEXTS = {
    "bridge": report("Anna Petrova", "bridge", 1),
    "school": report("Ann Petrova", "school", 2),
    "harbour": report("Peter Holm", "harbour", 3),
}


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    return write_texts(tmp_path / "sources", TEXTS)


def correct(sources: Path, *rows: dict[str, str]) -> None:
    (sources / "gazette.toml").write_text(DECLARATION + 'corrections = ["corrections.csv"]\n')
    write_corrections(sources / "corrections.csv", *rows)


def write_corrections(path: Path, *rows: dict[str, str]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for row in rows:
            writer.writerow({"corrected_by": "Dana Li", "corrected_on": "2026-03-01", "reason": "I was there", **row})


def built(sources: Path) -> dict[str, list[dict[str, Any]]]:
    """Return table → rows of a build."""
    data = sources.parent / "data"
    made = tables(sources, sources.parent / "store", data)
    rows = {name: pq.read_table(data / f"{name}.parquet").to_pylist() for name in made}
    for path in data.iterdir():
        path.unlink()
    data.rmdir()
    return rows


def parts(sources: Path) -> set[str]:
    return {shard.name for shard in planned(sources, sources.parent / "store")}


def test_a_changed_correction_has_its_text_read_anew_and_no_other(sources: Path) -> None:
    correct(sources)
    before = parts(sources)
    correct(sources, {"speech_id": "gazette.bridge", "wrong": "title", "right": "On bridges"})
    titled = parts(sources)
    assert len(before - titled) == len(titled - before) == 1
    correct(sources, {"speech_id": "gazette.bridge", "wrong": "title", "right": "On the bridge"})
    assert len(parts(sources) - titled - before) == 1
    correct(sources, {"wrong": "same-person", "speaker_id": "ann-petrova", "right": "anna-petrova"})
    assert parts(sources) == before


@pytest.mark.slow
def test_a_correction_stands_in_the_data_with_who_says_so_and_why(sources: Path) -> None:
    words = "A bridge joins people,"
    correct(
        sources,
        {"speech_id": "gazette.bridge", "wrong": "speaker", "words": words, "right": "Jane Alder"},
        {"speech_id": "gazette.bridge", "wrong": "date", "right": "2026-02-05"},
        {"speech_id": "gazette.bridge", "wrong": "kind", "words": words, "right": "direct", "corrected_by": "Tom Oakes"},
        {"speech_id": "gazette.school", "wrong": "not-a-quotation", "words": "that two more would follow"},
        {"speech_id": "gazette.harbour", "wrong": "speaker", "words": "A bridge joins people", "right": "none"},
        {"speech_id": "gazette.gone", "wrong": "speaker", "words": "A bridge joins people", "right": "none"},
    )
    found = built(sources)
    [quotation] = [row for row in found["quotations"] if row["text"] == words]
    assert (quotation["speaker_id"], quotation["speaker_name"], quotation["speaker_method"]) == ("jane-alder", "Jane Alder", "correction")
    assert (quotation["corrected_by"], quotation["reason"], str(quotation["spoken_on"])) == ("Dana Li", "I was there", "2026-02-05")
    [speech] = [row for row in found["speeches"] if row["speech_id"] == "gazette.bridge"]
    assert (speech["spoken_on_from"], speech["corrected_by"], speech["reason"]) == ("correction", "Dana Li", "I was there")
    assert {row["speaker_id"] for row in found["speakers"]} >= {"jane-alder", "peter-holm"}
    assert [row["text"] for row in found["quotations"] if row["speech_id"] == "gazette.school"] == ["A school joins people,"]
    assert {
        (row["speech_id"], row["wrong"]): (row["outcome"], row["rows"], row["found"], row["detail"]) for row in found["corrections"]
    } == {
        ("gazette.bridge", "speaker"): ("applied", 1, "anna-petrova", None),
        ("gazette.bridge", "date"): ("applied", 1, "2026-02-01", None),
        ("gazette.bridge", "kind"): ("agreed", 0, None, None),
        ("gazette.school", "not-a-quotation"): ("applied", 1, "indirect", None),
        ("gazette.harbour", "speaker"): ("unfit", 0, None, "its words do not stand in the text"),
        ("gazette.gone", "speaker"): ("no-text", 0, None, "no published text is gazette.gone"),
    }
    assert [row["words"] for row in found["corrections"] if row["outcome"] == "no-text"] == [None]


@pytest.mark.slow
def test_persons_who_are_one_are_one_in_all_texts(sources: Path) -> None:
    before = built(sources)
    assert {row["speaker_id"] for row in before["speakers"]} == {"ann-petrova", "anna-petrova", "peter-holm"}
    correct(
        sources,
        {"wrong": "same-person", "speaker_id": "ann-petrova", "right": "anna-petrova", "reason": "a slip of the pen"},
        {"wrong": "same-person", "speaker_id": "tom-oakes", "right": "anna-petrova"},
        {"wrong": "other-person", "speaker_id": "peter-holm", "right": "Peter Holm Jr."},
    )
    found = built(sources)
    assert {row["speaker_id"] for row in found["speakers"]} == {"anna-petrova", "peter-holm-jr"}
    assert {row["name"] for row in found["speaker_names"] if row["speaker_id"] == "anna-petrova"} == {"Ann Petrova", "Anna Petrova"}
    by_text = {(row["speech_id"], row["speaker_id"], row["speaker_name"], row["reason"]) for row in found["quotations"]}
    assert by_text == {
        ("gazette.bridge", "anna-petrova", "Anna Petrova", None),
        ("gazette.school", "anna-petrova", "Anna Petrova", "a slip of the pen"),
        ("gazette.harbour", "peter-holm-jr", "Peter Holm Jr.", "I was there"),
    }
    assert {row["text"]: row["entity_id"] for row in found["mentions"] if row["kind"] == "person"} == {
        "Anna Petrova": "anna-petrova",
        "Ann Petrova": "anna-petrova",
        "Peter Holm": "peter-holm-jr",
    }
    assert {row["speaker_id"]: (row["outcome"], row["rows"], row["detail"]) for row in found["corrections"]} == {
        "ann-petrova": ("applied", 2, None),
        "tom-oakes": ("unfit", 0, "no published text names tom-oakes"),
        "peter-holm": ("applied", 2, None),
    }


def test_corrections_tell_how_the_rules_do_on_them(tmp_path: Path) -> None:
    published(tmp_path / "store")
    folder = tmp_path / "corrections"
    folder.mkdir()
    said = {"speech_id": "gazette.on-bridges", "words": "that bridges matter"}
    write_corrections(
        folder / "of-people.csv",
        {**said, "wrong": "kind", "right": "indirect"},
        {**said, "wrong": "not-a-quotation"},
        {**said, "wrong": "speaker", "right": "Jane Alder"},
        {**said, "wrong": "speaker", "right": "Jane Alder", "words": "roads"},
        {"speech_id": "gazette.on-bridges", "wrong": "form", "right": "report"},
    )
    found = scores([folder], Gazetteer(), str(tmp_path / "store"))
    assert {(score.labeler, score.measure): (score.value, score.n, score.on_what) for score in found} == {
        ("speakers", "corrected, speaker: right"): (0.0, 1, "corrections"),
        ("quotations", "corrected, kind: right"): (100.0, 1, "corrections"),
        ("quotations", "corrected, not-a-quotation: right"): (0.0, 1, "corrections"),
        ("form", "corrected, form: right"): (100.0, 1, "corrections"),
    }
    write_corrections(folder / "of-people.csv", {**said, "speech_id": "gazette.gone", "wrong": "not-a-quotation"})
    with pytest.raises(Refused, match="its latest release holds none of the corrected texts; name their store with --store"):
        list(scores([folder], Gazetteer(), str(tmp_path / "store")))
