"""The rows of what a speech holds, as the text alone tells them: paragraphs, sentences, quotations, dates, quantities, mentions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence

from flows.label.cut import Cut
from flows.label.dates.found import FoundDate
from flows.label.language.decide import ParagraphLanguage
from flows.label.mentions.found import FoundMention
from flows.label.quantities.found import FoundQuantity
from flows.label.quotations.clean_text import clean_text
from flows.label.quotations.cue_class import cue_class
from flows.label.quotations.found import FoundQuotation
from flows.label.speakers.attribute import Attribution
from flows.languages.pack import pack
from schemas.columns import Span
from schemas.dates import DateRow
from schemas.mentions import Mention
from schemas.paragraphs import Paragraph
from schemas.quantities import Quantity
from schemas.quotations import Quotation, QuotationSpan, SpeakerCandidate
from schemas.sentences import Sentence
from schemas.speeches import Speech
from schemas.words import Gender, Language, QuotationKind, SpanRole

WORD = re.compile(r"\w+")


class Places:
    """Where a code point of a speech lies: in which paragraph and sentence."""

    def __init__(self, speech: Speech, cut: Cut) -> None:
        self.speech = speech
        self.paragraphs = list(zip(cut.paragraphs, cut.languages, strict=True))
        self.sentences_of = cut.sentences_of
        self._sentences = _Held([span for spans in cut.sentences_of for span in spans])
        self._paragraphs = _Held(cut.paragraphs)

    def paragraph_id(self, at: int) -> str:
        """Return the id of the paragraph that holds the code point."""
        return f"{self.speech.speech_id}.p{self._paragraphs.holding(at)}"

    def language(self, at: int) -> Language:
        """Return the language of the paragraph that holds the code point."""
        return self.paragraphs[self._paragraphs.place(at)][1].language.language

    def sentence_id(self, at: int) -> str:
        """Return the id of the sentence that holds the code point."""
        return f"{self.speech.speech_id}.s{self._sentences.holding(at)}"

    def standing(self, letter: str, position: int, span: Span) -> tuple[str, str, str, int, int, int, str]:
        """Return the first columns of what stands in a span: its id, with a letter for its table, those of speech and paragraph, its place
        among its like, both ends in code points, and its text.
        """
        speech_id = self.speech.speech_id
        return (
            f"{speech_id}.{letter}{span.start}",
            speech_id,
            self.paragraph_id(span.start),
            position,
            *span,
            self.speech.text[slice(*span)],
        )


class _Held:
    """Spans in order and without overlap, by where they start."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._starts = [span.start for span in spans]
        self._ends = [span.end for span in spans]

    def place(self, at: int) -> int:
        """Return which span is the last that starts at or before a code point; -1 where none does."""
        return bisect_right(self._starts, at) - 1

    def holding(self, at: int) -> int:
        """Return where the span starts that holds a code point; LookupError where none does."""
        place = self.place(at)
        if place < 0 or self._ends[place] <= at:
            raise LookupError(f"no span holds code point {at}")
        return self._starts[place]


def paragraph_row(speech: Speech, position: int, span: Span, told: ParagraphLanguage) -> Paragraph:
    """Return the row of the paragraph at a position, counted from 0."""
    text = speech.text[span.start : span.end]
    return Paragraph(
        f"{speech.speech_id}.p{span.start}", speech.speech_id, position, *span, text, told.language, told.is_inherited, told.foreign
    )


def sentence_rows(places: Places) -> list[Sentence]:
    """Return the rows of all sentences of a speech, in its order."""
    speech = places.speech
    rows: list[Sentence] = []
    for (paragraph, _), spans in zip(places.paragraphs, places.sentences_of, strict=True):
        for span in spans:
            text = speech.text[span.start : span.end]
            sentence_id, paragraph_id = f"{speech.speech_id}.s{span.start}", f"{speech.speech_id}.p{paragraph.start}"
            rows.append(Sentence(sentence_id, speech.speech_id, paragraph_id, len(rows), *span, text, words_in(text)))
    return rows


def quotation_ids(speech_id: str, found: list[FoundQuotation]) -> list[str]:
    """Return each quotation's id: its first code point, and, where several begin there, the end of all but the longest."""
    starts = Counter(quotation.content[0].start for quotation in found)
    longest: dict[int, int] = {}
    for quotation in found:
        start, end = quotation.content[0].start, quotation.content[-1].end
        longest[start] = max(longest.get(start, 0), end)
    return [
        f"{speech_id}.q{start}" if starts[start] == 1 or end == longest[start] else f"{speech_id}.q{start}-{end}"
        for start, end in ((quotation.content[0].start, quotation.content[-1].end) for quotation in found)
    ]


def quotation_row(
    places: Places, ids: list[str], position: int, found: FoundQuotation, said_by: Attribution, genders: Mapping[str, Gender | None]
) -> Quotation:
    """Return the row as the text alone tells it: what is known of the speaker besides is added where all persons are known."""
    speech, first = places.speech, found.content[0].start
    text, language = joined(speech.text, found.content), places.language(first)
    is_clause = found.kind is not QuotationKind.DIRECT
    return Quotation(
        quotation_id=ids[position],
        speech_id=speech.speech_id,
        source_id=speech.source_id,
        url=speech.url,
        title=speech.title,
        paragraph_id=places.paragraph_id(first),
        first_sentence_id=places.sentence_id(first),
        position=position,
        kind=found.kind,
        text=text,
        clean_text=clean_text(speech.text, found.content, pack(language), is_clause=is_clause),
        words=words_in(text),
        parts=len(found.content),
        speaker_id=said_by.speaker_id,
        speaker_name=said_by.speaker_name,
        speaker_kind=said_by.speaker_kind,
        speaker_gender=genders.get(said_by.speaker_id or ""),
        speaker_office=None,
        speaker_party=None,
        speaker_method=said_by.method,
        source_text=joined(speech.text, found.source) or None,
        cue_text=joined(speech.text, found.cue) or None,
        cue_lemma=found.cue_lemma,
        cue_class=cue_class(speech.text, found, language),
        addressee_text=joined(speech.text, found.addressee) or None,
        addressee_id=said_by.addressee_id,
        is_relayed=found.is_relayed,
        nested_in=None if found.nested_in is None else ids[found.nested_in],
        spoken_on=speech.spoken_on,
        language=language,
        corrected_by=None,
        reason=None,
    )


def span_rows(speech: Speech, quotation_id: str, found: FoundQuotation) -> list[QuotationSpan]:
    """Return a row for each span of a quotation: what is said, its verbatim parts, the cue, the source, the addressee."""
    pieces = (
        (SpanRole.CONTENT, found.content),
        (SpanRole.VERBATIM, found.verbatim),
        (SpanRole.CUE, found.cue),
        (SpanRole.SOURCE, found.source),
        (SpanRole.ADDRESSEE, found.addressee),
    )
    return [
        QuotationSpan(quotation_id, speech.speech_id, role, position, *span, speech.text[span.start : span.end])
        for role, spans in pieces
        for position, span in enumerate(spans)
    ]


def candidate_rows(speech: Speech, quotation_id: str, said_by: Attribution) -> list[SpeakerCandidate]:
    """Return a row for each person who may be the speaker of a quotation, the likeliest first."""
    return [
        SpeakerCandidate(quotation_id, speech.speech_id, position, candidate.speaker_id)
        for position, candidate in enumerate(said_by.candidates)
    ]


def date_rows(places: Places, found: list[FoundDate]) -> list[DateRow]:
    """Return the rows of the expressions of time of a speech, in its order."""
    return [
        DateRow(
            *places.standing("d", position, one.span),
            value=one.value,
            kind=one.kind,
            is_relative=one.is_relative,
            anchor_on=one.anchor_on,
            is_approximate=one.is_approximate,
        )
        for position, one in enumerate(found)
    ]


def quantity_rows(places: Places, found: list[FoundQuantity]) -> list[Quantity]:
    """Return the rows of the quantities of a speech, in its order."""
    return [
        Quantity(
            *places.standing("n", position, one.span),
            value=one.value,
            lowest=one.lowest,
            highest=one.highest,
            unit=one.unit,
            counted_text=one.counted and places.speech.text[slice(*one.counted)],
            direction=one.direction,
            is_approximate=one.is_approximate,
        )
        for position, one in enumerate(found)
    ]


def mention_rows(places: Places, mentions: Sequence[FoundMention], ids: Sequence[str], found: Sequence[FoundQuotation]) -> list[Mention]:
    """Return the rows of the mentions of a speech, in its order; `ids` are those of the quotations found."""
    speech_id, text = places.speech.speech_id, places.speech.text
    holding = held_by([mention.span for mention in mentions], found)
    return [
        Mention(
            mention_id=f"{speech_id}.m{span.start}",
            speech_id=speech_id,
            paragraph_id=places.paragraph_id(span.start),
            quotation_id=None if held is None else ids[held],
            position=position,
            span_start=span.start,
            span_end=span.end,
            text=text[slice(*span)],
            kind=kind,
            entity_id=entity_id,
            language=places.language(span.start),
        )
        for position, ((span, kind, entity_id), held) in enumerate(zip(mentions, holding, strict=True))
    ]


def held_by(spans: Sequence[Span], found: Sequence[FoundQuotation]) -> list[int | None]:
    """Return the place of the innermost quotation that holds each of some spans, which are in order; None where none does."""
    contents = sorted((content, at) for at, quotation in enumerate(found) for content in quotation.content)
    holding: list[int | None] = []
    opened: list[tuple[Span, int]] = []
    following = 0
    for span in spans:
        while following < len(contents) and contents[following][0].start <= span.start:
            opened.append(contents[following])
            following += 1
        opened = [one for one in opened if one[0].end > span.start]
        around = [one for one in opened if one[0].end >= span.end]
        holding.append(min(around, key=lambda one: one[0].end - one[0].start)[1] if around else None)
    return holding


def words_in(text: str) -> int:
    """Return how many words a text has: runs of letters, figures and underscores."""
    return len(WORD.findall(text))


def joined(text: str, spans: tuple[Span, ...]) -> str:
    """Return the text of the spans, joined by one space."""
    return " ".join(text[span.start : span.end] for span in spans)
