"""Kazakh cues: the words of saying, in every form, and where they stand in a sentence."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from flows.label.quotations.kazakh_verbs import verb_forms
from flows.label.quotations.kazakh_words import VERB_ACCUSATIVE, VERB_DATIVE
from flows.label.quotations.tokens import PASSAGE, WORD, Token, plain
from flows.label.quotations.words import Words
from flows.languages.pack import pack
from schemas.words import Language

CONVERB_ENDINGS = ("ып", "іп", "п", "келе")
THAT = "деп"
WORDS_AFTER_THAT = 4
DENIALS = frozenset(("жоқ", "емес"))
VERB_NAME_ENDINGS = ("у", "ю")
PARTICIPLE_ENDINGS = ("ған", "ген", "қан", "кен")
# айтып отыр, айтып жүр, деп санап келеді: belongs to the cue
AFTER_CONVERB = frozenset(("отыр", "отырды", "отырған", "жатыр", "жүр", "жүрді", "келеді", "келді", "кетті", "қойды"))
# айтқан еді, тапсырған болатын
AFTER_PARTICIPLE = frozenset(("еді", "болатын", "екен", "болған"))
# тапсырғаны белгілі
AFTER_FACT = frozenset(("белгілі", "мәлім", "есте"))
FINITE, CONVERB, PARTICIPLE, FACT = "finite", "converb", "participle", "fact"


class CueEntry(NamedTuple):
    """One line of the list of cues."""

    lemma: str
    kind: str
    """saying, writing, thought, order, evaluation or relay."""
    takes: frozenset[str]
    before: tuple[str, ...]
    """Words that must stand before the declined one."""
    adverbs: int = 0
    """How many of them are adverbs, no part of the cue: `жоғары` in `жоғары бағалады`."""
    form: str = FINITE


class Cue(NamedTuple):
    """A cue in a sentence: indices of its tokens; `that` is that of a `деп` before it, -1 where there is none."""

    first: int
    last: int
    entry: CueEntry
    that: int

    @property
    def start(self) -> int:
        """The first token of the cue or its `деп`."""
        return self.that if self.that >= 0 else self.first


@cache
def cue_entries() -> dict[str, tuple[CueEntry, ...]]:
    """Return the cues by each form of their last word, those of most words first."""
    found: dict[str, list[CueEntry]] = {}
    for line in pack(Language.KAZAKH).lines("cues"):
        lemma, kind, takes, listed = (part.strip() for part in line.split("|"))
        adverbs = lemma.count(")")
        lemma = lemma.replace("(", "").replace(")", "")
        *before, last = lemma.split()
        entry = CueEntry(lemma, kind, frozenset(takes.split()) - {"-"}, tuple(plain(word) for word in before), adverbs)
        is_whole = listed.startswith("=")
        endings = () if kind == "relay" else PARTICIPLE_ENDINGS
        forms = {form: PARTICIPLE if form.endswith(endings) else FINITE for form in listed.lstrip("=-").split()}
        if not is_whole and last.endswith(VERB_NAME_ENDINGS):
            verb = verb_forms(last)
            forms |= dict.fromkeys(verb.finite, FINITE) | {verb.converb: CONVERB, verb.participle: PARTICIPLE, verb.fact: FACT}
        for form, name in forms.items():
            found.setdefault(plain(form), []).append(entry._replace(form=name))
    return {form: tuple(sorted(entries, key=lambda entry: -len(entry.before))) for form, entries in found.items()}


def cues_in(tokens: Sequence[Token], start: int, stop: int) -> list[Cue]:
    """Return the cues among some tokens in order, each with the `деп` that belongs to it."""
    entries = cue_entries()
    found: list[Cue] = []
    for index in range(start, stop):
        if tokens[index].kind != WORD or tokens[index].low not in entries:
            continue
        if index + 1 < stop and tokens[index + 1].low in DENIALS:
            continue
        is_said = index > start and tokens[index - 1].kind == PASSAGE and index + 1 < stop and tokens[index + 1].low == ","
        if tokens[index].low == THAT and not is_said:
            continue
        for entry in entries[tokens[index].low]:
            first = index - len(entry.before)
            if first >= start and all(tokens[first + i].low == word for i, word in enumerate(entry.before)):
                if found and found[-1].last >= first:
                    found.pop()  # айтып … of айтып берді
                lowest = found[-1].last + 1 if found else start
                first += entry.adverbs
                that = _that_before(tokens, first, lowest)
                last = _last_of(tokens, index, stop, entry, has_that=that >= 0)
                if last >= 0:
                    found.append(Cue(first, last, entry, that))
                    break
    return found


def _last_of(tokens: Sequence[Token], index: int, stop: int, entry: CueEntry, *, has_that: bool) -> int:
    """Return the last token of a cue, its auxiliaries with it; -1 where the form is no cue there."""
    following = tokens[index + 1] if index + 1 < stop else None
    last = index
    if entry.form == FACT:
        return index if following is not None and following.low in AFTER_FACT else -1
    if entry.form == CONVERB:
        if following is not None and (VERB_ACCUSATIVE.fullmatch(following.low) or VERB_DATIVE.fullmatch(following.low)):
            return -1  # баяндап отыруды тапсырды
        if following is not None and following.low in AFTER_CONVERB:
            last += 1
        if not has_that and entry.takes <= {THAT}:
            return -1
    if entry.form == PARTICIPLE and following is not None and following.kind == WORD and following.low not in AFTER_PARTICIPLE:
        return -1  # отырыста айтылған ұсыныстар
    if last + 1 < stop and tokens[last + 1].low in AFTER_PARTICIPLE:
        last += 1
    return last


def is_converb(tokens: Sequence[Token], cue: Cue) -> bool:
    """Tell whether a cue only leads to another verb: `айтып, …`."""
    return cue.entry.form == CONVERB and tokens[cue.last].low.endswith(CONVERB_ENDINGS)


def _that_before(tokens: Sequence[Token], first: int, lowest: int) -> int:
    """Return the `деп` of a cue: right before it, or with its source between the two (`деп Президент атап өтті`)."""
    for index in range(first - 1, max(lowest, first - 1 - WORDS_AFTER_THAT) - 1, -1):
        if tokens[index].kind != WORD:
            return -1
        if tokens[index].low == THAT:
            return index
    return -1


WITH = "сәйкес"


@cache
def kazakh_words() -> Words:
    """Return what the words of Kazakh are."""
    return Words(
        pack(Language.KAZAKH),
        {},
        frozenset(cue_entries()) | {line.split()[0] for line in pack(Language.KAZAKH).lines("according")} | {WITH},
    )
