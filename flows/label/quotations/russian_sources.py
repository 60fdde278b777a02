"""Who says it: the noun phrase beside a Russian cue, before it or after it, and to whom."""

from collections.abc import Iterator, Sequence

from flows.label.quotations.russian_cues import Cue
from flows.label.quotations.russian_phrases import noun_phrase
from flows.label.quotations.russian_words import (
    ACCUSATIVE_PRONOUNS,
    ADVERBS,
    AGENTS,
    CONVERB,
    CONVERB_WITH_CAPITAL,
    DATIVE_PRONOUNS,
    MONTHS,
    NOMINATIVE_ADJECTIVE,
    OBLIQUE_NAME,
    PARTICIPLE,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVE,
    SUBORDINATORS,
    dative_agents,
    is_dative,
    is_infinitive,
    is_verb,
    oblique_agents,
)
from flows.label.quotations.tokens import DASHES, POINT, WORD, Phrase, Token, clause_end

SUBJECT_PRONOUNS = frozenset(("он", "она", "они", "я", "мы", "ты", "вы"))
BEFORE_ROLE = frozenset(("наш", "мой", "наша", "экс", "вице", "сам", "сама", "этот", "эта", "эти"))
TURNING = frozenset(("обращаясь", "обратившись"))
# Между тем издание пишет: no preposition governs what follows
TIES = frozenset(
    (("между", "тем"), ("с", "тем"), ("при", "этом"), ("кроме", "того"), ("помимо", "этого"), ("тем", "временем"), ("к", "тому"))
)
INSERTED = frozenset((("в", "свою", "очередь"), ("в", "частности"), ("со", "своей", "стороны"), ("в", "то", "же", "время"), ("по", "сути")))
NO_INSTITUTIONS = frozenset(
    ("этом", "интервью", "эфире", "ходе", "связи", "целом", "то", "свою", "частности", "беседе", "ответ", "народе", "обиходе")
)
# в департаменте с этим не согласны и утверждают
PLURAL_PREDICATE = ("ны", "ли", "ют", "ут", "ят", "ат")
ROLE, NAME, NOUN = "role", "name", "noun"
# the endings of a verb that a pronoun agrees with
GENDERS = {"он": "m", "она": "f", "тот": "m", "та": "f", "один": "m", "одна": "f"} | dict.fromkeys(
    ("они", "мы", "вы", "те", "все", "многие", "некоторые", "другие", "оба", "обе"), "p"
)
ADJECTIVE_LIKE = ("ом", "ем", "ой", "ей", "ого", "его", "ых", "их", "ым", "им", "ую", "юю", "ыми", "ими")


def subject_in(tokens: Sequence[Token], start: int, stop: int, gender: str = "") -> Phrase | None:
    """Return the subject among tokens without a comma between them: the first nominative that can speak; None where there is none.

    Words after a preposition are passed over until a nominative that no preposition governs; there a name is taken only where no
    role follows. A noun that no list holds is weak.
    """
    best: dict[str, int] = {}
    governed = False
    for index, is_after_phrase in _ungoverned(tokens, start, stop):
        token = tokens[index]
        governed = governed or is_after_phrase or token.low in oblique_agents()
        standing = _standing(tokens, index, start, governed, gender)
        if standing == NAME and index == start and (pronoun := _pronoun_after(tokens, index + 1, stop)) is not None:
            return Phrase(pronoun, pronoun + 1)  # Имя преемника он обещал назвать
        if standing == NAME and NAME not in best and not governed and not _only_adjective(tokens, index, stop):
            standing = ROLE
        if standing == ROLE:
            return noun_phrase(tokens, _leftmost(tokens, index, start), stop)
        if standing:
            best.setdefault(standing, index)
    if NAME in best:
        return noun_phrase(tokens, _leftmost(tokens, best[NAME], start), stop)
    return noun_phrase(tokens, _leftmost(tokens, best[NOUN], start), stop)._replace(is_weak=True) if NOUN in best else None


def _pronoun_after(tokens: Sequence[Token], start: int, stop: int) -> int | None:
    """Return the pronoun that is the subject, although a noun opens the clause; None where a verb or no pronoun follows."""
    for index in range(start, stop):
        if tokens[index].low in SUBJECT_PRONOUNS:
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
        low = token.low
        if index + 1 < stop and (low, tokens[index + 1].low) in TIES:
            ties_until = index + 2
        if index < ties_until or token.kind != WORD:
            governs = False
        elif low in PREPOSITIONS:
            is_after_phrase = governs = True
        elif governs and not _stands_free(tokens, index):
            governs = not token.is_capital and _is_adjective(low)
        else:
            governs = False
            yield index, is_after_phrase


def _stands_free(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a word after a preposition is no part of its phrase: `при этом он`, `при этом министр`."""
    low = tokens[index].low
    return low in SUBJECT_PRONOUNS or (low in AGENTS and tokens[index - 1].low.endswith(ADJECTIVE_LIKE))


def _is_adjective(low: str) -> bool:
    return low.endswith(ADJECTIVE_LIKE) or (NOMINATIVE_ADJECTIVE.fullmatch(low) is not None and not low.endswith(("ние", "тие", "вие")))


def _standing(tokens: Sequence[Token], index: int, start: int, governed: bool, gender: str) -> str:
    """Return what a word can be as a subject: a role (or pronoun), a name, a noun, or nothing."""
    token = tokens[index]
    low = token.low
    if low == "ряд" and index + 1 < len(tokens) and tokens[index + 1].low in oblique_agents():
        return ROLE
    if low in AGENTS or low in PRONOUNS:
        is_free = low not in GENDERS or not governed or low in SUBJECT_PRONOUNS
        return ROLE if is_free and _agrees(low, gender) else ""
    if low in ADVERBS or low in SUBORDINATORS or low in DATIVE_PRONOUNS or low in ACCUSATIVE_PRONOUNS or RELATIVE.fullmatch(low):
        return ""
    if token.is_capital and not (index == start and (CONVERB_WITH_CAPITAL.fullmatch(low) or is_infinitive(token))):
        is_oblique = OBLIQUE_NAME.fullmatch(low) and not (gender == "f" and low.endswith(("а", "я")))
        is_adverb = index == start and low.endswith("о") and not low.endswith("ко")  # Незадолго до встречи
        is_part = governed and (is_oblique or tokens[index - 1].is_capital)
        is_part = is_part or (low.isascii() and index > start and tokens[index - 1].low in dative_agents())
        return "" if is_adverb or is_part or low in oblique_agents() else NAME
    return NOUN if _can_be_noun(token) and (not governed or NOMINATIVE_ADJECTIVE.fullmatch(low)) else ""


def _can_be_noun(token: Token) -> bool:
    low = token.low
    if is_verb(token) or is_infinitive(token) or is_dative(token) or CONVERB.fullmatch(low):
        return False
    return not (low.endswith("о") or low[0].isdigit() or low in MONTHS)


def _agrees(low: str, gender: str) -> bool:
    return not gender or low not in GENDERS or GENDERS[low] == gender


def _only_adjective(tokens: Sequence[Token], index: int, stop: int) -> bool:
    """Tell whether a capital letter only begins the sentence: `Британские журналисты`."""
    return NOMINATIVE_ADJECTIVE.fullmatch(tokens[index].low) is not None and any(
        t.low in AGENTS for t in tokens[index + 1 : min(stop, index + 4)]
    )


def _leftmost(tokens: Sequence[Token], index: int, start: int) -> int:
    """Take in the adjectives before a noun: `первый заместитель`, `крупный экономист`."""
    while index > start:
        before = tokens[index - 1]
        if index - 1 > start and tokens[index - 2].low in PREPOSITIONS:
            break
        is_adjective = before.low not in ADVERBS and NOMINATIVE_ADJECTIVE.fullmatch(before.low)
        if before.low in POSSESSIVES and (index - 1 == start or tokens[index - 2].low in (",", "что", "и", "а")):
            return index - 1  # её подзащитный предупреждал
        if before.kind != WORD or not (is_adjective or before.low in BEFORE_ROLE):
            break
        index -= 1
    return index


def subject_after(tokens: Sequence[Token], cue: Cue, stop: int) -> Phrase | None:
    """Return the subject that follows a cue (`сказал Глава государства`), with an apposition after a comma."""
    end = clause_end(tokens, cue.last + 1, stop)
    phrase = subject_in(tokens, cue.last + 1, end, cue.gender)
    if (phrase is None or phrase.is_weak) and cue.gender == "p":
        phrase = _institution(tokens, cue.last + 1, end) or phrase
    if phrase is None and cue.last + 1 > cue.verb + 1:
        phrase = subject_in(tokens, cue.verb + 1, cue.last, cue.gender)
    return phrase and with_apposition(tokens, phrase, stop)


def _institution(tokens: Sequence[Token], start: int, stop: int) -> Phrase | None:
    """Return the place that stands for those who speak there: `сообщили в пресс-службе министерства`."""
    for index in range(start, min(stop - 1, start + 3)):
        if tokens[index].low in ("в", "во") and tokens[index + 1].low not in NO_INSTITUTIONS and not tokens[index + 1].low.endswith("ию"):
            return noun_phrase(tokens, index + 1, stop)
    return None


def _institution_first(tokens: Sequence[Token], first: int, end: int) -> Phrase | None:
    """Return the place that stands for those who speak there, before the cue: `В Акорде сообщили`."""
    while first < end and (tokens[first].low in ADVERBS or tokens[first].low in ("временем", "этом", "при")):
        first += 1
    if first + 1 < end and tokens[first].low in ("в", "во") and tokens[first + 1].low not in NO_INSTITUTIONS:
        head = first + 1
        if head + 2 < end and _is_adjective(tokens[head].low) and tokens[head + 1].low in ADVERBS:
            head += 2  # в опубликованном накануне докладе
        phrase = noun_phrase(tokens, head, end)._replace(first=first + 1)
        between = tokens[phrase.end : end]
        if all(token.low in ADVERBS for token in between) or (
            between[-1].low == "и" and any(token.low.endswith(PLURAL_PREDICATE) for token in between)
        ):
            return phrase
    return None


def with_apposition(tokens: Sequence[Token], phrase: Phrase, stop: int) -> Phrase:
    """Take in what explains a name after a comma: `Аузан, декан экономфака`."""
    comma = phrase.end
    if comma + 1 >= stop or tokens[comma].low != "," or tokens[phrase.first].low in PRONOUNS:
        return phrase
    head = comma + 1
    while head < stop and tokens[head].kind == WORD and NOMINATIVE_ADJECTIVE.fullmatch(tokens[head].low):
        head += 1
    if head < stop and tokens[head].low in AGENTS and not tokens[head].is_capital:
        end = clause_end(tokens, head, stop)
        after = noun_phrase(tokens, head, end)
        if after.end == end and (end >= stop or tokens[end].kind == POINT):
            return Phrase(phrase.first, end)
    return phrase


def _with_others(tokens: Sequence[Token], phrase: Phrase, start: int) -> Phrase:
    """Take in the names before a name where several speak: `Айгуль Сарсенова, Ермек Садыков и Болат Ким заявили`."""
    first = phrase.first
    while first - 1 > start and tokens[first].is_capital and tokens[first - 1].low in (",", "и"):
        before = first - 1
        while before > start and tokens[before - 1].is_capital and tokens[before - 1].kind == WORD:
            before -= 1
        if before == first - 1 or tokens[before].low in ADVERBS or OBLIQUE_NAME.fullmatch(tokens[first - 2].low):
            break
        first = before
    return Phrase(first, phrase.end, phrase.is_weak)


def subject_before(tokens: Sequence[Token], cue: Cue, start: int) -> Phrase | None:
    """Return the subject that stands before a cue in its clause, or before the insertions that part the two."""
    parts = _parts(tokens, start, cue.first)
    if cue.form.endswith("тся") and (document := _institution_before(tokens, parts)):
        return document  # в докладе ООН утверждается: the report speaks
    for number in range(len(parts) - 1, -1, -1):
        first, end = parts[number]
        is_own = number == len(parts) - 1
        if first >= end or (not is_own and _is_insertion(tokens, first, end)):
            continue
        phrase = subject_in(tokens, first, end, cue.gender)
        if phrase is None:
            continue
        if number < len(parts) - 1 and phrase.end < end and not any(is_verb(t) for t in tokens[phrase.end : end]):
            continue
        if is_own:
            phrase = _with_place(tokens, phrase, end)
            place = _institution_first(tokens, first, end) if cue.gender == "p" else None
            if place is not None and tokens[phrase.first].is_capital and place.first < phrase.first and phrase.end <= place.end:
                phrase = place  # В Комитете по чрезвычайным ситуациям МВД пояснили
        if cue.gender == "p":
            phrase = _with_others(tokens, phrase, start)
        return _before_apposition(tokens, phrase, parts, number)
    return _institution_before(tokens, parts) if cue.gender in ("p", "") else None


def _institution_before(tokens: Sequence[Token], parts: Sequence[tuple[int, int]]) -> Phrase | None:
    """Return the place that stands for those who speak there, also before an insertion: `В палате, напротив, считают`."""
    for first, end in reversed(parts):
        is_tie = tuple(token.low for token in tokens[first:end]) in INSERTED
        if not is_tie and any(token.low not in ADVERBS for token in tokens[first:end]):
            return _institution_first(tokens, first, end)
    return None


def _with_place(tokens: Sequence[Token], phrase: Phrase, end: int) -> Phrase:
    """Take in where a group is: `Эксперты в Киеве отмечают`."""
    last = tokens[phrase.end - 1].low
    is_group = last in AGENTS and last.endswith(("ы", "и"))
    return Phrase(phrase.first, end) if is_group and phrase.end + 2 == end and tokens[phrase.end].low in ("в", "во", "из") else phrase


def named_before(tokens: Sequence[Token], index: int, start: int) -> Phrase | None:
    """Return the name or noun that a participle explains: `Ивана Петрова, говорившего`."""
    end = index
    while end > start and (tokens[end - 1].low == "," or tokens[end - 1].low in ADVERBS):
        end -= 1
    first = end
    while first > start and tokens[first - 1].is_capital:
        first -= 1
    if first == end and first > start and tokens[first - 1].kind == WORD:
        first -= 1
    if first == start and end - first > 1 and not OBLIQUE_NAME.fullmatch(tokens[first].low):
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
        if token.kind == WORD and (RELATIVE.fullmatch(token.low) or token.low in ("что", "чтобы", "не", "ни", "бы", "же")):
            return True
    head = tokens[first]
    if head.kind == WORD and CONVERB_WITH_CAPITAL.fullmatch(head.low):
        return True
    if head.kind == WORD and (PARTICIPLE.fullmatch(head.low) or CONVERB.fullmatch(head.low)) and not head.is_capital:
        return True
    return any(
        t.kind == WORD and (t.low.endswith(("ясь", "вшись")) or (PARTICIPLE.fullmatch(t.low) and not t.is_capital))
        for t in tokens[first : min(end, first + 3)]
    )
