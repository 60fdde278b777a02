"""The labels with which turns open: `Q: …`, `President Tokayev: …`, `JANE ROE, HOST: …`, `HON. J. ROE.- …`, `Mr. ROE. …`."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from flows.label.form.evidence import is_address
from flows.label.form.layout import Part
from flows.label.form.words import WORD, classes, forms
from flows.languages.letters import plain
from flows.languages.pack import Pack
from flows.segment.sentences import SMALL
from schemas.columns import Span

# Q. What …? – A) Tomorrow.
LETTER_LABEL = re.compile(r"(?P<label>[^\W\d_]\d{0,3})(?:\.|\)| [–—-])\s+(?=\S)")
# Q When will it rain?
BARE_LABEL = re.compile(r"(?P<label>[^\W\d_])[^\S\n]+(?=[^\W\d_]|[“«\"(…])")
# HON. J. ROE.- I rise. – The SPEAKER. — I thank you. – MR. ROE. - I do.
DASHED_LABEL = re.compile(r"(?P<label>[^\W\d_][^\n:;!?“”«»\"]{1,100}?)\.?\s?(?:\.[-–—]|\. [–—-])(?=\s|[^\W\d_])")
INITIALS = rf"(?:[^\W\d_{SMALL}]\. ?){{0,2}}"
# Mr. ROE of Ohio. Mr. Speaker, I yield.
STOPPED_LABEL = re.compile(
    rf"(?P<label>[^\W\d_{SMALL}][{SMALL}]{{1,3}}\.? {INITIALS}[^\W\d_{SMALL}]{{2,}}(?:[ '’-][^\W\d_]+){{0,5}})\.\s+(?=\S)"
)
# Chairwoman Roe. The committee will come to order. – Dr. Doe. I thank you. – it must come again
CAPITALISED = rf"[^\W\d_{SMALL}][{SMALL}]"
TITLED_LABEL = re.compile(
    rf"(?P<label>(?:{CAPITALISED}{{1,3}}\.|{CAPITALISED}{{1,14}}) (?:{CAPITALISED}{{1,14}} )?"
    rf"[^\W\d_{SMALL}][^\W\d_]+(?:[ '’-][^\W\d_]+)?)\.\s+(?=[^\W\d_{SMALL}“\"])"
)
# Jane Roe, Member of the Commission. – I am glad … – Denis Roe (Greens). – I ask …
FULL_NAME_AND_ROLE = re.compile(rf"(?:[^\W\d_{SMALL}][{SMALL}]+(?:[ -]|(?=,|$))){{2,4}}(?:, [^.\n]{{3,80}}|\([^()\n]{{1,40}}\))?")
# Senator ROE (North) (9.31 a.m.)—I move … – Interviewer - Will it rain? – it must come again
BARE_DASH_LABEL = re.compile(r"(?P<label>[^\W\d_][^\n:;!?“”«»\"—–]{1,90}?)(?:\s?[—–]\s?|\s-\s)(?=[^\W\d_]|[“«\"(…])")
# Senator ROE (North)—I move: that … – the words begin behind the dash, and not behind the colon
DASH_BEFORE_WORDS = re.compile(rf"\)\s?[—–]\s?[^\W\d_]+ [{SMALL}]")
# **Jane Roe:** – **Jane Roe**: – what marks bold in a text without pages
STARS = frozenset("*_")
# [02:50:05] JANE ROE: … – 02:50 JANE ROE: …: when it was said stands before who says it
TIME_CODE = re.compile(r"(?:\[\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,3})?)?\]|\(\d{1,2}:\d\d(?::\d\d)?\)|\d{1,2}:\d\d:\d\d)[^\S\n]+(?=\S)")
# Jane Roe 00:12 – when it was said stands behind who says it
TIME_BEHIND = re.compile(r"[^\S\n]{1,3}(?:\d{1,2}:)?\d{1,2}:\d\d$")
# Jane Roe: (00:12) In May.
TIME_BEHIND_COLON = re.compile(r"\s*[(\[](?:\d{1,2}:)?\d{1,2}:\d\d[)\]]\s*")
# Q3 Jane Roe: – questions are counted before who asks them
COUNTED = re.compile(r"[^\W\d_]\d{1,4}[.)]?[^\S\n]+(?=[^\W\d_])")
# 12. Jane Roe (North) – above the words
COUNT = re.compile(r"\d{1,3}\.[^\S\n]+(?=[^\W\d_])")
# Асанов А.
NAME_BEFORE_INITIALS = re.compile(rf"[^\W\d_{SMALL}][{SMALL}]+(?: ?[^\W\d_{SMALL}]\.?){{1,2}}")
# Председательствующий. Слово имеет … – Асанов А.Б., фракция «Наше село». Прошу …
ROLE_WITH_STOP = re.compile(
    rf"(?P<label>[^\W\d_{SMALL}][^\W\d_]+(?: [^\W\d_]+){{0,3}}(?: \([^()\n]{{2,40}}\))?)\.\s+(?=[^\W\d_{SMALL}]|[«“\"(])"
)
SURNAME = rf"(?:[^\W\d_{SMALL}][{SMALL}]+|[^\W\d_{SMALL}]{{2,}})"
NAME_WITH_STOP = re.compile(
    rf"(?P<label>{SURNAME}(?: ?[^\W\d_{SMALL}]\.){{1,2}}(?:, [^.:!?\n]{{2,100}}(?=\.))?)\.?\s+(?=[^\W\d_{SMALL}]|[«“\"(])"
)
TIME_CODE_OPENS = frozenset("[(0123456789")
# James S. Brady …: a first name, as much as a surname before its initial
ONE_INITIAL = re.compile(rf"[^\W\d_{SMALL}][{SMALL}]+ ?[^\W\d_]\.?")
# АСАНОВ А.Б. – on a line of its own
NAME_ALONE = re.compile(rf"[^\W\d_{SMALL}]{{2,}}(?: ?[^\W\d_{SMALL}]\.){{2}}")
LONGEST_LABEL, LONGEST_NAME = 120, 72
MOST_LABEL_WORDS, MOST_ROLE_WORDS = 8, 16
BRACKETED = re.compile(r"\s*\([^()]*\)|\s*\[[^\[\]]*\]|\s*«[^«»]*»|\s+“[^“”]*”|\s+\"[^\"]*\"")
ROLE_BEHIND = re.compile(r"\s*(?:,|[ ][–—-][ ])\s*")
NUMBER = re.compile(r"\s*(?:№|#)?\s?\d{1,3}$")
# К.К. – Gov. – акад.
LONG_WORD_WITH_STOP = re.compile(r"[^\W\d_]{5,}\.")
NOT_IN_A_LABEL = frozenset('!?;"“”„\n')
WHOLE = (Part.QUESTION, Part.ANSWER, Part.AUDIENCE, Part.CHAIR, Part.ASKER)
"""The parts that a whole label tells, before its words are looked at."""
NO_NAME = frozenset("0123456789|/=+_%")
NAME_ENDS = frozenset(",(")
"""What sets a role or a group apart from the name before it."""
COUNTED_NAME = re.compile(r"\s\d{1,3}$")
DASHES = frozenset("–—―-")
BEFORE_WORDS = DASHES | STARS | frozenset('«“„"…')
OPENS_WORDS = frozenset("[('.")
"""What begins the words behind a label whose space was lost: JANE ROE:[inaudible] …"""


class Labelled(NamedTuple):
    """A line with a label."""

    line: int
    label: Span
    at: int
    key: str
    part: Part
    is_timed: bool = False
    """True where a time code stands before the label."""
    is_weak: bool = False
    """True where a dash alone shows the label, so that it must come again."""
    is_called: bool = False
    """True where the speaker may address whoever presides: Mr Speaker: …"""


class Ends(NamedTuple):
    """Where what may be a label ends, and where the words after it begin."""

    end: int
    at: int
    is_weak: bool = False
    is_named: bool = False
    """True where what shows the label shows a name in it too."""


def labelled_lines(text: str, lines: Sequence[Span], pack: Pack) -> list[Labelled]:
    """Return the lines that open with what may be a label, in order."""
    found: list[Labelled] = []
    for number, whole in enumerate(lines):
        line = _past_count(text, _past_time_code(text, whole), pack)
        for ends in _ends_of_label(text, line, pack, found[-1] if found else None):
            first = _past_dash(text, line.start, ends.end)  # – Kazinform: …
            label = _without_stars(text, Span(first, ends.end))
            words = text[label.start : label.end]
            part = part_of(words, pack)
            if part is None:
                continue
            part = Part.NAMED if ends.is_named and part is Part.LOOSE else part
            at = _past_dash(text, _past_time(text, ends.at, line.end), line.end)
            is_called = part is Part.CHAIR and not _has_capitals(words) and is_address(text, Span(label.start, line.end), pack)
            if is_called and at < line.end:  # Mr Speaker: Order! – Mr. Speaker: I rise to speak
                found.append(Labelled(number, label, at, key_of(words), part, is_called=True))
            elif part is Part.CHAIR or not is_address(text, Span(label.start, line.end), pack):
                found.append(Labelled(number, label, at, key_of(words), part, line.start > whole.start, ends.is_weak))
            break
    return found


def _without_stars(text: str, label: Span) -> Span:
    """Return a label without spaces and marks of bold type around it."""
    start, end = label
    while start < end and (text[start] in STARS or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in STARS or text[end - 1].isspace()):
        end -= 1
    return Span(start, end)


def _past_time_code(text: str, line: Span) -> Span:
    """Return a line without the time code with which it opens."""
    if text[line.start] not in TIME_CODE_OPENS or not (code := TIME_CODE.match(text, line.start, line.end)):
        return line
    return Span(code.end(), line.end)


def _past_count(text: str, line: Span, pack: Pack) -> Span:
    """Return a line without the number of a question before the name of who asks it: `Q3 Jane Roe: When?`"""
    letters, _ = _letters(pack)
    if text[line.start] not in letters or not (count := COUNTED.match(text, *line)):
        return line
    colon = text.find(":", count.end(), min(line.end, count.end() + LONGEST_LABEL))
    return Span(count.end(), line.end) if colon > 0 and part_of(text[count.end() : colon], pack) not in (None, Part.LOOSE) else line


def _past_time(text: str, at: int, end: int) -> int:
    """Return where the words begin behind the time that stands between a label and them: `Jane Roe: (00:12) In May.`"""
    time = TIME_BEHIND_COLON.match(text, at, end)
    return time.end() if time else at


def _ends_of_label(text: str, line: Span, pack: Pack, previous: Labelled | None) -> Iterator[Ends]:
    """Yield where what may be a label ends, the likeliest first."""
    start, stop = line
    colon = _colon(text, start, min(stop, start + LONGEST_LABEL))
    is_colon = colon >= 0 and _may_follow(text, start, colon, stop) and not DASH_BEFORE_WORDS.search(text, start, colon)
    by_letter = list(_ends_of_letter(text, line, pack, previous))
    if is_colon and by_letter and part_of(text[start:colon], pack) in (None, Part.LOOSE):  # Q Two things: when, and why?
        yield from by_letter
    if is_colon:
        yield Ends(colon, colon + 1)
    yield from by_letter
    yield from _ends_without_colon(text, line, pack)


def _ends_of_letter(text: str, line: Span, pack: Pack, previous: Labelled | None) -> Iterator[Ends]:
    letters, bare = _letters(pack)
    if text[line.start] in letters and (match := LETTER_LABEL.match(text, *line)):
        yield Ends(match.end("label"), match.end())
    if text[line.start] in bare and (match := BARE_LABEL.match(text, *line)) and _may_stand_bare(text[line.start], previous, pack):
        yield Ends(match.end("label"), match.end())


def _ends_without_colon(text: str, line: Span, pack: Pack) -> Iterator[Ends]:
    if text.find(".", line.start, min(line.end, line.start + LONGEST_LABEL)) > 0:  # sooner told than matched
        yield from _ends_by_stop(text, line, pack)
    yield from _ends_by_dash(text, Span(line.start, min(line.end, line.start + LONGEST_LABEL)), pack)


def _ends_by_stop(text: str, line: Span, pack: Pack) -> Iterator[Ends]:
    start, stop = line
    match = DASHED_LABEL.match(text, start, min(stop, start + LONGEST_LABEL)) or STOPPED_LABEL.match(text, start, stop)
    if match and (_has_capitals(match.group("label")) or _is_sure(match.group("label"), pack)):
        yield Ends(match.end("label"), match.end())
    elif match and FULL_NAME_AND_ROLE.fullmatch(match.group("label")):
        is_told = not NAME_ENDS.isdisjoint(match.group("label"))
        yield Ends(match.end("label"), match.end(), is_weak=not is_told, is_named=is_told)
    if (match := TITLED_LABEL.match(text, start, min(stop, start + LONGEST_LABEL))) and part_of(match.group("label"), pack) is Part.SPEAKER:
        yield Ends(match.end("label"), match.end(), is_weak=True)
    match = ROLE_WITH_STOP.match(text, start, stop)
    if match and part_of(match.group("label"), pack) in (Part.CHAIR, Part.AUDIENCE):
        yield Ends(match.end("label"), match.end())
    if (match := NAME_WITH_STOP.match(text, start, stop)) and not _begins_with_role(match.group("label"), pack):
        yield Ends(match.end("label"), match.end(), is_weak=ONE_INITIAL.fullmatch(match.group("label")) is not None)
    if stop - start <= LONGEST_NAME and NAME_ALONE.fullmatch(text, start, stop):
        yield Ends(stop, stop)


def _begins_with_role(label: str, pack: Pack) -> bool:
    """Tell whether a role stands before what may be initials: the surname is still to come."""
    known = classes("labels", pack)
    return plain(label.partition(" ")[0]) in known[Part.SPEAKER] | known[Part.ASKER] | known[Part.CHAIR]


def _ends_by_dash(text: str, head: Span, pack: Pack) -> Iterator[Ends]:
    words = text[head.start : head.end]
    if "—" in words or "–" in words or " - " in words:  # sooner told than matched
        match = BARE_DASH_LABEL.match(words)
        if match and (_has_capitals(match.group("label")) or _is_sure(match.group("label"), pack)):
            yield Ends(head.start + match.end("label"), head.start + match.end(), is_weak=True)


def _colon(text: str, start: int, stop: int) -> int:
    """Return the place of the first colon that stands in no time of day; -1 where there is none."""
    at = text.find(":", start, stop)
    while at > start and text[at - 1].isdigit() and text[at + 1 : at + 2].isdigit():
        at = text.find(":", at + 1, stop)
    return at


def _is_sure(label: str, pack: Pack) -> bool:
    """Tell whether words before a stop and a dash are a label though none is in capitals: a role of the lists, Roe J."""
    part = part_of(label, pack)
    return part is not None and (part not in (Part.NAMED, Part.LOOSE) or NAME_BEFORE_INITIALS.fullmatch(label) is not None)


def _may_follow(text: str, start: int, colon: int, stop: int) -> bool:
    """Tell whether words may begin right after a colon: after a space or a mark, or behind a label in capitals whose space was lost."""
    after = colon + 1
    if after >= stop or text[after].isspace() or text[after] in BEFORE_WORDS:
        return True
    return (text[after].isalpha() or text[after] in OPENS_WORDS) and text[start:colon].isupper()


def _has_capitals(label: str) -> bool:
    """Tell whether a label holds a word in capitals that is no initial: HON. J. ROE · Mr. ROE of Ohio."""
    return any(len(word) > 1 and word.isupper() for word in WORD.findall(label))


@cache
def _letters(pack: Pack) -> tuple[frozenset[str], frozenset[str]]:
    """Return the capitals that stand for a question or an answer, and those that do so without any mark."""
    known = classes("labels", pack)
    marked = frozenset(label.upper() for part in (Part.QUESTION, Part.ANSWER) for label in known[part] if len(label) == 1)
    return marked, frozenset(label.upper() for label in known.get("bare", ()))


def _may_stand_bare(letter: str, previous: Labelled | None, pack: Pack) -> bool:
    """Tell whether a letter without a mark may be a label: one for an answer only behind a question, as it may be a word too."""
    return plain(letter) in classes("labels", pack)[Part.QUESTION] or (previous is not None and previous.part is Part.QUESTION)


def _past_dash(text: str, start: int, end: int) -> int:
    while start < end and (text[start].isspace() or text[start] in DASHES or text[start] in STARS):
        start += 1
    return start


def part_of(label: str, pack: Pack) -> Part | None:
    """Return what part a label tells of, or None where it is no label."""
    if not label or not label[0].isupper() or not NOT_IN_A_LABEL.isdisjoint(bare_label(label)):
        return None
    known = classes("labels", pack)
    if _is_question_from(label, known):
        return Part.QUESTION
    low = plain(NUMBER.sub("", bare_label(label))).strip()
    first, _, rest = low.partition(" ")
    lows = {low, rest} if first.rstrip(".") in pack.words("honorifics") else {low}  # HON. MEMBERS
    whole = next((part for part in WHOLE if not lows.isdisjoint(known[part])), None)
    if whole is Part.CHAIR and COUNTED_NAME.search(label):  # Speaker 2: one of several whom nobody names
        return Part.NAMED
    return whole or _part_of_name(label, pack)


def _is_question_from(label: str, known: dict[str, frozenset[str]]) -> bool:
    """Tell whether a label says that somebody asks: Question from Jane Roe, Rivers Daily."""
    asked, _, rest = label.partition(" ")
    return bool(rest) and len(asked) > 1 and plain(asked) in known[Part.QUESTION] and rest.partition(" ")[0] in known.get("asked-by", ())


def bare_label(label: str) -> str:
    """Return a label without brackets: Mr. Roe (Libya) is Mr. Roe."""
    return BRACKETED.sub("", label).strip() or label


def _part_of_name(label: str, pack: Pack) -> Part | None:
    """Return what part a label of several words tells of, or one that is no word of the lists."""
    known = classes("labels", pack)
    name, *roles = ROLE_BEHIND.split(bare_label(NUMBER.sub("", label)), maxsplit=1)
    words, beside = WORD.findall(name), WORD.findall(" ".join(roles))
    lows, behind = list(map(plain, words)), list(map(plain, beside))
    if not words or len(words) > MOST_LABEL_WORDS or len(behind) > MOST_ROLE_WORDS or _is_no_label(name, lows, beside, pack):
        return None
    told = (part for part in (Part.ASKER, Part.CHAIR, Part.SPEAKER) if _tells(part, lows, behind, known))
    if (part := next(told, None)) is not None:
        return _unless_titled(part, lows, known)
    is_strict = _are_capitals(words, known["link"]) and _is_sure_name(name, has_role=bool(roles))
    return Part.NAMED if is_strict else Part.LOOSE


def _is_sure_name(name: str, *, has_role: bool) -> bool:
    return not has_role or name.isupper() or NAME_BEFORE_INITIALS.fullmatch(name) is not None


def _are_capitals(words: Sequence[str], links: frozenset[str]) -> bool:
    return all(word[0].isupper() or plain(word) in links for word in words)


def _tells(part: Part, lows: Sequence[str], behind: Sequence[str], known: dict[str, frozenset[str]]) -> bool:
    """Tell whether the words of a label, or those of the role behind its name, tell of a part."""
    if part is Part.SPEAKER or _begins_with(lows, known[part]):
        return _begins_with(lows, known[part])
    return _begins_with(behind, known[part]) or (part is Part.ASKER and not known[part].isdisjoint(behind[-1:]))


def _is_no_label(name: str, lows: Sequence[str], beside: Sequence[str], pack: Pack) -> bool:
    """Tell whether words before a colon are none that open a turn: too long, on the list of what never does, with a verb of saying."""
    if len(name) > LONGEST_NAME or not NO_NAME.isdisjoint(name) or LONG_WORD_WITH_STOP.search(name[:-1]):
        return True
    if len(lows) == 1 and lows[0].rstrip(".") in pack.words("courtesies"):  # Mr: Speaker, I rise.
        return True
    if name.rpartition(" ")[2] in classes("labels", pack)["link"]:  # Delivered on: 4 May
        return True
    if not classes("labels", pack)["never"].isdisjoint((plain(name), lows[0], plain(" ".join(WORD.findall(name))))):
        return True
    small = (word for word in beside if word[0].islower())  # ROE, UNITED STATES: is a label
    return any(map(forms("attributing", pack).holds, (*lows, *small)))


def _unless_titled(part: Part, lows: Sequence[str], known: dict[str, frozenset[str]]) -> Part:
    """Return a chair's part only where the label is the chair's alone: the President of the Senate may be no chair."""
    chairs = known[Part.CHAIR]
    is_titled = (
        part is Part.CHAIR and _begins_with(lows[:1], chairs) and len(lows) > 1 and chairs.isdisjoint((" ".join(lows), " ".join(lows[:2])))
    )
    return Part.SPEAKER if is_titled else part


def _begins_with(words: Sequence[str], phrases: frozenset[str]) -> bool:
    return any(" ".join(words[:size]) in phrases for size in range(1, min(len(words), 4) + 1))


def key_of(label: str) -> str:
    """Return the last word of a label's name in small letters: `President Tokayev`, `K. TOKAYEV` and `Tokayev, President` are one."""
    name = ROLE_BEHIND.split(bare_label(label), maxsplit=1)[0]
    words = WORD.findall(name) or WORD.findall(label)
    whole = [word for word in words if len(word) > 1] or words  # Roe J.
    number = COUNTED_NAME.search(name)  # Speaker 2
    return (plain(whole[-1]) if whole else plain(label)) + (number[0] if number else "")
