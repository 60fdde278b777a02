"""What is promised of `mentions` beyond its declaration."""

from expectations.promise import Follows, Promise
from expectations.spans import ids_say_where, positions_follow_the_text, spans_do_not_overlap

PROMISES = (
    ids_say_where("mentions", "mention_id", "m"),
    positions_follow_the_text("mentions", "mention_id", "speech_id"),
    spans_do_not_overlap("mentions", "mention_id", "speech_id"),
    Promise(
        "paragraph_holds_it",
        "mentions",
        "`paragraph_id` names the paragraph of the same speech that holds the span, and `language` is that paragraph's.",
        """
        SELECT mention_id FROM mentions JOIN paragraphs USING (paragraph_id)
        WHERE paragraphs.speech_id <> mentions.speech_id OR mentions.language <> paragraphs.language
            OR mentions.span_start < paragraphs.span_start OR mentions.span_end > paragraphs.span_end
        """,
        is_within_speech=True,
    ),
    Promise(
        "quotation_holds_it",
        "mentions",
        "The quotation that `quotation_id` names has a content span that holds the mention, in the same speech.",
        """
        SELECT mention_id FROM mentions ANTI JOIN quotation_spans AS content
            ON content.quotation_id = mentions.quotation_id AND content.speech_id = mentions.speech_id AND content.role = 'content'
            AND content.span_start <= mentions.span_start AND content.span_end >= mentions.span_end
        WHERE quotation_id IS NOT NULL
        """,
        is_within_speech=True,
    ),
    Promise(
        "entities_resolve",
        "mentions",
        "`entity_id` of a place is a country's code, or its capital's; of anything else, a speaker's id.",
        """
        SELECT mention_id FROM mentions ANTI JOIN speakers ON speakers.speaker_id = mentions.entity_id
        WHERE entity_id IS NOT NULL AND NOT (kind = 'place' AND regexp_full_match(entity_id, '[A-Z]{2}(-capital)?'))
        """,
        follows=Follows("entity_id", "speakers", "speaker_id"),
    ),
)
