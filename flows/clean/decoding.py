"""From bytes to characters: what the bytes themselves say, then what was declared, then what is plausible."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from flows.clean.draft import Unreadable
from schemas.words import Reason

# The longest mark first: UTF-32's begins with UTF-16's.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
OTHER_FORMATS = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive, as DOCX, ODT and EPUB files are"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "packed with gzip"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
# What one byte a letter may be, in the order of trust where nothing tells them apart.
ONE_BYTE_ENCODINGS = ("cp1251", "kz1048", "koi8-r", "cp1252")
DECLARABLE = frozenset(
    {"utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "kz1048", "ptcp154", "koi8-r", "koi8-u", "cp1252"}
    | {"iso8859-5", "cp866", "mac-cyrillic", "iso8859-1", "iso8859-15", "cp1254", "ascii"}
)
# What browsers read under these names, as the WHATWG's encoding standard says.
READ_AS = {"iso8859-1": "cp1252", "ascii": "cp1252"}

CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r")) + b"\x7f"
MOST_CONTROLS = 0.02
"""The share of control characters beyond which bytes are no text; random bytes have 0.11."""

# "charset=windows-1251" in a content type
CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE | re.ASCII)
# <meta charset="utf-8">, <meta … content="text/html; charset=koi8-r">, <?xml … encoding="utf-8"?>
DECLARED_IN_PAGE = re.compile(rb"<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
PAGE_HEAD_BYTES = 4096

SAMPLE_BYTES = 16_384
"""How much of each end and of the middle is looked at to tell one-byte encodings apart."""

# Байттары: Қ қ Ң ң Ә ә in kz1048 are letters of Macedonian and Serbian alone in cp1251, Ғ Ү Ө also of Ukrainian.
KAZAKH_ALONE = re.compile(rb"[\x8d\x9d\xbd\xbe\xa3\xbc]")

LETTER_RUN = re.compile(r"[^\W\d_]+")
# "пРЕЗИДЕНТ": what the wrong one of two Cyrillic encodings makes of a word
SMALL_THEN_CAPITAL = re.compile(r"[a-zа-яёәіңғүұқөһ][A-ZА-ЯЁӘІҢҒҮҰҚӨҺ]")
# "Ïðåçèäåíò" in cp1252, "СЃР»РѕРІРѕ" in cp1251: letters that follow one another in no language read here
UTF8_READ_AS_CYRILLIC = re.compile(r"[РС][\x80-\x9f\u0402-\u040f\u0452-\u045f\u00a0-\u00bf\u2010-\u2122]")
READ_HERE = re.compile(r"[A-Za-zА-Яа-яЁёӘәІіҢңҒғҮүҰұҚқӨөҺһ]")
LEAST_LETTERS = 0.5
LEAST_READ_HERE = 0.85
MOST_TURNS = 0.05


class Decoded(NamedTuple):
    """Characters, and the encoding they were in."""

    text: str
    encoding: str


def decode(raw: bytes, content_type: str | None) -> Decoded | Unreadable:
    """Return the characters of the bytes, or why they are none."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            text = _strictly(raw[len(mark) :], encoding)
            return _not_text(f"begins as {encoding} and goes on as something else") if text is None else _with_letters(Decoded(text, encoding))
    for beginning, what in OTHER_FORMATS:
        if raw.startswith(beginning):
            return _not_text(f"is {what}, not a text")
    declared = declared_encoding(raw, content_type)
    if declared in ("utf-16", "utf-16-le", "utf-16-be"):
        text = _strictly(raw, "utf-16-le" if declared == "utf-16" else declared)
        return _not_text(f"is declared as {declared} and is not") if text is None else _with_letters(Decoded(text, declared))
    controls = len(raw) - len(raw.translate(None, CONTROLS))
    if b"\x00" in raw or controls > MOST_CONTROLS * len(raw):
        return _not_text("holds NUL or many control characters, as no text does")
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(raw):
            return _not_text(f"is UTF-8 with damaged bytes, the first at byte {error.start}")
    return _one_byte_a_letter(raw, declared)


def declared_encoding(raw: bytes, content_type: str | None) -> str | None:
    """Return the encoding that the server or the page's head declares, by Python's name; None where it is none that we read."""
    declared = CHARSET.search(content_type or "")
    within = None if declared else DECLARED_IN_PAGE.search(raw[:PAGE_HEAD_BYTES])
    name = declared[1] if declared else within[1].decode("ascii", "replace") if within else ""
    try:
        found = codecs.lookup(name).name if name.isascii() else ""
    except (LookupError, ValueError):
        return None
    return READ_AS.get(found, found) if found in DECLARABLE else None


def _one_byte_a_letter(raw: bytes, declared: str | None) -> Decoded | Unreadable:
    sample = _sample(raw)
    guessed = (declared,) if declared and declared != "utf-8" else ()
    for encoding in (*guessed, *_ranked(sample)):
        looked_at = _strictly(sample, encoding)
        text = _strictly(raw, encoding) if looked_at is not None and is_plausible(looked_at) else None
        if text is not None:
            return Decoded(text, encoding)
    return _not_text(f"is no UTF-8, and reads as no text in {', '.join(ONE_BYTE_ENCODINGS)}")


def _ranked(sample: bytes) -> list[str]:
    """Return the one-byte encodings, the likeliest first.

    What tells Kazakh apart is a byte of its own; charset-normalizer, which knows no Kazakh, ranks the rest.
    """
    from charset_normalizer import from_bytes  # late: nearly every text is UTF-8

    if KAZAKH_ALONE.search(sample):
        first = ["kz1048"]
    else:
        matches = from_bytes(sample, cp_isolation=list(ONE_BYTE_ENCODINGS), preemptive_behaviour=False, enable_fallback=False)
        first = [name for match in matches for name in (match.encoding, *match.could_be_from_charset)]
    return list(dict.fromkeys([codecs.lookup(name).name for name in first] + list(ONE_BYTE_ENCODINGS)))


def is_plausible(text: str) -> bool:
    """Say whether characters look like a text in a language read here, and not like one read in the wrong encoding."""
    letters = sum(map(len, LETTER_RUN.findall(text)))
    solid = len(text) - sum(map(text.count, " \n\r\t"))
    if not letters or letters < LEAST_LETTERS * solid or UTF8_READ_AS_CYRILLIC.search(text):
        return False
    turns = len(SMALL_THEN_CAPITAL.findall(text))
    return len(READ_HERE.findall(text)) >= LEAST_READ_HERE * letters and turns <= MOST_TURNS * letters


def _is_damaged_utf8(raw: bytes) -> bool:
    """Say whether bytes are UTF-8 but for a few: more letters of several bytes than bytes that fit none."""
    sample = _sample(raw)
    text = sample.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    whole = sum(character > "\x7f" for character in text) - damaged
    return whole > 4 * damaged


def _sample(raw: bytes) -> bytes:
    if len(raw) <= 3 * SAMPLE_BYTES:
        return raw
    middle = len(raw) // 2
    return raw[:SAMPLE_BYTES] + raw[middle : middle + SAMPLE_BYTES] + raw[-SAMPLE_BYTES:]


def _strictly(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _with_letters(decoded: Decoded) -> Decoded | Unreadable:
    if "\x00" in decoded.text:
        return _not_text("holds NUL characters, as no text does")
    return decoded


def _not_text(detail: str) -> Unreadable:
    return Unreadable(Reason.NOT_TEXT, detail)
