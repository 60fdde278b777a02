"""What a cue introduces in a sentence of an inflected language."""

from collections.abc import Sequence
from typing import NamedTuple

from flows.label.quotations.inflected.words import is_infinitive, is_past_verb
from flows.label.quotations.sentence import Sentence, is_short_name
from flows.label.quotations.tokens import DASHES, PASSAGE, POINT, Token, clause_end
from flows.languages.traits import ADVERB, ADVERSATIVE, AGENT, CONNECTIVE, DATIVE_PRONOUN, GENDERS, THAT, TIME, TITLE_NOUN

FEWEST_WORDS_SAID = 3


class Content(NamedTuple):
    """What a cue introduces: token ranges (end exclusive), and the tokens of a preposition that belongs to the cue."""

    ranges: tuple[tuple[int, int], ...]
    preposition: int | None = None
    frame_start: int = 0
    """The token before which source and addressee stand."""
    is_noun: bool = False


def before_dash(tokens: Sequence[Token], index: int) -> int:
    """Return the index of the comma before a dash: `, –` is one boundary."""
    return index - 1 if tokens[index].low in DASHES and tokens[index - 1].low == "," else index


def after_fillers(tokens: Sequence[Token], index: int, stop: int) -> int:
    """Return the index of the first word from one on that is no adverb, dash or short dative."""
    while index < stop and (tokens[index].traits & ADVERB or tokens[index].low in DASHES or tokens[index].traits & DATIVE_PRONOUN):
        index += 1
    return index


def clause_before(tokens: Sequence[Token], start: int, insertion: int) -> int:
    """Return where the clause begins that an insertion parts: behind a colon before it, where there is one."""
    return next((at + 1 for at in range(insertion - 2, start, -1) if tokens[at].low == ":"), start)


def gender_of(token: Token) -> int:
    """Return the gender or number that a past tense tells, as `Cue.gender` does."""
    return token.traits & GENDERS


def only_connects(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Tell whether words only tie the sentence to the one before: `Однако`, `В то же время`."""
    words = (token for token in tokens[start:stop] if token.kind != POINT)
    return all(token.kind != PASSAGE and token.traits & (ADVERB | CONNECTIVE) and not token.traits & TIME for token in words)


def is_title(sentence: Sentence, index: int) -> bool:
    """Tell whether marks stand around a name or a coined word, rather than around a speaker's words.

    A name begins with a capital and is short, or a noun such as `программа` leads to its few words; a single word is a coined one.
    """
    words = sentence.text[slice(*sentence.passages[sentence.tokens[index].passage].content)]
    before = sentence.tokens[index - 1] if index else None
    count = len(words.split())
    if count <= 1:
        return True
    if before is not None and before.traits & (TITLE_NOUN | AGENT):
        return count < FEWEST_WORDS_SAID or words[0].isupper()
    return not (before is not None and (before.low == ":" or before.traits & THAT)) and is_short_name(words)


def is_done_instead(sentence: Sentence, start: int, comma: int) -> bool:
    """Tell whether the writer tells behind a comma what was done, after an infinitive: `требовал закрыть мост, | но потом уехал`."""
    tokens, stop = sentence.tokens, sentence.stop
    if tokens[comma].low != "," or comma + 1 >= stop or not tokens[comma + 1].traits & ADVERSATIVE:
        return False
    is_done = any(is_past_verb(token) for token in tokens[comma + 1 : clause_end(tokens, comma + 1, stop)])
    return is_done and any(is_infinitive(token) for token in tokens[start:comma])
