"""What prune may take: old things that neither a release nor the next run needs."""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.errors import Refused
from flows.fetch.fetching import fetch_source
from flows.fetch.snapshots import keep_snapshot, snapshot_path
from flows.prune import prunable
from flows.publish.on_disk import acquire
from tests.fetch.site import QUICK, Days, Site, a_source
from tests.test_command import rostra

STATES = [f"The minister opened the new school, in its {state} state.".encode() for state in ("first", "second", "third")]
LONG_AGO = time.time() - 100 * 86400
CUTOFF = datetime.now(UTC) - timedelta(days=90)


def age(store: Path) -> None:
    for path in store.rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))


def taken(store: Path) -> set[str]:
    return {str(one.path.relative_to(store)) for one in prunable(store, CUTOFF)}


@pytest.fixture
def store(site: Site, tmp_path: Path, days: Days) -> Path:
    """Return an old store: a page in three states, one of them published; parts of two runs; left-overs."""
    place = tmp_path / "store"
    for state in STATES:
        site.pages["/news"] = state
        fetch_source(a_source(site, "/news"), tmp_path, place, QUICK)
        days.later()
    (tmp_path / "texts").mkdir()
    fetch_source(a_source(site, "/news", files="texts"), tmp_path, place, QUICK)
    published = place / "releases" / "1.0.0" / "data"
    published.mkdir(parents=True)
    pq.write_table(pa.table({"raw_sha256": [keep_snapshot(place, STATES[0])]}), published / "speeches.parquet")
    for name in (
        "parts/001-used",
        "parts/002-unused",
        "parts/003-cut.partial",
        "staging/shards",
        "staging/release/data",
        "reports/validate-x",
    ):
        (place / name).mkdir(parents=True)
    (place / "staging" / "shards" / "001-used").touch()
    (place / "snapshots" / "ledger" / ".aside-x").touch()
    age(place)
    return place


def test_only_old_things_that_nobody_needs_may_go(store: Path) -> None:
    second = snapshot_path(store, keep_snapshot(store, STATES[1])).relative_to(store)
    assert taken(store) == {
        str(second),
        "parts/002-unused",
        "parts/003-cut.partial",
        "staging/release",
        "reports/validate-x",
        "snapshots/ledger/.aside-x",
    }
    os.utime(store / "parts" / "002-unused")  # as a run does that uses it
    os.utime(store / second)
    assert not taken(store) & {str(second), "parts/002-unused"}


def test_what_would_go_is_only_shown_without_yes(store: Path) -> None:
    before = sorted(store.rglob("*"))
    shown = rostra("prune", "--older-than", "90d", "--store", str(store))
    assert shown.returncode == 0 and "would delete 6," in shown.stdout
    assert sorted(path for path in store.rglob("*") if path.name != ".lock") == before
    done = rostra("prune", "--older-than", "90d", "--yes", "--store", str(store))
    assert "deleted 6," in done.stdout and not taken(store)
    assert "deleted 0," in rostra("prune", "--older-than", "90d", "--yes", "--store", str(store)).stdout


@pytest.mark.parametrize(
    "damaged", ["releases/1.0.0/data/speeches.parquet", "snapshots/listings/press.json", "snapshots/ledger/press/000000-*.jsonl"]
)
def test_nothing_goes_where_it_cannot_be_told_what_is_needed(store: Path, damaged: str) -> None:
    [path] = store.glob(damaged)
    path.write_bytes(b"{")
    with pytest.raises(Refused, match="nothing is pruned until it can"):
        prunable(store, CUTOFF)


def test_a_store_at_work_and_a_wrong_age_are_refused(store: Path) -> None:
    with acquire(store, 0):
        busy = rostra("prune", "--older-than", "90d", "--yes", "--store", str(store))
    assert busy.returncode == 2 and "another build works on it" in busy.stderr
    assert rostra("prune", "--older-than", "3 months", "--store", str(store)).returncode == 2
    assert rostra("prune", "--older-than", "90d", "--store", str(store / "nowhere")).returncode == 2
