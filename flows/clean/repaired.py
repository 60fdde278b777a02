"""A text that somebody gives as characters, repaired for reading: every place of it is still one of the text as it came."""

from flows.clean.characters import plain_hyphens, traced_characters
from flows.clean.look_alikes import letters_of_one_script
from flows.clean.markup import traced_markup
from flows.clean.mojibake import traced_utf8
from flows.clean.traced import Traced, untouched


def repaired(text: str) -> Traced:
    """Return a text without the damage that files are repaired of, and where each of its characters stood before.

    >>> from schemas.columns import Span
    >>> read = repaired("&#8220;We stay,&#8221; she said.")
    >>> read.text, read.place(Span(1, 9))
    ('“We stay,” she said.', Span(start=7, end=15))
    """
    traced = traced_characters(traced_markup(traced_utf8(untouched(text))))
    return traced._replace(text=letters_of_one_script(plain_hyphens(traced.text)))
