"""Kazakh reported speech: what stands between a source and the cue that ends the sentence."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.kazakh_cues import THAT, Cue, cues_in, is_converb
from flows.label.quotations.kazakh_direct import cue_spans, passes_on
from flows.label.quotations.kazakh_sources import (
    ABLATIVES,
    ACCUSATIVES,
    DATIVES,
    asked_in,
    document_in,
    genitive_before,
    hearers_in,
    is_document,
    subject_after,
    subject_in,
)
from flows.label.quotations.kazakh_words import (
    ABOUT,
    ACCORDING,
    ACCUSATIVE,
    CLAUSE_ACCUSATIVE,
    CLAUSE_DATIVE,
    CLAUSE_NOMINATIVE,
    CONVERB,
    DATIVE,
    LOCATIVE,
    PARTICIPLE,
    VERB_ACCUSATIVE,
    VERB_DATIVE,
    VERB_INSTRUMENTAL,
    VERB_NAME,
    has_case,
    words,
)
from flows.label.quotations.tokens import DASHES, PASSAGE, POINT, WORD, Paragraph, Phrase, Token, clause_end, span_of, spans_of
from flows.languages.pack import pack
from schemas.columns import Span
from schemas.words import Language, QuotationKind

TITLE_WORDS = 8
SHORT_TITLE = 4
# what ends so is said with all its converbs: `көпір салып, жол ашуды`
OF_VERBS = (CLAUSE_ACCUSATIVE, CLAUSE_DATIVE, CLAUSE_NOMINATIVE, VERB_ACCUSATIVE, VERB_DATIVE, VERB_NAME)
# айтқандай, атап өткендей: the source is a subject
AS_ENDINGS = ("дай", "дей")
WORDS_OF_SOURCE = 6
FRAMES = {
    "ын": ACCUSATIVE,
    "енін": CLAUSE_ACCUSATIVE,
    "ені": CLAUSE_NOMINATIVE,
    "еніне": CLAUSE_DATIVE,
    "ға": DATIVE,
    "уды": VERB_ACCUSATIVE,
    "уға": VERB_DATIVE,
    "у": VERB_NAME,
    "мен": VERB_INSTRUMENTAL,
}
# the case of who is asked; elsewhere the dative
ASKED_IN = {
    "шақыру": ACCUSATIVES,
    "үндеу": ACCUSATIVES,
    "міндеттеу": ACCUSATIVES,
    "үгіттеу": ACCUSATIVES,
    "хабардар ету": ACCUSATIVES,
    "талап ету": (*ABLATIVES, *DATIVES),
    "өтіну": ABLATIVES,
    "сұрау": ABLATIVES,
    "сұрақ қою": DATIVES,
}
PASSIVE = frozenset(("ені", "у"))
WITH = "сәйкес"
SAYING = "деу"
# words of time and measure that belong to what is said: `биыл 300 мектеп салынатынын айтты`
STAYS = frozenset(
    (
        "биыл",
        "былтыр",
        "қазір",
        "қазіргі",
        "енді",
        "бүгінде",
        "соңғы",
        "тіпті",
        "әсіресе",
        "ертең",
        "дәл",
        "осындай",
        "мұнда",
        "онда",
        "нақты",
        "ашық",
    )
)
WORDS_TO_EVENT = 4
SHORTEST_EVENT = 5
# бағалау кезінде: such a word belongs to the noun before it, which may be said
WHILE = frozenset(("кезінде", "барысында", "соңында", "басында", "ретінде", "нәтижесінде", "жоғарыда", "бүгінде"))
WHAT = frozenset(("мұны", "оны", "бұны"))


def reported_in(paragraph: Paragraph, start: int, stop: int, claimed: frozenset[int]) -> Iterator[FoundQuotation]:
    """Yield what a sentence reports: `Президент … екенін айтты`, `… деп атап өтті Президент`, `Оның айтуынша, …`."""
    tokens = paragraph.tokens
    while stop > start and tokens[stop - 1].kind == POINT and tokens[stop - 1].low in ".!?…;":
        stop -= 1
    yield from _according(paragraph, start, stop, claimed)
    cues = [cue for cue in cues_in(tokens, start, stop) if cue.first not in claimed]
    if not cues:
        return
    # уағдаласты деп мәлімдеді: what is said ends with the first
    cues = [cue for cue in cues if cue.last + 1 >= stop or tokens[cue.last + 1].low != THAT] or cues
    source = subject_in(tokens, start, cues[0].start)
    at = start
    for cue in cues:
        if cue.that >= 0 and cue.entry.kind == "relay":
            yield from _relayed(paragraph, cue, start, stop, claimed)
            continue
        said = _who(tokens, cue, source, at, (start, stop))
        content, addressee = _content(paragraph, cue, said.lead, said.source if said.is_before else None)
        at = cue.last + 1
        own = said.source
        if content is not None and len(cues) == 1 and (rest := _rest(tokens, cue, own, stop)) is not None:
            if not any(index in claimed for index in range(content.first, stop)):
                found = _quotation(paragraph, content, cue, own, addressee)
                yield found._replace(content=(*found.content, span_of(tokens, rest.first, rest.end)))
            continue
        if content is not None and own is not None and own is source and _belongs_to_content(tokens, own, content):
            content = Phrase(own.first, content.end)
            own = None
        if content is not None and not any(index in claimed for index in range(content.first, content.end)):
            yield _quotation(paragraph, content, cue, own, addressee)


def _rest(tokens: Sequence[Token], cue: Cue, source: Phrase | None, stop: int) -> Phrase | None:
    """Return what goes on being said after a frame between commas or dashes: `Ол үшін, дейді министр, жол керек`."""
    if cue.entry.lemma != SAYING or source is None or source.first != cue.last + 1 or tokens[cue.start - 1].kind != POINT:
        return None
    first = source.end
    while first < stop and tokens[first].kind == POINT and (tokens[first].low == "," or tokens[first].low in DASHES):
        first += 1
    return Phrase(first, stop) if source.end < first < stop else None


class _Said(NamedTuple):
    """Who says it, and the token from which on what is said may begin."""

    source: Phrase | None
    lead: int
    is_before: bool
    """True where the source stands before its cue."""


def _who(tokens: Sequence[Token], cue: Cue, first: Phrase | None, at: int, sentence: tuple[int, int]) -> _Said:
    """Return who says what a cue ends: named after it, between `деп` and it, right before it, or first in the sentence."""
    start, stop = sentence
    if cue.entry.takes & PASSIVE and cue.that < 0:
        document = document_in(tokens, at, cue.start) if "ені" in cue.entry.takes else None
        return _Said(document, at if document is None else document.end, document is not None)
    after = None if is_converb(tokens, cue) else subject_after(tokens, cue.last + 1, stop)
    between = subject_in(tokens, cue.that + 1, cue.first) if 0 <= cue.that < cue.first - 1 else None
    if between or after:
        is_parted = after is not None and cue.that > start and tokens[cue.that - 1].low == ","
        return _Said(between or after, start if is_parted else at, False)
    beside = _beside(tokens, cue, at)
    if beside is not None:
        return _Said(beside, at, True)
    return _Said(first, at if first is None else max(at, first.end), True)


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
    is_verb_alone = content.end - content.first == 1 and CLAUSE_ACCUSATIVE.fullmatch(tokens[content.first].low) is not None
    return is_verb_alone and source.end == content.first and not last.is_capital and last.low not in words("pronoun")


def _relayed(paragraph: Paragraph, cue: Cue, start: int, stop: int, claimed: frozenset[int]) -> Iterator[FoundQuotation]:
    """Yield what an agency passes on: all that stands before `, деп хабарлайды …`; it is named after the cue."""
    tokens = paragraph.tokens
    end = cue.start
    while end > start and tokens[end - 1].kind == POINT:
        end -= 1
    after = clause_end(tokens, cue.last + 1, stop)
    if end <= start or end == cue.start or any(index in claimed for index in range(start, end)):
        return
    source = Phrase(cue.last + 1, after) if after > cue.last + 1 else None
    yield _found(paragraph, Phrase(start, end), cue_spans(tokens, cue), spans_of(tokens, source), cue.entry.lemma, True)


def _content(paragraph: Paragraph, cue: Cue, lead: int, source: Phrase | None) -> tuple[Phrase | None, Phrase | None]:
    """Return what a cue takes from the tokens before it, from `lead` on, and to whom it is said."""
    tokens = paragraph.tokens
    end = cue.start if source is None or source.end != cue.start else source.first
    while end > lead and source is not None and source.first == end and tokens[end - 1].low in words("frame"):
        end -= 1
    while end > lead and (tokens[end - 1].low in words("before-cue") and cue.that < 0):
        end -= 1
    addressee = None
    if cue.entry.kind == "order" and cue.that < 0:
        behind = asked_in(tokens, end - 1, end, ASKED_IN.get(cue.entry.lemma, DATIVES)) if end > lead else None
        if behind is not None and end - 1 > lead:
            addressee, end = behind, end - 1  # түзетуді мердігерге тапсырды
    last = end
    while end > lead and tokens[end - 1].kind == POINT and (tokens[end - 1].low in ",:" or tokens[end - 1].low in DASHES):
        end -= 1
    if end <= lead or not _is_taken(paragraph, cue, end, is_parted=end < last):
        return None, None
    first = _content_start(tokens, lead, end, is_clause=cue.that >= 0)
    if tokens[first].low in WHAT and VERB_INSTRUMENTAL.fullmatch(tokens[end - 1].low):
        first += 1  # мұны бағаның өсуімен түсіндірді
    if addressee is None and (cue.entry.kind == "order" or cue.entry.lemma in ASKED_IN or "атау" in cue.entry.takes):
        addressee = asked_in(tokens, first, end, ASKED_IN.get(cue.entry.lemma, DATIVES))
    elif addressee is None:
        addressee = hearers_in(tokens, lead, end)
    if addressee is not None and lead <= addressee.first and addressee.end < end:
        first = _content_start(tokens, addressee.end, end, is_clause=True)
    elif addressee is not None and addressee.end < end:
        addressee = None
    return (Phrase(first, end), addressee) if first < end else (None, None)


def _is_taken(paragraph: Paragraph, cue: Cue, end: int, *, is_parted: bool) -> bool:
    """Tell whether the last word before a cue stands in the form that the cue takes, within marks too: `«… ашатынын» жеткізді`."""
    tokens = paragraph.tokens
    takes = cue.entry.takes
    if cue.that >= 0 or (cue.entry.lemma in ("деу", "деп отыру", THAT) and tokens[end - 1].kind in (WORD, PASSAGE)):
        return True
    low = paragraph.last_word(end - 1)
    if is_parted:
        return False
    if "туралы" in takes and low in ABOUT:
        return tokens[end - 2].low not in ("бұл", "осы", "ол", "сол")  # Бұл туралы министр айтты
    if "атау" in takes and tokens[end - 1].kind == WORD and not has_case(tokens[end - 1]):
        return True
    if tokens[end - 1].is_capital and cue.entry.kind == "order":
        return False  # Ақордаға шақырды: a place
    return any(name in takes and pattern.fullmatch(low) for name, pattern in FRAMES.items())


def _content_start(tokens: Sequence[Token], lead: int, end: int, *, is_clause: bool) -> int:
    """Pass over what leads to the words said: adverbs, `өз сөзінде`, `жиынды қорытындылап,`."""
    first = lead
    is_noun = not any(pattern.fullmatch(tokens[end - 1].low) for pattern in OF_VERBS)
    if not is_clause and is_noun and tokens[end - 1].kind == WORD:
        for index in range(end - 1, first, -1):
            if tokens[index].low == "," and CONVERB.fullmatch(tokens[index - 1].low):
                first = index + 1
                break
    comma = clause_end(tokens, first, end)
    if comma < end and comma > first and tokens[comma].low == "," and tokens[comma - 1].low in words("framing"):
        first = comma + 1
    first = _after_event(tokens, first, end)
    while first < end and (tokens[first].kind == POINT or tokens[first].low in words("frame")):
        if tokens[first].low in STAYS:
            break
        # `бұл құжат`: a pronoun before a noun is said; `бұл ретте` is not
        if tokens[first].low in ("бұл", "осы", "сол", "өз", "жалпы", "алдымен", "басқа", "ең", "өткен") and tokens[
            first + 1
        ].low not in words("frame"):
            break
        first += 1
    return first


def _after_event(tokens: Sequence[Token], first: int, end: int) -> int:
    """Pass over where it was said, with what describes it: `былтырғы жолдауында`, `үкімет отырысында`."""
    for index in range(first, min(end, first + WORDS_TO_EVENT)):
        token = tokens[index]
        if token.kind != WORD:
            break
        place = token.low.rsplit("-", 1)[-1]
        if place in words("frame") and LOCATIVE.fullmatch(place) and place not in WHILE and len(place) > SHORTEST_EVENT:
            is_described = index + 1 < end and PARTICIPLE.fullmatch(tokens[index + 1].low) is not None
            return first if is_described else index + 1  # желіде тараған ақпаратты
        if has_case(token) or CLAUSE_ACCUSATIVE.fullmatch(token.low):
            break
    return first


def _according(paragraph: Paragraph, start: int, stop: int, claimed: frozenset[int]) -> Iterator[FoundQuotation]:
    tokens, phrases = paragraph.tokens, source_phrases()
    for index in range(start, stop):
        low = tokens[index].low
        if low == WITH and start < index < stop - 2 and tokens[index + 1].low == "," and is_document(tokens[index - 1].low, DATIVES):
            yield _with_document(paragraph, start, index, stop)
            continue
        known = phrases.get(low) or ([(low,)] if ACCORDING.fullmatch(low) else ())
        if not known or index in claimed:
            continue
        for phrase in known:
            end = index + len(phrase)
            if end + 1 >= stop or tuple(t.low for t in tokens[index:end]) != phrase or tokens[end].low != ",":
                continue
            source = genitive_before(tokens, index, start)
            if source is None or (low.endswith(AS_ENDINGS) and subject_in(tokens, source.first, source.end) is None):
                continue
            yield _found(
                paragraph,
                Phrase(end + 1, stop),
                (span_of(tokens, index, end),),
                spans_of(tokens, source),
                " ".join(phrase),
                "хабарлағандай" in phrase,
            )
            break


def _with_document(paragraph: Paragraph, start: int, index: int, stop: int) -> FoundQuotation:
    """Read `министрлік таратқан мәліметке сәйкес, …`."""
    tokens = paragraph.tokens
    first = index
    while first > start and tokens[first - 1].kind != POINT:
        first -= 1
    while first < index - 1 and tokens[first].low in words("frame"):
        first += 1
    source = spans_of(tokens, Phrase(first, index))
    return _found(paragraph, Phrase(index + 2, stop), (span_of(tokens, index, index + 1),), source, WITH, False)


@cache
def source_phrases() -> dict[str, list[tuple[str, ...]]]:
    """Return the phrases that name a source without a verb, by their first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in pack(Language.KAZAKH).lines("according"):
        phrase = tuple(line.split())
        found.setdefault(phrase[0], []).append(phrase)
    return found


def _quotation(paragraph: Paragraph, content: Phrase, cue: Cue, source: Phrase | None, addressee: Phrase | None) -> FoundQuotation:
    tokens = paragraph.tokens
    found = _found(
        paragraph,
        content,
        cue_spans(tokens, cue),
        spans_of(tokens, source),
        cue.entry.lemma,
        cue.that >= 0 and passes_on(tokens, cue, source),
    )
    return found._replace(addressee=spans_of(tokens, addressee))


def _found(
    paragraph: Paragraph, content: Phrase, cue: tuple[Span, ...], source: tuple[Span, ...], lemma: str, is_relayed: bool
) -> FoundQuotation:
    """Make a quotation; its kind follows from the marked passages in it that are no titles."""
    tokens, passages = paragraph.tokens, paragraph.passages
    marked = [index for index in range(content.first, content.end) if tokens[index].kind == PASSAGE]
    is_whole = content.end - content.first == 1 and bool(marked)
    verbatim = tuple(passages[tokens[i].passage].content for i in marked if is_whole or not _is_title(paragraph, i))
    span = passages[tokens[content.first].passage].content if is_whole else span_of(tokens, content.first, content.end)
    kind = QuotationKind.DIRECT if is_whole else QuotationKind.MIXED if verbatim else QuotationKind.INDIRECT
    return FoundQuotation(kind, (span,), verbatim, cue, source, (), lemma, is_relayed)


def _is_title(paragraph: Paragraph, index: int) -> bool:
    """Tell whether marks stand around a name or a coined word: short and with a capital, or a single word, or before `атты`, `деген`."""
    content = paragraph.passages[paragraph.tokens[index].passage].content
    count = len(paragraph.text[content.start : content.end].split())
    following = paragraph.tokens[index + 1] if index + 1 < len(paragraph.tokens) else None
    if count <= 1 or (following is not None and following.low in ("атты", "аталатын")):
        return True
    if following is not None and following.low in (THAT, "деген"):
        return False
    if count > SHORT_TITLE and (following is None or following.kind == POINT):
        return False  # бұл – «жүз жылдық көпірдің соңғы тірегі»: a title would stand before its noun
    return paragraph.text[content.start].isupper() and count <= TITLE_WORDS and paragraph.text[content.end - 1] not in ".!?…"
