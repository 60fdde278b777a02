"""The table `speeches`."""

from datetime import date, datetime
from typing import Annotated, NamedTuple

from schemas.columns import About, Maker, table_of
from schemas.words import Damage, Form, Language, TakenFrom

SPEECH_ID = r"[a-z0-9-]{1,60}\.[a-z0-9-]{1,120}"
SPEAKER_ID = r"[a-z0-9-]{1,120}"
SHA256 = r"[0-9a-f]{64}"
OFFSET = r"[+-][0-9]{2}:[0-9]{2}"


class Speech(NamedTuple):
    """One published text that carries a public figure's words in one language."""

    speech_id: Annotated[
        str, About("Key: the source's code, a dot, and the slug of the text's file name or address.", pattern=SPEECH_ID, unique=True)
    ]
    source_id: Annotated[str, About("The source that the text came from.", refers_to="sources.source_id")]
    title: Annotated[str | None, About("The text's own title, where it has one.")]
    title_from: Annotated[TakenFrom | None, About("Where the title was taken from.")]
    text: Annotated[
        str, About("The text as cleaned: paragraphs divided by one blank line. Every span counts its code points.", repeats=False)
    ]
    spoken_on: Annotated[date | None, About("The day the words were said, in the zone in which its source writes.")]
    spoken_on_from: Annotated[TakenFrom | None, About("Where the day was taken from.")]
    published_at: Annotated[datetime | None, About("The moment the text was published, where it is told with its offset or zone.")]
    published_offset: Annotated[str | None, About("The offset from UTC at which that moment was written.", pattern=OFFSET)]
    published_at_from: Annotated[TakenFrom | None, About("Where the moment was taken from.")]
    language: Annotated[Language, About("The language of the text.")]
    language_from: Annotated[TakenFrom, About("Where the language was taken from.")]
    language_probability: Annotated[float, About("How sure the labeller is of the language, from 0 to 1.", minimum=0, maximum=1)]
    form: Annotated[Form, About("How the text carries the words of its speaker.")]
    form_from: Annotated[TakenFrom, About("Where the form was taken from.")]
    principal_speaker_id: Annotated[str | None, About("The person whose words the text is about.", refers_to="speakers.speaker_id")]
    speaker: Annotated[str | None, About("The name of that person, as it is told beside the text.")]
    speaker_from: Annotated[TakenFrom | None, About("Where the speaker was taken from.")]
    event: Annotated[str | None, About("The occasion of the words, where it is told.")]
    event_from: Annotated[TakenFrom | None, About("Where the event was taken from.")]
    place: Annotated[str | None, About("Where the words were said.")]
    place_from: Annotated[TakenFrom | None, About("Where the place was taken from.")]
    url: Annotated[str | None, About("The address that the text was published at, where it is known.")]
    url_from: Annotated[TakenFrom | None, About("Where the address was taken from; `address` where the text was fetched from it.")]
    characters: Annotated[int, About("Length of the text in Unicode code points.", minimum=1)]
    words: Annotated[int, About("Runs of letters and digits in the text.", minimum=1)]
    cleaning_steps: Annotated[
        str | None, About("The cleaning steps that changed the text, in order, divided by spaces; null where none did.")
    ]
    damage: Annotated[Damage | None, About("What seems damaged in the text and could not be undone for sure; null where nothing does.")]
    raw_sha256: Annotated[
        str, About("SHA-256 of the bytes as they were fetched; of a member, or the text of a row, alone.", pattern=SHA256, repeats=False)
    ]
    retrieved_at: Annotated[
        datetime | None,
        About("The moment at which these bytes were first fetched from the address, or captured by a web archive; null for files."),
    ]
    text_sha256: Annotated[str, About("SHA-256 of the cleaned text as UTF-8; no two speeches share it.", pattern=SHA256, unique=True)]
    licence: Annotated[str, About("The terms on which the publisher offers the text, as its source declares them.")]
    part_of: Annotated[
        str | None, About("The archive or table that the text came from, by its path in the source's folder; null for a file or page.")
    ]
    member: Annotated[
        str | None,
        About("Which part of it the text is: a path, an address, or a row's `id` or `url`, else the SHA-256 of its text; null for a file."),
    ]
    corrected_by: Annotated[str | None, About("Who corrected its day, title or form; null where no person did.")]
    reason: Annotated[str | None, About("Why these were corrected.")]


SPEECHES = table_of(
    Speech, name="speeches", made_by=Maker.RULES, key=["speech_id"], sorted_by=["spoken_on", "speech_id"], has_long_text=True
)
