"""A column gets another name: what asks for the old one goes on working."""

from pathlib import Path
from typing import Annotated, NamedTuple

import duckdb
import pytest

from flows.parquet import write_table
from flows.publish.compat import compat_files
from flows.publish.facts import FileFacts, TableFacts
from schemas.columns import About, Maker, table_of
from schemas.renames import Rename


class Bridge(NamedTuple):
    """A bridge."""

    bridge_id: Annotated[str, About("Its key.")]
    length_metres: Annotated[int, About("How long it is.")]


BRIDGES = table_of(Bridge, name="bridges", made_by=Maker.ASSEMBLY, key=["bridge_id"])
FACTS = TableFacts(BRIDGES, 1, (FileFacts("data/bridges.parquet", 1, "0" * 64),), "1" * 64)
RENAMES = (Rename("bridges", "len", "length", "1.0.0", "1.1.0"), Rename("bridges", "length", "length_metres", "1.1.0", "2.0.0"))


@pytest.mark.parametrize(("version", "name"), [("1.0.0", "len"), ("1.1.0", "length")])
def test_the_views_of_an_older_schema_give_its_names(version: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    write_table(BRIDGES, [Bridge("old", 120)], tmp_path / "data" / "bridges.parquet")
    monkeypatch.chdir(tmp_path)
    connection = duckdb.connect()
    connection.execute(compat_files([FACTS], RENAMES)[f"compat_{version}.sql"])
    assert connection.sql(f"SELECT {name} FROM bridges").fetchall() == [(120,)]


def test_without_a_rename_there_is_no_file() -> None:
    assert compat_files([FACTS], ()) == {}
