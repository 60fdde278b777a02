"""English marked words that are a title, a name or a term spoken of as a word, and so nobody's speech."""

import re
from functools import cache

from flows.label.quotations.marks import Passage
from flows.languages.pack import pack
from schemas.words import Language

# the film | “Salt Road” | contest
WORD_BEFORE = re.compile(r"([\w’'-]+) $")
WORD_BEHIND = re.compile(r" ([\w’'-]+)")
REACH = 24
LONGEST_TITLE = 60
SMALL_WORDS = frozenset(["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "vs", "with", "–"])


def is_title(text: str, passage: Passage) -> bool:
    """Tell whether a marked passage would keep its marks though nobody said it: the film “Salt Road”, the word “maqam”."""
    start, end = passage.span
    content = text[passage.content.start : passage.content.end]
    if not content or len(content) > LONGEST_TITLE or content[-1] in "!?":
        return False
    before = WORD_BEFORE.search(text, max(start - REACH, 0), start)
    if before and before.group(1) in _nouns("before-term"):
        return True
    if is_capitalised(content):
        if " " in content and before:
            return True
        behind = WORD_BEHIND.match(text, end, end + REACH)
        return bool(
            (before and before.group(1).lower() in _nouns("before-title")) or (behind and behind.group(1) in _nouns("behind-title"))
        )
    return False


def is_capitalised(content: str) -> bool:
    """Tell whether all words but the small ones begin with a capital or no letter."""
    words = content.split()
    return words[0][0].isupper() and all(word[0].isupper() or not word[0].isalpha() or word in SMALL_WORDS for word in words)


@cache
def _nouns(place: str) -> frozenset[str]:
    return pack(Language.ENGLISH).of_class[place]
