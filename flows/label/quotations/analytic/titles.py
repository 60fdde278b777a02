"""Marked words that are a title, a name or a term spoken of as a word, and so nobody's speech."""

import re
from collections.abc import Mapping

from flows.label.quotations.marks import Passage

# the film | “Salt Road” | contest
WORD_BEFORE = re.compile(r"([\w’'-]+) $")
WORD_BEHIND = re.compile(r" ([\w’'-]+)")
REACH = 24
LONGEST_TITLE = 60


def is_title(text: str, passage: Passage, of_class: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether a marked passage would keep its marks though nobody said it: the film “Salt Road”, the word “maqam”.

    `of_class` holds the words of each class of the language's lexicon.
    """
    start, end = passage.span
    content = text[passage.content.start : passage.content.end]
    if not content or len(content) > LONGEST_TITLE or content[-1] in "!?":
        return False
    match = WORD_BEFORE.search(text, max(start - REACH, 0), start)
    before = match.group(1) if match else ""
    if before in of_class["before-term"]:
        return True
    if not is_capitalised(content, of_class["small-in-titles"]):
        return False
    if (before and " " in content) or before.lower() in of_class["before-title"]:
        return True
    behind = WORD_BEHIND.match(text, end, end + REACH)
    return behind is not None and behind.group(1) in of_class["behind-title"]


def is_capitalised(content: str, small: frozenset[str]) -> bool:
    """Tell whether all words but the small ones begin with a capital or no letter."""
    words = content.split()
    return words[0][0].isupper() and all(word[0].isupper() or not word[0].isalpha() or word in small for word in words)
