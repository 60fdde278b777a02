"""A run of words in capitals cut into names, each with what its words and those beside it tell."""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from flows.label.expressions.numbers import roman_of
from flows.label.mentions.words import kind_told, linking, longest_place, naming_nothing, places
from flows.label.speakers.name_forms import is_patronymic, listed_name_forms, surname_forms
from flows.label.speakers.role_words import country_of, determiners, is_person_role, titles, words_of
from flows.languages.letters import plain
from flows.languages.pack import Pack
from schemas.words import MentionKind

MOST_PERSON_WORDS = 4
SHORTEST_SURNAME = 5
LONGEST_ACRONYM = 6
SHORTEST_ABBREVIATION = 2


class Name(NamedTuple):
    """Some words of a run that are one name; `first` and `end` are their places among the words of the run."""

    first: int
    end: int
    kind: MentionKind | None
    """What the words themselves tell; None where they leave it open."""
    is_titled: bool
    """True where a role or a title stands right before it."""


@lru_cache(maxsize=32_768)
def names_in(words: tuple[str, ...], pack: Pack) -> tuple[Name, ...]:
    """Return the names that a run of words in capitals holds, in order."""
    cut = _cut_head_last if "titles_have_capitals" in pack.flags else _cut
    return tuple(cut(words, pack))


def _cut(words: Sequence[str], pack: Pack) -> Iterator[Name]:
    """Yield the names of a run in a language that writes roles in small letters."""
    at, is_titled = _past_opening(words, pack), False
    while at < len(words):
        word = words[at]
        if word in linking(pack) or _is_no_part(words, at, pack) or _is_legal_form(word, pack):
            at, is_titled = at + 1, False
        elif _is_title(word, pack):
            at, is_titled = at + 1, True
        else:
            name = _name_from(words, at, is_titled, pack)
            yield name
            at, is_titled = name.end, False


def _name_from(words: Sequence[str], at: int, is_titled: bool, pack: Pack) -> Name:
    """Return the name that begins at a word."""
    person = _end_of_person(words, at, pack)
    if person - at > 1:
        return Name(at, person, MentionKind.PERSON, is_titled)
    place = longest_place(words, at, pack)
    if place > at and not is_titled and _stands_alone(words, at, place, person, pack):
        return Name(at, _with_behind(words, at, place, pack), MentionKind.PLACE, False)
    if person > at:
        return Name(at, person, MentionKind.PERSON, is_titled)
    head = kind_told(words[at], "within", pack)
    if _is_before_person(words, at, pack) or _is_apart(words, at, pack):
        return Name(at, at + 1, head, False)
    if head and "has_cases" in pack.flags and "head_last" not in pack.flags:
        return Name(at, _end_of_headed(words, at, pack), head, False)
    return _unknown_from(words, at, is_titled, pack)


def _is_before_person(words: Sequence[str], at: int, pack: Pack) -> bool:
    """Tell whether a word in capitals alone stands before two others: the WHO | Jane Roe."""
    following = words[at + 1 : at + 3]
    return is_acronym(words[at]) and len(following) == 2 and not any(_is_no_name(word, pack) for word in following)


def _is_apart(words: Sequence[str], at: int, pack: Pack) -> bool:
    """Tell whether a word in capitals alone is a name beside the words that follow, where names begin with their main noun.

    A place behind it narrows it: MVD Rossii.
    """
    if "has_cases" not in pack.flags or "head_last" in pack.flags or not is_acronym(words[at]) or at + 1 == len(words):
        return False
    following = words[at + 1]
    return following in linking(pack) or not (following.isupper() or longest_place(words, at + 1, pack) > at + 1)


def _is_no_name(word: str, pack: Pack) -> bool:
    return is_acronym(word) or word in linking(pack) or kind_told(word, "within", pack) is not None or word.isascii()


def _stands_alone(words: Sequence[str], at: int, end: int, person: int, pack: Pack) -> bool:
    """Tell whether a place of the lists is a name, and not the beginning of another one: the Boston | Red Sox."""
    if "titles_have_capitals" not in pack.flags:
        return end - at > 1 or person == at or end == len(words)
    if end == len(words) or words[end] in linking(pack):
        return True
    return _is_title(words[end], pack) or is_given(words[end], pack) or kind_told(words[end], "within", pack) is MentionKind.PLACE


def _unknown_from(words: Sequence[str], at: int, is_titled: bool, pack: Pack) -> Name:
    """Return the name that begins at a word of which no list knows what it opens: up to the next name, of the kind of its last word."""
    end = at + 1
    while end < len(words) and not _opens_another(words, end, pack) and not _closes_name(words[end - 1], pack):
        end += 1
    while end > at + 1 and words[end - 1] in linking(pack):
        end -= 1
    told = [kind_told(word, "within", pack) for word in words[at:end]]
    return Name(at, end, told[-1] or next(filter(None, told), None), is_titled)


@lru_cache(maxsize=16_384)
def _closes_name(word: str, pack: Pack) -> bool:
    """Tell whether a word ends a name by its case, in a language whose names decline their last word alone."""
    return "has_cases" in pack.flags and "head_last" in pack.flags and pack.patterns["closes_role"].fullmatch(plain(word)) is not None


def _with_behind(words: Sequence[str], at: int, end: int, pack: Pack) -> int:
    return end + 1 if end < len(words) and kind_told(words[end], "within", pack) is MentionKind.PLACE else end


def _end_of_headed(words: Sequence[str], at: int, pack: Pack) -> int:
    """Return where a name ends whose main noun is its first word: before a person's name."""
    end = at + 1
    while end < len(words) and not _is_title(words[end], pack) and _end_of_person(words, end, pack) - end < 2:
        if words[end] in pack.words("joining") and end + 1 < len(words) and kind_told(words[end + 1], "within", pack):
            break  # Senat i | Sinod
        end += 1
    while words[end - 1] in linking(pack):
        end -= 1
    return end


def _opens_another(words: Sequence[str], at: int, pack: Pack) -> bool:
    """Tell whether another name, or a title, begins at a word."""
    word = words[at]
    if word in pack.words("name_particles") and at + 1 < len(words):
        return False
    if word in linking(pack):
        is_narrowed = word not in pack.words("joining") and kind_told(words[at - 1], "within", pack) is not None
        return not (is_narrowed or _is_headed(words[at:], pack))
    if word.lower() in _no_openings(pack):
        return True
    return (
        _is_title(word, pack)
        or _end_of_person(words, at, pack) - at > 1
        or (at > 1 and words[at - 1] not in linking(pack) and longest_place(words, at, pack) == len(words))
    )


def _is_headed(words: Sequence[str], pack: Pack) -> bool:
    return any(kind_told(word, "within", pack) for word in words)


def _end_of_person(words: Sequence[str], at: int, pack: Pack) -> int:
    """Return where a person's name ends that a first name, initials, or a surname with one of them begins; `at` where none does."""
    end, word = at, words[at]
    if not (is_given(word, pack) or word.endswith(".") or _is_before_patronymic(words, at, pack)):
        following = words[at + 1 : at + 2]
        is_reversed = (
            bool(following)
            and (following[0].endswith(".") or is_given(following[0], pack))
            and bool(surname_forms(word, pack))
            and not kind_told(word, "within", pack)
        )
        if not is_reversed:
            return _behind_surname(words, at, pack)
    end += 1
    while end < len(words) and end - at < MOST_PERSON_WORDS and _may_continue(words, end, pack):
        is_last = bool(surname_forms(words[end], pack)) and not is_patronymic(words[end], pack)
        end += 1
        if is_last and end - at > 1:
            break
    return end


def _is_before_patronymic(words: Sequence[str], at: int, pack: Pack) -> bool:
    """Tell whether a word stands before a patronymic, and so is a first name that no list has."""
    following = words[at + 1] if at + 1 < len(words) else ""
    return following[:1].isupper() and not following.endswith(".") and is_patronymic(following, pack) and not is_acronym(words[at])


def _behind_surname(words: Sequence[str], at: int, pack: Pack) -> int:
    """Return the end of a word that ends as surnames do."""
    forms = surname_forms(words[at], pack)
    return at + 1 if forms and len(words[at]) >= SHORTEST_SURNAME and not kind_told(words[at], "within", pack) else at


def _may_continue(words: Sequence[str], at: int, pack: Pack) -> bool:
    word = words[at]
    if word in pack.words("name_particles"):
        return at + 1 < len(words)
    if not word[0].isupper() or is_acronym(word) or kind_told(word, "within", pack) is not None:
        return False
    return not _is_title(word, pack) or ("has_cases" in pack.flags and bool(surname_forms(word, pack)))


@lru_cache(maxsize=16_384)
def is_given(word: str, pack: Pack) -> bool:
    """Tell whether a word is a first name in any case."""
    return bool(listed_name_forms(word, pack))


def is_acronym(word: str) -> bool:
    """Tell whether a word is written in capitals alone, and is no number in Roman figures."""
    letters = word.replace(".", "")
    return 1 < len(letters) <= LONGEST_ACRONYM and letters.isupper() and "." not in word[:-1] and roman_of(word) is None


def _is_legal_form(word: str, pack: Pack) -> bool:
    """Tell whether a word in capitals alone says that a firm's name follows, and is no part of it."""
    return is_acronym(word) and kind_told(word, "before", pack) is MentionKind.ORGANISATION


@lru_cache(maxsize=16_384)
def _is_title(word: str, pack: Pack) -> bool:
    if is_person_role(word, pack):
        return True
    low = plain(word).rstrip(".")
    is_titled = low in titles(pack) or low in pack.words("honorifics")
    return is_titled and kind_told(word, "within", pack) is not MentionKind.ORGANISATION


@cache
def _no_openings(pack: Pack) -> frozenset[str]:
    """Return the words in small letters that open a sentence and are no part of a name."""
    days = [word for kind, *words in pack.rows("date_words") if kind == "weekday" for word in words]
    dates = frozenset(word.lower() for word in (*days, *(row[0] for row in pack.rows("months"))))
    small = words_of(
        pack, "adverb", "preposition", "connective", "subordinator", "frame", "conjunction", "of", "to", "determiner", "possessive"
    )
    return dates | small | determiners(pack) | frozenset(word.lower() for word in pack.words("sentence_starters"))


def _is_no_part(words: Sequence[str], at: int, pack: Pack) -> bool:
    """Tell whether a word is no part of a name: a small word at the beginning of a sentence, an abbreviation that names nothing.

    In capitals alone among other words such a word is a name that looks like one: WHO.
    """
    word = words[at]
    if word in naming_nothing(pack):
        return True
    is_abbreviation = len(word) > SHORTEST_ABBREVIATION and is_acronym(word) and (len(words) == 1 or not all(map(str.isupper, words)))
    return not is_abbreviation and word.lower() in _no_openings(pack)


def _past_opening(words: Sequence[str], pack: Pack) -> int:
    """Return the place of the first word that may belong to a name."""
    at = 0
    while at < len(words) and (_is_no_part(words, at, pack) or words[at] in linking(pack)):
        at += 1
    return at


def _cut_head_last(words: Sequence[str], pack: Pack) -> Iterator[Name]:
    """Yield the names of a run in a language that writes titles in capitals and ends a name with its main noun."""
    at, is_titled = _past_opening(words, pack), False
    while at < len(words):
        if words[at] in linking(pack) or _is_no_part(words, at, pack):
            at, is_titled = at + 1, False
        elif _is_title(words[at], pack) and kind_told(words[_end_of_phrase(words, at, pack) - 1], "within", pack) is None:
            at, is_titled = at + 1, True
        elif country_of(words[at], pack) and words[at] not in _place_words(pack) and not _is_headed(words[at:], pack):
            at += 1
        else:
            name = _name_from(words, at, is_titled, pack)
            yield name
            at, is_titled = name.end, False


def _end_of_phrase(words: Sequence[str], at: int, pack: Pack) -> int:
    """Return the place of the next word that links names, or the end: Head | of State."""
    return next((place for place in range(at, len(words)) if words[place] in linking(pack)), len(words))


@cache
def _place_words(pack: Pack) -> frozenset[str]:
    return frozenset(places(pack))
