"""Russian reported speech: what a cue introduces in the writer's words, and where it ends."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.marks import Passage
from flows.label.quotations.russian_cues import Cue, cues_in
from flows.label.quotations.russian_direct import cue_spans, source_of
from flows.label.quotations.russian_sources import (
    addressed_object,
    addressee_in,
    subject_after,
    subject_before,
    subject_in,
    with_apposition,
)
from flows.label.quotations.russian_words import (
    CONVERB,
    DATIVE_PRONOUNS,
    NOMINATIVE_ADJECTIVE,
    PARTICIPLE,
    RELATIVE,
    SUBORDINATORS,
    dative_agents,
    is_infinitive,
    is_past_verb,
    is_verb,
    names_source,
    words,
)
from flows.label.quotations.tokens import DASHES, PASSAGE, POINT, WORD, Phrase, Token, clause_end, span_of, spans_of
from schemas.columns import Span
from schemas.words import QuotationKind

CONJUNCTIONS = frozenset("что чтобы будто как".split())
QUESTION = re.compile(
    r"когда|где|куда|откуда|почему|зачем|сколько|кто|кого|кому|кем|чем|чего|как|как(?:ой|ая|ое|ие|ого|им|ими|их|ую|ой|ом)|насколько|ли"
)
DEMONSTRATIVES = frozenset("том то тем тому того".split())
PREPOSITIONS = {
    "о": ("о", "об", "обо"),
    "на": ("на",),
    "к": ("к", "ко"),
    "за": ("за",),
    "в": ("в", "во"),
    "с": ("с", "со"),
    "против": ("против",),
    "от": ("от",),
}
# заверил Президента, что …: to whom it is said stands in the accusative
TAKES_OBJECT = frozenset(("заверить", "уверять", "предупредить", "проинформировать", "спросить", "информирует"))
PRESENT_FORM = re.compile(r".*(?:ет|ют|ит|ят|ут)")
LONGEST_INSERTION = 25
TITLE_WORDS = 8
FIRST_WORDS = 3


class Content(NamedTuple):
    """What a cue introduces: token ranges (end exclusive), and the tokens of a preposition that belongs to the cue."""

    ranges: tuple[tuple[int, int], ...]
    preposition: int | None = None
    frame_start: int = 0
    """The token before which source and addressee stand."""
    is_noun: bool = False


class Sentence(NamedTuple):
    """The tokens of a sentence, with its cues."""

    text: str
    tokens: Sequence[Token]
    passages: Sequence[Passage]
    start: int
    stop: int
    """The end, exclusive, without the closing stop."""
    cues: tuple[Cue, ...]
    claimed: frozenset[int]
    """The tokens that direct speech and its attributions took."""


def sentence_of(
    text: str, tokens: Sequence[Token], passages: Sequence[Passage], start: int, stop: int, claimed: frozenset[int] = frozenset()
) -> Sentence:
    """Return a sentence with its cues; the closing stop does not belong to it."""
    while stop > start and tokens[stop - 1].kind == POINT and tokens[stop - 1].low in ".!?…;":
        stop -= 1
    return Sentence(text, tokens, passages, start, stop, tuple(cues_in(tokens, start, stop)), claimed)


def reported_in(sentence: Sentence) -> Iterator[FoundQuotation]:
    """Yield the reported quotations of a sentence, in the order of their cues."""
    for cue, source, content in _introduced(sentence):
        yield _quotation(sentence, cue, source, content)


def _introduced(sentence: Sentence) -> Iterator[tuple[Cue, Phrase | None, Content]]:
    claimed = sentence.claimed
    within = 0
    for number, cue in enumerate(sentence.cues):
        if cue.verb in claimed:
            continue
        earlier = sentence.cues[:number]
        content = _content(sentence, cue)
        if content is None:
            parenthesis = _parenthesis(sentence, cue)
            if parenthesis is not None:
                yield cue, *parenthesis
            continue
        if cue.first < within and not _goes_on_from(sentence, cue):
            continue
        source = _source(sentence, cue, content, earlier)
        if source is None and content.is_noun and (cue.entry.takes & {"вин*", "имя"} or cue.first - sentence.start > FIRST_WORDS):
            continue
        if not any(index in claimed for first, end in content.ranges for index in range(first, end)):
            within = max(within, content.ranges[-1][1])
            yield cue, source, content


def _goes_on_from(sentence: Sentence, cue: Cue) -> bool:
    return cue.is_converb


def _source(sentence: Sentence, cue: Cue, content: Content, earlier: tuple[Cue, ...]) -> Phrase | None:
    source = source_of(sentence.tokens, cue, sentence.start, content.frame_start, earlier)
    if source is None and cue.is_converb and content.ranges[-1][1] < sentence.stop:
        following = content.ranges[-1][1] + 1
        source = subject_in(sentence.tokens, following, clause_end(sentence.tokens, following, sentence.stop))
    return source


def _content(sentence: Sentence, cue: Cue) -> Content | None:
    """Return what a cue introduces after it: a clause, words after a colon, an infinitive, or a noun."""
    tokens, stop = sentence.tokens, sentence.stop
    takes = cue.entry.takes
    end = clause_end(tokens, cue.last + 1, stop)
    if "что" in takes:
        start = _clause_start(tokens, cue, end, stop)
        if start is not None:
            return Content(_clause(sentence, cue, start), None, start - 1)
    if end < stop and tokens[end].low == ":" and end + 1 < stop and tokens[end + 1].kind != PASSAGE:
        return Content(((end + 1, stop),), None, end)
    if "inf" in takes:
        for index in range(cue.last + 1, end):
            if is_infinitive(tokens[index]):
                start = _after_addressee(tokens, cue, index) or index
                while start - 1 > cue.last and (tokens[start - 1].low.endswith("о") or tokens[start - 1].low in ("не", "лучше", "впредь")):
                    start -= 1
                return Content(((start, _noun_stop(sentence, cue, start)),), None, start)
    return _noun_content(sentence, cue, end)


def _after_addressee(tokens: Sequence[Token], cue: Cue, infinitive: int) -> int | None:
    """Return where the words of an order begin, to whom it goes once named: `поручил министерству [до мая внести …]`."""
    addressee = addressee_in(tokens, cue.last + 1, infinitive, None)
    if addressee is None or addressee.first > cue.last + 2:
        return None
    return addressee.end


def _clause_start(tokens: Sequence[Token], cue: Cue, end: int, stop: int) -> int | None:
    """Return where the clause of a cue begins: its `что`, or the word of a question."""
    at = end
    while at < stop and at - cue.last <= LONGEST_INSERTION and tokens[at].low == ",":
        word = tokens[at + 1] if at + 1 < stop else None
        if word is None:
            return None
        if word.low in CONJUNCTIONS and (at == end or word.low == "что"):
            return at + 1
        if at == end and (QUESTION.fullmatch(word.low) or (at + 2 < stop and tokens[at + 2].low == "ли")):
            return at + 1
        if at + 2 < stop and word.low in ("в", "о", "с", "на", "к") and at == end and QUESTION.fullmatch(tokens[at + 2].low):
            return at + 1
        following = clause_end(tokens, at + 1, stop)
        if any(is_verb(token) for token in tokens[at + 1 : following]):
            return None
        at = following
    return None


def _clause(sentence: Sentence, cue: Cue, start: int) -> tuple[tuple[int, int], ...]:
    tokens = sentence.tokens
    stop = _clause_stop(sentence, cue, start)
    # `заявил, что «…»`: what stands in marks as a whole is the speaker's own
    if stop == start + 2 and tokens[start].low == "что" and tokens[start + 1].kind == PASSAGE:
        return ((start + 1, stop),)
    return ((start, stop),)


def _clause_stop(sentence: Sentence, cue: Cue, start: int) -> int:
    """Return where a reported clause ends: before the next thing that the same person says, a parenthesis, or the main clause."""
    tokens, stop = sentence.tokens, sentence.stop
    by_first = {other.first: other for other in sentence.cues}
    opens_sentence = cue.is_converb and not _has_verb_before(sentence, cue)
    opens_sentence = opens_sentence or _opens_with_subordinate(sentence, cue)
    for index in range(start + 1, stop):
        token = tokens[index]
        if not (token.low in (",", "и", ";") or token.low in DASHES):
            continue
        at = _after_fillers(tokens, index + 1, stop)
        other = by_first.get(at)
        if other is not None and _ends_for(sentence, cue, other, index):
            return _before_dash(tokens, index)
        if token.low == "," and tokens[index + 1].low == "и" and at < stop and is_past_verb(tokens[at]) and _gender(tokens[at].low) == cue.gender:
            return index
        if token.low == "," and index + 3 < stop and tokens[index + 1].low in ("а", "но", "однако") and names_source(tokens, index + 2):
            return index
        if token.low == "," and opens_sentence and _begins_main_clause(tokens, index + 1, stop, cue):
            return index
    return stop


def _before_dash(tokens: Sequence[Token], index: int) -> int:
    return index - 1 if tokens[index].low in DASHES and tokens[index - 1].low == "," else index


def _after_fillers(tokens: Sequence[Token], index: int, stop: int) -> int:
    while index < stop and (tokens[index].low in words("adverbs") or tokens[index].low in DASHES or tokens[index].low in DATIVE_PRONOUNS):
        index += 1
    return index


def _ends_for(sentence: Sentence, cue: Cue, other: Cue, boundary: int) -> bool:
    """Tell whether another cue, which follows a comma or `и`, ends what this one introduces."""
    if other.is_converb or other.verb in sentence.claimed:
        return True
    if other.gender and other.gender == cue.gender and (_content(sentence, other) is not None or sentence.tokens[boundary].low == "и"):
        return True
    parenthesis = _parenthesis(sentence, other)
    return parenthesis is not None and sentence.tokens[boundary].low != "и" and _closes(sentence, other)


def _closes(sentence: Sentence, cue: Cue) -> bool:
    """Tell whether a parenthesis is the last thing of its sentence."""
    return clause_end(sentence.tokens, cue.last + 1, sentence.stop) >= sentence.stop - 1 or any(
        other.first > cue.last and other.entry.kind == "relay" for other in sentence.cues
    )


def _has_verb_before(sentence: Sentence, cue: Cue) -> bool:
    """Tell whether the main verb stands before a converb: `прибыл, сказав, что`, but not `прибыл и, сказав, что …, уехал`."""
    before = sentence.tokens[sentence.start : cue.first]
    if len(before) > 1 and before[-1].low == "," and before[-2].low in ("и", "а", "но"):
        return False
    return any(is_past_verb(token) for token in before)


def _opens_with_subordinate(sentence: Sentence, cue: Cue) -> bool:
    first = sentence.tokens[sentence.start]
    return first.low in SUBORDINATORS and "," not in (t.low for t in sentence.tokens[sentence.start : cue.first])


def _begins_main_clause(tokens: Sequence[Token], start: int, stop: int, cue: Cue) -> bool:
    """Tell whether a main clause begins: with a subject that can speak, or with a verb."""
    at = _after_fillers(tokens, start, stop)
    if at >= stop or tokens[at].kind != WORD or RELATIVE.fullmatch(tokens[at].low) or tokens[at].low in ("что", "чтобы"):
        return False
    head = tokens[at]
    if is_past_verb(head):
        return True
    while at < stop - 1 and NOMINATIVE_ADJECTIVE.fullmatch(tokens[at].low) and not tokens[at].is_capital:
        at += 1
    return tokens[at].low in words("agents") or tokens[at].low in words("pronouns") or (head.is_capital and not is_verb(head))


def _noun_content(sentence: Sentence, cue: Cue, end: int) -> Content | None:
    """Return the noun that a cue introduces: `о планах`, `важность …`, `на …`."""
    tokens, takes = sentence.tokens, cue.entry.takes
    prepositions = {form for name in takes if name in PREPOSITIONS for form in PREPOSITIONS[name]}
    for index in range(cue.last + 1, end):
        token = tokens[index]
        if (
            token.low in prepositions
            and index + 1 < end
            and tokens[index + 1].low not in ("этом", "этим", "это", "том")
            and _fits(tokens, cue, index)
        ):
            return Content(((index + 1, _noun_stop(sentence, cue, index + 1)),), index, index, True)
    start = _after_fillers(tokens, cue.last + 1, end)
    if start >= end:
        return None
    if "имя" in takes:
        stop = _noun_stop(sentence, cue, start)
        if tokens[stop - 1].kind == PASSAGE and not sentence.text[tokens[stop - 1].start + 1].isupper():
            return Content(((stop - 1, stop),), None, stop - 1, True)
    if takes & {"вин*", "имя", "род", "дат", "obj"} and _subject_follows(tokens, start, end) is None:
        return Content(((start, _noun_stop(sentence, cue, start)),), None, start, True)
    if "вин" in takes:
        head = start
        while (
            head < end
            and tokens[head].kind == WORD
            and tokens[head].low.endswith(
                ("ую", "юю", "ый", "ий", "ое", "ее", "ые", "ие", "ого", "его", "ой", "ых", "их", "и", "свой", "свою", "вклад")
            )
        ):
            if tokens[head].low in words("objects"):
                break
            head += 1
        if head < end and tokens[head].low in words("objects"):
            return Content(((start, _noun_stop(sentence, cue, start)),), None, start, True)
    return None


def _fits(tokens: Sequence[Token], cue: Cue, index: int) -> bool:
    """`в` and `на` name a place too: they introduce what is said only right after the cue or its addressee."""
    if tokens[index].low in ("о", "об", "обо", "к", "ко", "за", "против"):
        return True
    return index - cue.last <= 3


def _subject_follows(tokens: Sequence[Token], start: int, end: int) -> Phrase | None:
    token = tokens[start]
    if token.low in words("pronouns") or token.low in words("agents"):
        return Phrase(start, start + 1)
    return None


def _noun_stop(sentence: Sentence, cue: Cue, start: int) -> int:
    """Return where a noun or an infinitive that was said ends: before another verb of the same subject, or a parenthesis."""
    tokens, stop = sentence.tokens, sentence.stop
    by_first = {other.first: other for other in sentence.cues}
    for index in range(start + 1, stop):
        token = tokens[index]
        if not (token.low in (",", "и", ";") or token.low in DASHES):
            continue
        at = _after_fillers(tokens, index + 1, stop)
        other = by_first.get(at)
        if other is not None and (
            other.is_converb or other.gender == cue.gender or (token.low != "и" and _parenthesis(sentence, other) is not None)
        ):
            return _before_dash(tokens, index)
        if token.low == "и" and index + 1 < stop and tokens[index + 1].low == ",":
            return index  # назвал имя и, сказав, что …
        if at < stop and is_past_verb(tokens[at]) and cue.gender and _gender(tokens[at].low) == cue.gender and token.low != ",":
            return index
        if (
            token.low == ","
            and index + 1 < stop
            and tokens[index + 1].low in ("а", "но")
            and tokens[index + 2 : index + 3]
            and tokens[index + 2].low == "также"
        ):
            if at < stop and is_past_verb(tokens[at]):
                return index
    return stop


def _gender(low: str) -> str:
    for endings, gender in ((("ла", "лась"), "f"), (("ли", "лись"), "p"), (("ло", "лось"), "n"), (("л", "лся"), "m")):
        if low.endswith(endings):
            return gender
    return ""


def _parenthesis(sentence: Sentence, cue: Cue) -> tuple[Phrase | None, Content] | None:
    """Read a cue as a parenthesis: `A, сообщил министр, B`, `Как отметил министр, A`, `A, передаёт агентство`."""
    tokens, start, stop = sentence.tokens, sentence.start, sentence.stop
    first = cue.first
    source_before: Phrase | None = None
    is_relative = False
    while first > start and (
        tokens[first - 1].low in words("adverbs")
        and tokens[first - 1].low not in ("и", "а", "но")
        or tokens[first - 1].low in DATIVE_PRONOUNS
    ):
        first -= 1
    opening = first - 1
    has_as = any(tokens[i].low == "как" for i in range(first, cue.first))
    if not has_as and first > start and tokens[first - 1].kind == WORD:
        as_at = next(
            (i for i in range(first - 1, max(start, first - 8) - 1, -1) if tokens[i].low == "как" or tokens[i].kind == POINT), None
        )
        if as_at is not None and tokens[as_at].low == "как" and (as_at == start or tokens[as_at - 1].kind == POINT):
            source_before = subject_in(tokens, as_at + 1, cue.first, cue.gender)
            opening, has_as = as_at - 1, True
        elif tokens[first - 1].low == "чем" and first - 2 > start and tokens[first - 2].low in ("о", "об"):
            opening, is_relative = first - 3, True
        else:
            return None
    if opening >= start and not (tokens[opening].low == "," or tokens[opening].low in DASHES or tokens[opening].low == "("):
        return None
    if opening < start and not has_as:
        return None
    if cue.is_converb or cue.is_participle:
        return None
    source = source_before or subject_after(tokens, cue, stop)
    end = clause_end(tokens, cue.last + 1, stop)
    if source is None and cue.entry.kind == "relay" and cue.last + 2 < end and tokens[cue.last + 1].low in ("в", "на", "во"):
        source = Phrase(cue.last + 2, end)
    if source is None or (source.is_weak and not has_as and not (opening >= start and tokens[opening].low in DASHES)):
        return None
    end = max(end, source.end)
    while end < stop and tokens[end].low == "," and (apposition := with_apposition(tokens, Phrase(source.first, end), stop)).end > end:
        end = apposition.end
    if opening >= start and tokens[opening].low in DASHES and opening > start and tokens[opening - 1].low == ",":
        opening -= 1
    ranges = []
    if opening > start and not only_connects(tokens, start, opening):
        ranges.append((start, opening))
    if end < stop:
        after = end + 1
        while after < stop and (tokens[after].low in DASHES or tokens[after].low == ","):
            after += 1
        if tokens[end].low == ":":
            return None
        if after < stop and not is_relative and not _explains(tokens, after):
            ranges.append((after, stop))
    if not ranges:
        return None
    return source, Content(tuple(ranges), None, end)


def only_connects(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Tell whether words only tie the sentence to the one before: `Однако`, `В то же время`."""
    return all(t.kind != PASSAGE and (t.kind == POINT or t.low in words("adverbs") or t.low in words("connectives")) for t in tokens[start:stop])


def _explains(tokens: Sequence[Token], start: int) -> bool:
    """Tell whether words after a comma explain the source before it: `знакомый с ходом дела`, `который …`, `отвечая на вопрос`."""
    low = tokens[start].low
    if tokens[start].is_capital or low in words("agents"):
        return False
    return bool(RELATIVE.fullmatch(low) or NOMINATIVE_ADJECTIVE.fullmatch(low) or PARTICIPLE.fullmatch(low) or CONVERB.fullmatch(low))


def _quotation(sentence: Sentence, cue: Cue, source: Phrase | None, content: Content) -> FoundQuotation:
    tokens = sentence.tokens
    cue_pieces = list(cue_spans(tokens, cue))
    if content.preposition is not None:
        piece = span_of(tokens, content.preposition, content.preposition + 1)
        if content.preposition == cue.last + 1:
            cue_pieces[-1] = Span(cue_pieces[-1].start, piece.end)
        else:
            cue_pieces.append(piece)
    addressee = (
        addressee_in(tokens, cue.last + 1, min(content.frame_start, sentence.stop), source) if content.frame_start > cue.last else None
    )
    if addressee is None and (cue.entry.kind == "order" or cue.entry.lemma in TAKES_OBJECT):
        addressee = addressed_object(tokens, cue.last + 1, content.preposition or content.frame_start, source)
    if addressee is None and content.ranges[0][0] > cue.last:
        addressee = _addressee_before(sentence, cue, source)
    return found_quotation(
        sentence,
        content.ranges,
        cue=tuple(cue_pieces),
        source=spans_of(tokens, source),
        addressee=spans_of(tokens, addressee),
        lemma=cue.entry.lemma,
        is_relayed=cue.entry.kind == "relay" or _only_passes_on(sentence, cue, source, content),
    )


def _addressee_before(sentence: Sentence, cue: Cue, source: Phrase | None) -> Phrase | None:
    """Return the dative that begins a sentence: `Президенту доложили, что …`."""
    low = sentence.tokens[sentence.start].low
    if low not in dative_agents() and low not in DATIVE_PRONOUNS:
        return None
    return addressee_in(sentence.tokens, sentence.start, cue.first, source)


def _only_passes_on(sentence: Sentence, cue: Cue, source: Phrase | None, content: Content) -> bool:
    """Tell whether a parenthesis names an agency: `A, сообщает агентство «…»`."""
    if source is None or content.ranges[0][0] > cue.first or not PRESENT_FORM.fullmatch(cue.form) or cue.entry.kind == "thought":
        return False
    tokens = sentence.tokens[source.first : source.end]
    return any(t.low in words("media") for t in tokens) or (len(tokens) == 1 and tokens[0].low.isascii())


def found_quotation(
    sentence: Sentence,
    ranges: Sequence[tuple[int, int]],
    *,
    cue: tuple[Span, ...],
    source: tuple[Span, ...],
    addressee: tuple[Span, ...] = (),
    lemma: str | None = None,
    is_relayed: bool = False,
) -> FoundQuotation:
    """Make a quotation of token ranges; its kind follows from the marked passages in them that are no titles."""
    tokens, passages = sentence.tokens, sentence.passages
    content: list[Span] = []
    verbatim: list[Span] = []
    others = 0
    for first, end in ranges:
        marked = [i for i in range(first, end) if tokens[i].kind == PASSAGE]
        if end - first == 1 and marked:
            content.append(passages[tokens[first].passage].content)
        else:
            content.append(span_of(tokens, first, end))
            others += sum(1 for i in range(first, end) if tokens[i].kind == WORD)
        verbatim += [
            passages[tokens[i].passage].content for i in marked if end - first == 1 or not is_title(sentence.text, tokens, i, passages)
        ]
    kind = QuotationKind.INDIRECT if not verbatim else QuotationKind.MIXED if others else QuotationKind.DIRECT
    return FoundQuotation(kind, tuple(content), tuple(verbatim), cue, source, addressee, lemma, is_relayed)


def is_title(text: str, tokens: Sequence[Token], index: int, passages: Sequence[Passage]) -> bool:
    """Tell whether marks stand around a name or a coined word, rather than around a speaker's words.

    A name begins with a capital and is short, or a noun such as `программа` leads to it; a single word is a coined one.
    """
    content = passages[tokens[index].passage].content
    count = len(text[content.start : content.end].split())
    before = tokens[index - 1] if index else None
    if count <= 1:
        return True
    if before is not None and before.kind == WORD and (before.low in words("titlenouns") or before.low in words("agents")):
        return True
    if before is not None and before.low in (":", "что"):
        return False
    return text[content.start].isupper() and count <= TITLE_WORDS and text[content.end - 1] not in ".!?…"
