"""What is promised of `sentences` beyond its declaration."""

from expectations.promise import Promise
from expectations.spans import ids_say_where, positions_follow_the_text, spans_cover_the_text, spans_do_not_overlap

PROMISES = (
    ids_say_where("sentences", "sentence_id", "s"),
    positions_follow_the_text("sentences", "sentence_id", "speech_id"),
    spans_do_not_overlap("sentences", "sentence_id", "speech_id"),
    spans_cover_the_text("sentences"),
    Promise(
        "sentences_lie_in_their_paragraph",
        "sentences",
        "Each sentence lies within its paragraph, of the same speech.",
        """
        SELECT sentence_id FROM sentences JOIN paragraphs USING (paragraph_id)
        WHERE sentences.speech_id <> paragraphs.speech_id
            OR sentences.span_start < paragraphs.span_start OR sentences.span_end > paragraphs.span_end
        """,
        is_within_speech=True,
    ),
)
