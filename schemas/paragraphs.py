"""The table `paragraphs`."""

from typing import Annotated, NamedTuple

from schemas.columns import About, Maker, table_of
from schemas.words import Language


class Paragraph(NamedTuple):
    """One paragraph of a speech."""

    paragraph_id: Annotated[str, About("Key: the speech's, `.p` and the first code point.", unique=True)]
    speech_id: Annotated[str, About("The speech that the paragraph stands in.", refers_to="speeches.speech_id")]
    position: Annotated[int, About("Its place among the paragraphs of the speech, from 0.", minimum=0)]
    span_start: Annotated[int, About("First character in the speech's text, counted in code points from 0.", minimum=0)]
    span_end: Annotated[int, About("The character after its last, in code points.", minimum=1)]
    text: Annotated[str, About("The paragraph's characters, as they stand in the speech's text.", repeats=False)]
    language: Annotated[Language, About("The language of the paragraph, among those that Rostra reads.")]
    is_language_inherited: Annotated[bool, About("True where the paragraph says too little to tell, so that the speech's language stands.")]
    foreign_language: Annotated[
        str | None,
        About("Code (ISO 639-1) of the paragraph's language where it is none that Rostra reads: its words stand unlabelled; else null."),
    ]


PARAGRAPHS = table_of(
    Paragraph, name="paragraphs", made_by=Maker.RULES, key=["paragraph_id"], sorted_by=["speech_id", "position"], has_long_text=True
)
