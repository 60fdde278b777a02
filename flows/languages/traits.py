"""What a word may be: each trait is one bit of a number, so that a word's reading is looked up once and a rule asks with `&`.

A *class* is given to words by the list `lexicon`; a *shape* is told by a pattern of `language.toml` that matches the whole word, in
small letters. Both are declared here, once, with the name that lists and patterns have for them. Forms of a class are classes too:
`noun_forms` makes those that are few, such as `nominative-agent`; a language with `cases` has those of a word's stem, such as
`dative-agent`, told by the ending.
"""

CLASSES: dict[str, str] = {}
"""The word classes of `lexicon.txt`, each with what it means."""
SHAPES: dict[str, str] = {}
"""The patterns of `language.toml` that tell what a word may be, each with what it means."""
BITS: dict[str, int] = {}


def _class(name: str, means: str) -> int:
    CLASSES[name] = means
    return BITS.setdefault(name, 1 << len(BITS))


def _shape(name: str, means: str) -> int:
    SHAPES[name] = means
    return BITS.setdefault(name, 1 << len(BITS))


def _form(name: str, of: str, means: str) -> None:
    """Declare a class of forms that are what the words of another class are."""
    CLASSES[name] = means
    BITS[name] = BITS[of]


# who may speak
AGENT = _class("agent", "a noun for those who speak, in the nominative: minister, ministry, experts")
AGENT_ON = _class("agent-on", "an agent that may take a preposition and a subject: expert on the economy")
AGENT_IN = _class("agent-in", "an agent that may take a place: ambassador in Kazakhstan")
_form("nominative-agent", "agent", "another nominative of an agent: its plural, or with an ending that says whose it is")
GENITIVE_AGENT = _class("genitive-agent", "the genitive of an agent")
DATIVE_AGENT = _class("dative-agent", "the dative of an agent")
ACCUSATIVE_AGENT = _class("accusative-agent", "the accusative of an agent")
ABLATIVE_AGENT = _class("ablative-agent", "the ablative of an agent")
LOCATIVE_AGENT = _class("locative-agent", "the locative of an agent")
OBLIQUE_AGENT = _class("oblique-agent", "another case of an agent, where no agent is written so in the nominative")
OBLIQUE_AGENT_ON = _class("oblique-agent-on", "another case of an agent that may take a preposition and a subject")
MEDIUM = _class("medium", "a noun for those who pass words on: agency, newspaper")
DOCUMENT = _class("document", "a noun for a text that says something: statement, report")
_form("nominative-document", "document", "another nominative of such a noun")
STATEMENT = _class(
    "statement", "a noun for words said, in any case, which whose they are stands beside before a colon: the full statement of"
)
DATIVE_DOCUMENT = _class("dative-document", "the dative of such a noun")
LOCATIVE_DOCUMENT = _class("locative-document", "the locative of such a noun")
HEARER = _class("hearer", "a noun for those to whom one speaks: journalists")
_form("nominative-hearer", "hearer", "another nominative of such a noun")
DATIVE_HEARER = _class("dative-hearer", "the dative of such a noun")
EVERYBODY = _class("everybody", "a noun or pronoun for many, who may be asked though they do not speak: everybody, the nation")
DATIVE_EVERYBODY = _class("dative-everybody", "the dative of such a word")
ACCUSATIVE_EVERYBODY = _class("accusative-everybody", "the accusative of such a word")
ABLATIVE_EVERYBODY = _class("ablative-everybody", "the ablative of such a word")
GENITIVE_SURNAME = _class("genitive-surname", "the genitive of a surname")
DATIVE_SURNAME = _class("dative-surname", "the dative of a surname")
ACCUSATIVE_SURNAME = _class("accusative-surname", "the accusative of a surname")
ABLATIVE_SURNAME = _class("ablative-surname", "the ablative of a surname")
SEVERAL_OF = _class("several-of", "a word before a genitive that makes one subject of several: a number of experts")
PARTITIVE = _class("partitive", "one of, some of: a pronoun that may take a group")
BEFORE_ROLE = _class("before-role", "a word that may stand before an agent as an adjective does: our, this, himself")
TITLE = _class("title", "a title before a name: president, Mr.")
TITLE_NOUN = _class("title-noun", "a noun behind which marked words are a name: programme, newspaper")
BEFORE_TITLE = _class("before-title", "a noun before a marked name: the film “Salt Road”")
BEHIND_TITLE = _class("behind-title", "a noun behind a marked name: the “Salt Road” contest")
BEFORE_TERM = _class("before-term", "a word before a marked term: the word “maqam”")
ABBREVIATED = _class("abbreviated", "a title or first name cut short, before its stop: Arch.; the titles of `abbreviations` are of it")
# pronouns
PRONOUN = _class("pronoun", "a pronoun that may speak")
SUBJECT_PRONOUN = _class("subject-pronoun", "a pronoun in the nominative alone: he, she")
OBJECT_PRONOUN = _class("object-pronoun", "a pronoun in an object's case: him, them")
DATIVE_PRONOUN = _class("dative-pronoun", "a pronoun in the dative")
ACCUSATIVE_PRONOUN = _class("accusative-pronoun", "a pronoun in the accusative")
POSSESSIVE = _class("possessive", "a possessive before a noun: his, their")
HER = _class("her", "her: object or possessive")
MASCULINE_PRONOUN = _class("masculine-pronoun", "a pronoun that a masculine verb agrees with")
FEMININE_PRONOUN = _class("feminine-pronoun", "a pronoun that a feminine verb agrees with")
PLURAL_PRONOUN = _class("plural-pronoun", "a pronoun that a plural verb agrees with")
FIRST_PERSON = _class("first-person", "I, we")
DEMONSTRATIVE = _class("demonstrative", "this, that: nothing that was said")
POINTING = _class("pointing", "a pronoun behind `about` that stands for what was said before: about this, about which")
THAT_THING = _class("that-thing", "the pronoun of `about that …` that a clause explains")
THIS = _class("this", "this: a subject that is a thing")
# verbs
AUXILIARY = _class("auxiliary", "a form of be, have, do or a modal verb")
VERB = _class("verb", "a finite verb that is no reporting verb")
VERB_LIKE = _class("verb-like", "a noun that ends as a verb in the past does")
TURNING = _class("turning", "turning to: a converb before `to` and those who are addressed")
FRAMING = _class("framing", "a converb of what a speaker does while speaking")
AFTER_CONVERB = _class("after-converb", "an auxiliary behind the converb of a reporting verb: is (saying)")
AFTER_PARTICIPLE = _class("after-participle", "an auxiliary behind the participle of a reporting verb: had (said)")
AFTER_FACT = _class("after-fact", "what stands behind the fact of having said: is known")
PASSING_ON = _class("passing-on", "a form of a verb that only passes words on: as (the agency) reports")
# other words
NOUN_CLASS = _class("noun", "a noun or adjective that ends as an adverb, a verb or a case does")
DETERMINER = _class("determiner", "an article or the like")
OBJECT = _class("object", "a noun that can be said: importance, readiness, concern")
PLACE = _class("place", "the name of a place, in the nominative")
NO_INSTITUTION = _class("no-institution", "what stands behind `in` and is no institution: in the interview, in answer")
ADVERB = _class("adverb", "an adverb or a word of time that may stand beside a verb")
TIME = _class("time", "a month, a day, a year")
CONNECTIVE = _class("connective", "a word that ties a sentence to the one before: however")
TIE_WORD = _class("tie-word", "a word of a tie such as `at the same time`, beside its preposition")
BEFORE_INFINITIVE = _class("before-infinitive", "a word that belongs to the infinitive behind it: not, rather")
TERM = _class("term", "a word that opens a term before an infinitive: by May, without delay, monthly")
FRAME = _class("frame", "a word that leads to what is said and belongs neither to it nor to its source")
EVENT = _class("event", "a word of `frame` for where something is said: at the meeting, in his speech")
NARROWS_FRAME = _class("narrows-frame", "a word of `frame` that is one before another alone: at this point, but this law")
OPENS_CONTENT = _class("opens-content", "a word of `frame` that belongs to what is said where it stands last: now, this year")
BEFORE_CUE = _class("before-cue", "what may stand between what is said and its reporting verb")
NEGATION = _class("negation", "not, never")
PARTICLE = _class("particle", "a particle that stands within a clause of its own, never with a subject alone")
ALSO = _class("also", "also: what goes on with a further verb")
SO = _class("so", "so: what opens a sentence before a source")
# prepositions and conjunctions
PREPOSITION = _class("preposition", "a preposition")
ABOUT = _class("about", "the preposition or postposition of what is spoken about")
ACCORDING_TO = _class("according-to", "the postposition of a text that says something: according to")
IN = _class("in", "in")
ON = _class("on", "on")
AT = _class("at", "at, under")
BY = _class("by", "the preposition of a subject or field: on the economy, for emergencies")
FROM = _class("from", "from: of whom something is demanded")
OUT_OF = _class("out-of", "out of, of a group")
OF = _class("of", "of")
TO = _class("to", "to")
PLACE_PREPOSITION = _class(
    "place-preposition", "a preposition that names a place too, and so introduces what is said beside its verb alone"
)
THAT = _class("that", "the conjunction of a reported clause, before it or behind it: that")
CLAUSE_OPENING = _class("clause-opening", "a conjunction of a reported clause: that, so that, as if, how")
ASKED = _class("asked", "a noun for what is asked, with a question behind its comma: asked the question whether")
WHETHER = _class("whether", "the particle of a question behind its first word")
AS = _class("as", "as: what opens a parenthesis (as the mayor said)")
RELATIVE_CLASS = _class("relative", "a relative or interrogative word")
SUBORDINATOR = _class("subordinator", "a conjunction of time, reason, condition")
CONJUNCTION = _class("conjunction", "and, or")
JOINS_NOUNS = _class("joins-nouns", "and, with: what makes one subject of two nouns")
ADVERSATIVE = _class("adversative", "but, while")
ABOUT_WHAT = _class("about-what", "the relative pronoun of `about which`")

# shapes
GENITIVE = _shape("genitive", "a word in the genitive")
DATIVE = _shape("dative", "a word in the dative")
ACCUSATIVE = _shape("accusative", "a word in the accusative")
LOCATIVE = _shape("locative", "a word in the locative")
ABLATIVE = _shape("ablative", "a word in the ablative")
INSTRUMENTAL = _shape("instrumental", "a word in the instrumental")
POSSESSED = _shape("possessed", "a nominative with an ending that says whose it is")
POSSESSED_DATIVE = _shape("possessed-dative", "a dative behind an ending that says whose it is")
POSSESSED_LOCATIVE = _shape("possessed-locative", "a locative behind an ending that says whose it is")
POSSESSED_GENITIVE = _shape("possessed-genitive", "a genitive behind an ending that says whose it is")
POSSESSED_ABLATIVE = _shape("possessed-ablative", "an ablative behind an ending that says whose it is")
CLAUSE_NOMINATIVE = _shape("clause-nominative", "the verb of a reported clause as a noun: that it is")
CLAUSE_ACCUSATIVE = _shape("clause-accusative", "the verb of a reported clause as a noun in the accusative")
CLAUSE_DATIVE = _shape("clause-dative", "the verb of a reported clause as a noun in the dative")
VERB_NOUN = _shape("verb-noun", "the noun of an action, as dictionaries name verbs")
VERB_NOUN_ACCUSATIVE = _shape("verb-noun-accusative", "the noun of an action in the accusative")
VERB_NOUN_DATIVE = _shape("verb-noun-dative", "the noun of an action in the dative")
VERB_NOUN_INSTRUMENTAL = _shape("verb-noun-instrumental", "the noun of an action in the instrumental")
ACCORDING_FORM = _shape("according-form", "the noun of an action that names a source without a verb: by the estimate of")
AS_FORM = _shape("as-form", "a verb form of a parenthesis: as X said")
SURNAME = _shape("surname", "a surname, by an ending that few other words have")
PLACE_NAME = _shape("place-name", "the name of a place, by its ending")
LOCATIVE_ADJECTIVE = _shape("locative-adjective", "an adjective of where or when something is")
TAKES_DATIVE = _shape("takes-dative", "a noun or participle that a dative before it narrows: member of, taking part in")
PAST = _shape("past", "a verb in the past tense")
PRESENT = _shape("present", "a verb in the present tense, by an ending that no noun has")
INFINITIVE = _shape("infinitive", "an infinitive")
CONVERB = _shape("converb", "a converb")
CONVERB_WITH_CAPITAL = _shape("converb-with-capital", "a converb that opens a sentence, and no name")
CONVERB_REFLEXIVE = _shape("converb-reflexive", "a converb of a reflexive verb")
PARTICIPLE = _shape("participle", "a participle, in any case")
RELATIVE_PARTICIPLE = _shape("relative-participle", "an active participle in the nominative, which stands for a relative clause: who came")
NOMINATIVE_ADJECTIVE = _shape("nominative-adjective", "an adjective in the nominative")
ADJECTIVE = _shape("adjective", "an adjective in any case, and no noun that ends so")
OBLIQUE_ADJECTIVE = _shape("oblique-adjective", "an adjective or pronoun in another case than the nominative")
BEFORE_OBJECT = _shape("before-object", "a word that may stand before an object: an adjective, and")
OBLIQUE_NAME = _shape("oblique-name", "a name in another case than the nominative")
INITIAL = _shape("initial", "a first name cut short to several letters, before its stop: Th., Chr.")
FEMININE_NAME = _shape("feminine-name", "a woman's name in the nominative")
DATIVE_NAME = _shape("dative-name", "a name in the dative")
DATIVE_PLURAL = _shape("dative-plural", "a noun in the dative plural")
ROLE_NOUN = _shape("role-noun", "a noun in the nominative, as far as its ending tells, which right before a name says what its bearer is")
PLURAL_NOUN = _shape("plural-noun", "a noun in the nominative plural")
DIRECTION = _shape("direction", "a noun in the accusative behind `in`: whither, not where")
ENDS_AS_ADVERB = _shape("ends-as-adverb", "a word that ends as adverbs do")
ADVERB_WITH_CAPITAL = _shape("adverb-with-capital", "an adverb that opens a sentence, and no name")
NO_NOMINAL = _shape("no-nominal", "a word that ends as no noun of a subject does")
NO_GENITIVE = _shape("no-genitive", "a word that ends as no genitive does: what stands behind a noun so does not belong to it")
RELATIVE = _shape("relative", "a relative pronoun, in any case")
RELATIVE_WHO = _shape("relative-who", "a relative pronoun that may stand for a person, in any case: who, whom")
QUESTION = _shape("question", "an interrogative word, in any case")
DOER = _shape("doer", "a participle in the plural, which stands for those who do it: those who came")
TRADE = _shape("trade", "a noun for a person that its ending tells, in the nominative, with whose it is or without: librarian, guards")
OWN_CUE = _shape("own-cue", "a past form of the first person: I said, we asked")
NEGATIVE_CONVERB = _shape("negative-converb", "a form of a verb that tells what is not done meanwhile: without answering")
GENITIVE_DOER = _shape("genitive-doer", "a participle in the genitive plural, which stands for those who do it: of those who came")
PLURAL_PREDICATE = _shape("plural-predicate", "a predicate in the plural")
# forms of reporting verbs
CUE_CONVERB = _shape("cue-converb", "a reporting verb as a converb")
CUE_PARTICIPLE = _shape("cue-participle", "a reporting verb as a participle")
CUE_FACT = _shape("cue-fact", "a reporting verb as the noun of a fact: his having said")
MASCULINE = _shape("masculine", "a verb form that agrees with one man")
FEMININE = _shape("feminine", "a verb form that agrees with one woman")
NEUTER = _shape("neuter", "a verb form that agrees with a neuter noun, or nobody")
PLURAL = _shape("plural", "a verb form that agrees with several")
REFLEXIVE = _shape("reflexive", "a reflexive verb form")
PASSIVE = _shape("passive", "a verb form of what is said by nobody named")
PRESENT_FORM = _shape("present-form", "a verb form of the present")
PRESENT_SINGULAR = _shape("present-singular", "a verb form of the present that agrees with one")
GENDERS = MASCULINE | FEMININE | NEUTER | PLURAL
AGREEING = MASCULINE_PRONOUN | FEMININE_PRONOUN | PLURAL_PRONOUN
