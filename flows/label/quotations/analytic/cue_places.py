"""Which forms of saying in a sentence are cues: not every `report` is a verb, not every `praised` has a subject that praises."""

import re
from collections.abc import Sequence

from flows.label.quotations.analytic.grammar import BASE, FINITE, GERUND, NOUN, PARTICIPLE, STATE, VERB, Grammar, is_whole
from flows.label.quotations.words import CueEntry

CUE_CODE = re.compile("[CEKR]")
NO_CUE = "none"
NEGATED = "negated"
QUOTE_ONLY, AT_ONLY = frozenset(("quote",)), frozenset(("at",))
# put | the cost of the strike at C$5m, at about 40
VALUED = re.compile(r".(?P<thing>[DGH]?A?[nNMTr#z]+(?:o[DGH]?[nNMT]+)*|[YO])i(?=[AiDt]{0,2}N?#|A?D(?:[.,;:]|$)|[qQp])")
# the class of a form that is no cue here
UNMATCHED = {FINITE: VERB, BASE: VERB, PARTICIPLE: VERB, GERUND: "g"}
BEGUN, LISTENER = frozenset("Q:,"), frozenset(("person",))
BEFORE_SAID, BEFORE_THIRD_PERSON = frozenset("hQ:,wY"), frozenset("PY")
# the talks | would
PLURAL = re.compile(r".(?=B)|(?<=[DGHoi]).")
# according to a police | report
GOVERNED = re.compile(r"(?<=[it]Dn)E")
# the report | was – that claims | were made
BEFORE_AUXILIARY = re.compile(r"(?<=[nNh]).(?=B)")
# a hearing – a hearing by
GERUND_NOUN = re.compile(r"(?<=[DGzo])R")
# after a second profit | warning in May
GERUND_COMPOUND = re.compile(r"[io][DGH]?[A#n]*n$")
BEHIND_GERUND = frozenset("hQ:,PDGHNY")
# his claims, condemned | attacks, had | doubts – shootings and protests demand – There was no fraud, | judges ruled
THIRD_PERSON_NOUN = re.compile(r"(?<=[DGHzoi#CB])C|(?<=[&nN,])C(?=[ECV])")
PAST_NOUN = re.compile(r"(?<=[DGHz])C(?![DGHPOYh])")
# its growth forecast | for May
UNINFLECTED_NOUN = re.compile(r"(?<=n)C(?=[io.,])")
# residents | warned of floods said – workers | told of the closure, who had no warning, said
REDUCED = re.compile(r"(?<=[nN])C[oi][DGH]?A?[nNM#]+(?:[oi][DGH]?[nNM]+)?(?:,w[^,]{2,30},)?(?=C)")
# a study | published in May says – released Friday finds
REDUCED_BY_TIME = re.compile(r"(?<=n)C(?P<opening>i?)[DA]?M#?(?=C)")
# firing | warning shots
BESIDE_GERUND = re.compile(r"(?<=[gV])R(?=n[^ht])")
# he regrets that support | ended – but not: cities that support the plan
# the people who signed | demand
DESCRIBED = re.compile(r"[nN][wh]B{0,2}A?V$")
BEHIND_THAT = re.compile(r"(?:^|[^nN])h$")
# With leaders increasingly | worried
FINITE_OR_PAUSE = re.compile(r"[BVCE,]")
BEFORE_PLAIN_VERB = frozenset("BPYw&b),t")
BEFORE_NOUN = frozenset("DGHoi")


def place_cues(words: Sequence[str], codes: str, grammar: Grammar) -> tuple[str, dict[int, CueEntry]]:
    """Return the classes, changed for every form of saying that is no cue here, and the cue of each token that is one."""
    found: dict[int, CueEntry] = {}
    for match in CUE_CODE.finditer(codes):
        index = match.start()
        cue = _cue_of(words, index, grammar)
        other = _other_class(words, codes, index, cue, grammar)
        if other:
            codes = codes[:index] + other + codes[index + 1 :]
        elif cue:
            found[index] = cue
    return codes, found


def _cue_of(words: Sequence[str], index: int, grammar: Grammar) -> CueEntry | None:
    """Return the cue that a form begins: the one of most words that stand here."""
    for cue in grammar.cues.get(words[index].lower(), ()):
        if not cue.after or is_whole(cue, words, index):
            return cue
    return None


def _other_class(words: Sequence[str], codes: str, index: int, cue: CueEntry | None, grammar: Grammar) -> str:
    """Return the class of a form that is no cue here, '' of one that is."""
    unmatched = UNMATCHED[codes[index]]
    if cue is None:
        return NOUN if _only_looks_like_one(words, codes, index, grammar) else unmatched
    if cue.kind == STATE:
        return "" if _stands_behind_be(words, codes, index, grammar) else NOUN
    if cue.kind == NEGATED:
        return "" if is_negated(words, codes, index, grammar) else unmatched
    if cue.kind == NO_CUE or _only_begins(words, codes, index, cue) or _is_ongoing(words, codes, index, cue, grammar):
        return unmatched
    if (
        _is_passive(words, codes, index, grammar)
        or _is_reduced(words, codes, index, cue, grammar)
        or _is_absolute(words, codes, index, grammar)
    ):
        return unmatched
    return NOUN if _is_noun(words, codes, index, cue, grammar) else ""


def _only_looks_like_one(words: Sequence[str], codes: str, index: int, grammar: Grammar) -> bool:
    """Tell whether a form of a cue of several words is a noun without them: the sign (of `sign off`), the talks."""
    is_base_noun = codes[index] == BASE and codes[:index].rstrip("AX")[-1:] in BEFORE_NOUN
    return is_base_noun or (grammar.is_plural(words[index]) and bool(PLURAL.match(codes, index)))


def _only_begins(words: Sequence[str], codes: str, index: int, cue: CueEntry) -> bool:
    """Tell whether a gerund such as `beginning` has no words beside it that it could begin with, or what is put no number: put it out."""
    if not AT_ONLY.isdisjoint(cue.takes):
        valued = VALUED.match(codes, index)
        return valued is None or words[valued.end() - 1] not in AT_ONLY
    if not LISTENER.isdisjoint(cue.takes) and "quote" not in cue.takes and codes.startswith("i", index + 1):
        return codes[index] == FINITE and words[index + 1] in cue.takes  # people | briefed on the talks
    return codes[index] == GERUND and cue.takes == QUOTE_ONLY and codes[index + 1 : index + 2] not in BEGUN


def _is_noun(words: Sequence[str], codes: str, index: int, cue: CueEntry, grammar: Grammar) -> bool:
    """Tell whether a form stands where a noun would: the report, his claims, a sharp attack."""
    code, word, of_class = codes[index], words[index], grammar.of_class
    is_framed = codes[index - 1 : index] in BEFORE_THIRD_PERSON or codes[index + 1 : index + 2] in BEFORE_SAID
    if word in of_class["mostly-noun"] and not is_framed:
        return True
    if code == BASE:
        return _base_is_noun(words, codes, index, cue, grammar)
    if BEFORE_AUXILIARY.match(codes, index) and not {"ing", "denial"} <= cue.takes:
        return word not in of_class["finite"]
    if code == GERUND:
        is_work = codes[index - 1 : index] != "j" and _leads("author", words, codes, index, grammar)  # not: quoted as saying by the paper
        return is_work or _is_named_gerund(words, codes, index, grammar) or _is_compound(words, codes, index, grammar)
    is_counted = (
        codes[max(index - 2, 0) : index] == "oD" and words[index - 1].lower() not in of_class["article"]
    )  # the mother of three | said
    return code == FINITE and not is_counted and _finite_is_noun(word, codes, index, cue, grammar)


def _is_named_gerund(words: Sequence[str], codes: str, index: int, grammar: Grammar) -> bool:
    """Tell whether a determiner makes a gerund a noun: a hearing – but not: with several | telling the council."""
    if not GERUND_NOUN.match(codes, index):
        return BESIDE_GERUND.match(codes, index) is not None
    is_many = words[index - 1].lower() not in grammar.of_class["article"] and codes.startswith("iD", index - 2)
    return not (is_many and words[index - 2].lower() in grammar.of_class["absolute"])


def _is_compound(words: Sequence[str], codes: str, index: int, grammar: Grammar) -> bool:
    """Tell whether a gerund ends a phrase behind a preposition: after a profit | warning – but not: with leaders | warning of …"""
    governed = GERUND_COMPOUND.search(codes, 0, index) if codes[index + 1 : index + 2] not in BEHIND_GERUND else None
    return governed is not None and words[governed.start()].lower() not in grammar.of_class["absolute"]


def _finite_is_noun(word: str, codes: str, index: int, cue: CueEntry, grammar: Grammar) -> bool:
    if grammar.is_plural(word):
        return bool(THIRD_PERSON_NOUN.match(codes, index))
    if word == cue.lemma and "noun" in cue.takes and UNINFLECTED_NOUN.match(codes, index):
        return True
    return word not in grammar.of_class["finite"] and bool(PAST_NOUN.match(codes, index))


def _base_is_noun(words: Sequence[str], codes: str, index: int, cue: CueEntry, grammar: Grammar) -> bool:
    left = codes[:index].rstrip("AX")
    before = left[-1:]
    if not before or ("noun" in cue.takes and GOVERNED.match(codes, index)):
        return True
    if before in "nN" and (grammar.is_plural(words[len(left) - 1].lower()) or (before == "N" and "&" in left[-4:])):
        return False
    if before == "V" and (described := DESCRIBED.search(left)) and grammar.is_plural(words[described.start()].lower()):
        return False
    if before == "h":
        return bool(BEHIND_THAT.search(left))
    return before not in BEFORE_PLAIN_VERB if "noun" in cue.takes else before in BEFORE_NOUN


def _is_passive(words: Sequence[str], codes: str, index: int, grammar: Grammar) -> bool:
    """Tell whether a past form is a passive one: was praised by, praised by, being called."""
    if codes[index] not in (FINITE, PARTICIPLE):
        return False
    if codes[index] == PARTICIPLE and codes[:index].rstrip("AXP")[-1:] not in ("B", "&"):
        return True  # a letter written in May
    return _stands_behind_be(words, codes, index, grammar) or _leads("by", words, codes, index, grammar)


def _is_reduced(words: Sequence[str], codes: str, index: int, cue: CueEntry, grammar: Grammar) -> bool:
    """Tell whether a past form belongs to a noun whose own verb of saying follows: residents | warned of floods said they would leave."""
    timed = REDUCED_BY_TIME.match(codes, index)
    if timed and (timed["opening"] or cue.takes == QUOTE_ONLY):
        return not grammar.is_plural(words[index])
    reduced = REDUCED.match(codes, index)
    return reduced is not None and words[reduced.end()] in grammar.of_class["finite"]


def _is_ongoing(words: Sequence[str], codes: str, index: int, cue: CueEntry, grammar: Grammar) -> bool:
    """Tell whether a form is something done rather than said: officers are supporting the checkpoints."""
    is_deed = cue.kind == "evaluation" and "quote" not in cue.takes
    return is_deed and codes[index] == GERUND and _stands_behind_be(words, codes, index, grammar)


def _is_absolute(words: Sequence[str], codes: str, index: int, grammar: Grammar) -> bool:
    """Tell whether a past form leans on the preposition that opens the sentence: With leaders worried about the vote, X said …"""
    is_opened = codes[0] == "i" and codes[index] == FINITE and words[0].lower() in grammar.of_class["absolute"]
    return is_opened and not FINITE_OR_PAUSE.search(codes, 1, index)


def _leads(name: str, words: Sequence[str], codes: str, index: int, grammar: Grammar) -> bool:
    """Tell whether a preposition of a class stands right behind a form: praised by, reporting from."""
    return codes.startswith("i", index + 1) and words[index + 1] in grammar.of_class[name]


def _stands_behind_be(words: Sequence[str], codes: str, index: int, grammar: Grammar) -> bool:
    left = codes[:index].rstrip("AX")
    return left[-1:] == "B" and words[len(left) - 1].lower() in grammar.of_class["be"]


def is_negated(words: Sequence[str], codes: str, index: int, grammar: Grammar) -> bool:
    """Tell whether `not` or `never` stands beside a verb, and nothing that limits it: not only said."""
    for left in range(index - 1, len(codes[:index].rstrip("ABX")) - 1, -1):
        word = words[left].lower()
        if word in grammar.of_class["limiting"]:
            return False
        if codes[left] == "X" or grammar.patterns["negated_ending"].search(word):
            return True
    return False
