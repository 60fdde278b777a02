"""From bytes to a speech's text: the one door of this folder, and the order of its steps."""

import re
from collections.abc import Callable
from typing import NamedTuple

from flows.clean.characters import composed, line_ends, plain_spaces, seen_characters
from flows.clean.datelines import placed
from flows.clean.decoding import decode
from flows.clean.draft import Cleaned, Draft, Unreadable
from flows.clean.headers import dated, titled, unmarked
from flows.clean.pages import is_page, page_draft
from flows.clean.paragraphs import divided_paragraphs
from flows.clean.walls import wall_of_answer
from flows.clean.writing import AS_WRITTEN, Writing
from schemas.words import Reason

LEAST_WORDS = 5
"""A report on a speech has a subject, a verb of saying and something said: fewer words than this are a caption."""

MOST_CHARACTERS = 2_000_000
"""Code points: thirty hours of talk. The rules take time and memory in step with a text: half a minute and 1.2 GB at worst for so many."""
MOST_PARAGRAPHS = 100_000

LETTER = re.compile(r"[^\W\d_]")
WORD = re.compile(r"[^\W_]+")


class Step(NamedTuple):
    """One cleaning rule under the name that the dataset gives it."""

    name: str
    apply: Callable[[Draft, Writing], Draft]


def _on_text(rule: Callable[[str], str]) -> Step:
    return Step(rule.__name__, lambda draft, writing: draft._replace(text=rule(draft.text)))


def _on_draft(rule: Callable[[Draft], Draft]) -> Step:
    return Step(rule.__name__, lambda draft, writing: rule(draft))


def _on_dates(rule: Callable[[Draft, Writing], Draft]) -> Step:
    return Step(rule.__name__, rule)


STEPS: tuple[Step, ...] = (
    _on_text(line_ends),  # first: every later rule knows one line end
    _on_text(seen_characters),  # before composing: a joiner between a letter and its mark keeps them apart
    _on_text(composed),  # before spaces: it turns some of them into others
    _on_text(plain_spaces),  # before headers, which are told by single spaces and by lines without margins
    _on_draft(unmarked),  # before dates: a rubric stands above them
    _on_dates(dated),  # before titles: a date above a title hides it
    _on_draft(titled),  # before datelines: they stand at the start of the first paragraph
    _on_dates(placed),
    _on_text(divided_paragraphs),  # last: headers are told by lines, which this joins
)


def clean(raw: bytes, content_type: str | None, name: str, writing: Writing = AS_WRITTEN) -> Cleaned | Unreadable:
    """Return the text that the bytes hold, with what its header or page says of it, or why there is none.

    `content_type` is what a server said of the bytes, None for a file; `name` is the file's name or the page's address;
    `writing` is how the source writes its days.
    """
    if not raw.strip():
        return Unreadable(Reason.EMPTY, f"holds {len(raw)} bytes and no character")
    decoded = decode(raw, content_type)
    if isinstance(decoded, Unreadable):
        return decoded
    steps = [] if decoded.encoding == "utf-8" else [f"decoded_from_{decoded.encoding}"]
    draft: Draft | Unreadable = Draft(decoded.text)
    if is_page(decoded.text, content_type, name):
        draft = page_draft(decoded.text, writing)
        steps.append("extracted_from_page")
    elif content_type is not None and (wall := wall_of_answer(decoded.text)):
        return Unreadable(Reason.NO_ARTICLE, wall.detail)
    return draft if isinstance(draft, Unreadable) else _stepped(draft, steps, writing)


def clean_text(text: str) -> Cleaned | Unreadable:
    """Return a text, already of characters, with all steps applied."""
    return _stepped(Draft(text), [], AS_WRITTEN)


def _stepped(draft: Draft, steps: list[str], writing: Writing) -> Cleaned | Unreadable:
    for step in STEPS:
        after = step.apply(draft, writing)
        if after.text != draft.text:
            steps.append(step.name)
        draft = after
    return _unreadable(draft.text) or Cleaned(steps=tuple(steps), **draft._asdict())


def _unreadable(text: str) -> Unreadable | None:
    if len(text) > MOST_CHARACTERS:
        return Unreadable(Reason.TOO_LARGE, f"holds more than {MOST_CHARACTERS} characters")
    if text.count("\n\n") >= MOST_PARAGRAPHS:
        return Unreadable(Reason.TOO_LARGE, f"holds more than {MOST_PARAGRAPHS} paragraphs")
    if not LETTER.search(text):
        return Unreadable(Reason.EMPTY, "holds no letters but those of its header")
    words = len(WORD.findall(text)) if len(text) < 100 * LEAST_WORDS else LEAST_WORDS
    if words < LEAST_WORDS:
        return Unreadable(Reason.TOO_SHORT, f"holds {words} words; a text has at least {LEAST_WORDS}")
    return None
