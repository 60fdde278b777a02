"""Whom a role without a name means: the holder of a listed office, or the person whom the text meets under it."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from flows.label.speakers.known import countries_of, holder_of_role
from flows.label.speakers.mentioned import titled_names
from flows.label.speakers.names import Gender, Reading
from flows.label.speakers.role_words import wider_roles
from flows.label.speakers.scene import Mention, MetPerson, Passed, Scene, fits, met, person_of, person_read
from flows.languages.pack import Pack

STEM_LENGTH = 5
FARTHEST_BEARER = 60
"""How many persons back a role is looked for."""
MOST_BEARERS = 200


def by_role(scene: Scene, phrase: str, reading: Reading, place: int) -> MetPerson | None:
    """Return the person whom a phrase without a name means by an office or a role, None where nobody is known for it."""
    holder = holder_of_role(scene.known, phrase, scene.document)
    if holder is not None:
        return met(scene, holder)
    if not reading.roles or "," in phrase:
        return None
    if "has_cases" not in scene.pack.flags:
        return _english(scene, phrase, reading)
    if not _others(scene.pack).isdisjoint(phrase.lower().split()):
        return None
    return _bearer(scene, _called(reading.roles[0], scene.pack), reading.gender, place)


def _english(scene: Scene, phrase: str, reading: Reading) -> MetPerson | None:
    if phrase[:4].lower() != "the " or len(reading.roles) != 1:
        return None
    if len(phrase.split()) > len(reading.roles[0].split()) + 1:
        return None  # the mayor of Aktau: more than the role alone
    return scene.by_role.get(reading.roles[0]) or _titled_before(scene, reading.roles[0], phrase)


def _titled_before(scene: Scene, role: str, phrase: str) -> MetPerson | None:
    """Return the person whom the text, though no source, names with a title: Prime Minister Jane Roe came. The prime minister said …"""
    if not scene.titled:
        scene.titled[phrase] = None  # the text is read once
        for reading in titled_names(scene.document.text):
            person = person_of(scene, reading.name or "")
            if person is None and reading.is_person and " " in (reading.name or ""):
                person = person_read(reading)
            for one in reading.roles if person else ():
                scene.titled.update((shorter, person) for shorter in _shorter_roles(one) if shorter not in scene.titled)
    return scene.titled.get(role)


def learn_english_roles(scene: Scene, reading: Reading, person: MetPerson) -> None:
    """Remember the roles that a phrase gives a person: the Hungarian prime minister, the prime minister, the minister."""
    for role in reading.roles:
        for shorter in _shorter_roles(role):
            scene.by_role[shorter] = person


def _shorter_roles(role: str) -> list[str]:
    """Return a role with fewer and fewer of its first words; a former office is no office."""
    words = role.split()
    if words[0] == "former":
        return [role]
    return [" ".join(words[first:]) for first in range(len(words))]


@lru_cache(maxsize=2048)
def _called(role: str, pack: Pack) -> tuple[str, ...]:
    """Return a role with what else its bearer may be called in a text: `глава ведомства` may be a `министр`."""
    wider, words, is_last = wider_roles(pack), role.split(), "head_last" in pack.flags
    for count in range(len(words), 0, -1):
        at = len(words) - count if is_last else count
        key, rest = (words[at:], words[:at]) if is_last else (words[:at], words[at:])
        narrower = wider.get(" ".join(key), ())
        if narrower:
            return (role, *(" ".join((*rest, one) if is_last else (one, *rest)) for one in narrower))
    return (role,)


@lru_cache(maxsize=8192)
def _parts(role: str, pack: Pack) -> tuple[str, frozenset[str]]:
    """Return the main word of a role, and the stems of the words that tell it from others of its kind."""
    *rest, main = role.split() if "head_last" in pack.flags else reversed(role.split())
    telling = (word for word in rest if len(word) > 1 and word not in _no_field(pack))
    return main, frozenset(word[:STEM_LENGTH] for word in telling if not pack.patterns["quality"].fullmatch(word))


@cache
def _no_field(pack: Pack) -> frozenset[str]:
    return pack.words("ours") | pack.words("joining") | pack.of_class.get("preposition", frozenset())


def _is_called(scene: Scene, called: Sequence[str], roles: Sequence[str]) -> bool:
    """Tell whether somebody known under some roles may be called so: the words that narrow the role must be among theirs."""
    own = countries_of(scene.document.country)
    for role in called:
        main, rest = _parts(role, scene.pack)
        for known_role in roles:
            known_main, known_rest = _parts(known_role, scene.pack)
            if main == known_main and all(stem in known_rest or stem in own for stem in rest):
                return True
    return False


def _bearer(scene: Scene, called: Sequence[str], gender: Gender, place: int) -> MetPerson | None:
    """Return the person last mentioned before a place who is known under a role; where none is, the only one whom the text has."""
    for one in _backwards(scene, place):
        if one.person is None:
            if isinstance(one, Mention) and len(one.roles) > 1 and _is_called(scene, called, one.roles):
                return None  # the role of somebody whom the text does not name
        elif fits(one.person.gender, gender) and _is_called(scene, called, scene.roles.get(one.person.speaker_id, ())):
            return one.person
    later = {
        one.person.speaker_id: one.person
        for one in scene.passed[:MOST_BEARERS]
        if one.start > place and fits(one.person.gender, gender) and _is_called(scene, called, scene.roles.get(one.person.speaker_id, ()))
    }
    return next(iter(later.values())) if len(later) == 1 else None


def _backwards(scene: Scene, place: int) -> Iterator[Mention | Passed]:
    """Yield who is mentioned before a place, the nearest first."""
    mentions: list[Mention | Passed] = [one for one in scene.mentions[-FARTHEST_BEARER:] if one.start < place]
    last = bisect_left(scene.passed, place, key=lambda one: one.start)
    passed = scene.passed[max(last - FARTHEST_BEARER, 0) : last]
    yield from sorted([*mentions, *passed], key=lambda one: -one.start)


@cache
def _others(pack: Pack) -> frozenset[str]:
    return pack.words("others")
