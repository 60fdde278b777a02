"""The reporting verbs of an inflected language, in every form, and where they stand in a sentence."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from flows.label.quotations.tokens import PASSAGE, WORD, Token
from flows.label.quotations.words import CueEntry, Words, plain, traits_of
from flows.languages.pack import Pack
from flows.languages.traits import CUE_CONVERB, CUE_PARTICIPLE, GENDERS, INFINITIVE, NEGATION
from schemas.words import Language

WORDS_BETWEEN = 3
GAP = "…"


class Cue(NamedTuple):
    """A cue in a sentence; `first`, `verb` and `last` are indices of its tokens."""

    first: int
    verb: int
    last: int
    entry: CueEntry
    traits: int
    """Those of its verb."""

    @property
    def is_converb(self) -> bool:
        """True for `noting`, `having noted`."""
        return bool(self.traits & CUE_CONVERB)

    @property
    def is_participle(self) -> bool:
        """True for `who said`, as one word."""
        return bool(self.traits & CUE_PARTICIPLE)

    @property
    def gender(self) -> int:
        """The trait of the gender or number that the form tells of who speaks, 0 where it tells none."""
        return self.traits & GENDERS


@cache
def words_of(language: Language) -> Words:
    """Return what the words of an inflected language are."""
    from flows.languages.pack import pack

    found = pack(language)
    return Words(found, cue_entries(found))


def cue_entries(pack: Pack) -> dict[str, tuple[CueEntry, ...]]:
    """Return the reporting verbs by each form of their declined word, those of several words first."""
    found: dict[str, list[CueEntry]] = {}
    endings = {sign: shown.split() for sign, shown in pack.rows("verb_endings")}
    for lemma, kind, takes, forms in pack.rows("cues"):
        entry, verb = _entry(pack, lemma, kind, takes)
        for form in (verb if forms == "-" else forms).split():
            stem, sign, pattern = form.partition("+")
            for ending in endings[sign + pattern] if sign else ("",):
                found.setdefault(plain(stem + ending), []).append(entry)
    return {form: tuple(sorted(entries, key=lambda e: -len(e.before) - len(e.after))) for form, entries in found.items()}


def _entry(pack: Pack, lemma: str, kind: str, takes: str) -> tuple[CueEntry, str]:
    """Return a reporting verb, and its declined word: the infinitive of its lemma, or the first word."""
    parts = lemma.split()
    verb = next((i for i, part in enumerate(parts) if traits_of(plain(part), pack) & INFINITIVE), 0)
    before = tuple(map(plain, parts[:verb]))
    taken = frozenset(form for one in takes.split() for form in pack.variants.get(one, (one,)))
    is_negative = any(word in pack.of_class["negation"] for word in before)
    return CueEntry(lemma, kind, taken, before, tuple(map(plain, parts[verb + 1 :])), is_negative), parts[verb]


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
    first = verb - len(entry.before)
    if first < 0 or any(tokens[first + i].low != word for i, word in enumerate(entry.before)):
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
    return Cue(first, verb, last, entry, tokens[verb].traits)
