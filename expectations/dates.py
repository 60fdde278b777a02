"""What is promised of `dates` beyond its declaration."""

from expectations.promise import Promise
from expectations.spans import ids_say_where, positions_follow_the_text, spans_do_not_overlap

PROMISES = (
    ids_say_where("dates", "date_id", "d"),
    positions_follow_the_text("dates", "date_id", "speech_id"),
    spans_do_not_overlap("dates", "date_id", "speech_id"),
    Promise(
        "dates_lie_in_their_paragraph",
        "dates",
        "Each expression of time lies within its paragraph, of the same speech.",
        """
        SELECT date_id FROM dates JOIN paragraphs USING (paragraph_id)
        WHERE dates.speech_id <> paragraphs.speech_id
            OR dates.span_start < paragraphs.span_start OR dates.span_end > paragraphs.span_end
        """,
        is_within_speech=True,
    ),
    Promise(
        "days_are_in_the_calendar",
        "dates",
        "A day that `value` names is one that its month has.",
        r"""
        SELECT date_id FROM (SELECT date_id, unnest(string_split(value, '/')) AS point FROM dates)
        WHERE regexp_full_match(point, '[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?') AND try_cast(point[:10] AS DATE) IS NULL
        """,
        is_within_speech=True,
    ),
    Promise(
        "times_end_after_they_begin",
        "dates",
        "What `value` says of a longer time ends no earlier than it begins.",
        r"""
        SELECT date_id FROM dates
        WHERE regexp_full_match(value, '[0-9]{4}[-0-9]*/[0-9]{4}[-0-9]*')
            AND left(split_part(value, '/', 2), least(strpos(value, '/') - 1, length(value) - strpos(value, '/')))
                < left(split_part(value, '/', 1), least(strpos(value, '/') - 1, length(value) - strpos(value, '/')))
        """,
        is_within_speech=True,
    ),
    Promise(
        "only_relative_ones_have_an_anchor",
        "dates",
        "`anchor_on` is the day of the speech, or one that its text names, and stands beside a relative expression with a value.",
        "SELECT date_id FROM dates WHERE anchor_on IS NOT NULL AND (NOT is_relative OR value IS NULL)",
        is_within_speech=True,
    ),
)
