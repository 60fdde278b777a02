"""What a cue takes from the words before it in a verb-final language, and to whom it is said."""

from collections.abc import Sequence
from typing import NamedTuple

from flows.label.quotations.cues import Cue
from flows.label.quotations.inflected.words import is_verb
from flows.label.quotations.sentence import Sentence
from flows.label.quotations.tokens import PASSAGE, PLAIN_WORD, POINT, WORD, Phrase, Token, clause_end, is_pause
from flows.label.quotations.verb_final.addressees import asked_in, asks, hearers_in
from flows.label.quotations.verb_final.words import behind_frame, has_case, is_answered
from flows.label.quotations.words import CueEntry
from flows.languages.traits import (
    ABLATIVE,
    ABOUT,
    ACCUSATIVE,
    ACCUSATIVE_PRONOUN,
    AGENT,
    BEFORE_CUE,
    CLAUSE_ACCUSATIVE,
    CLAUSE_DATIVE,
    CLAUSE_NOMINATIVE,
    CONVERB,
    DATIVE,
    DATIVE_AGENT,
    DATIVE_EVERYBODY,
    EVENT,
    FRAME,
    FRAMING,
    INSTRUMENTAL,
    LOCATIVE,
    LOCATIVE_DOCUMENT,
    NARROWS_FRAME,
    OPENS_CONTENT,
    PARTICIPLE,
    POINTING,
    POSSESSED_LOCATIVE,
    QUESTION,
    VERB_NOUN,
    VERB_NOUN_ACCUSATIVE,
    VERB_NOUN_DATIVE,
    VERB_NOUN_INSTRUMENTAL,
)

WORDS_TO_EVENT = 5
WORDS_OF_MANNER = 4
# what ends so is said with all its converbs: `көпір салып, жол ашуды`
OF_VERBS = CLAUSE_ACCUSATIVE | CLAUSE_DATIVE | CLAUSE_NOMINATIVE | VERB_NOUN | VERB_NOUN_ACCUSATIVE | VERB_NOUN_DATIVE


class Content(NamedTuple):
    """What is said, and to whom."""

    words: Phrase
    addressee: Phrase | None
    further: tuple[tuple[Phrase, Phrase], ...] = ()
    """What others are asked by the same cue, each with who they are."""

    @property
    def end(self) -> int:
        """The token behind all that is said."""
        return self.further[-1][0].end if self.further else self.words.end


def content_before(sentence: Sentence, cue: Cue, lead: int, source: Phrase | None) -> Content | None:
    """Return what a cue takes from the tokens before it, from `lead` on; None where it takes nothing.

    `source` is the one that stands before the cue.
    """
    tokens = sentence.tokens
    last = _before_frame(sentence, cue, lead, source)
    is_order = cue.entry.kind == "order" and cue.that < 0 and last - 1 > lead
    asked = _asked_last(tokens, lead, last, cue) if is_order else None
    last = last if asked is None else asked.first
    end = last
    while end > lead and is_pause(tokens[end - 1], ",:"):
        end -= 1
    if end <= lead or not _is_taken(sentence, cue, end, is_parted=end < last, is_said_by=source is not None):
        return None
    first, addressee = _addressed(tokens, lead, end, cue, asked)
    first += _stands_for_thing(tokens, first, end, cue)
    return _shared(tokens, Content(Phrase(first, end), addressee), cue) if first < end else None


def _addressed(tokens: Sequence[Token], lead: int, end: int, cue: Cue, asked: Phrase | None) -> tuple[int, Phrase | None]:
    """Return where the words said begin, and to whom they are said."""
    first = _start(tokens, lead, end, is_clause=cue.that >= 0 or "speech" in cue.entry.takes)
    early = asked_in(tokens, lead, end, cue) if "whom" in cue.entry.takes else None
    if early is not None and early.end < first:
        return early.end, early  # студенттерді | кітапханаға барып, тарихты оқуға шақырды
    addressee = asked or (_asked_first(tokens, first, end, cue) if asks(cue) else hearers_in(tokens, lead, end))
    if addressee is not None and _takes_dative(tokens, addressee, end, is_order=cue.entry.kind == "order"):
        addressee = None
    if addressee is not None and addressee.end < end:
        first = _start(tokens, addressee.end, end, is_clause=True)
    return first, addressee


def _takes_dative(tokens: Sequence[Token], addressee: Phrase, end: int, *, is_order: bool) -> bool:
    """Tell whether a dative belongs to the verb behind it: `министрлікке есеп беруді | ұсынды`, `оларды қорғанға көшіруді | тапсырды`."""
    if not (tokens[addressee.end - 1].traits & DATIVE and tokens[end - 1].traits & VERB_NOUN_ACCUSATIVE):
        return False
    if is_order:
        return addressee.end + 1 == end and bool(tokens[addressee.first].traits & ACCUSATIVE)
    return addressee.end + 2 == end


def _shared(tokens: Sequence[Token], content: Content, cue: Cue) -> Content:
    """Return what is asked of several, each of something else, cut between them: `министрге жол салуды, ал әкімге су тартуды тапсырды`."""
    words, further = content.words, list[tuple[Phrase, Phrase]]()
    is_order = cue.entry.kind == "order" and cue.that < 0 and content.addressee is not None
    for comma in range(words.end - 2, words.first, -1) if is_order else ():
        if tokens[comma].low == "," and tokens[comma - 1].traits & (VERB_NOUN_ACCUSATIVE | VERB_NOUN_DATIVE):
            asked = asked_in(tokens, behind_frame(tokens, comma + 1, words.end), words.end, cue)
            if asked is not None and asked.end < words.end and not tokens[asked.end - 1].traits & DATIVE_EVERYBODY:
                further.insert(0, (Phrase(asked.end, words.end), asked))
                words = Phrase(words.first, comma)
    return content._replace(words=words, further=tuple(further))


def _asked_last(tokens: Sequence[Token], lead: int, last: int, cue: Cue) -> Phrase | None:
    """Return who is asked right before the cue, behind what is to be done: `түзетуді аудан әкімі Асановқа тапсырды`."""
    done = next((index for index in range(last - 1, lead, -1) if tokens[index].traits & VERB_NOUN_ACCUSATIVE), last - 2)
    asked = asked_in(tokens, done + 1, last, cue) or asked_in(tokens, last - 1, last, cue)
    return asked if asked is not None and asked.end == last else None


def _asked_first(tokens: Sequence[Token], first: int, end: int, cue: Cue) -> Phrase | None:
    """Return who is asked, where the words said begin with it, or behind what the source does meanwhile: `шыға беріп, достарынан …`."""
    asked = asked_in(tokens, first, end, cue)
    commas = (index for index in range(first + 1, end) if tokens[index].low == "," and tokens[index - 1].traits & CONVERB)
    return asked or next((found for comma in commas if (found := asked_in(tokens, comma + 1, end, cue)) is not None), None)


def _stands_for_thing(tokens: Sequence[Token], first: int, end: int, cue: Cue) -> bool:
    """Tell whether a pronoun stands for a thing that is named: `мұны | асыра айтылған сөз деп есептейді`."""
    is_named = first + 2 == end and tokens[first + 1].kind == PASSAGE  # мұны «ішкі іс» деп, …
    is_judged = cue.that >= 0 and cue.entry.kind in ("evaluation", "thought") and not is_verb(tokens[end - 1])  # оны ұрлады деп айыптады
    names_thing = is_named or is_judged
    return names_thing and first + 1 < end and bool(tokens[first].traits & ACCUSATIVE_PRONOUN)


def _before_frame(sentence: Sentence, cue: Cue, lead: int, source: Phrase | None) -> int:
    """Return where the words before a cue end, without its source and adverbs that stand right before it."""
    tokens, end = sentence.tokens, cue.start
    if source is not None and source.end == cue.start:
        end = source.first
        while end > lead and tokens[end - 1].traits & FRAME:
            end -= 1
    while end > lead and tokens[end - 1].traits & BEFORE_CUE and cue.that < 0 and not ("speech" in cue.entry.takes and cue.entry.before):
        end -= 1
    return _before_manner(sentence, cue, lead, end)


def _before_manner(sentence: Sentence, cue: Cue, lead: int, end: int) -> int:
    """Return where a clause ends before how or when it was said: `сатқанын | мақтан тұтып айтады`, `жабылғанын | жиыннан кейін айтты`."""
    tokens = sentence.tokens
    how = tokens[end - 1].traits if end > lead else 0
    if cue.that >= 0 or not how & (CONVERB | INSTRUMENTAL | LOCATIVE | FRAME) or (how & cue.entry.shapes and not how & FRAME):
        return end
    lowest = max(lead, end - 1 - WORDS_OF_MANNER)
    said = (at for at in range(end - 2, lowest, -1) if (ends := last_word(sentence, tokens[at])) & cue.entry.shapes and ends & OF_VERBS)
    clause = next(said, end - 1)
    return clause + 1 if all(token.kind == WORD for token in tokens[clause + 1 : end]) else end


def _is_taken(sentence: Sentence, cue: Cue, end: int, *, is_parted: bool, is_said_by: bool) -> bool:
    """Tell whether the last word before a cue stands in the form that the cue takes, within marks too: `«… ашатынын» жеткізді`."""
    entry, token = cue.entry, sentence.tokens[end - 1]
    if cue.that >= 0 or ("speech" in entry.takes and token.kind in (WORD, PASSAGE)):
        return True
    if is_parted:
        return False
    traits = last_word(sentence, token)
    if traits & ABOUT and "about" in entry.takes:
        return not sentence.tokens[end - 2].traits & POINTING  # Бұл туралы министр айтты
    if "nominative" in entry.takes and is_said_by and _is_thing(sentence.tokens, end):
        return True
    return bool(traits & entry.shapes) and not _is_beside(token, traits, entry)


def _is_beside(token: Token, traits: int, entry: CueEntry) -> bool:
    """Tell whether a word in the form that a cue takes says where, when or to whom: `Ақордаға шақырды`, `прокуратураға шағымданды`."""
    is_place = token.is_capital and entry.kind == "order"
    is_when = token.kind == WORD and token.traits & FRAME and not token.traits & OF_VERBS  # отырыстан кейін айтты
    is_hearer = traits & DATIVE_AGENT and {"dative", "whom-dative"} <= entry.takes
    return bool(is_place or is_when or is_hearer)


def _is_thing(tokens: Sequence[Token], end: int) -> bool:
    """Tell whether words end with a noun in the nominative, and ask nothing: `көмек сұрады`, but not `кім рұқсат сұрапты?`."""
    is_noun = tokens[end - 1].kind == WORD and not has_case(tokens[end - 1])
    return is_noun and not any(word.traits & QUESTION for word in tokens[max(end - WORDS_OF_MANNER, 0) : end])


def last_word(sentence: Sentence, token: Token) -> int:
    """Return the traits of a word, or of the last word of a marked passage."""
    if token.kind != PASSAGE:
        return token.traits
    words = PLAIN_WORD.findall(sentence.text, *sentence.passages[token.passage].content)
    return sentence.words[words[-1]].traits if words else 0


def _start(tokens: Sequence[Token], lead: int, end: int, *, is_clause: bool) -> int:
    """Return where the words said begin, behind what leads to them: adverbs, `өз сөзінде`, `жиынды қорытындылап,`."""
    first = lead
    if not is_clause and tokens[end - 1].kind == WORD and not tokens[end - 1].traits & OF_VERBS:
        commas = (index for index in range(end - 1, first, -1) if tokens[index].low == ",")
        first = next((index + 1 for index in commas if tokens[index - 1].traits & CONVERB), first)
    comma = clause_end(tokens, first, end)
    if first < comma < end and tokens[comma].low == "," and tokens[comma - 1].traits & FRAMING:
        first = comma + 1
    first = _behind_event(tokens, first, end)
    while first < end and _leads(tokens, first):
        first += 1
    is_explained = first < end and tokens[first].traits & ACCUSATIVE_PRONOUN and tokens[end - 1].traits & VERB_NOUN_INSTRUMENTAL
    return first + bool(is_explained)  # мұны бағаның өсуімен түсіндірді


def _leads(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a word leads to what is said: `бұл ретте`, but not the pronoun of `бұл құжат`."""
    token = tokens[index]
    if not token.traits & FRAME:
        return token.kind == POINT
    if token.traits & OPENS_CONTENT:
        return False
    following = tokens[index + 1].traits
    if token.traits & ABLATIVE and following & OPENS_CONTENT and not following & FRAME:
        return False  # содан бері салынғанын
    return not token.traits & NARROWS_FRAME or bool(following & FRAME)


def _behind_event(tokens: Sequence[Token], first: int, end: int) -> int:
    """Pass over where it was said, with what describes it: `былтырғы жолдауында`, `үкімет отырысында`."""
    is_cased = False
    for index in range(first, min(end, first + WORDS_TO_EVENT)):
        token = tokens[index]
        is_reply = token.traits & LOCATIVE_DOCUMENT and index > first and tokens[index - 1].traits & PARTICIPLE  # бізге жолдаған жауапта
        if is_reply or _is_event(token) or (is_answered(token) and not (index + 1 < end and tokens[index + 1].traits & PARTICIPLE)):
            is_described = index + 1 < end and tokens[index + 1].traits & PARTICIPLE
            # желіде тараған ақпаратты · қаңтарда агенттікке берген сұхбатында
            # тұрғындармен кездесуде
            return first if is_described or (is_cased and not tokens[index - 1].traits & (PARTICIPLE | INSTRUMENTAL)) else index + 1
        if not _may_lead_to_event(token):
            break
        is_cased |= has_case(token) and not token.traits & (FRAME | PARTICIPLE)
    return first


def _is_event(token: Token) -> bool:
    """Tell whether a word says where something was said: `отырыста`, `баяндамасында`."""
    return bool(token.traits & EVENT or (token.traits & LOCATIVE_DOCUMENT and token.traits & POSSESSED_LOCATIVE))


def _may_lead_to_event(token: Token) -> bool:
    """Tell whether a word may stand before where something was said: when, to whom, what describes it, but no object."""
    is_object = token.traits & CLAUSE_ACCUSATIVE or (token.traits & ACCUSATIVE and not token.traits & AGENT)
    is_led = token.traits & (FRAME | PARTICIPLE | LOCATIVE | DATIVE | INSTRUMENTAL)
    return token.kind == WORD and not is_object and (not has_case(token) or bool(is_led))
