"""A key is a function of the file's name or the address alone."""

import re
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.errors import Refused
from flows.fetch.identifiers import refuse_collisions, speech_id_of_address, speech_id_of_file
from schemas.speeches import SPEECH_ID


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("2026-02-10-constitutional-reform.txt", "2026-02-10-constitutional-reform"),
        ("2026/02/opening.txt", "2026--02--opening"),
        ("opening", "opening"),
    ],
)
def test_a_plain_name_is_its_own_slug(path: str, slug: str) -> None:
    assert speech_id_of_file("press", path) == f"press.{slug}"


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("opening.html", "opening-html"),
        ("Opening.txt", "opening"),
        ("a_b.txt", "a-b"),
        ("a--b.txt", "a-b"),
        ("-a.txt", "a"),
        ("a b/c.txt", "a-b--c"),
        ("Открытие 2026.txt", "2026"),
        ("x" * 200 + ".txt", "x" * 111),
    ],
)
def test_a_name_that_loses_something_gets_eight_digits_of_its_hash(path: str, slug: str) -> None:
    assert re.fullmatch(re.escape(f"press.{slug}") + "-[0-9a-f]{8}", speech_id_of_file("press", path))


def test_a_name_without_a_latin_letter_or_digit_is_its_hash_alone() -> None:
    assert re.fullmatch(r"press\.[0-9a-f]{8}", speech_id_of_file("press", "Открытие.txt"))


@pytest.mark.parametrize(
    ("one", "other"), [("a/b.txt", "a-b.txt"), ("a/b.txt", "a--b.txt"), ("a_b.txt", "a-b.txt"), ("a.txt", "a.html"), ("A.txt", "a.txt")]
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert speech_id_of_file("press", one) != speech_id_of_file("press", other)


@pytest.mark.parametrize(
    ("address", "slug"),
    [
        ("https://example.org/en/opening-2026", "en--opening-2026"),
        ("https://example.org/en/opening-2026/", "en--opening-2026-"),
        ("https://example.org/news?id=7", "news-id-7-"),
        ("https://example.org/7.html", "7-html-"),
        ("https://example.org/", ""),
    ],
)
def test_an_address_gives_the_slug_of_its_path(address: str, slug: str) -> None:
    digits = "[0-9a-f]{8}" if slug.endswith("-") or not slug else ""
    assert re.fullmatch(re.escape(f"press.{slug}") + digits, speech_id_of_address("press", address))


@given(st.text(max_size=200))
@settings(max_examples=50)
def test_every_name_gives_a_key_of_the_declared_form(path: str) -> None:
    assert re.fullmatch(SPEECH_ID, speech_id_of_file("press", path.encode("utf-8", "replace").decode()))


class Text(NamedTuple):
    source_id: str
    origin: str
    speech_id: str


def test_two_texts_with_one_key_stop_the_build() -> None:
    texts = [Text("press", f"https://{host}/a", "press.a") for host in ("one.example", "two.example")]
    refuse_collisions(texts[:1])
    with pytest.raises(Refused, match=r"press: https://one.example/a and press: https://two.example/a both have the key 'press.a'"):
        refuse_collisions(texts)
