"""A cleaned text becomes the rows of one speech: the labels, in the order in which they need one another."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from flows.clean.draft import Cleaned
from flows.clean.stated import NOTHING_TOLD, Stated, Told, settled, told_by
from flows.label.corrections.mentions import corrected_mentions
from flows.label.corrections.of_text import corrected_told, quotations_of
from flows.label.corrections.said import Came, Said, by_whom
from flows.label.dates.find import find_dates
from flows.label.dates.found import FoundDate
from flows.label.expressions.read import read_sentences
from flows.label.form.decide import form_of
from flows.label.language.decide import LanguageGuess, ParagraphLanguage
from flows.label.language.stretches import ToldLanguage, languages_of, stretches_of
from flows.label.mentions.find import find_mentions
from flows.label.mentions.found import FoundMention
from flows.label.quantities.find import find_quantities
from flows.label.quantities.found import FoundQuantity
from flows.label.quotations.clean_text import clean_text
from flows.label.quotations.cue_class import cue_class
from flows.label.quotations.found import FoundQuotation
from flows.label.speakers.attribute import Attribution, MetSpeaker
from flows.label.speakers.gazetteer import Gazetteer, preferred_name
from flows.label.speakers.known import bearers_of, person_of
from flows.label.speakers.known import known as arranged
from flows.label.speakers.told_gender import gender_in_text
from flows.languages.pack import pack
from flows.segment.document import Document, without_foreign
from flows.segment.paragraphs import paragraph_spans
from flows.segment.sentences import sentence_spans
from schemas.columns import Span
from schemas.corrections import Correction
from schemas.dates import DateRow
from schemas.mentions import Mention
from schemas.paragraphs import Paragraph
from schemas.quantities import Quantity
from schemas.quotations import Quotation, QuotationSpan, SpeakerCandidate
from schemas.sentences import Sentence
from schemas.speeches import Speech
from schemas.words import Form, Gender, Language, Outcome, QuotationKind, SpanRole, TakenFrom

WORD = re.compile(r"\w+")


class Known(NamedTuple):
    """What is known of a text before its words are read."""

    speech_id: str
    source_id: str
    raw_sha256: str
    licence: str
    form: Form | None = None
    """As the source declares it; None where each text is to tell."""
    url: str | None = None
    retrieved_at: datetime | None = None
    """When the bytes were first had of a page, in UTC; None for a file."""
    country: str | None = None
    principal_speaker_id: str | None = None
    part_of: str | None = None
    """The archive or table that the text came from."""
    member: str | None = None
    before: Told = NOTHING_TOLD
    """What is believed before the text's own page and head: what is declared, what a table says."""
    after: Told = NOTHING_TOLD
    """What is believed where these say nothing: the file's name, the address."""
    corrections: tuple[Said, ...] = ()
    """What people say is wrong with what follows from all this."""


class Labelled(NamedTuple):
    """All rows of one speech, each table's in the order of the text, and the persons met in it."""

    speech: Speech
    paragraphs: list[Paragraph]
    sentences: list[Sentence]
    quotations: list[Quotation]
    quotation_spans: list[QuotationSpan]
    speaker_candidates: list[SpeakerCandidate]
    dates: list[DateRow]
    quantities: list[Quantity]
    mentions: list[Mention]
    persons: tuple[MetSpeaker, ...]
    corrections: list[Correction]
    """What came of each correction of the text."""


def label(known: Known, cleaned: Cleaned, guess: LanguageGuess, gazetteer: Gazetteer) -> Labelled:
    """Return the rows of a speech whose language is told; ValueError where it is not."""
    if guess.language is None:
        raise ValueError(f"{known.speech_id}: labelled before its language was told")
    cut = cut_of(cleaned.text, guess.language)
    told, of_text = corrected_told(
        told_of(known, cleaned, gazetteer), lambda: form_of(cleaned.text, cut.document.paragraphs, cut.document.language), known.corrections
    )
    document = cut.document._replace(
        form=told.stated.form or form_of(cleaned.text, cut.document.paragraphs, guess.language),
        spoken_on=told.stated.spoken_on,
        country=known.country,
        principal_speaker_id=known.principal_speaker_id or speaker_named(told.stated.speaker, gazetteer),
        title=told.stated.title,
        speaker=told.stated.speaker,
        text_id=known.speech_id,
    )
    expressions = read_sentences(document)
    dates = find_dates(document, expressions)
    who, why = by_whom([one.said for one in of_text if one.outcome is Outcome.APPLIED])
    speech = _speech_row(known, cleaned, guess, document, told)._replace(corrected_by=who, reason=why)
    found, attributed, came, changed = quotations_of(document, gazetteer, known.corrections)
    mentions = corrected_mentions(document.text, find_mentions(document, attributed.persons, gazetteer), came, attributed.attributions)
    places = _Places(speech, cut)
    ids = quotation_ids(speech.speech_id, found)
    own = pack(document.language)
    genders = {person.speaker_id: gender_in_text(person.name, person.gender, own) for person in attributed.persons}
    return Labelled(
        speech,
        [_paragraph_row(speech, position, span, told.language) for position, (span, told) in enumerate(places.paragraphs)],
        _sentence_rows(places),
        [
            _signed(_quotation_row(places, ids, n, found[n], attributed.attributions[n], genders), by_whom(changed.get(n, ())))
            for n in range(len(found))
        ],
        [row for quotation_id, quotation in zip(ids, found, strict=True) for row in _span_rows(speech, quotation_id, quotation)],
        [row for row_id, said in zip(ids, attributed.attributions, strict=True) for row in _candidate_rows(speech, row_id, said)],
        _date_rows(places, dates),
        _quantity_rows(places, find_quantities(document, expressions, dates)),
        _mention_rows(places, mentions, ids, found),
        attributed.persons,
        [_correction_row(speech, ids, one) for one in (*of_text, *came)],
    )


def _signed(row: Quotation, by: tuple[str | None, str | None]) -> Quotation:
    return row._replace(corrected_by=by[0], reason=by[1])


def _correction_row(speech: Speech, ids: Sequence[str], came: Came) -> Correction:
    said = came.said
    return Correction(
        correction_id=said.correction_id,
        source_id=said.source_id,
        wrong=said.wrong,
        outcome=came.outcome,
        rows=came.rows,
        speech_id=speech.speech_id,
        quotation_id=None if came.quotation is None else ids[came.quotation],
        words=said.words,
        speaker_id=said.speaker_id,
        found=came.found,
        right_value=said.right,
        corrected_by=said.corrected_by,
        corrected_on=said.corrected_on,
        reason=said.reason,
        detail=came.detail,
    )


def told_of(known: Known, cleaned: Cleaned, gazetteer: Gazetteer) -> Told:
    """Return what is told of a text, of each value what the first place says that says anything."""
    person = person_of(arranged(gazetteer), known.principal_speaker_id or "")
    declared = told_by(TakenFrom.DECLARED, Stated(form=known.form, speaker=preferred_name(person) if person else None))
    fetched = told_by(TakenFrom.ADDRESS, Stated(url=known.url))
    return settled(declared, fetched, known.before, cleaned.told, known.after)


def speaker_named(name: str | None, gazetteer: Gazetteer) -> str | None:
    """Return the id of the one listed person who bears a name; None where nobody listed does, or more than one."""
    if name is None:
        return None
    bearers = bearers_of(arranged(gazetteer), name)
    return next(iter(bearers)) if len(bearers) == 1 else None


class Cut(NamedTuple):
    """A text cut into paragraphs and sentences, and the language of each paragraph."""

    document: Document
    """What the labels read: without the paragraphs of languages that are not held."""
    paragraphs: tuple[Span, ...]
    languages: tuple[ToldLanguage, ...]
    sentences_of: tuple[list[Span], ...]
    """The sentences of each paragraph."""


def cut_of(text: str, language: Language) -> Cut:
    """Return a text cut into paragraphs and sentences, each by the rules of its language."""
    paragraphs = tuple(paragraph_spans(text))
    told = tuple(languages_of(text, paragraphs, language))
    sentences_of = tuple(sentence_spans(text, span, one.read_as or language) for span, one in zip(paragraphs, told, strict=True))
    sentences = tuple(span for spans in sentences_of for span in spans)
    document = Document(text, language, paragraphs, sentences, stretches=stretches_of(paragraphs, told, language))
    return Cut(without_foreign(document), paragraphs, told, sentences_of)


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


class _Places:
    """Where a code point of a speech lies: in which paragraph and sentence."""

    def __init__(self, speech: Speech, cut: Cut) -> None:
        self.speech = speech
        self.paragraphs = list(zip(cut.paragraphs, cut.languages, strict=True))
        self.sentences_of = cut.sentences_of
        self._sentences = tuple(span for spans in cut.sentences_of for span in spans)
        self._paragraphs = cut.paragraphs

    def paragraph_id(self, at: int) -> str:
        """Return the id of the paragraph that holds the code point."""
        return f"{self.speech.speech_id}.p{_holding(self._paragraphs, at).start}"

    def language(self, at: int) -> Language:
        """Return the language of the paragraph that holds the code point."""
        place = bisect_right(self._paragraphs, at, key=lambda span: span.start) - 1
        return self.paragraphs[place][1].language.language

    def sentence_id(self, at: int) -> str:
        """Return the id of the sentence that holds the code point."""
        return f"{self.speech.speech_id}.s{_holding(self._sentences, at).start}"


def _holding(spans: tuple[Span, ...], at: int) -> Span:
    """Return the span that holds the code point, by bisection; LookupError where none does."""
    low, high = 0, len(spans)
    while low < high:
        middle = (low + high) // 2
        if spans[middle].end <= at:
            low = middle + 1
        else:
            high = middle
    if low == len(spans) or spans[low].start > at:
        raise LookupError(f"no span holds code point {at}")
    return spans[low]


def _speech_row(known: Known, cleaned: Cleaned, guess: LanguageGuess, document: Document, told: Told) -> Speech:
    text, (stated, origins) = cleaned.text, told
    return Speech(
        speech_id=known.speech_id,
        source_id=known.source_id,
        title=stated.title,
        title_from=origins.title,
        text=text,
        spoken_on=stated.spoken_on,
        spoken_on_from=origins.spoken_on,
        published_at=stated.published_at,
        published_offset=stated.published_offset,
        published_at_from=origins.published_at,
        language=document.language,
        language_from=origins.language or TakenFrom.TEXT,
        language_probability=guess.probability,
        form=document.form,
        form_from=origins.form or TakenFrom.TEXT,
        principal_speaker_id=document.principal_speaker_id,
        speaker=stated.speaker,
        speaker_from=origins.speaker,
        event=stated.event,
        event_from=origins.event,
        place=stated.place,
        place_from=origins.place,
        url=stated.url,
        url_from=origins.url,
        characters=len(text),
        words=_words(text),
        cleaning_steps=" ".join(cleaned.steps) or None,
        damage=cleaned.damage,
        raw_sha256=known.raw_sha256,
        retrieved_at=known.retrieved_at,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        licence=known.licence,
        part_of=known.part_of,
        member=known.member,
        corrected_by=None,
        reason=None,
    )


def _words(text: str) -> int:
    return len(WORD.findall(text))


def _paragraph_row(speech: Speech, position: int, span: Span, told: ParagraphLanguage) -> Paragraph:
    text = speech.text[span.start : span.end]
    return Paragraph(
        f"{speech.speech_id}.p{span.start}", speech.speech_id, position, *span, text, told.language, told.is_inherited, told.foreign
    )


def _sentence_rows(places: _Places) -> list[Sentence]:
    speech = places.speech
    rows: list[Sentence] = []
    for (paragraph, _), spans in zip(places.paragraphs, places.sentences_of, strict=True):
        for span in spans:
            text = speech.text[span.start : span.end]
            sentence_id, paragraph_id = f"{speech.speech_id}.s{span.start}", f"{speech.speech_id}.p{paragraph.start}"
            rows.append(Sentence(sentence_id, speech.speech_id, paragraph_id, len(rows), *span, text, _words(text)))
    return rows


def _quotation_row(
    places: _Places, ids: list[str], position: int, found: FoundQuotation, said_by: Attribution, genders: Mapping[str, Gender | None]
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
        words=_words(text),
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
        cue_class=cue_class(speech.text, found, places.language(first)),
        addressee_text=joined(speech.text, found.addressee) or None,
        addressee_id=said_by.addressee_id,
        is_relayed=found.is_relayed,
        nested_in=None if found.nested_in is None else ids[found.nested_in],
        spoken_on=speech.spoken_on,
        language=language,
        corrected_by=None,
        reason=None,
    )


def _date_rows(places: _Places, found: list[FoundDate]) -> list[DateRow]:
    speech = places.speech
    return [
        DateRow(
            date_id=f"{speech.speech_id}.d{one.span.start}",
            speech_id=speech.speech_id,
            paragraph_id=places.paragraph_id(one.span.start),
            position=position,
            span_start=one.span.start,
            span_end=one.span.end,
            text=speech.text[one.span.start : one.span.end],
            value=one.value,
            kind=one.kind,
            is_relative=one.is_relative,
            anchor_on=one.anchor_on,
            is_approximate=one.is_approximate,
        )
        for position, one in enumerate(found)
    ]


def _quantity_rows(places: _Places, found: list[FoundQuantity]) -> list[Quantity]:
    speech = places.speech
    return [
        Quantity(
            quantity_id=f"{speech.speech_id}.n{one.span.start}",
            speech_id=speech.speech_id,
            paragraph_id=places.paragraph_id(one.span.start),
            position=position,
            span_start=one.span.start,
            span_end=one.span.end,
            text=speech.text[one.span.start : one.span.end],
            value=one.value,
            lowest=one.lowest,
            highest=one.highest,
            unit=one.unit,
            counted_text=one.counted and speech.text[one.counted.start : one.counted.end],
            is_approximate=one.is_approximate,
        )
        for position, one in enumerate(found)
    ]


def _candidate_rows(speech: Speech, quotation_id: str, said_by: Attribution) -> list[SpeakerCandidate]:
    return [
        SpeakerCandidate(quotation_id, speech.speech_id, position, candidate.speaker_id)
        for position, candidate in enumerate(said_by.candidates)
    ]


def _mention_rows(places: _Places, mentions: Sequence[FoundMention], ids: Sequence[str], found: Sequence[FoundQuotation]) -> list[Mention]:
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


def _span_rows(speech: Speech, quotation_id: str, found: FoundQuotation) -> list[QuotationSpan]:
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


def joined(text: str, spans: tuple[Span, ...]) -> str:
    """Return the text of the spans, joined by one space."""
    return " ".join(text[span.start : span.end] for span in spans)
