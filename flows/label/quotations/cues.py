"""The reporting verbs of a language, in every form, and the cue that one is in a sentence."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from flows.label.quotations.tokens import Token
from flows.label.quotations.words import CueEntry, Words, spelt_alike, traits_of
from flows.languages.pack import Pack, pack
from flows.languages.traits import BITS, CUE_CONVERB, CUE_PARTICIPLE, GENDERS, INFINITIVE, SHAPES
from schemas.words import Language

ONLY_LISTED = "="


class Cue(NamedTuple):
    """A cue in a sentence; `first`, `verb` and `last` are indices of its tokens."""

    first: int
    verb: int
    last: int
    entry: CueEntry
    traits: int
    """Those of its verb, or of the auxiliary behind it."""
    that: int = -1
    """The conjunction before it that ends what is said, in a language whose verb stands last; -1 where there is none."""

    @property
    def start(self) -> int:
        """The first token of the cue or its conjunction."""
        return self.that if self.that >= 0 else self.first

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
    """Return what the words of a language are."""
    found = pack(language)
    return Words(found, cue_entries(found))


def cue_entries(pack: Pack) -> dict[str, tuple[CueEntry, ...]]:
    """Return the reporting verbs by each form of their declined word, those of several words first."""
    found: dict[str, list[CueEntry]] = {}
    endings = {sign: shown.split() for sign, shown in pack.rows("verb_endings")}
    verb_forms = pack.rule("verb_forms") if "makes_verb_forms" in pack.flags else None
    for lemma, kind, takes, forms in pack.rows("cues"):
        entry, verb = _entry(pack, lemma, kind, takes)
        made = () if verb_forms is None or forms.startswith(ONLY_LISTED) else verb_forms(verb)
        listed = [*made, *forms.lstrip(f"{ONLY_LISTED}-").split()] or [verb]
        for form in listed:
            stem, sign, pattern = form.partition("+")
            for ending in endings[sign + pattern] if sign else ("",):
                found.setdefault(spelt_alike(stem + ending), []).append(entry)
    return {form: tuple(sorted(entries, key=lambda e: -len(e.before) - len(e.after))) for form, entries in found.items()}


def _entry(pack: Pack, lemma: str, kind: str, takes: str) -> tuple[CueEntry, str]:
    """Return a reporting verb, and its declined word: the infinitive of its lemma or the first word, in a verb-final language the last."""
    parts = lemma.replace("(", "").replace(")", "").split()
    is_last = pack.grammar == "verb-final"
    verb = -1 if is_last else next((i for i, part in enumerate(parts) if traits_of(spelt_alike(part), pack) & INFINITIVE), 0)
    before = tuple(map(spelt_alike, parts[:verb]))
    taken = frozenset(form for one in takes.split() if one != "-" for form in pack.variants.get(one, (one,)))
    shapes = sum(BITS[one] for one in taken if one in SHAPES)
    after = () if is_last else tuple(map(spelt_alike, parts[verb + 1 :]))
    is_negative = any(word in pack.of_class["negation"] for word in before)
    return CueEntry(" ".join(parts), kind, taken, shapes, before, after, is_negative, lemma.count(")")), parts[verb]


def follows(tokens: Sequence[Token], index: int, words: Sequence[str]) -> bool:
    """Tell whether a token stands right behind some words."""
    first = index - len(words)
    return first >= 0 and all(tokens[first + i].low == word for i, word in enumerate(words))
