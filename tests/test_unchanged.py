"""Whether a build would come to the latest release again: told by how files look, without reading them."""

import os
import shutil
from pathlib import Path

import pytest

from flows.errors import NotAsAsked
from flows.fetch.declarations import SourceDeclaration, read_sources
from flows.fetch.gazetteer import read_gazetteer
from flows.publish.on_disk import Published
from flows.unchanged import LAST_BUILD, looks_sha256, made_before, making_sha256, remember, unaltered
from tests.a_build import write_texts
from tests.publish.a_release import published

TEXTS = {"bridge": "The bridge is open.", "school": "The school is open."}


@pytest.fixture(autouse=True)
def any_change_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no file wait until a change of it would show; the clocks of today's file systems tick often enough for a test."""
    monkeypatch.setattr("flows.fetch.looks.TICK_NS", 0)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    return write_texts(tmp_path / "sources", TEXTS)


@pytest.fixture
def release(tmp_path: Path) -> Published:
    return published(tmp_path / "store")


def looks_of(sources: Path) -> str | None:
    declared = read_sources(sources)
    return looks_sha256(making_sha256(declared, read_gazetteer(sources), with_pages=True), declared, sources)


def store_of(release: Published) -> Path:
    return release.folder.parent.parent


def test_the_same_files_make_the_same_release(sources: Path, release: Published) -> None:
    looks = looks_of(sources)
    assert looks is not None and made_before(store_of(release), looks=looks) is None
    remember(store_of(release), release, "inputs", looks)
    assert made_before(store_of(release), looks=looks_of(sources)) == release._replace(is_new=False)
    assert made_before(store_of(release), "inputs") == release._replace(is_new=False)
    assert made_before(store_of(release), "others") is None


def test_a_release_that_was_verified_is_read_again_only_where_its_files_look_otherwise(
    sources: Path, release: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks, store = looks_of(sources), store_of(release)
    remember(store, release, "inputs", looks)
    verified: list[Path] = []
    monkeypatch.setattr("flows.unchanged.verify", verified.append)
    assert made_before(store, looks=looks) and unaltered(store) == release.version
    assert verified == []
    (release.folder / "README.md").chmod(0o600)
    assert unaltered(store) is None
    for _ in range(3):
        assert made_before(store, looks=looks) and made_before(store, "inputs")
    assert verified == [release.folder] and unaltered(store) == release.version


def test_a_text_that_came_changed_or_went_a_declaration_and_a_person_show(sources: Path) -> None:
    seen = [looks_of(sources)]
    (sources / "texts" / "harbour.txt").write_text("The harbour is open.")
    seen.append(looks_of(sources))
    bridge = sources / "texts" / "bridge.txt"
    before = bridge.stat()
    bridge.write_text("The bridge is shut.")  # as many bytes
    os.utime(bridge, ns=(before.st_atime_ns, before.st_mtime_ns))  # and the old moment put back
    seen.append(looks_of(sources))
    (sources / "texts" / "school.txt").unlink()
    seen.append(looks_of(sources))
    gazette = sources / "gazette.toml"
    gazette.write_text(gazette.read_text().replace("The Gazette", "The Herald"))
    seen.append(looks_of(sources))
    (sources / "speakers").mkdir()
    (sources / "speakers" / "anna.toml").write_text(
        'gender = "female"\n[[names]]\nlanguage = "en"\nname = "Anna Petrova"\npreferred = true\n'
    )
    seen.append(looks_of(sources))
    assert None not in seen and len(set(seen)) == len(seen)


def test_pages_a_file_that_just_changed_and_one_that_cannot_be_seen_tell_nothing(sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    declared = read_sources(sources)
    page = SourceDeclaration.model_validate({**declared[0].model_dump(), "files": None, "addresses": ["https://example.org/a"]})
    assert looks_sha256("", [page], sources) is None
    link = sources / "texts" / "link.txt"
    link.symlink_to(sources / "nowhere")
    assert looks_of(sources) is None
    link.unlink()
    monkeypatch.setattr("flows.fetch.looks.TICK_NS", 10**18)
    assert looks_of(sources) is None


def test_a_release_that_was_altered_is_told_however_its_texts_look(sources: Path, release: Published) -> None:
    looks = looks_of(sources)
    remember(store_of(release), release, "inputs", looks)
    (release.folder / "README.md").chmod(0o644)
    (release.folder / "README.md").write_text("Another text.")
    with pytest.raises(NotAsAsked, match=r"README\.md"):
        made_before(store_of(release), looks=looks)


def test_what_a_killed_publisher_left_and_a_note_that_cannot_be_read_are_no_reason_to_leave_out_the_work(
    sources: Path, release: Published
) -> None:
    looks = looks_of(sources)
    remember(store_of(release), release, "inputs", looks)
    unlisted = shutil.copytree(release.folder, release.folder.with_name("2.0.0"))
    assert made_before(store_of(release), looks=looks) is None
    shutil.rmtree(unlisted)
    for damaged in ("[]", "{", '{"looks": null, "inputs": null}'):
        (store_of(release) / LAST_BUILD).write_text(damaged)
        assert made_before(store_of(release), looks=looks) is None
