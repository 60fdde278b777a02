"""The index of a store: read strictly, and obeyed."""

from pathlib import Path
from typing import Any

import pytest

from rostra.errors import NotAsAsked
from rostra.store import find_release, read_index
from tests.rostra.a_store import made, marked, read, write


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"version": "1.0"}, "'1.0' is no version"),
        ({"version": "../1.0.0"}, "is no version"),
        ({"version": 1}, "1 is no version"),
        ({"version": "01.0.0"}, "'01.0.0' is no version"),
        ({"version": "1.0.0\n"}, "is no version"),
        ({"status": "perhaps"}, "its status is 'perhaps'; one of published, yanked, withdrawn"),
        ({"status": "yanked"}, "its latest, '1.0.0', is none of its published releases"),
        ({"checksums_sha256": "0" * 63}, "is no SHA-256"),
        ({"checksums_sha256": None}, "None is no SHA-256"),
        ({"released_on": "today"}, "'today' is no day"),
        ({"rows": {"speeches": "2"}}, "its rows are no numbers by table"),
        ({"rows": []}, "its rows are no numbers by table"),
        ({"reason": 7}, "its reason is no text"),
        ({"previous": "0"}, "'0' is no version"),
    ],
)
def test_an_entry_that_cannot_be_is_named(changes: dict[str, Any], message: str, store: Path) -> None:
    index = read(store)
    index["releases"][0] |= changes
    write(store, index)
    with pytest.raises(NotAsAsked, match="not an index of releases") as caught:
        read_index(store)
    assert message in str(caught.value)


def test_a_version_that_stands_there_twice_is_refused(store: Path) -> None:
    index = read(store)
    write(store, index | {"releases": index["releases"] * 2})
    with pytest.raises(NotAsAsked, match="a version stands in it twice"):
        read_index(store)


@pytest.mark.parametrize("missing", ["latest", "releases"])
def test_an_index_without_its_parts_is_none(missing: str, store: Path) -> None:
    write(store, {key: value for key, value in read(store).items() if key != missing})
    with pytest.raises(NotAsAsked, match="not an index of releases"):
        read_index(store)


def test_a_deep_index_is_no_crash(store: Path) -> None:
    (store / "releases.json").write_text("[" * 100_000)
    with pytest.raises(NotAsAsked, match="not an index of releases"):
        read_index(store)


def test_the_latest_is_neither_yanked_nor_withdrawn(store: Path) -> None:
    for version in ("1.1.0", "2.0.0"):
        made(store, version)
    marked(store, "2.0.0", "yanked", "dates are wrong")
    marked(store, "1.1.0", "withdrawn", "a court's order")
    assert find_release(store).version == find_release(store, "latest").version == "1.0.0"


def test_a_yanked_version_is_had_by_those_who_insist(store: Path) -> None:
    marked(store, "1.0.0", "yanked", "dates are wrong")
    with pytest.raises(NotAsAsked, match=r"1\.0\.0 was yanked: dates are wrong; --allow-yanked reads it all the same"):
        find_release(store, "1.0.0")
    assert find_release(store, "1.0.0", allow_yanked=True).version == "1.0.0"
    with pytest.raises(NotAsAsked, match="holds no release that is still published"):
        find_release(store, allow_yanked=True)


def test_a_withdrawn_version_is_had_by_nobody(store: Path) -> None:
    marked(store, "1.0.0", "withdrawn", "a court's order")
    with pytest.raises(NotAsAsked, match=r"1\.0\.0 was withdrawn: a court's order"):
        find_release(store, "1.0.0", allow_yanked=True)
