"""The turns of a transcript: one, or as many as its labels name speakers."""

from collections.abc import Sequence

from flows.label.form.address import announcement, opening
from flows.label.form.decide import layout_of, lines_of
from flows.label.form.layout import Layout, Start
from flows.label.quotations.turn import Turn, is_heading, pieces_of, words_of
from flows.languages.pack import Pack
from schemas.columns import Span
from schemas.words import Form


def transcript_turns(text: str, paragraphs: Sequence[Span], pack: Pack) -> list[Turn]:
    """Return the turns of a text that is known to be a transcript: those that labels show, else one from its opening address on."""
    layout = layout_of(text, paragraphs, pack)
    if layout is None or layout.form is not Form.TRANSCRIPT or (len(layout.starts) == 1 and layout.starts[0].label is None):
        return whole_turn(text, paragraphs, pack)
    is_alone = len({start.key for start in layout.starts}) == 1
    turns = []
    for start, lines in pieces_of(layout):
        content = words_of(text, lines, pack)
        if content:
            turns.append(Turn(start.label, False, is_alone, content))
    return _joined(turns) if is_alone else turns


def whole_turn(text: str, paragraphs: Sequence[Span], pack: Pack) -> list[Turn]:
    """Return one turn: the text from its opening address on, or, without one, from its first line that is no heading."""
    lines = lines_of(text, paragraphs)
    start = opening(text, lines, pack)
    if start is None:
        if not lines:
            return []
        announced = announcement(text, lines, pack)
        after = 0 if announced is None else announced + 1
        first = next((number for number in range(after, len(lines)) if not is_heading(text, lines[number])), after)
        start = Start(first, lines[first].start)
    layout = Layout(Form.TRANSCRIPT, lines, (start,))
    spoken = [words_of(text, piece.lines, pack) for piece in pieces_of(layout)]
    return [Turn(start.label, False, True, content) for content in spoken if content]


def _joined(turns: Sequence[Turn]) -> list[Turn]:
    """Return the turns of one speaker, whose label stands before each paragraph, as one."""
    if not turns:
        return []
    return [turns[0]._replace(content=tuple(span for turn in turns for span in turn.content))]
