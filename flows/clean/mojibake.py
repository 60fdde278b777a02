"""Text whose UTF-8 bytes were read in an encoding of one byte a letter: `â€œWe are readyâ€`, `РїСЂРёРІРµС‚`."""

import re
from functools import cache, partial
from typing import NamedTuple

from flows.clean.traced import Traced, by_line, substituted, untouched
from flows.languages.letters import alphabets

MOST_READINGS = 2
"""How often bytes are read wrongly in a row, at most."""
SURE_LETTERS = 3
"""So many letters of two bytes in a row, and they are no writer's choice; fewer are repaired where such a run stands elsewhere."""

ENCODINGS = ("cp1252", "cp1251")
PUNCTUATION_START = b"\xe2\x80"
"""The first two bytes of “ ” ‘ ’ – — … • in UTF-8; read as two letters, they begin no word."""


UNPRINTED = "\u00ad\u200b\u202f\ufeff"
"""What a text may hold all the same; controls of one byte are what a second misreading leaves."""


class Misreading(NamedTuple):
    """What UTF-8 becomes in one encoding."""

    encoding: str
    sign: str
    """Without it no text is misread so; looked for first, for it costs little."""
    certain: re.Pattern[str]
    """What no writer writes."""
    sequence: re.Pattern[str]
    """A letter of two to four bytes."""
    dropped: re.Pattern[str]
    """What is left of ” where a program drops byte 0x9D, which cp1252 does not know: `readyâ€ he said`."""


def undamaged_utf8(text: str) -> str:
    """Return a text in which what was UTF-8 and was read as cp1252 or cp1251 is read as UTF-8, where that is certain.

    >>> undamaged_utf8("â€œWe are ready,â€\\x9d she said.")
    '“We are ready,” she said.'
    """
    return traced_utf8(untouched(text)).text


def traced_utf8(traced: Traced) -> Traced:
    """Return a text as `undamaged_utf8` does, and where each of its characters stood before."""
    if traced.text.isascii():
        return traced
    for _ in range(MOST_READINGS):
        before = traced.text
        for misread in _misreadings():
            if _is_there(misread, traced.text):
                traced = by_line(partial(_repaired, misread), traced)
        if traced.text == before:
            break
    return traced


def _is_there(misread: Misreading, text: str) -> bool:
    return any(map(text.__contains__, misread.sign)) and misread.certain.search(text) is not None


def _repaired(misread: Misreading, line: Traced) -> Traced:
    """Return a line with its letters of several bytes read again, where it holds what is certain, or nothing that was read rightly."""
    if line.text.isascii() or not (misread.certain.search(line.text) or _is_all_misread(misread, line.text)):
        return line
    read = substituted(misread.sequence, lambda match: _read(match[0], misread.encoding), line)
    return substituted(misread.dropped, lambda match: "”", read)


def _is_all_misread(misread: Misreading, line: str) -> bool:
    return misread.sequence.sub("", line).isascii()


def _read(sequence: str, encoding: str) -> str:
    """Return what bytes mean in UTF-8, or the sequence itself where that is no letter or sign of use; a font's own sign is one."""
    try:
        read = _bytes(sequence, encoding).decode("utf-8")
    except UnicodeDecodeError:
        return sequence
    return read if read.isprintable() or read in UNPRINTED or "\x80" <= read <= "\xa0" or "\ue000" <= read <= "\uf8ff" else sequence


def _bytes(sequence: str, encoding: str) -> bytes:
    known = _byte_of(encoding)
    return bytes(known[character] for character in sequence)


@cache
def _byte_of(encoding: str) -> dict[str, int]:
    """Return the byte of each character beyond ASCII; a byte without one counts as the control of that number."""
    controls = {chr(byte): byte for byte in range(0x80, 0xA0)}
    return controls | {bytes([byte]).decode(encoding, "ignore") or chr(byte): byte for byte in range(0x80, 0x100)}


@cache
def _misreadings() -> tuple[Misreading, ...]:
    return tuple(map(_misreading, ENCODINGS))


def _misreading(encoding: str) -> Misreading:
    known = _byte_of(encoding)
    follows = _class(character for character, byte in known.items() if byte < 0xC0)
    leads = {length: _class(c for c, byte in known.items() if first <= byte < after) for length, first, after in LEADS}
    letters = sorted({letter.encode() for letters in alphabets().values() for small in letters for letter in (small, small.upper())})
    two_bytes = sorted({raw[0] for raw in letters if len(raw) == 2})
    ours = _class(character for character, byte in known.items() if byte in two_bytes)
    start = PUNCTUATION_START.decode(encoding)
    return Misreading(
        encoding,
        start[0] + "".join(character for character, byte in known.items() if byte in (0xC2, 0xC3, *two_bytes)),
        re.compile(rf"{start}|(?:[{ours}][{follows}]){{{SURE_LETTERS}}}{CERTAIN_BESIDE.get(encoding, '')}"),
        re.compile("|".join(rf"[{lead}][{follows}]{{{length - 1}}}" for length, lead in leads.items())),
        re.compile(f"{start}(?![{follows}])"),
    )


# The number of bytes of a letter, and the first bytes of such letters.
LEADS = ((2, 0xC2, 0xE0), (3, 0xE0, 0xF0), (4, 0xF0, 0xF5))
# `cafÃ©`, `Â«`, `5Â 000`, a control that nobody writes behind the start of a letter, and what was misread twice: `Ã¢â‚¬Å“`
CERTAIN_BESIDE = {"cp1252": "|(?<=[a-z])Ã[\u00a0-\u00bf]|Â[\u00a0\u00ab\u00bb\u00a7\u00b0]|[Ââ][\x80-\x84\x86-\x9f]|â‚¬|Ã[\x90\x91‘]Â"}


def _class(characters: object) -> str:
    return re.escape("".join(sorted(characters)))  # type: ignore[call-overload]
