"""Who says a marked passage in a verb-final language: the attribution within it, after it or before it."""

from collections.abc import Sequence

from flows.label.quotations.cues import Cue
from flows.label.quotations.direct_speech import Attribution, behind_marks
from flows.label.quotations.inflected.words import is_past_verb, is_verb
from flows.label.quotations.tokens import PASSAGE, POINT, WORD, Phrase, Token, clause_end, span_of, spans_of
from flows.label.quotations.verb_final.addressees import addressee_in
from flows.label.quotations.verb_final.cues import cue_spans, cues_in
from flows.label.quotations.verb_final.sources import document_in, genitive_before, noun_after, subject_after, subject_in
from flows.label.quotations.verb_final.words import says
from flows.languages.traits import (
    ABLATIVE,
    ABLATIVE_AGENT,
    ABOUT,
    ACCUSATIVE,
    BEFORE_CUE,
    CLAUSE_ACCUSATIVE,
    CONJUNCTION,
    CONVERB,
    EVENT,
    FRAME,
    GENITIVE,
    LOCATIVE,
    MEDIUM,
    NEGATIVE_CONVERB,
    PARTICIPLE,
    PASSIVE,
    POINTING,
    POSSESSED_DATIVE,
    PRONOUN,
    STATEMENT,
    THAT,
)

SAID = ACCUSATIVE | ABOUT
OPINIONS = frozenset(("thought", "evaluation"))
WORDS_BEFORE_CUE = 5
WORDS_ALONE = 16


def passes_on(tokens: Sequence[Token], cue: Cue, source: Phrase | None) -> bool:
    """Tell whether a source after its cue only passes words on: `деп хабарлайды …`, `деп жазады «Дала» газеті`."""
    is_before = source is not None and source.first < cue.last
    if cue.entry.kind == "relay" and (not is_before or cue.that < 0):
        return True
    if source is None or (is_before and cue.entry.kind != "relay") or cue.entry.kind not in ("relay", "writing"):
        return False
    return any(token.traits & MEDIUM or token.kind == PASSAGE or "." in token.low[1:] for token in tokens[source.first : source.end])


def attribution_at(tokens: Sequence[Token], start: int, stop: int, is_loose: bool) -> Attribution | None:
    """Read `деді Президент` or `деп атап өтті ол` from a token on; None where no cue stands near its beginning."""
    end = clause_end(tokens, start, stop)
    cue = _cue_at(tokens, start, end, is_loose)
    if cue is None:
        return _unlisted(tokens, start, end) if is_loose else None
    source = subject_after(tokens, cue.last + 1, stop)
    reached = end if source is None else max(end, source.end)
    if cue.entry.kind == "relay" and cue.last + 1 < reached:
        source = Phrase(cue.last + 1, reached)
    between = subject_in(tokens, cue.that + 1 if cue.that >= 0 else start, cue.first)
    source = source or between or noun_after(tokens, cue.last + 1, reached)
    behind = cue.last + 1 if source is None else max(source.end, cue.last + 1)
    reached = next((index for index in range(behind, reached) if tokens[index].traits & CONJUNCTION), reached)
    return _attribution(tokens, cue, source, start, reached)


def _cue_at(tokens: Sequence[Token], start: int, end: int, is_loose: bool) -> Cue | None:
    """Return the cue near a token, or the participle there that says what a point parts from it: `«…», – деген тұрғындардың бірі`."""
    near = (cue for cue in cues_in(tokens, start, end) if cue.start - start <= WORDS_BEFORE_CUE)
    may_be_said = is_loose and says(tokens[start]) and subject_after(tokens, start + 1, end) is not None
    return next(near, None) or (next(iter(cues_in(tokens, start, start + 1)), None) if may_be_said else None)


def _unlisted(tokens: Sequence[Token], start: int, end: int) -> Attribution | None:
    """Take a verb that no list holds for a cue behind the conjunction: `деп күлді қария`."""
    if not tokens[start].traits & THAT:
        return None
    verb = next((index for index in range(start + 1, min(end, start + WORDS_BEFORE_CUE)) if is_verb(tokens[index])), end)
    source = subject_after(tokens, verb + 1, end) or noun_after(tokens, verb + 1, end)
    is_last = verb == start + 1 and verb + 1 == end and is_past_verb(tokens[verb])  # Әнші «…» деп қалжыңдады
    if source is None and not is_last:
        return None
    return Attribution((span_of(tokens, start, verb + 1),), spans_of(tokens, source), (), None, False, start, end)


def _attribution(tokens: Sequence[Token], cue: Cue, source: Phrase | None, first: int, end: int) -> Attribution:
    is_after = source is not None and source.first > cue.last
    addressee = addressee_in(tokens, source.end if source is not None and is_after else cue.last + 1, end)
    return Attribution(
        cue_spans(tokens, cue),
        spans_of(tokens, source),
        spans_of(tokens, addressee),
        cue.entry.lemma,
        passes_on(tokens, cue, source),
        first,
        end,
    )


def attribution_after(tokens: Sequence[Token], index: int, start: int, stop: int) -> Attribution | None:
    """Read the attribution that follows a marked passage: `», – деді ол`, `» деп атап өтті Президент`, `Президент «…» деді`."""
    behind = behind_marks(tokens, index, stop)
    at = behind.at
    if behind.is_next_sentence:
        return _told_after(tokens, at)
    if (noun := _noun_of_saying(tokens, at, start, index, stop)) is not None:
        return noun
    if at >= stop or not (behind.is_parted or tokens[at].traits & THAT or says(tokens[at]) or _stands_written(tokens[at])):
        return None
    if at + 1 < stop and tokens[at].traits & THAT and tokens[at + 1].traits & CLAUSE_ACCUSATIVE:
        return None  # «…» деп қорқытқанын айтты: told in turn
    is_loose = behind.is_parted or bool(tokens[at].traits & THAT)
    found = attribution_at(tokens, at, stop, is_loose) if tokens[at].kind == WORD else None
    return found and _with_subject_before(tokens, found, (start, index), is_parted=behind.is_parted)


def _stands_written(token: Token) -> bool:
    """Tell whether a word says of the very words before it that they stand in a text: `«…» делінген`."""
    return any(entry.kind == "relay" and not entry.takes for entry in token.cues)


def _noun_of_saying(tokens: Sequence[Token], at: int, start: int, index: int, stop: int) -> Attribution | None:
    """Read whose question or answer marked words are: `депутаттың «…» деген сұрағына министр жауап берді`."""
    cues = cues_in(tokens, at, min(at + 2, stop)) if at + 1 < stop and tokens[at + 1].traits & POSSESSED_DATIVE else []
    source = genitive_before(tokens, index, start) if cues and tokens[index - 1].traits & GENITIVE else None
    return None if source is None else _attribution(tokens, cues[0], source, at, at + 2)


def _with_subject_before(tokens: Sequence[Token], found: Attribution, lead: tuple[int, int], *, is_parted: bool) -> Attribution | None:
    """Return an attribution with a subject before the marks, where none stands behind them: `Президент «…» деді`.

    None where what is said began before the marks: `Президент бұл құжат «…» деп атап өтті`.
    """
    passage = lead[1]
    first = _behind_address(tokens, *lead)
    source = None if found.source else _document_before(tokens, found, first, passage) or subject_in(tokens, first, passage)
    source = source if source or found.source else _noun_before(tokens, found, first, passage)
    if source is None and not found.source and found.lemma is None:
        return None
    behind = source.end if source is not None else first
    between = tokens[_behind_meanwhile(tokens, behind, passage) : passage]
    if not is_parted and any(token.kind != POINT and not _is_where(token) for token in between):
        return None
    if source is None:
        return found
    addressee = spans_of(tokens, addressee_in(tokens, source.end, passage)) or found.addressee
    return found._replace(source=spans_of(tokens, source), addressee=addressee)


def _document_before(tokens: Sequence[Token], found: Attribution, first: int, passage: int) -> Phrase | None:
    """Return the text in which marked words stand, right before them: `кеңес таратқан үндеуде: «…», – делінген`."""
    is_passive = any(token.traits & PASSIVE for token in tokens[found.first : found.end])
    document = document_in(tokens, first, passage) if is_passive else None
    return document if document is not None and all(token.kind == POINT for token in tokens[document.end : passage]) else None


def _behind_address(tokens: Sequence[Token], first: int, passage: int) -> int:
    """Return where a sentence goes on with a pronoun behind whom it addresses: `Министр мырза, | сіз былтыр «…» дедіңіз`."""
    commas = (at for at in range(passage - 2, first, -1) if tokens[at].low == "," and tokens[at + 1].traits & PRONOUN)
    return next(commas, first - 1) + 1


def _is_where(token: Token) -> bool:
    """Tell whether a word between a source and marked words only says where or when: `бүгін осы мінберден`, `Ақтауда`."""
    is_there = token.traits & (LOCATIVE | ABLATIVE) and not token.traits & (PARTICIPLE | ABLATIVE_AGENT | THAT)
    return bool(is_there or token.traits & FRAME)


def _noun_before(tokens: Sequence[Token], found: Attribution, first: int, passage: int) -> Phrase | None:
    """Return the noun, on no list, that stands alone before marked words: `Шебер «…» деді`, but not `Бұл заң «…» деп санайды`."""
    end = passage - (passage > first and tokens[passage - 1].low == ":")
    is_opinion = any(
        entry.lemma == found.lemma and entry.kind in OPINIONS for token in tokens[found.first : found.end] for entry in token.cues
    )
    if found.lemma is None or is_opinion or end <= first or tokens[end - 1].traits & (ACCUSATIVE | GENITIVE | PARTICIPLE):
        return None
    return noun_after(tokens, first, end)


def _behind_meanwhile(tokens: Sequence[Token], start: int, stop: int) -> int:
    """Return where what a source does meanwhile ends, between the source and marked words: `суретін жариялап, | «…» деп жазды`."""
    is_there = stop - 2 >= start and tokens[stop - 1].low == "," and tokens[stop - 2].traits & (CONVERB | NEGATIVE_CONVERB)
    if is_there and clause_end(tokens, start, stop) == stop - 1:
        return stop
    is_place = (
        stop > start
        and tokens[stop - 1].traits & EVENT
        and not any(token.traits & SAID and not token.traits & FRAME for token in tokens[start:stop])
    )
    return stop if is_place else start  # тілшінің сауалына берген жауабында «…» деді


def _told_after(tokens: Sequence[Token], start: int) -> Attribution | None:
    """Read a next sentence that only says whose a passage was: `«…». Бұл туралы Президент айтты`."""
    if start + 1 >= len(tokens) or not (tokens[start].traits & POINTING and tokens[start + 1].traits & ABOUT):
        return None
    end = clause_end(tokens, start, len(tokens))
    cues = cues_in(tokens, start, end)
    if not cues:
        return None
    source = subject_in(tokens, start + 2, cues[0].start) or subject_after(tokens, cues[0].last + 1, end)
    return _attribution(tokens, cues[0], source, start, end)


def attribution_before(tokens: Sequence[Token], index: int, start: int) -> Attribution | None:
    """Read the attribution that leads to a marked passage: `Президент былай деді: «`."""
    if index - 1 < start or tokens[index - 1].low != ":":
        return None
    cues = cues_in(tokens, start, index - 1)
    if not cues:
        stop = index - 1
        return _statement_of(tokens, start, stop) or _named_alone(tokens, start, stop) or _unlisted_before(tokens, start, stop)
    cue = cues[-1]
    lowest = cues[-2].last + 1 if len(cues) > 1 else start
    source = subject_in(tokens, lowest, cue.start) or subject_in(tokens, start, cue.start) or subject_after(tokens, cue.last + 1, index - 1)
    source = source or document_in(tokens, lowest, cue.start)
    return _attribution(tokens, cue, source, cue.start, cue.last + 1)


def _named_alone(tokens: Sequence[Token], start: int, stop: int) -> Attribution | None:
    """Read who alone leads to a passage, with what explains the name: `Жол министрі: «…»`, `Анар Серікова, «Қала кеші»: «…»`."""
    end = clause_end(tokens, start, stop)
    source = subject_in(tokens, start, end)
    if source is None or source.first != start or source.end != end or stop - start > WORDS_ALONE:
        return None
    is_explained = end < stop and (tokens[end].low != "," or any(token.cues or is_past_verb(token) for token in tokens[end:stop]))
    return None if is_explained else Attribution((), spans_of(tokens, Phrase(start, stop)), (), None, False, start, stop)


def _statement_of(tokens: Sequence[Token], start: int, stop: int) -> Attribution | None:
    """Read whose words are announced: `Анар Серікова мәлімдемесінің толық мәтіні:`."""
    at = next((index for index in range(start + 1, stop) if tokens[index].traits & STATEMENT), stop)
    source = genitive_before(tokens, at, start) if at < stop and stop - start <= WORDS_ALONE else None
    if source is None or any(token.cues or is_past_verb(token) for token in tokens[at + 1 : stop]):
        return None
    return Attribution((), spans_of(tokens, source), (), None, False, start, stop)


def _unlisted_before(tokens: Sequence[Token], start: int, stop: int) -> Attribution | None:
    """Take the verb before a colon, which no list holds, for a cue where somebody can speak: `Ол күрсінді: «…»`."""
    verb = stop - 1
    while verb > start and tokens[verb].traits & BEFORE_CUE:
        verb -= 1  # қария ойланып тұрды да: «…»
    source = subject_in(tokens, start, verb) if verb > start and is_past_verb(tokens[verb]) else None
    return (
        None if source is None else Attribution((span_of(tokens, verb, verb + 1),), spans_of(tokens, source), (), None, False, verb, stop)
    )
