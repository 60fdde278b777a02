"""Turns without labels: paragraphs that open with a dash, and questions that stand between answers."""

import re
from collections.abc import Sequence
from itertools import pairwise

from flows.label.form.evidence import asks, ends_in_question, first_person_share, frames_share, is_attributed, share_after, speaks_to
from flows.label.form.layout import Layout, Start
from flows.languages.pack import Pack
from schemas.columns import Span
from schemas.words import Form

# – Когда откроют мост?
DASHES = frozenset("–—―-")
DASH = re.compile(r"[–—―-]\s*(?=[^\s\W_]|[«“„\"])")
MARKS = frozenset('«“„"')
ENDS_ITEM = (";", ",")
LEAST_SHARE_OF_TEXT = 0.5
MOST_ATTRIBUTED = 0.1
ASKED_BACK = 3
"""So many times as often as the one who answers asks back does the interviewer ask."""
FEW_TURNS = 4
FEWEST_QUESTIONS = 3
LONGEST_QUESTION = 600
LEAST_OWN_WORDS = 0.5
MOST_FRAMES = 0.1


def dashed_layout(text: str, lines: Sequence[Span], pack: Pack) -> Layout | None:
    """Return the turns of an interview whose turns open with a dash, or None where a writer says who speaks, or nobody asks."""
    opened = {
        number: match.end()
        for number, (start, end) in enumerate(lines)
        if text[start] in DASHES and (match := DASH.match(text, start, end))
    }
    if len(opened) < 2 or not _is_dialogue(text, lines, opened, pack):
        return None
    said = [Span(at, lines[number].end) for number, at in opened.items()]
    followed = all(number + 1 < len(lines) and number + 1 not in opened for number in opened)
    only_questions = followed and all(asks(text, line, pack) for line in said)
    questions = [True] * len(said) if only_questions else _by_turns(text, said, pack)
    if all(questions) and not only_questions:
        return None
    starts = (Start(number, at, None, "", asking) for (number, at), asking in zip(opened.items(), questions, strict=True))
    return Layout(Form.INTERVIEW, tuple(lines), tuple(starts), only_questions)


def _is_dialogue(text: str, lines: Sequence[Span], opened: dict[int, int], pack: Pack) -> bool:
    """Tell whether the lines that a dash opens are turns that no writer attributes, most of the text, and some of them questions."""
    first = next(iter(opened))
    if share_after(lines, lines[first].start) < LEAST_SHARE_OF_TEXT:
        return False
    said = [Span(at, lines[number].end) for number, at in opened.items()]
    if any(text[line.end - 1] in ENDS_ITEM for line in said) or not any(ends_in_question(text, line) for line in said):
        return False
    if len(opened) < FEW_TURNS and _is_announced(text, lines, first):
        return False
    if sum(is_attributed(text, line, pack) for line in said) > MOST_ATTRIBUTED * len(opened):
        return False
    between = [line for number, line in enumerate(lines) if number > first and number not in opened]
    return not between or frames_share(text, between, pack) <= MOST_FRAMES


def _is_announced(text: str, lines: Sequence[Span], first: int) -> bool:
    """Tell whether a writer announces the first turn: `The minister was asked:`"""
    return first > 0 and text[lines[first - 1].end - 1] == ":"


def _by_turns(text: str, said: Sequence[Span], pack: Pack) -> list[bool]:
    """Say which turns are the interviewer's: every other one, where the questions fall so; else those that ask."""
    ended = [ends_in_question(text, line) for line in said]
    even, odd = sum(ended[::2]), sum(ended[1::2])
    if max(even, odd) >= ASKED_BACK * min(even, odd) and even != odd:
        first = 0 if even > odd else 1
        return [place % 2 == first for place in range(len(said))]
    questions = [asks(text, line, pack) for line in said]
    for place in range(1, len(questions)):
        if questions[place] and questions[place - 1]:
            questions[place] = False  # asked back
    return questions


def questions_layout(text: str, lines: Sequence[Span], pack: Pack) -> Layout | None:
    """Return the turns of an interview in which questions stand as paragraphs of their own, with nothing else to show who speaks.

    The questions must speak to somebody and the answers of themselves; rhetorical questions of an article do not.
    """
    places = _answered_questions(text, lines)
    if len(places) < FEWEST_QUESTIONS or share_after(lines, lines[places[0]].start) < LEAST_SHARE_OF_TEXT:
        return None
    asking = frozenset(places)
    answers = [line for number, line in enumerate(lines) if number > places[0] and number not in asking]
    if sum(speaks_to(text, lines[number], pack) for number in places) * 2 < len(places):
        return None
    if first_person_share(text, answers, pack) < LEAST_OWN_WORDS or frames_share(text, answers, pack) > MOST_FRAMES:
        return None
    starts = (Start(number, lines[number].start, None, "", True) for number in places)
    return Layout(Form.INTERVIEW, tuple(lines), tuple(starts), True)


def _answered_questions(text: str, lines: Sequence[Span]) -> list[int]:
    """Return the numbers of the lines that are questions and no more; none where a line that answers is missing behind one."""
    places = [
        number
        for number, (start, end) in enumerate(lines)
        if text[end - 1] == "?" and end - start <= LONGEST_QUESTION and text[start] not in MARKS
    ]
    is_answered = all(after > before + 1 for before, after in pairwise([*places, len(lines)]))
    return places if is_answered else []
