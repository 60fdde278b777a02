"""The tables `quotations`, `quotation_spans` and `speaker_candidates`."""

from datetime import date
from typing import Annotated, NamedTuple

from schemas.columns import About, Maker, table_of
from schemas.words import CueClass, Gender, Language, QuotationKind, SpanRole, SpeakerKind, SpeakerMethod


class Quotation(NamedTuple):
    """One act of saying, by one speaker, with its content: the table that most readers open alone."""

    quotation_id: Annotated[str, About("Key: the speech's, `.q` and the first code point of its content.", unique=True)]
    speech_id: Annotated[str, About("The speech that the quotation stands in.", refers_to="speeches.speech_id")]
    source_id: Annotated[str, About("The source of that speech.", refers_to="sources.source_id")]
    url: Annotated[str | None, About("The address that the speech was published at, where it is known.")]
    title: Annotated[str | None, About("The title of the speech, where it has one.")]
    paragraph_id: Annotated[str, About("The paragraph of its first content.", refers_to="paragraphs.paragraph_id", repeats=False)]
    first_sentence_id: Annotated[str, About("The sentence of its first content.", refers_to="sentences.sentence_id", repeats=False)]
    position: Annotated[int, About("Its place among the quotations of the speech, from 0.", minimum=0)]
    kind: Annotated[QuotationKind, About("How its words stand in the text.")]
    text: Annotated[str, About("What was said: the content's parts, joined by one space.", repeats=False)]
    clean_text: Annotated[
        str,
        About(
            "The same words as they are cited: without the conjunction before them (that, что, деп), without the commas that"
            " lead to the writer's words, and with each quotation mark within them paired.",
            repeats=False,
        ),
    ]
    words: Annotated[int, About("Runs of letters and digits in `text`.", minimum=0)]
    parts: Annotated[int, About("How many content spans it has.", minimum=1)]
    speaker_id: Annotated[
        str | None, About("Who says it, a person or another source; null where that cannot be told.", refers_to="speakers.speaker_id")
    ]
    speaker_name: Annotated[str | None, About("The speaker's preferred name in English, or the fullest that the text gives.")]
    speaker_kind: Annotated[SpeakerKind | None, About("What the speaker is: a person, or another source.")]
    speaker_gender: Annotated[Gender | None, About("The speaker's gender, where it is known.")]
    speaker_office: Annotated[
        str | None,
        About("The code of the office that the speaker held on that day, of several the one held last; null where none is listed."),
    ]
    speaker_party: Annotated[
        str | None, About("The party that the speaker belonged to on that day, of several the one joined last; null where none is listed.")
    ]
    speaker_method: Annotated[SpeakerMethod | None, About("How the source was resolved to the speaker.")]
    source_text: Annotated[str | None, About("The phrase that names who says it, as it stands in the text.")]
    cue_text: Annotated[str | None, About("The word or words of saying, as they stand in the text.")]
    cue_lemma: Annotated[str | None, About("The cue's form in the word list.")]
    cue_class: Annotated[CueClass, About("By what it is known to be a quotation; `labeler_scores` tells how often that is right.")]
    addressee_text: Annotated[str | None, About("The phrase that names to whom it is said, as it stands in the text.")]
    addressee_id: Annotated[
        str | None, About("The person to whom it is said, where that is one person who can be told.", refers_to="speakers.speaker_id")
    ]
    is_relayed: Annotated[bool, About("True where the source only passes on what was said (an agency).")]
    nested_in: Annotated[str | None, About("The quotation within which this one is quoted.", refers_to="quotations.quotation_id")]
    spoken_on: Annotated[date | None, About("The day the words were said: the speech's.")]
    language: Annotated[Language, About("The language of the paragraph of its first content.")]
    corrected_by: Annotated[str | None, About("Who corrected it; null where no person did.")]
    reason: Annotated[str | None, About("Why it was corrected.")]


QUOTATIONS = table_of(
    Quotation, name="quotations", made_by=Maker.RULES, key=["quotation_id"], sorted_by=["speaker_id", "spoken_on", "quotation_id"]
)


class SpeakerCandidate(NamedTuple):
    """One of several who may say a quotation: its source fits them equally well, and it has no speaker."""

    quotation_id: Annotated[str, About("The quotation whose speaker cannot be told.", refers_to="quotations.quotation_id")]
    speech_id: Annotated[str, About("The speech that the quotation stands in.", refers_to="speeches.speech_id")]
    position: Annotated[int, About("The candidate's place among those of the quotation, from 0: the likeliest first.", minimum=0)]
    speaker_id: Annotated[str, About("Who may say it.", refers_to="speakers.speaker_id")]


SPEAKER_CANDIDATES = table_of(
    SpeakerCandidate, name="speaker_candidates", made_by=Maker.RULES, key=["quotation_id", "position"], may_be_empty=True
)


class QuotationSpan(NamedTuple):
    """One piece of a quotation: some of what was said, the cue, the source or the addressee."""

    quotation_id: Annotated[str, About("The quotation that it is a piece of.", refers_to="quotations.quotation_id")]
    speech_id: Annotated[str, About("The speech that it stands in.", refers_to="speeches.speech_id")]
    role: Annotated[SpanRole, About("What the piece does in the quotation.")]
    position: Annotated[int, About("Its place among the quotation's pieces of this role, from 0.", minimum=0)]
    span_start: Annotated[int, About("First character in the speech's text, counted in code points from 0.", minimum=0)]
    span_end: Annotated[int, About("The character after its last, in code points.", minimum=1)]
    text: Annotated[str, About("The piece's characters, as they stand in the speech's text.", repeats=False)]


QUOTATION_SPANS = table_of(
    QuotationSpan, name="quotation_spans", made_by=Maker.RULES, key=["quotation_id", "role", "position"], has_long_text=True
)
