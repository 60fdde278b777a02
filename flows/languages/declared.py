"""What a language brings: each of its lists, what a line of it holds, and the words that it may use; each declared once."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from flows.languages.terms import NUMERALS, TIMES, UNITS
from flows.languages.traits import CLASSES, SHAPES

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
DATE_CLASSES = frozenset(("between", "year", "year-first", "time", "forenoon", "afternoon", "weekday"))
"""What stands in a date beside numbers and months: between a day and its month, behind a year's (after a day, before a
day), before a time of day, behind it in its two halves; and the days of the week."""
DATE_LABELS = frozenset(("said", "published", "updated", "alone"))
"""What day it is that a label announces: that of the words, of their publication, or a later one; `alone` announces one on
a line without a sentence."""
HEAD_MARKS = frozenset(("rubric", "announcement", "mark", "contact", "letterhead", "page", "page-of"))
"""The kinds of lines above a text that are not its title."""
NAME_PARTS = frozenset(("patronymic", "still", "surname", "name", "any"))
"""The parts of a name by how they end: `name` is one that no list holds, `any` the endings that hardly any name has in the nominative."""
MODIFIERS = frozenset(("former", "acting", "deputy"))
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
CLASSES_BY_WORD_ORDER: Mapping[str, str] = MappingProxyType(
    {
        "possessive-ending": "’s: makes a possessive of the noun before it",
        "article": "the, a: a participle behind it is an adjective",
        "be": "the auxiliaries of the passive, which also join a subject with an adjective",
        "by": "names who acts, behind a passive",
        "author": "behind a gerund it tells that this is a work: reporting by",
        "behind-name": "belongs to the marked name before it: called her a “champion” for",
        "limiting": "only, just: not only said – it was said",
        "nobody": "as a source it tells that nothing was said, and so does what it stands before",
        "nothing": "as content it tells that nothing was said",
        "demonstrative": "denied this: alone as content it tells that nothing was said",
        "reflexive": "herself: belongs to the name or noun right before it",
        "expletive": "it was said: a subject that is nobody",
        "third-person": "he, she, they: whose words stand within the words of another",
        "plural": "a plural noun without the ending of one",
        "finite": "a form of a reporting verb that is never a noun or an adjective",
        "mostly-noun": "a form of a reporting verb that is one only where something said follows",
        "absolute": "with prices agreed, …: a past form behind it and its noun is no verb of its own",
        "no-witness": "experience, figures: as a source of what is shown it tells that nobody says so",
        "study": "poll, records: a source that may show a thing, and says so",
        "planning": "will, would: before a verb it tells that it is only planned or supposed",
        "name-too": "May, June: a month that is a name as well",
        "verb-particle": "chimed in: belongs to the verb right before it",
        "chain": "went on to say: a verb whose subject is that of the infinitive, and that leaves no doubt that it was said",
        "resorting": "took to the radio to say, used the speech to say: leaves no doubt that it was said",
        "refusing": "declined to comment: before an infinitive of speaking it tells that nothing was said",
        "speaking": "comment, elaborate: an infinitive that behind a refusal tells that nothing was said",
        "recording": "footage of X saying: what holds the words of somebody, and does not speak itself",
        "somebody": "someone at the back: a pronoun for a person that a phrase of place may follow",
        "addressing": "addressing the deputies, he said: opens words for whom the speaker turns to",
        "asking": "asked whether …, she said: opens what the subject was asked",
        "relayer": "an agency, a correspondent: whoever reports words that others said",
        "contrast": "while, although: behind a comma the writer's own words begin",
        "circumstance": "during, because: behind a phrase that was said, the writer's own words begin",
        "feeling-about": "concern over: leads from a feeling to what it is about",
        "platform": "page, interview: behind a preposition and what is said it tells where it was said",
        "bound-to": "an aide to the mayor: `to` behind it leads to what belongs to it, and neither to an infinitive nor to a listener",
        "topic": "asked about: leads from a listener to what was said",
        "small-in-titles": "keeps its small letter in a title",
    }
)
"""What the rules of languages that tell by word order ask of single words, beside the classes that are letters to them."""
WORD_CLASSES = frozenset((*CLASSES, *CLASSES_BY_WORD_ORDER))
"""What a word may do in a sentence with a quotation."""
SPEAKER_KINDS = frozenset(("person", "office", "organisation", "group", "document"))
"""What a noun stands for that is the source of a quotation; see `schemas.words.SpeakerKind`."""
PRONOUN_CLASSES = frozenset(("thing", "many", "self", "hearer", "relative"))
"""For whom a pronoun stands that may be no one person: an organisation or a document, several, whoever speaks or is spoken to, what
stands before it."""
CHANGES = ("rise", "fall", "by")
MENTION_KINDS = frozenset(("person", "place", "organisation", "law", "event", "programme", "platform", "link", "nothing"))
"""What a name may be of; `link` words stand within names in small letters, words of `nothing` are written in capitals and name nothing."""
MENTION_PLACES = frozenset(("within", "before", "behind", "link"))
"""Where a word stands that tells the kind of a name: within it in capitals, or beside it in small letters."""
DESCRIBING = frozenset(("politics", "trade", "voice", "epithet"))
"""What a noun says of somebody named before: politics of whoever holds any office, a trade of whom the text gives none; a voice speaks for
others and is nobody of politics; an epithet stands before a name in full and is none of it."""
CASES = frozenset(("genitive", "dative", "accusative", "locative", "ablative", "instrumental"))
TAKES = frozenset(
    (
        *("that", "infinitive", "object", "phrase", "naming", "taken-as", "whom", "whom-first", "hearer-first", "question", "-"),
        *("speech", "about", "nominative", "whom-dative", "whom-ablative"),
        *("quote", "bare", "wh", "person", "people", "towards", "feeling", "ing", "at", "noun"),
        *("denial", "relays", "standing", "renaming", "verbless", "named"),
        *SHAPES,
    )
)
"""What a reporting verb may take beside a preposition of its language: a clause, an infinitive, a noun that can be said, any noun phrase,
one thing as another, in marks or in the instrumental, a hearer in an object's case, an infinitive behind such a hearer alone, a dative
before the phrase, a question whose first word could be a relative too, nothing. Where it stands behind all that it takes: the very words,
a noun and `about`, a noun in the nominative, a hearer in the dative or the ablative; or a word of a shape, such as `clause-accusative`.
What the order of words adds is explained at the head of the English list."""


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
        "see_also": ListOf("words that open a block which sends the reader to another article", is_needed=False),
        "look_alikes": ListOf("a letter, letters of other scripts that look the same", " ", 2, ANY_NUMBER, is_needed=False),
        "agencies": ListOf("an agency or a paper whose name opens a report"),
        "date_labels": ListOf("what day it is | words that stand before the date of a text", "|", 2, 2, {0: DATE_LABELS}),
        "date_words": ListOf("class | words within dates", "|", 2, ANY_NUMBER, {0: DATE_CLASSES}, is_needed=False),
        "head_marks": ListOf("kind | words of a line above a text that is not its title", "|", 2, 2, {0: HEAD_MARKS}),
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
        "announcements": ListOf(
            "class | words of a line in the head of a speech, or after it",
            "|",
            2,
            2,
            {0: frozenset(("within", "alone", "delivery", "with-questions", "end"))},
        ),
        "attributing": _words("reporting verbs in dialogue"),
        "attributing_after_dash": _words("what attributes behind a dash alone", is_needed=False),
        "closings": ListOf("words with which a speaker ends"),
        "directions": ListOf("what happens in the hall, in brackets"),
        "first_person": _words("words of the first person; one that begins with a hyphen is an ending"),
        "second_person": _words("words of the second person"),
        "labels": ListOf(
            "class | what stands before a colon",
            "|",
            2,
            ANY_NUMBER,
            {
                0: frozenset(
                    (
                        "question",
                        "answer",
                        "bare",
                        "asker",
                        "speaker",
                        "presiding",
                        "audience",
                        "outlet",
                        "link",
                        "never",
                        "asked-by",
                        "domain",
                    )
                )
            },
        ),
        "openings": ListOf(
            "class | words with which a speaker turns to the hearers", "|", 2, 2, {0: frozenset(("calling", "thanking", "whole"))}
        ),
        "requests": ListOf("words with which an interviewer asks without a question mark"),
        # flows/label/quotations
        "lexicon": ListOf("word | what it may do", "|", 2, 3, {1: WORD_CLASSES}),
        "cues": ListOf("lemma | kind | what it takes | forms", "|", 3, 4, {1: CUE_KINDS}),
        "verb_endings": ListOf("a sign in the forms of `cues` = the endings that it stands for", "=", 2, 2, is_needed=False),
        "noun_forms": ListOf(
            "ending of a noun (- for any other) | classes of the forms, such as dative-agent | the endings in its place",
            "|",
            2,
            3,
            {1: WORD_CLASSES},
            is_needed=False,
        ),
        "cases": ListOf("case | its endings behind a nominative", "|", 2, 2, {0: CASES}, is_needed=False),
        "ties": ListOf("several words that tie a sentence to the one before", is_needed=False),
        "insertions": ListOf("several words that stand between commas and tie a clause to another", is_needed=False),
        "according": ListOf("words that name a source without a verb", is_needed=False),
        "doubling": ListOf("a verb that doubles its last letter before an ending that begins with a vowel", is_needed=False),
        # flows/label/speakers
        "first_names": ListOf("gender, first names", " ", 2, ANY_NUMBER, {0: GENDERS}),
        "name_endings": ListOf(
            "part | gender | how the stem ends | ending of the nominative | endings of the other cases; `-` stands for nothing",
            "|",
            4,
            5,
            {0: NAME_PARTS, 1: GENDERS},
        ),
        "given_names": ListOf(
            "gender, further first names, by which gender alone is told", " ", 2, ANY_NUMBER, {0: GENDERS}, is_needed=False
        ),
        "male_names": ListOf("a man's first name that ends as women's do", is_needed=False),
        "name_particles": _words("small words within a surname", is_needed=False),
        "honorifics": _words("words before a name in a head or a label that are no part of it", is_needed=False),
        "respectful": _words("words behind a first name by which somebody named before is spoken of with respect", is_needed=False),
        "post_nominals": _words("letters behind a name that stand for honours, degrees and seats", is_needed=False),
        "name_suffixes": _words("words behind a surname that tell one bearer of a name from another", is_needed=False),
        "courtesies": _words("titles that give a person no role", is_needed=False),
        "titles": ListOf("gender, titles and roles", " ", 2, ANY_NUMBER, {0: GENDERS}, is_needed=False),
        "pronoun_genders": ListOf("gender, pronouns that stand for one person", " ", 2, ANY_NUMBER, {0: GENDERS}),
        "romanised": ListOf("a letter of a name, the Latin letters for it (- for none)", " ", 2, 2, is_needed=False),
        "other_pronouns": ListOf("class | pronouns that may stand for no one person", "|", 2, 2, {0: PRONOUN_CLASSES}, is_needed=False),
        "speaker_nouns": ListOf(
            "kind | nouns that stand for such a source, in the dictionary form", "|", 2, 2, {0: SPEAKER_KINDS}, is_needed=False
        ),
        "describing": ListOf(
            "class | nouns by which a text means somebody named before, or who is meant by none",
            "|",
            2,
            2,
            {0: DESCRIBING},
            is_needed=False,
        ),
        "groups": ListOf("a noun for several speakers or an institution", is_needed=False),
        "inflections": ListOf(
            "an ending in which forms of one word differ, and how many letters stand before it at least",
            " ",
            2,
            2,
            {1: frozenset("23456")},
            is_needed=False,
        ),
        "case_endings": ListOf("an ending = the endings of the dictionary form (- for none)", "=", 2, 2, is_needed=False),
        "possessive_endings": ListOf(
            "an ending of what belongs to somebody = the endings of the dictionary form (- for none)", "=", 2, 2, is_needed=False
        ),
        "office_modifiers": ListOf(
            "class | words that make an office another one, first the one that marks a role", "|", 2, 2, {0: MODIFIERS}
        ),
        "joining": _words("words that join two persons"),
        "ours": _words("words beside an office that only say whose"),
        "named_after": ListOf("what bears a person's name", is_needed=False),
        "organisations": ListOf("words that make a name one of an organisation", " ", 1, ANY_NUMBER, is_needed=False),
        "same_roles": ListOf("what a role is called too = the role", "=", 2, 2, is_needed=False),
        "wider_roles": ListOf(
            "general words for a role, of those divided by / each in turn = the roles, divided by commas", "=", 2, 2, is_needed=False
        ),
        "others": _words("words that tell somebody else than whoever was met with a role", is_needed=False),
        "countries": ListOf("code of a country (ISO 3166-1 alpha-2), its names and adjectives", " ", 2, ANY_NUMBER),
        "office_companions": _words("words beside an office's own that make it no other office"),
        # flows/label/expressions
        "numerals": ListOf("class | value | words; `-` at their end stands for endings", "|", 3, 3, {0: frozenset(NUMERALS)}),
        "times": ListOf("class | value | words; `-` at their end stands for endings", "|", 3, 3, {0: frozenset(TIMES)}),
        "units": ListOf("class | value | words or signs; `-` at their end stands for endings", "|", 3, 3, {0: frozenset(UNITS)}),
        "changes": ListOf(
            "rise, fall, or by for what stands before an amount of change | words (* for any ending)", "|", 2, 2, {0: frozenset(CHANGES)}
        ),
        # flows/label/mentions
        "mention_words": ListOf(
            "kind | where | words that tell what a name in capitals is of (* for any ending)",
            "|",
            3,
            3,
            {0: MENTION_KINDS, 1: MENTION_PLACES},
        ),
    }
)

PLACES: Mapping[str, ListOf] = MappingProxyType(
    {
        "countries": ListOf("code of a country (ISO 3166-1 alpha-2) | its names", " | ", 2, ANY_NUMBER),
        "regions": ListOf("a region of the world or of a country"),
        "cities": ListOf("a city | the code of the country whose capital it is", " | ", 1, 2),
    }
)
"""The lists of `places/`: all must be there; as they are long, they are read when a text asks for them."""


class PatternOf(NamedTuple):
    """What a pattern of a language matches."""

    holds: str
    is_of_terms: bool = False
    """Whether it is one over the classes of `terms.py`, which it names in angle brackets; spaces in it count for nothing."""


PATTERNS: Mapping[str, PatternOf] = MappingProxyType(
    {
        **{name: PatternOf(means) for name, means in SHAPES.items()},
        "acronym": PatternOf("letters that stand for a body, as they are written: NATO"),
        "before_place": PatternOf("An abbreviation that opens the name of a place: St. Petersburg."),
        # flows/label/speakers
        "governing_cue": PatternOf("a cue in small letters whose source stands in another case than the nominative"),
        "female_verb": PatternOf("within a cue in small letters: a verb that tells that a woman says it"),
        "male_verb": PatternOf("within a cue in small letters: a verb that tells that a man says it"),
        "female_role": PatternOf("a role in small letters that a woman alone has"),
        "male_role": PatternOf("a role in small letters that a man alone has"),
        "joined_prefix": PatternOf("what a surname begins with before a further capital, in small letters: mc in McCarthy"),
        "impersonal": PatternOf("a reporting verb in small letters that stands without a subject and means nobody who was named before"),
        "own_letters": PatternOf("a letter in which the names of persons are written"),
        "indefinite": PatternOf("a word in small letters before a noun that tells that nobody named before is meant: another"),
        "short_title": PatternOf("a title cut short to a capital and small letters without a vowel: Cr"),
        "agentive": PatternOf("a noun in small letters that stands for a person, by its ending"),
        "changing_end": PatternOf("the last letter of a noun's dictionary form, where its cases change it"),
        "several": PatternOf("a noun in small letters, as a subject, that stands for several"),
        "plural_role": PatternOf("a noun in small letters in the plural, in any case that its ending shows"),
        "narrowing": PatternOf("a word in small letters that may narrow the noun before it"),
        "narrowing_preposition": PatternOf("a preposition in small letters behind which a role before a name is only narrowed"),
        "quality": PatternOf("an adjective in small letters that says how somebody is, and not of what"),
        "closes_role": PatternOf("a word in small letters that no role before a name holds: a verb, a noun in a case of its own"),
        # flows/label/quotations/analytic
        "token": PatternOf("one word or sign of a sentence, with the spaces before it: the first group is what counts"),
        "plural_ending": PatternOf("the ending of a plural noun, which a verb's third person may have too"),
        "adverb_ending": PatternOf("the ending of a word that is an adverb where no list knows it"),
        "gerund_ending": PatternOf("the ending of a word that is a gerund where no list knows it"),
        "aged": PatternOf("a word for somebody of an age, which begins with a number: the 45-year-old"),
        "past_ending": PatternOf("the ending of a word that is a past form or a participle where no list knows it"),
        "negated_ending": PatternOf("the ending of an auxiliary that is negated"),
        # flows/label/expressions
        "term_end": PatternOf("what may follow a word of `numerals` and `times` that ends in `-`"),
        "ordinal_end": PatternOf("what makes an ordinal of a numeral that ends in `-`"),
        "written_number": PatternOf("a number in figures, as the language divides them"),
        "number_tail": PatternOf("what is written behind a number in figures; its group `ordinal`, `decade` or `case` says what it makes"),
        # flows/label/quantities
        "quantities": PatternOf("an amount, but for what is counted: <about>? <number> <percent>", is_of_terms=True),
        "limits_number": PatternOf("a word in small letters that makes of the number behind it an amount of what was named before: only"),
        "compares_number": PatternOf("a word in small letters before the number with which the last amount is compared: from, to"),
        "counts_of": PatternOf("a word in small letters behind a number of some of those named before or behind it: of"),
        "counted": PatternOf("a noun in small letters that a number may count, in the form that it has there"),
        # flows/label/dates
        "told_past": PatternOf("a verb in small letters that tells that the time beside it is past"),
        "told_ahead": PatternOf("a verb in small letters that tells that the time beside it lies ahead"),
        "dates": PatternOf("an expression of time: <month> <small>", is_of_terms=True),
    }
)
"""The regular expressions of `language.toml`, by name, each for a whole word; one that a language leaves out matches nowhere."""

FLAGS: Mapping[str, str] = MappingProxyType(
    {
        # flows/label/quotations
        "makes_verb_forms": "`rules.py` makes forms of the reporting verbs, beside those that `cues` lists",
        # flows/label/speakers
        "has_nicknames": "`rules.py` tells the nicknames of a first name",
        "tells_nominatives": "`rules.py` tells the nominative of a noun phrase",
        "tells_genders": "`rules.py` tells the genders of a noun",
        "tells_first_names": "`rules.py` tells of which first names a word is a form, beside those that `first_names` lists",
        "tells_persons": "`rules.py` tells whether a noun stands for a person",
        "tells_places": "`rules.py` tells whether a word names a place",
        "has_cases": "nouns and names change their endings with their case",
        "head_last": "the main noun of a phrase stands last, behind what narrows it: finance minister",
        "titles_have_capitals": "a title before a name is written with capitals: Foreign Minister Dina Omarova",
        # flows/label/expressions
        "times_have_capitals": "months and weekdays are written with capitals",
        "drops_subject": "a clause may leave out whom the sentence before spoke of",
    }
)
"""What a language may say of itself in `language.toml`, by name: what is then so."""

GRAMMARS = ("analytic", "inflected", "verb-final")
"""How a language tells who does what, as `grammar` of `language.toml` says: by the order of words, by their endings, or by endings with
the verb behind all that it takes."""
RULES: Mapping[str, str] = MappingProxyType(
    {
        "verb_forms": "verb_forms(verb, irregular): forms of a reporting verb: base, finite, participle, gerund, converb or fact",
        "nominatives": "nominatives(words): what a noun phrase that ends with its main noun is in the nominative, the likeliest first",
        "genders": "genders(noun): the genders that a noun may have: masc, femn, neut",
        "first_names": "first_names(word): the first names of which a word is a form, each with its gender and whether the case is another",
        "cases_of_person": "cases_of_person(noun): the cases in which a noun may stand for one person: nomn, gent",
        "is_place": "is_place(word): whether a word in capitals names a place, in any case",
        "nicknames": "nicknames(first): the nicknames of a first name, in small letters",
    }
)
"""The functions of strings that a language may have in its `rules.py`, by name: what cannot be a list or a pattern."""
