"""Russian contents that open their sentence: `О ремонте доложил министр`, `О том, что мост готов, сообщил мэр`."""

from collections.abc import Sequence

from flows.label.quotations.cues import Cue
from flows.label.quotations.inflected.direct import source_of
from flows.label.quotations.inflected.phrases import is_nominal
from flows.label.quotations.inflected.sentence import Content, after_fillers
from flows.label.quotations.inflected.sources import is_strong, subject_after, subject_before, subject_in
from flows.label.quotations.inflected.taken_as import clause_start, thing_before
from flows.label.quotations.inflected.words import is_dative
from flows.label.quotations.sentence import Sentence
from flows.label.quotations.tokens import PASSAGE, POINT, Phrase, Token, clause_end
from flows.languages.traits import (
    ABOUT,
    ADVERB,
    CLAUSE_OPENING,
    DATIVE_PRONOUN,
    OBJECT,
    POINTING,
    PREPOSITION,
    QUESTION,
    RELATIVE,
    SUBORDINATOR,
    THAT,
    THAT_THING,
)


def fronted(sentence: Sentence, cue: Cue) -> tuple[Phrase | None, Content] | None:
    """Return the source and the content of a cue whose `о …` opens the sentence; None where it does not.

    What stands between the content and the cue can only be the subject and adverbs; `Об этом сообщил мэр` holds no content.
    """
    tokens = sentence.tokens
    about = _opening(tokens, sentence.start, cue.first)
    if cue.is_converb or cue.is_participle or about is None or tokens[about].low not in cue.entry.takes:
        return None
    if any(said.first < cue.first for said in sentence.cues):
        return None
    end = _without_adverbs(tokens, about + 1, cue.first)
    if tokens[about + 1].traits & THAT_THING:
        return _clause(sentence, cue, about, end)
    if any(token.kind == POINT for token in tokens[about + 1 : end]):
        return None
    source = subject_before(tokens, cue, about)
    if is_strong(source) and source.first > about + 1:
        return source, Content(((about + 1, source.first),), about, sentence.stop, True)
    source = subject_after(tokens, cue, sentence.stop)
    return (source, Content(((about + 1, end),), about, sentence.stop, True)) if is_strong(source) else None


def fronted_object(sentence: Sentence, cue: Cue) -> tuple[Phrase, Content] | None:
    """Return the source and the content of a cue whose object stands before it: `Обвинения он отверг`, `мэр [вину] отрицает`.

    It fills its clause between the subject and the cue, or before a subject behind the cue, and nothing else follows.
    """
    tokens, takes = sentence.tokens, cue.entry.takes
    if not takes & {"phrase", "object"} or cue.is_converb or cue.is_participle:
        return None
    first, end = clause_start(sentence, cue), clause_end(tokens, cue.last + 1, sentence.stop)
    source = _subject(sentence, cue, first, end)
    if source is None or source.first < first < source.end or not _is_whole(sentence, cue, source, (first, end)):
        return None
    thing = thing_before(tokens, first, cue, source)
    if thing is None or not _can_be_said(tokens[slice(*thing)], takes):
        return None
    return (source, Content((thing,), None, sentence.stop, True)) if is_strong(source) or source.first < first else None


def _subject(sentence: Sentence, cue: Cue, first: int, end: int) -> Phrase | None:
    """Return who says it: in the cue's clause, else first in the sentence."""
    tokens, start = sentence.tokens, sentence.start
    source = source_of(tokens, cue, start, end, tuple(other for other in sentence.cues if other.first < cue.first))
    if is_strong(source) or first <= start:
        return source
    return subject_in(tokens, start, clause_end(tokens, start, first), cue.gender)


def _is_whole(sentence: Sentence, cue: Cue, source: Phrase, clause: tuple[int, int]) -> bool:
    """Tell whether a clause is one of its own, and nothing but a subject, and when or where it is said, stands behind its cue."""
    tokens, (first, end) = sentence.tokens, clause
    behind = source.end if source.first > cue.last else cue.last + 1
    has_clause = end + 1 < sentence.stop and tokens[end + 1].traits & CLAUSE_OPENING
    opens_within = tokens[first].traits & (RELATIVE | THAT | SUBORDINATOR)
    behind = after_fillers(tokens, behind, end)
    is_last = behind >= end or (tokens[behind].traits & PREPOSITION and tokens[behind].low not in cue.entry.takes)  # с первого дня
    return not has_clause and not opens_within and bool(is_last)


def _can_be_said(thing: Sequence[Token], takes: frozenset[str]) -> bool:
    is_said = "phrase" in takes or any(token.traits & OBJECT for token in thing)
    return is_said and all(is_nominal(token) or token.kind == PASSAGE for token in thing)


def _without_adverbs(tokens: Sequence[Token], first: int, end: int) -> int:
    """Return where a content ends before a cue, its adverbs and a dative apart: `Об итогах журналистам рассказал …`."""
    while end > first and tokens[end - 1].traits & (ADVERB | DATIVE_PRONOUN):
        end -= 1
    return end - 1 if end > first + 1 and is_dative(tokens[end - 1]) else end


def _opening(tokens: Sequence[Token], start: int, stop: int) -> int | None:
    """Return the token of the `о` that opens a sentence, behind `Напомним,` and the like."""
    index = start
    while index < stop and (tokens[index].traits & ADVERB or tokens[index].low == ","):
        index += 1
    if index + 1 >= stop or not tokens[index].traits & ABOUT:
        return None
    return None if tokens[index + 1].traits & (POINTING | RELATIVE) else index


def _clause(sentence: Sentence, cue: Cue, about: int, end: int) -> tuple[Phrase | None, Content] | None:
    """Read `О том, что мост готов, сообщил мэр`: the clause between the commas."""
    tokens, first = sentence.tokens, about + 3
    if first >= end or tokens[about + 2].low != "," or not tokens[first].traits & (CLAUSE_OPENING | QUESTION):
        return None
    last = next((index for index in range(end - 1, first, -1) if tokens[index].low == ","), None)
    if last is None:
        return None
    source = subject_after(tokens, cue, sentence.stop)
    if not is_strong(source):
        source = subject_before(tokens, cue, last + 1) if last + 1 < cue.first else None
    return source, Content(((first, last),), None, sentence.stop)
