"""Reported speech in a verb-final language: what stands between a source and the cue that ends the sentence."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flows.label.quotations.cues import Cue
from flows.label.quotations.direct_speech import Attribution
from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.sentence import Sentence, found_quotation, is_short_name
from flows.label.quotations.tokens import DASHES, PASSAGE, POINT, WORD, Phrase, Token, clause_end, is_pause, span_of, spans_of
from flows.label.quotations.verb_final.contents import Content, content_before
from flows.label.quotations.verb_final.cues import cue_spans, told_in
from flows.label.quotations.verb_final.direct import passes_on
from flows.label.quotations.verb_final.opening import OF_NOUN_BEFORE, opening_noun
from flows.label.quotations.verb_final.sources import OF_NAME, document_in, subject_after, subject_in, teller_in, with_joined_name
from flows.label.quotations.verb_final.words import ADVERBIAL, ANY_CASE, behind_frame, has_case, says
from flows.languages.traits import (
    ACCUSATIVE,
    ADJECTIVE,
    ADVERSATIVE,
    BEHIND_TITLE,
    CLAUSE_ACCUSATIVE,
    CONVERB,
    DATIVE,
    FIRST_PERSON,
    FRAME,
    GENITIVE,
    LOCATIVE,
    LOCATIVE_AGENT,
    MEDIUM,
    OWN_CUE,
    PLACE,
    PLACE_NAME,
    POSSESSED,
    POSSESSED_DATIVE,
    PRESENT,
    PRONOUN,
    QUESTION,
    SETS_AGAINST,
    THAT,
    TOPIC,
    VERB_NOUN_ACCUSATIVE,
)

SHORT_TITLE = 4
WORDS_OF_SOURCE = 6
TO_BE_DONE = CLAUSE_ACCUSATIVE | VERB_NOUN_ACCUSATIVE
PASSIVE = frozenset(("clause-nominative", "verb-noun"))
"""What the subject of a passive cue is: nobody is named who says it."""


class _Said(NamedTuple):
    """Who says it, and the token from which on what is said may begin."""

    source: Phrase | None
    lead: int
    is_before: bool
    """True where the source stands before its cue."""


def reported_in(sentence: Sentence) -> Iterator[FoundQuotation]:
    """Yield what the cues of a sentence report: `Президент … екенін айтты`, `… деп атап өтті Президент`."""
    cues = _saying(sentence)
    if not cues:
        return
    subject = _subject(sentence, cues[0], sentence.start)
    at = sentence.start
    for cue in cues:
        if _leads_on(sentence, cue):
            if any(other.first > cue.last and "speech" in other.entry.takes for other in cues):
                at = cue.last + 2  # басқаша ойлайды: мәселе бағада емес, дейді ол
                continue
            yield _behind_colon(sentence, cue, subject, at)
            return
        if _is_parted_relay(sentence, cue):
            yield from _relayed(sentence, cue)
            continue
        if (asked := _asked_by(sentence, cue, at)) is not None:
            yield asked
            at, subject = cue.last + 1, None
            continue
        subject = _subject_of(sentence, cue, subject, at)
        said = _who(sentence, cue, subject, at)
        at = cue.last + 1
        # тілші жолды сұрағанда, министр … айтты · әкім жол ашық десе, тұрғындар … дейді
        subject = None if sentence.tokens[cue.verb].traits & (LOCATIVE | SETS_AGAINST) else subject
        content = content_before(sentence, cue, said.lead, said.source if said.is_before else None)
        if content is not None and not _announces(sentence, cue, content):
            rest = _rest(sentence, cue, said.source) if len(cues) == 1 else None
            yield from _introduced(sentence, cue, said.source, content, subject if rest is None else None, rest)
            yield from _told_within(sentence, cue, content.words, said.source)


def _asked_by(sentence: Sentence, cue: Cue, at: int) -> FoundQuotation | None:
    """Return what somebody in the genitive asked, as another answers: `тілшілердің жол ашыла ма деген сауалына министр …`."""
    tokens = sentence.tokens
    if cue.entry.takes or not tokens[cue.verb].traits & DATIVE:
        return None
    first = behind_frame(tokens, at, cue.first)
    if not tokens[cue.verb].traits & POSSESSED_DATIVE:  # жол ашыла ма деген сұраққа
        is_asked = first < cue.first and sentence.is_free(first, cue.last + 1)
        return _quotation(sentence, [Phrase(first, cue.first)], cue, None, is_relayed=False) if is_asked else None
    source = teller_in(tokens, first, cue.first)
    if source is None or source.end >= cue.first or not tokens[source.end - 1].traits & GENITIVE:
        return None
    if tokens[source.end].traits & OF_NOUN_BEFORE or not sentence.is_free(source.first, cue.last + 1):
        return None
    return _quotation(sentence, [Phrase(source.end, cue.first)], cue, source, is_relayed=False)


def _told_within(sentence: Sentence, outer: Cue, words: Phrase, source: Phrase | None) -> Iterator[FoundQuotation]:
    """Yield what somebody tells to have been said, by whoever it names or himself: `судьяның кетіңіздер деп ескерткенін | жазды`."""
    tokens = sentence.tokens
    for cue in told_in(tokens, words.first, words.end) if outer.that < 0 else ():
        teller = teller_in(tokens, words.first, cue.start)
        is_beside = teller is not None and teller.end == cue.start and teller.first > words.first  # жолды жабуға әкім бұйрық бергенін
        content = content_before(sentence, cue, words.first if teller is None or is_beside else teller.end, teller if is_beside else None)
        if content is None or not sentence.is_free(content.words.first, cue.last + 1):
            continue
        marked = Phrase(cue.that - 1, cue.that) if cue.that > words.first and tokens[cue.that - 1].kind == PASSAGE else content.words
        yield _quotation(sentence, [marked], cue, teller or source, content.addressee, is_relayed=False)


def _announces(sentence: Sentence, cue: Cue, content: Content) -> bool:
    """Tell whether a cue only leads to the next paragraph: `Ол сол жылдарды былай әңгімеледі:`, but not `жолдың ашылғанын айтты:`."""
    is_last = cue.last + 2 == sentence.stop and sentence.tokens[cue.last + 1].low == ":"
    return is_last and not sentence.tokens[content.words.end - 1].traits & CLAUSE_ACCUSATIVE


def _subject(sentence: Sentence, cue: Cue, start: int) -> Phrase | None:
    """Return who says what a cue ends, as the first nominative from a token on; `біз` before a cue of another person does not."""
    tokens = sentence.tokens
    found, opening = subject_in(tokens, start, cue.start), opening_noun(tokens, start, cue)
    if found is None or (opening is not None and tokens[opening.end].traits & TOPIC):
        return opening or (_opening_name(sentence, cue) if start == sentence.start else None)
    is_own = tokens[found.first].traits & FIRST_PERSON and not tokens[cue.verb].traits & OWN_CUE
    return opening or found if is_own else found


def _subject_of(sentence: Sentence, cue: Cue, subject: Phrase | None, at: int) -> Phrase | None:
    """Return the subject of a further cue: that of the one before, or who is set against it: `айтты, ал | зауыт … дейді`."""
    is_other = sentence.start < at < cue.start - 1 and sentence.tokens[at + 1].traits & ADVERSATIVE
    other = _subject(sentence, cue, at + 1) if is_other else None
    return other or subject or _subject(sentence, cue, at)


def _opening_name(sentence: Sentence, cue: Cue) -> Phrase | None:
    """Return what opens a sentence and speaks though it is no agent: a place, those at one, a marked name.

    `Астана баждың өсетінін айтты`, `Әкімдікте … айтты`, `«Жаңа жол» бұл шешімді …`.
    """
    tokens, start = sentence.tokens, behind_frame(sentence.tokens, sentence.start, cue.start)
    if start + 1 >= cue.start:
        return None
    end = with_joined_name(tokens, start + 1, cue.start) if tokens[start].is_capital else start + 1
    token, following = tokens[start].traits, tokens[end].traits
    if tokens[start].kind == PASSAGE:
        is_noun = tokens[start + 1].kind != WORD or not (following & (ANY_CASE | FRAME)) or following & THAT
        return None if is_noun or not is_title(sentence, start) else Phrase(start, start + 1)
    is_place = tokens[start].is_capital and token & (PLACE | PLACE_NAME)
    is_joined = end > start + 1 and not following & POSSESSED  # Мәскеу мен Минск | су мәселесін
    is_named = (is_place and (is_joined or _says_rest(tokens, end, cue))) or _is_medium(tokens[start], following)
    return Phrase(start, end) if is_named or token & LOCATIVE_AGENT else None


def _is_medium(token: Token, following: int) -> bool:
    """Tell whether a paper or an agency speaks whose name the next word does not go on: `Reuters | келіссөздің …`."""
    return bool(token.is_capital and token.traits & MEDIUM and not following & (POSSESSED | OF_NAME))


def _says_rest(tokens: Sequence[Token], index: int, cue: Cue) -> bool:
    """Tell whether the words behind a place do not belong to it: `Астана | баждың …`, `Мәскеу | мұндай айыпты`, `Мәскеу | Ақтауда`."""
    behind = index
    while behind < cue.start - 1 and tokens[behind].kind == WORD and tokens[behind].traits & ADJECTIVE:
        behind += 1
    following = tokens[behind].traits
    is_elsewhere = tokens[index].is_capital and following & ADVERBIAL
    return bool(following & GENITIVE or (following & ACCUSATIVE and following & POSSESSED) or is_elsewhere)  # `кабельді`, but not `кабелін`


def _saying(sentence: Sentence) -> list[Cue]:
    """Return the cues that direct speech did not take; of `уағдаласты деп мәлімдеді` what is said ends with the first."""
    tokens, stop = sentence.tokens, sentence.stop
    cues = [cue for cue in sentence.cues if cue.first not in sentence.claimed]
    cues = [cue for cue in cues if not tokens[cue.verb].traits & SETS_AGAINST or (cue is not cues[-1] and tokens[cue.last + 1].low == ",")]
    return [cue for cue in cues if cue.last + 1 >= stop or not tokens[cue.last + 1].traits & THAT] or cues


def _introduced(
    sentence: Sentence, cue: Cue, source: Phrase | None, content: Content, subject: Phrase | None, rest: Phrase | None
) -> Iterator[FoundQuotation]:
    """Yield what one cue introduces; nothing where direct speech took some of it."""
    words = content.words
    if cue.that < 0 and "speech" in cue.entry.takes and sentence.tokens[words.end - 1].traits & QUESTION:
        return  # Сарапшылар не дейді?
    if source is None and cue.entry.kind == "order" and cue.that < 0 and _asks_nobody(sentence, cue, content):
        return  # жаңа заң қаражатты талап етеді
    if source is not None and source is subject and _belongs_to_content(sentence.tokens, source, words):
        words, source = Phrase(source.first, words.end), None
    if sentence.is_free(words.first, content.end if rest is None else rest.end):
        is_relayed = cue.that >= 0 and passes_on(sentence.tokens, cue, source)
        quotation = _quotation(sentence, [words, rest] if rest else [words], cue, source, content.addressee, is_relayed=is_relayed)
        yield _with_further(sentence, quotation, content)


def _with_further(sentence: Sentence, quotation: FoundQuotation, content: Content) -> FoundQuotation:
    """Return an order with what else others are asked by it."""
    parts = (span_of(sentence.tokens, part.first, part.end) for part, _ in content.further)
    others = (span for _, asked in content.further for span in spans_of(sentence.tokens, asked))
    return quotation._replace(content=(*quotation.content, *parts), addressee=(*quotation.addressee, *others))


def _rest(sentence: Sentence, cue: Cue, source: Phrase | None) -> Phrase | None:
    """Return what goes on being said after a frame between commas or dashes: `Ол үшін, дейді министр, жол керек`."""
    tokens, stop = sentence.tokens, sentence.stop
    is_said = "speech" in cue.entry.takes or cue.that >= 0
    if not is_said or source is None or source.first != cue.last + 1 or tokens[cue.start - 1].kind != POINT:
        return None
    first = source.end
    while first < stop and is_pause(tokens[first], ","):
        first += 1
    return Phrase(first, stop) if source.end < first < stop else None


def _who(sentence: Sentence, cue: Cue, subject: Phrase | None, at: int) -> _Said:
    """Return who says what a cue ends: named behind it, behind its conjunction, right before it, or first in the sentence."""
    tokens, start = sentence.tokens, sentence.start
    if cue.entry.takes & PASSIVE and cue.that < 0:
        document = document_in(tokens, at, cue.start)
        return _Said(document, at if document is None else document.end, document is not None)
    after = None if cue.is_converb else subject_after(tokens, cue.last + 1, sentence.stop)
    between = subject_in(tokens, cue.that + 1, cue.first) if 0 <= cue.that < cue.first - 1 else None
    if between or after:
        is_parted = after is not None and cue.that > start and tokens[cue.that - 1].low == ","
        return _Said(between or after, start if is_parted else at, False)
    beside = None if "speech" in cue.entry.takes else _beside(tokens, cue, at)  # жолы – сот деген ойда
    if beside is not None:
        return _Said(beside, at, True)
    return _Said(subject, at if subject is None else max(at, subject.end), True)


def _beside(tokens: Sequence[Token], cue: Cue, start: int) -> Phrase | None:
    """Return a source that stands right before its cue, behind what is said: `екенін бүгін министр айтты`."""
    for index in range(max(start, cue.start - WORDS_OF_SOURCE), cue.start):
        source = subject_in(tokens, index, cue.start)
        if source is not None and source.end == cue.start and source.first > start:
            return source
    return None


def _belongs_to_content(tokens: Sequence[Token], source: Phrase, content: Phrase) -> bool:
    """Tell whether what looked like a source is the subject of what is said: `жаңа институт құрылатынын хабарлады`."""
    last = tokens[source.end - 1]
    is_verb_alone = content.end - content.first == 1 and tokens[content.first].traits & CLAUSE_ACCUSATIVE
    return bool(is_verb_alone) and source.end == content.first and not last.is_capital and not last.traits & PRONOUN


def _asks_nobody(sentence: Sentence, cue: Cue, content: Content) -> bool:
    """Tell whether what demands something opens its sentence and is a thing: `жаңа заң қаражатты …`, `заң әр мектептен … талап етеді`."""
    tokens, words, asked = sentence.tokens, content.words, content.addressee
    first = behind_frame(tokens, sentence.start, words.end - 1)
    if (words.first if asked is None else min(words.first, asked.first)) > first:
        return False
    opening, last = tokens[first], tokens[words.end - 1]
    is_thing = last.kind == WORD and bool(last.traits & ACCUSATIVE) and not last.traits & TO_BE_DONE
    is_noun = opening.kind == WORD and not (has_case(opening) or opening.traits & (ACCUSATIVE | GENITIVE))
    return (is_thing and words.first == sentence.start) or (is_noun and bool(tokens[cue.verb].traits & PRESENT))


def _leads_on(sentence: Sentence, cue: Cue) -> bool:
    """Tell whether a colon stands behind a cue and words without marks behind that."""
    tokens, colon = sentence.tokens, cue.last + 1
    is_there = colon + 1 < sentence.stop and tokens[colon].low == ":" and tokens[colon + 1].kind == WORD
    return is_there and sentence.is_free(colon + 1, sentence.stop)


def _behind_colon(sentence: Sentence, cue: Cue, subject: Phrase | None, at: int) -> FoundQuotation:
    """Return what stands behind a colon: `Министр былай деді: жол ашық`."""
    source = subject_in(sentence.tokens, at, cue.start) or subject
    before = content_before(sentence, cue, max(at, source.end if source is not None else at), source) if cue.that < 0 else None
    said = [before.words] if before is not None and sentence.tokens[before.words.end - 1].traits & CLAUSE_ACCUSATIVE else []
    return _quotation(sentence, [*said, Phrase(cue.last + 2, sentence.stop)], cue, source, is_relayed=cue.entry.kind == "relay")


def _is_parted_relay(sentence: Sentence, cue: Cue) -> bool:
    """Tell whether words are passed on behind a comma, or by whoever follows the cue: not in `көпір ашылды деп хабарлады`."""
    if cue.that < 0 or cue.entry.kind != "relay":
        return False
    tokens, behind = sentence.tokens, cue.last + 1
    return tokens[cue.that - 1].kind == POINT or (behind < sentence.stop and tokens[behind].kind != POINT)


def _relayed(sentence: Sentence, cue: Cue) -> Iterator[FoundQuotation]:
    """Yield what an agency passes on: all that stands before `, деп хабарлайды …`; it is named behind the cue."""
    tokens, start, end = sentence.tokens, sentence.start, cue.start
    if start + 2 < end and tokens[start + 1].low in DASHES and (tokens[start].traits & MEDIUM or tokens[start].kind == PASSAGE):
        start += 2  # ҚазАқпарат – Қалада көпір ашылды
    while end > start and tokens[end - 1].kind == POINT:
        end -= 1
    if start < end < cue.start and sentence.is_free(start, end):
        after = clause_end(tokens, cue.last + 1, sentence.stop)
        source = _without_reference(tokens, Phrase(cue.last + 1, after)) if after > cue.last + 1 else None
        yield _quotation(sentence, [Phrase(start, end)], cue, source, is_relayed=True)


def _without_reference(tokens: Sequence[Token], source: Phrase) -> Phrase:
    """Return who passes words on, without on whose word: `«Тобыл» | министрлікке сілтеме жасап`."""
    end = source.first + 1
    is_whole = tokens[source.first].traits & MEDIUM  # Kazinform | Экономика министрлігіне сілтеме жасап
    while end < source.end and ((tokens[end].is_capital and not is_whole) or tokens[end].traits & MEDIUM):
        end += 1
    return source._replace(end=end) if tokens[source.end - 1].traits & CONVERB else source


def _quotation(
    sentence: Sentence, content: Sequence[Phrase], cue: Cue, source: Phrase | None, addressee: Phrase | None = None, *, is_relayed: bool
) -> FoundQuotation:
    tokens, spans = sentence.tokens, cue_spans(sentence.tokens, cue)
    said = Attribution(spans, spans_of(tokens, source), spans_of(tokens, addressee), cue.entry.lemma, is_relayed, cue.start, cue.last + 1)
    return found_quotation(sentence, [(words.first, words.end) for words in content], is_title, said)


def is_title(sentence: Sentence, index: int) -> bool:
    """Tell whether marks stand around a name or a coined word: short and with a capital, or a single word, or before `атты`, `деген`."""
    words = sentence.text[slice(*sentence.passages[sentence.tokens[index].passage].content)]
    count = len(words.split())
    following = sentence.tokens[index + 1] if index + 1 < len(sentence.tokens) else None
    is_said = following is not None and bool(following.traits & THAT or says(following))
    if (count <= 1 and not (is_said and words.islower())) or (following is not None and following.traits & BEHIND_TITLE):
        return True  # but жобаны «қателік» деп атады
    if is_said:
        return False
    # бұл – «жүз жылдық көпірдің соңғы тірегі»: a title would stand before its noun
    is_last = following is None or following.kind == POINT
    return not (is_last and count > SHORT_TITLE) and is_short_name(words)
