"""Subtitles as text: SubRip and WebVTT, whose cues are pieces of what is said, with the times at which they are shown."""

import re
from collections.abc import Iterator
from typing import NamedTuple

# 00:01:07,200 --> 00:01:09,000 align:start
TIMES = re.compile(r"[ \t]*(?P<from>(?:\d{1,3}:)?\d\d:\d\d[.,]\d{3})[ \t]+-->[ \t]+(?P<to>(?:\d{1,3}:)?\d\d:\d\d[.,]\d{3})")
ARROW = "-->"
FEWEST_CUES = 2
BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
# <v Jane Roe>, <v.loud Jane Roe>
VOICE = re.compile(r"<v(?:\.[^<>\s]{1,40})?[ \t]+(?P<name>[^<>\n]{1,80})>")
# <i>, </c.yellow>, <00:01:07.400>, {\an8}
MARK = re.compile(r"</?[a-zA-Z][^<>\n]{0,60}>|<[\d:.]{5,16}>|\{\\[^{}\n]{1,40}\}")
# - Yes. – >> Yes.
OPENS_TURN = re.compile(r"[ \t]*(?:[-–—]|>>+)[ \t]*")
# [APPLAUSE]
DIRECTION = re.compile(r"\[[^\[\]\n]*\]|\([^()\n]*\)|♪[^\n]*")
ENDS_SENTENCE = re.compile(r"[.!?…][\"”»’')\]]*$")
LONG_SILENCE_SECONDS = 2.0
LONG_PARAGRAPH = 600
"""So many code points are enough for a paragraph that nothing else divides."""


class Cue(NamedTuple):
    """What is shown at one time: when it begins and ends, in seconds, who says it, and its lines."""

    start: float
    end: float
    voice: str
    lines: list[str]


def without_cue_times(text: str) -> str:
    r"""Return the words of subtitles as paragraphs, each speaker's with the name before them; any other text as it is.

    >>> without_cue_times("1\n00:00:01,000 --> 00:00:02,000\nThe road\n\n2\n00:00:02,000 --> 00:00:03,000\nis open.\n")
    'The road is open.'
    """
    if text.count(ARROW, 0) < FEWEST_CUES:
        return text
    cues = list(_cues(text))
    return "\n\n".join(_paragraphs(cues)) if len(cues) >= FEWEST_CUES else text


def _cues(text: str) -> Iterator[Cue]:
    voice = ""
    for block in BLANK_LINES.split(text.strip()):
        lines = block.split("\n")
        timed = next((place for place, line in enumerate(lines[:2]) if TIMES.match(line)), None)
        times = TIMES.match(lines[timed]) if timed is not None else None
        if timed is None or times is None:
            continue
        named = VOICE.search(lines[timed + 1]) if timed + 1 < len(lines) else None
        voice = " ".join(named["name"].split()) if named else ""
        shown = [words for line in lines[timed + 1 :] if (words := MARK.sub("", VOICE.sub("", line)).strip())]
        if shown:
            yield Cue(_seconds(times["from"]), _seconds(times["to"]), voice, shown)


def _seconds(written: str) -> float:
    seconds = 0.0
    for part in written.replace(",", ".").split(":"):
        seconds = seconds * 60 + float(part)
    return seconds


def _paragraphs(cues: list[Cue]) -> Iterator[str]:
    pieces: list[str] = []
    voice, ended, length = "", 0.0, 0
    for cue in cues:
        for number, line in enumerate(cue.lines):
            opens = OPENS_TURN.match(line)
            is_changed = number == 0 and cue.voice != voice
            is_divided = (
                is_changed or opens is not None or DIRECTION.fullmatch(line) is not None or _is_rest(pieces, cue.start - ended, length)
            )
            if is_divided and pieces:
                yield " ".join(pieces)
                pieces, length = [], 0
            voice = cue.voice
            pieces.append(f"{voice}: {line}" if is_changed and voice else line)
            length += len(line)
            ended = cue.end
    if pieces:
        yield " ".join(pieces)


def _is_rest(pieces: list[str], silence: float, length: int) -> bool:
    """Tell whether a paragraph may end here: at what happens in the hall, after a silence, or where it is long."""
    if not pieces:
        return False
    if DIRECTION.fullmatch(pieces[-1]):
        return True
    return ENDS_SENTENCE.search(pieces[-1][-8:]) is not None and (silence >= LONG_SILENCE_SECONDS or length >= LONG_PARAGRAPH)
