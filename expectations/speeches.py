"""What is promised of `speeches` beyond its declaration."""

from expectations.promise import Promise

PROMISES = (
    Promise(
        "characters_are_counted",
        "speeches",
        "`characters` is the number of code points of the text.",
        "SELECT speech_id FROM speeches WHERE characters <> length(text)",
        is_within_speech=True,
    ),
    Promise(
        "text_sha256_is_of_the_text",
        "speeches",
        "`text_sha256` is the SHA-256 of the text as UTF-8.",
        "SELECT speech_id FROM speeches WHERE text_sha256 <> sha256(text)",
        is_within_speech=True,
    ),
    Promise(
        "ids_name_their_source",
        "speeches",
        "`speech_id` begins with `source_id` and a dot.",
        "SELECT speech_id FROM speeches WHERE NOT starts_with(speech_id, source_id || '.')",
        is_within_speech=True,
    ),
)
