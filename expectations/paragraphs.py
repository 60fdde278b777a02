"""What is promised of `paragraphs` beyond its declaration."""

from expectations.spans import ids_say_where, positions_follow_the_text, spans_cover_the_text, spans_do_not_overlap

PROMISES = (
    ids_say_where("paragraphs", "paragraph_id", "p"),
    positions_follow_the_text("paragraphs", "paragraph_id", "speech_id"),
    spans_do_not_overlap("paragraphs", "paragraph_id", "speech_id"),
    spans_cover_the_text("paragraphs"),
)
