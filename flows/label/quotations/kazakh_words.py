"""What a Kazakh word can be, by its list or its ending."""

import re
from collections.abc import Sequence
from functools import cache

from flows.label.quotations.tokens import WORD, Token, plain
from flows.languages.pack import pack
from schemas.words import Language

GENITIVE = re.compile(r".{2,}[ндт][ыі]ң")
DATIVE = re.compile(r".{2,}(?:(?<!и)[гғкқ][ае]|[ыіаеүұ]на|[ыіаеүұ]не|[ыі]на|[ыі]не)")
ACCUSATIVE = re.compile(r".{2,}(?:[ндт][ыі]|[ыі]н|у[ыі]н)")
CLAUSE_ACCUSATIVE = re.compile(r".*(?:екенін|[ғқ]анын|[гк]енін|тынын|тінін|[аеоөыі]рын|[аеөыі]рін|т[ыі][ғг][ыі]н|[уү][ыі]н|ма[йс]т\w+н)")
CLAUSE_NOMINATIVE = re.compile(r".*(?:екені|[ғқ]аны|[гк]ені|тыны|тіні|т[ыі][ғг][ыі])")
CLAUSE_DATIVE = re.compile(r".*(?:екеніне|[ғқ]анына|[гк]еніне|тынына|тініне|т[ыі][ғг][ыі]н[ае])")
ACCORDING = re.compile(r".{2,}(?:уынша|уінше)")
VERB_ACCUSATIVE = re.compile(r".+[уүю](?:ды|ді|ын|ін)|.+(?:уды|уді)")
VERB_NAME = re.compile(r".+у")
VERB_INSTRUMENTAL = re.compile(r".+(?:у[ыі]?мен|[ғқ]анымен|[гк]енімен)")
VERB_DATIVE = re.compile(r".+у(?:ға|ге|ына|іне)")
LOCATIVE = re.compile(r".{2,}(?:[дт][ае]|нда|нде)")
ABLATIVE = re.compile(r".{2,}[дтн][ае]н")
INSTRUMENTAL = re.compile(r".{2,}[мбп]ен")
VERB = re.compile(r".{2,}(?:[дт][ыі]|[дт][ыі]м|[аей]д[ыі])")
CONVERB = re.compile(r".{2,}[ыі]п|.{2,}(?:лап|леп|дап|деп|тап|теп|қап|рап)")
PARTICIPLE = re.compile(r".{2,}(?:[ғқ]ан|[гк]ен|атын|етін|йтын|йтін)")
SURNAME = re.compile(r".{2,}(?:[еоё]в|[еоё]ва|ин|ина|ұлы|қызы|ский|ская|ич|дзе|ян|ко)")
ABOUT = frozenset(("туралы", "жайлы", "жөнінде", "жайында", "хақында", "жөніндегі", "қатысты"))
# nouns whose stem ends as a case does
UNINFLECTED = frozenset(("аудан", "отан", "мектеп", "ресми"))
COUNTRY_ENDING = "стан"
PLURALS = ("лар", "лер", "дар", "дер", "тар", "тер")
POSSESSIVES = ("ы", "і", "сы", "сі")


@cache
def words(name: str) -> frozenset[str]:
    """Return a Kazakh list of this package as a set, in lower case."""
    return frozenset(map(plain, pack(Language.KAZAKH).of_class[name]))


@cache
def agents() -> frozenset[str]:
    """Return the nouns for those who speak in the nominative: `басшы`, `басшысы`, `басшылар`, `басшылары`; `қызмет`, `қызметі`."""
    found = set()
    for noun in words("agent"):
        found.add(noun)
        found.update(noun + ending for ending in POSSESSIVES)
        for plural in PLURALS:
            found.add(noun + plural)
            found.update(noun + plural + ending for ending in ("ы", "і"))
        if noun.endswith("п"):  # тобы
            found.update(noun[:-1] + voiced for voiced in ("бы", "бі"))
        if noun.endswith("ст"):  # журналистер
            found.update(noun + plural + ending for plural in ("ер", "ар") for ending in ("", "і", "ы"))
        if noun.endswith(("к", "қ")):  # министрлік, министрлігі
            found.update(noun[:-1] + voiced for voiced in ("гі", "ғы"))
    return frozenset(found)


def has_case(token: Token) -> bool:
    """Tell whether a word carries a case ending that no subject carries, other than the genitive."""
    low = token.low
    if low in UNINFLECTED or low in agents() or (token.is_capital and (low in words("place") or low.endswith(COUNTRY_ENDING))):
        return False  # палата, Өзбекстан: the word only ends as a case does
    return any(pattern.fullmatch(low) for pattern in (LOCATIVE, ABLATIVE, DATIVE, INSTRUMENTAL, CONVERB)) or low in words("frame")


def is_name(tokens: Sequence[Token], index: int, stop: int) -> int:
    """Return how many tokens from one on are a person's name in the nominative: `Қасым-Жомарт Тоқаев`, `Тоқаев`, `Қ.К. Тоқаев`; else 0."""
    token = tokens[index]
    if token.kind != WORD or not token.is_capital or token.low in words("place") or token.low in words("frame") or token.low in agents():
        return 0
    if token.end - token.start == 1:
        at = index
        while at + 1 < stop and tokens[at].end - tokens[at].start == 1 and tokens[at].is_capital and tokens[at + 1].low == ".":
            at += 2
        is_surname = index < at < stop and tokens[at].is_capital and (SURNAME.fullmatch(tokens[at].low) or not _has_ending(tokens[at].low))
        return at + 1 - index if is_surname else 0
    following = tokens[index + 1] if index + 1 < stop else None
    if following is not None and following.kind == WORD and following.is_capital and following.low not in words("place"):
        if following.low in agents() or GENITIVE.fullmatch(token.low):
            return 0
        if SURNAME.fullmatch(following.low) or not (_has_ending(following.low)):
            last = 2
            while index + last < stop and tokens[index + last].is_capital and SURNAME.fullmatch(tokens[index + last].low):
                last += 1
            return last
    return 1 if SURNAME.fullmatch(token.low) else 0


def _has_ending(low: str) -> bool:
    return any(pattern.fullmatch(low) for pattern in (LOCATIVE, ABLATIVE, DATIVE, INSTRUMENTAL, GENITIVE, ACCUSATIVE))
