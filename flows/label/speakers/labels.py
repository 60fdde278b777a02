"""Whom the label of a turn names: `KIERAN GILBERT, HOST` · `HON. J. ROE` · `President Tokayev` · `MINISTER FOR HEALTH (Hon. J. Roe)`."""

import re
from collections.abc import Sequence
from functools import cache

from flows.label.form.layout import ANONYMOUS, Part
from flows.label.form.words import classes
from flows.label.speakers.name_forms import is_full_name, is_surname, read_name
from flows.label.speakers.names import WORD, PhraseReading
from flows.label.speakers.phrases import read_phrase
from flows.label.speakers.role_words import country_of, roles_of, words_of
from flows.label.speakers.spelling import in_small_letters
from flows.languages.letters import plain
from flows.languages.pack import Pack

PIECE = re.compile(r"[^,()\[\]–—]+")
NUMBER = re.compile(r"\s*(?:№|#)?\s?\d{1,3}\b")
# Rep. Roe – Lt. Gen. Roe – Gov. Roe: short words with a stop before a name are titles, whatever they stand for
SHORT_TITLES = re.compile(r"\A(?:[^\W\d_]{2,5}\.\s+)+(?=[^\W\d_]{2,}|[^\W\d_]\.)")
MOST_NAME_WORDS = 6
MOST_WORDS_OF_PHRASE = 4
NOBODY = PhraseReading(None, (), "either", False)


def read_label(label: str, part: Part | None, spelt: dict[str, str], pack: Pack) -> PhraseReading:
    """Read a label; it names nobody where it stands for anybody, or for a newspaper.

    `spelt` says how the text writes words that stand in capitals there.

    >>> from flows.languages.pack import pack
    >>> from schemas.words import Language
    >>> read_label("KIERAN GILBERT, HOST", Part.ASKER, {}, pack(Language("en"))).name
    'Kieran Gilbert'
    >>> read_label("MR. SPEAKER", Part.CHAIR, {}, pack(Language("en"))).name
    """
    if part in ANONYMOUS:
        return NOBODY
    pieces = [piece for piece in map(str.strip, PIECE.findall(NUMBER.sub("", label))) if piece]
    for number, piece in enumerate(pieces):
        if reading := _named(piece, part, spelt, pack, is_apposed=len(pieces) > 1 and number == 0):
            return reading
    if part in (Part.ASKER, Part.CHAIR) or not pieces:
        return NOBODY
    main = [in_small_letters(word, spelt, pack) for word in WORD.findall(pieces[0])]
    return PhraseReading(None, tuple(roles_of(main, pack)), "either", False)


def _named(piece: str, part: Part | None, spelt: dict[str, str], pack: Pack, *, is_apposed: bool) -> PhraseReading | None:
    """Return whom a piece of a label names, if anybody."""
    bare = SHORT_TITLES.sub("", _without_seat(piece, pack))
    whole = [in_small_letters(word, spelt, pack) for word in WORD.findall(bare)]
    words = _without_titles(whole, pack)
    if _is_role_in_capitals(piece, whole, words, pack):
        return None
    if not _may_be_name(words, pack):
        phrase = read_phrase(" ".join(in_small_letters(word, spelt, pack) for word in WORD.findall(piece)), pack)
        return phrase if phrase.name and not _is_no_name(phrase.name.split(), pack) and (phrase.roles or " " in phrase.name) else None
    read = read_name(tuple(words), pack, False)
    is_person = piece.isupper() or is_apposed or is_full_name(read.words, pack) or part not in (Part.ASKER, Part.LOOSE)
    return PhraseReading(" ".join(read.words), (), read.gender, is_person)


def _is_role_in_capitals(piece: str, whole: Sequence[str], words: Sequence[str], pack: Pack) -> bool:
    """Tell whether words in capitals behind a role say whose it is, and are no name: MINISTER OF | FINANCE, where endings tell the `of`."""
    before = whole[: len(whole) - len(words)]
    is_behind_role = "has_cases" in pack.flags and piece.isupper() and bool(roles_of(before, pack)) and bool(words)
    if not is_behind_role or plain(words[-1]) in classes("labels", pack).get("domain", ()):
        return is_behind_role
    return not (is_full_name(tuple(words), pack) or any(is_surname(word, pack) for word in words[-2:]))


def _without_seat(piece: str, pack: Pack) -> str:
    """Return a piece of a label without where somebody sits, behind an honorific and a name: Ms. Roe | of Ohio."""
    words = piece.split()
    links = words_of(pack, "of")
    at = next((place for place, word in enumerate(words) if plain(word) in links), len(words))
    is_titled = at > 1 and plain(words[0]).rstrip(".") in pack.words("courtesies")
    return " ".join(words[:at]) if is_titled else piece


def _may_be_name(words: Sequence[str], pack: Pack) -> bool:
    are_capital = bool(words) and all(word[0].isupper() or word in pack.words("name_particles") for word in words)
    return are_capital and not _is_no_name(words, pack)


def _without_titles(words: Sequence[str], pack: Pack) -> Sequence[str]:
    """Return the words of a label without the titles and honorifics before them and the letters behind them."""
    first, last = 0, len(words)
    while first < last and (size := _title(words[first:last], pack)):
        first += size
    while last > first and plain(words[last - 1]) in pack.words("post_nominals"):
        last -= 1
    return words[first:last]


def _title(words: Sequence[str], pack: Pack) -> int:
    """Return how many of some words are a title or a role that stands first."""
    lows = [plain(word).rstrip(".") for word in words[:MOST_WORDS_OF_PHRASE]]
    if lows[0] in pack.words("honorifics") or (lows[0] in _modifiers(pack) and len(lows) > 1 and _title(words[1:], pack)):
        return 1
    return next((size for size in range(len(lows), 0, -1) if " ".join(lows[:size]) in _titles(pack)), 0)


@cache
def _modifiers(pack: Pack) -> frozenset[str]:
    """Return the words that make a title another one: acting, deputy."""
    return frozenset(word for _, words in pack.rows("office_modifiers") for word in words.split())


@cache
def _titles(pack: Pack) -> frozenset[str]:
    known = classes("labels", pack)
    return known[Part.SPEAKER] | known[Part.ASKER] | known[Part.CHAIR]


def _is_no_name(words: Sequence[str], pack: Pack) -> bool:
    """Tell whether words in capitals are a newspaper, an organisation, a country or a role."""
    known, lows = classes("labels", pack), [plain(word) for word in words]
    if len(words) > MOST_NAME_WORDS or not known["outlet"].isdisjoint(lows) or not pack.words("organisations").isdisjoint(words):
        return True
    if not words_of(pack, "of", "to", "preposition", "determiner").isdisjoint(
        word for word in lows if word not in pack.words("name_particles")
    ):
        return True  # Minister | for Ports
    return country_of(words[-1], pack) is not None or bool(roles_of([words[-1]], pack))
