r"""Rules on single characters: what a reader sees stays, what only a machine sees goes.

NFC, never NFKC, which would turn № into No and ½ into 1⁄2.
"""

import re
import unicodedata

from flows.clean.traced import Traced, substituted

# "\r\n" and "\r" of other systems, the form feed of a printed page, U+2028
OTHER_LINE_ENDS = "\r\v\f\x1c\x1d\x1e\x85\u2028"
LINE_ENDS = re.compile(f"\r\n|[{OTHER_LINE_ENDS}]")
PARAGRAPH_SEPARATOR = "\u2029"

# "ре\u00adформа"; a soft hyphen at the end of a line has divided a word there.
SOFT_HYPHEN = "\u00ad\n?"
# controls but tab and line feed; zero-width spaces and joiners; marks of direction; the byte order mark; no characters at all
INVISIBLE = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff]"
UNSEEN = re.compile(f"{SOFT_HYPHEN}|{INVISIBLE}")

# "и\u0306": a letter and the marks that are written behind it
WITH_MARKS = re.compile("[^\u0300-\u036f][\u0300-\u036f]{1,8}")

# The signs at whose places a font of symbols has bullets and a square: what Word writes before the items of a list.
BULLETS = dict.fromkeys(map(ord, "\uf0b7\uf0a7\uf0a8\uf06e"), "•")

# "5\u00a0000\ttenge"
OTHER_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
ODD_SPACES = re.compile(f"[{OTHER_SPACES}]")
MANY_SPACES = re.compile("  +")
SPACES_AT_LINE_ENDS = re.compile(" ?\n ?")  # single ones: runs are gone by then, which keeps this linear


def line_ends(text: str) -> str:
    r"""End every line with a plain line feed.

    >>> line_ends("One.\r\nTwo.\rThree.")
    'One.\nTwo.\nThree.'
    """
    plain = LINE_ENDS.sub("\n", text) if _holds_any(text, OTHER_LINE_ENDS) else text
    return plain.replace(PARAGRAPH_SEPARATOR, "\n\n")


def seen_characters(text: str) -> str:
    r"""Remove what takes no place on paper: soft hyphens, zero-width spaces, marks of direction, controls; write a font's bullets plainly.

    >>> seen_characters("\ufeffКонсти\u00adтуция\u200b")
    'Конституция'
    """
    # Nearly every text is printable, and asking is five times as fast as looking for what is not.
    return text if all(map(str.isprintable, text.split("\n"))) else UNSEEN.sub("", text).translate(BULLETS)


def traced_characters(traced: Traced) -> Traced:
    """Return a text as `seen_characters` and `composed` do, and where each of its characters stood before."""
    if not all(map(str.isprintable, traced.text.split("\n"))):
        traced = substituted(UNSEEN, lambda match: "", traced)
    return traced if unicodedata.is_normalized("NFC", traced.text) else substituted(WITH_MARKS, lambda match: composed(match[0]), traced)


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
    plain = ODD_SPACES.sub(" ", text) if _holds_any(text, OTHER_SPACES) else text
    single = MANY_SPACES.sub(" ", plain) if "  " in plain else plain
    stripped = SPACES_AT_LINE_ENDS.sub("\n", single) if " \n" in single or "\n " in single else single
    return stripped.strip(" ")


def plain_hyphens(text: str) -> str:
    r"""Write every hyphen as the plain one, those that keep a line from ending too.

    >>> plain_hyphens("Алма\u2011Ата")
    'Алма-Ата'
    """
    return text.replace("\u2011", "-").replace("\u2010", "-")


def _holds_any(text: str, characters: str) -> bool:
    """Say whether one of a few characters stands in the text, many times faster than a pattern could."""
    return any(character in text for character in characters)
