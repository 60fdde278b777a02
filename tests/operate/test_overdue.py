"""Whether a run is overdue: by what a store notes of its runs, wherever it lies; and which stores `rostra serve` refuses at once."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from obstore.exceptions import GenericError

from flows.errors import NotAsAsked, Refused
from flows.operate.alerts import WEBHOOK
from flows.operate.health import HEALTH, LastRun, note_run
from flows.operate.overdue import Overdue, refuse_overdue
from flows.operate.within_reach import plain_errors, refuse_out_of_reach
from flows.publish.bucket import Bucket
from rostra.store import INDEX
from tests.fetch.site import Site
from tests.operate.receiver import Receiver
from tests.publish.a_bucket import address, bucket
from tests.test_command import rostra

__all__ = ["address", "bucket"]

NOW = datetime(2026, 2, 20, 8, 30, tzinfo=UTC)
LAST = datetime(2026, 2, 19, 5, 0, tzinfo=UTC)
WEEK = 7


def index(**released_on: str) -> bytes:
    """Return the index of a store whose releases (`v1_2_0` for 1.2.0) are of these days."""
    releases: list[dict[str, object]] = [
        {
            "version": name.removeprefix("v").replace("_", "."),
            "schema_version": "1.0.0",
            "previous": None,
            "released_on": day,
            "status": "published",
            "reason": None,
            "checksums_sha256": "0" * 64,
            "rows": {},
        }
        for name, day in released_on.items()
    ]
    return json.dumps({"latest": releases[-1]["version"] if releases else None, "releases": releases}).encode()


def run(ended_at: datetime) -> LastRun:
    return LastRun(began_at=ended_at - timedelta(minutes=3), ended_at=ended_at, version="1.0.0")


def a_store(folder: Path, last: datetime | None = None, releases: Mapping[str, str] | None = None) -> Path:
    """Make a store whose last run ended well at that moment, and which has these releases; one long ago where none are named."""
    folder.mkdir(exist_ok=True)
    (folder / INDEX).write_bytes(index(**(releases if releases is not None else {"v1_0_0": "2025-06-01"})))
    if last is not None:
        note_run(folder, run(last), {})
    return folder


def test_a_source_that_publishes_nothing_for_months_is_no_alarm_as_long_as_runs_end_well(tmp_path: Path) -> None:
    store = a_store(tmp_path / "store", LAST)
    assert refuse_overdue(store, WEEK, NOW) == f"{store}: the last run ended well at 2026-02-19 05:00 UTC; the latest version is 1.0.0"
    assert refuse_overdue(f"file://{store}", 2, NOW)


def test_a_schedule_that_stopped_is_an_alarm_however_new_the_release(tmp_path: Path) -> None:
    store = a_store(tmp_path / "store", LAST - timedelta(days=7), {"v1_0_0": "2026-02-20"})
    with pytest.raises(Overdue, match=r"no run has ended well since 2026-02-12 05:00 UTC; 7 days are allowed$"):
        refuse_overdue(store, WEEK, NOW)


@pytest.mark.parametrize("hours", [25, 24 * 400])
def test_a_run_dated_in_the_future_counts_as_none(hours: int, tmp_path: Path) -> None:
    with pytest.raises(Overdue, match=r"a clock is wrong: the last run is dated 202[67]-.* and now it is 2026-02-20 08:30 UTC"):
        refuse_overdue(a_store(tmp_path / "store", NOW + timedelta(hours=hours)), WEEK, NOW)


def test_a_clock_that_is_an_hour_off_is_no_alarm(tmp_path: Path) -> None:
    assert "ended well at 2026-02-20 09:30 UTC" in refuse_overdue(a_store(tmp_path / "store", NOW + timedelta(hours=1)), WEEK, NOW)


NO_HEALTH = f"no {HEALTH} can be read, so that releases are looked at in place of runs"


@pytest.mark.parametrize(
    ("releases", "said"),
    [
        ({"v1_0_0": "2026-02-01", "v1_1_0": "2026-02-13"}, None),
        ({"v1_0_0": "2026-02-12"}, r"the newest release, 1\.0\.0, is of 2026-02-12; 7 days are allowed"),
        ({}, "holds no release yet"),
        (
            {"v1_0_0": "2027-01-01"},
            r"holds no release that counts \(a clock is wrong: 1\.0\.0 is dated 2027-01-01, and today is 2026-02-20",
        ),
        ({"v1_0_0": "2026-01-01", "v1_1_0": "2027-01-01"}, r"1\.0\.0, is of 2026-01-01.*a clock is wrong: 1\.1\.0 is dated 2027-01-01"),
    ],
)
def test_where_no_run_was_ever_noted_the_newest_release_that_is_not_in_the_future_counts(
    releases: Mapping[str, str], said: str | None, tmp_path: Path
) -> None:
    store = a_store(tmp_path / "store", releases=releases)
    if said is None:
        assert NO_HEALTH in refuse_overdue(store, WEEK, NOW)
        return
    with pytest.raises(Overdue, match=said) as caught:
        refuse_overdue(store, WEEK, NOW)
    assert NO_HEALTH in str(caught.value)


@pytest.mark.parametrize(("content", "said"), [(b"<html>", "is damaged"), (b"{}", "notes no run that ended well")])
def test_a_file_that_tells_no_run_is_said(content: bytes, said: str, tmp_path: Path) -> None:
    store = a_store(tmp_path / "store", LAST, {"v1_0_0": "2026-02-19"})
    (store / HEALTH).write_bytes(content)
    assert f"{HEALTH} {said}, so that releases are looked at" in refuse_overdue(store, WEEK, NOW)


@pytest.mark.parametrize("day", ["2026-02-31", "0000-01-01"])
def test_a_day_that_no_calendar_has_is_said_in_a_line(day: str, tmp_path: Path) -> None:
    with pytest.raises(NotAsAsked, match="not an index of releases"):
        refuse_overdue(a_store(tmp_path / "store", LAST, {"v1_0_0": day}), WEEK, NOW)


def test_a_store_on_the_web_may_keep_its_runs_private(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    store, runs = f"{site.address}/rostra", f"/rostra/{HEALTH}"
    site.pages[f"/rostra/{INDEX}"] = index(v1_0_0="2026-02-19")
    site.failing[runs] = 403
    assert NO_HEALTH in refuse_overdue(store, WEEK, NOW)
    del site.failing[runs]
    site.pages[runs] = (a_store(tmp_path / "store", LAST) / HEALTH).read_bytes()
    assert "the last run ended well at 2026-02-19 05:00 UTC" in refuse_overdue(store, WEEK, NOW)


@pytest.fixture
def webhook(monkeypatch: pytest.MonkeyPatch, receiver: Receiver) -> Iterator[Receiver]:
    monkeypatch.setenv(WEBHOOK, receiver.address)
    yield receiver


def test_the_command_alerts_of_no_run_and_of_a_store_that_it_cannot_read(webhook: Receiver, tmp_path: Path) -> None:
    store = a_store(tmp_path / "store", releases={})
    found = rostra("watch", "--store", str(store), "--days", "3")
    assert found.returncode == 1 and "holds no release yet" in found.stderr and "Traceback" not in found.stderr
    gone = rostra("watch", "--store", str(tmp_path / "nowhere"))
    assert gone.returncode == 2 and "no such folder" in gone.stderr
    assert webhook.events() == ["no-run", "watch-failed"]


@pytest.mark.slow
def test_a_store_in_a_bucket_is_read_by_what_publishing_stands_on(bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Overdue, match="holds no release yet"):
        refuse_overdue(bucket.address, WEEK, NOW)
    bucket.write(INDEX, index(v1_0_0="2026-02-19"), None)
    assert NO_HEALTH in refuse_overdue(bucket.address, WEEK, NOW)
    bucket.write(HEALTH, (a_store(tmp_path / "store", LAST) / HEALTH).read_bytes(), None)
    assert "the last run ended well at 2026-02-19 05:00 UTC" in refuse_overdue(bucket.address, WEEK, NOW)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(Refused, match=r"^s3://\S+/rostra: cannot be read \(.*127\.0\.0\.1:9.*\); make the bucket, set the credentials"):
        refuse_out_of_reach(bucket.address)


@pytest.mark.slow
def test_serve_refuses_a_store_that_its_watch_could_not_read(bucket: Bucket, tmp_path: Path) -> None:
    refuse_out_of_reach(bucket.address)
    with pytest.raises(Refused, match=r"NoSuchBucket|404 Not Found"):
        refuse_out_of_reach("s3://nobody/rostra")
    (tmp_path / "open.toml").write_text(
        'publisher = "The Gazette"\nlanguages = ["en"]\nlicence = "CC0"\nattribution = "The Gazette"\n'
        'text_may_be_published = true\nleast_speeches = 0\nfiles = "texts"\n'
    )
    refused = {
        "s3://nobody/rostra": "make the bucket",
        "az://nobody/rostra": "set what it needs in the environment",
        "https://example.org/rostra": "cannot be published to",
    }
    for store, said in refused.items():
        found = rostra("serve", "--sources", str(tmp_path), "--store", store)
        assert found.returncode == 2 and said in found.stderr and len(found.stderr.splitlines()) == 1, found.stderr


def test_what_signs_a_request_stands_in_no_message() -> None:
    error = GenericError("Error performing GET https://a.example/rostra?restype=container&sig=secret in 2 ms - 403 Forbidden\n\nDebug: …")
    with pytest.raises(NotAsAsked) as caught, plain_errors("az://rostra"):
        raise error
    assert str(caught.value) == "az://rostra: cannot be read: Error performing GET https://a.example/rostra in 2 ms - 403 Forbidden"
