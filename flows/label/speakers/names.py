"""What a source phrase says of a person: the name, the roles beside it, the gender – and the id that a name alone gives."""

import re
import unicodedata
from functools import cache, lru_cache
from hashlib import sha256
from typing import Literal, NamedTuple

from flows.languages.pack import Pack, pack
from schemas.words import Language

Gender = Literal["female", "male", "either"]
# Barack Obama, the president, · Barack Obama (D-Ill.) · Barack Obama – the president –
MAIN_PART = re.compile(r"[^,(\[–—]+")
WORD = re.compile(r"(?:[^\W\d_]\.)+|[^\W_]+(?:[-'’.][^\W_]+)*\.?")
# Kazakhstan’s | Foreign Minister – but not: the leader of the farmers’ union
POSSESSIVE = re.compile(r"^(?:(?! of ).)*[^\W_]['’]s?\s+(?=\S)")
# Omarova, Serikuly: surnames that tell the gender where no first name does
FEMALE_SURNAME, MALE_SURNAME = re.compile(r".+(?:ova|(?<!u)eva|skaya|kyzy)"), re.compile(r".+(?:[eo]v|sky|skiy|uly)")
# Noor Haddad|, a baker| on Mill Street
APPOSED = re.compile(
    r", (?P<noun_phrase>(?:a|an|the|its|his|her|their|our) (?:(?!of\b|for\b|in\b|at\b|on\b|with\b|from\b|who\b|which\b|that\b)[\w’'-]+ ?)+)"
)
DETERMINERS = frozenset(("a", "an", "the", "one", "its", "his", "her", "their", "our", "my"))
ENDING_POSSESSIVE = re.compile(r"['’]s?$")
PARTICLES = frozenset(
    [
        "de",
        "del",
        "della",
        "der",
        "den",
        "van",
        "von",
        "bin",
        "ibn",
        "al",
        "el",
        "ben",
        "da",
        "di",
        "du",
        "la",
        "le",
        "dos",
        "ten",
        "ter",
        "y",
    ]
)
# the mayor of Aktau, officials in Ohio, Bush and Clinton: what follows these is no name of the source
NO_NAME_BEHIND = frozenset(("of", "in", "at", "for", "from", "with", "by", "on", "to", "and", "or", "the", "The", "a", "an", "A", "An"))
BELONGING = frozenset(("of", "from", "at"))
OFFICES = frozenset(("Minister", "minister", "Secretary", "secretary"))
SHORT_TITLES = frozenset(
    [
        "Mr.",
        "Mr",
        "Mrs.",
        "Mrs",
        "Ms.",
        "Ms",
        "Dr.",
        "Dr",
        "Gov.",
        "Sen.",
        "Rep.",
        "Gen.",
        "Col.",
        "Lt.",
        "Capt.",
        "Sgt.",
        "Prof.",
        "Rev.",
        "Jr.",
        "Sr.",
    ]
)
CAPITAL = "[{}]".format("".join(letter for letter in map(chr, range(0x2000)) if letter.isupper()))
"""A class of all capital letters of the scripts of Europe and their neighbours, for patterns."""
ID_HASH_LENGTH = 8
LONGEST_SLUG = 100


class Reading(NamedTuple):
    """What one source phrase says."""

    name: str | None
    """The person's name as written, without titles; None where the phrase names nobody."""
    roles: tuple[str, ...]
    """The roles that it gives the person, in small letters and without articles."""
    gender: Gender
    is_person: bool
    """True where a title, a role, a first name or an age shows that the name is a person's."""


@lru_cache(maxsize=4096)
def speaker_id_of(name: str) -> str:
    """Return the id of a person who is known by a name alone: the same for the same name, whatever the text.

    >>> speaker_id_of("Murat Nurtleu")
    'murat-nurtleu'
    >>> speaker_id_of("François Hollande")
    'francois-hollande-61cd7e10'
    """
    composed = unicodedata.normalize("NFC", name).replace("’", "'")
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", composed.lower()) if not unicodedata.combining(letter))
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    is_whole = composed.isascii() and len(slug) <= LONGEST_SLUG
    if is_whole and slug:
        return slug
    short = sha256(composed.encode()).hexdigest()[:ID_HASH_LENGTH]
    return f"{slug[:LONGEST_SLUG].strip('-') or 'person'}-{short}"


def fits(person: Gender, other: Gender) -> bool:
    """Tell whether two genders may be those of one person."""
    return "either" in (person, other) or person == other


def gender_named(word: str) -> Gender:
    """Return the gender that a list names."""
    return "female" if word == "female" else "male" if word == "male" else "either"


@cache
def genders(pack: Pack, listed: str) -> dict[str, Gender]:
    """Return the words of a list of a language with their gender."""
    found: dict[str, Gender] = {}
    for gender, *words in pack.rows(listed):
        for word in words:
            found[word] = "either" if word in found and found[word] != gender else gender_named(gender)
    return found


@cache
def organisation_words() -> frozenset[str]:
    """Return the words that make a name one of an organisation."""
    return pack(Language.ENGLISH).words("organisations")


@lru_cache(maxsize=4096)
def read_source(phrase: str) -> Reading:
    """Read an English source phrase.

    >>> read_source("Kazakhstan’s Foreign Minister Murat Nurtleu").name
    'Murat Nurtleu'
    >>> read_source("Robby Mook, the campaign manager").roles
    ('campaign manager',)
    """
    titles = genders(pack(Language.ENGLISH), "titles")
    main = MAIN_PART.match(phrase)
    head = POSSESSIVE.sub("", main.group().strip()) if main else ""
    rest = phrase[main.end() :] if main else ""
    words = WORD.findall(head)
    last_title = max((index for index, word in enumerate(words) if word in titles or (not index and word.lower() in titles)), default=-1)
    name = _name_of(words[last_title + 1 :], words[last_title] if last_title >= 0 else "")
    roles: list[str] = []
    if last_title >= 0 and words[last_title] not in SHORT_TITLES:
        roles.append(_role(words[: last_title + 1]))
    is_described = False
    if name is None and rest:
        if last_title >= 0 or _describes(words):
            following = MAIN_PART.match(rest.lstrip(" ,"))
            name = _full_name(WORD.findall(following.group())) if following else None
        if name and last_title < 0:
            is_described = True  # the county engineer, Dina Omarova
            roles.append(_role(words))
    elif rest:
        is_described = bool((apposed := APPOSED.match(rest)) and _describes(WORD.findall(apposed.group("noun_phrase"))))
        roles += _roles_apposed(rest, titles)
    gender: Gender = titles.get(words[last_title], titles.get(words[last_title].lower(), "either")) if last_title >= 0 else "either"
    first_names = genders(pack(Language.ENGLISH), "first_names")
    first = name.split()[0] if name and " " in name else ""
    if gender == "either" and first:
        gender = first_names.get(first) or _gender_of_surname(name.split()[-1] if name else "")
    if gender == "either":
        gender = next((titles[word] for role in roles for word in role.split() if titles.get(word, "either") != "either"), "either")
    has_evidence = last_title >= 0 or is_described or bool(roles) or first in first_names or bool(re.match(r",? (?:\d\d\b|who\b)", rest))
    return Reading(name, tuple(roles), gender, has_evidence and name is not None)


def _gender_of_surname(surname: str) -> Gender:
    return "female" if FEMALE_SURNAME.fullmatch(surname) else "male" if MALE_SURNAME.fullmatch(surname) else "either"


def _describes(words: list[str]) -> bool:
    """Tell whether words name a person by a common noun: a baker, her neighbour – but no company, no group."""
    noun = words[-1] if len(words) > 1 and words[0].lower() in DETERMINERS else "The"
    return noun[0].islower() and noun.capitalize() not in organisation_words()


def _full_name(words: list[str]) -> str | None:
    """Return the full name that ends words in apposition: the mayor of Aktau, Dina Omarova; one of them, pensioner Dina Omarova."""
    name = _name_of(words)
    return name if name and " " in name else None


def _name_of(words: list[str], title: str = "") -> str | None:
    """Return the run of capitalised words that ends a phrase, None where there is none or it names an organisation.

    Behind an office such as `Minister`, words with `of` belong to it: Minister of Agriculture | Dina Omarova.
    """
    last = len(words)
    first = last
    while first and (words[first - 1][0].isupper() or (words[first - 1] in PARTICLES and first < last)):
        first -= 1
    while first < last and words[first] in PARTICLES and words[first][0].islower():
        first += 1
    run = words[first:last]
    if title and words[:1] == ["of"] and not organisation_words().isdisjoint(run):
        tail = run[max(index for index, word in enumerate(run) if word in organisation_words()) + 1 :]
        return " ".join(tail) if len(tail) > 1 else None  # Deputy of the Senate | Dina Omarova
    opening = 0
    while opening < last and words[opening][0].isupper():
        opening += 1
    if 1 < opening < first and words[opening] in BELONGING and organisation_words().isdisjoint(words[:opening]):
        return " ".join(words[:opening])  # Marat Sultanbek | of the Horizon Centre
    if (
        not run
        or run[0] == "The"
        or any(word in organisation_words() for word in run)
        or (len(run) == 1 and run[0].isupper() and len(run[0]) > 1)
    ):
        return None
    if first and words[first - 1] in NO_NAME_BEHIND:
        is_field = title in OFFICES and words[0] == "of" and words[first - 1] in ("of", "and")
        return " ".join(run[-2:]) if len(run) > 2 and is_field else None
    if first and words[first - 1].islower() and words[first - 1].capitalize() in organisation_words():
        return None  # the activist group Green Belt
    return ENDING_POSSESSIVE.sub("", " ".join(run))


def _role(words: list[str]) -> str:
    kept = [word.lower() for word in words]
    while kept and kept[0] in ("the", "a", "an", "longtime", "one"):
        kept = kept[1:]
    return " ".join(kept)


def _roles_apposed(rest: str, titles: dict[str, Gender]) -> list[str]:
    """Return the roles in the phrases behind a name: , the mayor of Astana, – only those whose first noun is a role."""
    roles = []
    for piece in re.split(r"[,(–—]", rest):
        phrase = re.split(r"\b(?:of|for|in|at|with|from|to|on|who|which|that|and)\b", piece, maxsplit=1)[0]
        words = WORD.findall(phrase)
        if words and words[-1] in titles:
            roles.append(_role(words))
    return roles
