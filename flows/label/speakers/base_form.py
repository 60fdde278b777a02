"""The form of a noun phrase under which an unnamed source is known, whatever case the text has it in: министра is министр."""

from functools import cache, lru_cache

from flows.label.speakers.role_words import countries, speaker_nouns, words_of
from flows.languages.letters import plain
from flows.languages.pack import Pack

LONGEST_BEFORE = 40


@lru_cache(maxsize=8192)
def base_form(words: tuple[str, ...], pack: Pack, *, is_governed: bool | None) -> tuple[str, ...]:
    """Return words that end with a noun in the nominative, where they may stand in another case.

    `is_governed` says whether they do, as what stands before them tells; None where it tells nothing. A noun of the lists goes before
    others, and one that is listed as it stands is left as it is.

    >>> from flows.languages.pack import pack
    >>> from schemas.words import Language
    >>> base_form(("пресс-службе",), pack(Language("ru")), is_governed=True)
    ('пресс-служба',)
    >>> base_form(("Министрліктің",), pack(Language("kk")), is_governed=None)
    ('Министрлік',)
    """
    if "tells_nominatives" not in pack.flags or not words:
        return words
    is_known = _is_listed(words[-1], pack)
    if is_known and not is_governed:
        return words
    forms = pack.rule("nominatives")(words)
    if is_governed is False and words in forms:
        return words
    others = [form for form in forms if form != words]
    is_oblique = not is_known and (is_governed or words not in forms)
    return next((form for form in others if _is_listed(form[-1], pack)), others[0] if others and is_oblique else words)


def _is_listed(noun: str, pack: Pack) -> bool:
    low = plain(noun)
    return low in speaker_nouns(pack) or low in countries() or low.capitalize() in pack.words("organisations")


def is_governed(text: str, place: int, pack: Pack) -> bool | None:
    """Tell whether what stands before a place of a text asks for another case than the nominative; None where it cannot tell."""
    if "head_last" in pack.flags:
        return None
    before = text[max(place - LONGEST_BEFORE, 0) : place].lower().split()
    is_behind = bool(before) and before[-1] in words_of(pack, "preposition", "of", "to")
    return is_behind or " ".join(["", *before]).endswith(_according(pack))


@cache
def _according(pack: Pack) -> tuple[str, ...]:
    return tuple(f" {phrase}" for phrase in pack.lines("according"))
