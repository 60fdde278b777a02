"""What a source phrase says of a person, whatever case it stands in."""

import re
from collections.abc import Sequence
from functools import lru_cache

from flows.label.quotations.found import FoundQuotation
from flows.label.speakers.name_forms import (
    ReadName,
    first_name_forms,
    first_names,
    forms_of,
    is_first_name,
    is_full_name,
    is_given,
    is_patronymic,
    read_name,
)
from flows.label.speakers.names import POSSESSIVE, WORD, Gender, PhraseReading
from flows.label.speakers.role_words import (
    behind_relative,
    country_of,
    describing,
    determiners,
    is_nominative,
    is_place,
    is_role,
    is_title,
    links,
    names_person,
    person_cases,
    roles_of,
    speaker_nouns,
    titles,
    words_of,
)
from flows.languages.letters import begins_as_name, plain
from flows.languages.pack import Pack
from schemas.words import SpeakerKind

# Barack Obama, the president, · Barack Obama (D-Ill.) · Barack Obama – the president –
END_OF_MAIN = re.compile(r"[,(\[–—]")
PIECE = re.compile(r"[^,(\[)\]–—]+")
MARKED = re.compile(r"[«“\"„][^»”\"“]*[»”\"“]")
LAST_LATIN = "\u024f"
AGE = re.compile(r",? \d\d\b")
LONGEST_RANK = 4


@lru_cache(maxsize=4096)
def read_phrase(phrase: str, pack: Pack, is_oblique: bool | None = None, gender: Gender = "either") -> PhraseReading:
    """Read a source phrase; the name stands in its dictionary form where the phrase tells its case.

    `is_oblique` and `gender` say what the words around the phrase tell of its case and gender, if anything.

    >>> from flows.languages.pack import pack
    >>> from schemas.words import Language
    >>> read_phrase("министра финансов Данияра Ахметова", pack(Language("ru"))).name
    'Данияр Ахметов'
    >>> read_phrase("Robby Mook, the campaign manager", pack(Language("en"))).roles
    ('manager campaign',)
    """
    head = END_OF_MAIN.split(phrase, maxsplit=1)[0]
    rest = phrase[len(head) :]
    words = behind_relative(_without_self(_without_honours(WORD.findall(MARKED.sub(" ", head)), pack), pack), pack)
    role_parts, name_parts = split_phrase(words, pack)
    roles = roles_of(role_parts, pack, is_oblique)
    if rest and (named := _told_behind(rest, role_parts, name_parts, roles, pack)) is not None:
        return named
    pieces = [WORD.findall(piece) for piece in PIECE.findall(rest)]
    roles = list(dict.fromkeys((*roles, *(role for piece in pieces for role in roles_of(piece, pack)))))
    if not name_parts:
        return PhraseReading(None, tuple(roles), _gender_of_role(role_parts, pack), False)
    written = (*name_parts[:-1], POSSESSIVE.sub("", name_parts[-1]))
    read = read_described(written, role_parts, case_hint(role_parts, pack, is_oblique), gender, pack)
    titled = [titles(pack)[low] for part in role_parts if (low := plain(part)) in titles(pack)]
    is_titled = any(is_title(part, pack) for part in role_parts)
    is_person = any((roles, is_titled, AGE.match(rest), _is_described(pieces, pack), is_full_name(read.words, pack)))
    told = next((gender for gender in reversed(titled) if gender != "either"), read.gender)
    shown = _with_nickname(head, len(role_parts), read.words) if read.words == tuple(name_parts) else None
    return PhraseReading(" ".join(read.words), tuple(roles), told, is_person, shown)


def _with_nickname(head: str, before: int, name: Sequence[str]) -> str | None:
    """Return a name with the marked words that stand within it, where `before` words stand before it: Dina “Ace” Omarova."""
    marked = MARKED.search(head)
    place = len(WORD.findall(head[: marked.start()])) - before if marked else 0
    return " ".join((*name[:place], marked[0], *name[place:])) if marked and 0 < place < len(name) else None


def _told_behind(rest: str, role_parts: Sequence[str], name_parts: Sequence[str], roles: Sequence[str], pack: Pack) -> PhraseReading | None:
    """Return what a phrase says whose name stands behind its comma; None where it stands before it."""
    if "head_last" not in pack.flags:
        return _whose(rest, role_parts, name_parts, roles, pack)
    if not name_parts or (role_parts and _is_narrowing(name_parts, rest, pack)):
        return _named_behind(rest, role_parts, roles, pack)
    return None


def without_clause(phrase: str, pack: Pack) -> str:
    """Return a phrase without the clause or the description behind its first comma: the president | , who had agreed | , a former vet."""
    main, _, rest = phrase.partition(", ")
    return main if rest.partition(" ")[0].lower() in words_of(pack, "relative", "article") else phrase


def _is_narrowing(name_parts: Sequence[str], rest: str, pack: Pack) -> bool:
    """Tell whether the name stands behind the comma, and what looks like one before it is of the role: Minister for the Solar | Scheme."""
    behind = WORD.findall(END_OF_MAIN.split(rest[1:], maxsplit=1)[0])
    is_named = 1 < len(behind) < 5 and all(is_name_word(word, pack) for word in behind) and behind[0] in first_names(pack)
    return is_named and name_parts[0] not in first_names(pack)


def _without_honours(words: list[str], pack: Pack) -> list[str]:
    """Return the words of a phrase without the letters of an honour that stand last: Linda Roe | CSC."""
    while len(words) > 2 and words[-1].isupper() and plain(words[-1]) in pack.words("post_nominals"):
        words = words[:-1]
    return words


def _without_self(words: list[str], pack: Pack) -> list[str]:
    """Return the words of a phrase without the pronoun behind a name in the genitive: Анна Кимнің | өзі."""
    is_self = len(words) > 1 and "head_last" in pack.flags and words[-2][0].isupper() and words[-1] in words_of(pack, "partitive")
    return words[:-1] if is_self else words


def _whose(rest: str, role_parts: Sequence[str], name_parts: Sequence[str], roles: Sequence[str], pack: Pack) -> PhraseReading | None:
    """Return what a phrase says that tells by whom somebody is known before the name: Коллега Гука, | проходчик Ержан Смагулов."""
    if "has_cases" not in pack.flags or not role_parts or len(name_parts) > 1:
        return None
    behind = read_phrase(rest[1:].strip(), pack)
    name = behind.name or ""
    is_named = behind.is_person and " " in name and name in rest and rest.startswith(",")
    return behind._replace(roles=tuple(dict.fromkeys((*behind.roles, *roles)))) if is_named else None


def _is_described(pieces: Sequence[Sequence[str]], pack: Pack) -> bool:
    """Tell whether what stands behind a name says who the person is: a baker on Mill Street · who keeps the lock."""
    return any(describes(piece, pack) or piece[0] in words_of(pack, "relative") for piece in pieces[:1] if piece)


def _named_behind(rest: str, parts: Sequence[str], roles: Sequence[str], pack: Pack) -> PhraseReading:
    """Return what a phrase says whose name stands behind a comma: құрылтай мүшесі, жазушы Сәуле Асанова; the engineer, Dina Omarova."""
    told = rest[1:].strip()
    is_clause = told.partition(" ")[0].lower() in words_of(pack, "relative")  # an officer, who spoke as Witness F
    behind = PhraseReading(None, (), "either", False) if is_clause or _is_no_person(parts, pack) else read_phrase(told, pack)
    described = [" ".join(map(str.lower, parts[1:]))] if not roles and describes(parts, pack) else []
    if behind.name is None or not (behind.is_person or ((roles or described) and " " in behind.name)):
        return PhraseReading(None, tuple(dict.fromkeys(roles)), _gender_of_role(parts, pack), False)
    gender = behind.gender if behind.gender != "either" else _gender_of_role(parts, pack)
    return PhraseReading(behind.name, tuple(dict.fromkeys((*behind.roles, *roles, *described))), gender, True)


def _is_no_person(words: Sequence[str], pack: Pack) -> bool:
    """Tell whether the main noun of words before a comma is that of a thing or a body: the review | , led by Jane Roe."""
    ends = words_of(pack, "relative", "that") | links(pack)
    end = next((index for index, word in enumerate(words) if word.lower() in ends), len(words))
    is_thing = end > 0 and speaker_nouns(pack).get(plain(words[end - 1])) in (SpeakerKind.DOCUMENT, SpeakerKind.ORGANISATION)
    return is_thing and words[end - 1][0].islower() and not is_role(words[end - 1], pack)


def describes(words: Sequence[str], pack: Pack) -> bool:
    """Tell whether words name a person by a common noun: a baker on Mill Street, her neighbour – but no company, no group."""
    end = next((index for index, word in enumerate(words) if word.lower() in links(pack)), len(words))
    if end < 2 or not (words[0].lower() in determiners(pack) or POSSESSIVE.search(words[0])):
        return False
    noun = words[end - 1]
    if speaker_nouns(pack).get(plain(noun), SpeakerKind.PERSON) not in (SpeakerKind.PERSON, SpeakerKind.OFFICE):
        return False  # a charity
    return (noun[0].islower() or is_role(noun, pack)) and noun.capitalize() not in pack.words("organisations")


def case_hint(role_parts: Sequence[str], pack: Pack, is_oblique: bool | None = None) -> bool | None:
    """Tell whether the role before a name stands in a case other than the nominative; what is known else, where there is no role."""
    role = _first_role(role_parts, pack)
    return not is_nominative(role, pack) if role else is_oblique


def _gender_of_role(role_parts: Sequence[str], pack: Pack) -> Gender:
    """Return the gender that a role tells, by the list or by its ending."""
    role = _first_role(role_parts, pack)
    if role in titles(pack):
        return titles(pack)[role]
    return "female" if pack.patterns["female_role"].fullmatch(role) else "male" if pack.patterns["male_role"].fullmatch(role) else "either"


def _first_role(parts: Sequence[str], pack: Pack) -> str:
    return next((plain(part) for part in parts if is_role(part, pack) or names_person(part, pack)), "")


def read_described(words: tuple[str, ...], role_parts: Sequence[str], is_oblique: bool | None, gender: Gender, pack: Pack) -> ReadName:
    """Return a name in the nominative with the role before it, which in the nominative may tell a woman: сестра, сотрудница."""
    is_hers = is_oblique is False and pack.patterns["female_role"].fullmatch(_first_role(role_parts, pack)) is not None
    return read_name(words, pack, is_oblique, "female" if is_hers else gender)


def split_phrase(parts: Sequence[str], pack: Pack) -> tuple[Sequence[str], Sequence[str]]:
    """Return the words of a role and the words of the name behind it."""
    stop = next((index for index, part in enumerate(parts) if index and part.lower() in links(pack)), len(parts))
    first = name_start(parts[:stop], pack)
    if stop - first < 2:  # else: Marat Sultanbek | of the Horizon Centre
        stop = len(parts)
        first = name_start(parts, pack)
    return parts[:first], parts[first:stop]


def name_start(parts: Sequence[str], pack: Pack) -> int:
    """Return the index from which on the words that end a phrase are a name: мэр Бишкека | Айбек Жунушалиев; its length where none are."""
    first = len(parts)
    while first and _continues(parts, first, pack):
        first -= 1
    while first < len(parts) and not begins_as_name(parts[first], pack):
        first += 1
    first += _goes_before_name(parts, first, pack)  # Campaigner | Ruth Gale · Det Con | Jane Roe · Old | Ruth Gale
    if _is_of_another(parts[:first], pack):
        return len(parts)
    run, before = parts[first:], parts[first - 1] if first else ""
    organisations = pack.words("organisations")
    if not organisations.isdisjoint((*run, before.capitalize())):
        return first + _behind_organisation(run, organisations, has_words_before=first > 0)
    if before.lower() in links(pack) or before.lower() in determiners(pack):
        is_led = len(run) > 2 and _first_role(parts[:first], pack)
        return len(parts) - 2 if is_led or _foreign_start(run, pack) else len(parts)  # Minister of Agriculture | Dina Omarova
    return first + _foreign_start(run, pack)


def _goes_before_name(parts: Sequence[str], first: int, pack: Pack) -> bool:
    """Tell whether the first of some words in capitals is a trade, a rank or an epithet, and none of the name behind it."""
    is_trade = len(parts) - first > 1 and _is_trade(parts[first], parts[first + 1 :], pack)
    is_epithet = len(parts) - first > 2 and plain(parts[first]) in describing(pack, "epithet") and is_first_name(parts[first + 1], pack)
    return is_trade or is_epithet or _is_rank_cut_short(parts, first, pack)


def _is_rank_cut_short(parts: Sequence[str], first: int, pack: Pack) -> bool:
    """Tell whether a short word in capitals between a title cut short and a name of two words goes with the title."""
    before = parts[first - 1] if 0 < first < len(parts) - 2 else ""
    is_rank = len(before) <= LONGEST_RANK and is_title(before, pack) and plain(before) not in pack.words("courtesies")
    return is_rank and len(parts[first]) <= LONGEST_RANK and not is_first_name(parts[first], pack)


def _is_of_another(before: Sequence[str], pack: Pack) -> bool:
    """Tell whether the words before a name say whom somebody else speaks for: a spokeswoman for Mr | Roe"""
    last = next((at for at in range(len(before) - 1, 0, -1) if not is_title(before[at], pack)), 0)
    is_led = 0 < last < len(before) - 1 and before[last].lower() in links(pack)
    return is_led and "head_last" in pack.flags and bool(_first_role(before[:last], pack))


def _is_trade(word: str, following: Sequence[str], pack: Pack) -> bool:
    """Tell whether a word in capitals before a name is a trade, by the list or by its ending before a first name or a name of two words."""
    low = plain(word)
    if is_first_name(word, pack):
        return False
    if len(following) == 1:
        is_noun = pack.patterns["role-noun"].fullmatch(low) is not None and "nomn" in person_cases(low, pack)
        return is_noun and not is_first_name(following[0], pack)  # Краевед | Вески
    return (
        low in describing(pack, "trade")
        or "nomn" in person_cases(low, pack)
        or ((len(following) == 2 or is_first_name(following[0], pack)) and pack.patterns["agentive"].fullmatch(low) is not None)
    )


def _behind_organisation(run: Sequence[str], organisations: frozenset[str], *, has_words_before: bool) -> int:
    """Return where a name begins behind an organisation's: Deputy of the Senate | Dina Omarova; the length of the run where none does."""
    tail = max((index + 1 for index, word in enumerate(run) if word in organisations), default=len(run))
    return tail if has_words_before and len(run) - tail > 1 else len(run)


def _foreign_start(run: Sequence[str], pack: Pack) -> int:
    """Return how many of some words in capitals stand before a name: Бишкека | Айбек Жунушалиев; Пенсионерка | Зоя Фёдоровна Лукина.

    So does whose lawyer somebody is: Адвокат | Эргашева | Дилором Каримова.
    """
    if len(run) <= (2 if "has_cases" in pack.flags else 3):
        return 0
    if (owner := _end_of_owner(run, pack)) is not None:
        return owner
    if is_patronymic(run[-2], pack) and not is_given(run[0], pack):
        return len(run) - 3 if first_name_forms(run[-3], pack) else 0
    if is_given(run[0], pack) or is_patronymic(run[-1], pack):
        return 0
    is_behind = len(run) == 3 and "has_cases" in pack.flags and _stands_before_name(run[0], pack)
    return len(run) - 2 if is_behind or first_name_forms(run[-2], pack) else 0


def _stands_before_name(word: str, pack: Pack) -> bool:
    """Tell whether a word in capitals is a trade or a place: Баяндамашы | Гүлнәр Бекова, глава МИД Латвии | Байба Браже."""
    return pack.patterns["agentive"].fullmatch(word.lower()) is not None or is_place(word, pack)


def _end_of_owner(run: Sequence[str], pack: Pack) -> int | None:
    """Return where a surname in another case ends behind which the two words of another person's name stand; None where none does."""
    *before, owner, given, last = run
    is_oblique = any(form.is_oblique for form in forms_of(owner, "surname", pack))
    is_name = not forms_of(given, "surname", pack) and bool(forms_of(last, "surname", pack) or is_first_name(given, pack))
    is_whole = is_given(owner, pack) or is_patronymic(given, pack) or is_patronymic(last, pack)
    return len(before) + 1 if is_oblique and is_name and not is_whole else None


def _continues(parts: Sequence[str], first: int, pack: Pack) -> bool:
    """Tell whether the word before a place belongs to the name that goes on from there."""
    word = parts[first - 1]
    if first < len(parts) and (POSSESSIVE.search(word) or (word[0] > LAST_LATIN) != (parts[-1][0] > LAST_LATIN)):
        return False  # главный экономист Halyk Research Мадина Кабжанова: another script, another name
    if first == len(parts) > 1 and word[0].isupper():
        is_suffix = word.lower() in pack.words("name_suffixes")
        if is_suffix or (plain(word) in titles(pack) and parts[-2] in first_names(pack)):
            return True  # Joseph Biden Jr. · Larry King
    if first < len(parts) and plain(word).rstrip(".") in pack.words("honorifics") and first < len(parts) - 1:
        return False  # the Hon | Linda Roe
    is_led = first < len(parts) and (word in pack.words("name_particles") or _is_given_first(word, pack))
    return is_led or is_name_word(word, pack)


def _is_given_first(word: str, pack: Pack) -> bool:
    """Tell whether a word is a first name though it is a role too: адвокаты | Ғалым Нұрпейісов, where a ғалым is a scholar."""
    return pack.grammar == "verb-final" and word in first_names(pack)


@lru_cache(maxsize=16_384)
def is_name_word(part: str, pack: Pack) -> bool:
    """Tell whether a word may be one of a person's name: in capitals, and no role, country or article."""
    if not begins_as_name(part, pack) or (part.isupper() and len(part) > 1 and "." not in part):
        return False
    is_small = part.lower() in determiners(pack) or part.lower() in words_of(pack, "before-role")  # Сам Ахметов
    return not is_small and not is_role(part, pack) and country_of(part, pack) is None


def leaves_source_out(text: str, quotation: FoundQuotation, pack: Pack) -> bool:
    """Tell whether a quotation without a source is by whoever spoke last: `Также подчеркнул, что …`, but not `Сообщается, что …`."""
    if quotation.source or not quotation.cue or quotation.is_relayed or "drops_subject" not in pack.flags:
        return False
    words = text[quotation.cue[0].start : quotation.cue[0].end].lower().split()
    if words[-1] in words_of(pack, "asked"):
        return False  # на вопрос, …: whoever asked
    verb = words[-1 if pack.grammar == "verb-final" else 0]
    return not any(pack.patterns[kind].fullmatch(verb) for kind in ("impersonal", "own-cue"))  # сұрадық: the writer asked


def names_two(phrase: str, pack: Pack) -> bool:
    """Tell whether a phrase names two persons who speak together and are no one person: Ахметов и Ким · Асанов пен Серікова."""
    if pack.words("joining").isdisjoint(phrase.split()):
        return False
    parts = WORD.findall(END_OF_MAIN.split(phrase, maxsplit=1)[0])
    end = next((index for index, part in enumerate(parts) if index and part.lower() in words_of(pack, "of", "preposition")), len(parts))
    return any(
        part in pack.words("joining")
        and all(is_name_word(word, pack) for word in (parts[at - 1], *parts[at + 1 : end]))
        and not _foreign_start(parts[at + 1 : end], pack)  # Transport and Regional Development | Michael Roe
        for at, part in enumerate(parts[: end - 1])
        if at
    )
