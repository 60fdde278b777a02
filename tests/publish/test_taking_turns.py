"""Machines that take turns on one object store publish what one machine with a folder publishes."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.publish.bucket import Bucket
from flows.publish.steps import Asked
from tests.a_build import report, write_texts
from tests.fetch.site import Site

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("prefect_server")]

FIRST_DAY = datetime(2026, 2, 10, 5, tzinfo=UTC)
PRESS = """
publisher = "A press service"
languages = ["en"]
licence = "None"
attribution = "A press service"
text_may_be_published = true
least_speeches = 0
addresses = [{addresses}]
may_reach_private_addresses = ["127.0.0.1"]
delay_seconds = 0
"""
FILES = {"bridge": report("Anna Petrova", "bridge", 3), "school": report("Peter Holm", "school", 4)}
HARBOUR, STATION, TUNNEL = (report("Jane Alder", place, 5).encode() for place in ("harbour", "station", "tunnel"))
SHELL = b"<html><head><title>Nothing</title></head><body><nav><a href='/'>Home</a></nav></body></html>"
# Who builds, on what day, of which pages and files, and whether that makes a release.
TURNS = [
    ("one", 0, {"/harbour": HARBOUR, "/station": STATION}, FILES, True),
    ("other", 1, {"/harbour": HARBOUR, "/station": STATION}, FILES, False),
    ("other", 3, {"/harbour": HARBOUR, "/station": STATION, "/tunnel": TUNNEL}, FILES, True),
    ("lost", 9, {"/harbour": SHELL, "/station": STATION + b"It opens in May.\n"}, FILES, True),
    ("one", 10, {"/harbour": SHELL, "/station": STATION, "/tunnel": TUNNEL}, {"bridge": FILES["bridge"]}, True),
]


def build(sources: Path, store: str | Path, work: Path) -> bool:
    """Build a release and say whether one was published."""
    from flows.build_release import run

    return run(sources, store, lambda stage, done, total: None, Asked(with_pages=False), work).published.is_new


def declared(folder: Path, files: dict[str, str], site: Site) -> Path:
    """Make a sources folder hold just these files, and name three pages; all may be published."""
    write_texts(folder, files)
    path = folder / "gazette.toml"
    path.write_text(path.read_text().replace("text_may_be_published = false", "text_may_be_published = true"))
    addresses = ", ".join(f'"{site.address}/{name}"' for name in ("harbour", "station", "tunnel"))
    (folder / "press.toml").write_text(PRESS.format(addresses=addresses))
    return folder


def releases_there(bucket: Bucket) -> dict[str, str]:
    return {name: hashlib.sha256(bytes(bucket.objects.get(name).bytes())).hexdigest() for name in bucket.names("releases")}


def releases_in(store: Path) -> dict[str, str]:
    files = (path for path in (store / "releases").rglob("*") if path.is_file())
    return {path.relative_to(store).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_two_machines_that_take_turns_publish_what_one_does(
    bucket: Bucket, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for work, day, pages, files, is_new in TURNS:
        now = FIRST_DAY + timedelta(days=day)
        monkeypatch.setattr("flows.clock.now", lambda now=now: now)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(now.timestamp())))
        site.pages = dict(pages)
        sources = declared(tmp_path / "sources", files, site)
        assert build(sources, bucket.address, tmp_path / work) == build(sources, tmp_path / "folder", tmp_path / "none") == is_new
        assert releases_there(bucket) == releases_in(tmp_path / "folder")
