"""The turns of an interview."""

from collections.abc import Sequence

from flows.label.form.decide import layout_of
from flows.label.form.layout import Layout
from flows.label.form.words import classes
from flows.label.quotations.transcripts import whole_turn
from flows.label.quotations.turn import Turn, pieces_of, words_of
from flows.languages.letters import plain
from flows.languages.pack import Pack
from schemas.columns import Span
from schemas.words import Form

NOBODY = ("question", "answer")


def interview_turns(text: str, paragraphs: Sequence[Span], pack: Pack) -> list[Turn]:
    """Return the turns of a text that is known to be an interview; one turn, its whole text, where its layout shows none.

    What stands before the first turn is no turn's.
    """
    layout = layout_of(text, paragraphs, pack)
    if layout is None or len(layout.starts) < 2:
        return whole_turn(text, paragraphs, pack)
    answering = {start.key for start in layout.starts if not start.is_question}
    answers_alone = len(answering) <= 1 and (layout.form is Form.INTERVIEW)
    return labelled_turns(text, layout, pack, answers_alone=answers_alone)


def labelled_turns(text: str, layout: Layout, pack: Pack, *, answers_alone: bool) -> list[Turn]:
    """Return the turns of a layout; `answers_alone` says that all who answer are one person."""
    turns = []
    for start, lines in pieces_of(layout):
        content = words_of(text, lines, pack)
        if content:
            label = start.label if start.label and not stands_for_anybody(text, start.label, pack) else None
            turns.append(Turn(label, start.is_question, answers_alone and not start.is_question, content))
    return turns


def stands_for_anybody(text: str, label: Span, pack: Pack) -> bool:
    """Tell whether a label names nobody: Q, Answer."""
    known = classes("labels", pack)
    words = plain(text[label.start : label.end]).strip(" №#0123456789")
    return any(words in known[kind] for kind in NOBODY)
