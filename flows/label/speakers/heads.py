"""The persons whom the head of a text names: `Statement by His Excellency Mr. Denis Roe, Chairman of …` · `The Hon. Jane Roe MP`."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, takewhile
from typing import NamedTuple

from flows.label.form.words import classes
from flows.label.speakers.name_forms import first_names, read_name
from flows.label.speakers.names import PhraseReading
from flows.label.speakers.passing import named_by, runs_of
from flows.label.speakers.role_words import country_of, is_person_role, is_role, titles, words_of
from flows.label.speakers.spelling import in_small_letters
from flows.languages.letters import plain
from flows.languages.pack import Pack

# H.E. · М.В. · Al-Nahyan · , · a new line
TOKEN = re.compile(r"(?:[^\W\d_]\.)+|[^\W\d_]+(?:[-‑'’][^\W\d_]+)*\.?|\n|[^\s]")
LONGEST_HEAD = 3000
# Roe’s · ROE’S
OWNED = re.compile(r"['’]s?$", re.IGNORECASE)
MOST_NAME_WORDS, MOST_ROLE_WORDS = 7, 4
WORDS_BESIDE = 12
BETWEEN_NAME_AND_ROLE = frozenset((",", "\n", "(", ")", "–", "—", "-", "."))


class HeadPerson(NamedTuple):
    """A person whom a head names."""

    reading: PhraseReading
    beside: frozenset[str]
    """The words beside the name, in small letters: what the person is."""


def persons_of_head(head: str, spelt: dict[str, str], pack: Pack) -> list[HeadPerson]:
    """Return the persons whom a head names in full, in its order.

    A name is one by the honorific before it, or by the role or the letters of an honour behind it.

    >>> from flows.languages.pack import pack
    >>> from schemas.words import Language
    >>> found = persons_of_head("STATEMENT BY H.E. MR. DENIS ROE, PRESIDENT OF THE REPUBLIC", {}, pack(Language("en")))
    >>> [person.reading.name for person in found]
    ['Denis Roe']
    """
    tokens = [in_small_letters(token, spelt, pack) for token in TOKEN.findall(head[:LONGEST_HEAD])]
    found = {person.reading.name: person for person in reversed(list(_named_among(tokens, pack)))}
    if not found and "has_cases" in pack.flags:
        found = {person.reading.name: person for person in reversed(list(_named_by_case(tokens, pack)))}
    return list(found.values())[::-1]


def _named_by_case(tokens: Sequence[str], pack: Pack) -> Iterator[HeadPerson]:
    """Yield the persons whom a head names as a report would, with a role before the name."""
    joined = " ".join(word for word in tokens if word != "\n").replace(" ,", ",")
    for run in runs_of(pack).finditer(joined):
        named = named_by(run, joined, pack)
        if named and named.reading.is_person and " " in (named.reading.name or ""):
            yield HeadPerson(named.reading, frozenset(word for role in named.reading.roles for word in role.split()))


def _named_among(tokens: Sequence[str], pack: Pack) -> Iterator[HeadPerson]:
    at = 0
    while at < len(tokens):
        end = _end_of_run(tokens, at, pack)
        words = [OWNED.sub("", word) for word in tokens[at:end]]
        is_name = (
            len(words) > 1
            and not _is_addressed(tokens, at, pack)
            and (_is_titled(tokens, at, pack) or (_is_described(tokens, at, end, pack) and not _is_linked(tokens, at, pack)))
        )
        if is_name and any(len(word) > 1 and not word.endswith(".") for word in words):
            read = read_name(tuple(words), pack, None)
            beside = frozenset(map(plain, (*tokens[max(at - WORDS_BESIDE // 3, 0) : at], *tokens[end : end + WORDS_BESIDE])))
            yield HeadPerson(PhraseReading(" ".join(read.words), (), read.gender, True), beside)
        at = max(end, at + 1)


def _end_of_run(tokens: Sequence[str], first: int, pack: Pack) -> int:
    """Return where the words of what may be a name end that begins at a place: the place itself where none does."""
    at = first
    while at < len(tokens) and at - first < MOST_NAME_WORDS:
        is_particle = (
            at > first and tokens[at] in pack.words("name_particles") and at + 1 < len(tokens) and _may_be_name(tokens[at + 1], pack)
        )
        if not is_particle and not _may_be_name(tokens[at], pack):
            break
        at += 1
    return at


def _may_be_name(token: str, pack: Pack) -> bool:
    low = plain(token).rstrip(".")
    if not token[0].isupper() or low in _no_names(pack) or low in titles(pack):
        return False
    if (token.endswith(".") and len(token) > 2 and token.count(".") == 1) or token.partition("-")[2][:1].islower():
        return False  # Amb. · Seventy-ninth
    return token in first_names(pack) or not (is_role(token, pack) or country_of(token, pack) is not None)


@cache
def _no_names(pack: Pack) -> frozenset[str]:
    """Return words in small letters that no name in a head holds."""
    rows = (*pack.rows("announcements"), *pack.rows("openings"), *pack.rows("office_modifiers"))
    listed = [word for _, words in rows for word in words.split()]
    roles = [word for phrase in classes("labels", pack)["speaker"] for word in phrase.split()]
    months = [row[0] for row in pack.rows("months")]
    small = words_of(pack, "preposition", "of", "to", "determiner", "connective", "conjunction", "by")
    others = (pack.words(name) for name in ("organisations", "honorifics", "post_nominals"))
    return frozenset(word for word in map(plain, (*listed, *roles, *months, *small, *chain(*others))) if len(word) > 1)


def _before(tokens: Sequence[str], at: int) -> int:
    """Return the place of the word before another one, across line ends, commas and stops; -1 where there is none."""
    before = at - 1
    while before >= 0 and tokens[before] in ("\n", ",", "."):
        before -= 1
    return before


def _is_titled(tokens: Sequence[str], at: int, pack: Pack) -> bool:
    """Tell whether an honorific or a title stands right before a place."""
    before = _before(tokens, at)
    low = plain(tokens[before]).rstrip(".") if before >= 0 else ""
    return low in pack.words("honorifics") or low in titles(pack)


def _is_addressed(tokens: Sequence[str], at: int, pack: Pack) -> bool:
    """Tell whether a name is that of somebody whom the speaker addresses: Your Excellency | Jane Roe."""
    before = _before(tokens, at)
    return before > 0 and plain(tokens[before - 1]) in pack.words("second_person") & words_of(pack, "possessive")


def _is_described(tokens: Sequence[str], at: int, end: int, pack: Pack) -> bool:
    """Tell whether a role, or the letters of an honour, stand right behind a name; on the next line, only where the name opens its own."""
    role = end
    while role < len(tokens) and tokens[role] in BETWEEN_NAME_AND_ROLE:
        role += 1
    if role >= len(tokens):
        return False
    if plain(tokens[role]).rstrip(".") in pack.words("post_nominals"):
        return True
    between = tokens[end:role]
    if "\n" in between and "," not in between and at > 0 and tokens[at - 1] != "\n":
        return False
    following = takewhile(lambda word: word[0].isupper(), tokens[role : role + MOST_ROLE_WORDS])
    return any(is_person_role(word, pack) and word not in pack.words("organisations") for word in following)


def _is_linked(tokens: Sequence[str], at: int, pack: Pack) -> bool:
    """Tell whether a preposition stands right before a place that announces nobody: the Republic of | Viet Nam."""
    return at > 0 and plain(tokens[at - 1]) in words_of(pack, "of", "to", "preposition") - words_of(pack, "by")
