"""Who says it in Kazakh: the subject at the start of a sentence, or after its cue, or in the genitive before `айтуынша`."""

from collections.abc import Sequence

from flows.label.quotations.kazakh_cues import cue_entries
from flows.label.quotations.kazakh_words import DATIVE, GENITIVE, LOCATIVE, PARTICIPLE, PLURALS, SURNAME, agents, has_case, is_name, words
from flows.label.quotations.tokens import DASHES, PASSAGE, POINT, WORD, Phrase, Token, is_initial_point

WORDS_BEFORE_ROLE = 6
# `мен` is I at the start of a sentence, and elsewhere joins two nouns
AND_OR_I = "мен"
WORDS_OF_ADDRESSEE = 4
# тілшілердің бірі
ONE_OF = frozenset(("бірі", "өзі", "екеуі", "үшеуі", "төртеуі", "көбі", "барлығы", "бәрі"))
JOINING = frozenset(("пен", "мен", "бен", "және"))
# 58 жастағы, ауылдағы: what describes a name
DESCRIBING = ("дағы", "дегі", "тағы", "тегі")
WORDS_OF_DESCRIPTION = 3
OF_A_PLACE = ("ында", "інде", "ынан", "інен")
WORDS_OF_RELATIVE = 10
WORDS_OF_ASKED = 8
WHOLE_GROUPS = frozenset(("бәрі", "барлығы", "барша", "ел", "елдер", "мемлекеттер", "өңірлер", "жұрт", "қазақстандықтар"))
TAKES_DATIVES = ("мүше", "қатысушы", "қатысқан", "жауапты")
DATIVES = ("ға", "ге", "қа", "ке", "на", "не")
ACCUSATIVES = ("ды", "ді", "ты", "ті", "ны", "ні", "н")
ABLATIVES = ("дан", "ден", "тан", "тен", "нан", "нен")
LOCATIVES = ("нда", "нде", "да", "де", "та", "те")
TAKES_DATIVE = "қатысушы"
# the dative and the accusative, after a possessive too
CASE_ENDINGS = ("ға", "ге", "қа", "ке", "на", "не", "ды", "ді", "ты", "ті", "ны", "ні", "н")


def subject_in(tokens: Sequence[Token], start: int, stop: int) -> Phrase | None:
    """Return the first nominative among the tokens that can speak: a pronoun, a role with its name, or a name; None where there is none."""
    found = _first_subject(tokens, start, stop)
    if (
        found is not None
        and found.end < stop
        and PARTICIPLE.fullmatch(tokens[found.end].low)
        and tokens[found.end].low not in words("frame")
    ):
        further = _first_subject(tokens, found.end + 1, stop)
        if further is not None and further.first <= found.end + WORDS_BEFORE_ROLE:
            return Phrase(found.first, further.end)  # Марат Асанов басқарған комиссия
    return found and _with_apposition(tokens, _with_relative(tokens, found, start), stop)


def _with_relative(tokens: Sequence[Token], found: Phrase, start: int) -> Phrase:
    """Take in the relative clause before a subject: `өңірге барған Президент`, from the last comma or leading adverb on."""
    before = tokens[found.first - 1] if found.first > start else None
    if before is None or not PARTICIPLE.fullmatch(before.low) or before.low in words("frame") or before.is_capital:
        return found
    if before.low in cue_entries():
        return found  # дауыс берудің қорытындысына тоқталған әкім: what the source does meanwhile
    first = found.first - 1
    while first > start and tokens[first - 1].kind in (WORD, PASSAGE):
        first -= 1
    while first < found.first and tokens[first].low in words("frame"):
        first += 1
    return Phrase(first, found.end) if found.first - first <= WORDS_OF_RELATIVE else found


def _with_apposition(tokens: Sequence[Token], found: Phrase, stop: int) -> Phrase:
    """Take in a name with its role behind the comma: `құрылтай мүшесі, жазушы Сәуле Асанова`."""
    comma = found.end
    if comma + 1 >= stop or tokens[comma].low != "," or tokens[comma - 1].is_capital or tokens[comma - 1].low in words("pronoun"):
        return found
    first = comma + 1
    while first < min(stop, comma + WORDS_OF_DESCRIPTION) and (tokens[first].low.isdigit() or tokens[first].low.endswith(DESCRIBING)):
        first += 1  # тұрғындардың бірі, 58 жастағы Сәуле Асанова
    apposed = _first_subject(tokens, first, stop)
    if apposed is None or apposed.first != first or not tokens[apposed.end - 1].is_capital:
        return found
    return Phrase(found.first, apposed.end)


def _first_subject(tokens: Sequence[Token], start: int, stop: int) -> Phrase | None:
    index = start
    while index < stop:
        token = tokens[index]
        if token.kind == WORD:
            if token.low in ONE_OF and index > start and _is_of_agents(tokens[index - 1]):
                return Phrase(_leftmost(tokens, index, start), index + 1)
            if token.low in words("pronoun") and (token.low != AND_OR_I or index == start):
                return Phrase(index, index + 1)
            if token.low in agents():
                if (end := _role_end(tokens, index, stop)) is not None:
                    return Phrase(_leftmost(tokens, index, start), end)
            elif count := is_name(tokens, index, stop):
                after = index + count
                if after < stop and tokens[after].low in agents() and tokens[after].kind == WORD and not _begins_other(tokens, after, stop):
                    index = after
                    continue
                return Phrase(index, _with_joined_name(tokens, after, stop))
        index += 1
    return None


def _with_joined_name(tokens: Sequence[Token], end: int, stop: int) -> int:
    """Return where a name ends, with one that is joined to it: `Асанов пен Серікова`."""
    if end + 1 < stop and tokens[end].low in JOINING:
        return end + 1 + count if (count := is_name(tokens, end + 1, stop)) else end
    return end


def _begins_other(tokens: Sequence[Token], index: int, stop: int) -> bool:
    """Tell whether a noun behind a name belongs to what follows: `Асанов | комитет басшысына`, `Асанов | Үкімет отырысында`."""
    return _begins_hearer(tokens, index, stop) or (index + 1 < stop and tokens[index + 1].low.endswith(OF_A_PLACE))


def _begins_hearer(tokens: Sequence[Token], index: int, stop: int) -> bool:
    """Tell whether a noun belongs to those who are spoken to: `Мемлекет басшысы | министрлік басшыларына`."""
    following = tokens[index + 1].low if index + 1 < stop else ""
    return following.endswith(DATIVES) and following[:-2] in agents()


def _is_of_agents(token: Token) -> bool:
    """Tell whether a word is the genitive of a noun for those who speak: `тілшілердің`."""
    return token.kind == WORD and GENITIVE.fullmatch(token.low) is not None and token.low[:-3] in agents()


def _role_end(tokens: Sequence[Token], index: int, stop: int) -> int | None:
    """Return where a role ends, with the name after it; None where the noun only belongs to a longer role: `Мемлекет басшысы`."""
    after = index + 1
    if after < stop and _begins_hearer(tokens, after, stop):
        return after
    if after < stop and _belongs_to_next(tokens, index, stop):
        return None
    if after < stop and (count := is_name(tokens, after, stop)):
        after += count
    last = after
    while last < stop and tokens[last].kind == WORD and tokens[last].is_capital and tokens[last].low not in words("place"):
        last += 1
    genitive = tokens[last - 1].low
    if last > index + 1 and GENITIVE.fullmatch(genitive) and (last > index + 2 or SURNAME.fullmatch(genitive[:-3])):
        return None  # Мемлекет басшысы Қасым-Жомарт Тоқаевтың сапары
    if last > index + 1 and DATIVE.fullmatch(genitive) and tokens[last - 1].low not in words("frame"):
        return index + 1  # Мемлекет басшысы Марат Асановқа жеделхат жолдады
    return after


def _belongs_to_next(tokens: Sequence[Token], index: int, stop: int) -> bool:
    """Tell whether a noun only belongs to the next one: `Үкімет отырысында`, `Парламент палаталары`, `банк төрағасының орынбасары`."""
    following = tokens[index + 1]
    if following.kind != WORD:
        return False
    if following.low in agents() and following.low not in words("pronoun"):
        return True
    if index + 2 < stop and _is_of_agents(following) and tokens[index + 2].low in agents():
        return True
    is_place = following.low.endswith(("ында", "інде", "сында", "сінде")) and following.low not in words("frame")
    return is_place and not tokens[index].is_capital


def _leftmost(tokens: Sequence[Token], index: int, start: int) -> int:
    """Take in the words that say which minister it is: `Қазақстанның Сыртқы істер министрі`."""
    first = index
    if first > start and tokens[first].low.startswith(TAKES_DATIVE) and DATIVE.fullmatch(tokens[first - 1].low):
        first -= 1  # форумға қатысушылар
    while first > start and index - first < WORDS_BEFORE_ROLE:
        before = tokens[first - 1]
        if before.kind == PASSAGE:
            first -= 1
            continue
        if before.kind != WORD or has_case(before) or PARTICIPLE.fullmatch(before.low) or before.low in cue_entries():
            break
        first -= 1
    return first


def subject_after(tokens: Sequence[Token], start: int, stop: int) -> Phrase | None:
    """Return the subject that follows a cue: `деді Мемлекет басшысы Үкімет отырысында`, `деді әкім, полковник Асанов`."""
    end = start
    while end < stop and not (
        tokens[end].kind == POINT and (tokens[end].low in ",:;.!?…" or tokens[end].low in DASHES) and not is_initial_point(tokens, end)
    ):
        end += 1
    found = subject_in(tokens, start, end)
    if found is not None and found.end == end:
        return _with_apposition(tokens, found, stop)
    if found is None and end == start + 1 and (tokens[start].low in words("medium") or "." in tokens[start].low):
        return Phrase(start, end)  # деп жазады Dala.kz
    if found is None and end == start + 1 and LOCATIVE.fullmatch(tokens[start].low) and tokens[start].low[:-2] in agents():
        return Phrase(start, end)  # деп хабарлады министрлікте
    return found


def genitive_before(tokens: Sequence[Token], index: int, start: int) -> Phrase | None:
    """Return the phrase before `айтуынша`, from the last comma or leading adverb on: `Премьер-министр Олжас Бектеновтің`."""
    first = index
    while first > start:
        before = tokens[first - 1]
        if before.kind == POINT and not is_initial_point(tokens, first - 1) and before.low not in "()":
            break
        first -= 1
    while first < index and tokens[first].kind == WORD and tokens[first].low in words("frame"):
        first += 1
    while first < index and _is_adjunct(tokens, first, index):
        first += 1
    return Phrase(first, index) if first < index else None


def _is_adjunct(tokens: Sequence[Token], first: int, index: int) -> bool:
    """Tell whether a word before a genitive tells where or when: `жиында министрдің айтуынша`."""
    token = tokens[first]
    return token.kind == WORD and has_case(token) and not GENITIVE.fullmatch(token.low) and not token.is_capital


def addressee_in(tokens: Sequence[Token], start: int, stop: int) -> Phrase | None:
    """Return to whom it is said, where the tokens begin with it: `Үкіметке`, `облыс әкімдеріне`, `шаруаларды`."""
    while start < stop and tokens[start].kind == WORD and LOCATIVE.fullmatch(tokens[start].low):
        start += 1
    for index in range(start, min(stop, start + WORDS_OF_ADDRESSEE)):
        token = tokens[index]
        if token.kind != WORD:
            return None
        for ending in CASE_ENDINGS:
            if token.low.endswith(ending) and token.low[: -len(ending)] in agents():
                return Phrase(start, index + 1)
    return None


def asked_in(tokens: Sequence[Token], start: int, stop: int, endings: Sequence[str]) -> Phrase | None:
    """Return who is asked or ordered, where the tokens begin with it: `білім министрлігіне`, `органдардың бәрін`."""
    first = start
    for index in range(start, min(stop, start + WORDS_OF_ASKED)):
        token = tokens[index]
        if token.kind == PASSAGE:
            continue
        if token.kind != WORD:
            return None
        if _is_asked(tokens, index, first, endings):
            return Phrase(first, index + 1)
        if token.low in words("frame") and index == first:
            first = index + 1
        elif token.low not in words("frame") and has_case(token) and not _takes_dative(tokens, index + 1, stop):
            return None
    return None


def _takes_dative(tokens: Sequence[Token], index: int, stop: int) -> bool:
    """Tell whether a dative before this word describes who is asked: `ұйымға мүше елдерді`."""
    return index < stop and tokens[index].low.startswith(TAKES_DATIVES)


def _is_asked(tokens: Sequence[Token], index: int, first: int, endings: Sequence[str]) -> bool:
    """Tell whether a word is one who can be asked, with one of these case endings."""
    token = tokens[index]
    ending = next((one for one in endings if token.low.endswith(one)), None)
    if ending is None:
        return False
    stem = token.low[: -len(ending)]
    if stem in agents() or stem in WHOLE_GROUPS:
        return True
    is_name = token.is_capital and index > first and tokens[index - 1].is_capital and tokens[index - 1].low not in words("place")
    return is_name or (token.is_capital and SURNAME.fullmatch(stem) is not None)


def hearers_in(tokens: Sequence[Token], start: int, stop: int) -> Phrase | None:
    """Return to whom a speaker tells something, where the tokens soon come to it: `кездесуден кейін журналистерге`."""
    for index in range(start, min(stop, start + WORDS_OF_ADDRESSEE)):
        token = tokens[index]
        if token.kind != WORD:
            return None
        is_role = token.low.endswith(DATIVES[4:]) and token.low[:-2] in agents() and not token.is_capital and index <= start + 1
        if is_role or (token.low.endswith(DATIVES[:4]) and any(token.low[:-2] in _plurals(noun) for noun in words("hearer"))):
            first = index
            while first > start and tokens[first - 1].kind == WORD and not has_case(tokens[first - 1]):
                first -= 1
            return Phrase(first, index + 1)
    return None


def _plurals(noun: str) -> tuple[str, ...]:
    return tuple(noun + plural for plural in (*PLURALS, "ер", "ар"))


def document_in(tokens: Sequence[Token], start: int, stop: int) -> Phrase | None:
    """Return the text that says something, where the tokens begin with it: `құжатта`, `министрліктің мәлімдемесінде`."""
    while start < stop and tokens[start].low in words("frame"):
        start += 1
    for index in range(start, min(stop, start + WORDS_OF_ADDRESSEE)):
        low = tokens[index].low
        if tokens[index].kind != WORD:
            return None
        if LOCATIVE.fullmatch(low):
            return Phrase(start, index + 1) if is_document(low, LOCATIVES) else None
    return None


def is_document(low: str, endings: Sequence[str]) -> bool:
    """Tell whether a word is a text that says something, in one of the cases."""
    stems = [low[: -len(ending)] for ending in endings if low.endswith(ending)]
    return any(stem.removesuffix(possessive) in words("document") for stem in stems for possessive in ("", "сы", "сі", "ы", "і"))
