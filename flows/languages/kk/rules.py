"""What Kazakh decides by a rule that neither a list nor a pattern can be: the forms of its verbs, its nominatives."""

# the vowels of an ending go with those of the stem
BACK_VOWELS = frozenset("аоұыуяюё")
FRONT_VOWELS = frozenset("әөүіеэ")
VOWELS = BACK_VOWELS | FRONT_VOWELS | {"и"}
VOICELESS = frozenset("пфкқтсшщчцх")
# бөлік – бөлігін: a last letter that a vowel after it makes voiced
VOICED = {"п": "б", "к": "г", "қ": "ғ"}
# шығу – шықты
UNVOICED = {voiced: letter for letter, voiced in VOICED.items()}

SHORTEST_NOUN = 3
GENITIVE = ("ның", "нің", "дың", "дің", "тың", "тің")
# genitive, then dative, locative and ablative behind a possessive ending and alone: the longest first
CASE_ENDINGS = (
    *GENITIVE,
    "нда",
    "нде",
    "нан",
    "нен",
    "дан",
    "ден",
    "тан",
    "тен",
    "на",
    "не",
    "да",
    "де",
    "та",
    "те",
    "ға",
    "ге",
    "қа",
    "ке",
)


def verb_forms(verb: str, irregular: str = "") -> dict[str, str]:
    """Return past, present, converb, hearsay, participles and fact of a verb in -у or -ю, and the fact as it is told, each with what it is.

    Of another word nothing comes back.

    >>> list(verb_forms("айту").items())[-4:]
    [('айтуда', 'participle'), ('айтқаны', 'fact'), ('айтқанын', 'told'), ('айттыңыз', 'finite')]
    >>> list(verb_forms("мәлімдеу"))[:6]
    ['мәлімдеді', 'мәлімдедім', 'мәлімдедік', 'мәлімдейді', 'мәлімдеп', 'мәлімдепті']
    """
    if not verb.endswith(("у", "ю")):
        return {}
    stem = verb[:-1] + ("й" if verb.endswith("ю") else "")
    stem = stem[:-1] + UNVOICED.get(stem[-1], stem[-1])
    is_back = next((letter in BACK_VOWELS for letter in reversed(stem) if letter in VOWELS and letter != "и"), False)
    is_voiceless = stem[-1] in VOICELESS
    a, y = ("а", "ы") if is_back else ("е", "і")
    voiced = stem[:-1] + VOICED.get(stem[-1], stem[-1])
    if stem[-1] in VOWELS:
        present, converb = stem + "йд" + y, stem + "п"
    elif stem.endswith("й"):
        present, converb = stem[:-1] + ("яды" if is_back else "йеді"), stem + y + "п"
    else:
        present, converb = voiced + a + "д" + y, voiced + y + "п"
    participle = stem + (("қ" if is_voiceless else "ғ") if is_back else ("к" if is_voiceless else "г")) + a + "н"
    past = stem + ("т" if is_voiceless else "д") + y
    hearsay = converb + "т" + y
    fact = participle + y
    own = {past + "м": "finite", past + ("қ" if is_back else "к"): "finite"}
    forms = {past: "finite", **own, present: "finite", converb: "converb", hearsay: "finite", participle: "participle"}
    going_on = verb + "д" + a
    return forms | {going_on: "participle", fact: "fact", fact + "н": "told", past + "ң" + y + "з": "finite"}


def nominatives(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return what a noun phrase that ends with its main noun is in the nominative, the likeliest first.

    The phrase itself is among them where its last letters may be the noun's own: палата, but not министрліктің.

    >>> nominatives(("министрлігінің",))
    (('министрлігі',),)
    >>> nominatives(("Хабарламасында",))
    (('Хабарламасында',), ('Хабарламасы',), ('Хабарламасын',))
    """
    *before, noun = words
    forms = [noun[: -len(ending)] for ending in CASE_ENDINGS if noun.endswith(ending) and len(noun) - len(ending) >= SHORTEST_NOUN]
    is_certain = noun.endswith(GENITIVE) and bool(forms)
    return tuple((*before, form) for form in (forms if is_certain else [noun, *forms]))
