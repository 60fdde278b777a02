"""Lists of tasks over several paragraphs: `Правительству поручено:`, then an item a paragraph, as one reported quotation."""

import re
from typing import NamedTuple

from flows.label.quotations.direct_speech import Attribution, attributed
from flows.label.quotations.found import FoundQuotation
from schemas.columns import Span
from schemas.words import QuotationKind

# – разработать … · 1) разработать … · • разработать …
ITEM = re.compile(r"(?:--|[–—•*·-]|\d{1,2}[.)])\s*(?=\w)")
ENDS_ITEM = ";,. "
MOST_ITEMS = 100


class Tasks(NamedTuple):
    """An order that ends its paragraph with a colon, and the items that followed so far."""

    order: Attribution | None
    items: tuple[Span, ...] = ()


NO_TASKS = Tasks(None)


def announced(lead: Attribution | None) -> Tasks:
    """Return the list that a paragraph's end announces (`Глава государства поручил:`), without items yet."""
    return Tasks(lead) if lead is not None and lead.is_order else NO_TASKS


def with_item(tasks: Tasks, text: str, paragraph: Span) -> Tasks | None:
    """Return the tasks with what a paragraph adds; None where it is no item of theirs."""
    item = item_of(text, paragraph) if tasks.order is not None and len(tasks.items) < MOST_ITEMS else None
    return None if item is None else Tasks(tasks.order, (*tasks.items, item))


def item_of(text: str, paragraph: Span) -> Span | None:
    """Return what a paragraph says behind its dash or number, without the point at its end; None where it is no item."""
    match = ITEM.match(text, *paragraph)
    if match is None:
        return None
    end = paragraph.end
    while end > match.end() and text[end - 1] in ENDS_ITEM:
        end -= 1
    return Span(match.end(), end)


def ordered(tasks: Tasks) -> list[FoundQuotation]:
    """Return one reported quotation of the items of a list; none where there are no items."""
    if tasks.order is None or not tasks.items:
        return []
    return [attributed(QuotationKind.INDIRECT, tasks.items, (), tasks.order)]
