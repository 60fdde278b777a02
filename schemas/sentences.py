"""The table `sentences`."""

from typing import Annotated, NamedTuple

from schemas.columns import About, Maker, table_of


class Sentence(NamedTuple):
    """One sentence of a speech; together the sentences hold every character of the text that is no space."""

    sentence_id: Annotated[str, About("Key: the speech's, `.s` and the first code point.", unique=True)]
    speech_id: Annotated[str, About("The speech that the sentence stands in.", refers_to="speeches.speech_id")]
    paragraph_id: Annotated[str, About("The paragraph that the sentence stands in.", refers_to="paragraphs.paragraph_id")]
    position: Annotated[int, About("Its place among the sentences of the speech, from 0.", minimum=0)]
    span_start: Annotated[int, About("First character in the speech's text, counted in code points from 0.", minimum=0)]
    span_end: Annotated[int, About("The character after its last, in code points.", minimum=1)]
    text: Annotated[str, About("The sentence's characters, as they stand in the speech's text.", repeats=False)]
    words: Annotated[int, About("Runs of letters and digits in the sentence.", minimum=0)]


SENTENCES = table_of(
    Sentence, name="sentences", made_by=Maker.RULES, key=["sentence_id"], sorted_by=["speech_id", "position"], has_long_text=True
)
