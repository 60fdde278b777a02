"""How the files of a release are written, read from their own metadata."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.parquet import files_of
from rostra.store import release_folder
from schemas.columns import Table
from schemas.dataset import TABLES
from schemas.speeches import SPEECHES

pytestmark = pytest.mark.slow

PLAIN = {pa.string(), pa.date32(), pa.timestamp("us", "UTC"), pa.int32(), pa.int64(), pa.float64(), pa.bool_()}


@pytest.fixture(params=TABLES, ids=lambda table: table.name)
def table(request: pytest.FixtureRequest) -> Table:
    found = request.param
    assert isinstance(found, Table)
    return found


def files(table: Table, store: Path) -> list[pq.ParquetFile]:
    return [pq.ParquetFile(path) for path in files_of(table, release_folder(store) / "data")]


def test_types_are_those_that_every_reader_knows(table: Table, three_store: Path) -> None:
    for file in files(table, three_store):
        assert {field.type for field in file.schema_arrow} <= PLAIN


def test_each_column_is_zstd_with_statistics_page_index_and_a_dictionary_where_it_repeats(table: Table, three_store: Path) -> None:
    for file in files(table, three_store):
        for number in range(file.metadata.num_row_groups):
            for place, declared in enumerate(table.columns):
                chunk = file.metadata.row_group(number).column(place)
                assert chunk.compression == "ZSTD"
                assert chunk.is_stats_set
                # Arrow writes no column index where the least or greatest value of a page is longer than 4 kB, as whole texts are.
                assert chunk.has_column_index or (table is SPEECHES and declared.name == "text")
                assert chunk.has_offset_index
                has_values = chunk.statistics.null_count < chunk.num_values
                if declared.words and declared.about.repeats and not declared.about.unique and has_values:
                    assert chunk.has_dictionary_page, declared.name
                if not declared.about.repeats or declared.about.unique:
                    assert not chunk.has_dictionary_page, declared.name


def test_row_groups_are_of_the_decided_size_and_their_order_is_recorded(table: Table, three_store: Path) -> None:
    for file in files(table, three_store):
        for number in range(file.metadata.num_row_groups):
            group = file.metadata.row_group(number)
            assert group.num_rows <= (25_000 if table.has_long_text else 65_536)
            assert group.total_byte_size <= 64 * 1024 * 1024
            assert [table.names[column.column_index] for column in group.sorting_columns] == list(table.sorted_by)


def test_the_footer_is_small_and_never_names_the_version(table: Table, three_store: Path) -> None:
    for file in files(table, three_store):
        kept = {key: value for key, value in file.metadata.metadata.items() if key != b"ARROW:schema"}
        assert set(kept) == {b"dataset", b"schema_version", b"table", b"licence"}
        assert sum(len(key) + len(value) for key, value in kept.items()) < 2048
        assert all(field.metadata[b"PARQUET:field_id"] and field.metadata[b"description"] for field in file.schema_arrow)


def test_a_damaged_page_is_told_by_its_checksum(three_store: Path, tmp_path: Path) -> None:
    content = bytearray((release_folder(three_store) / "data" / "sentences.parquet").read_bytes())
    content[len(content) // 3] ^= 0x01
    (tmp_path / "sentences.parquet").write_bytes(content)
    with pytest.raises(OSError, match=r"(?i)crc|checksum"):
        pq.read_table(tmp_path / "sentences.parquet", page_checksum_verification=True)
