"""What is broken in a part that changed is caught, though the other parts are not looked at again."""

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from expectations import in_bundles
from expectations.from_schema import row_promises
from expectations.promises import PROMISES
from flows.parquet import files_of, part_of
from flows.publish.parts import stands_in_parts
from flows.tasks import Task, having_at_hand, here
from flows.validate import Standing, as_json, promise_hashes, promise_sha256, standing_in, validate, whole_tables
from flows.verdicts import Verdicts, verdicts_on
from rostra.verify import sha256_of
from schemas.columns import OF_A_TEXT, Column, Table
from schemas.dataset import BY_NAME, TABLES
from schemas.quotations import QUOTATIONS
from tests.expectations.asked import broken_among
from tests.expectations.mutations import BY_HAND, FROM_DECLARATIONS, Mutation
from tests.expectations.valid_dataset import COUNTS, Rows, valid_rows, write_rows

pytestmark = pytest.mark.slow

MUTATIONS = (*BY_HAND, *FROM_DECLARATIONS)
IN_PARTS = tuple(table for table in TABLES if stands_in_parts(table))
# What is asked of changed parts alone.
AMONG_CHANGED = [f"{one.table}.{one.name}" for one in PROMISES if one.is_within_speech or one.is_of_each_speech]
# What a row of a text names of a text.
NAMING = [
    (table, column, *column.about.refers_to.split("."))
    for table in IN_PARTS
    for column in table.columns
    if column.about.refers_to and stands_in_parts(BY_NAME[column.about.refers_to.split(".")[0]])
]


def write_in_parts(rows: Mapping[str, Sequence[Any]], folder: Path) -> None:
    """Write the dataset with a part a speech."""
    write_rows({name: of_table for name, of_table in rows.items() if not (of_table and stands_in_parts(BY_NAME[name]))}, folder)
    for name, of_table in rows.items():
        if stands_in_parts(table := BY_NAME[name]):
            place = table.names.index(OF_A_TEXT)
            for speech_id in dict.fromkeys(row[place] for row in of_table):
                (folder / "aside").mkdir(exist_ok=True)
                write_rows({name: [row for row in of_table if row[place] == speech_id]}, folder / "aside")
                (folder / name).mkdir(exist_ok=True)
                (folder / "aside" / f"{name}.parquet").replace(part_file(folder, name, speech_id))


def part_file(folder: Path, table: str, speech_id: str) -> Path:
    """Return the file of the part that holds a speech's rows of a table."""
    return folder / table / f"part-{str(speech_id).replace('.', '-')}.parquet"


@pytest.fixture(scope="module")
def as_they_were(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the valid dataset in parts."""
    folder = tmp_path_factory.mktemp("valid")
    write_in_parts(valid_rows(), folder)
    return folder


def verdicts(folder: Path) -> Verdicts:
    return verdicts_on(folder, promise_hashes(), as_json(COUNTS._asdict()), sha256_of)


def standing_of(rows: Rows, folder: Path, before: Path) -> Standing:
    """Write the dataset, and return what stands of it."""
    write_in_parts(rows, folder)
    return standing_in(verdicts(folder), verdicts(before), before)


def test_where_nothing_changed_nothing_is_asked_and_great_expectations_not_imported(
    as_they_were: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("expectations.gate.open_gate", pytest.fail)
    monkeypatch.setattr("flows.validate.violations_by", pytest.fail)
    standing = standing_in(verdicts(as_they_were), verdicts(as_they_were), as_they_were)
    verdict = validate(as_they_were, COUNTS, tmp_path / "reports", standing=standing)
    assert verdict.is_passed
    assert verdict.results["promises"] == len(promise_hashes()) + len(TABLES)


def test_where_nothing_is_broken_the_results_are_those_of_a_full_look(as_they_were: Path, tmp_path: Path) -> None:
    rows = valid_rows()
    rows["speeches"][0] = rows["speeches"][0]._replace(event="A fair")
    standing = standing_of(rows, tmp_path, as_they_were)
    assert len(standing.parts) == len(rows["speeches"]) - 1
    remembered = validate(tmp_path, COUNTS, tmp_path / "reports", standing=standing, with_report=False)
    assert remembered.is_passed
    assert as_json(remembered.results) == as_json(validate(tmp_path, COUNTS, tmp_path / "reports", with_report=False).results)


def test_where_something_is_broken_the_results_are_those_of_a_full_look(as_they_were: Path, tmp_path: Path) -> None:
    rows = valid_rows()
    rows["quotations"][0] = rows["quotations"][0]._replace(kind="free", title="Bridges", nested_in="nowhere")
    standing = standing_of(rows, tmp_path, as_they_were)
    assert len(standing.parts) == len(rows["speeches"]) - 1
    remembered = validate(tmp_path, COUNTS, tmp_path / "reports", standing=standing, with_report=False)
    assert not remembered.is_passed
    assert as_json(remembered.results) == as_json(validate(tmp_path, COUNTS, tmp_path / "reports", with_report=False).results)


def test_what_a_table_without_parts_says_otherwise_is_held_against_parts_that_stand(as_they_were: Path, tmp_path: Path) -> None:
    rows = valid_rows()
    found = next(row for row in rows["quotations"] if row.speaker_id)
    other = [row._replace(speaker_kind="role") if row.speaker_id == found.speaker_id else row for row in rows["speakers"]]
    assert other != rows["speakers"]
    write_rows({"speakers": other}, tmp_path)
    files = {table.name: files_of(table, tmp_path if table.name == "speakers" else as_they_were) for table in TABLES}
    of_no_part = {name: [path for path in paths if part_of(path) is None] for name, paths in files.items()}
    name = "quotations.speaker_kind_is_that_of_the_speaker"
    broken = broken_among([name], files, tmp_path, of_no_part, whole_tables(as_they_were))
    assert broken == broken_among([name], files, tmp_path)
    assert found.quotation_id in broken[name][1]
    assert broken_among([name], {**files, "speakers": files_of(BY_NAME["speakers"], as_they_were)}, tmp_path, of_no_part) == {}


def test_a_text_that_goes_is_missed_by_what_is_left_of_its_part(as_they_were: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(as_they_were, tmp_path / "data"))
    gone = files_of(BY_NAME["speeches"], folder)[0]
    gone.unlink()
    standing = standing_in(verdicts(folder), verdicts(as_they_were), as_they_were)
    assert {part_of(path) for path in files_of(BY_NAME["speeches"], as_they_were)} - set(standing.parts) == {part_of(gone)}
    files = {table.name: files_of(table, folder) for table in TABLES}
    changed = {name: [path for path in paths if part_of(path) not in standing.parts] for name, paths in files.items()}
    assert "sentences.speech_id_refers_to_speeches" in broken_among(AMONG_CHANGED, files, tmp_path, changed)


@pytest.mark.parametrize("table", [table for table in IN_PARTS if table.name != "speeches"], ids=lambda table: table.name)
def test_a_row_in_the_part_of_another_speech_is_caught(table: Table, as_they_were: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(as_they_were, tmp_path / "data"))
    files = files_of(table, folder)
    other = next(path for path in files_of(BY_NAME["speeches"], folder) if path.name != files[0].name)
    (folder / table.name / other.name).unlink(missing_ok=True)
    files[0].replace(folder / table.name / other.name)
    every = {name: files_of(one, folder) for name, one in BY_NAME.items()}
    name = f"{table.name}.rows_stand_with_their_speech"
    assert broken_among([name], every, tmp_path).keys() == {name}


@pytest.mark.parametrize(("table", "column", "other", "key"), NAMING, ids=lambda value: getattr(value, "name", value))
def test_a_row_that_names_one_of_another_speech_breaks_a_promise_that_is_asked_of_them(
    table: Table, column: Column, other: str, key: str, tmp_path: Path
) -> None:
    rows = valid_rows()
    own = table.names.index(OF_A_TEXT)
    place, row = next((place, row) for place, row in enumerate(rows[table.name]) if getattr(row, column.name) is not None)
    named = next(getattr(one, key) for one in rows[other] if getattr(one, OF_A_TEXT) != row[own])
    rows[table.name][place] = row._replace(**{column.name: named})
    write_in_parts(rows, tmp_path)
    assert broken_among(AMONG_CHANGED, {name: files_of(one, tmp_path) for name, one in BY_NAME.items()}, tmp_path)


def test_a_promise_that_is_another_than_before_is_asked_of_all_parts_and_the_others_are_not(tmp_path: Path) -> None:
    rows = valid_rows()
    # In the last of the parts: Great Expectations is shown the first one always.
    for table, wrong in (("sentences", {"text": "Қате"}), ("quotations", {"kind": "free"}), ("speeches", {"characters": 5})):
        place = max(range(len(rows[table])), key=lambda number: rows[table][number].speech_id)
        rows[table][place] = rows[table][place]._replace(**wrong)
    write_in_parts(rows, tmp_path)
    parts = verdicts(tmp_path).parts
    broken = {"sentences.spans_hold_their_text", "speeches.characters_are_counted", "quotations.expect_column_values_to_be_in_set(kind)"}
    others = {promise_sha256(promise.table, promise) for promise in PROMISES if f"{promise.table}.{promise.name}" in broken}
    others |= {promise_sha256("quotations", promise) for promise in row_promises(QUOTATIONS) if f"quotations.{promise.name}" in broken}
    assert len(others) == len(broken)
    for kept, is_passed in ((promise_hashes(), True), (promise_hashes() - others, False)):
        verdict = validate(tmp_path, COUNTS, tmp_path / "reports", standing=Standing(parts, kept), with_report=False)
        assert verdict.is_passed is is_passed
    assert broken <= {f"{one.table}.{one.promise}" for one in verdict.broken}


@pytest.mark.parametrize("is_broken", [False, True])
def test_asked_of_a_part_at_a_time_promises_give_what_they_give_of_all(
    is_broken: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = valid_rows()
    if is_broken:
        rows["quotations"][-1] = rows["quotations"][-1]._replace(kind="free")
        rows["quotation_spans"][0] = rows["quotation_spans"][0]._replace(span_end=1_000_000)
    write_in_parts(rows, tmp_path)
    at_once = validate(tmp_path, COUNTS, tmp_path / "reports", with_report=False)
    asked: list[str] = []

    def noted(task: Task, paths: Sequence[Path], folder: Path) -> Iterator[Path]:
        asked.extend(path.name.partition("-")[0] for path in paths)
        return here(task, paths, folder)

    for most in ("BYTES_PER_BUNDLE", "BYTES_PER_BUNDLE_OF_ROWS"):
        monkeypatch.setattr(in_bundles, most, 1)
    with having_at_hand(noted):
        apart = validate(tmp_path, COUNTS, tmp_path / "reports", with_report=False)
    assert Counter(asked) == dict.fromkeys(("question", "rows"), len(rows["speeches"]))
    assert as_json(apart.results) == as_json(at_once.results)
    assert apart.is_passed is not is_broken


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_what_breaks_a_promise_is_found_where_all_else_stands(mutation: Mutation, as_they_were: Path, tmp_path: Path) -> None:
    rows = valid_rows()
    mutation.change(rows)
    write_in_parts({mutation.table: rows[mutation.table]}, tmp_path)
    files = {table.name: files_of(table, tmp_path if table.name == mutation.table else as_they_were) for table in TABLES}
    before = {path.name: path.read_bytes() for path in files_of(BY_NAME[mutation.table], as_they_were)}
    now = {path.name: path.read_bytes() for path in files[mutation.table]}
    other = {part_of(Path(name)) for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
    changed = {name: [path for path in paths if part_of(path) in {None, *other}] for name, paths in files.items()}
    broken = broken_among(mutation.breaks, files, tmp_path, changed, whole_tables(as_they_were)).keys()
    # What names a row of another speech names none of those that are looked at, and so breaks another promise first: all are asked again.
    assert broken == set(mutation.breaks) or broken_among(AMONG_CHANGED, files, tmp_path, changed, whole_tables(as_they_were))
