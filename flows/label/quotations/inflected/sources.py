"""Who says it: the noun phrase beside a Russian cue, before it or after it, and to whom."""

from collections.abc import Iterator, Sequence
from typing import TypeGuard

from flows.label.quotations.cues import Cue
from flows.label.quotations.inflected.appositions import is_relative, relative_end, with_apposition
from flows.label.quotations.inflected.phrases import noun_phrase, subject_phrase
from flows.label.quotations.inflected.words import is_dative, is_verb, phrase_at
from flows.label.quotations.tokens import DASHES, PASSAGE, POINT, WORD, Phrase, Token, clause_end, is_initial
from flows.languages.traits import (
    ABOUT,
    ACCUSATIVE_PRONOUN,
    ADJECTIVE,
    ADVERB,
    ADVERB_WITH_CAPITAL,
    ADVERSATIVE,
    AGENT,
    AGREEING,
    BEFORE_ROLE,
    BY,
    CLAUSE_OPENING,
    CONJUNCTION,
    CONVERB,
    CONVERB_REFLEXIVE,
    CONVERB_WITH_CAPITAL,
    DATIVE_AGENT,
    DATIVE_PRONOUN,
    DIRECTION,
    ENDS_AS_ADVERB,
    FEMININE,
    FEMININE_NAME,
    FEMININE_PRONOUN,
    FROM,
    IN,
    INFINITIVE,
    MASCULINE,
    MASCULINE_PRONOUN,
    NEGATION,
    NEUTER,
    NO_GENITIVE,
    NO_INSTITUTION,
    NOMINATIVE_ADJECTIVE,
    OBLIQUE_ADJECTIVE,
    OBLIQUE_AGENT,
    OBLIQUE_AGENT_ON,
    OBLIQUE_NAME,
    OUT_OF,
    PARTICIPLE,
    PARTICLE,
    PASSIVE,
    PLURAL,
    PLURAL_NOUN,
    PLURAL_PREDICATE,
    PLURAL_PRONOUN,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    RELATIVE,
    ROLE_NOUN,
    SEVERAL_OF,
    SUBJECT_PRONOUN,
    SUBORDINATOR,
    SURNAME,
    THAT,
    TIE_WORD,
    TIME,
)

WORDS_OF_ROLE = 5
LONGEST_NAME = 40
"""How many characters a name in marks may have, with its marks."""
NAMING = frozenset(("naming", "taken-as"))
MOST_INITIALS = 4
NEVER_SUBJECT = ADVERB | SUBORDINATOR | DATIVE_PRONOUN | ACCUSATIVE_PRONOUN | RELATIVE
ROLE, NAME, NOUN = "role", "name", "noun"
AGREES_WITH = {MASCULINE: MASCULINE_PRONOUN, FEMININE: FEMININE_PRONOUN, PLURAL: PLURAL_PRONOUN, NEUTER: 0}


def is_site(token: Token) -> bool:
    """Tell whether a word is the address of a site, as a paper names itself where it is told something: `Inform.kz`."""
    return token.kind == WORD and token.low.isascii() and "." in token.low


def is_strong(phrase: Phrase | None) -> TypeGuard[Phrase]:
    """Tell whether there is a phrase for which more speaks than its place."""
    return phrase is not None and not phrase.is_weak


def can_speak(tokens: Sequence[Token], phrase: Phrase, start: int) -> bool:
    """Tell whether a subject is somebody: a role, a pronoun, a name – which a capital alone does not tell where it opens the sentence."""
    words = tokens[phrase.first : phrase.end]
    if any(token.kind == PASSAGE or token.traits & (AGENT | PRONOUN) or (token.is_capital and token.traits & SURNAME) for token in words):
        return True
    if not words[0].is_capital:
        return any(token.is_capital for token in words)
    follows = len(words) > 1 and words[1].is_capital
    is_name = follows and (not words[1].traits & OBLIQUE_NAME or bool(words[0].traits & FEMININE_NAME))
    return phrase.first != start or is_name or is_initial(tokens, phrase.first)


def subject_in(tokens: Sequence[Token], start: int, stop: int, gender: int = 0) -> Phrase | None:
    """Return the subject among tokens without a comma between them: the first nominative that can speak; None where there is none.

    Words after a preposition are passed over until a nominative that no preposition governs; there a name is taken only where no
    role follows. A noun that no list holds is weak.
    """
    best: dict[str, int] = {}
    governed = False
    for index, is_after_phrase in _ungoverned(tokens, start, stop):
        governed = governed or is_after_phrase or bool(tokens[index].traits & OBLIQUE_AGENT)
        standing = _standing(tokens, index, start, governed, gender)
        if standing == NAME and index == start and (pronoun := _pronoun_after(tokens, index + 1, stop)) is not None:
            return Phrase(pronoun, pronoun + 1)  # Имя преемника он обещал назвать
        if standing == NAME and NAME not in best and not governed and not _only_opens(tokens, index, start, stop):
            standing = ROLE
        if standing == ROLE:
            return _phrase_of(tokens, index, start, stop)
        if standing:
            best.setdefault(standing, index)
    if NAME in best:
        return _phrase_of(tokens, best[NAME], start, stop)
    return subject_phrase(tokens, _leftmost(tokens, best[NOUN], start), stop, best[NOUN])._replace(is_weak=True) if NOUN in best else None


def _phrase_of(tokens: Sequence[Token], index: int, start: int, stop: int) -> Phrase:
    """Return the phrase of a role or name, with the noun and the adjectives before it."""
    first = _role_before(tokens, index, start) if index > start and tokens[index].is_capital else index
    return subject_phrase(tokens, _leftmost(tokens, first, start), stop, index)


def _role_before(tokens: Sequence[Token], name: int, start: int) -> int:
    """Return where a name's phrase begins: with the noun, on no list, that says what its bearer is: `прораб смены Игорь Лунин`."""
    for index in range(name - 1, max(start, name - WORDS_OF_ROLE) - 1, -1):
        if tokens[index].traits & PREPOSITION and not is_initial(tokens, index):
            break
        if not tokens[index].is_capital and _may_be_role(tokens, index) and subject_phrase(tokens, index, name + 1).end == name + 1:
            return index if _begins_subject(tokens, index, start) else name
    return name


def _may_be_role(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    return is_initial(tokens, index) or bool(token.traits & ROLE_NOUN and _can_be_noun(token) and not token.traits & (ADVERB | POSSESSIVE))


def _begins_subject(tokens: Sequence[Token], index: int, start: int) -> bool:
    """Tell whether a noun with its adjectives stands first in its clause, or behind what belongs to the verb: an adverb, a dative."""
    while index > start and tokens[index - 1].traits & NOMINATIVE_ADJECTIVE:
        index -= 1
    if not index:
        return True
    before = tokens[index - 1]
    is_behind = before.traits & (ADVERB | TIME) or is_dative(before) or (before.traits & POSSESSIVE and index - 1 == start)
    return not before.traits & PREPOSITION and (index == start or bool(is_behind))


def _pronoun_after(tokens: Sequence[Token], start: int, stop: int) -> int | None:
    """Return the pronoun that is the subject, although a noun opens the clause; None where a verb or no pronoun follows."""
    for index in range(start, stop):
        if tokens[index].traits & SUBJECT_PRONOUN:
            return index
        if tokens[index].kind != WORD or is_verb(tokens[index]):
            return None
    return None


def _ungoverned(tokens: Sequence[Token], start: int, stop: int) -> Iterator[tuple[int, bool]]:
    """Yield the words that no preposition governs, and whether a prepositional phrase stands before them.

    `на прошлой неделе министр`: the preposition governs adjectives and the noun after them, but no pronoun in the nominative.
    """
    is_after_phrase = governs = False
    ties_until = start
    for index in range(start, stop):
        token = tokens[index]
        if token.phrases and index + 1 < stop and (tie := phrase_at(tokens, index, "ties")):
            ties_until = index + tie
        if index < ties_until or token.kind != WORD:
            governs = False
        elif token.traits & PREPOSITION and not is_initial(tokens, index):
            is_after_phrase = governs = True
        elif governs and not _stands_free(tokens, index):
            governs = not token.is_capital and bool(token.traits & ADJECTIVE)
        else:
            governs = False
            yield index, is_after_phrase


def _stands_free(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a word after a preposition is no part of its phrase: `при этом он`, `при этом министр`."""
    if tokens[index].traits & SUBJECT_PRONOUN:
        return True
    return bool(tokens[index].traits & AGENT and tokens[index - 1].traits & OBLIQUE_ADJECTIVE)


def _standing(tokens: Sequence[Token], index: int, start: int, governed: bool, gender: int) -> str:
    """Return what a word can be as a subject: a role (or pronoun), a name, a noun, or nothing."""
    token = tokens[index]
    if token.end - token.start == 1 and is_initial(tokens, index):
        return _standing_of_initial(tokens, index, start, governed, gender)
    if token.traits & (AGENT | PRONOUN) or _is_several(tokens, index):
        return ROLE if _may_stand(token, governed, gender) else ""
    if token.traits & NEVER_SUBJECT or (gender == PLURAL and is_site(token)):
        return ""  # сообщили Inform.kz в министерстве
    if token.is_capital and not _opens_as_verb(token, index == start):
        return NAME if _can_be_name(tokens, index, start, governed, gender) else ""
    return NOUN if _can_be_noun(token) and (not governed or token.traits & NOMINATIVE_ADJECTIVE) else ""


def _opens_as_verb(token: Token, is_first: bool) -> bool:
    """Tell whether a word opens its clause with a capital as a converb or an infinitive does."""
    return is_first and bool(token.traits & (CONVERB_WITH_CAPITAL | INFINITIVE))


def _may_stand(token: Token, governed: bool, gender: int) -> bool:
    """Tell whether a role or pronoun agrees with the verb, and no preposition governs it."""
    is_governed = governed and token.traits & AGREEING and not token.traits & SUBJECT_PRONOUN
    return not is_governed and _agrees(token, gender)


def _standing_of_initial(tokens: Sequence[Token], index: int, start: int, governed: bool, gender: int) -> str:
    """Return what begins with a word cut short: a name (`А. Ким`), or a role that somebody fills for a while (`и. о. министра`)."""
    if tokens[index].is_capital:
        return NAME if _can_be_name(tokens, _surname(tokens, index), start, governed, gender) else ""
    return ROLE if tokens[min(index + 4, len(tokens) - 1)].traits & OBLIQUE_AGENT else ""


def _is_several(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a word makes one subject of several: `ряд местных экспертов`."""
    if not tokens[index].traits & SEVERAL_OF:
        return False
    behind = tokens[index + 1 : index + 1 + WORDS_OF_ROLE]
    of_whom = next((token for token in behind if not token.traits & OBLIQUE_ADJECTIVE), None)
    return of_whom is not None and bool(of_whom.traits & OBLIQUE_AGENT)


def _can_be_name(tokens: Sequence[Token], index: int, start: int, governed: bool, gender: int) -> bool:
    """Tell whether a word with a capital may be a name in the nominative that belongs to no phrase before it."""
    token, before = tokens[index], tokens[index - 1]
    if token.traits & OBLIQUE_AGENT:
        return False
    if index == start:
        if token.traits & ADVERB_WITH_CAPITAL:
            return False  # Незадолго до встречи
    elif token.low.isascii() and before.traits & DATIVE_AGENT:
        return False
    is_oblique = token.traits & OBLIQUE_NAME and not (gender == FEMININE and token.traits & FEMININE_NAME)
    return not (governed and (is_oblique or before.is_capital))


def _surname(tokens: Sequence[Token], index: int) -> int:
    """Return the token behind some initials."""
    farthest = min(len(tokens) - 2, index + 2 * MOST_INITIALS)
    while index < farthest and is_initial(tokens, index):
        index += 2
    return index


def _can_be_noun(token: Token) -> bool:
    if is_verb(token) or is_dative(token) or token.traits & (INFINITIVE | CONVERB):
        return False
    return not (token.traits & (ENDS_AS_ADVERB | TIME) or token.low[0].isdigit())


def _agrees(token: Token, gender: int) -> bool:
    agreeing = AGREES_WITH.get(gender)
    return agreeing is None or not token.traits & AGREEING or bool(token.traits & agreeing)


def _only_opens(tokens: Sequence[Token], index: int, start: int, stop: int) -> bool:
    """Tell whether a capital letter only begins the sentence, and another word is the subject: `Британские журналисты`."""
    traits = tokens[index].traits
    if index == start and index + 2 == stop and traits & OBLIQUE_NAME and not traits & SURNAME and tokens[index + 1].traits & AGENT:
        return not tokens[index + 1].is_capital  # Обвинения мэр отверг
    behind = tokens[index + 1 : min(stop, index + 4)]
    is_named = not traits & SURNAME and any(
        token.is_capital and token.traits & SURNAME for token in behind[1:]
    )  # Такие слова Лунин отрицал
    return bool(traits & NOMINATIVE_ADJECTIVE) and (is_named or any(token.traits & AGENT for token in behind))


def _leftmost(tokens: Sequence[Token], index: int, start: int) -> int:
    """Take in the adjectives before a noun: `первый заместитель`, `крупный экономист`."""
    while index > start:
        before = tokens[index - 1]
        if index - 1 > start and tokens[index - 2].traits & PREPOSITION:
            break
        is_adjective = not before.traits & ADVERB and before.traits & NOMINATIVE_ADJECTIVE
        if before.traits & POSSESSIVE and (
            index - 1 == start or (tokens[index - 2].low == "," or tokens[index - 2].traits & (THAT | CONJUNCTION | ADVERSATIVE))
        ):
            return index - 1  # её подзащитный предупреждал
        if before.kind != WORD or not (is_adjective or before.traits & BEFORE_ROLE):
            break
        index -= 1
    return index


def subject_after(tokens: Sequence[Token], cue: Cue, stop: int) -> Phrase | None:
    """Return the subject that follows a cue (`сказал Глава государства`), with an apposition after a comma."""
    end = clause_end(tokens, cue.last + 1, stop)
    phrase = subject_in(tokens, cue.last + 1, end, cue.gender)
    if (phrase is None or phrase.is_weak) and cue.gender == PLURAL:
        phrase = _institution(tokens, cue.last + 1, end) or phrase
    if phrase is None and cue.last + 1 > cue.verb + 1:
        phrase = subject_in(tokens, cue.verb + 1, cue.last, cue.gender)
    return phrase and with_apposition(tokens, _with_place(tokens, phrase, end), stop)


def _institution(tokens: Sequence[Token], start: int, stop: int) -> Phrase | None:
    """Return the place that stands for those who speak there: `сообщили в пресс-службе министерства`."""
    for index in range(start, min(stop - 1, start + 3)):
        if tokens[index].traits & IN and not tokens[index + 1].traits & NO_INSTITUTION and not tokens[index + 1].traits & DIRECTION:
            return subject_phrase(tokens, index + 1, stop)
    return None


def _institution_first(tokens: Sequence[Token], first: int, end: int) -> Phrase | None:
    """Return the place that stands for those who speak there, before the cue: `В Акорде сообщили`."""
    while first < end and (tokens[first].traits & ADVERB or tokens[first].traits & TIE_WORD):
        first += 1
    is_whence = first + 1 < end and tokens[first].traits & OUT_OF and tokens[first + 1].traits & OBLIQUE_AGENT  # из акимата ответили
    if is_whence or (first + 1 < end and tokens[first].traits & IN and not tokens[first + 1].traits & NO_INSTITUTION):
        head = first + 1
        if head + 2 < end and tokens[head].traits & ADJECTIVE and tokens[head + 1].traits & ADVERB:
            head += 2  # в опубликованном накануне докладе
        phrase = _with_matter(tokens, _without_site(tokens, subject_phrase(tokens, head, end)._replace(first=first + 1)), end)
        return phrase if _leads_to_cue(tokens[phrase.end : end]) else None
    return None


def _with_matter(tokens: Sequence[Token], phrase: Phrase, end: int) -> Phrase:
    """Take in what a document is about or of when it is, and for what an office is, up to the cue: `В письме от 3 мая указано`."""
    if phrase.end >= end or not tokens[phrase.end].traits & (ABOUT | FROM | BY):
        return phrase
    barred = 0 if tokens[phrase.end].traits & FROM else TIME
    is_one = all(token.kind != POINT and not is_verb(token) and not token.traits & barred for token in tokens[phrase.end + 1 : end])
    return phrase._replace(end=end) if is_one else phrase


def _leads_to_cue(between: Sequence[Token]) -> bool:
    """Tell whether nothing but adverbs, a site, an object or an earlier verb of the same subject stands between a place and its cue."""
    if all(token.traits & (ADVERB | DATIVE_PRONOUN | NO_GENITIVE) or is_dative(token) or is_site(token) for token in between):
        return True
    if between[0].traits & NO_GENITIVE and all(token.kind == WORD and not is_verb(token) for token in between):
        return True  # В министерстве | эти слова | отвергли
    return bool(between[-1].traits & CONJUNCTION) and any(token.traits & PLURAL_PREDICATE for token in between)


def _without_site(tokens: Sequence[Token], phrase: Phrase) -> Phrase:
    """Return a place without the site that is told something there: `в посольстве Inform.kz рассказали`."""
    is_last = phrase.end > phrase.first + 1 and is_site(tokens[phrase.end - 1])
    return phrase._replace(end=phrase.end - 1) if is_last else phrase


def _with_relative(tokens: Sequence[Token], phrase: Phrase, parts: Sequence[tuple[int, int]], number: int) -> Phrase:
    """Take in the relative clause between a subject and its cue: `Беков, который строил мост, сообщил`."""
    if number + 1 >= len(parts) - 1 or phrase.end != parts[number][1] or phrase.is_weak or not is_relative(tokens, phrase.end + 1):
        return phrase
    return Phrase(phrase.first, relative_end(tokens, phrase.end + 1, parts[-1][0] - 1))


def _with_others(tokens: Sequence[Token], phrase: Phrase, start: int) -> Phrase:
    """Take in the names before a name where several speak: `Айгуль Сарсенова, Ермек Садыков и Болат Ким заявили`."""
    first = phrase.first
    while first - 1 > start and tokens[first].is_capital and (tokens[first - 1].low == "," or tokens[first - 1].traits & CONJUNCTION):
        before = first - 1
        while before > start and tokens[before - 1].is_capital and tokens[before - 1].kind == WORD:
            before -= 1
        if before == first - 1 or tokens[before].traits & ADVERB or tokens[first - 2].traits & OBLIQUE_NAME:
            break
        first = before
    return Phrase(first, phrase.end, phrase.is_weak)


def subject_before(tokens: Sequence[Token], cue: Cue, start: int) -> Phrase | None:
    """Return the subject that stands before a cue in its clause, or before the insertions that part the two."""
    parts = _parts(tokens, start, cue.first)
    if cue.traits & PASSIVE and (document := _institution_before(tokens, parts)):
        return document  # в докладе ООН утверждается: the report speaks
    for number in range(len(parts) - 1, -1, -1):
        phrase = _subject_of_part(tokens, cue, parts[number], is_own=number == len(parts) - 1)
        if phrase is not None:
            phrase = _with_others(tokens, phrase, start) if cue.gender == PLURAL else phrase
            return (
                phrase
                if number == len(parts) - 1
                else _with_relative(tokens, _before_apposition(tokens, phrase, parts, number), parts, number)
            )
    return _institution_before(tokens, parts) if cue.gender in (PLURAL, 0) else None


def marked_before(tokens: Sequence[Token], cue: Cue, start: int) -> Phrase | None:
    """Return the name in marks that stands before a cue, first in its clause or behind a time: `В тот же день «Заря» сообщила`."""
    end = cue.first
    while end > start and tokens[end - 1].traits & (ADVERB | DATIVE_PRONOUN):
        end -= 1
    at = end - 1
    if at < start or tokens[at].kind != PASSAGE or tokens[at].end - tokens[at].start > LONGEST_NAME or cue.entry.takes & NAMING:
        return None
    before = tokens[at - 1] if at > start else None
    opens = before is None or before.kind == POINT or before.traits & (TIME | ADVERB | THAT | CONJUNCTION)
    return Phrase(at, end) if opens else None


def _subject_of_part(tokens: Sequence[Token], cue: Cue, part: tuple[int, int], *, is_own: bool) -> Phrase | None:
    """Return the subject of a cue in a part between commas; `is_own` where the cue stands in that part."""
    first, end = part
    if first >= end or (not is_own and (_is_insertion(tokens, first, end) or phrase_at(tokens, first, "insertions") == end - first)):
        return None
    phrase = subject_in(tokens, first, end, cue.gender)
    if phrase is None:
        return None
    if not _leads_on(tokens, part, phrase, is_own=is_own):
        return None
    phrase = _with_place(tokens, _with_origin(tokens, phrase, end), end) if is_own else _with_field(tokens, phrase, end)
    may_belong = tokens[phrase.first].is_capital or tokens[phrase.first - 1].traits & OBLIQUE_AGENT_ON  # в министерстве энергетики
    place = _institution_first(tokens, first, end) if cue.gender == PLURAL and may_belong else None
    # В Комитете по чрезвычайным ситуациям МВД пояснили
    return place if place is not None and place.first < phrase.first and phrase.end <= place.end else phrase


def _leads_on(tokens: Sequence[Token], part: tuple[int, int], phrase: Phrase, *, is_own: bool) -> bool:
    """Tell whether a phrase of a part may be the subject of the cue: no object of an earlier verb (`поблагодарил коллег и отметил`)."""
    first, end = part
    if is_own:
        return not phrase.is_weak or not any(map(is_verb, tokens[first : phrase.first]))
    is_told_more = is_strong(phrase) and tokens[min(phrase.end, end)].traits & PREPOSITION  # Беков на вопрос, сколько стоит мост, ответил
    return phrase.end == end or bool(is_told_more) or any(map(is_verb, tokens[phrase.end : end]))


def _institution_before(tokens: Sequence[Token], parts: Sequence[tuple[int, int]]) -> Phrase | None:
    """Return the place that stands for those who speak there, also before an insertion: `В палате, напротив, считают`."""
    for first, end in reversed(parts):
        is_tie = first < end and phrase_at(tokens, first, "insertions") == end - first
        is_inserted = first < end and _is_insertion(tokens, first, end)
        if not (is_tie or is_inserted) and any(not token.traits & ADVERB for token in tokens[first:end]):
            return _institution_first(tokens, first, end)
    return None


def _with_place(tokens: Sequence[Token], phrase: Phrase, end: int) -> Phrase:
    """Take in where a group is: `Эксперты в Киеве отмечают`."""
    last = tokens[phrase.end - 1].traits
    is_group = last & AGENT and last & PLURAL_NOUN
    return Phrase(phrase.first, end) if is_group and phrase.end + 2 == end and tokens[phrase.end].traits & (IN | OUT_OF) else phrase


def _with_origin(tokens: Sequence[Token], phrase: Phrase, end: int) -> Phrase:
    """Take in whence somebody is, up to the cue: `Иван Лунин из фракции «Народ» отметил`."""
    is_from = phrase.end + 1 < end and tokens[phrase.end].traits & OUT_OF and not tokens[phrase.first].traits & PRONOUN
    is_whole = is_from and not phrase.is_weak and noun_phrase(tokens, phrase.end + 1, end).end == end
    return phrase._replace(end=end) if is_whole else phrase


def _with_field(tokens: Sequence[Token], phrase: Phrase, end: int) -> Phrase:
    """Take in whence a subject is, for what or about what, where nothing else stands before the comma: `Представитель ЕС по Азии`."""
    behind = tokens[phrase.end].traits if phrase.end + 1 < end else 0
    is_source = behind & IN and phrase.end == phrase.first + 1 and not tokens[phrase.end + 1].traits & NO_INSTITUTION  # Источник в порту
    return Phrase(phrase.first, end) if is_source or behind & (OUT_OF | BY | ABOUT) else phrase


def named_before(tokens: Sequence[Token], index: int, start: int) -> Phrase | None:
    """Return the name or noun that a participle explains: `Ивана Петрова, говорившего`."""
    end = index
    while end > start and (tokens[end - 1].low == "," or tokens[end - 1].traits & ADVERB):
        end -= 1
    subject = subject_in(tokens, start, end)
    if is_strong(subject) and subject.end == end:
        return subject
    first = end
    while first > start and tokens[first - 1].is_capital:
        first -= 1
    if first == end and first > start and tokens[first - 1].kind == WORD:
        first -= 1
    if first == start and end - first > 1 and not tokens[first].traits & OBLIQUE_NAME:
        first += 1
    return Phrase(first, end) if first < end else None


def _before_apposition(tokens: Sequence[Token], phrase: Phrase, parts: Sequence[tuple[int, int]], number: int) -> Phrase:
    """Go back from an apposition to the name that it explains: `Графиня Уварова, председатель общества, говорила`."""
    if number and phrase.end == parts[number][1] and phrase.first == parts[number][0] and not tokens[phrase.first].is_capital:
        first, end = parts[number - 1]
        named = subject_in(tokens, first, end)
        if (
            named is not None
            and not named.is_weak
            and named.end == end
            and tokens[end].low == ","
            and not _is_insertion(tokens, first, end)
        ):
            return Phrase(named.first, phrase.end)
    return phrase


def _parts(tokens: Sequence[Token], start: int, stop: int) -> list[tuple[int, int]]:
    """Cut the tokens before a cue at their commas and stops."""
    parts = []
    first = start
    for index in range(start, stop):
        if tokens[index].kind == POINT and (tokens[index].low in ",;:" or tokens[index].low in DASHES):
            parts.append((first, index))
            first = index + 1
    parts.append((first, stop))
    return parts


def _is_insertion(tokens: Sequence[Token], first: int, end: int) -> bool:
    """Tell whether a part between commas holds no subject of the main clause: `который …`, `прибывший …`, `улыбаясь`."""
    for token in tokens[first : min(end, first + 3)]:
        if token.kind == WORD and (token.traits & RELATIVE or token.traits & (CLAUSE_OPENING | NEGATION | PARTICLE)):
            return True
    head = tokens[first]
    if head.kind == WORD and head.traits & CONVERB_WITH_CAPITAL:
        return True
    if head.kind == WORD and (head.traits & PARTICIPLE or head.traits & CONVERB) and not head.is_capital:
        return True
    return any(
        t.kind == WORD and (t.traits & CONVERB_REFLEXIVE or (t.traits & PARTICIPLE and not t.is_capital))
        for t in tokens[first : min(end, first + 3)]
    )
