"""What a push would do: which files of a release are not there yet, and which lie there of an earlier one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple


class FileHere(NamedTuple):
    """One file of a release: its bytes, and the checksums by which it may be known elsewhere."""

    bytes: int
    checksums: frozenset[str]
    """Each with its kind before it, such as `sha256:…`."""


class Plan(NamedTuple):
    """What a push would do, by names of files, sorted."""

    sent: tuple[str, ...]
    same: tuple[str, ...]
    removed: tuple[str, ...]
    sent_bytes: int

    @property
    def is_done(self) -> bool:
        """Whether all is there as it should be."""
        return not self.sent and not self.removed


def planned(here: Mapping[str, FileHere], there: Mapping[str, str], kept: Collection[str] = ()) -> Plan:
    """Return what makes the files there those here; `there` is name → a checksum with its kind, `kept` are theirs and stay.

    >>> planned({"a": FileHere(5, frozenset({"md5:1"}))}, {"a": "md5:2", "b": "md5:3"})
    Plan(sent=('a',), same=(), removed=('b',), sent_bytes=5)
    """
    same = {name for name, file in here.items() if there.get(name) in file.checksums}
    sent = sorted(here.keys() - same)
    removed = sorted(there.keys() - here.keys() - set(kept))
    return Plan(tuple(sent), tuple(sorted(same)), tuple(removed), sum(here[name].bytes for name in sent))


def in_words(plan: Plan, where: str) -> str:
    """Return a plan as a line for a person.

    >>> in_words(Plan(("a",), (), ("b",), 2_500_000), "hf://owner/name")
    'hf://owner/name: 1 file to send (2.5 MB), 0 there already, 1 of an earlier release to remove'
    """
    removed = f", {len(plan.removed)} of an earlier release to remove" if plan.removed else ""
    return f"{where}: {files(len(plan.sent))} to send ({size(plan.sent_bytes)}), {len(plan.same)} there already{removed}"


def files(number: int) -> str:
    """Return a number of files in words."""
    return f"{number} {'file' if number == 1 else 'files'}"


def size(number: int) -> str:
    """Return a number of bytes in the unit that suits it, by thousands.

    >>> size(900), size(2_500_000)
    ('900 B', '2.5 MB')
    """
    shown, units = float(number), iter(("B", "KB", "MB", "GB", "TB"))
    unit = next(units)
    while shown >= 1000 and unit != "TB":
        shown, unit = shown / 1000, next(units)
    return f"{shown:.0f} {unit}" if unit == "B" else f"{shown:.1f} {unit}"
