"""The first names by which one person goes: William and Bill."""

from functools import lru_cache

from flows.languages.pack import Pack


@lru_cache(maxsize=8192)
def go_together(one: str, other: str, pack: Pack) -> bool:
    """Tell whether one of two first names, in small letters, is a nickname of the other.

    >>> from flows.languages.pack import pack
    >>> from schemas.words import Language
    >>> go_together("bill", "william", pack(Language("en")))
    True
    """
    if "has_nicknames" not in pack.flags:
        return False
    nicknames = pack.rule("nicknames")
    return one in nicknames(other) or other in nicknames(one)
