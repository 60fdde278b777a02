"""Where the reporting verbs of an inflected language stand in a sentence."""

from collections.abc import Sequence

from flows.label.quotations.cues import Cue, follows
from flows.label.quotations.tokens import PASSAGE, WORD, Token
from flows.label.quotations.words import CueEntry
from flows.languages.traits import NEGATION

WORDS_BETWEEN = 3
GAP = "…"


def cues_in(tokens: Sequence[Token], start: int, stop: int) -> list[Cue]:
    """Return the cues among some tokens in order; a word belongs to one cue at most, and a cue that is denied is left out."""
    found: list[Cue] = []
    for index in range(start, stop):
        token = tokens[index]
        if not token.cues:
            continue
        is_denied = index > start and tokens[index - 1].traits & NEGATION
        for entry in token.cues:
            if is_denied and not entry.is_negative:
                continue
            cue = _match(tokens, index, entry)
            if cue is not None:
                found.append(cue)
                break
    return found


def _match(tokens: Sequence[Token], verb: int, entry: CueEntry) -> Cue | None:
    if not follows(tokens, verb, entry.before):
        return None
    last = verb
    may_skip = 0
    for word in entry.after:
        if word == GAP:
            may_skip = WORDS_BETWEEN
            continue
        at = last + 1
        while at < len(tokens) and tokens[at].low != word and may_skip and tokens[at].kind in (WORD, PASSAGE):
            at += 1
            may_skip -= 1
        if at >= len(tokens) or tokens[at].low != word:
            return None
        last = at
        may_skip = 0
    return Cue(verb - len(entry.before), verb, last, entry, tokens[verb].traits)
