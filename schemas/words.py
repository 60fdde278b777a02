"""Closed word lists; every word carries its meaning, which the dictionary repeats."""

from schemas.columns import Word


class Language(Word):
    """Languages that Rostra reads (ISO 639-1)."""

    ENGLISH = "en", "English."
    RUSSIAN = "ru", "Russian."
    KAZAKH = "kk", "Kazakh, in Cyrillic letters."
    UKRAINIAN = "uk", "Ukrainian."


class Form(Word):
    """How a text carries the words of its speaker."""

    REPORT = "report", "A press report: the writer's own words around the quoted ones."
    TRANSCRIPT = "transcript", "The speaker's words alone, with no frame around them."
    INTERVIEW = "interview", "Questions and answers in turn."


class QuotationKind(Word):
    """How the words of a quotation stand in the text."""

    DIRECT = "direct", "All of its content stands within quotation marks, or after a dialogue dash."
    MIXED = "mixed", "A clause reported in the writer's words, with some marked words in it."
    INDIRECT = "indirect", "Reported in the writer's words, without marks."


class SpeakerMethod(Word):
    """How a quotation's speaker was resolved to a person."""

    NAME = "name", "The source names the person."
    ROLE = "role", "The source names an office or role, and the person held it on the day of the speech."
    PRONOUN = "pronoun", "The source is a pronoun, or left out; the person is the nearest fitting source before it."
    SPEECH = "speech", "The text is the person's own speech: its form says who talks."


class SpanRole(Word):
    """What a piece of a quotation does."""

    CONTENT = "content", "Words that were said, without the marks around them."
    VERBATIM = "verbatim", "Words within quotation marks: the speaker's own."
    CUE = "cue", "The word or words of saying."
    SOURCE = "source", "The phrase that names who says it."
    ADDRESSEE = "addressee", "The phrase that names to whom it is said."


class Stage(Word):
    """The step of the pipeline that set a text aside."""

    FETCH = "fetch", "The bytes could not be had."
    CLEAN = "clean", "The bytes could not be read as a text with paragraphs."
    LABEL = "label", "The text could not be labelled as one that the dataset holds."
    ASSEMBLE = "assemble", "The text could not stand beside the others."


class Reason(Word):
    """Why a fetched text is not published."""

    NOT_FETCHED = "not-fetched", "The address or file could not be read within its limits; see whether it is there, and build again."
    TOO_LARGE = "too-large", "It is larger than one text may be, or takes too long to read; divide it into several texts."
    EMPTY = "empty", "It holds no letters; see whether the file was saved whole."
    NOT_TEXT = "not-text", "Its bytes are no text in an encoding that can be told; save it as UTF-8."
    NO_ARTICLE = "no-article", "The page holds no article; save the article's own page, or its text."
    UNKNOWN_LANGUAGE = "unknown-language", "Its language is none that the dataset holds, or cannot be told; leave it out of the source."
    UNREADABLE = "unreadable", "Its letters make no words of any language, as those of a bad scan; scan it again in the language's script."
    UNEXPECTED_LANGUAGE = (
        "unexpected-language",
        "Its language is one that the dataset holds, but none that its source declares; add it to the source's `languages`.",
    )
    TOO_SHORT = "too-short", "It has too few words to be a speech or a report on one; see whether the file was saved whole."
    COPY = "copy", "Its text is the same, to the letter, as that of another speech, which is published."
    WITHDRAWN = "withdrawn", "It was published once and withdrawn since; the releases say why in data/withdrawn.parquet."
