"""What a language brings: each of its lists, what a line of it holds, and the words that it may use; each declared once."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

NO_WORDS: Mapping[int, frozenset[str]] = MappingProxyType({})
ANY_NUMBER = 10**6


class ListOf(NamedTuple):
    """What a line of a list holds."""

    holds: str
    """In words, for whoever writes the list."""
    separator: str | None = None
    """What parts the columns: `|`, `=` or a space; None where the whole line is one entry."""
    fewest: int = 1
    most: int = 1
    """How many columns a line has."""
    allowed: Mapping[int, frozenset[str]] = NO_WORDS
    """By column, from 0 on: the words of which each of its words must be one."""
    is_needed: bool = True
    """False where a language may do without the list: it is empty then."""


GENDERS = frozenset(("male", "female", "either"))
THOUSAND = frozenset(map(str, range(1000)))
DATE_CLASSES = frozenset(("ordinal", "year", "year-first", "time", "half-day"))
"""What stands in a date beside numbers and months: behind a day's number, behind a year's (after a day, before a day), before a time of
day, behind it."""
BEHAVIOURS = frozenset(("title", "number", "unit", "starter", "end"))
WALLS = frozenset(
    (
        *("not-found", "unavailable", "failed", "login", "consent", "script", "captcha", "denied", "expired", "parked", "moved", "paid"),
        *("notice", "any"),
    )
)
"""The kinds of pages that stand in a text's place."""
WAYS = frozenset(("named", "headed", "said", "beside", "around", "medium", "address", "told"))
"""How the words of a list stand on such a page; `flows/clean/wall_words.py` explains each."""
CUE_KINDS = frozenset(("saying", "writing", "thought", "order", "evaluation", "evidence", "intent", "relay", "state", "negated", "none"))
"""What a reporting verb does: says, writes, thinks aloud, orders, judges, shows (a study), means to, passes on; `state` stands behind
a form of `be`; `negated` is one behind `not` alone; `none` only looks like one."""
WORD_CLASSES = frozenset(
    (
        *(
            "agent",
            "agent-on",
            "medium",
            "document",
            "hearer",
            "place",
            "title",
            "title-noun",
            "before-title",
            "behind-title",
            "before-term",
        ),
        *("pronoun", "subject-pronoun", "object-pronoun", "possessive", "her", "determiner", "noun", "object", "verb-like"),
        *("verb", "auxiliary", "negation", "adverb", "time", "connective", "frame", "framing", "before-cue"),
        *("preposition", "of", "to", "as", "that", "relative", "subordinator", "conjunction", "adversative"),
    )
)
"""What a word may do in a sentence with a quotation; CONTRIBUTING explains each."""


def _words(holds: str, *, is_needed: bool = True) -> ListOf:
    """Declare a list whose lines hold any number of words."""
    return ListOf(holds, " ", 1, ANY_NUMBER, is_needed=is_needed)


LISTS: Mapping[str, ListOf] = MappingProxyType(
    {
        # all
        "letters": ListOf(
            "a letter, how often it stands in a thousand, what is often written for it (or letters alone)", " ", 1, 3, {1: THOUSAND}
        ),
        # flows/clean
        "agencies": ListOf("an agency or a paper whose name opens a report"),
        "before_dates": ListOf("words that may stand before a date"),
        "date_labels": ListOf("words that announce the date of a text"),
        "date_words": ListOf("class | words within dates", "|", 2, ANY_NUMBER, {0: DATE_CLASSES}, is_needed=False),
        "months": ListOf("a month as dates name it, its number", " ", 2, 2, {1: frozenset(map(str, range(1, 13)))}),
        "places": ListOf("a place from which reports come"),
        "walls": ListOf("kind | way | words of a page that stands in a text's place", "|", 3, 3, {0: WALLS, 1: WAYS}),
        # flows/segment
        "abbreviations": ListOf("an abbreviation with its stop, two spaces, what the stop means", "  ", 2, 2, {1: BEHAVIOURS}),
        "sentence_starters": _words("words that often begin a sentence"),
        "saying": ListOf("a reporting verb behind a speaker's name and a question or exclamation mark", is_needed=False),
        # flows/label/language
        "glance": ListOf("how many | one in how many characters | the commonest signs, _ for a space", "|", 3, ANY_NUMBER, is_needed=False),
        "telling": ListOf("a common word of this language alone"),
        "telling_endings": ListOf("an ending of this language alone", is_needed=False),
        # flows/label/form
        "announcements": ListOf("words that announce the text of a speech"),
        "attributing": _words("reporting verbs in dialogue"),
        "attributing_after_dash": _words("what attributes behind a dash alone", is_needed=False),
        "closings": ListOf("words with which a speaker ends"),
        "directions": ListOf("what happens in the hall, in brackets"),
        "first_person": _words("words of the first person; `-мыз` is an ending"),
        "second_person": _words("words of the second person"),
        "labels": ListOf(
            "class | what stands before a colon",
            "|",
            2,
            ANY_NUMBER,
            {0: frozenset(("question", "answer", "asker", "speaker", "link", "never"))},
        ),
        "openings": ListOf(
            "class | words with which a speaker turns to the hearers", "|", 2, 2, {0: frozenset(("calling", "thanking", "whole"))}
        ),
        "requests": ListOf("words with which an interviewer asks without a question mark"),
        # flows/label/quotations
        "lexicon": ListOf("word | what it may do", "|", 2, 3, {1: WORD_CLASSES}),
        "cues": ListOf("lemma | kind | what it takes | forms", "|", 3, 4, {1: CUE_KINDS}),
        "according": ListOf("words that name a source without a verb", is_needed=False),
        # flows/label/speakers
        "first_names": ListOf("gender, first names", " ", 2, ANY_NUMBER, {0: GENDERS}),
        "male_names": ListOf("a man's first name that ends as women's do", is_needed=False),
        "titles": ListOf("gender, titles and roles", " ", 2, ANY_NUMBER, {0: GENDERS}, is_needed=False),
        "pronoun_genders": ListOf("gender, pronouns that stand for one person", " ", 2, ANY_NUMBER, {0: GENDERS}),
        "groups": ListOf("a noun for several speakers or an institution", is_needed=False),
        "case_endings": ListOf("an ending = the endings of the dictionary form (- for none)", "=", 2, 2, is_needed=False),
        "named_after": ListOf("what bears a person's name", is_needed=False),
        "organisations": ListOf("words that make a name one of an organisation", " ", 1, ANY_NUMBER, is_needed=False),
        "same_roles": ListOf("what a role is called too = the role", "=", 2, 2, is_needed=False),
        "wider_roles": ListOf("general words for a role = the roles, divided by commas", "=", 2, 2, is_needed=False),
        "others": _words("words that tell somebody else than whoever was met with a role", is_needed=False),
        "countries": ListOf("code of a country (ISO 3166-1 alpha-2), its names and adjectives", " ", 2, ANY_NUMBER),
        "office_companions": _words("words beside an office's own that make it no other office"),
    }
)


class PatternOf(NamedTuple):
    """What a pattern of a language matches."""

    holds: str
    is_needed: bool = False


PATTERNS: Mapping[str, PatternOf] = MappingProxyType(
    {
        "before_place": PatternOf("An abbreviation that opens the name of a place: St. Petersburg."),
    }
)
"""The regular expressions of `language.toml`, by name; one that a language leaves out matches nowhere."""

FLAGS: Mapping[str, str] = MappingProxyType({})
"""What a language may say of itself in `language.toml`, by name: what is then so."""
