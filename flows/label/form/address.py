"""A speech without labels: its opening address, its closing words, what happens in the hall, and the first person throughout."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from flows.label.form.evidence import (
    MARKED,
    address_within,
    first_person_share,
    frames_share,
    is_address,
    own_words_rate,
    share_after,
)
from flows.label.form.labels import LONGEST_LABEL, Labelled
from flows.label.form.layout import Layout, Part, Start
from flows.label.form.words import classes, one_of, phrases
from flows.languages.letters import plain
from flows.languages.pack import Pack, any_of
from schemas.columns import Span
from schemas.words import Form

MOST_LINES_BEFORE, LONGEST_HEAD = 40, 2500
OPENS_MARKED = frozenset('«“„"‘')
BRACKETS = re.compile(r"[(\[][^()\[\]]{1,120}[)\]]")
# [00:12:07], [12:07]: when it was said
TIME = re.compile(r"\d{1,2}(?::\d\d){1,2}(?:[.,]\d{1,3})?")
LONGEST_CLOSING = 120
MOST_ANNOUNCING, LONGEST_ANNOUNCEMENT = 8, 240
AROUND = " *-–—.:!()[]…"
OPENING_BRACKETS = "(["

LEAST_SHARE_OF_TEXT, LEAST_SHARE_ANNOUNCED = 0.7, 0.4
LEAST_OWN_WORDS, MOST_FRAMES = 0.4, 0.25
LEAST_OWN_WORDS_UNADDRESSED, MOST_FRAMES_UNADDRESSED = 0.6, 0.1
LEAST_RATE, LEAST_RATE_ANNOUNCED, MOST_FRAMES_BY_RATE = 1.5, 0.6, 0.15
MOST_MARKED_LINES = 0.15


def addressed_layout(text: str, lines: Sequence[Span], labelled: Sequence[Labelled], pack: Pack) -> Layout | None:
    """Return a transcript's one turn, from its address on, or None where nothing shows the text to be one."""
    start, announced = opening(text, lines, labelled, pack), announcement(text, lines, pack)
    if start is not None:
        addressed = [Span(start.at, lines[start.line].end), *lines[start.line + 1 :]]
        is_announced = announced is not None or sum(is_address(text, line, pack) for line in head_lines(text, lines)) > 1
        is_own = _are_own_words(text, addressed, is_announced, pack)
        return Layout(Form.TRANSCRIPT, tuple(lines), (start,)) if is_own else None
    if announced is None and not _closes(text, lines, pack) and not _has_directions(text, lines, pack):
        return None
    first = 0 if announced is None else announced + 1
    own = lines[first:]
    if not own or not (_are_unaddressed(text, own, pack) or (announced is not None and _are_mostly_own(text, own, pack))):
        return None
    return Layout(Form.TRANSCRIPT, tuple(lines), (Start(first, lines[first].start),))


def _are_own_words(text: str, addressed: Sequence[Span], is_announced: bool, pack: Pack) -> bool:
    """Tell whether the lines from an address on are a speaker's own: line by line, or, however lines are broken, by the words."""
    frames = frames_share(text, addressed, pack)
    if frames <= MOST_FRAMES and first_person_share(text, addressed, pack) >= LEAST_OWN_WORDS:
        return True
    least = LEAST_RATE_ANNOUNCED if is_announced else LEAST_RATE
    return frames <= MOST_FRAMES_BY_RATE and own_words_rate(text, addressed, pack) >= least


def _are_unaddressed(text: str, own: Sequence[Span], pack: Pack) -> bool:
    """Tell whether nearly every line is a speaker's own, and none a quotation."""
    if first_person_share(text, own, pack) < LEAST_OWN_WORDS_UNADDRESSED:
        return False
    return frames_share(text, own, pack) <= MOST_FRAMES_UNADDRESSED and all(text[line.start] not in OPENS_MARKED for line in own)


def _are_mostly_own(text: str, own: Sequence[Span], pack: Pack) -> bool:
    """Tell whether lines that are announced as somebody's words are so by their words, though some of them are headings or quotations."""
    marked = sum(text[line.start] in OPENS_MARKED for line in own)
    if marked > MOST_MARKED_LINES * len(own):
        return False
    return frames_share(text, own, pack) <= MOST_FRAMES_BY_RATE and own_words_rate(text, own, pack) >= LEAST_RATE


def head_lines(text: str, lines: Sequence[Span]) -> Sequence[Span]:
    """Return the lines among which a head may stand."""
    first = lines[0].start if lines else 0
    return [line for line in lines[:MOST_LINES_BEFORE] if line.start - first <= LONGEST_HEAD]


def announcement(text: str, lines: Sequence[Span], pack: Pack) -> int | None:
    """Return which line of the head announces the text of a speech, if one does and more follows: the last of them that stand near."""
    known = classes("announcements", pack)
    found = None
    for number, line in enumerate(head_lines(text, lines)):
        is_short = line.end - line.start <= LONGEST_ANNOUNCEMENT and number + 1 < len(lines)
        if not is_short:
            continue
        words = plain(text[line.start : line.end])
        is_first = number < MOST_ANNOUNCING and one_of("announcements", pack, "within").search(words)
        if is_first or words.strip(AROUND) in known["alone"] or _begins(words.strip(AROUND), known["delivery"]):
            found = number
    return found


def _begins(words: str, phrases: frozenset[str]) -> bool:
    return any(words.startswith(phrase) for phrase in phrases)


def _has_directions(text: str, lines: Sequence[Span], pack: Pack) -> bool:
    return any(text[line.start] in OPENING_BRACKETS and is_direction(text, line, pack) for line in lines)


def opening(text: str, lines: Sequence[Span], labelled: Sequence[Labelled], pack: Pack) -> Start | None:
    """Return where a speech begins by addressing those present: in one of the first lines, outside of marks."""
    label = _single_label(labelled)
    for number, line in enumerate(head_lines(text, lines)):
        if _names_bearer(text, line, pack):
            continue
        at = line.start if is_address(text, line, pack) else _after_label(text, line, label)
        if at is None or not is_address(text, Span(at, line.end), pack):
            at = address_within(text, line, pack)
        if at is None:
            continue
        if number > 1 and not _is_most(text, lines, line, pack):
            return None
        is_labelled = label is not None and (label.at == at or (at == line.start and label.line == number - 1))
        return label if is_labelled else Start(number, at)
    return None


def _is_most(text: str, lines: Sequence[Span], line: Span, pack: Pack) -> bool:
    """Tell whether an address stands above most of a text, or above much of one that is announced as a speech."""
    share = share_after(lines, line.start)
    return share >= LEAST_SHARE_OF_TEXT or (share >= LEAST_SHARE_ANNOUNCED and announcement(text, lines, pack) is not None)


def _names_bearer(text: str, line: Span, pack: Pack) -> bool:
    """Tell whether letters of an honour stand in a short line: `Honourable Jane Roe, MP,` names who speaks, and addresses nobody."""
    words = text[line.start : line.end].replace(",", " ").split() if line.end - line.start <= LONGEST_CLOSING else ()
    return any(word.isupper() and plain(word) in pack.words("post_nominals") for word in words[2:])


def _after_label(text: str, line: Span, label: Start | None) -> int | None:
    """Return where a line's words begin after its label; None where it has none."""
    if text.find(":", line.start, min(line.end, line.start + LONGEST_LABEL)) < 0:
        return None
    return label.at if label is not None and line.start < label.at < line.end else None


def _single_label(labelled: Sequence[Labelled]) -> Start | None:
    """Return the label that opens one of the first lines, if it is one alone and names a speaker."""
    found = [one for one in labelled if one.line < MOST_LINES_BEFORE and one.part is not Part.LOOSE and not one.is_called]
    if len(found) != 1 or found[0].part not in (Part.SPEAKER, Part.NAMED, Part.CHAIR):
        return None
    return Start(found[0].line, found[0].at, found[0].label, found[0].key, part=found[0].part)


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
    match = BRACKETS.fullmatch(text[line.start : line.end].rstrip(".!"))
    return match is not None and _is_direction(match.group(), pack)


def between_directions(text: str, span: Span, pack: Pack) -> Iterator[Span]:
    """Yield the stretches of a line between what brackets say of the hall: `Thank you. (Applause.) We go on.`"""
    start = span.start
    for match in BRACKETS.finditer(text, *span):
        if _is_direction(match.group(), pack):
            yield Span(start, match.start())
            start = match.end()
            while start < span.end and (text[start] in ".!" or text[start].isspace()):
                start += 1
    yield Span(start, max(span.end, start))


def _is_direction(words: str, pack: Pack) -> bool:
    if words[0] == "[" and TIME.fullmatch(words, 1, len(words) - 1):
        return True
    return _directions(pack).match(plain(words[1:-1]).strip()) is not None


@cache
def _directions(pack: Pack) -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(phrases('directions', pack))})(?!\w)")
