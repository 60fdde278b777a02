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
    TRANSCRIPT = "transcript", "The words of one speaker alone, with no frame around them: an address, a statement, remarks."
    DEBATE = "debate", "The words of many speakers in turn: a sitting of parliament, a panel."
    INTERVIEW = "interview", "Questions and answers in turn."
    BRIEFING = "briefing", "A statement, and questions to whoever made it: a press conference."


class TakenFrom(Word):
    """Where a value that is told of a text was taken from; where several places tell it, the first of this list stands."""

    DECLARED = "declared", "The declaration of its source says so of all its texts."
    TABLE = "table", "A table beside the files, which its source names."
    PAGE = "page", "The web page or document itself: its metadata, or its marked heading and day."
    HEAD = "head", "The lines above the text, or its dateline."
    FOOT = "foot", "The lines below the text."
    FILE_NAME = "file-name", "The name of its file, as its source explains such names."
    ADDRESS = "address", "The address at which the text was published."
    TEXT = "text", "The words of the text: the rules told it from them."


class QuotationKind(Word):
    """How the words of a quotation stand in the text."""

    DIRECT = "direct", "All of its content stands within quotation marks, or after a dialogue dash."
    MIXED = "mixed", "A clause reported in the writer's words, with some marked words in it."
    INDIRECT = "indirect", "Reported in the writer's words, without marks."


class SpeakerKind(Word):
    """What the source of a quotation is."""

    PERSON = "person", "One human being, by name; or one whom the text knows by no office or trade: a mother, a resident."
    OFFICE = "office", "The unnamed holder of an office, a part or a trade: a minister, Mr Speaker, a journalist."
    ORGANISATION = "organisation", "A body that speaks: a ministry, a party, a company, a newspaper, a court, a state."
    GROUP = "group", "Several who speak as one: protesters, officials, experts."
    DOCUMENT = "document", "What is written or shown: a report, a statement, a letter, a survey, a law."


class SpeakerMethod(Word):
    """How a quotation's source was resolved to its speaker."""

    NAME = "name", "The source names the speaker."
    ROLE = "role", "The source names an office or role, and the person held it on the day of the speech."
    PHRASE = "phrase", "The source says by a common noun who it is, and the text names nobody for it; what it says is the speaker's name."
    PRONOUN = "pronoun", "The source is a pronoun, or left out; the speaker is the nearest fitting source before it."
    SPEECH = "speech", "The text is the person's own speech: its form says who talks."


class SpanRole(Word):
    """What a piece of a quotation does."""

    CONTENT = "content", "Words that were said, without the marks around them."
    VERBATIM = "verbatim", "Words within quotation marks: the speaker's own."
    CUE = "cue", "The word or words of saying."
    SOURCE = "source", "The phrase that names who says it."
    ADDRESSEE = "addressee", "The phrase that names to whom it is said."


class MentionKind(Word):
    """What a named thing is."""

    PERSON = "person", "One human being, by name."
    PLACE = "place", "A country, a city, a region, a street, a building, a river: where something is or happens."
    ORGANISATION = "organisation", "A body of people: a ministry, a party, a company, a newspaper, a court."
    LAW = "law", "A law, a code, a constitution, a treaty."
    EVENT = "event", "What happens once or again under a name: a summit, a championship, a war, a festival."
    PROGRAMME = "programme", "What somebody has set out to do under a name: a programme, a project, a strategy."
    PLATFORM = "platform", "A website, a portal, an application."


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
    DAMAGED = "damaged", "It begins as a file of its kind and cannot be read as one: export or save it again."
    ENCRYPTED = "encrypted", "It needs a password: save it without one."
    NO_TEXT_LAYER = "no-text-layer", "It is a scan, pictures of pages without their text: have the text recognised first."
    UNREAD_MARKUP = "unread-markup", "It is of a kind whose markup is not read, such as XML or JSON of another sort: the detail names it."
    NESTED = "nested-archive", "It is an archive within an archive: unpack the outer one."
    UNSAFE = "unsafe", "It would unpack to far more than it holds, or lie outside its archive, or it uses entities of its own."
    REPEATED_KEY = "repeated-key", "Another text of the same container has its key, and stands."
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
