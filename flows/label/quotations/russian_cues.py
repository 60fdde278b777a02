"""Russian cues: the words of saying, in every form, and where they stand in a sentence."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from flows.label.quotations.tokens import PASSAGE, WORD, Token, plain
from flows.languages.pack import pack
from schemas.words import Language

ENDINGS = {
    "+л": "л ла ло ли в вший вшая вшие вшего вшей",
    "+ет": "ет ют ем я л ла ло ли ющий ющая ющие ющего",
    "+ит": "ит ят я ил ила ило или ящий",
    "+ует": "ует уют уя овал овала овало овали",
}
FORM = re.compile(r"(\w+)(\+\w+)?")
WORDS_BETWEEN = 3
INFINITIVE_LEMMA = re.compile(r".+(?:ть|ти|чь)(?:ся|сь)?")
CONVERB_FORM = re.compile(r".+(?:[аяиоеуыю]в|вши|вшись|[аяую]я|[рвдтслг]я|ясь)")
PARTICIPLE_FORM = re.compile(r".+(?:вш|ющ|ящ)(?:ий|ая|ие|его|ей)")


class CueEntry(NamedTuple):
    """One line of the list of cues."""

    lemma: str
    kind: str
    """saying, writing, thought, order, evaluation or relay."""
    takes: frozenset[str]
    before: tuple[str, ...]
    """Words that must stand before the declined one."""
    after: tuple[str, ...]
    """Words that must follow it; … stands for up to three words between."""


class Cue(NamedTuple):
    """A cue in a sentence; `first` and `last` are indices of its tokens."""

    first: int
    verb: int
    last: int
    entry: CueEntry
    form: str

    @property
    def is_converb(self) -> bool:
        """True for `отметив`, `подчёркивая`."""
        return CONVERB_FORM.fullmatch(self.form) is not None and not self.form.endswith(("лся", "тся"))

    @property
    def is_participle(self) -> bool:
        """True for `говоривший`."""
        return PARTICIPLE_FORM.fullmatch(self.form) is not None

    @property
    def gender(self) -> str:
        """`m`, `f`, `n` or `p` where the form tells the gender or number of who speaks, else nothing."""
        for endings, gender in (
            (("ла", "лась", "на"), "f"),
            (("ли", "лись", "ят", "ют", "ут"), "p"),
            (("ло",), "n"),
            (("л", "лся", "с", "г", "ен"), "m"),
        ):
            if self.form.endswith(endings):
                return gender
        return ""


@cache
def cue_entries() -> dict[str, tuple[CueEntry, ...]]:
    """Return the cues by each form of their declined word, those of several words first."""
    found: dict[str, list[CueEntry]] = {}
    for line in pack(Language.RUSSIAN).lines("cues"):
        lemma, kind, takes, forms = (part.strip() for part in line.split("|"))
        parts = lemma.split()
        verb = next((i for i, part in enumerate(parts) if INFINITIVE_LEMMA.fullmatch(part)), 0)
        entry = CueEntry(lemma, kind, frozenset(takes.split()) - {"-"}, tuple(parts[:verb]), tuple(parts[verb + 1 :]))
        for form in forms.split():
            for one in _expanded(form):
                found.setdefault(plain(one), []).append(entry)
    return {form: tuple(sorted(entries, key=lambda e: -len(e.before) - len(e.after))) for form, entries in found.items()}


def _expanded(form: str) -> list[str]:
    match = FORM.fullmatch(form)
    if match is None:
        raise ValueError(f"cues.ru.txt: no form: {form!r}")
    stem, pattern = match.groups()
    return [stem + ending for ending in ENDINGS[pattern].split()] if pattern else [stem]


def cues_in(tokens: Sequence[Token], start: int, stop: int) -> list[Cue]:
    """Return the cues among some tokens in order; a word belongs to one cue at most, and a cue that is denied is left out."""
    entries = cue_entries()
    found: list[Cue] = []
    for index in range(start, stop):
        token = tokens[index]
        if token.kind != WORD or token.low not in entries:
            continue
        is_denied = index > start and tokens[index - 1].low in ("не", "ни")
        for entry in entries[token.low]:
            if is_denied and "не" not in entry.before:
                continue
            cue = _match(tokens, index, entry)
            if cue is not None:
                found.append(cue)
                break
    return found


def _match(tokens: Sequence[Token], verb: int, entry: CueEntry) -> Cue | None:
    first = verb - len(entry.before)
    if first < 0 or any(tokens[first + i].low != word for i, word in enumerate(entry.before)):
        return None
    last = verb
    may_skip = 0
    for word in entry.after:
        if word == "…":
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
    return Cue(first, verb, last, entry, tokens[verb].low)
