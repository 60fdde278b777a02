"""What is promised of `corrections` beyond its declaration, and of the rows that were corrected."""

from expectations.promise import Promise

PROMISES = (
    Promise(
        "no_text_means_none_is_published",
        "corrections",
        "A correction is of a published text, unless its outcome says that there is none; its words and what is right are then left out.",
        """
        SELECT correction_id FROM corrections LEFT JOIN speeches USING (speech_id)
        WHERE (outcome = 'no-text') <> (corrections.speech_id IS NOT NULL AND speeches.speech_id IS NULL)
            OR (outcome = 'no-text' AND (corrections.words IS NOT NULL OR right_value IS NOT NULL))
        """,
    ),
    Promise(
        "what_came_to_nothing_says_why",
        "corrections",
        "A correction of which nothing came changes no row, and says why.",
        """
        SELECT correction_id FROM corrections
        WHERE (outcome IN ('unfit', 'no-text')) <> (detail IS NOT NULL) OR (outcome <> 'applied' AND rows > 0)
        """,
    ),
    Promise(
        "quotation_is_of_the_text",
        "corrections",
        "`quotation_id` names a quotation of the correction's text, or of any where it is about all.",
        """
        SELECT correction_id FROM corrections JOIN quotations USING (quotation_id)
        WHERE corrections.speech_id <> quotations.speech_id
        """,
    ),
    Promise(
        "corrected_quotations_say_why",
        "quotations",
        "A quotation that a person corrected says who did, and why; so does one whose speaker is known by a correction.",
        """
        SELECT quotation_id FROM quotations
        WHERE (corrected_by IS NULL) <> (reason IS NULL) OR (speaker_method = 'correction' AND corrected_by IS NULL)
        """,
        is_within_speech=True,
    ),
    Promise(
        "corrected_speeches_say_why",
        "speeches",
        "A speech that a person corrected says who did, and why; so does one of which a value was taken from a correction.",
        """
        SELECT speech_id FROM speeches
        WHERE (corrected_by IS NULL) <> (reason IS NULL)
            OR (corrected_by IS NULL AND 'correction' IN (title_from, spoken_on_from, form_from))
        """,
        is_within_speech=True,
    ),
)
