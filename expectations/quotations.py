"""What is promised of `quotations` and `quotation_spans` beyond their declarations."""

from expectations.promise import Promise
from expectations.spans import positions_follow_the_text, spans_do_not_overlap

OF_QUOTATIONS = (
    Promise(
        "ids_say_where",
        "quotations",
        "`quotation_id` is the speech's id, `.q` and its content's first code point; where several begin there, some add `-` and the end.",
        """
        SELECT quotation_id FROM quotations LEFT JOIN (
            SELECT quotation_id, min(span_start) AS first, max(span_end) AS last FROM quotation_spans
            WHERE role = 'content' GROUP BY quotation_id) AS content USING (quotation_id)
        WHERE first IS NULL OR quotation_id NOT IN (speech_id || '.q' || first, speech_id || '.q' || first || '-' || last)
        """,
        is_within_speech=True,
    ),
    Promise(
        "positions_count_from_zero",
        "quotations",
        "`position` counts the quotations of a speech from 0, without a gap.",
        """
        SELECT quotation_id FROM quotations
        QUALIFY position <> row_number() OVER (PARTITION BY speech_id ORDER BY position, quotation_id) - 1
        """,
        is_within_speech=True,
    ),
    Promise(
        "parts_are_the_content_spans",
        "quotations",
        "`parts` is the number of the quotation's content spans.",
        """
        SELECT quotation_id FROM quotations LEFT JOIN (
            SELECT quotation_id, count(*) AS found FROM quotation_spans WHERE role = 'content' GROUP BY quotation_id) AS content
            USING (quotation_id)
        WHERE parts <> coalesce(found, 0)
        """,
        is_within_speech=True,
    ),
    Promise(
        "texts_are_those_of_the_spans",
        "quotations",
        "`text`, `cue_text`, `source_text` and `addressee_text` are the texts of the spans of that role, joined by one space.",
        """
        SELECT quotation_id FROM quotations LEFT JOIN (
            SELECT quotation_id,
                string_agg(text, ' ' ORDER BY position) FILTER (role = 'content') AS content,
                string_agg(text, ' ' ORDER BY position) FILTER (role = 'cue') AS cue,
                string_agg(text, ' ' ORDER BY position) FILTER (role = 'source') AS source,
                string_agg(text, ' ' ORDER BY position) FILTER (role = 'addressee') AS addressee
            FROM quotation_spans GROUP BY quotation_id) AS joined USING (quotation_id)
        WHERE quotations.text IS DISTINCT FROM content OR cue_text IS DISTINCT FROM cue
            OR source_text IS DISTINCT FROM source OR addressee_text IS DISTINCT FROM addressee
        """,
        is_of_each_speech=True,
    ),
    Promise(
        "clean_texts_end_without_a_comma",
        "quotations",
        "`clean_text` has no comma at its end and no two spaces together, and is no longer than `text` but for marks and full stops.",
        r"""
        SELECT quotation_id FROM quotations
        WHERE clean_text LIKE '%  %' OR (clean_text <> text AND (clean_text LIKE '%,' OR (NOT contains(text, clean_text)
            AND length(regexp_replace(clean_text, '[^\pL\pN]', '', 'g')) > length(regexp_replace(text, '[^\pL\pN]', '', 'g')))))
        """,
        is_within_speech=True,
    ),
    Promise(
        "first_content_is_where_it_says",
        "quotations",
        "`paragraph_id` and `first_sentence_id` name the paragraph and the sentence in which the first content begins.",
        """
        SELECT quotation_id FROM quotations
        JOIN quotation_spans AS content USING (quotation_id)
        JOIN paragraphs ON paragraphs.paragraph_id = quotations.paragraph_id
        JOIN sentences ON sentences.sentence_id = quotations.first_sentence_id
        WHERE content.role = 'content' AND content.position = 0 AND NOT (
            paragraphs.speech_id = quotations.speech_id AND sentences.speech_id = quotations.speech_id
            AND content.span_start >= paragraphs.span_start AND content.span_start < paragraphs.span_end
            AND content.span_start >= sentences.span_start AND content.span_start < sentences.span_end)
        """,
        is_within_speech=True,
    ),
    Promise(
        "marks_fit_the_kind",
        "quotations",
        "A mixed quotation has marked words, an indirect one has none.",
        """
        SELECT quotation_id FROM quotations LEFT JOIN (
            SELECT DISTINCT quotation_id, true AS is_marked FROM quotation_spans WHERE role = 'verbatim') AS verbatim USING (quotation_id)
        WHERE (kind = 'mixed' AND is_marked IS NULL) OR (kind = 'indirect' AND is_marked)
        """,
        is_within_speech=True,
    ),
    Promise(
        "a_speaker_has_a_method",
        "quotations",
        "Where `speaker_id` is known, so are `speaker_kind` and `speaker_method`, and where it is not, neither are these.",
        """
        SELECT quotation_id FROM quotations
        WHERE (speaker_id IS NULL) <> (speaker_method IS NULL) OR (speaker_id IS NULL) <> (speaker_kind IS NULL)
        """,
        is_within_speech=True,
    ),
    Promise(
        "candidates_are_of_quotations_without_a_speaker",
        "speaker_candidates",
        "A quotation with candidates has no speaker, and stands in the candidates' speech.",
        """
        SELECT concat_ws(' ', speaker_candidates.quotation_id, speaker_candidates.position) FROM speaker_candidates
        JOIN quotations USING (quotation_id)
        WHERE quotations.speaker_id IS NOT NULL OR quotations.speech_id <> speaker_candidates.speech_id
        """,
        is_within_speech=True,
    ),
    Promise(
        "nested_lie_within",
        "quotations",
        "A nested quotation is another one than that which it is nested in, and lies within it, in the same speech.",
        """
        WITH reach AS (
            SELECT quotation_id, min(span_start) AS first, max(span_end) AS last FROM quotation_spans
            WHERE role = 'content' GROUP BY quotation_id)
        SELECT nested.quotation_id FROM quotations AS nested
        JOIN quotations AS outer_one ON nested.nested_in = outer_one.quotation_id
        LEFT JOIN reach AS inside ON inside.quotation_id = nested.quotation_id
        LEFT JOIN reach AS around ON around.quotation_id = outer_one.quotation_id
        WHERE nested.quotation_id = nested.nested_in OR nested.speech_id <> outer_one.speech_id
            OR inside.first < around.first OR inside.last > around.last
        """,
        is_within_speech=True,
    ),
)

SPAN_ID = "concat_ws(' ', quotation_spans.quotation_id, quotation_spans.role, quotation_spans.position)"
OF_QUOTATION_SPANS = (
    positions_follow_the_text("quotation_spans", SPAN_ID, "quotation_id, role"),
    spans_do_not_overlap("quotation_spans", SPAN_ID, "quotation_id, role"),
    Promise(
        "speech_is_that_of_the_quotation",
        "quotation_spans",
        "A span stands in the speech of its quotation.",
        f"""
        SELECT {SPAN_ID} FROM quotation_spans JOIN quotations USING (quotation_id)
        WHERE quotation_spans.speech_id <> quotations.speech_id
        """,
        is_within_speech=True,
    ),
    Promise(
        "marked_words_lie_in_the_content",
        "quotation_spans",
        "Each verbatim span lies within a content span of its quotation.",
        f"""
        SELECT {SPAN_ID} FROM quotation_spans
        ANTI JOIN quotation_spans AS content ON content.quotation_id = quotation_spans.quotation_id AND content.role = 'content'
            AND content.span_start <= quotation_spans.span_start AND content.span_end >= quotation_spans.span_end
        WHERE quotation_spans.role = 'verbatim'
        """,
        is_within_speech=True,
    ),
)
PROMISES = (*OF_QUOTATIONS, *OF_QUOTATION_SPANS)
