"""What a Russian cue introduces after it: a clause, words after a colon, an infinitive or a noun – and where it ends."""

import re
from collections.abc import Iterator, Sequence

from flows.label.quotations.cues import Cue
from flows.label.quotations.inflected.addressees import addressee_in
from flows.label.quotations.inflected.cues import cues_in
from flows.label.quotations.inflected.parentheses import parenthesis_of
from flows.label.quotations.inflected.phrases import is_nominal, noun_phrase
from flows.label.quotations.inflected.sentence import Content, after_fillers, before_dash, gender_of, is_done_instead
from flows.label.quotations.inflected.sources import subject_after, subject_before, subject_in
from flows.label.quotations.inflected.words import has_particle, is_dative, is_infinitive, is_past_verb, is_verb, names_source
from flows.label.quotations.sentence import Sentence
from flows.label.quotations.tokens import DASHES, PASSAGE, POINT, WORD, Token, clause_end, is_pause
from flows.languages.traits import (
    ACCUSATIVE_PRONOUN,
    ADVERB,
    ADVERSATIVE,
    AGENT,
    ALSO,
    BEFORE_INFINITIVE,
    BEFORE_OBJECT,
    CLAUSE_OPENING,
    CONJUNCTION,
    DEMONSTRATIVE,
    ENDS_AS_ADVERB,
    FROM,
    INFINITIVE,
    NEGATION,
    NOMINATIVE_ADJECTIVE,
    OBJECT,
    PARTICIPLE,
    PLACE_PREPOSITION,
    PLURAL,
    POSSESSIVE,
    PREPOSITION,
    PRESENT_FORM,
    PRESENT_SINGULAR,
    PRONOUN,
    QUESTION,
    RELATIVE,
    SUBORDINATOR,
    TERM,
    THAT,
    TIME,
)

WORDS_TO_PREPOSITION = 3
LONGEST_INSERTION = 25
MOST_WORDS_DONE = 6
WORDS = re.compile(r"\w+")


def content_of(sentence: Sentence, cue: Cue) -> Content | None:
    """Return what a cue introduces after it: a clause, words after a colon, an infinitive, or a noun."""
    tokens, takes = sentence.tokens, cue.entry.takes
    end, stop = clause_end(tokens, cue.last + 1, sentence.stop), sentence.stop
    joined = _joined_cue(sentence, cue, end)
    if joined is not None:
        end = stop = joined  # попросил соседей подождать и | пообещал, что …
    if "infinitive" in takes and (marked := _marked_infinitive(sentence, cue, end)) is not None:
        return Content(((marked, marked + 1),), None, marked)
    orders_first = "infinitive" in takes and any(map(is_infinitive, tokens[cue.last + 1 : end]))
    if "that" in takes and not orders_first and (start := _clause_start(tokens, cue, end, stop)) is not None:
        return Content(_clause(sentence, cue, start), None, start - 1)
    ordered = _ordered(sentence, cue, end, stop) if "infinitive" in takes else None
    if end + 1 < stop and tokens[end].low == ":" and tokens[end + 1].kind != PASSAGE and (ordered is None or not orders_first):
        return _behind_colon(sentence, cue, end, stop)
    return ordered or _noun_content(sentence, cue, end)


def _behind_colon(sentence: Sentence, cue: Cue, colon: int, stop: int) -> Content:
    """Return the words behind a colon, with the noun before it that they explain: `обратил внимание на [нехватку людей: их мало]`.

    Where a phrase there names who says them, the noun is all: `раскритиковала [эту идею]: по её словам, …`.
    """
    noun = _noun_content(sentence, cue, colon)
    if noun is not None and names_source(sentence.tokens, colon + 1):
        return noun._replace(ranges=((noun.ranges[0][0], colon),))
    noun = noun if cue.entry.kind == "saying" else None
    return noun if noun is not None and noun.preposition is not None else Content(((colon + 1, stop),), None, colon)


def _ordered(sentence: Sentence, cue: Cue, end: int, stop: int) -> Content | None:
    """Return what is ordered or promised: an infinitive with what stands before it and behind it."""
    tokens, behind = sentence.tokens, cue.last + 1
    after_whom = "whom-first" in cue.entry.takes
    infinitives = (
        i for i in range(*_where_infinitive(tokens, cue, end, stop)) if is_infinitive(tokens[i]) and not (after_whom and i == behind)
    )
    infinitive = next(infinitives, None)
    if infinitive is None:
        return None
    start = (_after_addressee(tokens, cue, infinitive) if infinitive < end else None) or infinitive
    start = min(start, _term_before(tokens, behind, infinitive))
    while start > behind and tokens[start - 1].traits & (ENDS_AS_ADVERB | BEFORE_INFINITIVE):
        start -= 1
    return Content(((start, noun_stop(sentence, cue, start)),), None, start)


def _term_before(tokens: Sequence[Token], behind: int, infinitive: int) -> int:
    """Return where the words begin that say by when something is to be done: `потребовал от клуба [до мая внести]`, `[в месячный срок]`."""
    if tokens[behind].traits & TERM:
        return behind
    times = (at for at in range(behind, infinitive) if tokens[at].traits & PREPOSITION and not tokens[at].traits & FROM)
    first = next(times, infinitive)
    is_term = first < infinitive and (tokens[first].traits & TERM or any(token.traits & TIME for token in tokens[first:infinitive]))
    return first if is_term else infinitive


def _joined_cue(sentence: Sentence, cue: Cue, end: int) -> int | None:
    """Return where `и` joins another cue to this one within its clause; None where it does not."""
    joined = (other.first - 1 for other in sentence.cues if cue.last + 1 < other.first < end and not other.is_participle)
    return next((at for at in joined if sentence.tokens[at].traits & CONJUNCTION), None)


def _marked_infinitive(sentence: Sentence, cue: Cue, end: int) -> int | None:
    """Return the marked words of an order, when they are an infinitive: `призвал депутатов [«спорить с цифрами»]`."""
    for index in range(cue.last + 1, min(end, cue.last + WORDS_TO_PREPOSITION + 1)):
        token = sentence.tokens[index]
        if token.kind == PASSAGE:
            content = sentence.passages[token.passage].content
            words = (sentence.words[found.group()] for found in WORDS.finditer(sentence.text, *content))
            first = next((word for word in words if not word.traits & NEGATION), None)
            return index if first is not None and first.traits & INFINITIVE else None
    return None


def _where_infinitive(tokens: Sequence[Token], cue: Cue, end: int, stop: int) -> tuple[int, int]:
    """Return from where to where an infinitive is looked for: in the cue's clause, or beyond what explains who is asked.

    `просит граждан, желающих проститься, [приходить утром]`; `призвал государства – участников форума [не ослаблять усилий]`.
    """
    first = cue.last + 1
    while end + 1 < stop and tokens[end].low == "," and is_dative(tokens[end + 1]):
        end = clause_end(tokens, end + 1, stop)  # поручил Правительству, Нацбанку и акимам разработать
    if end + 1 >= stop or end == first or any(is_infinitive(token) for token in tokens[first:end]):
        return first, end
    if tokens[end].low in DASHES and tokens[end + 1].kind == WORD and not is_verb(tokens[end + 1]):
        return end + 1, clause_end(tokens, end + 1, stop)
    beyond = _beyond_explanation(tokens, end, stop)
    return (first, end) if beyond is None else (beyond, beyond + 1)


def _beyond_explanation(tokens: Sequence[Token], comma: int, stop: int) -> int | None:
    """Return the infinitive right behind a clause that explains who is asked; None where there is none."""
    if tokens[comma].low != "," or not tokens[comma + 1].traits & (PARTICIPLE | RELATIVE):
        return None
    after = clause_end(tokens, comma + 1, stop) + 1
    if after >= stop or tokens[after - 1].low != ",":
        return None
    after += bool(tokens[after].traits & NEGATION)
    return after if after < stop and is_infinitive(tokens[after]) else None


def _after_addressee(tokens: Sequence[Token], cue: Cue, infinitive: int) -> int | None:
    """Return where the words of an order begin, to whom it goes once named: `поручил министерству [до мая внести …]`."""
    addressee = addressee_in(tokens, cue.last + 1, infinitive, None)
    if addressee is None or addressee.first > cue.last + 2:
        return None
    return addressee.end


def _goes_on_also(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Tell whether words are `but also`."""
    return stop > start + 1 and bool(tokens[start].traits & ADVERSATIVE and tokens[start + 1].traits & ALSO)


def _asks(cue: Cue, word: Token, end: int) -> bool:
    """Tell whether a word behind the comma asks, rather than explains the noun before the comma, as some words may do both."""
    is_either = bool(word.traits & RELATIVE) and end > cue.last + 1
    return bool(word.traits & QUESTION) and (not is_either or "question" in cue.entry.takes)


def _clause_start(tokens: Sequence[Token], cue: Cue, end: int, stop: int) -> int | None:
    """Return where the clause of a cue begins: its `что`, or the word of a question; insertions may part it from the cue."""
    at = end
    while at + 1 < stop and at - cue.last <= LONGEST_INSERTION and tokens[at].low == ",":
        if _opens_clause(tokens, cue, at, end, stop):
            return at + 1
        following = clause_end(tokens, at + 1, stop)
        is_of_verb = _has_own_verb(tokens, at + 1, following) or tokens[following - 1].traits & DEMONSTRATIVE  # упрекнув в том, что
        if is_of_verb or cues_in(tokens, at + 1, following):
            return None
        at = following
    return None


def _has_own_verb(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Tell whether words between commas are a clause and no insertion: `приведёт к тому`."""
    opens = tokens[start].traits & PRESENT_FORM and not tokens[start].is_capital and not tokens[start].traits & AGENT
    return bool(opens) or any(map(is_verb, tokens[start:stop]))


def _opens_clause(tokens: Sequence[Token], cue: Cue, at: int, end: int, stop: int) -> bool:
    """Tell whether a clause that was said begins behind a comma; behind an insertion it begins with `что` alone."""
    word = tokens[at + 1]
    if at != end:
        return bool(word.traits & CLAUSE_OPENING and word.traits & THAT)
    if word.traits & CLAUSE_OPENING or _asks(cue, word, end):
        return True
    following = tokens[at + 2].traits if at + 2 < stop else 0
    return has_particle(tokens, at + 1, stop) or bool(word.traits & PREPOSITION and following & QUESTION)


def _clause(sentence: Sentence, cue: Cue, start: int) -> tuple[tuple[int, int], ...]:
    return ((start, _clause_stop(sentence, cue, start)),)


def _clause_stop(sentence: Sentence, cue: Cue, start: int) -> int:
    """Return where a reported clause ends: before the next thing that the same person says, a parenthesis, or the main clause."""
    tokens = sentence.tokens
    opens_sentence = (cue.is_converb and not _has_verb_before(sentence, cue)) or _opens_with_subordinate(sentence, cue)
    for index, other in _boundaries(sentence, start):
        if tokens[index].low == ":":
            if _is_parted(sentence, index):
                return index
            continue
        if other is not None and _ends_for(sentence, cue, other, index):
            is_joined = tokens[index].traits & CONJUNCTION and tokens[index - 1].low == ","
            return index - 1 if is_joined else before_dash(tokens, index)
        if tokens[index].low == "," and _goes_over(sentence, cue, index + 1, opens_sentence=opens_sentence):
            return index
    return sentence.stop


def _is_parted(sentence: Sentence, colon: int) -> bool:
    """Tell whether the clause behind a colon is parted by who says it: `уверен, что мост цел: сваи, объяснил он, проверены`."""
    behind = (other for other in sentence.cues if other.first > colon + 1 and not other.is_converb)
    return any((around := parenthesis_of(sentence, other)) is not None and around[1].ranges[0][0] == colon + 1 for other in behind)


def _boundaries(sentence: Sentence, start: int) -> Iterator[tuple[int, Cue | None]]:
    """Yield the conjunctions, commas, semicolons and dashes behind a token, each with the cue that follows it, adverbs apart."""
    tokens, stop = sentence.tokens, sentence.stop
    by_first = {other.first: other for other in sentence.cues}
    for index in range(start + 1, stop):
        if tokens[index].traits & CONJUNCTION or is_pause(tokens[index], ",;:"):
            yield index, by_first.get(after_fillers(tokens, index + 1, stop))


def _goes_over(sentence: Sentence, cue: Cue, index: int, *, opens_sentence: bool) -> bool:
    """Tell whether a token behind a comma opens what is no longer said: `, но не назвал дату`, `, но по словам мэра`, the main clause."""
    tokens, stop = sentence.tokens, sentence.stop
    traits = tokens[index].traits if index < stop else 0
    if traits & (CONJUNCTION | ADVERSATIVE) and _same_subject(tokens, index + 1, stop, cue):
        return True
    if traits & ADVERSATIVE and index + 2 < stop and _begins_another(sentence, index + 1):
        return True
    return opens_sentence and _begins_main_clause(tokens, index, stop)


def _begins_another(sentence: Sentence, start: int) -> bool:
    """Tell whether somebody else speaks in the words that begin: `…, а по словам мэра`, `…, а министр отметил`."""
    tokens = sentence.tokens
    if names_source(tokens, start):
        return True
    end = clause_end(tokens, start, sentence.stop)
    cue = next((other for other in sentence.cues if start < other.first < end), None)
    speaker = subject_in(tokens, start, cue.first, cue.gender) if cue is not None else None
    return speaker is not None and not speaker.is_weak and speaker.first == start


def _same_subject(tokens: Sequence[Token], start: int, stop: int, cue: Cue) -> bool:
    """Tell whether what follows `, и` or `, но` is a verb of who speaks: `подтвердил, что …, но не назвал дату`."""
    at = after_fillers(tokens, start, stop)
    at += at < stop and tokens[at].traits & NEGATION
    if _is_behind_marks(tokens, start - 1) and start < stop <= start + MOST_WORDS_DONE:
        at = stop - 1  # «…», но сроков не назвал
    return at < stop and is_past_verb(tokens[at]) and gender_of(tokens[at]) == cue.gender


def _is_behind_marks(tokens: Sequence[Token], conjunction: int) -> bool:
    """Tell whether marked words stand before a conjunction, or before the comma before it."""
    before = conjunction - 1
    return before > 0 and tokens[before - (tokens[before].low == ",")].kind == PASSAGE


def _ends_for(sentence: Sentence, cue: Cue, other: Cue, boundary: int) -> bool:
    """Tell whether another cue, which follows a comma or `и`, ends what this one introduces."""
    if other.is_converb or other.verb in sentence.claimed:
        return True
    is_joined = bool(sentence.tokens[boundary].traits & CONJUNCTION)
    if _agree(cue, other, is_joined and sentence.tokens[boundary - 1].low == ",") and (
        is_joined or content_of(sentence, other) is not None
    ):
        return True
    parenthesis = parenthesis_of(sentence, other)
    return parenthesis is not None and not sentence.tokens[boundary].traits & CONJUNCTION and _closes(sentence, other)


def _agree(cue: Cue, other: Cue, closes_clause: bool) -> bool:
    """Tell whether two cues may have one subject: `считает, что …, и призывает`, also in another tense where a comma parts them."""
    if other.gender and cue.gender:
        return other.gender == cue.gender
    singular = bool((cue.traits | other.traits) & PRESENT_SINGULAR)
    return closes_clause and singular and not (cue.gender | other.gender) & PLURAL


def _closes(sentence: Sentence, cue: Cue) -> bool:
    """Tell whether a parenthesis is the last thing of its sentence."""
    return clause_end(sentence.tokens, cue.last + 1, sentence.stop) >= sentence.stop - 1 or any(
        other.first > cue.last and other.entry.kind == "relay" for other in sentence.cues
    )


def _has_verb_before(sentence: Sentence, cue: Cue) -> bool:
    """Tell whether the main verb stands before a converb: `прибыл, сказав, что`, but not `прибыл и, сказав, что …, уехал`."""
    before = sentence.tokens[sentence.start : cue.first]
    if len(before) > 1 and before[-1].low == "," and before[-2].traits & (CONJUNCTION | ADVERSATIVE):
        return False
    return any(is_past_verb(token) for token in before)


def _opens_with_subordinate(sentence: Sentence, cue: Cue) -> bool:
    first = sentence.tokens[sentence.start]
    return bool(first.traits & SUBORDINATOR) and "," not in (t.low for t in sentence.tokens[sentence.start : cue.first])


def _begins_main_clause(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Tell whether a main clause begins: with a subject that can speak, or with a verb."""
    at = after_fillers(tokens, start, stop)
    if at >= stop or tokens[at].kind != WORD or tokens[at].traits & RELATIVE or tokens[at].traits & CLAUSE_OPENING:
        return False
    head = tokens[at]
    if is_past_verb(head):
        return True
    while at < stop - 1 and tokens[at].traits & NOMINATIVE_ADJECTIVE and not tokens[at].is_capital:
        at += 1
    return bool(tokens[at].traits & (AGENT | PRONOUN)) or (head.is_capital and not is_verb(head))


def _noun_content(sentence: Sentence, cue: Cue, end: int) -> Content | None:
    """Return the noun that a cue introduces: `о планах`, `важность …`, `на …`."""
    tokens, takes = sentence.tokens, cue.entry.takes
    preposition = next((index for index in range(cue.last + 1, end - 1) if _governs_content(tokens, cue, index)), None)
    if preposition is not None:
        return Content(((preposition + 1, noun_stop(sentence, cue, preposition + 1)),), preposition, preposition, True)
    start = _behind_hearer(tokens, cue, end)
    if start >= end:
        return None
    if "naming" in takes and (named := _named(sentence, cue, start)) is not None:
        return named
    start = _behind_from(tokens, cue, start, end)
    is_subject = tokens[start].traits & POSSESSIVE and start + 1 < end and tokens[start + 1].traits & AGENT  # обещают её участники
    if is_subject:
        return None
    takes_any = takes & {"phrase", "naming"} and not cue.is_participle and not tokens[start].traits & (PRONOUN | AGENT | PREPOSITION)
    if takes_any or ("object" in takes and _begins_object(sentence, start, end)):
        return Content(((start, noun_stop(sentence, cue, start)),), None, start, True)
    return None


def _behind_hearer(tokens: Sequence[Token], cue: Cue, end: int) -> int:
    """Return the first word behind a cue and its adverbs, and behind who is told where the cue has that first."""
    start = after_fillers(tokens, cue.last + 1, end)
    while "hearer-first" in cue.entry.takes and start < end and (is_dative(tokens[start]) or tokens[start].is_capital):
        start += 1
    return start


def _behind_from(tokens: Sequence[Token], cue: Cue, start: int, end: int) -> int:
    """Pass over of whom something is demanded: `потребовал от министерства [отчёта]`."""
    is_from = tokens[start].traits & FROM and tokens[start].low not in cue.entry.takes and start + 2 < end
    number = next((at for at in range(start + 2, end) if tokens[at].low[:1].isdigit()), start + 2)  # у компании [45 миллионов]
    return noun_phrase(tokens, start + 1, number).end if is_from else start


def _governs_content(tokens: Sequence[Token], cue: Cue, index: int) -> bool:
    """Tell whether a preposition leads to what is said: `в` and `на`, which name a place too, right after the cue or its addressee."""
    token = tokens[index]
    if not token.traits & PREPOSITION or token.low not in cue.entry.takes or tokens[index + 1].traits & DEMONSTRATIVE:
        return False
    return not token.traits & PLACE_PREPOSITION or index - cue.last <= WORDS_TO_PREPOSITION


def _named(sentence: Sentence, cue: Cue, start: int) -> Content | None:
    """Return a thing with the marked words that name it: `назвал [проект «мостом в никуда»]`."""
    stop = noun_stop(sentence, cue, start)
    last = sentence.tokens[stop - 1]
    if last.kind != PASSAGE or not _begins_small(sentence, last):
        return None
    first = _named_thing(sentence, cue, stop - 1)
    return Content(((first, stop),), None, first, True)


def _named_thing(sentence: Sentence, cue: Cue, passage: int) -> int:
    """Return where the thing begins that marked words name: `назвал [проект «мостом в никуда»]`; a pronoun for it stays out."""
    tokens = sentence.tokens
    before = subject_before(tokens, cue, sentence.start)
    source = subject_after(tokens, cue, passage) if before is None or before.is_weak else None
    first = source.end if source is not None and not source.is_weak and source.end <= passage else cue.last + 1
    while first < passage and tokens[first].traits & (ADVERB | ACCUSATIVE_PRONOUN) and not _is_owner(tokens, first):
        first += 1
    is_named = all(token.kind != POINT for token in tokens[first:passage])
    return first if is_named else passage


def _is_owner(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a pronoun says whose the noun behind it is: `назвал его заявление «…»`."""
    return bool(tokens[index].traits & POSSESSIVE) and tokens[index + 1].kind == WORD and is_nominal(tokens[index + 1])


def _begins_small(sentence: Sentence, token: Token) -> bool:
    """Tell whether the marked words begin with a small letter: no name then, but what somebody called a thing."""
    content = sentence.passages[token.passage].content
    return content.start < content.end and not sentence.text[content.start].isupper()


def _begins_object(sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether a noun that can be said begins there, behind its adjectives, or marked words: `высокий уровень`, `«опасную затею»`."""
    for token in sentence.tokens[start:end]:
        if token.traits & OBJECT:
            return True
        if token.kind == PASSAGE and _begins_small(sentence, token):
            return True
        if token.kind != WORD or not token.traits & BEFORE_OBJECT:
            return False
    return False


def noun_stop(sentence: Sentence, cue: Cue, start: int) -> int:
    """Return where a noun or an infinitive that was said ends: before another verb of the same subject, or a parenthesis."""
    tokens = sentence.tokens
    for index, other in _boundaries(sentence, start):
        if tokens[index].low == ";" or (cue.is_participle and tokens[index].low == ","):
            return index  # попросивший не называть имени, рассказал
        if other is not None and _ends_noun(sentence, cue, other, index):
            return before_dash(tokens, index)
        if _does_otherwise(sentence, cue, index):
            return index
        is_after_marks = tokens[index - 1].kind == PASSAGE and bool(tokens[index].traits & CONJUNCTION)
        if is_after_marks and _same_subject(tokens, index + 1, sentence.stop, cue):
            return index  # назвала обвинения «…» и от ответа отказалась
        if _goes_on_otherwise(sentence, cue, index) or is_done_instead(sentence, start, index):
            return index
    return sentence.stop


def _does_otherwise(sentence: Sentence, cue: Cue, comma: int) -> bool:
    """Tell whether `но` leads to what the same person did: `опроверг цифры, | однако своих не привёл`."""
    tokens, stop = sentence.tokens, sentence.stop
    if tokens[comma].low != "," or comma + 2 >= stop or not tokens[comma + 1].traits & ADVERSATIVE or not cue.gender:
        return False
    verbs = [token for token in tokens[comma + 2 : clause_end(tokens, comma + 2, stop)] if is_past_verb(token)]
    return bool(verbs) and gender_of(verbs[0]) == cue.gender


def _ends_noun(sentence: Sentence, cue: Cue, other: Cue, boundary: int) -> bool:
    """Tell whether another cue behind a boundary ends the noun that this one introduces."""
    if other.is_converb or other.gender == cue.gender:
        return True
    return not sentence.tokens[boundary].traits & CONJUNCTION and parenthesis_of(sentence, other) is not None


def _goes_on_otherwise(sentence: Sentence, cue: Cue, index: int) -> bool:
    """Tell whether the subject goes on with another verb behind a boundary: `назвал имя и, сказав, что …`, `, но и приехал`."""
    tokens, stop = sentence.tokens, sentence.stop
    if tokens[index].traits & CONJUNCTION and index + 1 < stop and tokens[index + 1].low == ",":
        return True
    at = after_fillers(tokens, index + 1, stop)
    if at >= stop or not is_past_verb(tokens[at]):
        return False
    if tokens[index].low == ",":
        return _goes_on_also(tokens, index + 1, at)
    return bool(cue.gender) and gender_of(tokens[at]) == cue.gender
