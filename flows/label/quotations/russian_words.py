"""What a Russian word can be, by its list or its ending."""

import re
from collections.abc import Sequence
from functools import cache

from flows.label.quotations.tokens import WORD, Token, plain
from flows.languages.pack import pack
from schemas.words import Language


def _words(name: str) -> frozenset[str]:
    """Return a Russian list of this package as a set, in lower case with е for ё."""
    return pack(Language.RUSSIAN).of_class[name]


AGENTS = _words("agent")
PRONOUNS = _words("pronoun")
ADVERBS = _words("adverb")
PREPOSITIONS = _words("preposition")
OBJECTS = _words("object")
CONNECTIVES = _words("connective")
MEDIA = _words("medium")
TITLE_NOUNS = _words("title-noun")
VERBLIKE = _words("verb-like")
AGENTS_ON = _words("agent-on")

PAST = re.compile(r".{2,}(?:л|ла|ло|ли|лся|лась|лось|лись)")
PRESENT = re.compile(r".{2,}(?:ет|ит|ут|ют|ат|ят)ся|.{2,}(?:[аяеу]ет|[аяеу]ют)")
INFINITIVE = re.compile(r".+(?:ть|чь)(?:ся|сь)?|.*(?:вести|нести|йти|расти|брести|мести|ползти|везти)(?:сь)?|идти|спасти")
# nouns, numerals and adverbs that end as infinitives do: новость (but not учесть, попасть), девять, опять
NOT_INFINITIVE = re.compile(
    r"(?!.*(?:[учо]честь|пасть|класть|красть|сесть)$).*[оаея]сть|.*(?:дцать|помощь|ночь|соцсеть|совести)"
    r"|дочь|речь|мощь|печать|площадь|нефть|сеть|мать|пять|шесть|девять|десять|путь|смерть|четверть|треть|честь|часть|очередь|память|опять|чуть"
)
CONVERB = re.compile(r".{2,}(?:[аяиу]в|вши|вшись|[аяую]я|[рл]я|ясь|учи)")
# Говоря о планах, …: only at the start of a sentence, where a name has a capital too (Станислав, Коля)
CONVERB_WITH_CAPITAL = re.compile(r".{2,}(?:(?<!л)ав|ив|ув|вшись|[аяую]я|оря|ясь)")
MONTHS = frozenset(
    [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
        "года",
        "году",
        "лет",
    ]
)
# молодой, первый, российские: an adjective in the nominative
NOMINATIVE_ADJECTIVE = re.compile(r".{2,}(?:ый|ий|ая|яя|ое|ые|ие)|мой|твой|свой|другой|молодой|второй|шестой|седьмой")
OBLIQUE_NAME = re.compile(r".{2,}(?:[ео]го|[ео]му|[ая]|[ую]|е|[оеё]м|[оеёы]й|[ыи]м|[ыи]х|ии|[ыи]|ами|ями)")
PARTICIPLE = re.compile(
    r".{3,}(?:вш|ющ|ящ|ущ|ащ)(?:ий|ая|ее|ие|его|ей|ему|им|их|ими|ую|емся|ийся|аяся|ееся|иеся)|.{3,}нн(?:ый|ая|ое|ые|ого|ой|ому|ых|ым|ыми|ую)"
)
DATIVE_PLURAL = re.compile(r".{3,}(?:ам|ям)")

DATIVE_PRONOUNS = frozenset(["мне", "нам", "тебе", "вам", "ему", "ей", "им", "всем", "себе", "нему", "ней", "ним", "каждому"])
ACCUSATIVE_PRONOUNS = frozenset(["меня", "нас", "тебя", "вас", "его", "ее", "их", "всех", "это"])
POSSESSIVES = frozenset(["его", "ее", "их", "моему", "нашему", "вашему"])
SUBORDINATORS = frozenset(["хотя", "если", "когда", "поскольку", "пока", "чтобы", "раз", "ибо"])
RELATIVE = re.compile(r"котор\w+|где|куда|откуда|чей|чья|чье|чьи")


@cache
def dative_agents() -> frozenset[str]:
    """Return the dative of the nouns for those who speak: `правительству`, `комиссии`."""
    return frozenset(_dative(agent) for agent in AGENTS)


@cache
def oblique_agents() -> frozenset[str]:
    """Return the other cases of the nouns for those who speak, where they differ from every nominative: `главу`, `министра`."""
    return _oblique(AGENTS)


@cache
def oblique_agents_on() -> frozenset[str]:
    """Return the other cases of those that may take `по` and a subject: `департаменте`."""
    return _oblique(AGENTS_ON)


def _oblique(agents: frozenset[str]) -> frozenset[str]:
    found: set[str] = set()
    for agent in agents:
        stem = agent[:-1]
        if agent.endswith("а"):
            found.update(stem + ending for ending in ("ы", "и", "е", "у", "ой"))
        elif agent.endswith("о"):
            found.update(stem + ending for ending in ("а", "у", "ом", "е"))
        elif agent.endswith("ие"):
            found.update(stem + ending for ending in ("я", "ю", "ем", "и"))
        elif agent.endswith(("й", "ь")):
            found.update(stem + ending for ending in ("я", "ю", "ем", "е", "и"))
        elif agent[-1] not in "аяоеиы":
            found.update(agent + ending for ending in ("а", "у", "ом", "е", "ов", "ам", "ами", "ах"))
    return frozenset(found - AGENTS)


def _dative(noun: str) -> str:
    for ending, dative in (
        ("ия", "ии"),
        ("ый", "ому"),
        ("ий", "ему"),
        ("а", "е"),
        ("я", "е"),
        ("о", "у"),
        ("е", "ю"),
        ("й", "ю"),
        ("ь", "ю"),
    ):
        if noun.endswith(ending):
            return noun[: -len(ending)] + dative
    return noun + "у"


def is_past_verb(token: Token) -> bool:
    """Tell whether a word looks like a verb in the past tense, by its ending."""
    low = token.low
    if token.kind != WORD or token.is_capital or not PAST.fullmatch(low):
        return False
    nouns = VERBLIKE
    return not (low in nouns or low in AGENTS or low[:-1] in nouns or low[:-2] in nouns or low.endswith("тели"))


def is_verb(token: Token) -> bool:
    """Tell whether a word looks like a finite verb, by its ending."""
    return is_past_verb(token) or (
        token.kind == WORD and not token.is_capital and PRESENT.fullmatch(token.low) is not None and token.low not in AGENTS
    )


def is_infinitive(token: Token) -> bool:
    """Tell whether a word looks like an infinitive, by its ending."""
    return token.kind == WORD and INFINITIVE.fullmatch(token.low) is not None and not NOT_INFINITIVE.fullmatch(token.low)


def is_dative(token: Token) -> bool:
    """Tell whether a word looks like a dative: a pronoun, the dative of a noun for speakers, a plural, a name."""
    low = token.low
    if low in DATIVE_PRONOUNS or low in dative_agents():
        return True
    if token.is_capital and (low.endswith(("у", "ю")) or low.endswith(("ому", "ему"))):
        return True
    return DATIVE_PLURAL.fullmatch(low) is not None


@cache
def source_phrases() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the phrases that name a source without a verb, by their first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in pack(Language.RUSSIAN).lines("according"):
        phrase = tuple(plain(line).split())
        found.setdefault(phrase[0], []).append(phrase)
    return {first: tuple(phrases) for first, phrases in found.items()}


def names_source(tokens: Sequence[Token], index: int) -> tuple[str, ...] | None:
    """Return the phrase at a token that names a source without a verb: `по словам`, also `по его словам`."""
    for phrase in source_phrases().get(tokens[index].low, ()):
        low = tuple(token.low for token in tokens[index : index + len(phrase) + 1])
        if low[: len(phrase)] == phrase:
            return phrase
        if low[1:2] and low[1] in POSSESSIVES and (low[0], *low[2:]) == phrase:
            return phrase
    return None
