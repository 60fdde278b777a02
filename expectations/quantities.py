"""What is promised of `quantities` beyond its declaration."""

from expectations.promise import Promise
from expectations.spans import ids_say_where, positions_follow_the_text, spans_do_not_overlap

PROMISES = (
    ids_say_where("quantities", "quantity_id", "n"),
    positions_follow_the_text("quantities", "quantity_id", "speech_id"),
    spans_do_not_overlap("quantities", "quantity_id", "speech_id"),
    Promise(
        "quantities_lie_in_their_paragraph",
        "quantities",
        "Each amount lies within its paragraph, of the same speech.",
        """
        SELECT quantity_id FROM quantities JOIN paragraphs USING (paragraph_id)
        WHERE quantities.speech_id <> paragraphs.speech_id
            OR quantities.span_start < paragraphs.span_start OR quantities.span_end > paragraphs.span_end
        """,
        is_within_speech=True,
    ),
    Promise(
        "bounds_are_in_order",
        "quantities",
        "`value` lies between `lowest` and `highest`, where they are told.",
        "SELECT quantity_id FROM quantities WHERE lowest > value OR value > highest",
        is_within_speech=True,
    ),
    Promise(
        "an_amount_has_one_unit",
        "quantities",
        "An amount has not both a unit and what it counts, and what it counts is the end of its text.",
        """
        SELECT quantity_id FROM quantities
        WHERE (unit IS NOT NULL AND counted_text IS NOT NULL) OR NOT coalesce(ends_with(text, counted_text), true)
        """,
        is_within_speech=True,
    ),
)
