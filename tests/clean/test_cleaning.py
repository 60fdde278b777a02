"""From bytes to a speech: the whole way, and what is set aside on it."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from flows.clean.cleaning import STEPS, clean, clean_text
from flows.clean.draft import Cleaned, Unreadable
from schemas.words import Reason

ROOT = Path(__file__).parents[2]
SPEECH = ROOT / "sources/bundled/2026-02-10-constitutional-reform.txt"


def test_the_bundled_speech_is_cleaned_to_the_letter() -> None:
    cleaned = clean(SPEECH.read_bytes(), None, SPEECH.name)
    assert isinstance(cleaned, Cleaned)
    assert cleaned.spoken_on == date(2026, 2, 10)
    assert (cleaned.title, cleaned.place, cleaned.published_at) == (None, None, None)
    assert cleaned.steps == ("plain_spaces", "dated", "divided_paragraphs")
    assert cleaned.text == SPEECH.read_text(encoding="utf-8").removeprefix(" date 2026-02-10 ").removesuffix("\n\n")
    assert hashlib.sha256(cleaned.text.encode()).hexdigest() == "188f67b5545086c32661602bd19c0f8df07a03566dbc94dc95a7d96082226c0e"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", Reason.EMPTY),
        (b" \n\t\r\n", Reason.EMPTY),
        ("\ufeff".encode(), Reason.EMPTY),
        ("\u200b\u00a0…".encode(), Reason.EMPTY),
        (b"--- 2031 --- 17.", Reason.EMPTY),
        (b"4 May 2031\n", Reason.EMPTY),
        (b"Bridge", Reason.TOO_SHORT),
        (b"The bridge opened today.", Reason.TOO_SHORT),
        (b"\x00\x01\x02\x03", Reason.NOT_TEXT),
    ],
)
def test_what_holds_no_text_is_set_aside_with_its_reason(raw: bytes, reason: Reason) -> None:
    found = clean(raw, None, "speech.txt")
    assert isinstance(found, Unreadable)
    assert found.reason is reason
    assert found.detail


def test_five_words_are_a_text() -> None:
    assert isinstance(clean(b"The long bridge opened today.", None, "speech.txt"), Cleaned)


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16", "utf-8-sig"])
def test_the_encoding_changes_nothing_but_the_steps(encoding: str) -> None:
    text = "Министр открыл мост в полдень.\n\n«Он построен за год», – сказала она."
    cleaned = clean(text.encode(encoding), None, "speech.txt")
    assert isinstance(cleaned, Cleaned)
    assert cleaned.text == text


def test_a_clean_text_is_changed_by_no_step() -> None:
    cleaned = clean_text("The bridge is open.\n\nTraffic began at one.")
    assert isinstance(cleaned, Cleaned)
    assert cleaned.steps == ()


def test_steps_have_names_of_their_own() -> None:
    assert len({step.name for step in STEPS}) == len(STEPS)


@pytest.mark.timeout(10)  # seconds; a rule that looks back for every character would take hours
def test_hostile_texts_take_time_in_step_with_their_length() -> None:
    for text in (
        "“" * 100_000,
        "Рё" * 100_000,
        "&amp;" * 100_000,
        "<a " * 100_000,
        "бa" * 100_000,
        "a " * 200_000,
        " \n" * 200_000,
        "x\n" * 50_000,
        "a\u00ad" * 50_000,
        "." * 500_000,
        "e\u0301" * 50_000,
    ):
        clean(text.encode(), None, "speech.txt")
