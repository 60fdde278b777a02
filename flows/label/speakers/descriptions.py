"""Whom a description means that news gives somebody named before: the 45-year-old, the Texas Republican, the striker."""

import re
from collections.abc import Sequence
from functools import cache

from flows.label.speakers.base_form import is_governed
from flows.label.speakers.names import PhraseReading
from flows.label.speakers.nouns import Noun, is_source_noun, read_noun
from flows.label.speakers.pronouns import told_of
from flows.label.speakers.role_words import country_of, describing, is_role, links, modifiers, person_cases, titles, words_of
from flows.label.speakers.scene import MetSpeaker, Passed, Scene, within
from flows.languages.letters import plain
from flows.languages.pack import Pack
from schemas.columns import Span
from schemas.words import SpeakerKind

AGE = re.compile(r"\d{1,3}")
# Jane Roe, 45, – Jane Roe (45)
AGE_BEHIND = re.compile(r"(?:, aged | aged |, | \()(?P<age>\d{1,3})\b")
# 45-year-old baker | Jane Roe
AGE_BEFORE = re.compile(r"(?P<age>\d{1,3})-[^\W\d_]+-[^\W\d_]+ (?:[^\W\d_][\w’'-]* ){0,4}$")
# Jane Roe, | a baker from Aktau
APPOSED = re.compile(r", (?:\d{1,3}, )?(?P<noun>[^,.;:!?()\n“”\"]{3,60})")
MOST_WORDS_APPOSED = 5
REACH_BACK = 20_000
"""How many code points before a description are searched for somebody of its trade."""
MOST_NAMED = 500
LONGEST_BEFORE = 60
MOST_WORDS_BETWEEN = 3


def by_description(scene: Scene, phrase: str, reading: PhraseReading, place: int) -> MetSpeaker | None:
    """Return the person whom a description means: the only one of that age, or whom the last sentences speak of.

    None where the description is no such one, or the text has had somebody else without a name of whom it may be said.
    """
    noun = read_noun(phrase, scene.pack, is_governed=is_governed(scene.document.text, place, scene.pack))
    if noun is None or not _is_definite(phrase, noun, scene.pack):
        return None
    if told := _told_to_be(scene, noun.head, place):
        return told
    aged = next((word for word in (noun.head, *phrase.split()) if scene.pack.patterns["aged"].fullmatch(word)), None)
    if aged is not None and (people := _of_age(scene, aged)):
        return people.pop() if len(people) == 1 else None
    if aged is None and not _may_be_said_again(scene, phrase, noun.head, place):
        return None
    person = told_of(scene, place, reading.gender)[1]
    if person is None or person.kind is not SpeakerKind.PERSON:
        return None
    return person if aged is not None else _described(scene, person, noun.head, place, is_former=_is_former(phrase, scene.pack))


def _may_be_said_again(scene: Scene, phrase: str, head: str, place: int) -> bool:
    """Tell whether a noun may name again whom the text named, and it has had nobody else of whom it said so much alone."""
    return (_is_former(phrase, scene.pack) or _may_name_again(head, scene.pack)) and not _is_introduced(scene, head, place)


def _is_former(phrase: str, pack: Pack) -> bool:
    """Tell whether a description says what somebody once was, in its first word behind an article: the former nurse."""
    return plain(phrase.split()[1 if words_of(pack, "article") else 0]) in modifiers(pack, "former")


def _described(scene: Scene, person: MetSpeaker, head: str, place: int, *, is_former: bool) -> MetSpeaker | None:
    """Return whom a noun may describe where the text speaks of a person: that one, or the only other one near."""
    if is_former:
        return person if _may_have_been(scene, person) else None
    return person if _may_be_called(scene, person, head) else _other_near(scene, person, head, place)


def _of_age(scene: Scene, head: str) -> set[MetSpeaker]:
    """Return the persons beside whose name a text tells the age with which a word begins: 45-year-old."""
    age = AGE.match(head)
    return {one.person for one in scene.passed[:MOST_NAMED] if age and _age_told(scene.document.text, one) == age.group()}


def _told_to_be(scene: Scene, head: str, place: int) -> MetSpeaker | None:
    """Return the person last said to be something before a place: Luis Arce, a firefighter from Tolima – firefighter Luis Arce."""
    text = scene.document.text
    for one in reversed(within(scene.passed, Span(0, place))):
        apposed = APPOSED.match(text, one.end)
        before = text[max(one.start - LONGEST_BEFORE, 0) : one.start].lower()
        if before.endswith(f" {head} ") or (apposed and _names_trade(apposed["noun"].lower().split(), head, scene.pack)):
            return one.person
    return None


def _names_trade(words: Sequence[str], head: str, pack: Pack) -> bool:
    """Tell whether a phrase in apposition has a noun as its main one: a firefighter from Tolima, but not: a friend of the firefighter."""
    end = next((at for at, word in enumerate(words) if word in links(pack)), len(words))
    articles = words_of(pack, "article")
    if not articles:
        return words[0] == head
    return 1 < end <= MOST_WORDS_APPOSED and words[0] in articles and words[end - 1] == head


def _may_be_called(scene: Scene, person: MetSpeaker, head: str) -> bool:
    """Tell whether a description may be of a person by the roles that the text gives: no mayor is the nurse."""
    roles = {role.split()[0] for role in scene.roles.get(person.speaker_id, ())}
    if head in describing(scene.pack, "politics") or country_of(head, scene.pack):
        return roles.isdisjoint(describing(scene.pack, "voice"))
    is_of_trade = not roles.isdisjoint(describing(scene.pack, "politics", "trade"))
    return is_of_trade or not any(is_role(role, scene.pack) for role in roles)


def _may_have_been(scene: Scene, person: MetSpeaker) -> bool:
    """Tell whether a person may be called by what they once were: one without an office in the text, or with a former one."""
    former = set(modifiers(scene.pack, "former").values())
    return all(role.partition("-")[0] in former for role in scene.roles.get(person.speaker_id, ()))


def _other_near(scene: Scene, person: MetSpeaker, head: str, place: int) -> MetSpeaker | None:
    """Return the only other person whom the paragraph names before a place and of whom a description may be."""
    start = scene.document.text.rfind("\n", 0, place) + 1
    others = {one.person for one in within(scene.passed, Span(start, place))} - {person}
    fitting = [one for one in others if _may_be_called(scene, one, head)]
    return fitting[0] if len(fitting) == 1 else None


def _is_definite(phrase: str, noun: Noun, pack: Pack) -> bool:
    """Tell whether a phrase is `the` and one noun with what stands before it, which no complement narrows.

    A language without articles names somebody again by a noun alone, or with an age or what somebody was before it.
    """
    words = phrase.split()
    article, articles = words[0].lower(), words_of(pack, "article")
    if articles:
        is_again = article in articles and pack.patterns["indefinite"].fullmatch(article) is None
    else:
        again = modifiers(pack, "former")
        is_again = all(plain(word) in again or pack.patterns["aged"].fullmatch(word) for word in words[:-1])
    may_be_one = noun.kind in (SpeakerKind.OFFICE, SpeakerKind.PERSON, SpeakerKind.DOCUMENT) or country_of(words[-1], pack) is not None
    is_one = plain(words[-1]) == noun.head or (bool(person_cases(words[-1], pack)) and plain(noun.name.split()[-1]) == noun.head)
    return is_again and may_be_one and is_one


def _may_name_again(head: str, pack: Pack) -> bool:
    """Tell whether a noun describes a person whoever that is: by the list, or as a trade that is no office and on no list of sources."""
    if head in describing(pack, "politics", "trade"):
        return True
    is_trade = pack.patterns["agentive"].fullmatch(head) is not None or bool(person_cases(head, pack))
    return is_source_noun(head, pack) is None and head not in titles(pack) and is_trade


def _is_introduced(scene: Scene, head: str, place: int) -> bool:
    """Tell whether a text has somebody of a trade before a place whom it does not name: a striker of the other side."""
    return any(
        scene.pack.patterns["indefinite"].fullmatch(word)
        for match in _standing_before(head).finditer(scene.document.text[max(place - REACH_BACK, 0) : place].lower())
        for word in match.group().split()[:-1]
    )


@cache
def _standing_before(head: str) -> re.Pattern[str]:
    return re.compile(rf"(?:\b[^\W\d_]+ ){{1,{MOST_WORDS_BETWEEN}}}{re.escape(head)}\b")


def _age_told(text: str, one: Passed) -> str | None:
    """Return the age that stands beside a person's name, None where none does."""
    behind = AGE_BEHIND.match(text, one.end)
    before = AGE_BEFORE.search(text[max(one.start - LONGEST_BEFORE, 0) : one.start])
    found = behind or before
    return found["age"] if found else None
