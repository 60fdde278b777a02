"""The table `mentions`."""

from typing import Annotated, NamedTuple

from schemas.columns import About, Maker, table_of
from schemas.words import Language, MentionKind


class Mention(NamedTuple):
    """One named thing in a speech: whom or what the words are about, at exact characters."""

    mention_id: Annotated[str, About("Key: the speech's, `.m` and the first code point.", unique=True)]
    speech_id: Annotated[str, About("The speech that the mention stands in.", refers_to="speeches.speech_id")]
    paragraph_id: Annotated[str, About("The paragraph that holds it.", refers_to="paragraphs.paragraph_id")]
    quotation_id: Annotated[
        str | None,
        About("The innermost quotation whose content holds it; null outside of all.", refers_to="quotations.quotation_id"),
    ]
    position: Annotated[int, About("Its place among the mentions of the speech, from 0.", minimum=0)]
    span_start: Annotated[int, About("First character in the speech's text, counted in code points from 0.", minimum=0)]
    span_end: Annotated[int, About("The character after its last, in code points.", minimum=1)]
    text: Annotated[str, About("The mention's characters, as they stand in the speech's text.")]
    kind: Annotated[MentionKind, About("What it names.")]
    entity_id: Annotated[
        str | None,
        About(
            "Whom or what it names, where that is known: the speaker of that id; of a place, its country (ISO 3166-1 alpha-2), "
            "with `-capital` behind it for that country's capital."
        ),
    ]
    language: Annotated[Language, About("The language of the paragraph that holds it.")]


MENTIONS = table_of(
    Mention, name="mentions", made_by=Maker.RULES, key=["mention_id"], sorted_by=["speech_id", "position"], may_be_empty=True
)
