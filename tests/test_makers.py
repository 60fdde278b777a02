"""Each declared table has one maker, before anything is built."""

import subprocess
import sys
from typing import Annotated, NamedTuple

import pytest

from flows.assemble.tables import MAKERS
from flows.makers import each_made
from flows.shards import ROWS_OF_A_TEXT
from schemas.columns import About, Maker, table_of
from schemas.dataset import TABLES


class Bridge(NamedTuple):
    """A bridge."""

    bridge: Annotated[str, About("Its name.")]


class Crossing(NamedTuple):
    """A bridge that a text names."""

    speech_id: Annotated[str, About("The text.")]
    bridge: Annotated[str, About("The bridge's name.")]


BRIDGES = table_of(Bridge, name="bridges", made_by=Maker.ASSEMBLY, key=["bridge"])
CROSSINGS = table_of(Crossing, name="crossings", made_by=Maker.RULES, key=["speech_id", "bridge"])


def test_a_table_without_a_maker_is_refused() -> None:
    with pytest.raises(TypeError, match=r"bridges: made by the assembling, .* no maker of its rows stands there; write one"):
        each_made(Maker.ASSEMBLY, {}, [BRIDGES, CROSSINGS])


def test_a_maker_of_a_table_that_names_another_one_is_refused() -> None:
    with pytest.raises(TypeError, match="crossings: has a maker among the assembling"):
        each_made(Maker.ASSEMBLY, {BRIDGES: "from a list", CROSSINGS: "from a list"}, [BRIDGES, CROSSINGS])


def test_a_maker_of_a_table_that_the_dataset_lacks_is_refused() -> None:
    with pytest.raises(TypeError, match="bridges: has a maker"):
        each_made(Maker.ASSEMBLY, {BRIDGES: "from a list"}, [])


def test_a_table_made_from_texts_says_of_which_text_a_row_is() -> None:
    with pytest.raises(TypeError, match="bridges: the rules make it from texts; give it a column speech_id"):
        table_of(Bridge, name="bridges", made_by=Maker.RULES, key=["bridge"])


def test_each_table_of_the_dataset_has_one_maker() -> None:
    assert sorted(table.name for table in (*ROWS_OF_A_TEXT, *MAKERS)) == sorted(table.name for table in TABLES)


@pytest.mark.parametrize("step", [Maker.RULES, Maker.ASSEMBLY], ids=lambda step: step.name)
def test_what_builds_cannot_be_imported_while_a_declared_table_has_no_maker(step: Maker) -> None:
    declared = f"""
import dataclasses
import schemas.dataset as dataset
from schemas.columns import Maker
dataset.TABLES += (dataclasses.replace(dataset.SPEECHES, name="crossings", made_by=Maker.{step.name}),)
import flows.assemble.tables
"""
    run = subprocess.run([sys.executable, "-c", declared], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "TypeError: crossings: made by" in run.stderr
