"""The listed persons and offices, arranged for looking up: by a word of a name, by the words of an office."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from flows.label.speakers.case_forms import dictionary_forms
from flows.label.speakers.gazetteer import Gazetteer, OfficeDeclared, People, Person
from flows.label.speakers.name_forms import is_given, is_surname
from flows.label.speakers.names import POSSESSIVE, WORD
from flows.label.speakers.nicknames import go_together
from flows.label.speakers.role_words import behind_relative, countries, country_of, describing, is_role, is_title, modifiers
from flows.languages.letters import plain
from flows.languages.pack import Pack, pack
from flows.segment.document import Document
from schemas.words import Language


class OfficeName(NamedTuple):
    """One name of an office, its words in small letters."""

    office: OfficeDeclared
    words: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Known:
    """A gazetteer arranged for looking up; equal to itself alone, so that what was found in it can be kept by it."""

    persons: dict[str, Person]
    by_last_word: dict[tuple[Language, str], tuple[tuple[tuple[str, ...], Person], ...]]
    """The persons by the last word of each of their names, in small letters, with all its words."""
    offices: dict[tuple[Language, str], tuple["OfficeName", ...]]
    """The names of offices by their first word."""
    holders: dict[str, tuple[Person, ...]]
    people: People
    """The persons of long lists, of whom a name is theirs as a whole alone."""


_LAST: list[tuple[Gazetteer, Known]] = []


def known(gazetteer: Gazetteer) -> Known:
    """Return a gazetteer arranged for looking up; the last one asked for is kept."""
    if not _LAST or _LAST[0][0] is not gazetteer:
        _LAST[:] = [(gazetteer, _arranged(gazetteer))]
    return _LAST[0][1]


def _arranged(gazetteer: Gazetteer) -> Known:
    by_last_word: dict[tuple[Language, str], list[tuple[tuple[str, ...], Person]]] = {}
    holders: dict[str, list[Person]] = {}
    for person in gazetteer.persons:
        for name in person.names:
            words = tuple(word.lower() for word in name.name.split())
            by_last_word.setdefault((name.language, words[-1]), []).append((words, person))
        for term in person.terms:
            holders.setdefault(term.office, []).append(person)
    offices: dict[tuple[Language, str], list[OfficeName]] = {}
    for office in gazetteer.offices:
        for name in office.names:
            words = tuple(POSSESSIVE.sub("", word) for word in name.name.lower().split())
            offices.setdefault((name.language, words[0]), []).append(OfficeName(office, words))
    return Known(
        {person.speaker_id: person for person in gazetteer.persons},
        {key: tuple(forms) for key, forms in by_last_word.items()},
        {key: tuple(names) for key, names in offices.items()},
        {office: tuple(dict.fromkeys(people)) for office, people in holders.items()},
        gazetteer.people,
    )


def person_of(known: Known, speaker_id: str) -> Person | None:
    """Return the listed person of an id, of whichever list."""
    return known.persons.get(speaker_id) or known.people.person(speaker_id)


def bearers_of(known: Known, name: str) -> frozenset[str]:
    """Return the ids of the listed persons who bear a name as a whole, without regard to case."""
    own = _bearers(known).get(name.casefold(), frozenset())
    return own or frozenset(person.speaker_id for person in known.people.named(name))


@lru_cache(maxsize=1)
def _bearers(known: Known) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for person in known.persons.values():
        for name in person.names:
            found.setdefault(name.name.casefold(), set()).add(person.speaker_id)
    return {name: frozenset(ids) for name, ids in found.items()}


@lru_cache(maxsize=16_384)
def person_named(known: Known, phrase: str, language: Language) -> Person | None:
    """Return the listed person whom a phrase names, by a whole form or by the last word of one; None where it names none or several.

    A first name or an initial that stands before the surname must be the person's own. Of the long lists, whose surnames are everybody's,
    it names somebody only with a first name.
    """
    found = list(WORD.finditer(phrase))
    words = [POSSESSIVE.sub("", word.group()) for word in found]
    for index, word in enumerate(words):
        if not word[0].isupper() or _is_first_name(words, index, pack(language)):
            continue
        behind = words[index + 1] if phrase.startswith(" ", found[index].end()) and index + 1 < len(words) else ""
        fitting: dict[str, Person] = {}
        for form in dictionary_forms(word.lower(), pack(language)):
            for name, person in known.by_last_word.get((language, form), ()):
                if _given_fits(words[:index], name[:-1], pack(language)) and not _goes_on(words[:index], behind, name[:-1], pack(language)):
                    fitting[person.speaker_id] = person
        if not fitting:
            fitting = _of_long_lists(known, words[:index], word, language)
        if len(fitting) > 1:
            fitting = _by_middle_name(fitting, words[: index + 1])
        if len(fitting) == 1:
            return next(iter(fitting.values()))
    return None


def _is_first_name(words: list[str], index: int, pack: Pack) -> bool:
    """Tell whether a word is a first name with a surname behind it: Карина Лунина is nobody of the surname Карин."""
    has_surname = index + 1 < len(words) and words[index + 1][0].isupper() and is_surname(words[index + 1], pack)
    return has_surname and is_given(words[index], pack)


def _by_middle_name(fitting: dict[str, Person], words: list[str]) -> dict[str, Person]:
    """Return those of some namesakes who have a name of three words or more with which the words end."""
    low = [word.lower() for word in words]
    names = ((key, person, name.name.lower().split()) for key, person in fitting.items() for name in person.names)
    return {key: person for key, person, name in names if len(name) > 2 and low[-len(name) :] == name}


@lru_cache(maxsize=16_384)
def namesakes_named(known: Known, name: str, language: Language) -> tuple[Person, ...]:
    """Return the listed persons, two or more, who share a full name; nobody where it is one person's or no listed one's."""
    *before, last = name.split()
    if not before or person_named(known, name, language) is not None:
        return ()
    read = pack(language)
    firsts = dictionary_forms(before[0].lower(), read)
    own = {
        person.speaker_id: person
        for form in dictionary_forms(last.lower(), read)
        for words, person in known.by_last_word.get((language, form), ())
        if len(words) > 1 and words[0] in firsts
    }
    found = own or _of_long_lists(known, before, last, language)
    return tuple(found.values()) if len(found) > 1 else ()


def _of_long_lists(known: Known, before: list[str], word: str, language: Language) -> dict[str, Person]:
    """Return the persons of long lists whom a surname in any case means with the first name right before it."""
    if not known.people or not before or not before[-1][0].isupper():
        return {}
    read = pack(language)
    given = [set(dictionary_forms(one.lower(), read)) for one in before if one[0].isupper()]
    return {
        person.speaker_id: person
        for form in dictionary_forms(word.lower(), read)
        for name, person in known.people.bearing(language, form)
        if len(name) > 1 and any(name[0] in forms for forms in given) and _given_fits(before, name[:-1], read)
    }


def _given_fits(before: list[str], given: tuple[str, ...], pack: Pack) -> bool:
    """Tell whether the capitalised word before a surname is no other person's first name."""
    if not before or not given or not before[-1][0].isupper():
        return True
    word, lowered = before[-1], before[-1].lower()
    if lowered.endswith(".") or len(lowered) == 1:
        return any(part.startswith(lowered[0]) for part in given) or len(lowered.rstrip(".")) > 1
    if not set(given).isdisjoint(dictionary_forms(lowered, pack)):
        return True
    if any(go_together(lowered, first, pack) for first in given):
        return True
    return _tells_who(word, pack)


def _goes_on(before: list[str], behind: str, given: tuple[str, ...], pack: Pack) -> bool:
    """Tell whether a surname is another person's first name, as the word right behind it shows: Karin | Lindqvist."""
    if not behind or not behind[0].isupper() or not given or _tells_who(behind, pack) or behind.lower() in pack.words("name_suffixes"):
        return False
    return all(set(given).isdisjoint(dictionary_forms(word.lower(), pack)) for word in (*before[-1:], behind))


def _tells_who(word: str, pack: Pack) -> bool:
    """Tell whether a word in capitals beside a surname says who that is and is no name: a role, a title, a trade, a country."""
    return (
        word.isupper()
        or is_role(word, pack)
        or is_title(word, pack)
        or country_of(word, pack) is not None
        or plain(word) in describing(pack, "politics", "trade", "voice")
    )


def holder_of_role(known: Known, phrase: str, document: Document) -> Person | None:
    """Return the listed person who held, on the day of the text, the office that a phrase names without a name.

    The office's country is the one that the phrase names; else that of the document; else the only one whose holder, or which
    itself, the text names. None where the phrase is no listed office, or that leaves more than one person.
    """
    offices, named_country = _offices_named(known, phrase, document.language)
    return _holder(known, offices, named_country or document.country, document) if offices else None


def office_named(known: Known, phrase: str, document: Document) -> OfficeDeclared | None:
    """Return the listed office that a phrase names, of the country that it or the document says; None where that leaves none or several."""
    offices, named_country = _offices_named(known, phrase, document.language)
    country = named_country or document.country
    fitting = [office for office in offices if office.country == country]
    return fitting[0] if len(fitting) == 1 else None


@lru_cache(maxsize=8192)
def _offices_named(known: Known, phrase: str, language: Language) -> tuple[tuple[OfficeDeclared, ...], str | None]:
    """Return the listed offices that a phrase may name, by their longest names, and the country that it names."""
    read = pack(language)
    words = [
        word
        for found in behind_relative(WORD.findall(phrase), read)
        if (word := POSSESSIVE.sub("", found).lower()) not in read.words("ours")
    ]
    if any(part in modifiers(read, "former", "acting", "deputy") for word in words for part in (word, word.split("-")[0])):
        return (), None  # another office, though it holds the words of this one
    fitting: list[tuple[OfficeName, str | None]] = []
    for at, name in _names_in(known, [dictionary_forms(word, read) for word in words], language):
        around = words[:at] + words[at + len(name.words) :]
        if all(country_of(word, read) or _is_companion(word, read) for word in around):
            fitting.append((name, _country_named(name, around, read)))
    most = max((len(name.words) for name, _ in fitting), default=0)
    longest = {name.office: country for name, country in fitting if len(name.words) == most}
    return tuple(longest), next(reversed(longest.values()), None)


def _country_named(name: OfficeName, around: Sequence[str], pack: Pack) -> str | None:
    if any(country_of(word, pack) for word in name.words):
        return name.office.country  # the Uzbek President
    return next((country for word in around if (country := country_of(word, pack))), None)


def _names_in(known: Known, forms: Sequence[tuple[str, ...]], language: Language) -> Iterator[tuple[int, OfficeName]]:
    """Yield the names of offices that stand among words in all their forms, each with its place."""
    for at, first in enumerate(forms):
        for name in (name for form in first for name in known.offices.get((language, form), ())):
            if at + len(name.words) <= len(forms) and all(word in there for word, there in zip(name.words, forms[at:], strict=False)):
                yield at, name


def _is_companion(word: str, pack: Pack) -> bool:
    return not pack.words("office_companions").isdisjoint(dictionary_forms(word, pack))


def _holder(known: Known, offices: Sequence[OfficeDeclared], country: str | None, document: Document) -> Person | None:
    if country is not None:
        people = _holders(known, [office for office in offices if office.country == country], document)
    else:
        people = {key: person for key, person in _holders(known, offices, document).items() if _is_named(person, document)}
        people = people or _holders(known, [office for office in offices if office.country in _countries_named(document.text)], document)
    return next(iter(people.values())) if len(people) == 1 else None


def _holders(known: Known, offices: Sequence[OfficeDeclared], document: Document) -> dict[str, Person]:
    return {
        person.speaker_id: person
        for office in offices
        for person in (*known.holders.get(office.office, ()), *known.people.holders(office.office))
        if _held(person, office, document.spoken_on)
    }


def _held(person: Person, office: OfficeDeclared, on: date | None) -> bool:
    terms = [term for term in person.terms if term.office == office.office]
    if on is None:
        return any(term.until_on is None for term in terms)
    return any(term.from_on <= on and (term.until_on is None or on <= term.until_on) for term in terms)


def _is_named(person: Person, document: Document) -> bool:
    return any(name.name.split()[-1] in document.text for name in person.names if name.language is document.language)


@lru_cache(maxsize=8)
def _countries_named(text: str) -> frozenset[str]:
    return frozenset(countries()[word] for word in set(map(str.lower, WORD.findall(text))) & countries().keys())
