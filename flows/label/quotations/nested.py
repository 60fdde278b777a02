"""Quotations within quotations: which one holds which."""

from collections.abc import Sequence

from flows.label.quotations.found import FoundQuotation
from schemas.columns import Span

DEEPEST_NESTING = 8


def nested(found: Sequence[FoundQuotation]) -> list[FoundQuotation]:
    """Return quotations, ordered by content, each with the place of the innermost one that holds it: X said that Y denied it.

    Of two that begin and end together, the second is left out: such are told apart by nothing.
    """
    around: list[tuple[Span, int]] = []
    answer: list[FoundQuotation] = []
    for quotation in found:
        content, place = quotation.content[0], len(answer)
        if answer and (content.start, quotation.content[-1].end) == (answer[-1].content[0].start, answer[-1].content[-1].end):
            continue
        while around and around[-1][0].end < content.end:
            around.pop()
        cue = quotation.cue[0] if quotation.cue else content
        holder = next(
            (other for outer, other in reversed(around[-DEEPEST_NESTING:]) if outer.start <= cue.start and cue.end <= outer.end), None
        )
        answer.append(quotation._replace(nested_in=holder) if holder is not None else quotation)
        around.append((content, place))
    return answer
