"""Bytes become the characters that they were written as, or are no text."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.clean.decoding import Decoded, declared_encoding, decode
from flows.clean.draft import Unreadable
from schemas.words import Reason

RUSSIAN = "Министр открыл мост в полдень. «Он построен за год», – сказала она и добавила: движение начнётся в час."
KAZAKH = "Министр түсте жаңа көпірді ашты. «Ол бір жылда салынды», – деді ол және қозғалыс сағат бірде басталатынын айтты."
UKRAINIAN = "Міністерка відкрила міст, її рішення є єдиним. «Він збудований за рік», – сказала вона журналістам."
ENGLISH = "The minister opened the bridge at noon – a “naïve” idea, said the owner of a café."
NOISE = random.Random(1).randbytes(1_000_000)  # noqa: S311  (the same noise each time is what a test needs)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "utf-8"),
        (KAZAKH, "utf-8"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN.upper(), "cp1251"),
        (RUSSIAN.replace("«", '"').replace("»", '"').replace("–", "-"), "koi8-r"),
        (KAZAKH, "kz1048"),
        (ENGLISH, "cp1252"),
        (KAZAKH, "ptcp154"),
        (UKRAINIAN.replace("«", '"').replace("»", '"').replace("–", "-"), "koi8-u"),
        (RUSSIAN, "mac-cyrillic"),
        (UKRAINIAN, "mac-cyrillic"),
        (UKRAINIAN, "cp1251"),
        ("Мост открыт", "cp1251"),
        ("Мост открыт", "koi8-r"),
        ("Көпір ашық, қозғалыс жүріп жатыр", "kz1048"),
    ],
)
def test_an_encoding_is_told_by_the_bytes_alone(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), None) == Decoded(text, encoding)


def test_ukrainian_is_not_taken_for_kazakh() -> None:
    text = "Міністерка відкрила міст, її рішення є єдиним."
    assert decode(text.encode("cp1251"), None) == Decoded(text, "cp1251")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_byte_order_mark_decides(encoding: str) -> None:
    assert decode(("\ufeff" + KAZAKH).encode(encoding), "text/plain; charset=windows-1251") == Decoded(KAZAKH, encoding)


@pytest.mark.parametrize(
    ("content_type", "raw", "encoding"),
    [
        ("text/plain; charset=windows-1251", b"", "cp1251"),
        ('text/html;Charset="KOI8-R"', b"", "koi8-r"),
        (None, b'<!doctype html><meta charset="windows-1251">', "cp1251"),
        (None, b'<meta http-equiv="Content-Type" content="text/html; charset=utf-8">', "utf-8"),
        (None, b'<?xml version="1.0" encoding="kz-1048"?>', "kz1048"),
        ("text/html; charset=iso-8859-1", b"", "cp1252"),
        ("text/html; charset=no-such", b"", None),
        ("text/html; charset=zlib", b"", None),
        ("text/html", b"<p>charset=koi8-r", None),
    ],
)
def test_a_declared_encoding_is_read(content_type: str | None, raw: bytes, encoding: str | None) -> None:
    assert declared_encoding(raw, content_type) == encoding


def test_a_declaration_decides_between_equals() -> None:
    assert decode("Мост".encode("kz1048"), "text/plain; charset=kz-1048") == Decoded("Мост", "kz1048")


def test_a_wrong_declaration_is_not_believed() -> None:
    assert decode(RUSSIAN.encode("cp1251"), "text/plain; charset=iso-8859-1") == Decoded(RUSSIAN, "cp1251")
    assert decode(KAZAKH.encode("kz1048"), "text/plain; charset=windows-1251") == Decoded(KAZAKH, "kz1048")
    assert decode(RUSSIAN.encode("cp1251"), "text/plain; charset=utf-8") == Decoded(RUSSIAN, "cp1251")
    assert decode(RUSSIAN.encode("utf-8"), "text/plain; charset=windows-1251") == Decoded(RUSSIAN, "utf-8")


@pytest.mark.parametrize(
    ("raw", "detail"),
    [
        (NOISE[:4_000], "control characters"),
        (b"\xff\xfe\x00\xd8\x00", "begins as utf-16-le"),
        (b"\x00" * 100, "NUL"),
        (b"\x01\x02\x03 text", "control characters"),
        (b"GIF89a\x01\x00", "a picture"),
        (RUSSIAN.removesuffix(".").encode()[:-1], "damaged bytes"),
        (RUSSIAN.encode().replace("м".encode(), b"\xd0", 1), "damaged bytes"),
        (bytes(range(0x80, 0x100)) * 3, "reads as no text"),
    ],
)
def test_what_is_no_text_says_why(raw: bytes, detail: str) -> None:
    found = decode(raw, None)
    assert isinstance(found, Unreadable)
    assert found.reason is Reason.NOT_TEXT
    assert detail in found.detail


def test_ten_megabytes_of_random_bytes_are_told_at_once() -> None:
    for raw in (
        NOISE * 10,
        NOISE.translate(bytes(range(0x20, 0x100)) + bytes(range(0x80, 0xA0))) * 10,
    ):
        assert isinstance(decode(raw, None), Unreadable)


@given(st.binary(max_size=300))
@settings(max_examples=50)
def test_any_bytes_are_text_or_not_and_never_fail(raw: bytes) -> None:
    found = decode(raw, None)
    if isinstance(found, Decoded):
        assert found.text.encode("utf-8").decode("utf-8") == found.text
