"""What is promised of the tables of persons and offices beyond their declarations."""

from expectations.promise import Promise

PROMISES = (
    Promise(
        "what_changed_is_gone",
        "speaker_id_changes",
        "An id that changed is nobody's any more.",
        """
        SELECT concat_ws(' ', old_speaker_id, speaker_id_changes.speaker_id) FROM speaker_id_changes
        SEMI JOIN speakers ON speakers.speaker_id = old_speaker_id
        """,
    ),
    Promise(
        "one_name_is_preferred",
        "speaker_names",
        "A person has at most one preferred name in a language.",
        """
        SELECT concat_ws(' ', speaker_id, language, name) FROM speaker_names WHERE is_preferred
        QUALIFY count(*) OVER (PARTITION BY speaker_id, language) > 1
        """,
    ),
    Promise(
        "listed_speakers_bear_a_listed_name",
        "speakers",
        "The name of a person of our list is one of that person's names in `speaker_names`.",
        """
        SELECT speaker_id FROM speakers
        ANTI JOIN speaker_names ON speaker_names.speaker_id = speakers.speaker_id AND speaker_names.name = speakers.name
        WHERE is_listed
        """,
    ),
    Promise(
        "terms_end_after_they_begin",
        "offices",
        "The last day in office is not before the first.",
        "SELECT concat_ws(' ', speaker_id, office, from_on) FROM offices WHERE until_on < from_on",
    ),
    Promise(
        "memberships_end_after_they_begin",
        "memberships",
        "The last day of a membership is not before the first.",
        "SELECT concat_ws(' ', speaker_id, position) FROM memberships WHERE until_on < from_on",
    ),
    Promise(
        "memberships_are_of_something",
        "memberships",
        "A membership is one of a party, of a chamber, or of both.",
        "SELECT concat_ws(' ', speaker_id, position) FROM memberships WHERE party IS NULL AND chamber IS NULL",
    ),
    Promise(
        "a_gender_was_taken_from_somewhere",
        "speakers",
        "Where `gender` is known, so is `gender_from`, and that of a person of our list is told by the list alone.",
        """
        SELECT speaker_id FROM speakers
        WHERE (gender IS NULL) <> (gender_from IS NULL) OR (gender IS NOT NULL AND is_listed <> (gender_from = 'list'))
        """,
    ),
    Promise(
        "an_office_is_of_one_country",
        "offices",
        "An office has one country and one institution, whoever holds it.",
        """
        SELECT concat_ws(' ', speaker_id, office, from_on) FROM offices
        QUALIFY min(country || coalesce(institution, '')) OVER (PARTITION BY office)
            <> max(country || coalesce(institution, '')) OVER (PARTITION BY office)
        """,
    ),
)
