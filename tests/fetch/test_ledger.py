"""What is known of addresses is written once, read back as it was, and never lost."""

import contextlib
import json
import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from flows.errors import Refused
from flows.fetch import ledger as ledgers
from flows.fetch import snapshots
from flows.fetch.ledger import (
    SEGMENTS_BEFORE_ALL,
    Entry,
    Kind,
    Ledger,
    Version,
    forget_states,
    ledger_folder,
    ledgers_of,
    read_ledger,
    segments_of,
    states_of,
)
from schemas.words import Reason

NOON = datetime(2026, 2, 10, 12, 0, 0, 123456, tzinfo=UTC)
SOME = Version("a" * 64, NOON, 200, "https://press.example/news/1", 1, '"tag"', "Tue, 10 Feb 2026 12:00:00 GMT", "text/html")
OTHER = SOME._replace(sha256="b" * 64, etag=None)
FULL = Entry(
    address="https://press.example/новости/1",
    url="http://Press.example/новости/1/?utm_source=feed",
    kind=Kind.PAGE,
    speech_id="press.1-0a1b2c3d",
    found_in="https://press.example/feed",
    first_seen_at=NOON,
    asks="https://press.example/новости/1",
    same_as="https://press.example/other",
    own_address="https://press.example/own",
    said_changed="2026-02-10T12:00:00+05:00",
    asked_at=NOON + timedelta(days=1),
    asked_when_changed="2026-02-09",
    answer="answers 503\n“so” \u2028 it says",
    unchanged=3,
    false_alarms=2,
    failed=4,
    held_since=NOON,
    missed=1,
    gone_since=NOON,
    last_seen_at=NOON,
    standing=SOME,
    latest=OTHER,
    text_sha256="c" * 64,
    reason=Reason.NO_ARTICLE,
    trouble="is redirected to https://press.example, the front page",
    goes_on_at=("https://press.example/news?page=2", "https://press.example/news?page=3"),
    walk_began_at=NOON,
    was_read_to_its_end=True,
    closed_until=NOON,
    is_unsettled=True,
    is_withdrawn=True,
)


def a_page(number: int, **more: object) -> Entry:
    address = f"https://press.example/news/{number}"
    return Entry(address, address, Kind.PAGE, f"press.news--{number}", "addresses", NOON, address)._replace(**more)  # type: ignore[arg-type]


def kept(store: Path, entries: Iterable[Entry]) -> Ledger:
    ledger = read_ledger(store, "press")
    for entry in entries:
        ledger.put(entry)
    ledger.keep()
    return ledger


def known(store: Path) -> dict[str, Entry]:
    return {entry.address: entry for entry in read_ledger(store, "press")}


def test_every_field_comes_back_as_it_was(tmp_path: Path) -> None:
    bare = a_page(1)
    assert all(value != default for value, default in zip(FULL, [*[object()] * 7, *Entry._field_defaults.values()], strict=True))
    kept(tmp_path, [FULL, bare])
    assert known(tmp_path) == {FULL.address: FULL, bare.address: bare}


def test_moments_come_back_in_utc_from_whichever_zone(tmp_path: Path) -> None:
    kept(tmp_path, [a_page(1, asked_at=NOON.astimezone(timezone(timedelta(hours=5))))])
    [entry] = read_ledger(tmp_path, "press")
    assert entry.asked_at == NOON


def test_no_file_changes_once_it_is_written(tmp_path: Path) -> None:
    before: dict[Path, bytes] = {}
    for day in range(5):
        kept(tmp_path, [a_page(1, unchanged=day), a_page(10 + day)])
        now = {path: path.read_bytes() for path in segments_of(tmp_path, "press")}
        assert before.items() < now.items()
        before = now
    assert known(tmp_path)[a_page(1).address].unchanged == 4 and len(known(tmp_path)) == 6


def test_a_run_that_found_out_nothing_writes_nothing(tmp_path: Path) -> None:
    kept(tmp_path, [a_page(1)])
    ledger = kept(tmp_path, [a_page(1)])
    ledger.keep()
    assert len(segments_of(tmp_path, "press")) == 1


def test_now_and_then_a_file_holds_all_addresses_and_reading_begins_there(tmp_path: Path) -> None:
    kept(tmp_path, [a_page(1, said_changed="once")])
    for number in range(2, SEGMENTS_BEFORE_ALL + 5):
        kept(tmp_path, [a_page(number)])
    segments = segments_of(tmp_path, "press")
    [whole] = [path for path in segments if path.stem.endswith("-all")]
    expected = known(tmp_path)
    assert len(expected) == SEGMENTS_BEFORE_ALL + 4 and expected[a_page(1).address].said_changed == "once"
    for path in segments[: segments.index(whole)]:
        path.write_bytes(b"not looked at")
    assert known(tmp_path) == expected


def test_files_that_hold_all_addresses_take_no_more_room_than_what_was_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledgers, "SEGMENTS_BEFORE_ALL", 5)
    monkeypatch.setattr(snapshots.os, "fsync", lambda handle: None)
    kept(tmp_path, [a_page(number) for number in range(500)])
    ledger = read_ledger(tmp_path, "press")
    for day in range(200):
        for number in range(day % 50, day % 50 + 5):
            ledger.put(a_page(number, unchanged=day))
        ledger.keep()
    whole = [path for path in segments_of(tmp_path, "press") if path.stem.endswith("-all")]
    others = [path for path in segments_of(tmp_path, "press") if path not in whole]
    assert 1 <= len(whole) <= 3 and sum(path.stat().st_size for path in whole) <= 1.1 * sum(path.stat().st_size for path in others)
    assert known(tmp_path) == {entry.address: entry for entry in ledger}


@pytest.mark.parametrize("damage", [b"", b"{}\n", b"\xff\xfe\x00", b'{"address": "x"}\n'])
def test_a_damaged_file_is_refused_with_its_name_and_remedy(tmp_path: Path, damage: bytes) -> None:
    kept(tmp_path, [a_page(1)])
    [path] = segments_of(tmp_path, "press")
    path.write_bytes(damage)
    with pytest.raises(Refused, match=rf"{path.name}: is damaged.*restore it"):
        read_ledger(tmp_path, "press")


def test_a_whole_file_that_holds_no_states_is_refused(tmp_path: Path) -> None:
    ledgers._write_segment(ledger_folder(tmp_path, "press"), 0, b'{"address": "x"}\n', is_all=False)
    with pytest.raises(Refused, match=r"cannot be read \(ValidationError\); restore it"):
        read_ledger(tmp_path, "press")


def test_what_a_killed_writer_left_aside_is_not_read(tmp_path: Path) -> None:
    kept(tmp_path, [a_page(1)])
    (ledger_folder(tmp_path, "press") / ".aside-x1y2").write_bytes(b'{"address": ')
    assert list(known(tmp_path)) == [a_page(1).address]


def test_a_ledger_of_each_source_stands_apart(tmp_path: Path) -> None:
    kept(tmp_path, [a_page(1)])
    other = Ledger(tmp_path, "gazette")
    other.put(a_page(2))
    other.keep()
    assert ledgers_of(tmp_path) == ["gazette", "press"] and len(read_ledger(tmp_path, "gazette")) == 1


def test_two_writers_of_one_number_lose_nothing_of_each_other(tmp_path: Path) -> None:
    kept(tmp_path, [a_page(1)])
    one, other = read_ledger(tmp_path, "press"), read_ledger(tmp_path, "press")
    one.put(a_page(2))
    other.put(a_page(3))
    one.keep()
    newest = segments_of(tmp_path, "press")[-1]
    newest.rename(aside := tmp_path / newest.name)
    other.keep()
    aside.rename(newest)
    assert [path.name[:6] for path in segments_of(tmp_path, "press")] == ["000000", "000001", "000001"]
    assert sorted(known(tmp_path)) == sorted(a_page(number).address for number in (1, 2, 3))


@pytest.mark.parametrize("number", range(2, 12))  # of which some hash before the file that holds all, and some after
def test_a_writer_of_the_number_at_which_another_wrote_all_addresses_loses_nothing(tmp_path: Path, number: int) -> None:
    folder = ledger_folder(tmp_path, "press")
    ledgers._write_segment(folder, 7, ledgers._lines([a_page(0)]), is_all=False)
    ledgers._write_segment(folder, 8, ledgers._lines([a_page(0), a_page(1)]), is_all=True)
    ledgers._write_segment(folder, 8, ledgers._lines([a_page(0, unchanged=1), a_page(number)]), is_all=False)
    assert known(tmp_path).keys() == {a_page(0).address, a_page(1).address, a_page(number).address}
    assert known(tmp_path)[a_page(0).address].unchanged == 1


def test_a_withdrawn_address_is_known_as_withdrawn_and_as_nothing_else(tmp_path: Path) -> None:
    kept(tmp_path, [a_page(1, standing=SOME, text_sha256="c" * 64), a_page(2, standing=OTHER)])
    kept(tmp_path, [a_page(1, standing=OTHER, latest=SOME, trouble="was a secret")])
    forget_states(tmp_path, "press", [a_page(1).address])
    assert known(tmp_path) == {a_page(1).address: a_page(1, is_withdrawn=True), a_page(2).address: a_page(2, standing=OTHER)}
    assert not states_of(tmp_path, "press", [a_page(1).address])
    assert all(b"secret" not in path.read_bytes() for path in segments_of(tmp_path, "press"))


def test_a_withdrawal_loses_no_other_address_however_many_files_there_are(tmp_path: Path) -> None:
    numbers = range(SEGMENTS_BEFORE_ALL + 2)
    for start in (0, 1):
        store = tmp_path / str(start)
        for number in numbers[start:]:
            kept(store, [a_page(number, standing=SOME)])
        for number in (5, 6, 7):  # one of these writes comes when all addresses are to be written
            forget_states(store, "press", [a_page(number).address])
        found = known(store)
        assert sorted(found) == sorted(a_page(number).address for number in numbers[start:])
        assert [entry.address for entry in found.values() if entry.is_withdrawn] == [a_page(number).address for number in (5, 6, 7)]


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("moment", range(12))
def test_a_withdrawal_that_is_killed_anywhere_ends_when_it_is_called_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    for day in range(3):
        kept(tmp_path, [a_page(1, standing=SOME, unchanged=day), a_page(2, standing=OTHER, unchanged=day)])
    before = known(tmp_path)
    left = iter(range(moment))

    def or_killed(operation: Callable[..., None]) -> Callable[..., None]:
        def called(*arguments: object) -> None:
            if next(left, None) is None:
                raise Killed
            operation(*arguments)

        return called

    with monkeypatch.context() as patch, contextlib.suppress(Killed):
        patch.setattr(os, "replace", or_killed(os.replace))
        patch.setattr(os, "unlink", or_killed(os.unlink))
        forget_states(tmp_path, "press", [a_page(1).address])
    found = known(tmp_path)
    assert found[a_page(2).address] == before[a_page(2).address]
    assert found[a_page(1).address] in (before[a_page(1).address], a_page(1, is_withdrawn=True))
    forget_states(tmp_path, "press", [a_page(1).address])
    assert known(tmp_path) == {a_page(1).address: a_page(1, is_withdrawn=True), a_page(2).address: before[a_page(2).address]}
    assert not states_of(tmp_path, "press", [a_page(1).address])


def test_a_key_that_was_ever_given_is_known(tmp_path: Path) -> None:
    kept(tmp_path, [a_page(1), a_page(2, speech_id="press.old", is_withdrawn=True)])
    ledger = read_ledger(tmp_path, "press")
    assert ledger.has_key("press.news--1") and ledger.has_key("press.old") and not ledger.has_key("press.news--3")


def test_the_text_that_stands_for_an_address_is_found_over_several_names(tmp_path: Path) -> None:
    ledger = kept(
        tmp_path,
        [
            a_page(1),
            a_page(2, same_as=a_page(1).address),
            a_page(3, same_as=a_page(2).address),
            a_page(4, same_as="https://nowhere.example"),
        ],
    )
    assert ledger.resolved(a_page(3).address) == ledger.resolved(a_page(2).address) == a_page(1)
    assert ledger.resolved(a_page(4).address) == a_page(4, same_as="https://nowhere.example")
    assert ledger.resolved("https://nowhere.example") is None


def test_names_that_lead_to_each_other_end(tmp_path: Path) -> None:
    ledger = kept(tmp_path, [a_page(1, same_as=a_page(2).address), a_page(2, same_as=a_page(1).address)])
    assert ledger.resolved(a_page(1).address) in (a_page(1, same_as=a_page(2).address), a_page(2, same_as=a_page(1).address))


def test_what_is_not_known_of_an_address_is_not_written(tmp_path: Path) -> None:
    kept(tmp_path, [a_page(1)])
    [path] = segments_of(tmp_path, "press")
    assert set(json.loads(path.read_text())) == {"address", "url", "kind", "speech_id", "found_in", "first_seen_at", "asks"}
