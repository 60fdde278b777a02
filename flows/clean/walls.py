"""Walls: answers with status 200 that are no article but stand in its place, such as error pages, logins and consent forms.

No word makes a wall alone. What the page calls itself (title, headings), how much of its text talks as walls do, and what stands
on it (a password field, a browser check) are weighed against the other words of its text: a wall has few of them.
"""

import re
from typing import NamedTuple

from flows.clean.outline import Heading, Outline
from flows.clean.wall_words import LEAST_OTHER_WORDS, Kind, Named, Talk, named, talk_of, words_of

# "Page not found | Ministry of Roads", "404 — Министерство дорог"
TITLE_DIVIDER = re.compile(r"\s*(?:\||»|«|::|/)\s*|\s+[–—\-·•:]\s+|:\s+")

LONGEST_TALK = 12_000
"""Code points; a text beyond them is a wall only by its name."""
LONGEST_PLAIN_ANSWER = 1_000
LONGEST_BEGINNING = 400
MARKUP_STARTS = ("{", "[", "<")
"""JSON and XML begin so, whose quotation marks quote nobody."""

# How many other words the text of a wall may hold, by (is_sure, strength) of its name: after a wall's sentence, and without one.
MOST_OTHER_WORDS = {
    (True, 3): (700, 120),
    (True, 2): (250, 40),
    (True, 1): (60, 8),
    (False, 3): (250, 15),
    (False, 2): (100, 8),
    (False, 1): (30, 0),
}
DATED_DIVISOR = 4
"""By which a moment of publication lowers all these numbers: articles have one."""
MOST_OTHER_WORDS_BESIDE_TALK = 60
MOST_OTHER_WORDS_UNDER_A_HEADLINE = 12
BESIDE_ARTICLES = frozenset({Kind.CONSENT, Kind.LOGIN, Kind.SCRIPT})
"""What stands beside articles too, as banners, boxes and notes."""
MOST_WORDS_OF_A_BANNER = 100
MOST_WORDS_OF_A_NOTICE = 60
MOST_OTHER_WORDS_BESIDE_A_NOTICE = 20
MOST_WORDS_BESIDE_A_PASSWORD = 25
MOST_WORDS_BESIDE_A_CHECK = 15


class Name(NamedTuple):
    """What a page calls itself, where that is the name of a wall."""

    kind: Kind
    is_sure: bool
    strength: int
    """3 where title and heading agree, 2 where one says so and nothing contradicts it, 1 for a heading below others."""
    after: str
    """The beginning of what follows the name."""


def wall_of(outline: Outline, article: str) -> Kind | None:
    """Return the kind of wall that a page is, None where it is none; `article` is the text that would be published of it."""
    name = name_of(outline)
    if name is None and len(article) > LONGEST_TALK:
        return None
    divisor = DATED_DIVISOR if outline.is_dated else 1
    article = _without_names(article[:LONGEST_TALK], outline)
    talk = _talk(article, _without_names(outline.text[:LONGEST_TALK], outline))
    if name is not None and talk.other <= _most_under(name, outline, article) // divisor:
        return name.kind
    words = talk.other + talk.about + talk.beside
    if outline.asks_password and words <= MOST_WORDS_BESIDE_A_PASSWORD // divisor:
        return Kind.LOGIN
    has_headline = outline.is_dated or _has_headline(outline, is_named=name is not None)
    if talk.said and talk.other <= _most_beside(talk, has_headline=has_headline):
        return _commonest(talk)
    return None if has_headline else _notice(outline, talk, words)


def _notice(outline: Outline, talk: Talk, words: int) -> Kind | None:
    """Return the kind of a page without a headline that holds a few words on itself, or nothing but a check of its reader."""
    if talk.about and talk.other <= min(talk.about, MOST_OTHER_WORDS_BESIDE_A_NOTICE) and words <= MOST_WORDS_OF_A_NOTICE:
        return Kind.NOTICE
    return Kind.CAPTCHA if outline.checks_reader and words <= MOST_WORDS_BESIDE_A_CHECK else None


def _talk(article: str, shown: str) -> Talk:
    """Return how the text of a page talks: as the article, or, where menus are glued to it, as what the page shows of it."""
    read = talk_of(article)
    other = talk_of(shown) if 5 * len(shown) >= 4 * len(article) else read
    return other if other.other < read.other or not article.strip() else read


def _commonest(talk: Talk) -> Kind:
    return talk.said.most_common(1)[0][0]


def wall_of_answer(text: str) -> Kind | None:
    """Return the kind of wall that a whole answer in plain text is: few words, nearly all of them a wall's."""
    if len(text) > LONGEST_PLAIN_ANSWER:
        return None
    is_structured = text.lstrip()[:1] in MARKUP_STARTS
    talk = talk_of(text.replace('"', " ") if is_structured else text)
    return _commonest(talk) if talk.said and 5 * talk.other <= talk.said.total() else None


def _most_under(name: Name, outline: Outline, article: str) -> int:
    """Return how many other words may stand under the name of a wall."""
    with_sentence, without = MOST_OTHER_WORDS[name.is_sure, name.strength]
    is_form = outline.asks_password if name.kind is Kind.LOGIN else outline.checks_reader and name.kind in (Kind.SCRIPT, Kind.CAPTCHA)
    is_said = is_form or talk_of(name.after).said or talk_of(article[:LONGEST_BEGINNING]).said
    return with_sentence if is_said else without


def _most_beside(talk: Talk, *, has_headline: bool) -> int:
    """Return how many other words may stand in a text without a wall's name, by how much of it talks as walls do."""
    said = talk.said.total()
    if has_headline or _commonest(talk) in BESIDE_ARTICLES:
        return min(MOST_OTHER_WORDS_UNDER_A_HEADLINE, 2 * said) if said < MOST_WORDS_OF_A_BANNER else said // 4
    if said * 4 < talk.about + talk.beside:
        return 0
    return min(max(MOST_OTHER_WORDS_BESIDE_TALK, said // 2), said + talk.about + talk.beside // 2)


def name_of(outline: Outline) -> Name | None:
    """Return what the page calls itself, by its title and its headings; None where that is no wall's name."""
    title = _named_title(outline.title)
    own = _own_headings(outline, is_named=title is not None)
    found = next(((heading, kind) for heading in outline.headings if (kind := named(heading.text))), None)
    is_contradicted = bool(own) and not _is_title_alone(outline.title) and not any(named(heading.text) for heading in own)
    if found is not None:
        heading, kind = found
        strength = 1 if is_contradicted else 3 if title or outline.is_error else 2 if heading in own else 1
        return Name(kind.kind, kind.is_sure or (title is not None and title.is_sure), strength, heading.after)
    if title is not None:
        return Name(title.kind, title.is_sure, 1 if is_contradicted else 2, outline.text[:500])
    return None


def _is_title_alone(title: str) -> bool:
    """Say whether a title, or the number in it, is a wall's name and nothing else, so that no heading could contradict it."""
    return named(title) is not None or any(segment.strip().isdecimal() and named(segment) for segment in TITLE_DIVIDER.split(title))


def _named_title(title: str) -> Named | None:
    return next((found for segment in (title, *TITLE_DIVIDER.split(title)) if (found := named(segment))), None)


def _own_headings(outline: Outline, *, is_named: bool) -> list[Heading]:
    """Return the headings of the highest level that there is, but for the site's own name in a title that names a wall beside it."""
    site = {_bare(segment) for segment in TITLE_DIVIDER.split(outline.title)} if is_named else set()
    others = [heading for heading in outline.headings if heading.text and (_bare(heading.text) not in site or named(heading.text))]
    highest = min((heading.level for heading in others), default=0)
    return [heading for heading in others if heading.level == highest]


def _has_headline(outline: Outline, *, is_named: bool) -> bool:
    """Say whether the page has a headline of its own, as an article has."""
    own = _own_headings(outline, is_named=is_named)
    return any(len(words_of(heading.text)) >= LEAST_OTHER_WORDS and not named(heading.text) for heading in own)


def _without_names(text: str, outline: Outline) -> str:
    """Return a text without the lines that are headings of walls: those are weighed apart."""
    names = {_bare(heading.text) for heading in outline.headings if named(heading.text)}
    return "\n".join(line for line in text.split("\n") if not names or _bare(line[:300]) not in names).strip()


def _bare(text: str) -> str:
    return " ".join(words_of(text))
