"""A cleaned text becomes the rows of one speech: the labels, in the order in which they need one another."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from flows.clean.draft import Cleaned
from flows.clean.stated import NOTHING_TOLD, Stated, Told, settled, told_by
from flows.label.corrections.mentions import corrected_mentions
from flows.label.corrections.of_text import corrected_told, quotations_of
from flows.label.corrections.said import Came, Said, by_whom
from flows.label.corrections.speakers import persons_left
from flows.label.cut import cut_of
from flows.label.dates.find import find_dates
from flows.label.expressions.read import read_sentences
from flows.label.form.decide import form_of
from flows.label.language.decide import LanguageGuess
from flows.label.mentions.find import find_mentions
from flows.label.quantities.find import find_quantities
from flows.label.rows import (
    Places,
    candidate_rows,
    date_rows,
    mention_rows,
    paragraph_row,
    quantity_rows,
    quotation_ids,
    quotation_row,
    sentence_rows,
    span_rows,
    words_in,
)
from flows.label.speakers.attribute import MetSpeaker
from flows.label.speakers.gazetteer import Gazetteer, preferred_name
from flows.label.speakers.known import bearers_of, person_of
from flows.label.speakers.known import known as arranged
from flows.label.speakers.told_gender import gender_in_text
from flows.languages.pack import pack
from flows.segment.document import Document
from schemas.corrections import Correction
from schemas.dates import DateRow
from schemas.mentions import Mention
from schemas.paragraphs import Paragraph
from schemas.quantities import Quantity
from schemas.quotations import Quotation, QuotationSpan, SpeakerCandidate
from schemas.sentences import Sentence
from schemas.speeches import Speech
from schemas.words import Form, Outcome, TakenFrom


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
        labels=cleaned.sitting.labels,
        chairs=cleaned.sitting.chairs,
        unspoken=cleaned.sitting.unspoken,
    )
    expressions = read_sentences(document)
    dates = find_dates(document, expressions)
    who, why = by_whom([one.said for one in of_text if one.outcome is Outcome.APPLIED])
    speech = _speech_row(known, cleaned, guess, document, told)._replace(corrected_by=who, reason=why)
    found, attributed, came, changed = quotations_of(document, gazetteer, known.corrections)
    mentions = corrected_mentions(document.text, find_mentions(document, attributed.persons, gazetteer), came, attributed)
    persons = persons_left(attributed)
    places = Places(speech, cut)
    ids = quotation_ids(speech.speech_id, found)
    own = pack(document.language)
    genders = {person.speaker_id: gender_in_text(person.name, person.gender, own) for person in persons}
    return Labelled(
        speech,
        [paragraph_row(speech, position, span, told.language) for position, (span, told) in enumerate(places.paragraphs)],
        sentence_rows(places),
        [
            _signed(quotation_row(places, ids, n, found[n], attributed.attributions[n], genders), changed.get(n, ()))
            for n in range(len(found))
        ],
        [row for quotation_id, quotation in zip(ids, found, strict=True) for row in span_rows(speech, quotation_id, quotation)],
        [row for row_id, said in zip(ids, attributed.attributions, strict=True) for row in candidate_rows(speech, row_id, said)],
        date_rows(places, dates),
        quantity_rows(places, find_quantities(document, expressions, dates)),
        mention_rows(places, mentions, ids, found),
        persons,
        [_correction_row(speech, ids, one) for one in (*of_text, *came)],
    )


def _signed(row: Quotation, corrections: Sequence[Said]) -> Quotation:
    """Return the row with who changed it and why, where somebody did."""
    if not corrections:
        return row
    who, why = by_whom(corrections)
    return row._replace(corrected_by=who, reason=why)


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
        words=words_in(text),
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
