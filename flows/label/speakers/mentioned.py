"""Persons whom a text names in full though they say nothing, so that a surname, a title or a pronoun may mean them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from flows.label.speakers.case_forms import dictionary_forms
from flows.label.speakers.names import Reading, read_source
from flows.label.speakers.phrases import read_inflected
from flows.languages.pack import pack
from schemas.columns import Span
from schemas.words import Language

# two to four words in capitals: a full name, in any letters
FULL_NAME = re.compile(
    r"""
    (?<!\w) [^\W\d_a-zа-яё][^\W\d_]++ (?:[-’'][^\W\d_]++)*+
    (?: [ ] (?:[^\W\d_a-zа-яё]\.[ ]?)? [^\W\d_a-zа-яё][^\W\d_]++ (?:[-’'][^\W\d_]++)*+ ){1,3}
    """,
    re.VERBOSE,
)
# Foreign Minister Dina Omarova arrived …: the words in capitals that open a sentence
OPENING_NAME = re.compile(r"[^\W\d_a-zа-яё][\w.’'-]*(?: [^\W\d_a-zа-яё][\w.’'-]*){0,5}+")
# Hungarian Prime Minister Viktor Orban: a run of capitalised words
# or, behind a title in small letters, a full name: regional akim | Dina Omarova
TITLED_NAME = re.compile(r"(?<!\w)(?:[a-z][\w’'-]*+ [A-Z][\w.’'-]++ [A-Z][\w’'-]++|[A-Z][\w.’'-]++(?: [A-Z][\w.’'-]++){2,7}+)")
# The conductor | Ilse Brandt: what stands before a name that opens a sentence
OPENING_ROLE = re.compile(r"[A-Z][a-z]* (?:[a-z][\w’'-]* ){1,4}(?=[A-Z])")
# Its author, former naval officer | Ruth Callaghan, gave evidence
APPOSED_NAME = re.compile(
    r"(?:The|Its|His|Her|Their|A|An|One|Another)\b[^,.;:]{2,60}, (?:[a-z][\w’'-]*+ ){0,5}(?P<name>[A-Z][\w’'-]++(?: [A-Z][\w.’'-]++){1,2}),"
)
# a worker, an engineer, an economist, a resident: endings of words for persons
AGENT = re.compile(r"(?:er|or|ist|ian|ant|dent|man|ee) $")
NO_FIRST_NAMES = frozenset(
    (
        *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March", "April", "May"),
        *(
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
            "President",
            "Minister",
            "Mayor",
            "The",
            "When",
            "Both",
        ),
    )
)


class OpeningName(NamedTuple):
    """The name that opens a sentence."""

    name: str
    is_described: bool
    """True where a word for a person stands before it: the conductor Ilse Brandt."""


def read_phrase(phrase: str, language: Language) -> Reading:
    """Return what a source phrase says of a person, in any language of the dataset."""
    return read_source(phrase) if language is Language.ENGLISH else read_inflected(phrase, pack(language))


def name_key(name: str) -> str:
    """Return a name as it is looked up: O’Neill and O'Neill, de Blasio and De Blasio are one."""
    return name.replace("’", "'").casefold()


def full_names_in(text: str, surnames: set[str], language: Language) -> Iterator[Reading]:
    """Yield what a text says of the persons of these surnames wherever it names them in full."""
    for match in FULL_NAME.finditer(text):
        words = match.group().split()
        if surnames.isdisjoint(map(name_key, dictionary_forms(words[-1], pack(language)))):
            continue
        reading = read_phrase(match.group(), language)
        if reading.name and " " in reading.name and (reading.is_person or (language is Language.ENGLISH and _stands_within(text, match))):
            yield reading


def _stands_within(text: str, match: re.Match[str]) -> bool:
    """Tell whether two capitalised words behind one in small letters are a name: the conductor Ilse Brandt – not: on Monday Brandt."""
    words = match.group().split()
    before = text[max(match.start() - 3, 0) : match.start()]
    is_within = before[-1:] == " " and before[:-1].rstrip(",")[-1:].islower()
    return len(words) == 2 and is_within and words[0] not in NO_FIRST_NAMES


def opening_name(text: str, sentence: Span) -> OpeningName | None:
    """Return the name with which a sentence opens, behind at most an article and a word or two: The conductor Ilse Brandt left."""
    apposed = APPOSED_NAME.match(text, *sentence)
    if apposed:
        return OpeningName(apposed["name"], is_described=True)
    role = OPENING_ROLE.match(text, *sentence)
    found = OPENING_NAME.match(text, role.end() if role else sentence.start, sentence.end)
    return OpeningName(found.group(), role is not None and AGENT.search(role.group()) is not None) if found else None


def titled_names(text: str) -> Iterator[Reading]:
    """Yield what names with titles say of persons, in the order of a text: Prime Minister Jane Roe came."""
    for found in TITLED_NAME.finditer(text):
        reading = read_source(found.group())
        if reading.name and reading.roles:
            yield reading
