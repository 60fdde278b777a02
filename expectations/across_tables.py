"""What is promised of several tables together: what one says twice it says alike, and no one is there for nothing."""

from expectations.promise import Follows, Promise


def _is_held_on_the_day(column: str, table: str, which: str) -> Promise:
    """Return the promise that what `quotations` says of a speaker on a day is what the table of terms or memberships says."""
    return Promise(
        f"{column}_is_held_on_the_day",
        "quotations",
        f"`speaker_{column}` is {which} that `{table}` gives the speaker on the day of the speech; null where there is none.",
        f"""
        WITH held AS (
            SELECT quotation_id, max({{'from_on': coalesce(from_on, DATE '0001-01-01'), 'held': {column}}}).held AS held
            FROM quotations JOIN {table} USING (speaker_id)
            WHERE {column} IS NOT NULL AND spoken_on IS NOT NULL
                AND coalesce(from_on <= spoken_on, true) AND coalesce(spoken_on <= until_on, true)
            GROUP BY quotation_id)
        SELECT quotation_id FROM quotations LEFT JOIN held USING (quotation_id) WHERE speaker_{column} IS DISTINCT FROM held
        """,
        follows=Follows("speaker_id", table, "speaker_id"),
    )


PROMISES = (
    Promise(
        "licence_is_that_of_the_source",
        "speeches",
        "A speech is offered on the terms of its source.",
        "SELECT speech_id FROM speeches JOIN sources USING (source_id) WHERE speeches.licence <> sources.licence",
        follows=Follows("source_id", "sources", "source_id"),
    ),
    Promise(
        "words_are_those_of_the_sentences",
        "speeches",
        "A speech has as many words as its sentences together.",
        """
        SELECT speech_id FROM speeches
        LEFT JOIN (SELECT speech_id, sum(words) AS words FROM sentences GROUP BY speech_id) AS found USING (speech_id)
        WHERE speeches.words <> coalesce(found.words, 0)
        """,
        is_within_speech=True,
    ),
    Promise(
        "day_is_that_of_the_speech",
        "quotations",
        "`spoken_on` of a quotation is that of its speech.",
        """
        SELECT quotation_id FROM quotations JOIN speeches USING (speech_id)
        WHERE quotations.spoken_on IS DISTINCT FROM speeches.spoken_on
        """,
        is_within_speech=True,
    ),
    Promise(
        "told_as_of_the_speech",
        "quotations",
        "`source_id`, `url` and `title` of a quotation are those of its speech.",
        """
        SELECT quotation_id FROM quotations JOIN speeches USING (speech_id)
        WHERE (quotations.source_id, quotations.url, quotations.title) IS DISTINCT FROM (speeches.source_id, speeches.url, speeches.title)
        """,
        is_within_speech=True,
    ),
    Promise(
        "gender_is_that_of_the_speaker",
        "quotations",
        "`speaker_gender` is the `gender` of the speaker; null where there is no speaker.",
        """
        SELECT quotation_id FROM quotations LEFT JOIN speakers USING (speaker_id)
        WHERE speaker_gender IS DISTINCT FROM gender
        """,
        follows=Follows("speaker_id", "speakers", "speaker_id"),
    ),
    _is_held_on_the_day("office", "offices", "the last begun of the offices"),
    _is_held_on_the_day("party", "memberships", "the last joined of the parties"),
    Promise(
        "language_is_that_of_the_paragraph",
        "quotations",
        "`language` of a quotation is that of the paragraph of its first content, which is one that Rostra reads.",
        """
        SELECT quotation_id FROM quotations JOIN paragraphs USING (paragraph_id)
        WHERE quotations.language <> paragraphs.language OR foreign_language IS NOT NULL
        """,
        is_within_speech=True,
    ),
    Promise(
        "inherited_language_is_that_of_the_speech",
        "paragraphs",
        "A paragraph that tells no language that Rostra reads has that of its speech.",
        """
        SELECT paragraph_id FROM paragraphs JOIN speeches USING (speech_id)
        WHERE (is_language_inherited AND paragraphs.language <> speeches.language)
           OR (foreign_language IS NOT NULL AND NOT is_language_inherited)
        """,
        is_within_speech=True,
    ),
    Promise(
        "speaker_name_is_that_of_the_speaker",
        "quotations",
        "`speaker_name` is the speaker's name; a person met in texts alone may be spelt in other cases of letters.",
        """
        SELECT quotation_id FROM quotations JOIN speakers USING (speaker_id)
        WHERE speaker_name IS NULL OR (is_listed AND speaker_name <> name) OR lower(speaker_name) <> lower(name)
        """,
        follows=Follows("speaker_id", "speakers", "speaker_id"),
    ),
    Promise(
        "speaker_kind_is_that_of_the_speaker",
        "quotations",
        "`speaker_kind` is the kind that `speakers` gives the speaker.",
        """
        SELECT quotation_id FROM quotations JOIN speakers USING (speaker_id)
        WHERE quotations.speaker_kind IS DISTINCT FROM speakers.speaker_kind
        """,
        follows=Follows("speaker_id", "speakers", "speaker_id"),
    ),
    Promise(
        "speakers_are_listed_or_met",
        "speakers",
        "A person who is not on our list is quoted or may be, addressed, or the principal speaker of a speech.",
        """
        SELECT speaker_id FROM speakers
        ANTI JOIN (
            SELECT speaker_id FROM quotations UNION SELECT addressee_id FROM quotations UNION SELECT principal_speaker_id FROM speeches
            UNION SELECT speaker_id FROM speaker_candidates
        ) AS met USING (speaker_id)
        WHERE NOT is_listed
        """,
    ),
)
