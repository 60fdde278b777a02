"""How a store and its sources fare: who is told of what, and when; and which clocks cannot be right."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from flows.fetch.fetched import Fetched
from flows.fetch.turn import SourceFetched
from flows.operate import alerts
from flows.operate.alerts import WEBHOOK
from flows.operate.clocks import clock_doubt
from flows.operate.health import (
    HEALTH,
    Ailment,
    Health,
    LastRun,
    down_of,
    due,
    mostly_set_aside,
    note_down,
    note_run,
    read_health,
    seen,
    told,
)
from schemas.sources import SetAside
from schemas.words import Reason, Stage
from tests.operate.receiver import Receiver

MONDAY = datetime(2026, 2, 9, 5, 0, tzinfo=UTC)
DOWN = "3 of 3 pages could not be had"


def day(number: int) -> datetime:
    """Return a moment so many days after Monday, some seconds sooner each day, as schedules are."""
    return MONDAY + timedelta(days=number, seconds=-number)


def aside(**reasons: int) -> list[SetAside]:
    """Return so many texts of the gazette, set aside for these reasons (`_` for `-`)."""
    return [
        SetAside("gazette", f"{name}-{number}", Stage.CLEAN, Reason(name.replace("_", "-")), "why")
        for name, n in reasons.items()
        for number in range(n)
    ]


@pytest.mark.parametrize(
    ("fetched", "reasons", "said"),
    [
        (10, {"no_article": 6}, "6 of 10 texts were set aside: 6 no-article"),
        (10, {"no_article": 5}, None),  # half of them is not most
        (3, {"empty": 3}, None),  # too few to tell
        (4, {"empty": 1, "no_article": 2}, "3 of 4 texts were set aside: 1 empty, 2 no-article"),
        (10, {"copy": 6, "withdrawn": 1}, None),  # no fault of the source
        (10, {"copy": 4, "withdrawn": 2, "too_short": 3}, "3 of 4 texts were set aside: 3 too-short"),
        (10, {"copy": 7, "too_short": 3}, None),
    ],
)
def test_a_source_is_mostly_set_aside_where_more_than_half_of_at_least_four_texts_are(
    fetched: int, reasons: Mapping[str, int], said: str | None
) -> None:
    assert mostly_set_aside({"gazette": fetched, "herald": 8}, aside(**reasons)) == ({"gazette": said} if said else {})


def test_a_source_is_down_where_nothing_of_it_could_be_had() -> None:
    stale = Fetched("gazette", "https://gazette.example/1", "gazette.1", sha256="0" * 64, is_stale=True)
    had = stale._replace(is_stale=False)
    fetched = [
        SourceFetched("gazette", (stale,), 1, 1, "all failed", is_down=True),
        SourceFetched("herald", (stale, had), 2, 2, "one failed"),
    ]
    assert down_of(source.told for source in fetched) == {"gazette": "nothing could be had of it: all failed"}


class Life:
    """The life of one source, a day at a time."""

    def __init__(self) -> None:
        self.health = Health()

    def events(self, number: int, what: str | None, remind_days: int = 7, *, is_taken: bool = True) -> list[str]:
        """Look at the source on a day and return the events that are due; each is taken by whoever it is posted to, or none is."""
        self.health = seen(self.health, {"gazette": what}, day(number))
        found = due(self.health, day(number), remind_days)
        for alert in found if is_taken else ():
            self.health = told(self.health, alert, day(number))
        return [alert.event for alert in found]


def test_a_source_that_turns_down_is_told_once_again_after_days_and_once_when_it_is_well() -> None:
    life = Life()
    told = {number: life.events(number, DOWN if 1 <= number < 17 else None) for number in range(20)}
    assert {number: events for number, events in told.items() if events} == {
        1: ["source-down"],
        8: ["source-down"],
        15: ["source-down"],
        17: ["source-well"],
    }
    assert life.health.sources == {}
    assert life.events(20, DOWN) == ["source-down"]


def test_what_is_wrong_may_change_without_another_alert_and_since_when_it_is_stays() -> None:
    life = Life()
    assert life.events(0, DOWN) == ["source-down"]
    assert life.events(1, "5 of 6 texts were set aside: 5 no-article") == []
    [alert] = due(life.health, day(9), 7)
    assert alert.message == "since 2026-02-09 05:00 UTC: 5 of 6 texts were set aside: 5 no-article"


def test_an_alert_that_nobody_took_is_due_again_and_who_was_told_nothing_is_not_told_that_it_is_well() -> None:
    life = Life()
    assert life.events(0, DOWN, is_taken=False) == ["source-down"]
    assert life.events(1, None) == []
    assert life.events(2, DOWN, is_taken=False) == life.events(3, DOWN) == ["source-down"]
    assert life.events(4, None, is_taken=False) == life.events(5, None) == ["source-well"]
    assert life.events(6, None) == []


def test_an_alert_dated_in_the_future_keeps_nobody_silent() -> None:
    ailment = Ailment(what=DOWN, since=day(0), alerted_at=day(400))
    assert [alert.event for alert in due(Health(sources={"gazette": ailment}), day(1), 7)] == ["source-down"]


@pytest.fixture
def posting(monkeypatch: pytest.MonkeyPatch, receiver: Receiver) -> Receiver:
    monkeypatch.setattr(alerts.time, "sleep", lambda seconds: None)
    monkeypatch.setenv(WEBHOOK, receiver.address)
    return receiver


def run(began_at: datetime, version: str = "1.0.0") -> LastRun:
    return LastRun(began_at=began_at, ended_at=began_at + timedelta(minutes=3), version=version)


def test_the_life_of_a_source_reaches_the_receiver_and_stands_in_one_small_file(posting: Receiver, tmp_path: Path) -> None:
    note_run(tmp_path, run(day(0)), {"gazette": None, "herald": None})
    assert posting.posted == []
    note_down(tmp_path, {"gazette": DOWN}, day(1))  # this run fails later
    note_down(tmp_path, {"gazette": DOWN}, day(2))
    note_run(tmp_path, run(day(2)), {"gazette": DOWN, "herald": None})
    assert posting.posted == [
        {
            "text": "Rostra: source-down: gazette: since 2026-02-10 04:59 UTC: 3 of 3 pages could not be had",
            "event": "source-down",
            "source": "gazette",
            "message": "since 2026-02-10 04:59 UTC: 3 of 3 pages could not be had",
        }
    ]
    assert json.loads((tmp_path / HEALTH).read_text()) == {
        "last_run": {"began_at": "2026-02-11T04:59:58Z", "ended_at": "2026-02-11T05:02:58Z", "version": "1.0.0"},
        "sources": {
            "gazette": {"what": DOWN, "since": "2026-02-10T04:59:59Z", "alerted_at": "2026-02-10T04:59:59Z", "well_at": None},
        },
    }
    note_run(tmp_path, run(day(3), "1.1.0"), {"gazette": None, "herald": None})
    assert posting.events() == ["source-down", "source-well"]
    assert posting.posted[1]["message"] == (
        "well again since 2026-02-12 05:02 UTC; from 2026-02-10 04:59 UTC on: 3 of 3 pages could not be had"
    )
    assert read_health(tmp_path) == Health(last_run=run(day(3), "1.1.0"))


def test_a_receiver_that_is_away_is_told_by_the_next_run(posting: Receiver, tmp_path: Path) -> None:
    posting.statuses = [500] * alerts.TRIES
    both = {"gazette": DOWN, "herald": DOWN}
    note_run(tmp_path, run(day(0)), both)
    assert posting.events() == [] and len(posting.paths) == alerts.TRIES  # the second alert does not wait as long again
    note_run(tmp_path, run(day(1)), both)
    assert [(posted["event"], posted["source"]) for posted in posting.posted] == [("source-down", "gazette"), ("source-down", "herald")]


def test_only_what_is_down_is_told_before_the_run_has_ended(posting: Receiver, tmp_path: Path) -> None:
    note_run(tmp_path, run(day(0)), {"gazette": "most were set aside", "herald": None})
    note_down(tmp_path, {"herald": DOWN}, day(7))  # the gazette may be well by the end of this run
    assert [posted["source"] for posted in posting.posted] == ["gazette", "herald"]


def test_a_source_that_is_declared_no_more_is_forgotten(posting: Receiver, tmp_path: Path) -> None:
    note_run(tmp_path, run(day(0)), {"gazette": DOWN, "herald": None})
    note_run(tmp_path, run(day(1)), {"herald": None})
    assert read_health(tmp_path).sources == {} and posting.events() == ["source-down"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"last_run": 7}', b'{"sources": {"gazette": {}}}', b"\xff", b"[" * 9999])
def test_a_damaged_file_stops_no_run(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "snapshots").mkdir()
    (tmp_path / HEALTH).write_bytes(content)
    assert read_health(tmp_path) == Health()
    note_run(tmp_path, run(day(0)), {"gazette": None})
    assert read_health(tmp_path).last_run == run(day(0))


LATEST = ("1.2.0", date(2026, 2, 9))


@pytest.mark.parametrize(
    ("began_at", "last_run", "said"),
    [
        (day(1), None, None),
        (day(-2), None, None),
        (day(-3), None, "a clock may be wrong, or SOURCE_DATE_EPOCH: this run is of 2026-02-06, 3 days before the latest release (1.2.0"),
        (day(400), None, None),
        (day(402), None, "this run is of 2027-03-18, 402 days after the latest release (1.2.0 of 2026-02-09)"),
        (day(500), run(day(499)), None),  # nothing new for long, but run each day
        (day(500), run(day(60)), "this run began 2027-06-24 04:51 UTC, 439 days after the last one ended (2026-04-10 05:02 UTC)"),
        (day(10), run(day(400)), "389 days before the last one ended"),
        (day(-9), run(day(-10)), "9 days before the latest release"),
    ],
)
def test_a_clock_far_from_the_last_run_and_release_is_said(began_at: datetime, last_run: LastRun | None, said: str | None) -> None:
    doubt = clock_doubt(began_at, began_at.date(), LATEST, last_run)
    assert (doubt is None) if said is None else (doubt is not None and said in doubt)


def test_a_first_run_has_no_clock_to_differ_from() -> None:
    assert clock_doubt(day(0), day(0).date(), None, None) is None
