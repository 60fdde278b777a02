"""The persons whom a text names anywhere, with the titles beside them."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from flows.label.quotations.tokens import plain
from flows.label.speakers.agents import oblique_agents
from flows.label.speakers.name_forms import end_of_name, is_full_name, read_name
from flows.label.speakers.names import CAPITAL, Reading
from flows.label.speakers.phrases import WORD, name_start
from flows.label.speakers.role_words import is_country, is_person_role, is_role, modifiers, roles_of
from flows.languages.pack import Pack, pack
from flows.segment.document import Document
from schemas.columns import Span

# Мэр Бишкека Айбек Жунушалиев · Қ.К. Тоқаев · Сейткулов Д.М.: words in capitals and initials, one space between
WORD_IN_CAPITALS = rf"{CAPITAL}[^\W\d_]++(?:[-‑'’][^\W\d_]++)*+"
INITIALS = rf"{CAPITAL}\.(?:[ ]?{CAPITAL}\.)?"
CAPITALS = re.compile(rf"(?<![\w.-])(?:{INITIALS}[ ]?)?{WORD_IN_CAPITALS}(?:[ ](?:{WORD_IN_CAPITALS}|{INITIALS})){{0,8}}")
# what stands between a name and the words before it that do not belong to it
BOUNDARY = re.compile(r"[.!?…;:,«»“”\"„()—–\n]")
# , вице-министр энергетики, · – әкім –
APPOSED = re.compile(r"(?:,| [–—-]| \() ?([^.!?…;:,«»“”\"„()—–\n]{2,80})")
OPENING_MARKS, CLOSING_MARKS = frozenset('«“"„'), frozenset('»”“"')
REACH = 140
MOST_ROLE_WORDS = 10
MOST_APPOSED_WORDS = 6
FUNCTION_CLASSES = ("adverb", "preposition", "connective", "subordinator", "frame")


class Named(NamedTuple):
    """A person as one place of a text names them."""

    span: Span
    words: tuple[str, ...]
    """The name as written there, given name first."""
    reading: Reading
    is_subject: bool
    """True where the name stands in the nominative and no preposition is before it."""


@cache
def _named_after(pack: Pack) -> frozenset[str]:
    return frozenset(pack.lines("named_after"))


@cache
def _function_words(pack: Pack) -> frozenset[str]:
    starters = map(str.lower, pack.words("sentence_starters"))
    return frozenset().union(starters, *(pack.of_class.get(one, frozenset()) for one in FUNCTION_CLASSES))


def names_in(document: Document) -> Iterator[Named]:
    """Yield the persons that a text names, in order: in full, or by a surname alone that may be somebody's."""
    text, language = document.text, pack(document.language)
    for run in CAPITALS.finditer(text):
        before = text[max(run.start() - REACH, 0) : run.start()]
        is_marked = before[-1:] in OPENING_MARKS and text[run.end() : run.end() + 1] in CLOSING_MARKS
        if is_marked or _is_thing(text, run, before, language):
            continue
        found = _named(text, run, before, language)
        if found is not None:
            yield found


def _is_thing(text: str, run: re.Match[str], before: str, pack: Pack) -> bool:
    """Tell whether the name is one of a street, a theatre or a prize."""
    if "head_last" not in pack.flags:
        return before.endswith(" ") and before.rstrip(" .").rpartition(" ")[2].lower() in _named_after(pack)
    following = WORD.match(text, run.end() + 1, run.end() + 40)
    return following is not None and following.group().lower() in _named_after(pack)


def _named(text: str, run: re.Match[str], before: str, pack: Pack) -> Named | None:
    parts = WORD.findall(run.group())
    left = WORD.findall(BOUNDARY.split(before)[-1])[-MOST_ROLE_WORDS:]
    first = name_start(parts, pack)
    if first == len(parts):
        return None
    if not first and len(parts) > 1 and not left and parts[0].lower() in _function_words(pack):
        first = 1  # Позже Ахметов
    parts = parts[: end_of_name(parts, first, pack)]
    role_parts, hint = _role_before([*left, *parts[:first]], pack)
    written = tuple(parts[first:])
    is_governed = bool(left) and not first and not role_parts and left[-1].lower() in pack.of_class.get("preposition", ())
    read = read_name(written, pack, True if is_governed else hint)
    roles = roles_of(role_parts, pack)
    if (apposed := APPOSED.match(text, run.end())) is not None:
        roles += _role_behind(WORD.findall(apposed.group(1)), pack)
    is_person = len(written) > 1 and (bool(roles) or is_full_name(read.words, pack))
    if len(written) > 1 and not is_person:
        return None
    reading = Reading(" ".join(read.words), tuple(dict.fromkeys(roles)), read.gender, is_person)
    return Named(Span(run.start(), run.end()), written, reading, read.case == "nominative" and not is_governed)


def _role_before(tokens: Sequence[str], pack: Pack) -> tuple[Sequence[str], bool | None]:
    """Return the role that stands right before a name, with its complement, and whether it stands in a case other than the nominative."""
    if "head_last" in pack.flags:
        return _role_that_ends(tokens, pack), None
    head = _head_before(tokens, pack)
    if head is None:
        return (), None
    before = tokens[head - 1].lower() if head else ""
    first = head - 1 if before in modifiers(pack, "former", "acting") else head
    is_governed = before in modifiers(pack, "acting")  # и.о. министра Данияр Ахметов
    return tokens[first:], None if is_governed else plain(tokens[head]) in oblique_agents(pack)


def _head_before(tokens: Sequence[str], pack: Pack) -> int | None:
    """Return the place of the noun that what stands before a name is about: директор | департамента министерства."""
    head = None
    for at in range(len(tokens) - 1, -1, -1):
        low = plain(tokens[at])
        if is_person_role(low, pack):
            head = at
            if not (at and pack.patterns["genitive"].fullmatch(low) and is_person_role(tokens[at - 1], pack)):
                break
        elif not is_role(low, pack) and _closes_role(low, pack):
            break
    return head


def _closes_role(low: str, pack: Pack) -> bool:
    """Tell whether a word ends the search for a role before a name: a verb, an adverb; по and в may stand within one."""
    return low in _closing_words(pack) or pack.patterns["closes_role"].fullmatch(low) is not None


@cache
def _closing_words(pack: Pack) -> frozenset[str]:
    return pack.of_class.get("adverb", frozenset()) | (pack.of_class.get("connective", frozenset()) - pack.words("joining"))


def _role_that_ends(tokens: Sequence[str], pack: Pack) -> Sequence[str]:
    if not tokens or not is_person_role(tokens[-1], pack):
        return ()
    first = len(tokens) - 1
    while first and len(tokens) - first < 7:
        low = tokens[first - 1].lower()
        if not is_role(low, pack) and not is_country(low, pack) and pack.patterns["closes_role"].fullmatch(low):
            break
        first -= 1
    return tokens[first:]


def _role_behind(tokens: Sequence[str], pack: Pack) -> list[str]:
    """Return the role in apposition behind a name: Данияр Ахметов, вице-министр энергетики, …"""
    is_last = "head_last" in pack.flags
    reach = tokens[:MOST_APPOSED_WORDS] if is_last else tokens[:2]
    at = next((index for index, token in enumerate(reach) if (is_person_role(token, pack) if is_last else is_role(token, pack))), None)
    if at is None or not tokens[0][0].islower():
        return []
    return roles_of(tokens[: at + 1] if is_last else tokens, pack)
