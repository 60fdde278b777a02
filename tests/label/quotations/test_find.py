"""What every quotation keeps, whatever odd text the finders met."""

from flows.label.quotations.find import sound
from flows.label.quotations.found import FoundQuotation
from schemas.columns import Span
from schemas.words import QuotationKind

TEXT = "She said: “yes”, and , no more."


def test_content_without_words_is_no_quotation_and_the_others_keep_their_places() -> None:
    empty = FoundQuotation(QuotationKind.INDIRECT, (Span(21, 22),))
    outer = FoundQuotation(QuotationKind.INDIRECT, (Span(4, 30),))
    nested = FoundQuotation(QuotationKind.DIRECT, (Span(11, 14),), nested_in=1)
    assert [(found.content, found.nested_in) for found in sound(TEXT, [empty, outer, nested])] == [
        ((Span(4, 30),), None),
        ((Span(11, 14),), 0),
    ]


def test_a_quotation_beyond_its_outer_one_is_not_nested() -> None:
    outer = FoundQuotation(QuotationKind.DIRECT, (Span(11, 14),))
    beyond = FoundQuotation(QuotationKind.INDIRECT, (Span(11, 30),), nested_in=0)
    assert [found.nested_in for found in sound(TEXT, [outer, beyond])] == [None, None]


def test_a_mixed_quotation_without_marked_words_is_indirect() -> None:
    assert sound(TEXT, [FoundQuotation(QuotationKind.MIXED, (Span(4, 30),))])[0].kind is QuotationKind.INDIRECT


def test_spans_without_words_are_left_out() -> None:
    [found] = sound(
        TEXT, [FoundQuotation(QuotationKind.INDIRECT, (Span(4, 8), Span(8, 9)), addressee=(Span(15, 16),), source=(Span(0, 3),))]
    )
    assert (found.content, found.addressee, found.source) == ((Span(4, 8),), (), (Span(0, 3),))
