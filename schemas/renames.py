"""Columns that were renamed: from each, a release makes the views that give the old names (`compat_<schema version>.sql`)."""

from typing import NamedTuple


class Rename(NamedTuple):
    """One column that has another name since."""

    table: str
    old: str
    new: str
    until: str
    """The last schema version with the old name."""
    since: str
    """The first schema version with the new one."""


RENAMES: tuple[Rename, ...] = ()
