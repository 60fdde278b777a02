"""Which of several texts of containers stand: each key once, and nothing is dropped without its name."""

from datetime import UTC, datetime

from flows.fetch.fetched import Fetched
from flows.fetch.unpacking import standing
from schemas.words import Reason


def a_capture(address: str, day: int, archive: str = "press.warc") -> Fetched:
    at = datetime(2026, 2, day, tzinfo=UTC)
    return Fetched("press", address, "press.news--1", url=address, retrieved_at=at, part_of=archive, member=address, sha256=f"{day:064}")


def test_of_several_captures_of_an_address_the_latest_stands() -> None:
    address = "https://press.example.org/news/1"
    found = standing([a_capture(address, 3), a_capture(address, 9), a_capture(address, 5, "other.warc")])
    assert [text.sha256 for text in found] == [f"{9:064}"]


def test_the_same_path_of_another_host_is_another_text_and_is_named() -> None:
    one, other = a_capture("https://press.example.org/news/1", 3), a_capture("https://mirror.example.net/news/1", 9)
    kept, aside = standing([one, other])
    assert kept == one
    assert aside.reason is Reason.REPEATED_KEY and "https://press.example.org/news/1" in (aside.detail or "")
