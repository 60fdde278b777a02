"""Kazakh verbs: the forms in which a cue may stand, from the verb's name."""

from typing import NamedTuple

BACK_VOWELS = frozenset("аоұыуяюё")
FRONT_VOWELS = frozenset("әөүіеэ")
VOWELS = BACK_VOWELS | FRONT_VOWELS | {"и"}
VOICELESS = frozenset("пфкқтсшщчцх")
# бөлік – бөлігін: a last letter that a vowel after it makes voiced
VOICED = {"п": "б", "к": "г", "қ": "ғ"}
# шығу – шықты
UNVOICED = {"б": "п", "г": "к", "ғ": "қ"}


class VerbForms(NamedTuple):
    """The forms of one verb."""

    finite: tuple[str, ...]
    """Past and present: `айтты`, `айтады`."""
    converb: str
    """`айтып`."""
    participle: str
    """`айтқан`: a cue at the end of a sentence, or with `еді`, `болатын`."""
    fact: str
    """`айтқаны`: a cue before `белгілі`, `мәлім`."""


def verb_forms(name: str) -> VerbForms:
    """Return the forms of a verb whose name ends in у or ю.

    >>> verb_forms("айту")
    VerbForms(finite=('айтты', 'айтады'), converb='айтып', participle='айтқан', fact='айтқаны')
    >>> verb_forms("мәлімдеу").finite
    ('мәлімдеді', 'мәлімдейді')
    """
    stem = name[:-1] + ("й" if name.endswith("ю") else "")
    stem = stem[:-1] + UNVOICED.get(stem[-1], stem[-1])
    is_back = next((letter in BACK_VOWELS for letter in reversed(stem) if letter in VOWELS and letter != "и"), False)
    is_voiceless, ends_in_vowel = stem[-1] in VOICELESS, stem[-1] in VOWELS
    past = stem + ("т" if is_voiceless else "д") + ("ы" if is_back else "і")
    if ends_in_vowel:
        present, converb = stem + ("йды" if is_back else "йді"), stem + "п"
    elif stem.endswith("й"):
        present, converb = stem[:-1] + ("яды" if is_back else "йеді"), stem + ("ып" if is_back else "іп")
    else:
        voiced = stem[:-1] + VOICED.get(stem[-1], stem[-1])
        present, converb = voiced + ("ады" if is_back else "еді"), voiced + ("ып" if is_back else "іп")
    participle = stem + ({(True, True): "қан", (True, False): "ған", (False, True): "кен", (False, False): "ген"}[is_back, is_voiceless])
    return VerbForms((past, present), converb, participle, participle + ("ы" if is_back else "і"))
