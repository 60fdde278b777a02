"""Whom a role without a name means: the holder of a listed office, or the person whom the text meets under it."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from flows.label.speakers.known import holder_of_role
from flows.label.speakers.names import Gender, PhraseReading, fits
from flows.label.speakers.role_words import country_of, is_place, wider_roles, words_of
from flows.label.speakers.scene import Mention, MetSpeaker, Passed, Scene, gender_of, learn_roles, met, within
from flows.languages.pack import Pack
from schemas.columns import Span

STEM_LENGTH = 5
REACH_OF_OWNER = 60
MOST_OWNED = 2
"""How many words may stand between whose somebody is and the name."""
ENDS_SENTENCE = re.compile(r"[.!?…][”\"’'»)]*$")
MOST_BEARERS = 200


def by_role(scene: Scene, phrase: str, reading: PhraseReading, place: int, *, may_be_listed: bool = True) -> MetSpeaker | None:
    """Return the person whom a phrase without a full name means by a first name, an office or a role, None where nobody is known for it.

    The holders of listed offices are left out where it can be none of these.
    """
    return _by_first_name(scene, phrase, place) or _by_office(scene, phrase, reading, place, may_be_listed=may_be_listed)


def _by_office(scene: Scene, phrase: str, reading: PhraseReading, place: int, *, may_be_listed: bool) -> MetSpeaker | None:
    first = phrase.lower().partition(" ")[0]
    is_of_another = first in words_of(scene.pack, "possessive") and first not in scene.pack.words("ours")  # its president
    if may_be_listed and not is_of_another and (holder := holder_of_role(scene.known, phrase, scene.document)):
        return _foreign_bearer(scene, holder.speaker_id, phrase, reading, place) or met(holder)
    if not reading.roles or "," in phrase:
        return None
    words = phrase.lower().split()
    articles = words_of(scene.pack, "determiner")
    if not scene.pack.words("others").isdisjoint(words):
        return None
    called = _called(reading.roles[0], scene.pack)
    if articles and words[0] in words_of(scene.pack, "possessive", "her"):
        return _whose(scene, called, reading.gender, place)
    if articles and words[0] not in articles and not _is_heading(scene, place):
        return None
    return _met_as(scene, called, reading.gender, place) or _bearer(scene, called, reading.gender, place)


def _is_heading(scene: Scene, place: int) -> bool:
    """Tell whether a place stands in a line that no stop ends, where roles have no article: Bank will recover, | governor says."""
    paragraphs = scene.document.paragraphs
    at = bisect_right(paragraphs, place, key=lambda paragraph: paragraph.start) - 1
    return at >= 0 and ENDS_SENTENCE.search(scene.document.text[slice(*paragraphs[at])].rstrip()) is None


def _whose(scene: Scene, called: Sequence[str], gender: Gender, place: int) -> MetSpeaker | None:
    """Return the only person named before a place as somebody's under a role: their teacher, Jane Roe – his teacher."""
    people = {one.person for one in within(scene.passed, Span(0, place)) if _is_somebodys(scene, one) and fits(one.person.gender, gender)}
    fitting = [person for person in people if _is_called(scene, called, scene.roles.get(person.speaker_id, ()))]
    return fitting[0] if len(fitting) == 1 else None


def _is_somebodys(scene: Scene, one: Passed) -> bool:
    """Tell whether a name stands right behind what its bearer is to somebody: her lawyer, | Jane Roe."""
    before = scene.document.text[max(one.start - REACH_OF_OWNER, 0) : one.start].lower().split()[-MOST_OWNED - 1 :]
    return not words_of(scene.pack, "possessive", "her").isdisjoint(before)


def _foreign_bearer(scene: Scene, holder: str, phrase: str, reading: PhraseReading, place: int) -> MetSpeaker | None:
    """Return whom a text has met with an office of another country, where it names no country and speaks nowhere of the own `holder`."""
    people = [one.person for one in _backwards(scene, place) if one.person]
    is_own = scene.document.principal_speaker_id == holder or any(person.speaker_id == holder for person in people)
    if is_own or not reading.roles or any(country_of(word, scene.pack) for word in phrase.split()):
        return None
    called = _called(reading.roles[0], scene.pack)
    fitting = (person for person in people if fits(person.gender, reading.gender))
    return next((person for person in fitting if _is_called(scene, called, _roles_abroad(scene, person))), None)


def _roles_abroad(scene: Scene, person: MetSpeaker) -> list[str]:
    """Return the roles of a person that name another country than the text's own."""
    roles = scene.roles.get(person.speaker_id, ())
    own, pack = scene.document.country, scene.pack
    return [role for role in roles if any(is_place(word, pack) and country_of(word, pack) != own for word in role.split()[1:])]


def _by_first_name(scene: Scene, phrase: str, place: int) -> MetSpeaker | None:
    """Return the only person named before whom a first name with a word of respect behind it means: Жеткерген ақсақал, Мәрия апай."""
    name, _, respect = phrase.rpartition(" ")
    name = name.rpartition(" ")[2]
    if respect not in scene.pack.words("respectful") or not name[:1].isupper():
        return None
    people = {one.person for one in within(scene.passed, Span(0, place)) if one.person.name.split()[0] == name}
    person = people.pop() if len(people) == 1 else None
    if person is not None:
        learn_roles(scene, (respect,), person)
    return person


@lru_cache(maxsize=2048)
def _called(role: str, pack: Pack) -> tuple[str, ...]:
    """Return a role with what else its bearer may be called in a text: `глава ведомства` may be a `министр`."""
    head, *rest = role.split()
    is_head_last = "head_last" in pack.flags
    for count in range(len(rest), -1, -1):
        far, near = (rest[: len(rest) - count], rest[len(rest) - count :]) if is_head_last else (rest[count:], rest[:count])
        if narrower := wider_roles(pack).get(" ".join((head, *near))):
            parted = (one.partition(" ") for one in narrower)
            return (role, *(" ".join((main, *far, own) if own else (main, *far)) for main, _, own in parted))
    return (role,)


@lru_cache(maxsize=8192)
def _parts(role: str, pack: Pack) -> tuple[str, frozenset[str]]:
    """Return the main word of a role, and the stems, or the countries, of the words that tell it from others of its kind."""
    main, *rest = role.split()
    telling = (word for word in rest if len(word) > 1 and word not in _no_field(pack))
    return main, frozenset(country_of(word, pack) or word[:STEM_LENGTH] for word in telling if not pack.patterns["quality"].fullmatch(word))


@cache
def _no_field(pack: Pack) -> frozenset[str]:
    return pack.words("ours") | pack.words("joining") | pack.of_class.get("preposition", frozenset())


def _is_called(scene: Scene, called: Sequence[str], roles: Sequence[str]) -> bool:
    """Tell whether somebody known under some roles may be called so: the words that narrow the role must be among theirs."""
    own = scene.document.country
    for role in called:
        main, rest = _parts(role, scene.pack)
        for known_role in roles:
            known_main, known_rest = _parts(known_role, scene.pack)
            if main == known_main and all(stem in known_rest or stem == own for stem in rest):
                return True
    return any(_heads_same_body(called[0], known_role, scene.pack) for known_role in roles)


@lru_cache(maxsize=8192)
def _heads_same_body(role: str, known_role: str, pack: Pack) -> bool:
    """Tell whether two roles are the head's of one body, named by its noun or its letters: глава ЦБ, председатель Центрального банка."""
    (main, *rest), (known_main, *known) = role.split(), known_role.split()
    if len(rest) != 1 or not known or known_main not in (main, *wider_roles(pack).get(f"{main} *", ())):
        return False
    noun = next((word for word in known if not pack.patterns["adjective"].fullmatch(word)), "")
    return rest[0][:STEM_LENGTH] == noun[:STEM_LENGTH] or rest[0] == "".join(word[0] for word in known)


def _bearer(scene: Scene, called: Sequence[str], gender: Gender, place: int) -> MetSpeaker | None:
    """Return the person last mentioned before a place who is known under a role; where none is, the only one whom the text has."""
    for one in _backwards(scene, place):
        if one.person is None:
            if isinstance(one, Mention) and " " in " ".join(one.roles) and _is_called(scene, called, one.roles):
                return None  # the role of somebody whom the text does not name
        elif fits(one.person.gender, gender) and _is_called(scene, called, scene.roles.get(one.person.speaker_id, ())):
            return one.person
    if spoke := _who_spoke_last(scene, called[0], gender, place):
        return spoke
    later = {one.person for one in scene.passed[:MOST_BEARERS] if one.start > place and fits(one.person.gender, gender)}
    bearers = [person for person in later if _is_called(scene, called, scene.roles.get(person.speaker_id, ()))]
    return bearers[0] if len(bearers) == 1 else None


def _met_as(scene: Scene, called: Sequence[str], gender: Gender, place: int) -> MetSpeaker | None:
    """Return the person last mentioned before a place who is known under a role of several words just so: the speaker of the chamber."""
    roles = {role for role in called if " " in role}
    people = (one.person for one in (_backwards(scene, place) if roles else ()) if one.person and fits(one.person.gender, gender))
    return next((person for person in people if not roles.isdisjoint(scene.roles.get(person.speaker_id, ()))), None)


def _who_spoke_last(scene: Scene, role: str, gender: Gender, place: int) -> MetSpeaker | None:
    """Return the person who spoke right before a role of one word, in its paragraph: whoever is new is told of in more words."""
    last = next((one for one in reversed(within(scene.mentions, Span(0, place))) if one.is_source), None)
    if " " in role or last is None or last.person is None or not fits(gender_of(scene, last), gender):
        return None
    said = bisect_right(scene.said, place, key=lambda span: span.start) - 1
    if said >= 0 and place < scene.said[said].end:
        return None  # whom a speaker quotes: «Дед говорил: …»
    return None if "\n" in scene.document.text[last.start : place] else last.person


def _backwards(scene: Scene, place: int) -> Iterator[Mention | Passed]:
    """Yield who is mentioned before a place, the nearest first."""
    before: list[Mention | Passed] = [*within(scene.mentions, Span(0, place)), *within(scene.passed, Span(0, place))]
    yield from sorted(before, key=lambda one: -one.start)
