"""A small dataset that keeps every promise: two sources, three invented speeches in three languages, one text set aside."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from expectations.violations import Counts
from flows.parquet import arrow_schema
from schemas.columns import Span
from schemas.corrections import Correction
from schemas.dataset import BY_NAME, TABLES
from schemas.dates import DateRow
from schemas.labelers import Labeler, LabelerScore
from schemas.mentions import Mention
from schemas.pages import Page
from schemas.paragraphs import Paragraph
from schemas.quantities import Quantity
from schemas.quotations import Quotation, QuotationSpan, SpeakerCandidate
from schemas.sentences import Sentence
from schemas.sources import SetAside, Source, SourceLanguage
from schemas.speakers import Membership, Office, OfficeName, PersonList, Speaker, SpeakerIdChange, SpeakerName
from schemas.speeches import Speech
from schemas.words import (
    CueClass,
    DateKind,
    Form,
    Gender,
    GenderFrom,
    Language,
    MentionKind,
    Mistake,
    Outcome,
    QuotationKind,
    Reason,
    SpanRole,
    SpeakerKind,
    SpeakerMethod,
    Stage,
    TakenFrom,
)

Rows = dict[str, list[Any]]
"""The rows of each table, by the table's name."""

COUNTS = Counts(fetched={"city-hall": 3, "night-paper": 1}, promised={"city-hall": 2, "night-paper": 1})
WORD = re.compile(r"\w+")
NAMES = {"asel-omarova": "Asel Omarova", "timur-beket": "Timur Beket", "old-teacher": "Old Teacher"}
GENDERS = {"asel-omarova": Gender.FEMALE, "old-teacher": Gender.MALE}
SHA_OF_NOTHING = hashlib.sha256(b"").hexdigest()


def valid_rows() -> Rows:
    """Return the rows of every table, made anew."""
    rows: Rows = {table.name: [] for table in TABLES}
    _add_persons(rows)
    _add_sources(rows)
    _add_english(rows)
    _add_russian(rows)
    _add_kazakh(rows)
    rows["labelers"].append(Labeler("sentences", "1.0.0", SHA_OF_NOTHING))
    rows["labeler_scores"].append(
        LabelerScore("sentences", Language.KAZAKH, "boundaries, F1", "our texts", None, None, None, 97.5, 96.0, 99.0, 40, SHA_OF_NOTHING)
    )
    rows["pages"] += [Page(speech.speech_id, datetime(2025, 5, 1, 6, tzinfo=UTC), is_gone=False) for speech in rows["speeches"]]
    _add_corrections(rows)
    rows["set_aside"].append(SetAside("city-hall", "empty.txt", Stage.CLEAN, Reason.EMPTY, "it holds no letter"))
    return rows


def write_rows(rows: Mapping[str, Sequence[Any]], folder: Path) -> None:
    """Write each of these tables to `<table>.parquet`, as declared, but with nulls wherever there are any."""
    for name, of_table in rows.items():
        schema = pa.schema([field.with_nullable(True) for field in arrow_schema(BY_NAME[name])])
        columns = zip(*of_table, strict=True) if of_table else ([] for _ in schema)
        arrays = [pa.array(values, type=field.type) for values, field in zip(columns, schema, strict=True)]
        pq.write_table(pa.Table.from_arrays(arrays, schema=schema), folder / f"{name}.parquet", write_page_checksum=True)


def _add_english(rows: Rows) -> None:
    speech = _add_speech(
        rows,
        "city-hall.library",
        Language.ENGLISH,
        [
            ["A library 📚 opened by the river.", "“Books are our memory,” Asel Omarova said.", "“Read them aloud.”"],
            ["Timur Beket recalled: “My teacher told me: ‘Read slowly,’ and I do.”", "She promised the readers that it would stay open."],
        ],
        spoken_on=date(2025, 4, 23),
    )
    said = {"cue": ["said"], "source": ["Asel Omarova"]}
    words = ["Books are our memory,", "Read them aloud."]
    _add_quotation(rows, speech, QuotationKind.DIRECT, {"content": words, "verbatim": words, **said}, "asel-omarova")
    outer = {"content": ["My teacher told me: ‘Read slowly,’ and I do."], "cue": ["recalled"], "source": ["Timur Beket"]}
    nest = _add_quotation(rows, speech, QuotationKind.DIRECT, outer | {"verbatim": outer["content"]}, "timur-beket")
    inner = {"content": ["Read slowly,"], "verbatim": ["Read slowly,"], "cue": ["told"], "source": ["My teacher"]}
    _add_quotation(rows, speech, QuotationKind.DIRECT, inner, "old-teacher", nested_in=nest)
    promised = {"content": ["that it would stay open"], "cue": ["promised"], "source": ["She"], "addressee": ["the readers"]}
    _add_quotation(rows, speech, QuotationKind.INDIRECT, promised, "asel-omarova", method=SpeakerMethod.PRONOUN)
    _add_mention(rows, speech, "Asel Omarova", MentionKind.PERSON, "asel-omarova")
    _add_mention(rows, speech, "Timur Beket", MentionKind.PERSON, "timur-beket")
    _add_mention(rows, speech, "teacher", MentionKind.PERSON, None, quotation_id=nest)


def _add_quantity(rows: Rows, speech: Speech, text: str, value: float, unit: str) -> None:
    """Add an amount that is the least, at its first place in the text."""
    start = speech.text.index(text)
    place = sum(1 for row in rows["quantities"] if row.speech_id == speech.speech_id)
    paragraph_id = _holding(rows["paragraphs"], speech, start).paragraph_id
    span = (place, start, start + len(text), text)
    rows["quantities"].append(
        Quantity(
            f"{speech.speech_id}.n{start}",
            speech.speech_id,
            paragraph_id,
            *span,
            value,
            value,
            None,
            unit,
            None,
            None,
            is_approximate=False,
        )
    )


def _add_date(rows: Rows, speech: Speech, text: str, value: str, kind: DateKind, anchor_on: date | None = None) -> None:
    """Add an expression of time at its first place in the text; one with an anchor is relative."""
    start = speech.text.index(text)
    place = sum(1 for row in rows["dates"] if row.speech_id == speech.speech_id)
    paragraph_id = _holding(rows["paragraphs"], speech, start).paragraph_id
    span = (place, start, start + len(text), text)
    is_relative = anchor_on is not None
    rows["dates"].append(
        DateRow(
            f"{speech.speech_id}.d{start}", speech.speech_id, paragraph_id, *span, value, kind, is_relative, anchor_on, is_approximate=False
        )
    )


def _add_russian(rows: Rows) -> None:
    speech = _add_speech(
        rows,
        "night-paper.most",
        Language.RUSSIAN,
        [["Мост открыли ночью 🌉.", "По словам сторожа, мост «стал выше и́ шире»."], ["Река молчала."]],
        url="https://night.example/most",
    )
    marked = {"content": ["мост «стал выше и́ шире»"], "verbatim": ["стал выше и́ шире"], "cue": ["По словам"], "source": ["сторожа"]}
    quotation_id = _add_quotation(rows, speech, QuotationKind.MIXED, marked, None)
    rows["speaker_candidates"] += [
        SpeakerCandidate(quotation_id, speech.speech_id, position, code) for position, code in enumerate(("asel-omarova", "old-teacher"))
    ]


def _add_kazakh(rows: Rows) -> None:
    speech = _add_speech(
        rows,
        "city-hall.oqu",
        Language.KAZAKH,
        [["Қала күні 2019 жылы да, осы сәуірде де өтті, 50 теңге, 7 %.", "Тимур Бекет: «Әр үйде кітап болсын», – деді 👩🏽‍🏫."]],
        principal_speaker_id="timur-beket",
    )
    said = {"content": ["Әр үйде кітап болсын"], "verbatim": ["Әр үйде кітап болсын"], "cue": ["деді"], "source": ["Тимур Бекет"]}
    _add_quotation(rows, speech, QuotationKind.DIRECT, said, "timur-beket")
    _add_date(rows, speech, "2019 жылы", "2019", DateKind.YEAR)
    _add_date(rows, speech, "осы сәуірде", "2025-04", DateKind.MONTH, anchor_on=date(2025, 4, 23))
    for text, value, unit in (("50 теңге", 50.0, "KZT"), ("7 %", 7.0, "%")):
        _add_quantity(rows, speech, text, value, unit)


def _add_corrections(rows: Rows) -> None:
    said: dict[str, Any] = {"corrected_by": "Dana Li", "reason": "the recording says so"}
    quotation = rows["quotations"][0] = rows["quotations"][0]._replace(**said, speaker_method=SpeakerMethod.CORRECTION)
    applied = Correction(
        correction_id="city-hall.c0123456789ab",
        source_id="city-hall",
        wrong=Mistake.SPEAKER,
        outcome=Outcome.APPLIED,
        rows=1,
        speech_id=quotation.speech_id,
        quotation_id=quotation.quotation_id,
        words="Books are our memory,",
        speaker_id=None,
        found="timur-beket",
        right_value="asel-omarova",
        corrected_on=date(2025, 6, 1),
        detail=None,
        **said,
    )
    gone: dict[str, Any] = {
        "correction_id": "city-hall.c1123456789ab",
        "speech_id": "city-hall.gone",
        "quotation_id": None,
        "words": None,
        "right_value": None,
        "rows": 0,
    }
    no_text = applied._replace(**gone, outcome=Outcome.NO_TEXT, detail="no published text is city-hall.gone")
    same: dict[str, Any] = {
        "correction_id": "city-hall.c2123456789ab",
        "wrong": Mistake.SAME_PERSON,
        "speech_id": None,
        "speaker_id": "t-beket",
    }
    rows["corrections"] += [applied, no_text, applied._replace(**same, quotation_id=None, words=None, right_value="timur-beket")]


def _add_persons(rows: Rows) -> None:
    rows["speakers"] += [
        Speaker(
            "asel-omarova",
            "Asel Omarova",
            SpeakerKind.PERSON,
            Gender.FEMALE,
            GenderFrom.LIST,
            1971,
            "KZ",
            None,
            is_listed=True,
            list_id="town",
        ),
        Speaker("timur-beket", "Timur Beket", SpeakerKind.PERSON, None, None, None, None, None, is_listed=True, list_id=None),
        Speaker(
            "old-teacher", "Old Teacher", SpeakerKind.PERSON, Gender.MALE, GenderFrom.TEXT, None, None, None, is_listed=False, list_id=None
        ),
    ]
    rows["speaker_names"] += [SpeakerName(code, Language.ENGLISH, name, is_preferred=True) for code, name in NAMES.items()]
    rows["speaker_names"].append(SpeakerName("timur-beket", Language.KAZAKH, "Тимур Бекет", is_preferred=True))
    rows["speaker_names"].append(SpeakerName("asel-omarova", Language.ENGLISH, "A. Omarova", is_preferred=False))
    rows["offices"].append(Office("asel-omarova", "mayor", "KZ", "City Hall", date(2024, 1, 9), None))
    rows["offices"].append(Office("timur-beket", "mayor", "KZ", "City Hall", date(2020, 1, 9), date(2024, 1, 8)))
    rows["memberships"].append(Membership("asel-omarova", 0, "Spring", None, None, date(2019, 5, 1)))
    rows["memberships"].append(Membership("asel-omarova", 1, "Harbour", "Town Council", date(2019, 5, 2), None))
    rows["person_lists"].append(PersonList("town", "CC0-1.0", "The Town", "https://town.example/persons"))
    rows["speaker_id_changes"].append(SpeakerIdChange("asel-omarova-1f3a", "asel-omarova", 2))
    rows["office_names"].append(OfficeName("mayor", Language.ENGLISH, "Mayor"))


def _add_sources(rows: Rows) -> None:
    moment = datetime(2025, 5, 1, 6, tzinfo=UTC)
    rows["sources"].append(Source("city-hall", "City Hall", None, "CC0-1.0", "City Hall", text_may_be_published=True, retrieved_at=None))
    rows["sources"].append(Source("night-paper", "Night Paper", "https://night.example", "CC-BY-4.0", "Night Paper", True, moment))
    rows["source_languages"] += [SourceLanguage("city-hall", Language.ENGLISH), SourceLanguage("city-hall", Language.KAZAKH)]
    rows["source_languages"].append(SourceLanguage("night-paper", Language.RUSSIAN))


UNKNOWN: tuple[Any, ...] = (
    *(
        "title",
        "title_from",
        "spoken_on",
        "spoken_on_from",
        "published_at",
        "published_offset",
        "published_at_from",
        "part_of",
        "member",
    ),
    *("principal_speaker_id", "speaker", "speaker_from", "event", "event_from", "place", "place_from", "url", "url_from"),
    *("cleaning_steps", "damage", "retrieved_at", "corrected_by", "reason"),
)
"""What nothing need tell of a speech."""


def _add_speech(rows: Rows, speech_id: str, language: Language, paragraphs: list[list[str]], **known: Any) -> Speech:
    """Add a speech of paragraphs of sentences, with their rows; sentences are divided by a space, paragraphs by a blank line."""
    text = "\n\n".join(" ".join(sentences) for sentences in paragraphs)
    source_id = speech_id.split(".", maxsplit=1)[0]
    speech = Speech(
        speech_id=speech_id,
        source_id=source_id,
        text=text,
        language=language,
        language_probability=0.99,
        language_from=TakenFrom.TEXT,
        form=Form.REPORT,
        form_from=TakenFrom.TEXT,
        characters=len(text),
        words=len(WORD.findall(text)),
        raw_sha256=SHA_OF_NOTHING,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        licence=next(source.licence for source in rows["sources"] if source.source_id == source_id),
        **dict.fromkeys(UNKNOWN) | known,
    )
    rows["speeches"].append(speech)
    at = position = 0
    for number, sentences in enumerate(paragraphs):
        joined, paragraph_id = " ".join(sentences), f"{speech_id}.p{at}"
        rows["paragraphs"].append(Paragraph(paragraph_id, speech_id, number, at, at + len(joined), joined, language, False, None))
        for sentence in sentences:
            end = at + len(sentence)
            words = len(WORD.findall(sentence))
            rows["sentences"].append(Sentence(f"{speech_id}.s{at}", speech_id, paragraph_id, position, at, end, sentence, words))
            at, position = end + 1, position + 1
        at += 1
    return speech


def _add_quotation(
    rows: Rows,
    speech: Speech,
    kind: QuotationKind,
    pieces: Mapping[str, list[str]],
    speaker_id: str | None,
    *,
    method: SpeakerMethod = SpeakerMethod.NAME,
    nested_in: str | None = None,
) -> str:
    """Add a quotation with its pieces, each at its first place in the text, and return its id."""
    first = speech.text.index(pieces["content"][0])
    quotation_id = f"{speech.speech_id}.q{first}"
    joined = {role: " ".join(texts) for role, texts in pieces.items()}
    is_mayor = speaker_id == "asel-omarova" and speech.spoken_on is not None
    rows["quotations"].append(
        Quotation(
            quotation_id=quotation_id,
            speech_id=speech.speech_id,
            source_id=speech.source_id,
            url=speech.url,
            title=speech.title,
            paragraph_id=_holding(rows["paragraphs"], speech, first).paragraph_id,
            first_sentence_id=_holding(rows["sentences"], speech, first).sentence_id,
            position=sum(1 for row in rows["quotations"] if row.speech_id == speech.speech_id),
            kind=kind,
            text=joined["content"],
            clean_text=joined["content"].rstrip(","),
            words=len(WORD.findall(joined["content"])),
            parts=len(pieces["content"]),
            speaker_id=speaker_id,
            speaker_name=NAMES[speaker_id] if speaker_id else None,
            speaker_kind=SpeakerKind.PERSON if speaker_id else None,
            speaker_gender=GENDERS.get(speaker_id or ""),
            speaker_office="mayor" if is_mayor else None,
            speaker_party="Harbour" if is_mayor else None,
            speaker_method=method if speaker_id else None,
            source_text=joined.get("source"),
            cue_text=joined.get("cue"),
            cue_lemma=None,
            cue_class=CueClass.VERB,
            addressee_text=joined.get("addressee"),
            addressee_id=None,
            is_relayed=False,
            nested_in=nested_in,
            spoken_on=speech.spoken_on,
            language=speech.language,
            corrected_by=None,
            reason=None,
        )
    )
    for role, texts in pieces.items():
        for position, text in enumerate(texts):
            start = speech.text.index(text)
            span = Span(start, start + len(text))
            rows["quotation_spans"].append(QuotationSpan(quotation_id, speech.speech_id, SpanRole(role), position, *span, text))
    return quotation_id


def _add_mention(rows: Rows, speech: Speech, text: str, kind: MentionKind, entity_id: str | None, quotation_id: str | None = None) -> None:
    """Add a mention at the first place of its text."""
    start = speech.text.index(text)
    rows["mentions"].append(
        Mention(
            mention_id=f"{speech.speech_id}.m{start}",
            speech_id=speech.speech_id,
            paragraph_id=_holding(rows["paragraphs"], speech, start).paragraph_id,
            quotation_id=quotation_id,
            position=sum(1 for row in rows["mentions"] if row.speech_id == speech.speech_id),
            span_start=start,
            span_end=start + len(text),
            text=text,
            kind=kind,
            entity_id=entity_id,
            language=speech.language,
        )
    )


def _holding(rows: Sequence[Any], speech: Speech, at: int) -> Any:
    return next(row for row in rows if row.speech_id == speech.speech_id and row.span_start <= at < row.span_end)
