"""The persons whom a text names anywhere, with the titles beside them."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from flows.label.speakers.name_forms import ReadName, end_of_name, first_name_forms, first_names, is_full_name
from flows.label.speakers.names import CAPITAL, POSSESSIVE, WORD, Gender, PhraseReading, genders
from flows.label.speakers.phrases import describes, name_start, read_described
from flows.label.speakers.role_words import (
    country_of,
    describing,
    determiners,
    is_nominative,
    is_person_role,
    is_role,
    links,
    modifiers,
    names_person,
    narrowing_links,
    roles_of,
    speaker_nouns,
    words_of,
)
from flows.languages.letters import plain
from flows.languages.pack import Pack
from flows.segment.document import Document
from schemas.columns import Span
from schemas.words import SpeakerKind

# Мэр Бишкека Айбек Жунушалиев · Қ.К. Тоқаев · Сейткулов Д.М.: words in capitals and initials, one space between
REST_OF_WORD = rf"(?:['’](?={CAPITAL}))?[^\W\d_]++(?:[-‑'’][^\W\d_]++)*+"
INITIALS = rf"{CAPITAL}\.(?:[ ]?{CAPITAL}\.)?"
# what stands between a name and the words before it that do not belong to it
BOUNDARY = re.compile(r"[.!?…;:,«»“”\"„()—–\n]")
# , вице-министр энергетики, · – әкім –
APPOSED = re.compile(r"(?:,| [–—-]| \() ?([^.!?…;:,«»“”\"„()—–\n]{2,80})")
OPENING_MARKS, CLOSING_MARKS = frozenset('«“"„'), frozenset('»”“"')
AGE = re.compile(r"\d\d")
MARK = re.compile(r"[«»“”\"„:;()]")
REACH = 140
MOST_ROLE_WORDS = 10
MOST_APPOSED_WORDS = 6
MOST_SMALL_WORDS = 4
MOST_LEADING_WORDS = 6
LONGEST_PLACE_NOUN = 40
FUNCTION_CLASSES = ("adverb", "preposition", "connective", "subordinator", "frame")


class Named(NamedTuple):
    """A person as one place of a text names them."""

    span: Span
    words: tuple[str, ...]
    """The name as written there, given name first."""
    reading: PhraseReading
    is_subject: bool
    """True where the name stands in the nominative, as far as its language tells, and no preposition is before it."""


@cache
def _function_words(pack: Pack) -> frozenset[str]:
    return words_of(pack, *FUNCTION_CLASSES) | set(map(str.lower, pack.words("sentence_starters")))


@cache
def runs_of(pack: Pack) -> re.Pattern[str]:
    """Return the pattern of words in capitals with one space between, with initials and shortened titles: Sen. Jane Roe · Қ.К. Тоқаев."""
    shortened = "|".join(sorted(f"(?<={re.escape(word[:-1])})" for word in genders(pack, "titles") if word.endswith(".")))
    rest = REST_OF_WORD + (rf"(?:(?=\.)(?:{shortened})\.)?" if shortened else "")
    first = rf"{CAPITAL}(?<![\w.-].)(?:\.(?:[ ]?{CAPITAL}\.)?[ ]?{CAPITAL})?{rest}"  # the letter first: it is looked for the fastest
    particles = "|".join(sorted(map(re.escape, pack.words("name_particles"))))
    particle = f"(?:(?:{particles})-)?" if particles else ""  # Омар әл-Фарид
    return re.compile(rf"{first}(?:[ ](?:{particle}{CAPITAL}{rest}|{INITIALS})){{0,8}}")


@lru_cache(maxsize=8192)
def parts_of(run: str, pack: Pack) -> tuple[tuple[str, ...], int]:
    """Return the words of a run in capitals, and the place from which on they are a name; their number where none is.

    A word alone is not looked at.
    """
    if run.isalpha():
        return (run,), 0
    parts = tuple(WORD.findall(run))
    if pack.grammar == "verb-final":
        parts = parts[: _end_before_role(parts, pack)]
    return parts, name_start(parts, pack)


def _end_before_role(parts: Sequence[str], pack: Pack) -> int:
    """Return where a name ends before the institution of a place behind it: Айгүл Төребекова | Үкімет отырысынан."""
    end = len(parts)
    while end > 2 and is_role(parts[end - 1], pack) and parts[end - 1] not in first_names(pack):
        end -= 1
    return end


def is_in_full(run: str, pack: Pack) -> bool:
    """Tell whether a run in capitals may hold more than one word of a name."""
    if run.isalpha():
        return False
    parts, first = parts_of(run, pack)
    return len(parts) - first > 1


def named_by(run: re.Match[str], text: str, pack: Pack) -> Named | None:
    """Return the person whom a run of words in capitals names: in full, or by a surname alone that may be somebody's."""
    before = text[max(run.start() - REACH, 0) : run.start()]
    is_marked = before[-1:] in OPENING_MARKS and text[run.end() : run.end() + 1] in CLOSING_MARKS
    is_thing = _is_thing(text, run, before, pack)
    if is_marked or (is_thing and not _is_headed(before, pack)):
        return None
    apposed = APPOSED.match(text, run.end())
    is_within = before.rstrip(" ,")[-1:].islower()
    behind = _described_before(text, run, before, pack) or (apposed.group(1) if apposed else "")
    name = _without_place(run, text, pack)
    found = _named(name, _left(before, name, pack), behind, _gender_told(text, run.end(), pack), is_within, pack)
    if is_thing and found and not found[2]:
        return None  # лауреат премии | Абая Кунанбаева
    return found and Named(Span(run.start(), run.start() + len(name)), *found)


def _gender_told(text: str, end: int, pack: Pack) -> Gender:
    """Return the gender that a verb right behind a name tells: Малика Юсупова | рассказала."""
    following = WORD.match(text, end + 1) if "has_cases" in pack.flags else None
    if following is None or pack.patterns["told_past"].fullmatch(following[0]) is None:
        return "either"
    return "female" if pack.patterns["female_verb"].fullmatch(following[0]) else "male" if _is_of_man(following[0], pack) else "either"


def _is_of_man(verb: str, pack: Pack) -> bool:
    return pack.patterns["male_verb"].fullmatch(verb) is not None


def _without_place(run: re.Match[str], text: str, pack: Pack) -> str:
    """Return words in capitals without the name of a place behind a full name: Мейрам Асанов | Сауран ауданына."""
    name, _, last = run.group().rpartition(" ")
    if " " not in name or "head_last" not in pack.flags:
        return run.group()
    following = WORD.match(text, run.end() + 1, run.end() + LONGEST_PLACE_NOUN)
    is_place = (
        (pack.grammar == "verb-final" and is_role(last, pack))
        or last.lower() in pack.of_class.get("place", ())
        or (following is not None and following.group().startswith(_place_nouns(pack)))
    )
    return name if is_place else run.group()


@cache
def _place_nouns(pack: Pack) -> tuple[str, ...]:
    """Return how the nouns begin that stand behind the name of a place: ауданы, өзен."""
    rows = (words for kind, where, words in pack.rows("mention_words") if (kind, where) == ("place", "behind"))
    return tuple(word.rstrip("*") for words in rows for word in words.split())


def _described_before(text: str, run: re.Match[str], before: str, pack: Pack) -> str:
    """Return what describes, between commas, the person who is named behind it: The shadow pensions secretary, | Moira Keane, agreed."""
    clause, comma, rest = before.rpartition(", ")
    if "head_last" not in pack.flags or not comma or rest or text[run.end() : run.end() + 1] not in (",", ".", ";"):
        return ""
    words = WORD.findall(BOUNDARY.split(clause)[-1])
    openings = (at for at in range(len(words) - 1, -1, -1) if words[at].lower() in determiners(pack))
    opening = next((at for at in openings if describes(words[at:], pack)), None)
    if opening is None or (text[run.end()] != "," and not pack.patterns["indefinite"].fullmatch(words[opening].lower())):
        return ""  # she spoke in the old hall, Grace Mbogori.
    return " ".join(words[opening + 1 :])


def _left(before: str, run: str, pack: Pack) -> str:
    """Return what stands before a name in its clause, as far as it bears on it: a role, a preposition."""
    last = before[before.rfind(" ", 0, -1) + 1 :].rstrip()
    if "head_last" not in pack.flags or parts_of(run, pack)[1]:
        return BOUNDARY.split(before)[-1]
    if last.lower() in words_of(pack, "article"):
        last = before.rstrip()[: -len(last)].rstrip().rpartition(" ")[2]  # Leader of the | Opposition Dina Omarova
        return BOUNDARY.split(before)[-1] if last and last.lower() in links(pack) else ""
    if not _bears_on_name(last, pack):
        return ""
    return last if run.count(" ") < 2 and not is_person_role(last, pack) else BOUNDARY.split(before)[-1]


@lru_cache(maxsize=8192)
def _bears_on_name(last: str, pack: Pack) -> bool:
    return is_person_role(last, pack) or plain(last) in links(pack)


def opens_sentence(document: Document, place: int, pack: Pack) -> bool:
    """Tell whether a name opens its sentence, behind at most a few small words: The conductor | Ilse Brandt left.

    Where the case tells the subject it may stand anywhere.
    """
    if "has_cases" in pack.flags:
        return True
    start = document.sentences[bisect_right(document.sentences, (place, len(document.text))) - 1].start
    apposed, comma, small = document.text[max(start, place - REACH) : place].rpartition(", ")
    if MARK.search(small) or sum(word[0].islower() for word in small.split()) > MOST_SMALL_WORDS:
        return False
    words = WORD.findall(apposed)
    is_led = 0 < len(words) <= MOST_LEADING_WORDS and words[0].lower() in _prepositions(pack)  # At the sewing table, | Farah Iqbal
    return not comma or is_led or describes(words, pack)  # Its author, former naval officer | Ruth Callaghan


def _is_thing(text: str, run: re.Match[str], before: str, pack: Pack) -> bool:
    """Tell whether the name is one of a street, a theatre or a prize."""
    bearers = pack.words("named_after")
    if not bearers or "head_last" not in pack.flags:
        return before.endswith(" ") and before.rstrip(" .").rpartition(" ")[2].lower() in bearers
    following = WORD.match(text, run.end() + 1, run.end() + 40)
    return following is not None and following.group().lower() in bearers


def _is_headed(before: str, pack: Pack) -> bool:
    """Tell whether what stands before a name is of a person in the nominative: актриса театра | Замира Насырова."""
    tokens = WORD.findall(BOUNDARY.split(before)[-1])[-MOST_ROLE_WORDS:]
    head = _head_before(tokens, pack) if "has_cases" in pack.flags else None
    return head is not None and is_nominative(tokens[head], pack)


@lru_cache(maxsize=8192)
def _named(
    run: str, before: str, behind: str, told: Gender, is_within: bool, pack: Pack
) -> tuple[tuple[str, ...], PhraseReading, bool] | None:
    """Return the words, the reading and the nominative of a name with what stands before and behind it; None where it is nobody's.

    `before` and `behind` are what may describe the person; `told` is the gender that the verb tells.
    """
    parts, first = parts_of(run, pack)
    left = WORD.findall(before)[-MOST_ROLE_WORDS:]
    first = first or _narrowing(parts, left, pack)
    parts = parts[: end_of_name(parts, first, pack)]
    role_parts, hint = _role_before([*left, *parts[:first]], pack)
    written = (*parts[first:-1], POSSESSIVE.sub("", parts[-1]))
    outside = [*left, *parts[:first]][: len(left) + first - len(role_parts)]
    is_governed = bool(outside) and outside[-1].lower() in _prepositions(pack) and not (role_parts and "has_cases" in pack.flags)
    read = read_described(written, role_parts, True if is_governed else hint, told, pack)
    roles = (*roles_of(_nearest_role(role_parts, hint, read, pack), pack), *_role_behind(WORD.findall(behind), pack))
    is_person = len(written) > 1 and any((roles, is_full_name(read.words, pack), _is_told_behind(behind, pack)))
    if len(written) > 1 and not is_person and not (is_within or first or is_governed):
        return None
    reading = PhraseReading(" ".join(read.words), tuple(dict.fromkeys(roles)), read.gender, is_person)
    return written, reading, read.is_oblique is False and not is_governed and not _is_owner(parts[-1], pack)


def _is_owner(word: str, pack: Pack) -> bool:
    """Tell whether a name is that of an owner, of whom its sentence does not speak: Omarova’s | mother left."""
    return "head_last" in pack.flags and POSSESSIVE.search(word) is not None


def _is_told_behind(behind: str, pack: Pack) -> bool:
    """Tell whether what stands behind a name is a person's: an age, a trade: Dina Omarova, | 45, – Dina Omarova, | a laid-off welder."""
    words = WORD.findall(behind)
    if "head_last" not in pack.flags or not words:
        return False
    end = next((at for at, word in enumerate(words) if word in links(pack)), len(words))
    is_trade = words[0] in words_of(pack, "article") and end > 1 and _is_trade(words[end - 1], pack)
    is_kin = speaker_nouns(pack).get(plain(words[end - 1])) is SpeakerKind.PERSON if end else False  # Her brother, | Dina’s uncle
    return is_trade or is_kin or AGE.fullmatch(behind.strip()) is not None


def _is_trade(word: str, pack: Pack) -> bool:
    return is_role(word, pack) or word in describing(pack, "trade", "politics") or pack.patterns["agentive"].fullmatch(word) is not None


def _narrowing(parts: Sequence[str], left: Sequence[str], pack: Pack) -> int:
    """Return how many words in capitals stand before a name and are none of it: Позже | Ахметов; Minister of | Trade | Dina Omarova."""
    if len(parts) > 1 and not left and parts[0].lower() in _function_words(pack):
        return 1
    words = [word for word in left[-2:] if word.lower() not in words_of(pack, "article")]  # Leader of the | Opposition | Dina Omarova
    is_narrowed = len(parts) > 2 and words and words[-1].lower() in links(pack) and not first_name_forms(parts[0], pack)
    return len(parts) - 2 if is_narrowed and any(is_person_role(word, pack) for word in left) else 0


@cache
def _prepositions(pack: Pack) -> frozenset[str]:
    return words_of(pack, "preposition", "of", "to")


def _role_before(tokens: Sequence[str], pack: Pack) -> tuple[Sequence[str], bool | None]:
    """Return the role that stands right before a name, with its complement, and whether it stands in a case other than the nominative."""
    if "head_last" in pack.flags:
        return _role_that_ends(tokens, pack), None
    head = _head_before(tokens, pack)
    if head is None or tokens[-1] in pack.words("joining"):
        return (), None  # жена Лунина и | Пётр Ким
    before = tokens[head - 1].lower() if head else ""
    first = head - 1 if before in modifiers(pack, "former", "acting") else head
    is_governed = before in modifiers(pack, "acting")  # и.о. министра Данияр Ахметов
    return tokens[first:], None if is_governed else not is_nominative(tokens[head], pack)


def _head_before(tokens: Sequence[str], pack: Pack) -> int | None:
    """Return the place of the noun that what stands before a name is about: директор | департамента министерства.

    A person in another case is passed over where a noun in the nominative stands before it that it narrows: сестра | подсудимого.
    """
    head = None
    lows = [plain(token) for token in tokens]
    leading = pack.patterns["narrowing_preposition"]
    for at in range(len(lows) - 1, -1, -1):
        low = lows[at]
        if names_person(low, pack):
            if head is None or is_nominative(low, pack):
                head = at
            is_led = at > 0 and leading.fullmatch(lows[at - 1]) is not None
            if is_nominative(low, pack) or not (is_led or pack.patterns["narrowing"].fullmatch(low)):
                break
        elif not (is_role(low, pack) or (at + 1 == head and leading.fullmatch(low))) and _ends_role(low, pack):
            break
    return head


def _ends_role(low: str, pack: Pack) -> bool:
    """Tell whether a word ends the search for a role before a name: what closes it, or the past of a man: директор спросил | Анну Ким."""
    is_past = pack.patterns["told_past"].fullmatch(low) is not None and pack.patterns["narrowing"].fullmatch(low) is None
    return is_past or _closes_role(low, pack)


def _nearest_role(parts: Sequence[str], hint: bool | None, read: ReadName, pack: Pack) -> Sequence[str]:
    """Return the role that is a name's own where another stands before it in another case: представитель | министра Данияра Ахметова."""
    if hint is not False or not read.is_oblique or "has_cases" not in pack.flags:
        return parts
    return parts[next((at for at in range(len(parts) - 1, 0, -1) if names_person(parts[at], pack)), len(parts)) :]


def _closes_role(low: str, pack: Pack) -> bool:
    """Tell whether a word ends the search for a role before a name: a verb, an adverb; по and в may stand within one."""
    return low in _closing_words(pack) or pack.patterns["closes_role"].fullmatch(low) is not None


@cache
def _closing_words(pack: Pack) -> frozenset[str]:
    closing = words_of(pack, "adverb", "determiner", "possessive", "auxiliary", "that")
    linking = narrowing_links(pack) if "head_last" in pack.flags else frozenset()
    return (closing | words_of(pack, "connective") | linking) - pack.words("joining")


def _role_that_ends(tokens: Sequence[str], pack: Pack) -> Sequence[str]:
    """Return the role that ends with its main noun, or with what narrows it behind: the Minister of Foreign Affairs | Murat Nurtleu."""
    last = len(tokens) - 1
    link = next((at for at in range(last - 1, max(last - MOST_APPOSED_WORDS, 0), -1) if tokens[at].lower() in _prepositions(pack)), 0)
    head = link - 1 if link else last
    if head < 0 or not is_person_role(tokens[head], pack):
        return ()
    first = head
    while first and head - first < MOST_APPOSED_WORDS:
        low = tokens[first - 1].lower()
        is_place = country_of(low, pack) is not None or low in pack.of_class.get("place", ())  # Қызылорда ends as a locative does
        if not is_role(low, pack) and not is_place and _closes_role(low, pack):
            break
        first -= 1
    return tokens[first:]


def _role_behind(tokens: Sequence[str], pack: Pack) -> list[str]:
    """Return the role in apposition behind a name: Данияр Ахметов, вице-министр энергетики, …"""
    if not tokens or not tokens[0][0].islower() or tokens[0] in links(pack):
        return []
    if "head_last" not in pack.flags:
        is_own = any(names_person(token, pack) for token in tokens[:2]) and len(tokens) - name_start(tokens, pack) < 2
        return roles_of(tokens, pack) if is_own else []  # not: Данияр Ахметов, министр обороны | Алтын Берикова
    at = next((index for index, token in enumerate(tokens[:MOST_APPOSED_WORDS]) if is_person_role(token, pack)), len(tokens))
    while at + 1 < len(tokens) and is_person_role(tokens[at + 1], pack):
        at += 1
    is_whole = at + 1 >= len(tokens) or tokens[at + 1].lower() in _prepositions(pack)  # not: before the New Year, the minister said
    return roles_of(tokens, pack) if is_whole else []
