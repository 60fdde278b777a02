r"""Rules on single characters: what a reader sees stays, what only a machine sees goes.

NFC, never NFKC, which would turn № into No and ½ into 1⁄2.
"""

import re
import unicodedata

# "\r\n" and "\r" of other systems, the form feed of a printed page, U+2028
LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028]")
PARAGRAPH_SEPARATOR = "\u2029"

# "ре\u00adформа"; a soft hyphen at the end of a line has divided a word there.
SOFT_HYPHEN = "\u00ad\n?"
# controls but tab and line feed; zero-width spaces and joiners; marks of direction; the byte order mark; no characters at all
INVISIBLE = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff]"
UNSEEN = re.compile(f"{SOFT_HYPHEN}|{INVISIBLE}")

# "5\u00a0000\ttenge"
ODD_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
MANY_SPACES = re.compile("  +")
SPACES_AT_LINE_ENDS = re.compile(" ?\n ?")  # single ones: runs are gone by then, which keeps this linear


def line_ends(text: str) -> str:
    r"""End every line with a plain line feed.

    >>> line_ends("One.\r\nTwo.\rThree.")
    'One.\nTwo.\nThree.'
    """
    return LINE_ENDS.sub("\n", text).replace(PARAGRAPH_SEPARATOR, "\n\n")


def seen_characters(text: str) -> str:
    r"""Remove what takes no place on paper: soft hyphens, zero-width spaces, marks of direction, controls.

    >>> seen_characters("\ufeffКонсти\u00adтуция\u200b")
    'Конституция'
    """
    return UNSEEN.sub("", text)


def composed(text: str) -> str:
    r"""Write every letter with its marks as one code point where there is one (NFC).

    >>> composed("и\u0306")
    'й'
    """
    return unicodedata.normalize("NFC", text)


def plain_spaces(text: str) -> str:
    r"""Turn no-break, thin and tab spaces into single plain ones, and remove those at the ends of lines.

    >>> plain_spaces("5\u00a0000\t tenge \n")
    '5 000 tenge\n'
    """
    single = MANY_SPACES.sub(" ", ODD_SPACES.sub(" ", text))
    return SPACES_AT_LINE_ENDS.sub("\n", single).strip(" ")
