"""From bytes to a speech's text: the one door of this folder, and the order of its steps."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from flows.clean.characters import composed, line_ends, plain_hyphens, plain_spaces, seen_characters
from flows.clean.damage import damage_of
from flows.clean.datelines import placed
from flows.clean.decoding import decode
from flows.clean.draft import Cleaned, Draft, Unreadable
from flows.clean.formats.documents import STEPS as FORMAT_STEPS
from flows.clean.formats.documents import document_draft
from flows.clean.formats.kinds import Kind, kind_of
from flows.clean.formats.mhtml import saved_page
from flows.clean.formats.sittings import NOBODY
from flows.clean.headers import dated, titled, unmarked
from flows.clean.look_alikes import letters_of_one_script
from flows.clean.margins import apart_where_set_in, without_line_numbers
from flows.clean.markup import single_marks, without_entities, without_tags
from flows.clean.mojibake import undamaged_utf8
from flows.clean.pages import is_page, page_draft
from flows.clean.paragraphs import divided_paragraphs
from flows.clean.subtitles import without_cue_times
from flows.clean.walls import wall_of_answer
from flows.clean.wrapping import joined_lines
from flows.clean.writing import AS_WRITTEN, Writing
from schemas.words import Reason, TakenFrom

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
    _on_text(undamaged_utf8),  # before unseen characters go: what was misread holds some
    _on_text(without_entities),  # before tags: these may be written with entities
    _on_text(without_cue_times),  # before tags: subtitles name a voice by one
    _on_text(without_tags),
    _on_text(single_marks),
    _on_text(seen_characters),  # before composing: a joiner between a letter and its mark keeps them apart
    _on_text(composed),  # before spaces: it turns some of them into others
    _on_text(without_line_numbers),  # before margins, which stand behind them
    _on_text(apart_where_set_in),  # before spaces: it is told by margins
    _on_text(plain_spaces),  # before headers, which are told by single spaces and by lines without margins
    _on_text(plain_hyphens),
    _on_text(letters_of_one_script),  # before headers: their words are told by their letters
    _on_draft(unmarked),  # before dates: a rubric stands above them
    _on_dates(dated),  # before titles: a date above a title hides it
    _on_draft(titled),  # before datelines: they stand at the start of the first paragraph
    _on_dates(placed),
    _on_text(joined_lines),  # behind headers, which are told by lines
    _on_text(divided_paragraphs),  # last: headers are told by lines, which this joins
)


def clean(
    raw: bytes, content_type: str | None, name: str, writing: Writing = AS_WRITTEN, people: Mapping[str, str] = NOBODY
) -> Cleaned | Unreadable:
    """Return the text that the bytes hold, with what its header, page or document says of it, or why there is none.

    `content_type` is what a server said of the bytes, None for a file; `name` is the file's name or the page's address; `writing` is
    how the source writes its days; `people` are the names that lists elsewhere give to the identifiers in a sitting.
    """
    if not raw.strip():
        return Unreadable(Reason.EMPTY, f"holds {len(raw)} bytes and no character")
    kind = kind_of(raw, name)
    if kind is Kind.TEXT:
        return _clean_characters(raw, content_type, name, [], writing)
    if kind is Kind.MHTML:
        return _clean_saved(raw, name, writing)
    draft = document_draft(kind, raw, people)
    return draft if isinstance(draft, Unreadable) else _stepped(draft, [FORMAT_STEPS[kind]], writing)


def _clean_saved(raw: bytes, name: str, writing: Writing) -> Cleaned | Unreadable:
    """Return the text of a page that a browser saved, with the address that it was saved from where the page says none."""
    page = saved_page(raw)
    if isinstance(page, Unreadable):
        return page
    cleaned = _clean_characters(page.raw, page.content_type, name, ["taken_from_mhtml"], writing)
    if isinstance(cleaned, Unreadable) or cleaned.url or not page.url:
        return cleaned
    return cleaned._replace(url=page.url, origins=cleaned.origins._replace(url=TakenFrom.PAGE))


def _clean_characters(raw: bytes, content_type: str | None, name: str, steps: list[str], writing: Writing) -> Cleaned | Unreadable:
    """Return the text of bytes that are characters: a plain text or a page."""
    decoded = decode(raw, content_type)
    if isinstance(decoded, Unreadable):
        return decoded
    steps = steps if decoded.encoding == "utf-8" else [*steps, f"decoded_from_{decoded.encoding}"]
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
    return _unreadable(draft.text) or Cleaned(steps=tuple(steps), damage=damage_of(draft.text), **draft._asdict())


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
