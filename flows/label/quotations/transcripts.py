"""The turns of a text that is no report: as many as its layout shows, or one from its opening address on."""

from collections.abc import Sequence

from flows.label.form.address import announcement, opening
from flows.label.form.decide import layout_of, lines_of
from flows.label.form.labels import labelled_lines
from flows.label.form.layout import APART, Layout, Part, Start
from flows.label.quotations.turn import Piece, Turn, is_heading, pieces_of, spoken_in, without_headings
from flows.languages.pack import Pack
from schemas.columns import Span
from schemas.words import Form


def turns_in(text: str, paragraphs: Sequence[Span], form: Form, pack: Pack) -> list[Turn]:
    """Return the turns of a text that is known to be no report; one turn, its whole text, where its layout shows none.

    What stands before the first turn is no turn's.
    """
    layout = layout_of(text, paragraphs, pack)
    if layout is None or not _has_turns(layout, form):
        return whole_turn(text, paragraphs, pack)
    turns = turns_as_laid_out(text, layout, pack)
    return _joined(turns) if len({start.key for start in layout.starts}) == 1 and layout.form is Form.TRANSCRIPT else turns


def turns_as_laid_out(text: str, layout: Layout, pack: Pack, *, has_headings: bool = True) -> list[Turn]:
    """Return the turns of a layout; without headings, each of its lines is said."""
    alone, are_many = _alone(layout), len({start.key for start in layout.starts}) > 1

    def words_of(piece: Piece) -> tuple[Span, ...]:
        spoken = spoken_in(text, piece.lines, pack, are_many=are_many)
        return without_headings(text, spoken, opens_behind_label=piece.is_behind_label) if has_headings else tuple(spoken)

    spoken = ((piece, words_of(piece)) for piece in pieces_of(layout))
    return [_turn(piece.start, alone, content) for piece, content in spoken if content]


def _has_turns(layout: Layout, form: Form) -> bool:
    if form is Form.TRANSCRIPT:
        return layout.form is not Form.INTERVIEW and (len(layout.starts) > 1 or layout.starts[0].label is not None)
    return len(layout.starts) > 1


def _alone(layout: Layout) -> str | None:
    """Return the key of the only one who answers or speaks; None where there are several.

    Who presides, who asks and the audience are others, whoever they are.
    """
    own = [start for start in layout.starts if not start.is_question and start.part not in APART]
    keys = {start.key for start in own if start.part is not Part.ANSWER} or {"" for _ in own}
    return next(iter(keys)) if len(keys) == 1 else None if keys else ""


def _turn(start: Start, alone: str | None, content: tuple[Span, ...]) -> Turn:
    is_apart = start.is_question or start.part in APART
    is_alone = alone is not None and (start.key == alone or start.part is Part.ANSWER)
    return Turn(start.label, start.part, start.is_question, not is_apart and is_alone, content)


def whole_turn(text: str, paragraphs: Sequence[Span], pack: Pack) -> list[Turn]:
    """Return one turn: the text from its opening address on, or, without one, from its first line that is no heading."""
    lines = lines_of(text, paragraphs, pack)
    start = opening(text, lines, labelled_lines(text, lines, pack), pack)
    if start is None:
        if not lines:
            return []
        announced = announcement(text, lines, pack)
        after = 0 if announced is None else announced + 1
        first = next((number for number in range(after, len(lines)) if not is_heading(text, lines[number])), after)
        start = Start(first, lines[first].start)
    layout = Layout(Form.TRANSCRIPT, lines, (start,))
    spoken = [without_headings(text, spoken_in(text, piece.lines, pack)) for piece in pieces_of(layout)]
    return [Turn(start.label, start.part, False, True, content) for content in spoken if content]


def _joined(turns: Sequence[Turn]) -> list[Turn]:
    """Return the turns of one speaker, whose label stands before each paragraph, as one."""
    if not turns:
        return []
    return [turns[0]._replace(content=tuple(span for turn in turns for span in turn.content))]
