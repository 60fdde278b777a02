"""What is broken in a part that changed is caught, though the other parts are not looked at again."""

import hashlib
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
from flows.validate import Standing, as_json, promise_hashes, promise_sha256, validate
from schemas.columns import OF_A_TEXT
from schemas.dataset import BY_NAME, TABLES
from schemas.quotations import QUOTATIONS
from tests.expectations.asked import broken_among
from tests.expectations.mutations import BY_HAND, FROM_DECLARATIONS, Mutation
from tests.expectations.valid_dataset import COUNTS, Rows, valid_rows, write_rows

pytestmark = pytest.mark.slow

OF_TEXTS = [mutation for mutation in (*BY_HAND, *FROM_DECLARATIONS) if stands_in_parts(BY_NAME[mutation.table])]


def write_in_parts(rows: Mapping[str, Sequence[Any]], folder: Path) -> dict[str, str]:
    """Write the dataset with a part a speech, and return part → a hash of its files."""
    write_rows({name: of_table for name, of_table in rows.items() if not (of_table and stands_in_parts(BY_NAME[name]))}, folder)
    hashes: dict[str, str] = {}
    for name, of_table in rows.items():
        if stands_in_parts(table := BY_NAME[name]):
            place = table.names.index(OF_A_TEXT)
            for speech_id in dict.fromkeys(row[place] for row in of_table):
                part = str(speech_id).replace(".", "-")
                (folder / "aside").mkdir(exist_ok=True)
                write_rows({name: [row for row in of_table if row[place] == speech_id]}, folder / "aside")
                content = (folder / "aside" / f"{name}.parquet").read_bytes()
                hashes[part] = hashlib.sha256(hashes.get(part, "").encode() + content).hexdigest()
                (folder / name).mkdir(exist_ok=True)
                (folder / name / f"part-{part}.parquet").write_bytes(content)
    return hashes


@pytest.fixture(scope="module")
def as_they_were(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return write_in_parts(valid_rows(), tmp_path_factory.mktemp("valid"))


def standing_in(rows: Rows, folder: Path, before: Mapping[str, str]) -> set[str]:
    """Write the dataset and return its parts that are as they were."""
    return {part for part, found in write_in_parts(rows, folder).items() if before.get(part) == found}


def test_where_nothing_is_broken_the_results_are_those_of_a_full_look(as_they_were: dict[str, str], tmp_path: Path) -> None:
    rows = valid_rows()
    rows["speeches"][0] = rows["speeches"][0]._replace(event="A fair")
    standing = standing_in(rows, tmp_path, as_they_were)
    assert len(standing) == len(rows["speeches"]) - 1
    remembered = validate(tmp_path, COUNTS, tmp_path / "reports", standing=Standing(standing, promise_hashes()), with_report=False)
    assert remembered.is_passed
    assert as_json(remembered.results) == as_json(validate(tmp_path, COUNTS, tmp_path / "reports", with_report=False).results)


def test_where_something_is_broken_the_results_are_those_of_a_full_look(as_they_were: dict[str, str], tmp_path: Path) -> None:
    rows = valid_rows()
    rows["quotations"][0] = rows["quotations"][0]._replace(kind="free", title="Bridges", nested_in="nowhere")
    standing = standing_in(rows, tmp_path, as_they_were)
    assert len(standing) == len(rows["speeches"]) - 1
    remembered = validate(tmp_path, COUNTS, tmp_path / "reports", standing=Standing(standing, promise_hashes()), with_report=False)
    assert not remembered.is_passed
    assert as_json(remembered.results) == as_json(validate(tmp_path, COUNTS, tmp_path / "reports", with_report=False).results)


def test_a_promise_that_is_another_than_before_is_asked_of_all_parts_and_the_others_are_not(tmp_path: Path) -> None:
    rows = valid_rows()
    # In the last of the parts: Great Expectations is shown the first one always.
    for table, wrong in (("sentences", {"text": "Қате"}), ("quotations", {"kind": "free"}), ("speeches", {"characters": 5})):
        place = max(range(len(rows[table])), key=lambda number: rows[table][number].speech_id)
        rows[table][place] = rows[table][place]._replace(**wrong)
    parts = write_in_parts(rows, tmp_path)
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

    monkeypatch.setattr(in_bundles, "BYTES_PER_BUNDLE", 1)
    with having_at_hand(noted):
        apart = validate(tmp_path, COUNTS, tmp_path / "reports", with_report=False)
    assert Counter(asked) == dict.fromkeys(("question", "rows"), len(rows["speeches"]))
    assert as_json(apart.results) == as_json(at_once.results)
    assert apart.is_passed is not is_broken


@pytest.mark.parametrize("mutation", OF_TEXTS, ids=lambda mutation: mutation.name)
def test_what_breaks_a_promise_breaks_it_where_other_parts_stand(mutation: Mutation, as_they_were: dict[str, str], tmp_path: Path) -> None:
    rows = valid_rows()
    mutation.change(rows)
    standing = standing_in(rows, tmp_path, as_they_were)
    files = {table.name: files_of(table, tmp_path) for table in TABLES}
    changed = {name: [path for path in paths if part_of(path) not in standing] for name, paths in files.items()}
    assert broken_among(mutation.breaks, files, tmp_path, changed).keys() == set(mutation.breaks)
