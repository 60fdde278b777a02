"""The small language in which tables are declared."""

from typing import Annotated, NamedTuple

import pytest

from schemas.columns import About, Maker, Table, table_of
from schemas.dataset import BY_NAME, TABLES
from schemas.words import Language


def test_a_column_without_about_is_refused() -> None:
    class Row(NamedTuple):
        """A row."""

        name: str

    with pytest.raises(TypeError, match=r"things\.name: declare it as Annotated"):
        table_of(Row, name="things", made_by=Maker.ASSEMBLY, key=["name"])


def test_a_type_that_no_column_holds_is_refused() -> None:
    class Row(NamedTuple):
        """A row."""

        names: Annotated[list[str], About("Many names.")]

    with pytest.raises(TypeError, match=r"things\.names: no column holds"):
        table_of(Row, name="things", made_by=Maker.ASSEMBLY, key=["names"])


def test_a_key_that_is_no_column_is_refused() -> None:
    class Row(NamedTuple):
        """A row."""

        name: Annotated[str, About("A name.")]

    with pytest.raises(TypeError, match="'thing_id', which is no column"):
        table_of(Row, name="things", made_by=Maker.ASSEMBLY, key=["thing_id"])


def test_a_column_may_be_null_where_its_type_says_so_and_a_word_list_is_its_words() -> None:
    class Row(NamedTuple):
        """A row."""

        name: Annotated[str | None, About("A name.")]
        language: Annotated[Language, About("A language.")]

    table = table_of(Row, name="things", made_by=Maker.ASSEMBLY, key=["language"])
    assert table.column("name").is_nullable
    assert table.column("language").words == tuple(Language)


def test_a_field_id_moves_with_no_neighbour() -> None:
    ids = {column.name: column.field_id for table in TABLES for column in table.columns}
    assert ids["speech_id"] == BY_NAME["sentences"].column("speech_id").field_id
    assert len(set(ids.values())) == len(ids)


def test_every_reference_points_at_a_column_of_a_declared_table() -> None:
    for table in TABLES:
        for column in table.columns:
            if column.about.refers_to:
                target, field = column.about.refers_to.split(".")
                assert BY_NAME[target].column(field).about.unique


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_and_column_says_what_it_means_in_a_sentence(table: Table) -> None:
    assert table.meaning.endswith(".")
    for column in table.columns:
        assert column.about.meaning.endswith("."), column.name
