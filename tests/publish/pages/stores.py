"""Stores with pages: the first speech beside invented reports in three languages, and one that wishes us ill."""

from datetime import date
from pathlib import Path

from benchmarks.texts_as_tables import FIRST_SPEECH, declare, read_into
from flows.measure.marked_texts import read_marked_text
from flows.publish.facts import release_facts
from flows.publish.on_disk import Published, acquire, prepare, publish
from schemas.paragraphs import Paragraph
from schemas.quotations import Quotation, QuotationSpan
from schemas.sentences import Sentence
from schemas.speakers import Speaker
from schemas.words import CueClass, Language, QuotationKind, SpanRole, SpeakerKind, SpeakerMethod
from tests.publish.a_release import BUILD, ROWS, SPEECH

HOUSE = Path(__file__).resolve().parents[3]
FIRST = "reports.2026-02-10-constitutional-reform"
RESULTS = {
    "is_passed": True,
    "of_a_part": {"promises": 0, "promises_sha256": ""},
    "tables": {"speeches": [{"promise": "unique", "sentence": "No two speeches share an id.", "is_met": True}]},
}
PER_LANGUAGE = 3


def texts() -> list[tuple[str, str]]:
    """Return name and content of the first speech and of some invented reports."""
    found = [(FIRST_SPEECH.stem, FIRST_SPEECH.read_text(encoding="utf-8"))]
    for language in ("en", "ru", "kk"):
        for path in sorted((HOUSE / "tests" / "gold" / language).glob("*.txt"))[:PER_LANGUAGE]:
            marked = read_marked_text(path)
            found.append((f"{language}-{path.stem}", f"date {marked['date']}\n\n{marked['text']}\n"))
    return found


def publish_texts(store: Path, folder: Path, chosen: list[tuple[str, str]]) -> Published:
    """Publish texts to the store, with pages."""
    with acquire(store, wait_seconds=0):
        release = prepare(store) / "release"
        fetched = read_into(declare(folder / "sources", chosen), folder / "work", release / "data")
        return publish(store, release, release_facts(release / "data", fetched, RESULTS, BUILD))


EVIL = "</script><script>document.title='ran'</script><img src=x onerror=\"document.title='ran'\">]]>\u202egnol\u202c\u2066"
SAID = f"Harm {EVIL} 😀"
OPENING = f"The minister said: “{SAID}”."
LONG = "Ә very long paragraph. " * 45_000
EVIL_TEXT = f"{OPENING}\n\n{LONG}".strip()
EVIL_ID = "gazette.on-harm"


def _at(words: str) -> dict[str, int]:
    return {"span_start": EVIL_TEXT.index(words), "span_end": EVIL_TEXT.index(words) + len(words)}


_QUOTATION = Quotation(
    quotation_id=f"{EVIL_ID}.q20",
    speech_id=EVIL_ID,
    source_id="gazette",
    url="javascript:document.title='ran'",
    title=EVIL,
    paragraph_id=f"{EVIL_ID}.p0",
    first_sentence_id=f"{EVIL_ID}.s0",
    position=0,
    kind=QuotationKind.DIRECT,
    text=SAID,
    clean_text=SAID,
    words=12,
    parts=1,
    speaker_id="evil",
    speaker_name=EVIL,
    speaker_kind=SpeakerKind.PERSON,
    speaker_gender=None,
    speaker_office=None,
    speaker_party=None,
    speaker_method=SpeakerMethod.NAME,
    source_text="The minister",
    cue_text="said",
    cue_lemma="say",
    cue_class=CueClass.VERB,
    addressee_text=None,
    addressee_id=None,
    is_relayed=False,
    nested_in=None,
    spoken_on=date(2026, 2, 9),
    language=Language.ENGLISH,
    corrected_by=None,
    reason=None,
)
_PLACES = ((SpanRole.CONTENT, SAID), (SpanRole.SOURCE, "The minister"), (SpanRole.CUE, "said"))
_PARAGRAPHS = [part for part in EVIL_TEXT.split("\n\n") if part]
HOSTILE = {
    **ROWS,
    "speeches": [
        SPEECH,
        SPEECH._replace(
            speech_id=EVIL_ID,
            title=EVIL,
            text=EVIL_TEXT,
            spoken_on=date(2026, 2, 9),
            characters=len(EVIL_TEXT),
            text_sha256="3" * 64,
            url="javascript:document.title='ran'",
            place=EVIL,
        ),
    ],
    "paragraphs": [
        Paragraph(
            f"{EVIL_ID}.p{_at(part)['span_start']}",
            EVIL_ID,
            place,
            **_at(part),
            text=part,
            language=Language.ENGLISH,
            is_language_inherited=True,
            foreign_language=None,
        )
        for place, part in enumerate(_PARAGRAPHS)
    ],
    "sentences": [Sentence(f"{EVIL_ID}.s0", EVIL_ID, f"{EVIL_ID}.p0", 0, 0, len(OPENING), OPENING, 9)],
    "quotations": [_QUOTATION],
    "quotation_spans": [QuotationSpan(_QUOTATION.quotation_id, EVIL_ID, role, 0, **_at(words), text=words) for role, words in _PLACES],
    "speakers": [Speaker("evil", EVIL, SpeakerKind.PERSON, None, None, None, None, None, is_listed=False, list_id=None)],
}
