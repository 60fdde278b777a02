"""A speech without labels: its opening address, its closing words, what happens in the hall, and the first person throughout."""

import re
from collections.abc import Sequence

from flows.label.form.evidence import MARKED, first_person_share, frames_share, is_address, share_after
from flows.label.form.labels import LONGEST_LABEL, NAMED, SPEAKER, labelled_lines
from flows.label.form.layout import Layout, Start
from flows.label.form.words import one_of, phrases
from flows.languages.letters import plain
from flows.languages.pack import Pack
from schemas.columns import Span
from schemas.words import Form

MOST_LINES_BEFORE = 5
LEAST_SHARE_OF_TEXT = 0.7
OPENS_MARKED = frozenset('«“„"‘')
BRACKETED = re.compile(r"[(\[][^()\[\]]{1,120}[)\]]")
LONGEST_DIRECTION = 160
FIRST_BRACKETS = re.compile(r"(?P<brackets>[(\[][^()\[\]]{1,120}[)\]])[.!]?\s*")
LAST_BRACKETS = re.compile(r"\s*(?P<brackets>[(\[][^()\[\]]{1,120}[)\]])[.!]?\s*$")
LONGEST_CLOSING = 120
MOST_ANNOUNCING, LONGEST_ANNOUNCEMENT = 2, 200
OPENING_BRACKETS = "(["

LEAST_OWN_WORDS, MOST_FRAMES = 0.4, 0.25
LEAST_OWN_WORDS_UNADDRESSED, MOST_FRAMES_UNADDRESSED = 0.6, 0.1


def addressed_layout(text: str, lines: Sequence[Span], pack: Pack) -> Layout | None:
    """Return a transcript's one turn, from its address on, or None where nothing shows the text to be one."""
    start = opening(text, lines, pack)
    if start is not None:
        addressed = [Span(start.at, lines[start.line].end), *lines[start.line + 1 :]]
        enough = first_person_share(text, addressed, pack) >= LEAST_OWN_WORDS and frames_share(text, addressed, pack) <= MOST_FRAMES
        return Layout(Form.TRANSCRIPT, tuple(lines), (start,)) if enough else None
    announced = announcement(text, lines, pack)
    if announced is None and not _closes(text, lines, pack) and not _has_directions(text, lines, pack):
        return None
    first = 0 if announced is None else announced + 1
    own = lines[first:]
    if first_person_share(text, own, pack) < LEAST_OWN_WORDS_UNADDRESSED:
        return None
    if frames_share(text, own, pack) > MOST_FRAMES_UNADDRESSED or any(text[line.start] in OPENS_MARKED for line in own):
        return None
    return Layout(Form.TRANSCRIPT, tuple(lines), (Start(first, lines[first].start),))


def announcement(text: str, lines: Sequence[Span], pack: Pack) -> int | None:
    """Return which of the first two lines announces the text of a speech, if one does and more follows."""
    pattern = one_of("announcements", pack)
    for number, line in enumerate(lines[:MOST_ANNOUNCING]):
        is_short = line.end - line.start <= LONGEST_ANNOUNCEMENT and number + 1 < len(lines)
        if is_short and pattern.search(plain(text[line.start : line.end])):
            return number
    return None


def _has_directions(text: str, lines: Sequence[Span], pack: Pack) -> bool:
    return any(text[line.start] in OPENING_BRACKETS and is_direction(text, line, pack) for line in lines)


def opening(text: str, lines: Sequence[Span], pack: Pack) -> Start | None:
    """Return where a speech begins by addressing those present: one of the first lines, outside of marks."""
    for number, line in enumerate(lines[:MOST_LINES_BEFORE]):
        at = line.start if is_address(text, line, pack) else _after_label(text, line, lines, pack)
        if at is None or not is_address(text, Span(at, line.end), pack):
            continue
        if number > 1 and share_after(lines, line.start) < LEAST_SHARE_OF_TEXT:
            return None
        label = _single_label(text, lines, pack)
        is_labelled = label is not None and (label.at == at or (at == line.start and label.line == number - 1))
        return label if is_labelled else Start(number, at)
    return None


def _after_label(text: str, line: Span, lines: Sequence[Span], pack: Pack) -> int | None:
    """Return where a line's words begin after its label; None where it has none."""
    if text.find(":", line.start, min(line.end, line.start + LONGEST_LABEL)) < 0:
        return None
    label = _single_label(text, lines, pack)
    return label.at if label is not None and line.start < label.at < line.end else None


def _single_label(text: str, lines: Sequence[Span], pack: Pack) -> Start | None:
    """Return the label that opens one of the first lines, if it is one alone and names a speaker."""
    found = labelled_lines(text, lines[:MOST_LINES_BEFORE], pack)
    if len(found) != 1 or found[0].kind not in (SPEAKER, NAMED):
        return None
    return Start(found[0].line, found[0].at, found[0].label, found[0].key)


def _closes(text: str, lines: Sequence[Span], pack: Pack) -> bool:
    """Tell whether one of the last two lines thanks those present for their attention, and says no more."""
    for line in lines[-2:]:
        if line.end - line.start <= LONGEST_CLOSING and not MARKED.search(text, line.start, line.end):
            head = one_of("closings", pack).match(plain(text[line.start : line.end]))
            if head:
                return True
    return False


def is_direction(text: str, line: Span, pack: Pack) -> bool:
    """Tell whether a line says in brackets what happens in the hall: (Applause)."""
    if text[line.start] not in "([":
        return False
    match = BRACKETED.fullmatch(text[line.start : line.end].rstrip(".!"))
    return match is not None and _is_direction(match.group(), pack)


def without_directions(text: str, line: Span, pack: Pack) -> Span:
    """Return a line without what its first and last brackets say of the hall: `Thank you. (Applause.)`"""
    start, end = line
    while end > start and (match := LAST_BRACKETS.search(text, max(start, end - LONGEST_DIRECTION), end)):
        if not _is_direction(match.group("brackets"), pack):
            break
        end = match.start()
    while start < end and (match := FIRST_BRACKETS.match(text, start, end)):
        if not _is_direction(match.group("brackets"), pack):
            break
        start = match.end()
    return Span(start, end)


def _is_direction(words: str, pack: Pack) -> bool:
    inner = plain(words[1:-1]).strip()
    return any(inner.startswith(phrase) for phrase in phrases("directions", pack))
