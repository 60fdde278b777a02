"""From bytes to characters: what the bytes themselves say, then what was declared, then what reads best."""

import codecs
import re
from typing import NamedTuple

from flows.clean.draft import Unreadable
from flows.clean.one_byte import ENCODINGS, likeliest_encoding
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
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
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
"""How much of each end and of the middle is looked at where the whole would tell no more."""
LEAST_WHOLE_TO_DAMAGED = 4
"""So many letters of several bytes to one damaged byte, and bytes are UTF-8 that was damaged."""


class Decoded(NamedTuple):
    """Characters, and the encoding they were in."""

    text: str
    encoding: str


def decode(raw: bytes, content_type: str | None) -> Decoded | Unreadable:
    """Return the characters of the bytes, or why they are none.

    `content_type` is what a server said of them, `text/plain; charset=windows-1251`.
    """
    declared = declared_encoding(raw, content_type)
    wide = _wide_encoding(raw, declared)
    if wide:
        return _decoded_wide(raw, *wide)
    wrong = _why_no_text(raw)
    if wrong:
        return _not_text(wrong)
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(raw):
            return _not_text(f"is UTF-8 with damaged bytes, the first at byte {error.start}")
    return _one_byte_a_letter(raw, declared)


def _wide_encoding(raw: bytes, declared: str | None) -> tuple[str, int] | None:
    """Return the encoding that a byte order mark tells, or a declaration of UTF-16, with the length of the mark in bytes."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return encoding, len(mark)
    return ({"utf-16": "utf-16-le"}.get(declared, declared), 0) if declared and declared.startswith("utf-16") else None


def _decoded_wide(raw: bytes, encoding: str, mark_bytes: int) -> Decoded | Unreadable:
    text = _strictly(raw[mark_bytes:], encoding)
    if text is None:
        return _not_text(f"begins as {encoding}, or is declared so, and goes on as something else")
    return _not_text("holds NUL characters, as no text does") if "\x00" in text else Decoded(text, encoding)


def _why_no_text(raw: bytes) -> str | None:
    for beginning, what in OTHER_FORMATS:
        if raw.startswith(beginning):
            return f"is {what}, not a text"
    controls = len(raw) - len(raw.translate(None, CONTROLS))
    if b"\x00" in raw or controls > MOST_CONTROLS * len(raw):
        return "holds NUL or many control characters, as no text does"
    return None


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
    encoding = likeliest_encoding(_sample(raw), declared if declared != "utf-8" else None)
    text = _strictly(raw, encoding) if encoding else None
    if encoding is None or text is None:
        return _not_text(f"is no UTF-8, and reads as no text in {', '.join(ENCODINGS)}")
    return Decoded(text, encoding)


def _is_damaged_utf8(raw: bytes) -> bool:
    """Say whether bytes are UTF-8 but for a few: more letters of several bytes than bytes that fit none."""
    sample = _sample(raw)
    text = sample.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    whole = sum(character > "\x7f" for character in text) - damaged
    return whole > LEAST_WHOLE_TO_DAMAGED * damaged


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


def _not_text(detail: str) -> Unreadable:
    return Unreadable(Reason.NOT_TEXT, detail)
