"""Lists of persons that lie beside the sittings of a source, as ParlaMint keeps them: read for the names in all of its sittings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from flows.clean.draft import Unreadable
from flows.clean.formats.kinds import LOOKED_AT, ROOT
from flows.clean.formats.sittings import people_of
from flows.clean.formats.trees import tree_of
from flows.fetch.fetched import Fetched
from flows.fetch.snapshots import read_snapshot, snapshot_path

SUFFIX = ".xml"
LISTS = frozenset({"teiCorpus", "listPerson"})
"""The root elements of files that list persons."""


def with_lists(texts: Iterable[Fetched], store: Path) -> list[Fetched]:
    """Return the texts of a source, those in XML with the lists of persons that lie beside them."""
    found = list(texts)
    lists = tuple(sorted({str(text.sha256) for text in found if _may_be_xml(text) and _is_list(store, str(text.sha256))}))
    return [text._replace(beside=lists) if _may_be_xml(text) else text for text in found] if lists else found


def _may_be_xml(text: Fetched) -> bool:
    return text.sha256 is not None and text.origin.lower().endswith(SUFFIX)


def _is_list(store: Path, sha256: str) -> bool:
    with snapshot_path(store, sha256).open("rb") as opened:
        root = ROOT.match(opened.read(LOOKED_AT).decode("utf-8-sig", "replace"))
    return root is not None and root["name"] in LISTS


@lru_cache(maxsize=8)
def people_beside(store: Path, lists: tuple[str, ...]) -> Mapping[str, str]:
    """Return identifier → name of all persons in lists, by their snapshots; a damaged list names nobody, and is set aside as a text."""
    people: dict[str, str] = {}
    for sha256 in lists:
        root = tree_of(read_snapshot(store, sha256), "a list of persons")
        people.update({} if isinstance(root, Unreadable) else people_of(root))
    return people
