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

    CORRECTION = "correction", "A correction by a person, in a file that its source names."
    DECLARED = "declared", "The declaration of its source says so of all its texts."
    TABLE = "table", "A table beside the files, which its source names."
    PAGE = "page", "The web page or document itself: its metadata, or its marked heading and day."
    HEAD = "head", "The lines above the text, or its dateline."
    FOOT = "foot", "The lines below the text."
    FILE_NAME = "file-name", "The name of its file, as its source explains such names."
    ADDRESS = "address", "The address at which the text was published."
    TEXT = "text", "The words of the text: the rules told it from them."


class Damage(Word):
    """What seems damaged in a text as it is published, and could not be undone for sure; of several kinds the first of this list."""

    LOST_LETTERS = "lost-letters", "Letters were lost: an encoding did not know them, and something else stands in their places."
    MISREAD = "misread", "Some of it was read in a wrong encoding, and its letters are others."
    MIXED_SCRIPTS = "mixed-scripts", "Some words hold letters of two scripts that look alike."
    SCAN_ERRORS = "scan-errors", "Signs stand in it that a scanner made of letters or spots."


class QuotationKind(Word):
    """How the words of a quotation stand in the text."""

    DIRECT = "direct", "All of its content stands within quotation marks, or after a dialogue dash."
    MIXED = "mixed", "A clause reported in the writer's words, with some marked words in it."
    INDIRECT = "indirect", "Reported in the writer's words, without marks."


class CueClass(Word):
    """By what a quotation is known to be one."""

    VERB = "verb", "A reporting verb of the language's list."
    PHRASE = "phrase", "Words that name a source without a verb, such as “according to”."
    OPEN = "open", "A verb of no list, which stands where a reporting verb does."
    MARK = "mark", "A mark alone, such as the colon behind a name."
    NONE = "none", "No cue: the form of the text says that somebody speaks."


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
    CORRECTION = "correction", "A correction by a person says so."


class SpanRole(Word):
    """What a piece of a quotation does."""

    CONTENT = "content", "Words that were said, without the marks around them."
    VERBATIM = "verbatim", "Words within quotation marks: the speaker's own."
    CUE = "cue", "The word or words of saying."
    SOURCE = "source", "The phrase that names who says it."
    ADDRESSEE = "addressee", "The phrase that names to whom it is said."


class DateKind(Word):
    """What an expression of time names."""

    DAY = "day", "One day, with or without its year."
    WEEK = "week", "A week, or its end."
    MONTH = "month", "One month."
    QUARTER = "quarter", "A quarter of a year, or half of one."
    SEASON = "season", "A season; its value is an interval of months, from its first one to the one in which it ends."
    YEAR = "year", "One year."
    DECADE = "decade", "Ten years that are counted together: the 1990s."
    CENTURY = "century", "A hundred years that are counted together."
    RANGE = "range", "From one time to another, or up to the day of the speech or from it on."
    DURATION = "duration", "How long something takes, or an age."
    TIME = "time", "A time of day, or a part of one."
    SET = "set", "What comes again: every year; its value is the time in between."


class Direction(Word):
    """Which way something changed."""

    RISE = "rise", "It became more."
    FALL = "fall", "It became less."


class MentionKind(Word):
    """What a named thing is."""

    PERSON = "person", "One human being, by name."
    PLACE = "place", "A country, a city, a region, a street, a building, a river: where something is or happens."
    ORGANISATION = "organisation", "A body of people: a ministry, a party, a company, a newspaper, a court."
    LAW = "law", "A law, a code, a constitution, a treaty."
    EVENT = "event", "What happens once or again under a name: a summit, a championship, a war, a festival."
    PROGRAMME = "programme", "What somebody has set out to do under a name: a programme, a project, a strategy."
    PLATFORM = "platform", "A website, a portal, an application."


class Gender(Word):
    """A person's gender, as lists and texts tell it."""

    FEMALE = "female", "A woman."
    MALE = "male", "A man."


class GenderFrom(Word):
    """Where a person's gender was taken from; where several places tell it, the first of this list stands."""

    LIST = "list", "The list of persons."
    NAME = "name", "The name: a first name that is given to women or to men alone, or a patronymic."
    TEXT = "text", "What texts say: a title such as Mrs, a noun, or the ending of a verb; nothing says otherwise."


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
    DAMAGED = "damaged", "It begins as a file of its kind and cannot be read as one; export or save it again."
    ENCRYPTED = "encrypted", "It needs a password; save it without one."
    NO_TEXT_LAYER = "no-text-layer", "It is a scan, pictures of pages without their text; have the text recognised first."
    UNREAD_MARKUP = (
        "unread-markup",
        "Its markup is of a kind that is not read, such as XML or JSON of another sort; export it as PDF, DOCX or plain text.",
    )
    NESTED = "nested-archive", "It is an archive within an archive; unpack the outer one."
    UNSAFE = (
        "unsafe",
        "It would unpack to far more than it holds, or lie outside its archive, or uses entities of its own; pack or write it anew.",
    )
    REPEATED_KEY = "repeated-key", "Another text of the same container has its key, and stands; give one of them another id or name."
    NO_ARTICLE = "no-article", "The page holds no article; save the article's own page, or its text."
    UNKNOWN_LANGUAGE = "unknown-language", "Its language is none that the dataset holds, or cannot be told; leave it out of the source."
    UNREADABLE = "unreadable", "Its letters make no words of any language, as those of a bad scan; scan it again in the language's script."
    UNEXPECTED_LANGUAGE = (
        "unexpected-language",
        "Its language is one that the dataset holds, but none that its source declares; add it to the source's `languages`.",
    )
    TOO_SHORT = "too-short", "It has too few words to be a speech or a report on one; see whether the file was saved whole."
    COPY = "copy", "Its text is that of another speech, to the letter, which is published; leave one of the two out of its source."
    WITHDRAWN = (
        "withdrawn",
        "It was published once and withdrawn since, for the reason in data/withdrawn.parquet; leave it out of its source.",
    )


class Mistake(Word):
    """What a correction by a person says is wrong."""

    SPEAKER = "speaker", "A quotation is by somebody else."
    KIND = "kind", "A quotation is of another kind."
    DATE = "date", "The words of a text were said on another day."
    TITLE = "title", "A text has another title."
    FORM = "form", "A text carries the words of its speaker in another form."
    NOT_A_QUOTATION = "not-a-quotation", "What the rules take for a quotation is none."
    MISSED = "missed", "There is a quotation that the rules do not find."
    SAME_PERSON = "same-person", "Two persons are one: in all texts, the one is the other."
    OTHER_PERSON = "other-person", "One person is two: in a text, or in all of a source, the person is somebody else."


class Outcome(Word):
    """What came of a correction."""

    APPLIED = "applied", "It stands in the data, in place of what the rules say."
    AGREED = "agreed", "The rules say the same by now: nothing was left to be corrected."
    UNFIT = "unfit", "It does not fit its text any more: nothing was changed, and `detail` says why."
    NO_TEXT = "no-text", "Its text is not published."
