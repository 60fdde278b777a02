"""Regular expressions that a source declares: matched in linear time, whatever the address (RE2)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

LONGEST = 1_000
MEMORY_BYTES = 8 << 20
"""What one compiled pattern may take."""


@lru_cache(maxsize=1_024)
def _compiled(pattern: str) -> Any:
    import re2  # late: sources of files need none

    options = re2.Options()
    options.log_errors = False  # it writes where we do
    options.max_mem = MEMORY_BYTES
    return re2.compile(pattern, options)


def complaint(pattern: str) -> str | None:
    """Return what is wrong with a pattern, in RE2's words; None where it can be used.

    >>> complaint("/news/[0-9]+"), complaint("(?=x)")
    (None, 'invalid perl operator: (?=')
    """
    import re2

    if len(pattern) > LONGEST:
        return f"it has more than {LONGEST} characters"
    try:
        _compiled(pattern)
    except re2.error as error:
        said = error.args[0] if error.args else "it cannot be compiled"
        return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return None


def groups_of(pattern: str) -> frozenset[str]:
    """Return the names of a pattern's groups; it was checked before."""
    return frozenset(_compiled(pattern).groupindex)


def groups_matched(pattern: str, name: str) -> dict[str, str]:
    """Return what each named group of a pattern matches in a file's path; nothing where it stands nowhere in it.

    >>> groups_matched("(?P<spoken_on>[0-9-]{10}) (?P<speaker>[^.]+)", "2026-02-10 Lara Holm.txt")
    {'spoken_on': '2026-02-10', 'speaker': 'Lara Holm'}
    """
    found = _compiled(pattern).search(name)
    return {group: words for group, words in found.groupdict().items() if words} if found else {}


def is_matched(patterns: Iterable[str], address: str) -> bool:
    """Say whether any of the patterns stands anywhere in a canonical address, with its letters escaped (`%D0%BD`) or not (`н`).

    The patterns were checked when they were read.
    """
    forms = {address, unquote(address)}
    return any(_compiled(pattern).search(form) is not None for pattern in patterns for form in forms)
