"""What each kind of file is told by, and that each is read or named."""

from pathlib import Path

import pytest

from flows.clean.cleaning import clean
from flows.clean.draft import Unreadable
from flows.clean.formats.documents import READERS, SITTINGS, STEPS
from flows.clean.formats.kinds import ARCHIVES, Kind, kind_of
from flows.fetch.containers.reading import READERS as CONTAINERS
from tests.clean.formats.made import a_zip

PAGE = (Path(__file__).parents[3] / "docs" / "formats.md").read_text(encoding="utf-8")


def test_every_kind_that_is_read_has_a_step_and_a_place_in_the_table_of_files() -> None:
    assert STEPS.keys() == READERS.keys() | SITTINGS
    read = {*STEPS, *CONTAINERS, Kind.MHTML, Kind.PARQUET}
    assert [kind.name for kind in read if kind.name.replace("_", " ").lower() not in PAGE.lower()] == []


def test_every_archive_is_unpacked_where_it_lies_by_itself() -> None:
    assert CONTAINERS.keys() == ARCHIVES


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"%PDF-1.7", Kind.PDF),
        (b"{\\rtf1", Kind.RTF),
        (b"BZh91AY&SY", Kind.BZIP2),
        (b"\xfd7zXZ\x00", Kind.XZ),
        (a_zip({"word/document.xml": ""}), Kind.DOCX),
        (a_zip({"road.txt": ""}), Kind.ZIP),
        (b"BZh, said the engine, and the road was open.", Kind.TEXT),
    ],
)
def test_a_kind_is_told_by_what_a_file_holds(raw: bytes, kind: Kind) -> None:
    assert kind_of(raw, "speech.txt") is kind


@pytest.mark.parametrize("raw", [b"BZh91AY&SY", b"\xfd7zXZ\x00", a_zip({"road.txt": ""})])
def test_what_is_packed_within_another_file_is_named(raw: bytes) -> None:
    found = clean(raw, None, "road.txt")
    assert isinstance(found, Unreadable) and found.reason == "nested-archive"
