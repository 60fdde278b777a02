"""Turns that open with a label, or with a name on a line of its own: a debate, an interview, a briefing, one speaker's words."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from flows.clean.furniture import masked
from flows.label.form.address import opening
from flows.label.form.evidence import asks, ends_in_question, first_person_share, frames_share, share_after, speaks_to
from flows.label.form.labels import COUNT, LONGEST_NAME, TIME_BEHIND, Labelled, key_of, part_of
from flows.label.form.layout import ANONYMOUS, Layout, Part, Start
from flows.label.form.page import is_furniture
from flows.label.form.words import WORD, one_of
from flows.languages.letters import plain
from flows.languages.pack import Pack
from flows.segment.sentences import SMALL
from schemas.columns import Span
from schemas.words import Form

# K. Tokayev – К.К. Токаев – Saule Karimova
# Jane Roe, farmer – Jane Roe (Rivers)
NAME_AND_ROLE = re.compile(rf"[^\W\d_{SMALL}][^\W\d_]*\.?(?:[ -][^\W\d_{SMALL}][^\W\d_]*\.?){{1,3}}(?:, (?=\w)| \((?=\w))")
FULL_NAME = re.compile(r"[^\W\d_]{1,30}[. ]\s?[^\W\d_]")
ENDS_ALONE = frozenset(".!?…:;,»”\"'")
LONGEST_TIME = 12
ASKING = frozenset((Part.QUESTION, Part.ASKER))
OF_THE_HALL = frozenset((Part.QUESTION, Part.ASKER, Part.AUDIENCE))
PERSONS = frozenset((Part.SPEAKER, Part.ASKER, Part.CHAIR))

LEAST_SHARE_OF_TEXT = 0.5
LEAST_SHARE_OF_MANY_TURNS = 0.2
MOST_FRAMES, MOST_FRAMES_IN_MANY_TURNS = 0.25, 0.5
FEW_TURNS, LEAST_LABELLED_OF_FEW, LEAST_LABELLED = 3, 0.5, 0.12
LEAST_LABELLED_BY_CAPITALS = 0.02
MANY_TURNS = 6
LEAST_OWN_WORDS, LEAST_OWN_WORDS_OF_STATEMENT, LEAST_OWN_WORDS_ANNOUNCED = 0.6, 0.3, 0.2
LONGEST_NOTE = 200
FEWEST_QUESTIONS = 2
FULL_NAME_WORDS = (2, 3)
FEWEST_IN_DEBATE = 3
MOST_OF_THE_HALL = 0.25
FEWEST_EXCHANGES, LEAST_EXCHANGES = 2, 0.15
FEWEST_TURNS_OF_TWO, LEAST_LONGER = 5, 1.5
"""An interview without questions alternates for so many turns, and who answers says so many times as much as who asks."""
LEAST_ALTERNATING, LEAST_SPOKEN_TO = 0.9, 0.25
LEAST_CAPITALS_OF_LIST, LONGEST_LIST = 0.7, 600
FEWEST_WORDS_OF_STATEMENT, FEWEST_WORDS_ANNOUNCED = 40, 15


def labelled_layout(text: str, lines: Sequence[Span], labelled: Sequence[Labelled], pack: Pack) -> Layout | None:
    """Return the turns of a text whose speakers are named by labels, or None where it is no such text."""
    found = _without_listed(text, lines, _chosen(text, labelled, lines)) or _names_alone(text, lines, pack)
    if len(found) < 2:
        return None
    statement = _statement_above(text, lines, found, pack)
    first = found[0] if statement is None else statement
    if not _are_most_of_text(text, lines, found, first):
        return None
    found = found if statement is None else [statement, *found]
    said = _said(lines, found)
    asking = _asking(text, found, said, pack)
    only_questions = all(one.part is Part.QUESTION for one in found)
    if only_questions and not all(one.line + 1 < len(lines) for one in found):
        return None
    form = _form(text, lines, found, asking, said, pack)
    if form is None:
        return None
    is_asked = form in (Form.INTERVIEW, Form.BRIEFING)
    starts = (
        Start(one.line, one.at, None if one is statement else one.label, one.key, is_asked and one.key in asking, one.part) for one in found
    )
    return Layout(form, tuple(lines), tuple(starts), only_questions)


def _statement_above(text: str, lines: Sequence[Span], found: Sequence[Labelled], pack: Pack) -> Labelled | None:
    """Return where a statement without a label begins above labelled questions: with its address, or under the heading of a briefing."""
    questions = sum(one.part is Part.QUESTION for one in found)
    is_announced = found[0].line > 0 and _announces_briefing(text, lines[: found[0].line], pack)
    if questions < FEWEST_QUESTIONS or found[0].line == 0 or not (is_announced or found[0].part is Part.QUESTION):
        return None
    above = lines[: found[0].line]
    start = opening(text, above, (), pack) or (_first_sentence(text, above) if is_announced else None)
    if start is None:
        return None
    own = [Span(start.at, above[start.line].end), *above[start.line + 1 :]]
    least = LEAST_OWN_WORDS_ANNOUNCED if is_announced else LEAST_OWN_WORDS_OF_STATEMENT
    if first_person_share(text, own, pack) < least or frames_share(text, own, pack) > MOST_FRAMES:
        return None
    return Labelled(start.line, Span(start.at, start.at), start.at, "", Part.ANSWER)


def _announces_briefing(text: str, above: Sequence[Span], pack: Pack) -> bool:
    """Tell whether a line of a head says that a statement is given, and questions are taken."""
    told = one_of("announcements", pack, "with-questions")
    return any(line.end - line.start <= LONGEST_NOTE and told.search(plain(text[slice(*line)])) for line in above)


def _first_sentence(text: str, above: Sequence[Span]) -> Start | None:
    """Return the first line that ends as a sentence does, and is no note on the text; None where there is none."""
    told = (number for number, line in enumerate(above) if number > 0 and text[line.end - 1] in ".!?" and text[line.start] not in "([")
    first = next(told, None)
    return None if first is None else Start(first, above[first].start)


def _are_most_of_text(text: str, lines: Sequence[Span], found: Sequence[Labelled], first: Labelled) -> bool:
    """Tell whether labelled turns hold most of a text, and stand thickly enough; labels in capitals that come often may stand thinner."""
    capitals = [one for one in found if text[one.label.start : one.label.end].isupper()]
    is_clear = len(capitals) >= MANY_TURNS and len(capitals) * 2 >= len(found) and len({one.key for one in capitals}) < len(capitals)
    after, share = len(lines) - found[0].line, share_after(lines, lines[first.line].start)
    if is_clear:
        return share >= LEAST_SHARE_OF_MANY_TURNS and len(found) / after >= LEAST_LABELLED_BY_CAPITALS
    least = LEAST_LABELLED_OF_FEW if len(found) <= FEW_TURNS else LEAST_LABELLED
    return share >= LEAST_SHARE_OF_TEXT and len(found) / after >= least


def _form(
    text: str, lines: Sequence[Span], found: Sequence[Labelled], asking: set[str], said: Sequence[Sequence[Span]], pack: Pack
) -> Form | None:
    """Return the form of a text with labelled turns; None where a writer reports between what only look like turns."""
    keys = Counter(one.key for one in found)
    answering = keys.keys() - asking
    only_questions = {one.part for one in found} == {Part.QUESTION}
    if not only_questions and _are_turns_of_speakers(text, found, keys, said, pack) and (not asking or not answering):
        return Form.TRANSCRIPT if len(_without_audience(found)) == 1 else Form.DEBATE
    if not asking or (not answering and not only_questions) or not _is_plausible(text, lines, found, pack):
        return None
    return _form_of_asked(text, lines, found, asking, said, pack)


def _form_of_asked(
    text: str, lines: Sequence[Span], found: Sequence[Labelled], asking: set[str], said: Sequence[Sequence[Span]], pack: Pack
) -> Form:
    """Return the form of a text in which some ask and others answer."""
    if _is_panel(found):
        return Form.DEBATE
    is_announced = _announces_briefing(text, lines[: found[0].line + 1], pack)
    if _begins_with_statement(text, found, asking, said, FEWEST_WORDS_ANNOUNCED if is_announced else FEWEST_WORDS_OF_STATEMENT):
        return Form.BRIEFING
    return Form.DEBATE if _is_debate(found, asking) else Form.INTERVIEW


def _without_audience(found: Sequence[Labelled]) -> set[str]:
    """Return the keys of those who speak for themselves."""
    return {one.key for one in found if one.part is not Part.AUDIENCE}


def _is_panel(found: Sequence[Labelled]) -> bool:
    """Tell whether several speak under a chair, and the hall asks a few times at most."""
    persons, of_the_hall = {one.key for one in found if one.part not in ANONYMOUS}, sum(one.part in ANONYMOUS for one in found)
    has_chair = any(one.part is Part.CHAIR for one in found)
    return has_chair and len(persons) > FEWEST_IN_DEBATE and of_the_hall <= MOST_OF_THE_HALL * len(found)


def _is_debate(found: Sequence[Labelled], asking: set[str]) -> bool:
    """Tell whether several answer, or several speak under a chair, or two answer one another."""
    persons = {one.key for one in found if one.part not in ANONYMOUS}
    has_chair = any(one.part is Part.CHAIR for one in found)
    if len(persons if has_chair else persons - asking) >= FEWEST_IN_DEBATE:
        return True
    between = sum({before.key, after.key} <= persons - asking and before.key != after.key for before, after in pairwise(found))
    is_asked_by_the_hall = any(one.part in ANONYMOUS for one in found)
    return not is_asked_by_the_hall and between >= max(FEWEST_EXCHANGES, LEAST_EXCHANGES * len(found))


def _begins_with_statement(text: str, found: Sequence[Labelled], asking: set[str], said: Sequence[Sequence[Span]], fewest: int) -> bool:
    """Tell whether somebody speaks at length, for that many words, before any question, and whoever then asks is not named."""
    if found[0].key in asking or not all(one.part in OF_THE_HALL for one in found if one.key in asking):
        return False
    before = next(place for place, one in enumerate(found) if one.key in asking)
    return sum(len(WORD.findall(text[line.start : line.end])) for turn in said[:before] for line in turn) >= fewest


def _chosen(text: str, found: Sequence[Labelled], lines: Sequence[Span]) -> list[Labelled]:
    """Leave out the lines that only look like a turn; who presides is called so by others too: such a label is one among several others."""
    repeated = _said_again(text, found)
    strong = [one for one in found if not (one.is_called or (one.is_weak and (one.key in repeated or is_furniture(text, lines[one.line]))))]
    own = _of_turns(text, strong, len(lines))
    return sorted((*own, *(one for one in found if one.is_called))) if len(own) > FEW_TURNS else own


def _said_again(text: str, found: Sequence[Labelled]) -> set[str]:
    """Return the keys of labels behind which the same words stand each time, as in the heads of pages."""
    words: dict[str, set[str]] = {}
    for one in found:
        words.setdefault(one.key, set()).add(masked(text[one.at : one.at + LONGEST_NAME].partition("\n")[0]))
    return {key for key, said in words.items() if len(said) == 1}


def _without_listed(text: str, lines: Sequence[Span], found: list[Labelled]) -> list[Labelled]:
    """Leave out the labels of a head behind which names are listed, and nobody speaks: `PARTICIPANTS: Senator Roe, Mayor Doe`."""
    times = Counter(one.key for one in found)
    first = 0
    if not found:
        return found
    for one, said in zip(found, _said(lines, found), strict=True):
        if not said or not are_names(text, said[0], is_once=times[one.key] == 1):
            break
        first += 1
    return found[first:]


def are_names(text: str, line: Span, *, is_once: bool = True) -> bool:
    """Tell whether a line holds names and roles alone, and no sentence; behind a label that comes once it may end with a stop."""
    words = WORD.findall(text[line.start : min(line.end, line.start + LONGEST_LIST)])
    ends = text[line.end - 1] in "?!…" or (text[line.end - 1] == "." and not is_once)
    capital = sum(word[0].isupper() for word in words)
    return len(words) > 1 and not ends and line.end - line.start <= LONGEST_LIST and capital >= LEAST_CAPITALS_OF_LIST * len(words)


def _of_turns(text: str, found: Sequence[Labelled], lines: int) -> list[Labelled]:
    """Leave out phrases with a colon that come once while others come again.

    Where labels stand in capitals, a name in capitals is one though it comes once; so is what stands behind a time code.
    """
    times = Counter(one.key for one in found)
    repeats = any(count > 1 for count in times.values()) or any(one.part in (Part.QUESTION, Part.ANSWER) for one in found)
    in_capitals = {one.label: text[one.label.start : one.label.end].isupper() for one in found}
    are_capitals = sum(in_capitals.values()) * 2 > len(found) and (len(found) > FEW_TURNS or len(found) == lines)
    return [
        one
        for one in found
        if one.is_timed
        or _may_open_turn(one, text[slice(*one.label)], times, must_repeat=repeats and not (are_capitals and in_capitals[one.label]))
    ]


def _may_open_turn(one: Labelled, words: str, times: Counter[str], *, must_repeat: bool) -> bool:
    """Tell whether a label comes again, or is more than one name where those must come again."""
    if must_repeat and not one.is_weak and NAME_AND_ROLE.match(words):
        return True
    is_loose, is_single = one.part is Part.LOOSE or one.is_weak, one.part is Part.NAMED and one.label.end - one.label.start == len(one.key)
    return times[one.key] > 1 or not (is_loose or (is_single and must_repeat))


def _names_alone(text: str, lines: Sequence[Span], pack: Pack) -> list[Labelled]:
    """Return the lines that hold nothing but a name, where two or more names come again and again."""
    found = list(_alone_on_lines(text, lines, pack))
    again = _again(text, found)
    if len({one.key for one in again}) < 2 or any(after.line == before.line + 1 for before, after in pairwise(again)):
        return []
    are_capitals, kept = all(text[slice(*one.label)].isupper() for one in again), set(again)
    return [one for one in found if one.is_timed or one in kept or _is_name_once(text, one, are_capitals=are_capitals)]


def _again(text: str, found: Sequence[Labelled]) -> list[Labelled]:
    """Return the names that come again; one word is a name where it comes again as it is, and not where longer names end with it."""
    times, alone = Counter(one.key for one in found), Counter(text[slice(*one.label)] for one in found)
    return [one for one in found if times[one.key] > 1 and (" " in text[slice(*one.label)] or alone[text[slice(*one.label)]] > 1)]


def _alone_on_lines(text: str, lines: Sequence[Span], pack: Pack) -> Iterator[Labelled]:
    for number, line in enumerate(lines[:-1]):
        time = TIME_BEHIND.search(text, max(line.start, line.end - LONGEST_TIME), line.end)
        count = COUNT.match(text, *line)
        label = Span(count.end() if count else line.start, time.start() if time else line.end)
        if line.end - line.start > LONGEST_NAME or text[label.end - 1] in ENDS_ALONE:
            continue
        part = part_of(text[slice(*label)], pack)
        if part is not None and part is not Part.LOOSE:
            yield Labelled(number, label, line.end, key_of(text[slice(*label)]), part, is_timed=time is not None)


def _is_name_once(text: str, one: Labelled, *, are_capitals: bool) -> bool:
    """Tell whether a line that comes once is a name too: a full one in capitals where others are, one with a seat, whoever presides."""
    words = text[slice(*one.label)]
    if are_capitals:
        return len(words.split()) in FULL_NAME_WORDS and words.isupper()
    return one.part in (Part.CHAIR, Part.AUDIENCE) or words.endswith(")")


def _said(lines: Sequence[Span], found: Sequence[Labelled]) -> list[list[Span]]:
    """Return the lines of each labelled turn, without the label."""
    ends = [one.line for one in found[1:]] + [len(lines)]
    turns = []
    for one, end in zip(found, ends, strict=True):
        own = [Span(one.at, lines[one.line].end)] if one.at < lines[one.line].end else []
        turns.append(own + list(lines[one.line + 1 : end]))
    return turns


def _asking(text: str, found: Sequence[Labelled], said: Sequence[Sequence[Span]], pack: Pack) -> set[str]:
    """Return the keys of those who ask: by their label, or because half of their turns end in a question, or more hold one."""
    asked: Counter[str] = Counter()
    ended: Counter[str] = Counter()
    turns: Counter[str] = Counter()
    by_label = {one.key for one in found if one.part in ASKING}
    answering = {one.key for one in found if one.part is Part.ANSWER}
    for one, own in zip(found, said, strict=True):
        turns[one.key] += 1
        asked[one.key] += bool(own) and asks(text, own[-1], pack)
        ended[one.key] += bool(own) and ends_in_question(text, own[-1])
    often = {key for key, count in turns.items() if ended[key] * 2 >= count or asked[key] * 2 > count}
    return by_label | (often - answering) or _prompting(text, found, said, pack)


def _prompting(text: str, found: Sequence[Labelled], said: Sequence[Sequence[Span]], pack: Pack) -> set[str]:
    """Return the key of the one of two who take turns who says less, and speaks to the other: who asks with few questions or none."""
    if not _alternate(found):
        return set()
    turns, words, spoken_to, asked = (Counter[str]() for _ in range(4))
    for one, own in zip(found, said, strict=True):
        turns[one.key] += 1
        words[one.key] += sum(len(WORD.findall(text[line.start : line.end])) for line in own)
        spoken_to[one.key] += any(speaks_to(text, line, pack) for line in own)
        asked[one.key] += any(asks(text, line, pack) for line in own)
    less, more = sorted(words, key=lambda key: words[key])
    least = LEAST_SPOKEN_TO * turns[less]
    is_longer = words[more] >= LEAST_LONGER * words[less] or (not asked[more] and asked[less] >= least)
    return {less} if is_longer and spoken_to[less] >= least else set()


def _alternate(found: Sequence[Labelled]) -> bool:
    """Tell whether two who are named, and do not preside, take turns."""
    alternating = sum(before.key != after.key for before, after in pairwise(found))
    are_two = len({one.key for one in found}) == 2 and not any(one.part in (Part.CHAIR, *ANONYMOUS) for one in found)
    return are_two and len(found) >= FEWEST_TURNS_OF_TWO and alternating >= LEAST_ALTERNATING * (len(found) - 1)


def _are_turns_of_speakers(text: str, found: Sequence[Labelled], keys: Counter[str], said: Sequence[Sequence[Span]], pack: Pack) -> bool:
    """Tell whether labelled turns are a meeting's: they speak of themselves, or their labels are names and roles; and nobody reports."""
    named = {one.key for one in found if one.part in PERSONS or FULL_NAME.search(text, *one.label)}
    persons = sum(one.key in named for one in found)
    are_persons = len(keys) > 1 and len(found) > len(keys) and persons * 2 >= len(found)
    if not are_persons and first_person_share(text, (turn[0] for turn in said if turn), pack) < LEAST_OWN_WORDS:
        return False
    return frames_share(text, (line for turn in said for line in turn), pack) < MOST_FRAMES


def _is_plausible(text: str, lines: Sequence[Span], found: Sequence[Labelled], pack: Pack) -> bool:
    """Tell whether labelled questions and answers make an interview: no writer reports between them."""
    if all(one.part in (Part.QUESTION, Part.ANSWER) for one in found):
        return True
    most = MOST_FRAMES if len(found) <= FEW_TURNS else MOST_FRAMES_IN_MANY_TURNS
    return frames_share(text, lines[found[0].line :], pack) < most
