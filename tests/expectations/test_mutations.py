"""A valid dataset passes; each way to break it is caught by the promise that is there for it; no promise is there for nothing."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from expectations.from_schema import row_promises
from expectations.promises import PROMISES
from flows.validate import Counts, Verdict, as_json, validate
from schemas.dataset import TABLES
from tests.expectations.asked import broken_among
from tests.expectations.mutations import BY_HAND, FROM_DECLARATIONS, Mutation
from tests.expectations.valid_dataset import COUNTS, valid_rows, write_rows

pytestmark = pytest.mark.slow

# Broken by what is done to files, below, and not to rows.
BROKEN_BY_FILES = {
    f"{table.name}.{promise}" for table in TABLES for promise in ("types_are_as_declared", "expect_table_columns_to_match_ordered_list")
}
# Broken by rows in another part: test_standing.py.
BROKEN_BY_PARTS = {f"{promise.table}.{promise.name}" for promise in PROMISES if promise.name == "rows_stand_with_their_speech"}


@pytest.fixture(scope="module")
def valid_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the tables of the valid dataset."""
    tables = tmp_path_factory.mktemp("valid")
    write_rows(valid_rows(), tables)
    return tables


@pytest.fixture
def folder(valid_tables: Path, tmp_path: Path) -> Path:
    """A folder of one's own with the tables of the valid dataset; its name would be a pattern to some."""
    return Path(shutil.copytree(valid_tables, tmp_path / "tables [1]"))


def broken(verdict: Verdict) -> set[str]:
    return {f"{one.table}.{one.promise}" for one in verdict.broken}


def verdict_on(folder: Path, *changed: str, counts: Counts = COUNTS) -> Verdict:
    return validate(folder, counts, folder.parent / "reports", changed=changed, with_report=False)


@pytest.fixture(scope="module")
def valid_verdict(valid_tables: Path) -> Verdict:
    """The verdict on the valid dataset, with its report."""
    return validate(valid_tables, COUNTS, valid_tables.parent / "reports")


def test_a_valid_dataset_passes_with_the_same_results_each_time_and_a_report(valid_verdict: Verdict, folder: Path) -> None:
    second = validate(folder, COUNTS, folder.parent / "other", with_report=False)
    assert valid_verdict.broken == ()
    assert valid_verdict.is_passed
    assert valid_verdict.results["is_passed"]
    assert as_json(valid_verdict.results) == as_json(second.results)
    assert second.report is None
    assert valid_verdict.report is not None
    pages = {page.stem: page.read_text(encoding="utf-8") for page in valid_verdict.report.parent.rglob("*.html")}
    assert pages.keys() >= {table.name for table in TABLES} | {"promises", "index"}
    assert "sentences.spans_cover_the_text" in pages["promises"]


def test_every_promise_is_in_the_results(valid_verdict: Verdict) -> None:
    results = valid_verdict.results
    found = {(table, row["promise"]) for table, rows in results["tables"].items() for row in rows}
    assert found >= {(promise.table, promise.name) for promise in PROMISES}
    assert found >= {(table.name, promise.name) for table in TABLES for promise in row_promises(table)}
    assert len(found) == results["promises"]


@pytest.mark.parametrize("mutation", [*BY_HAND, *FROM_DECLARATIONS], ids=lambda mutation: mutation.name)
def test_a_broken_dataset_is_caught_by_the_promise_that_is_there_for_it(mutation: Mutation, valid_tables: Path, tmp_path: Path) -> None:
    rows = valid_rows()
    mutation.change(rows)
    write_rows({mutation.table: rows[mutation.table]}, tmp_path)
    files = {table.name: [(tmp_path if table.name == mutation.table else valid_tables) / f"{table.name}.parquet"] for table in TABLES}
    broken = broken_among(mutation.breaks, files, tmp_path)
    assert broken.keys() == set(mutation.breaks)
    assert all(rows and examples for rows, examples in broken.values())


def test_what_is_broken_alone_is_broken_among_all_others_too(folder: Path) -> None:
    rows = valid_rows()
    for mutation in FROM_DECLARATIONS[: len(TABLES)]:
        mutation.change(rows)
    write_rows(rows, folder)
    verdict = verdict_on(folder, *(table.name for table in TABLES))
    assert not verdict.is_passed
    assert broken(verdict) >= {name for mutation in FROM_DECLARATIONS[: len(TABLES)] for name in mutation.breaks}
    assert all(one.examples and one.violations for one in verdict.broken)


def test_no_promise_is_such_that_nothing_breaks_it() -> None:
    caught = {name for mutation in (*BY_HAND, *FROM_DECLARATIONS) for name in mutation.breaks} | BROKEN_BY_FILES | BROKEN_BY_PARTS
    promised = {f"{promise.table}.{promise.name}" for promise in PROMISES}
    promised |= {f"{table.name}.{promise.name}" for table in TABLES for promise in row_promises(table)}
    assert promised == caught


def test_a_broken_promise_names_the_first_ten_rows_that_break_it(folder: Path) -> None:
    rows = valid_rows()
    rows["quotation_spans"] = [row._replace(text="Қате", span_start=-1) for row in rows["quotation_spans"]]
    write_rows(rows, folder)
    by_name = {one.promise: one for one in verdict_on(folder, "quotation_spans").broken}
    for promise in ("spans_hold_their_text", "expect_column_values_to_be_between(span_start)"):
        assert by_name[promise].violations == len(rows["quotation_spans"])
        assert len(by_name[promise].examples) == 10
        assert set(by_name[promise].examples) <= {f"{row.quotation_id} {row.role} {row.position}" for row in rows["quotation_spans"]}


def test_what_is_read_in_batches_is_judged_as_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.parquet.ROWS_PER_BATCH", 4)
    whole = pq.read_table(folder / "sentences.parquet")
    wrong = pa.array([-1 if row in (1, 2, 7) else 0 for row in range(len(whole))], pa.int32())
    pq.write_table(whole, folder / "sentences.parquet", row_group_size=2)
    assert verdict_on(folder, "sentences").is_passed
    pq.write_table(whole.set_column(whole.column_names.index("words"), "words", wrong), folder / "sentences.parquet", row_group_size=2)
    verdict = verdict_on(folder, "sentences")
    found = next(one for one in verdict.broken if one.promise == "expect_column_values_to_be_between(words)")
    assert found.violations == 3
    assert found.examples == tuple(whole.column("sentence_id").take([1, 2, 7]).to_pylist())
    rows = {row["rows"] for row in verdict.results["tables"]["sentences"] if row["promise"].startswith("expect_")}
    assert rows == {len(whole)}


@pytest.mark.parametrize(
    ("counts", "promise"),
    [
        (COUNTS._replace(fetched={"city-hall": 4, "night-paper": 1}), "fetched_is_published_or_set_aside"),
        (COUNTS._replace(fetched={"city-hall": 3}), "fetched_is_published_or_set_aside"),
        (COUNTS._replace(fetched={**COUNTS.fetched, "elsewhere": 1}), "fetched_is_published_or_set_aside"),
        (COUNTS._replace(promised={"city-hall": 3}), "least_number_is_published"),
        (COUNTS._replace(promised={"elsewhere": 1}), "least_number_is_published"),
    ],
)
def test_a_text_that_is_not_there_is_missed(counts: Counts, promise: str, folder: Path) -> None:
    assert broken(verdict_on(folder, "counts", counts=counts)) == {f"sources.{promise}"}


def without(name: str) -> Callable[[pa.Table], pa.Table]:
    return lambda table: table.drop_columns([name])


def cast(name: str, kind: pa.DataType) -> Callable[[pa.Table], pa.Table]:
    return lambda table: table.set_column(table.column_names.index(name), name, table.column(name).cast(kind))


@pytest.mark.parametrize(
    ("table", "change", "breaks"),
    [
        ("sentences", without("text"), {"expect_table_columns_to_match_ordered_list", "spans_hold_their_text"}),
        ("sentences", without("sentence_id"), {"expect_table_columns_to_match_ordered_list", "key_is_unique"}),
        ("quotations", without("kind"), {"expect_column_values_to_be_in_set(kind)", "marks_fit_the_kind"}),
        ("speeches", lambda table: table.append_column("mood", [["good"] * 3]), {"expect_table_columns_to_match_ordered_list"}),
        ("speeches", lambda table: table.select(table.column_names[::-1]), {"expect_table_columns_to_match_ordered_list"}),
        ("sentences", cast("span_start", pa.int64()), {"types_are_as_declared"}),
        ("sentences", cast("span_start", pa.string()), {"types_are_as_declared", "spans_hold_their_text"}),
        ("quotations", cast("spoken_on", pa.timestamp("us", tz="UTC")), {"types_are_as_declared"}),
        ("speeches", cast("text", pa.binary()), {"types_are_as_declared"}),
        ("speakers", cast("is_listed", pa.int8()), {"types_are_as_declared"}),
    ],
)
def test_a_table_of_another_shape_is_caught(table: str, change: Callable[[pa.Table], pa.Table], breaks: set[str], folder: Path) -> None:
    file = folder / f"{table}.parquet"
    pq.write_table(change(pq.read_table(file)), file)
    assert {f"{table}.{promise}" for promise in breaks} <= broken(verdict_on(folder, table))


def test_each_table_is_held_to_its_columns_and_types(folder: Path) -> None:
    for table in TABLES:
        file = folder / f"{table.name}.parquet"
        found = pq.read_table(file)
        other = cast(table.names[0], pa.binary())(found).append_column("more", pa.nulls(len(found), pa.string()))
        pq.write_table(other, file)
    assert broken(verdict_on(folder, *(table.name for table in TABLES))) >= BROKEN_BY_FILES


@pytest.mark.parametrize("damage", ["missing", "empty", "cut short", "no Parquet", "a byte of a page is another"])
def test_a_table_that_cannot_be_read_is_a_broken_promise(damage: str, folder: Path) -> None:
    file = folder / "paragraphs.parquet"
    raw = file.read_bytes()
    middle = raw.index(b"PAR1") + 60
    file.unlink()
    if damage != "missing":
        file.write_bytes(
            {
                "empty": b"",
                "cut short": raw[:-100],
                "no Parquet": b"paragraph_id,speech_id\n",
                "a byte of a page is another": raw[:middle] + bytes([raw[middle] ^ 1]) + raw[middle + 1 :],
            }[damage]
        )
    verdict = verdict_on(folder, "paragraphs")
    first = verdict.broken[0]
    assert (first.table, first.promise) == ("paragraphs", "file_can_be_read")
    assert first.examples
    assert str(folder) not in as_json(verdict.results)
    uncomputed = next(one for one in verdict.broken if one.promise == "paragraph_id_refers_to_paragraphs" and one.table == "sentences")
    assert "paragraphs" in uncomputed.examples[0]
