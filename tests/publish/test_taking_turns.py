"""Machines that take turns on one object store publish what one machine with a folder publishes."""

import hashlib
import shutil
from pathlib import Path

import pytest

from flows.publish.bucket import Bucket
from tests.a_build import report, write_texts

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("prefect_server")]

FIRST = {"bridge": report("Anna Petrova", "bridge", 3), "school": report("Peter Holm", "school", 4)}
MORE = {**FIRST, "harbour": report("Jane Alder", "harbour", 5)}
LESS = {"bridge": report("Anna Petrova", "bridge", 6), "harbour": MORE["harbour"]}


def build(sources: Path, store: str | Path, work: Path) -> bool:
    """Build a release and say whether one was published."""
    from flows.build_release import run

    return run(sources, store, lambda stage, done, total: None, work=work).published.is_new


def declared(folder: Path, texts: dict[str, str]) -> Path:
    """Make a sources folder hold just these texts, which may be published."""
    write_texts(folder, texts)
    path = folder / "gazette.toml"
    path.write_text(path.read_text().replace("text_may_be_published = false", "text_may_be_published = true"))
    return folder


def releases_there(bucket: Bucket) -> dict[str, str]:
    return {name: hashlib.sha256(bytes(bucket.objects.get(name).bytes())).hexdigest() for name in bucket.names("releases")}


def releases_in(store: Path) -> dict[str, str]:
    files = (path for path in (store / "releases").rglob("*") if path.is_file())
    return {path.relative_to(store).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_two_machines_that_take_turns_publish_what_one_does(bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1770000000")
    one, other, folder = tmp_path / "one", tmp_path / "other", tmp_path / "folder"
    for texts, work, is_new in [
        (FIRST, one, True),
        (FIRST, other, False),
        (MORE, other, True),
        (LESS, one, True),
        (LESS, other, False),
    ]:
        sources = declared(tmp_path / "sources", texts)
        assert build(sources, bucket.address, work) == build(sources, folder, tmp_path / "none") == is_new
    assert releases_there(bucket) == releases_in(folder)
    shutil.rmtree(other)
    assert not build(sources, bucket.address, other)
