"""Lists of tasks over several paragraphs: `Правительству поручено:`, then an item a paragraph, as one reported quotation."""

import re
from collections.abc import Sequence

from flows.label.quotations.direct_speech import Attribution
from flows.label.quotations.found import FoundQuotation
from schemas.columns import Span
from schemas.words import QuotationKind

# – разработать … · 1) разработать … · • разработать …
ITEM = re.compile(r"(?:--|[–—•*·-]|\d{1,2}[.)])\s*(?=\w)")
ENDS_ITEM = ";,. "
MOST_ITEMS = 100


def announces_tasks(lead: Attribution | None) -> bool:
    """Tell whether a paragraph ends with an order and a colon: `Глава государства поручил:`."""
    return lead is not None and lead.is_order


def item_of(text: str, paragraph: Span) -> Span | None:
    """Return what a paragraph says behind its dash or number, without the point at its end; None where it is no item."""
    match = ITEM.match(text, paragraph.start, paragraph.end)
    if match is None:
        return None
    end = paragraph.end
    while end > match.end() and text[end - 1] in ENDS_ITEM:
        end -= 1
    return Span(match.end(), end)


def ordered(items: Sequence[Span], lead: Attribution) -> FoundQuotation:
    """Make one reported quotation of the items of a list."""
    return FoundQuotation(
        QuotationKind.INDIRECT,
        tuple(items),
        cue=lead.cue,
        source=lead.source,
        addressee=lead.addressee,
        cue_lemma=lead.lemma,
        is_relayed=lead.is_relayed,
    )
