"""Who says it: the subject at the start of a sentence, or behind its cue, or in the genitive before what names a source without a verb."""

from collections.abc import Sequence

from flows.label.quotations.inflected.words import is_past_verb
from flows.label.quotations.tokens import DASHES, PASSAGE, POINT, WORD, Phrase, Token, is_initial_point
from flows.label.quotations.verb_final.words import ADVERBIAL, behind_frame, has_case, is_answered, is_object, name_at
from flows.languages.traits import (
    ABLATIVE_AGENT,
    ABOUT,
    ACCUSATIVE,
    ACCUSATIVE_AGENT,
    ADJECTIVE,
    AGENT,
    BEHIND_TITLE,
    BODY,
    CALLED,
    CLAUSE_ACCUSATIVE,
    CLAUSE_DATIVE,
    CONJUNCTION,
    DATIVE,
    DATIVE_AGENT,
    DOER,
    DURING,
    EVENT,
    FRAME,
    GENITIVE,
    GENITIVE_AGENT,
    GENITIVE_DOER,
    GENITIVE_SURNAME,
    GIVEN_NAME,
    HEARER,
    INSTRUMENTAL,
    JOINS_NOUNS,
    LOCATIVE,
    LOCATIVE_ADJECTIVE,
    LOCATIVE_AGENT,
    LOCATIVE_DOCUMENT,
    MEDIUM,
    NOUN_CLASS,
    PARTICIPLE,
    PARTITIVE,
    PASSIVE,
    PLACE,
    PLACE_NAME,
    PLURAL_NOUN,
    POSSESSED,
    POSSESSED_ABLATIVE,
    POSSESSED_DATIVE,
    POSSESSED_GENITIVE,
    POSSESSED_LOCATIVE,
    POSSESSIVE,
    PRESENT,
    PRONOUN,
    ROLE_NOUN,
    SURNAME,
    TAKES_DATIVE,
    TRADE,
    VERB_NOUN,
    VERB_NOUN_ACCUSATIVE,
)

OF_CLAUSE = CLAUSE_ACCUSATIVE | CLAUSE_DATIVE | VERB_NOUN_ACCUSATIVE | PRESENT
NO_NAME = AGENT | PLACE | PLACE_NAME | BODY | GENITIVE | ACCUSATIVE | POSSESSED | NOUN_CLASS
OF_NAME = JOINS_NOUNS | POSSESSED_GENITIVE | POSSESSED_DATIVE | POSSESSED_LOCATIVE | POSSESSED_ABLATIVE
"""What stands behind a noun that it belongs to."""
WORDS_BEFORE_ROLE = 8
WORDS_OF_DESCRIPTION = 3
WORDS_OF_CLAUSE = 5
WORDS_OF_RELATIVE = 10
WORDS_OF_DOCUMENT = 8
WORDS_OF_NAME = 5
WORDS_OF_OFFICE = 4
NUMBER_SIGN = "№"


def subject_in(tokens: Sequence[Token], start: int, stop: int) -> Phrase | None:
    """Return the first nominative among the tokens that can speak: a pronoun, a role with its name, or a name; None where there is none."""
    found = _first_subject(tokens, start, stop)
    if found is None:
        return None
    if found.end < stop and _is_relative(tokens[found.end]) and not tokens[found.end].traits & PASSIVE:
        further = _first_subject(tokens, found.end + 1, stop)
        is_object = further is not None and further.end < stop and tokens[further.end].traits & VERB_NOUN_ACCUSATIVE  # комиссия құруды
        if further is not None and not is_object and further.first <= found.end + WORDS_BEFORE_ROLE:
            return Phrase(found.first, further.end)  # Марат Асанов басқарған комиссия, but not Марат Асанов | жаңартылған комиссия
    return _with_apposition(tokens, _with_relative(tokens, found, start), stop)


def _is_relative(token: Token) -> bool:
    """Tell whether a word ends a relative clause, which stands before its noun."""
    return bool(token.traits & PARTICIPLE) and not (token.traits & FRAME or token.is_capital)


def _with_relative(tokens: Sequence[Token], found: Phrase, start: int) -> Phrase:
    """Take in the relative clause before a subject: `өңірге барған Президент`, from the last comma or leading adverb on."""
    before = tokens[found.first - 1] if found.first > start else None
    is_relative = before is not None and (before.traits & PARTICIPLE if tokens[found.first].is_capital else _is_relative(before))
    if not is_relative:
        return found
    first = _clause_start(tokens, found.first - 1, start)
    return Phrase(first, found.end) if found.first - first <= WORDS_OF_RELATIVE else found


def _clause_start(tokens: Sequence[Token], last: int, start: int) -> int:
    """Return where the clause begins that a word ends: behind the last point and what leads to it."""
    first = last
    while first > start and tokens[first - 1].kind in (WORD, PASSAGE):
        first -= 1
    return behind_frame(tokens, first, last)


def _with_apposition(tokens: Sequence[Token], found: Phrase, stop: int) -> Phrase:
    """Take in a name with its role behind the comma: `құрылтай мүшесі, жазушы Сәуле Асанова`."""
    comma, last = found.end, tokens[found.end - 1]
    if comma + 1 >= stop or tokens[comma].low != "," or last.is_capital or last.traits & PRONOUN:
        return found
    first = comma + 1
    while first < min(stop, comma + WORDS_OF_DESCRIPTION) and (tokens[first].low.isdigit() or tokens[first].traits & LOCATIVE_ADJECTIVE):
        first += 1  # тұрғындардың бірі, 58 жастағы Сәуле Асанова
    apposed = _first_subject(tokens, first, stop)
    if apposed is None or apposed.first != first or not tokens[apposed.end - 1].is_capital:
        return found
    return Phrase(found.first, apposed.end)


def _first_subject(tokens: Sequence[Token], start: int, stop: int, *, is_joined: bool = False) -> Phrase | None:
    """Return the first subject without what explains it; one that is joined to another takes no further one."""
    index = start
    while index < stop:
        token = tokens[index]
        if token.traits & (PARTITIVE | DOER) and (found := _one_of(tokens, index, start, stop) or _doers_at(tokens, index, start, stop)):
            return found
        # `мен` is I at the start of a sentence, and elsewhere joins two nouns
        if token.traits & PRONOUN and (index == start or not token.traits & JOINS_NOUNS):
            return Phrase(index, index + 1)
        if token.traits & (AGENT | TRADE):
            if (end := _role_end(tokens, index, stop)) is not None:
                return Phrase(_leftmost(tokens, index, start), end if is_joined else _with_joined_role(tokens, end, stop))
        elif token.traits & BODY and _stands_for_body(tokens, index, start, stop):
            return Phrase(index, with_joined_name(tokens, index + 1, stop))
        elif count := name_at(tokens, index, stop):
            after = index + count
            if not _is_of_other(tokens, index, after, stop):
                return Phrase(_with_trade(tokens, index, start), with_joined_name(tokens, after, stop))
            index = after - 1
        index += 1
    return None


def _stands_for_body(tokens: Sequence[Token], index: int, start: int, stop: int) -> bool:
    """Tell whether letters that stand for a body are who speaks: `ДДСҰ аурудың …`, but not `ДДСҰ елдік өкілі`, `жауынгерлер НАТО …`."""
    if any(not (token.traits & FRAME or has_case(token) or token.low.isdigit()) for token in tokens[start:index]):
        return False
    behind = range(index + 1, min(stop, index + WORDS_OF_OFFICE))
    last = next((at for at in behind if not _describes(tokens[at]) or tokens[at].traits & (AGENT | GENITIVE | CLAUSE_ACCUSATIVE)), stop)
    is_owner = index + 1 < stop and tokens[index + 1].traits & POSSESSED and not tokens[index + 1].traits & (ADJECTIVE | FRAME | ACCUSATIVE)
    return not is_owner and not (last + 1 < stop and _is_office(tokens[last], tokens[last + 1]))


def _is_office(token: Token, following: Token) -> bool:
    """Tell whether a noun that letters narrow is an office or has one: `өкілі`, `кеңсесінің | басшысы`, not `президент | сапарының`."""
    if token.traits & AGENT and not token.traits & FRAME:
        return bool(token.traits & POSSESSED) or not following.traits & POSSESSED_GENITIVE
    return bool(token.traits & POSSESSED_GENITIVE and following.traits & AGENT)


def _is_joined_to_other(tokens: Sequence[Token], joint: int, stop: int) -> bool:
    """Tell whether a name is joined to what does not speak: `Асанов пен Серікованың кездесуі`."""
    is_joint = joint + 1 < stop and tokens[joint].traits & JOINS_NOUNS and not tokens[joint].traits & CONJUNCTION
    return bool(is_joint) and tokens[joint + 1].is_capital and _joined_end(tokens, joint + 1, stop) == joint + 1


def _joined_end(tokens: Sequence[Token], start: int, stop: int) -> int:
    """Return where a noun phrase with a capital ends that is joined to another: `Киев пен | Батыс елдері`; its start where none is."""
    further = _first_subject(tokens, start, stop, is_joined=True)
    if further is not None and further.first == start:
        return further.end
    end = start
    while end < stop and tokens[end].is_capital and not (tokens[end].traits & (GENITIVE | ACCUSATIVE) or has_case(tokens[end])):
        end += 1
    return end + 1 if start < end < stop and tokens[end].traits & PLURAL_NOUN and tokens[end].traits & POSSESSED else end


def _is_of_other(tokens: Sequence[Token], name: int, after: int, stop: int) -> bool:
    """Tell whether a name only belongs to what stands behind it: `Асанов пен Серікованың кездесуі`, or to a noun that speaks.

    So it does in `Марат Асанов қоры`, `Айнұр апай`, but not in `Марат Асанов | банк несиені …`.
    """
    if _opens_office(tokens, name, after, stop):
        return True
    if after >= stop or not tokens[after].traits & AGENT:
        return _is_joined_to_other(tokens, after, stop)
    is_respect = after == name + 1 and not tokens[name].traits & SURNAME
    return bool(tokens[after].traits & POSSESSED) or (is_respect and not _begins_other(tokens, after, stop))


def _doers_at(tokens: Sequence[Token], index: int, start: int, stop: int) -> Phrase | None:
    """Return the participle in the plural that is a subject: `залға жиналғандар жолды …`, but not `келгендер санын`, `келгендер туралы`."""
    if not tokens[index].traits & DOER:
        return None
    following = tokens[index + 1].traits if index + 1 < stop else 0
    is_whose = following & POSSESSED and not following & (ACCUSATIVE | GENITIVE | FRAME)
    is_its = following & ACCUSATIVE and not following & (POSSESSED | CLAUSE_ACCUSATIVE)
    is_other = is_whose or is_its or following & (ABOUT | AGENT | POSSESSED_DATIVE | POSSESSED_LOCATIVE | POSSESSED_GENITIVE)
    return None if is_other else Phrase(_clause_start(tokens, index, start), index + 1)


def _whole_name(tokens: Sequence[Token], first: int, start: int) -> int:
    """Return where the words in capitals begin to which a word belongs."""
    while first > start and tokens[first].is_capital and tokens[first - 1].is_capital:
        first -= 1
    return first


def _one_of(tokens: Sequence[Token], index: int, start: int, stop: int) -> Phrase | None:
    """Return who is told by a genitive before a pronoun: `тілшілердің бірі`, `Анна Кимнің өзі`, `олардың бірі Сәкен Асанов`."""
    if index == start or not tokens[index].traits & PARTITIVE:
        return None
    named = index + 1 + (name_at(tokens, index + 1, stop) if index + 1 < stop else 0)
    if not (named > index + 1 or _is_of_whom(tokens, index - 1)) or not tokens[index - 1].traits & GENITIVE:
        return None
    if tokens[index - 1].traits & GENITIVE_DOER:
        return Phrase(_clause_start(tokens, index - 1, start), named)  # залға жиналғандардың бірі
    first = _whole_name(tokens, _leftmost(tokens, index, start), start)
    opening = tokens[behind_frame(tokens, start, first)]
    is_other = opening.start < tokens[first].start and _describes(opening) and not opening.traits & (ADJECTIVE | GENITIVE | ACCUSATIVE)
    return None if is_other else Phrase(first, named)  # зауыт | былтыр жұмысшылардың көбі кеткенін


def _is_of_whom(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a word in the genitive stands for those of whom one speaks, or for who speaks: `тілшілердің бірі`, `Анна Кимнің өзі`."""
    is_name = tokens[index].is_capital and index and tokens[index - 1].kind == WORD
    return bool(is_name or tokens[index].traits & (GENITIVE_AGENT | GENITIVE_SURNAME | GENITIVE_DOER | POSSESSIVE))


def _with_trade(tokens: Sequence[Token], name: int, start: int) -> int:
    """Return where a name begins with the noun, on no list, that says whose it is or what: `түрікмен әріптесі Мұрад Атаев`."""
    before = tokens[name - 1] if name > start else None
    if (
        before is None
        or before.is_capital
        or not before.traits & (POSSESSED | AGENT | HEARER | ROLE_NOUN | TRADE)
        or not _describes(before)
    ):
        return name
    return _leftmost(tokens, name - 1, start)


def _with_joined_role(tokens: Sequence[Token], end: int, stop: int) -> int:
    """Return where a role with its name ends, with one that is joined to it: `министр Асанов пен әкім Серікова`."""
    is_joint = end + 1 < stop and tokens[end].traits & JOINS_NOUNS and (tokens[end - 1].is_capital or not tokens[end].traits & CONJUNCTION)
    further = _first_subject(tokens, end + 1, stop, is_joined=True) if is_joint else None
    return further.end if further is not None and further.first == end + 1 else end


def with_joined_name(tokens: Sequence[Token], end: int, stop: int) -> int:
    """Return where a name ends, with one that is joined to it: `Асанов пен Серікова`."""
    if end + 1 < stop and tokens[end].traits & JOINS_NOUNS and tokens[end + 1].is_capital:
        further = _joined_end(tokens, end + 1, stop)
        return further if further > end + 1 else end
    return end


def _begins_other(tokens: Sequence[Token], index: int, stop: int) -> bool:
    """Tell whether a noun behind a name belongs to what follows: `Асанов | комитет басшысына`, `Асанов | компания басшылығын`."""
    following = tokens[index + 1].traits if index + 1 < stop else 0
    is_thing = following & (ACCUSATIVE | LOCATIVE) and not following & (CLAUSE_ACCUSATIVE | VERB_NOUN_ACCUSATIVE | AGENT)
    return bool(is_thing or following & (DATIVE_AGENT | ACCUSATIVE_AGENT | POSSESSED_LOCATIVE | POSSESSED_ABLATIVE))


def _role_end(tokens: Sequence[Token], index: int, stop: int) -> int | None:
    """Return where a role ends, with the name after it; None where the noun only belongs to a longer role: `Мемлекет басшысы`."""
    after = index + 1
    if after >= stop or _begins_hearer(tokens, after, stop):
        return after
    if _belongs_to_next(tokens, index, stop):
        return None
    after += _name_behind(tokens, after, stop)
    name = tokens[after - 1].traits
    if after > index + 2 and name & SURNAME and not name & GENITIVE:
        return after  # Президент Ильхам Әлиев | Бакудің дайын екенін айтты
    end = after
    while end < stop and tokens[end].kind == WORD and tokens[end].is_capital and not tokens[end].traits & PLACE:
        end += 1
    return _end_by_case(tokens, index, after, end)


def _end_by_case(tokens: Sequence[Token], index: int, after: int, end: int) -> int | None:
    """Return where a role ends whose words in capitals reach until `end`, by the case of the last."""
    last = tokens[end - 1].traits
    if index and tokens[index - 1].traits & CALLED:
        return index + 1  # Дина Омарова деген оқырман | Асановтың
    is_name = end > index + 1 and not has_case(tokens[index + 1])  # дипломат | Азаттыққа Мәскеудің
    if is_name and last & GENITIVE and (end > index + 2 or last & GENITIVE_SURNAME):
        return None  # Мемлекет басшысы Қасым-Жомарт Тоқаевтың сапары
    return after


def _name_behind(tokens: Sequence[Token], start: int, stop: int) -> int:
    """Return how many tokens behind a role are the name of who has it."""
    found = name_at(tokens, start, stop) or _name_alone(tokens, start, stop) or _name_with_respect(tokens, start, stop)
    return found or int(start + 1 < stop and _is_surname_alone(tokens, start))


def _is_surname_alone(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a word with a capital behind a role can only be a name, though no ending tells it: `президенті | Трамп келіссөздің`."""
    role, token, following = tokens[index - 1], tokens[index], tokens[index + 1]
    is_name = token.kind == WORD and token.is_capital and not (token.low[0].isascii() or has_case(token) or token.traits & NO_NAME)
    is_parted = following.traits & (GENITIVE | ADJECTIVE | FRAME | ADVERBIAL) and not following.traits & OF_NAME
    return bool(is_name and is_parted and role.traits & POSSESSED and not (role.traits & PLURAL_NOUN or following.is_capital))


def _name_alone(tokens: Sequence[Token], start: int, stop: int) -> int:
    """Return how many words close a clause behind a role as a name that no surname ends: `анасы Гүлмира`, `Урсула фон дер Ляйен`."""
    words = tokens[start:stop]
    if not words or len(words) > WORDS_OF_NAME or not (words[0].is_capital and words[-1].is_capital):
        return 0
    is_name = all(
        word.kind == WORD and not (has_case(word) or word.cues or word.traits & (AGENT | PLACE | GENITIVE) or is_object(word))
        for word in words
    )
    return len(words) if is_name else 0


def _name_with_respect(tokens: Sequence[Token], start: int, stop: int) -> int:
    """Return how many words behind a role are a first name with a word of respect or kin: `тұрғыны | Бақыт апай`."""
    if start + 2 >= stop or not tokens[start].is_capital or tokens[start + 2].is_capital:
        return 0
    name, word = tokens[start].traits, tokens[start + 1]
    is_respect = word.traits & AGENT and not word.traits & (POSSESSED | PRONOUN | TRADE) and not word.is_capital
    return 2 if is_respect and not (has_case(tokens[start]) or name & (AGENT | PLACE | GENITIVE)) else 0


def _begins_hearer(tokens: Sequence[Token], index: int, stop: int) -> bool:
    """Tell whether a noun belongs to those who are spoken to: `Мемлекет басшысы | министрлік басшыларына`.

    It does not where it only closes the role: `Палата спикері | министрге`.
    """
    traits = tokens[index].traits
    follows = index + 1 < stop and bool(tokens[index + 1].traits & (DATIVE_AGENT | ABLATIVE_AGENT))
    is_name = tokens[index].is_capital and traits & SURNAME  # Доктор Хольм | үкіметке
    return follows and not (is_name or (traits & AGENT and traits & POSSESSED))


def _belongs_to_next(tokens: Sequence[Token], index: int, stop: int) -> bool:
    """Tell whether a noun only belongs to the next one: `Үкімет отырысында`, `Парламент палаталары`, `банк төрағасының орынбасары`."""
    following = tokens[index + 1].traits
    if following & (AGENT | TRADE) and not following & PRONOUN:
        if _begins_clause(tokens, index + 1, stop):
            return False
        # Хатшы | сот дәлізінде, баспасөз қызметі | редакция сауалына
        is_other = index + 2 < stop and (tokens[index + 2].traits & POSSESSED_LOCATIVE or is_answered(tokens[index + 2]))
        return not is_other or bool(tokens[index].traits & GENITIVE)
    if index + 2 < stop and following & (GENITIVE_AGENT | POSSESSED_GENITIVE) and tokens[index + 2].traits & AGENT:
        return True
    if index + 2 < stop and following & POSSESSED and tokens[index + 2].traits & ABOUT:
        return True  # адам құқықтары жөніндегі миссия
    return _is_object_of_office(tokens, index, stop) or _holds_office(tokens, index, stop) or _belongs_to_place(tokens, index, stop)


def _begins_clause(tokens: Sequence[Token], index: int, stop: int) -> bool:
    """Tell whether a noun behind a role belongs to a clause that nobody else is the subject of: `министрлік | мұғалімдер ақы алатынын`."""
    second = tokens[index]
    is_compound = second.traits & TRADE and not second.traits & PLURAL_NOUN and not tokens[index - 1].traits & POSSESSED  # сот орындаушы
    if is_compound or second.traits & POSSESSED or index + 1 >= stop:
        return False
    following = tokens[index + 1]
    is_whose = following.traits & GENITIVE and not following.traits & POSSESSED_GENITIVE
    is_named = following.is_capital or following.kind != WORD or following.traits & (AGENT | TRADE)
    return not (is_whose or is_named) and any(token.traits & OF_CLAUSE for token in tokens[index + 1 : stop])


def _is_object_of_office(tokens: Sequence[Token], index: int, stop: int) -> bool:
    """Tell whether a noun is what an office is for: `адам | құқығын қорғаушы`, `тұтынушылар | құқығын қорғау лигасы`."""
    if index + 3 >= stop or not tokens[index + 1].traits & ACCUSATIVE or tokens[index + 1].traits & POSSESSED:
        return False
    doing, of_what = tokens[index + 2].traits, tokens[index + 3].traits
    return bool(doing & (AGENT | TRADE) or (doing & VERB_NOUN and of_what & (POSSESSED | POSSESSED_GENITIVE)))


def _holds_office(tokens: Sequence[Token], index: int, stop: int) -> bool:
    """Tell whether a body is where another has an office, with a name: `министрлігі | департаментінің директоры Асанов`.

    So it is where it owns that one: `полиция | департаментінің баспасөз хатшысы Асанов`.
    """
    following = tokens[index + 1]
    is_body = tokens[index].traits & POSSESSED and following.is_capital
    is_owner = following.traits & POSSESSED_GENITIVE and not tokens[index].is_capital
    return bool(is_body or is_owner) and _has_office_with_name(tokens, index + 1, stop)


def _opens_office(tokens: Sequence[Token], first: int, after: int, stop: int) -> bool:
    """Tell whether capitals that no ending shows to be a name open an office: `Семей Орман басқармасының басшысы Асанов`."""
    is_name = any(token.traits & (SURNAME | GIVEN_NAME) for token in tokens[first:after])
    return not is_name and _has_office_with_name(tokens, after, stop)


def _has_office_with_name(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Tell whether the words from one on are of a body, behind which somebody's office and name stand."""
    end = min(stop, start + WORDS_BEFORE_ROLE - 1)
    last = next((at for at in range(start, end) if not _describes(tokens[at])), end)
    owner = next((at for at in range(start, last) if tokens[at].traits & POSSESSED_GENITIVE), last)
    offices = (at for at in range(owner + 1, last) if tokens[at].traits & AGENT and tokens[at].traits & POSSESSED)
    return any(name_at(tokens, named, stop) for at in offices for named in range(at + 1, min(at + 3, stop)))


def _belongs_to_place(tokens: Sequence[Token], index: int, stop: int) -> bool:
    """Tell whether a noun says whose the place is that follows: `Сот залында болған тілші`, `депутаттар атынан сөз алған сенатор`."""
    following = tokens[index + 1].traits
    if following & DURING:
        return True  # Мәжіліс барысында
    is_of_thing = following & (POSSESSED_LOCATIVE | POSSESSED_ABLATIVE | POSSESSED_DATIVE) and not following & FRAME
    if is_of_thing and _is_clause_of_noun(tokens, index + 2, stop, may_be_object=bool(following & POSSESSED_DATIVE)):
        return True
    if following & EVENT and _is_of_relative(tokens, index + 2, stop):
        return True
    is_place = following & POSSESSED_LOCATIVE
    return bool(is_place) and ((not following & FRAME and not tokens[index].is_capital) or _is_named_at(tokens, index + 2, stop))


def _is_of_relative(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Tell whether one of the next words ends a relative clause right before who speaks: `отырысында | сөз сөйлеген Марат Асанов`."""
    last = next((at for at in range(start, min(stop, start + WORDS_OF_DESCRIPTION)) if tokens[at].traits & PARTICIPLE), stop)
    found = _first_subject(tokens, last + 1, stop) if last + 1 < stop else None
    return found is not None and found.first == last + 1


def _is_clause_of_noun(tokens: Sequence[Token], start: int, stop: int, *, may_be_object: bool) -> bool:
    """Tell whether one of the next words ends a relative clause: `болған журналист`, but not `қайтқан соң`."""
    last = next((index for index in range(start, min(stop, start + WORDS_OF_CLAUSE)) if tokens[index].traits & PARTICIPLE), stop)
    if last + 1 >= stop or tokens[last + 1].traits & FRAME:
        return False
    is_near = last < start + 2 and not may_be_object  # but министр өзіне тағылған айыпты …
    return is_near or (all(token.kind == WORD for token in tokens[start:last]) and subject_in(tokens, last + 1, stop) is not None)


def _is_named_at(tokens: Sequence[Token], index: int, stop: int) -> bool:
    """Tell whether a name or a role stands at a token, with a name or alone: who speaks behind `Үкімет отырысында`."""
    if index >= stop:
        return False
    if tokens[index].traits & AGENT and not tokens[index].is_capital and index + 1 < stop and tokens[index + 1].traits & GENITIVE:
        return not tokens[index + 1].traits & GENITIVE_AGENT  # Сот отырысында айыпталушы істің …
    return bool(name_at(tokens, index + 1 if tokens[index].traits & AGENT and index + 1 < stop else index, stop))


def _leftmost(tokens: Sequence[Token], index: int, start: int) -> int:
    """Take in the words that say which minister it is: `Қазақстанның Сыртқы істер министрі`."""
    first = index
    while first > start and index - first < WORDS_BEFORE_ROLE and _narrows_role(tokens, first - 1, index, start):
        first -= 1
    return _clause_start(tokens, first, start) if tokens[first].traits & GENITIVE_DOER else first  # зардап шеккендердің туыстары


def _narrows_role(tokens: Sequence[Token], at: int, role: int, start: int) -> bool:
    """Tell whether a word belongs to the role behind it: `форумға қатысушылар`, `тергеуге жақын екі дереккөз`, `тағы бір тұрғын`."""
    token, following = tokens[at], tokens[at + 1].traits
    is_taken = following & TAKES_DATIVE and token.traits & (DATIVE | INSTRUMENTAL)
    is_further = token.traits & FRAME and token.traits & LOCATIVE_ADJECTIVE and at + 1 < role
    return bool(is_taken or is_further) or _describes(token) or _joins_offices(tokens, at, role, start)


def _joins_offices(tokens: Sequence[Token], joint: int, role: int, start: int) -> bool:
    """Tell whether a conjunction joins two matters of one office: `Мәдениет және ақпарат министрі`, but not `келді және облыс әкімі`."""
    is_comma = tokens[joint].low == "," and any(token.traits & CONJUNCTION for token in tokens[joint + 1 : role])
    is_joint = is_comma or tokens[joint].traits & CONJUNCTION
    if not is_joint or not tokens[role].traits & POSSESSED or not start < joint < role - 1:
        return False
    before = tokens[joint - 1]
    return _describes(before) and not before.traits & AGENT and not is_past_verb(before)


def _describes(token: Token) -> bool:
    """Tell whether a word before a role may belong to it."""
    return (
        token.kind == PASSAGE
        or token.low == NUMBER_SIGN
        or (
            token.kind == WORD
            and not (has_case(token) or (token.traits & PARTICIPLE and not (token.traits & NOUN_CLASS or token.is_capital)) or token.cues)
        )
    )


def subject_after(tokens: Sequence[Token], start: int, stop: int) -> Phrase | None:
    """Return the subject that follows a cue: `деді Мемлекет басшысы Үкімет отырысында`, `деді әкім, полковник Асанов`."""
    end = start
    while end < stop and not _ends_subject(tokens, end):
        end += 1
    found = subject_in(tokens, start, end)
    if found is not None:
        found = _with_role(tokens, found, start)
        return _with_apposition(tokens, found, stop) if found.end == end else found
    # деп жазады Dala.kz, деп хабарлады министрлікте
    stands_alone = end == start + 1 and (tokens[start].traits & (MEDIUM | LOCATIVE_AGENT) or "." in tokens[start].low)
    return Phrase(start, end) if stands_alone else None


def noun_after(tokens: Sequence[Token], start: int, end: int) -> Phrase | None:
    """Return the noun, on no list, that alone follows the cue of marked words: `«…», – деді шебер`; None where another word does."""
    words = tokens[start:end]
    is_noun = 0 < len(words) <= WORDS_BEFORE_ROLE and all(_describes(token) or token.traits & BEHIND_TITLE for token in words)
    return Phrase(start, end) if is_noun else None


def _with_role(tokens: Sequence[Token], found: Phrase, start: int) -> Phrase:
    """Take in the noun, on no list, that says between a cue and a name what its bearer is: `деді прораб Асанов`."""
    between = tokens[start : found.first]
    is_role = bool(between) and tokens[found.first].is_capital and all(map(_describes, between))
    return found._replace(first=start) if is_role and len(between) <= WORDS_BEFORE_ROLE and not between[-1].is_capital else found


def _ends_subject(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    return token.kind == POINT and (token.low in ",:;.!?…" or token.low in DASHES) and not is_initial_point(tokens, index)


def genitive_before(tokens: Sequence[Token], index: int, start: int) -> Phrase | None:
    """Return the phrase before `айтуынша`, from the last comma or leading adverb on: `Премьер-министр Олжас Бектеновтің`."""
    first = index
    while first > start and not (
        tokens[first - 1].kind == POINT and tokens[first - 1].low not in "()" and not is_initial_point(tokens, first - 1)
    ):
        first -= 1
    if first > start + 1 and tokens[first - 1].low == "," and tokens[first - 2].traits & AGENT and tokens[first - 2].traits & POSSESSED:
        first = _clause_start(tokens, first - 2, start)  # институттың директоры, профессор Асановтың
    first = behind_frame(tokens, first, index)
    while first < index and _is_adjunct(tokens[first]):
        first += 1
    return Phrase(first, index) if first < index else None


def _is_adjunct(token: Token) -> bool:
    """Tell whether a word before a genitive tells where or when: `жиында министрдің айтуынша`."""
    return has_case(token) and not token.traits & GENITIVE and not token.is_capital


def teller_in(tokens: Sequence[Token], start: int, stop: int) -> Phrase | None:
    """Return who said what is told in turn: in the genitive, or as the subject: `судьяның … ескерткенін`, `министр … уәде бергенін`."""
    whose = next((index for index in range(start, stop) if tokens[index].traits & (GENITIVE_AGENT | GENITIVE_SURNAME)), stop)
    is_clause = any(token.traits & CLAUSE_ACCUSATIVE for token in tokens[start:stop])  # жолдың ашылғанын айтқанын
    if start + 1 < stop and tokens[start].traits & GENITIVE and not is_clause:
        return Phrase(start, start + 1)  # фирманың жолды жөндеуге уәде бергенін
    subject = subject_in(tokens, start, stop)
    if whose < stop and (subject is None or whose < subject.first):
        return Phrase(_leftmost(tokens, whose, start), whose + 1)
    return subject


def document_in(tokens: Sequence[Token], start: int, stop: int) -> Phrase | None:
    """Return the text that says something, where the tokens begin with it: `құжатта`, `министрліктің мәлімдемесінде`."""
    start = behind_frame(tokens, start, stop)
    for index in range(start, min(stop, start + WORDS_OF_DOCUMENT)):
        if tokens[index].kind not in (WORD, PASSAGE):
            return None
        if tokens[index].traits & LOCATIVE_DOCUMENT:
            return Phrase(start, index + 1)
        if tokens[index].traits & LOCATIVE and not any(_is_relative(token) for token in tokens[index + 1 : index + WORDS_OF_DESCRIPTION]):
            return None  # but сайтында жарияланған хабарламада
    return None
