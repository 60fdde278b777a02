"""Each declared table has one maker: a step that lacks one for a table of its own, or has one for another's, cannot be imported."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from schemas.columns import Maker, Table
from schemas.dataset import TABLES

Made = TypeVar("Made")


def each_made(step: Maker, makers: Mapping[Table, Made], tables: Iterable[Table] = TABLES) -> dict[Table, Made]:
    """Return what makes each table that names this step, in the order of the tables.

    Raises TypeError where such a table has no maker here, or where one stands here for a table that is not declared or names another step.
    """
    own = [table for table in tables if table.made_by is step]
    if missing := [table.name for table in own if table not in makers]:
        raise TypeError(f"{missing[0]}: made by {step.value}, as it is declared, but no maker of its rows stands there; write one")
    if foreign := [table.name for table in makers if table not in own]:
        raise TypeError(f"{foreign[0]}: has a maker among {step.value}, but is not declared as made there; see made_by, and TABLES")
    return {table: makers[table] for table in own}
