"""Turns that open with a label: `Q: …`, `President Tokayev: …`, or a name on a line of its own."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from flows.label.form.evidence import asks, ends_in_question, first_person_share, frames_share, is_address, share_after
from flows.label.form.layout import Layout, Start
from flows.label.form.words import WORD, classes, forms
from flows.languages.letters import plain
from flows.languages.pack import Pack
from schemas.columns import Span
from schemas.words import Form

# Q. What …? – A) Tomorrow.
LETTER_LABEL = re.compile(r"(?P<label>[^\W\d_])(?:\.|\)| [–—-])\s+(?=\S)")
# K. Tokayev – К.К. Токаев – Saule Karimova
FULL_NAME = re.compile(r"[^\W\d_]{1,30}[. ]\s?[^\W\d_]")
LONGEST_LABEL = 72
MOST_LABEL_WORDS = 8
BRACKETED = re.compile(r"\s*\([^()]*\)|\s*«[^«»]*»")
NUMBER = re.compile(r"\s*(?:№|#)?\s?\d{1,3}$")
# К.К. – Gov. – акад.
LONG_WORD_WITH_STOP = re.compile(r"[^\W\d_]{5,}\.")
NOT_IN_A_LABEL = frozenset('!?;"“”„\n')
DASHES = frozenset("–—―-")
BEFORE_WORDS = DASHES | frozenset('«“„"')
ENDS_SENTENCE = tuple(".!?…:;,»”\"')]")

QUESTION, ANSWER, ASKER, SPEAKER, NAMED, LOOSE = "question", "answer", "asker", "speaker", "named", "loose"
SURE = frozenset((QUESTION, ANSWER, ASKER, SPEAKER))

LEAST_SHARE_OF_TEXT = 0.5
MOST_FRAMES, MOST_FRAMES_IN_MANY_TURNS = 0.25, 0.5
FEW_TURNS, LEAST_LABELLED_OF_FEW, LEAST_LABELLED = 3, 0.5, 0.12
LEAST_OWN_WORDS = 0.6


class Labelled(NamedTuple):
    """A line with a label."""

    line: int
    label: Span
    at: int
    key: str
    kind: str


def labelled_layout(text: str, lines: Sequence[Span], pack: Pack) -> Layout | None:
    """Return the turns of a text whose speakers are named by labels, or None where it is no such text."""
    found = _chosen(labelled_lines(text, lines, pack)) or _names_alone(text, lines, pack)
    only_questions = all(one.kind == QUESTION for one in found)
    if not _are_thick(lines, found) or (only_questions and not all(one.line + 1 < len(lines) for one in found)):
        return None
    said = _said(lines, found)
    asking = _asking(text, found, said, pack)
    is_interview = bool(asking) and (only_questions or len(asking) < len({one.key for one in found}))
    if not (_is_plausible(text, lines, found, pack) if is_interview else _are_turns_of_speakers(text, found, said, pack)):
        return None
    starts = (Start(one.line, one.at, one.label, one.key, is_interview and one.key in asking) for one in found)
    return Layout(Form.INTERVIEW if is_interview else Form.TRANSCRIPT, tuple(lines), tuple(starts), only_questions)


def _are_thick(lines: Sequence[Span], found: Sequence[Labelled]) -> bool:
    """Tell whether labels stand in most of the text, and open enough of its lines."""
    if len(found) < 2 or share_after(lines, lines[found[0].line].start) < LEAST_SHARE_OF_TEXT:
        return False
    return len(found) / (len(lines) - found[0].line) >= (LEAST_LABELLED_OF_FEW if len(found) <= FEW_TURNS else LEAST_LABELLED)


def labelled_lines(text: str, lines: Sequence[Span], pack: Pack) -> list[Labelled]:
    """Return the lines that open with what may be a label, in order."""
    found, letters = [], _letters(pack)
    for number, (start, stop) in enumerate(lines):
        colon = text.find(":", start, start + LONGEST_LABEL)
        if 0 <= colon < stop:
            end, at = colon, colon + 1
            if at < stop and not (text[at].isspace() or text[at] in BEFORE_WORDS):
                continue
        elif text[start] in letters and (match := LETTER_LABEL.match(text, start, stop)):
            end, at = match.end("label"), match.end()
        else:
            continue
        first = _past_dash(text, start, end)  # – Kazinform: …
        label = Span(first, first + len(text[first:end].rstrip()))
        words = text[label.start : label.end]
        kind = _kind(words, pack)
        if kind is not None and not is_address(text, Span(first, stop), pack):
            found.append(Labelled(number, label, _past_dash(text, at, stop), _key(words), kind))
    return found


@cache
def _letters(pack: Pack) -> frozenset[str]:
    """Return the capitals that stand for a question or an answer."""
    known = classes("labels", pack)
    return frozenset(label.upper() for kind in (QUESTION, ANSWER) for label in known[kind] if len(label) == 1)


def _past_dash(text: str, start: int, end: int) -> int:
    while start < end and (text[start].isspace() or text[start] in DASHES):
        start += 1
    return start


def _kind(label: str, pack: Pack) -> str | None:
    """Say what a label is, or None where it is none."""
    if not label or not label[0].isupper() or not NOT_IN_A_LABEL.isdisjoint(label):
        return None
    known = classes("labels", pack)
    low = plain(NUMBER.sub("", label)).strip()
    whole = next((kind for kind in (QUESTION, ANSWER, ASKER) if low in known[kind]), None)
    return whole or _kind_of_name(label, pack)


def _kind_of_name(label: str, pack: Pack) -> str | None:
    """Say what a label of several words is, or of one that is no word of the lists."""
    known = classes("labels", pack)
    bare = BRACKETED.sub("", NUMBER.sub("", label)).strip()
    words = WORD.findall(bare)
    lows = [plain(word) for word in words]
    if not words or len(words) > MOST_LABEL_WORDS or plain(bare) in known["never"] or lows[0] in known["never"]:
        return None
    if LONG_WORD_WITH_STOP.search(bare[:-1]) or any(map(forms("attributing", pack).holds, lows)):
        return None
    for kind in (ASKER, SPEAKER):
        if _begins_with(lows, known[kind]):
            return kind
    is_strict = all(word[0].isupper() or low in known["link"] for word, low in zip(words, lows, strict=True))
    return NAMED if is_strict and "," not in bare else LOOSE


def _begins_with(words: Sequence[str], phrases: frozenset[str]) -> bool:
    return any(" ".join(words[:size]) in phrases for size in range(1, min(len(words), 4) + 1))


def _key(label: str) -> str:
    """Return the last word of a label in small letters: `President Tokayev` and `K. Tokayev` are one."""
    words = WORD.findall(BRACKETED.sub("", label)) or WORD.findall(label)
    return plain(words[-1]) if words else plain(label)


def _chosen(found: Sequence[Labelled]) -> list[Labelled]:
    """Leave out the lines that only look like a turn: a phrase with a colon that comes once while others come again."""
    times = Counter(one.key for one in found)
    repeats = any(count > 1 for count in times.values()) or any(one.kind in (QUESTION, ANSWER) for one in found)
    chosen = []
    for one in found:
        if one.kind == LOOSE and times[one.key] < 2:
            continue
        if repeats and one.kind == NAMED and times[one.key] < 2 and one.label.end - one.label.start == len(one.key):
            continue
        chosen.append(one)
    return chosen


def _names_alone(text: str, lines: Sequence[Span], pack: Pack) -> list[Labelled]:
    """Return the lines that hold nothing but a name, where two or more names come again and again."""
    found = []
    for number, line in enumerate(lines[:-1]):
        if line.end - line.start > LONGEST_LABEL or text[line.end - 1] in ENDS_SENTENCE:
            continue
        if _kind(text[line.start : line.end], pack) in (QUESTION, ANSWER, ASKER, SPEAKER, NAMED):
            found.append(Labelled(number, line, line.end, _key(text[line.start : line.end]), NAMED))
    times = Counter(one.key for one in found)
    again = [one for one in found if times[one.key] > 1]
    apart = all(after.line > before.line + 1 for before, after in pairwise(again))
    return again if len({one.key for one in again}) > 1 and apart else []


def _said(lines: Sequence[Span], found: Sequence[Labelled]) -> list[list[Span]]:
    """Return the lines of each labelled turn, without the label."""
    ends = [one.line for one in found[1:]] + [len(lines)]
    turns = []
    for one, end in zip(found, ends, strict=True):
        own = [Span(one.at, lines[one.line].end)] if one.at < lines[one.line].end else []
        turns.append(own + list(lines[one.line + 1 : end]))
    return turns


def _asking(text: str, found: Sequence[Labelled], said: Sequence[Sequence[Span]], pack: Pack) -> set[str]:
    """Return the keys of those who ask: by their label, or because half of their turns end in a question, or more hold one."""
    asked: Counter[str] = Counter()
    ended: Counter[str] = Counter()
    turns: Counter[str] = Counter()
    by_label = {one.key for one in found if one.kind in (QUESTION, ASKER)}
    answering = {one.key for one in found if one.kind == ANSWER}
    for one, own in zip(found, said, strict=True):
        turns[one.key] += 1
        asked[one.key] += bool(own) and asks(text, own[-1], pack)
        ended[one.key] += bool(own) and ends_in_question(text, own[-1])
    often = {key for key, count in turns.items() if ended[key] * 2 >= count or asked[key] * 2 > count}
    return by_label | (often - answering)


def _are_turns_of_speakers(text: str, found: Sequence[Labelled], said: Sequence[Sequence[Span]], pack: Pack) -> bool:
    """Tell whether labelled turns are a meeting's: they speak of themselves, or their labels are names and roles; and nobody reports."""
    persons = sum(one.kind in (SPEAKER, ASKER) or FULL_NAME.search(text, *one.label) is not None for one in found)
    keys = {one.key for one in found}
    are_persons = len(keys) > 1 and len(found) > len(keys) and persons * 2 >= len(found)
    if not are_persons and first_person_share(text, (turn[0] for turn in said if turn), pack) < LEAST_OWN_WORDS:
        return False
    return frames_share(text, (line for turn in said for line in turn), pack) < MOST_FRAMES


def _is_plausible(text: str, lines: Sequence[Span], found: Sequence[Labelled], pack: Pack) -> bool:
    """Tell whether labelled questions and answers make an interview: no writer reports between them."""
    if all(one.kind in (QUESTION, ANSWER) for one in found):
        return True
    most = MOST_FRAMES if len(found) <= FEW_TURNS else MOST_FRAMES_IN_MANY_TURNS
    return frames_share(text, lines[found[0].line :], pack) < most
