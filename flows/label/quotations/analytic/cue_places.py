"""Which forms of saying in a sentence are cues: not every `report` is a verb, not every `praised` has a subject that praises."""

import re
from collections.abc import Sequence

from flows.label.quotations.analytic.grammar import BASE, FINITE, GERUND, NOUN, PARTICIPLE, STATE, VERB, Cue, Lexicon

CUE_CODE = re.compile("[CEKR]")
NO_CUE = "none"
NEGATED = "negated"
NEGATIVE = frozenset(("not", "never"))
# not only said, did not just say: it was said
LIMITING = frozenset(("only", "just", "merely", "simply"))
QUOTE_ONLY = frozenset(("quote",))
# the class of a form that is no cue here
UNMATCHED = {FINITE: VERB, BASE: VERB, PARTICIPLE: VERB, GERUND: "g"}
UNMARKED_PLURALS = frozenset(("people", "police", "men", "women", "children", "media"))
PASSIVE_AUXILIARIES = frozenset(
    ("is", "are", "was", "were", "be", "been", "being", "am", "isn't", "aren't", "wasn't", "weren't", "’s", "'s")
)
# the | claims, condemned | attacks
BEFORE_PLURAL = frozenset("DGHzoi#C")
UNINFLECTED = frozenset(("forecast",))
NEVER_NOUNS = frozenset(("said", "told", "wrote"))
# the state, six states: verbs only where something said follows them
MOSTLY_NOUNS = frozenset(("state", "states"))
BEFORE_SAID = frozenset("hQ:,wY")
BEFORE_PLAIN_VERB = frozenset("BPYw&b),t")
BEFORE_NOUN = frozenset("DGHoi")


def place_cues(words: Sequence[str], codes: list[str], lexicon: Lexicon) -> dict[int, Cue]:
    """Return the cue of each token that is one, and change the class, in `codes`, of every form that is none here."""
    found: dict[int, Cue] = {}
    for match in CUE_CODE.finditer("".join(codes)):
        index, code = match.start(), match.group()
        cue = _cue_of(words, index, lexicon)
        if cue is None:
            is_plural = words[index][-1] == "s"
            is_noun = is_plural and (codes[index + 1 : index + 2] == ["B"] or codes[max(index - 1, 0)] in BEFORE_NOUN)  # the talks would
            codes[index] = NOUN if is_noun else UNMATCHED[code]
        elif cue.kind == STATE:
            if _stands_behind_be(words, codes, index):
                found[index] = cue
            else:
                codes[index] = NOUN
        elif cue.kind == NEGATED:
            if is_negated(words, codes, index):
                found[index] = cue
            else:
                codes[index] = UNMATCHED[code]
        elif cue.kind == NO_CUE or _only_begins(codes, index, cue) or _is_passive(words, codes, index):
            codes[index] = UNMATCHED[code]
        elif _is_noun(words, codes, index, cue):
            codes[index] = NOUN
        else:
            found[index] = cue
    return found


def _cue_of(words: Sequence[str], index: int, lexicon: Lexicon) -> Cue | None:
    """Return the cue that a form begins: the one of most words that stand here."""
    for cue in lexicon.cues.get(words[index].lower(), ()):
        if not cue.particles or tuple(words[index + 1 : index + 1 + len(cue.particles)]) == cue.particles:
            return cue
    return None


def _only_begins(codes: Sequence[str], index: int, cue: Cue) -> bool:
    """Tell whether a gerund such as `beginning` has no words beside it that it could begin with: beginning in May."""
    return codes[index] == GERUND and cue.frames == QUOTE_ONLY and codes[index + 1 : index + 2] not in (["Q"], [":"], [","])


def _is_noun(words: Sequence[str], codes: Sequence[str], index: int, cue: Cue) -> bool:
    """Tell whether a form stands where a noun would: the report, his claims, a sharp attack."""
    code, word = codes[index], words[index]
    before = codes[index - 1] if index else ""
    after = codes[index + 1] if index + 1 < len(codes) else ""
    if word.lower() in MOSTLY_NOUNS and after not in BEFORE_SAID:
        return True
    if code == BASE:
        return _base_is_noun(words, codes, index, cue)
    if after == "B" and before in ("n", "N"):
        return word != "said"  # the report was, an appeals court ruling could
    if code == GERUND:
        return before in ("D", "G", "z", "o") or (after == "i" and words[index + 1] in ("by", "from"))
    if code != FINITE or word[-1] != "s":
        follows_noun = word in UNINFLECTED and before == "n" and after in ("i", "o", ".", ",")  # its growth forecast for May
        return code == FINITE and (before in ("D", "G", "H", "z") or follows_noun) and word not in NEVER_NOUNS
    is_coordinated = before in ("&", "n", "N") and after in ("E", "C", "V")  # shootings and protests demand
    return is_coordinated or before in BEFORE_PLURAL


def _base_is_noun(words: Sequence[str], codes: Sequence[str], index: int, cue: Cue) -> bool:
    left = index - 1
    while left >= 0 and codes[left] in "AX":
        left -= 1
    if left < 0:
        return True
    before = codes[left]
    if before in "nN" and (_is_plural(words[left].lower()) or (before == "N" and "&" in codes[max(left - 3, 0) : left])):
        return False
    if before == "h":
        return left == 0 or codes[left - 1] not in "nN"  # cities that support the plan
    return before not in BEFORE_PLAIN_VERB if "noun" in cue.frames else before in BEFORE_NOUN


def _is_plural(word: str) -> bool:
    return (word.endswith("s") and not word.endswith(("ss", "us", "is"))) or word in UNMARKED_PLURALS


def _is_passive(words: Sequence[str], codes: Sequence[str], index: int) -> bool:
    """Tell whether a past form is a passive one: was praised by, praised by, being called."""
    if codes[index] not in (FINITE, PARTICIPLE):
        return False
    if codes[index] == PARTICIPLE and not _stands_behind_have(codes, index):
        return True  # a letter written in May
    return _stands_behind_be(words, codes, index) or words[index + 1 : index + 2] == ["by"]


def _stands_behind_be(words: Sequence[str], codes: Sequence[str], index: int) -> bool:
    left = index - 1
    while left >= 0 and codes[left] in "AX":
        left -= 1
    return left >= 0 and codes[left] == "B" and words[left].lower() in PASSIVE_AUXILIARIES


def _stands_behind_have(codes: Sequence[str], index: int) -> bool:
    left = index - 1
    while left >= 0 and codes[left] in "AXP":
        left -= 1
    return left >= 0 and codes[left] in "B&"


def is_negated(words: Sequence[str], codes: Sequence[str], index: int) -> bool:
    """Tell whether `not` or `never` stands beside a verb."""
    left = index - 1
    while left >= 0 and codes[left] in "ABX":
        word = words[left].lower()
        if word in LIMITING:
            return False
        if word in NEGATIVE or word.endswith(("n't", "n’t")):
            return True
        left -= 1
    return False
