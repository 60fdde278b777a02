"""What the letters and the common words of a text tell of its language, before any statistics are asked."""

import re
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from flows.languages.lists import word_list
from flows.languages.pack import packs
from schemas.words import Language

Script = Literal["Latin", "Cyrillic", "other"]
"""The letters that most of a text is written in."""

WORD = re.compile(r"[^\W\d_]+")
# `https://example.org/news`, `press@example.org`: letters of no language
ADDRESS = re.compile(r"https?://\S+|www\.\S+|[\w.+-]{0,64}@\S+")

RUSSIAN_LETTERS = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
KAZAKH_LETTERS = frozenset("әғқңөұүһі")
# Its Turkic neighbours write some of the nine as well, and Ukrainian і. Only Kazakh writes both kinds together, each about as often.
KAZAKH_BESIDE = ("қ", "ғ", "ұ")
AS_OFTEN = 8
# `бiздiң`: where the keyboard had no Kazakh letters, і is often the Latin i
LATIN_I = re.compile("[а-я]i|i[а-я]")

# An ending (two to five letters) tells where at least so many letters make the word.
SHORTEST_WITH_ENDING = 4
HELD = frozenset(str(language) for language in Language)

# Letters of Cyrillic alphabets that the dataset does not hold, for the message: the first that the text has names its language.
LETTERS_OF = (
    ("ї", "uk"), ("є", "uk"), ("ґ", "uk"),
    ("ҷ", "tg"), ("ӣ", "tg"), ("ӯ", "tg"),
    ("ҙ", "ba"), ("ҫ", "ba"), ("ҡ", "ba"),
    ("ђ", "sr"), ("ћ", "sr"), ("ѓ", "mk"), ("ќ", "mk"), ("ѕ", "mk"), ("ј", "sr"),
    ("ҳ", "uz"), ("җ", "tt"),
)  # fmt: skip


class Evidence(NamedTuple):
    """What was counted in a sample of a text."""

    script: Script
    letters: int
    """Letters of that script."""
    words: int
    """Words of any script."""
    kazakh: int
    """Letters that Kazakh has and Russian has not."""
    kazakh_alone: int
    """і, қ, ғ and ұ together, where both kinds stand there; 0 where only one does, as in the neighbours' alphabets."""
    strange: int
    """Letters of the script that no held language writes."""
    telling: Counter[str]
    """Words that tell a language, by its code."""
    forms: int
    """How many different ones there are."""
    foreign_told: str | None
    """Code of the language not held that most words tell."""
    alphabet: frozenset[str]
    """The letters that stand in it, in lower case."""


def evidence(sample: str) -> Evidence:
    """Count what a sample (some hundred characters) shows; all counts are 0 where it holds no letters."""
    if "@" in sample or "://" in sample or "www." in sample:
        sample = ADDRESS.sub(" ", sample)
    lowered = sample.lower()
    found = WORD.findall(lowered)
    counts = Counter("".join(found))
    script, letters, strange = _script(counts)
    signs = _signs(found, has_endings=script == "Cyrillic")
    told = Counter(code for _, codes in signs for code in codes)
    foreign = max(((count, code) for code, count in told.items() if code not in HELD), default=(0, None))
    beside = sum(counts[letter] for letter in KAZAKH_BESIDE)
    vowel = counts["і"] or (len(LATIN_I.findall(lowered)) if script == "Cyrillic" and counts["i"] else 0)
    return Evidence(
        script=script,
        letters=letters,
        words=len(found),
        kazakh=sum(counts[letter] for letter in KAZAKH_LETTERS),
        kazakh_alone=beside + vowel if beside <= vowel * AS_OFTEN and vowel <= beside * AS_OFTEN else 0,
        strange=strange,
        telling=told,
        forms=len({form for form, _ in signs}),
        foreign_told=foreign[1],
        alphabet=frozenset(counts),
    )


def _script(counts: Counter[str]) -> tuple[Script, int, int]:
    """Return the script of most letters, how many they are, and how many of them no held language writes."""
    latin = cyrillic = other = strange_latin = strange_cyrillic = 0
    for letter, count in counts.items():
        if "a" <= letter <= "z":
            latin += count
        elif letter in RUSSIAN_LETTERS or letter in KAZAKH_LETTERS:
            cyrillic += count
        elif "\u0400" <= letter <= "\u052f":
            strange_cyrillic += count
        elif letter <= "\u02af" or "\u1e00" <= letter <= "\u1eff":
            strange_latin += count
        else:
            other += count
    latin += strange_latin
    cyrillic += strange_cyrillic
    if other >= max(latin, cyrillic):
        return "other", other, 0
    return ("Latin", latin, strange_latin) if latin > cyrillic else ("Cyrillic", cyrillic, strange_cyrillic)


def _signs(words: list[str], has_endings: bool) -> list[tuple[str, tuple[str, ...]]]:
    """Return the telling words, and those with a telling ending, each with the codes of the languages that it tells."""
    told = _told_by("telling")
    signs = [(word, told[word]) for word in words if word in told]
    if has_endings:
        ends = _told_by("endings")
        for word in words:
            if word not in told and len(word) >= SHORTEST_WITH_ENDING:
                codes = ends.get(word[-2:]) or ends.get(word[-3:]) or ends.get(word[-4:]) or ends.get(word[-5:])
                if codes:
                    signs.append((word, codes))
    return signs


@cache
def _told_by(kind: Literal["telling", "endings"]) -> dict[str, tuple[str, ...]]:
    """Return each telling word or ending with the codes of the languages that it tells (several only among those that are not held)."""
    told: dict[str, tuple[str, ...]] = {}
    name = {"telling": "telling", "endings": "telling_endings"}[kind]
    lists = {one.language.value: one.lines(name) for one in packs()}
    for file in files("flows.languages").joinpath("others").iterdir():
        if file.name.startswith(f"{name}."):
            lists[file.name.split(".")[1]] = word_list("flows.languages", f"others/{file.name}")
    for code in sorted(lists):
        for form in lists[code]:
            told[form] = (*told.get(form, ()), code)
    return told


def alphabet_of(letters: frozenset[str]) -> str | None:
    """Return the code of the language not held that has one of these letters to itself, or None."""
    return next((code for letter, code in LETTERS_OF if letter in letters), None)
