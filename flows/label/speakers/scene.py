"""What is known while the sources of a text are resolved: the persons met, where they are named, and what they are called."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence, Set
from functools import lru_cache, partial
from operator import contains
from typing import NamedTuple, TypeVar

from flows.label.speakers.case_forms import dictionary_forms
from flows.label.speakers.gazetteer import Person, preferred_name
from flows.label.speakers.identity import full_speaker_id_of, speaker_id_of
from flows.label.speakers.known import Known, holder_of_role, namesakes_named, person_named, person_of
from flows.label.speakers.name_forms import is_by_patronymic
from flows.label.speakers.names import POSSESSIVE, WORD, Gender, PhraseReading, fits, genders, name_key
from flows.label.speakers.nicknames import go_together
from flows.label.speakers.passing import Named, is_in_full, named_by, opens_sentence, parts_of, runs_of
from flows.label.speakers.phrases import MARKED, is_name_word, split_phrase
from flows.label.speakers.respelt import people_by_patronymic, person_respelt
from flows.label.speakers.role_words import words_of
from flows.languages.pack import Pack
from flows.segment.document import Document, read_in
from schemas.columns import Span
from schemas.words import SpeakerKind

MOST_NAMESAKES = 5
MOST_CANDIDATES = 8
MOST_ROLES = 40
MOST_WITHIN = 60
"""How many places of a list are looked at."""
NAMESAKE_REACH = 5_000
"""How many code points back a full name tells which of two namesakes is meant."""


class MetSpeaker(NamedTuple):
    """Whom a text quotes or addresses: a person, or another source."""

    speaker_id: str
    name: str
    """The name that the dataset shows for a listed person, or the fullest one that the text gives."""
    is_listed: bool
    gender: Gender
    kind: SpeakerKind = SpeakerKind.PERSON


class Hint(NamedTuple):
    """What a cue tells of its source."""

    gender: Gender = "either"
    is_oblique: bool | None = None


class Mention(NamedTuple):
    """Somebody who speaks or is spoken to, or whom the text names in passing."""

    start: int
    person: MetSpeaker | None
    """None for somebody whom the text does not name: a pronoun may mean them, and then means nobody known."""
    gender: Gender
    is_source: bool = True
    """False for somebody spoken to, whom a pronoun means only where no source fits it."""
    roles: tuple[str, ...] = ()
    """The roles that the place itself gives."""
    other: MetSpeaker | None = None
    """Who it is where it is no person whom the text names."""


class Passed(NamedTuple):
    """A place, no source, that names a person."""

    start: int
    end: int
    person: MetSpeaker
    may_be_subject: bool
    """True where the name may be its sentence's subject by its own form."""
    is_new: bool
    """True where the text names the person for the first time."""


Place = TypeVar("Place", Mention, Passed)


class Scene(NamedTuple):
    """What is known while a text is read."""

    document: Document
    pack: Pack
    known: Known
    readings: dict[Span, PhraseReading]
    hints: dict[Span, Hint]
    """What the cues tell of their sources."""
    namesakes: dict[str, list[MetSpeaker]]
    """By the surname, in the order of meeting."""
    mentions: list[Mention]
    learned: dict[str, Gender]
    """The gender that a pronoun told of a person whose name tells none, by the person's id."""
    passed: list[Passed]
    """The persons whom the text names in passing, in order."""
    roles: dict[str, list[str]]
    """The roles that the text gives a person anywhere, by the person's id."""
    unsure: dict[Span, tuple[MetSpeaker, ...]]
    """Who may be meant by a source that fits several equally well, by its place, the likeliest first."""
    said: list[Span]
    """What stands within marks, in order: whom a speaker names is not whom the writer goes on to speak of."""


def met(person: Person) -> MetSpeaker:
    """Return a listed person as one whom the text names."""
    return MetSpeaker(person.speaker_id, preferred_name(person), True, person.gender)


def principal(scene: Scene) -> MetSpeaker | None:
    """Return the person whom the text is about, where its source says so."""
    person = person_of(scene.known, scene.document.principal_speaker_id or "")
    return met(person) if person else None


def listed(scene: Scene, phrase: str) -> MetSpeaker | None:
    """Return the listed person whom a phrase names."""
    person = person_named(scene.known, phrase, scene.document.language)
    return met(person) if person else None


def listed_as(scene: Scene, phrase: str, name: str | None) -> MetSpeaker | None:
    """Return the listed person whom a phrase names, or of whose name the name in it is another spelling."""
    found = listed(scene, MARKED.sub(" ", phrase) if name else phrase)
    if found is None and name is not None and (person := person_respelt(scene.known, name, scene.pack)):
        found = met(person)
    return found


class NameKeys(NamedTuple):
    """The words of a name as they are looked up."""

    given: tuple[str, ...]
    surname: str
    suffix: str


@lru_cache(maxsize=16_384)
def _keys(name: str, pack: Pack) -> NameKeys:
    *words, last = name_key(MARKED.sub("", name)).split()
    suffix = last.rstrip(".") if words and last.rstrip(".") in pack.words("name_suffixes") else ""
    surname = words.pop() if suffix else last
    return NameKeys(tuple(word for word in words if word not in pack.words("name_particles")), surname, suffix)


def remember(scene: Scene, reading: PhraseReading) -> None:
    """Remember a person who is no listed one, by the name that a phrase gives; of several listed ones who share it, nobody is told."""
    name = reading.name or ""
    if 1 < len(namesakes_named(scene.known, name, scene.document.language)) <= MOST_CANDIDATES:
        return
    namesakes = scene.namesakes.setdefault(_keys(name, scene.pack).surname, [])
    if len(namesakes) < MOST_NAMESAKES and all(name_key(other.name) != name_key(name) for other in namesakes):
        namesakes.append(MetSpeaker(_id_beside(name, namesakes, scene.pack), reading.shown or name, False, reading.gender))


def _id_beside(name: str, namesakes: Sequence[MetSpeaker], pack: Pack) -> str:
    """Return the id of a name; where a namesake whom only a patronymic tells from it has that id, the id of the whole name."""
    speaker_id = speaker_id_of(name, pack)
    return full_speaker_id_of(name, pack) if any(other.speaker_id == speaker_id for other in namesakes) else speaker_id


def remember_of_long_list(scene: Scene, name: str, person: MetSpeaker) -> None:
    """Remember a person of a long list by the name that the text gives in full: from then on the surname alone may mean that person."""
    if not person.is_listed or person.speaker_id in scene.known.persons:
        return
    for form in dictionary_forms(_keys(name, scene.pack).surname, scene.pack):
        namesakes = scene.namesakes.setdefault(form, [])
        if len(namesakes) < MOST_NAMESAKES and all(other.speaker_id != person.speaker_id for other in namesakes):
            namesakes.append(person)


def nearest_namesake(scene: Scene, people: Sequence[MetSpeaker], before: int) -> MetSpeaker | None:
    """Return the one of some namesakes whom the text last named in full before a place."""
    if len(people) < 2:
        return people[0] if people else None
    near = [place for place in reversed(within(scene.passed, Span(0, before))) if place.person in people]
    if near:
        return next((place.person for place in near if is_subject(scene, place)), near[0].person)
    text = scene.document.text
    return max(people, key=lambda person: text.rfind(person.name, max(before - NAMESAKE_REACH, 0), before))


def met_under(scene: Scene, name: str, gender: Gender, before: int) -> MetSpeaker | None:
    """Return the person met whom a name means: a first name or an initial must be the person's own, and the gender fit."""
    if people := people_under(scene, name, gender):
        return nearest_namesake(scene, people, before)
    if not is_by_patronymic(name, scene.pack):
        return None
    addressed = met_by_patronymic(scene, name) or _met_by_first_name(scene, name)
    return addressed[0] if len(addressed) == 1 else None


def people_under(scene: Scene, name: str, gender: Gender) -> list[MetSpeaker]:
    """Return the persons met whom a name may mean, wherever it stands; those whom it means by a nickname where it is nobody's own."""
    keys = _keys(name, scene.pack)
    for form in dictionary_forms(keys.surname, scene.pack):
        people = [one for one in scene.namesakes.get(form, ()) if fits(scene.learned.get(one.speaker_id, one.gender), gender)]
        for given_fits in (_given_fits, _is_nickname):
            if found := [person for person in people if given_fits(keys, _keys(person.name, scene.pack), scene.pack)]:
                return found
    return []


def known_or_met(scene: Scene, phrase: str, reading: PhraseReading, before: int) -> MetSpeaker | None:
    """Return the person whom a name at a place means: a listed one, or one whom the text has met.

    A surname alone means the listed person who bears it only where the gender fits, and no other bearer stands in the text in full
    before it, nearer than the listed one does.
    """
    name = reading.name or ""
    person = listed_as(scene, phrase, reading.name)
    if person is None or " " in name or not name or _holds(scene, phrase, person):
        return person or (met_under(scene, name, reading.gender, before) if name else None)
    return _of_surname(scene, name, reading, person, before)


def _of_surname(scene: Scene, name: str, reading: PhraseReading, person: MetSpeaker, before: int) -> MetSpeaker | None:
    """Return whom a surname alone means, which a listed person bears; whoever the text names with it as a first name may be meant too."""
    own = people_under(scene, name, reading.gender) or list(_met_by_first_name(scene, name))
    if not own and fits(person.gender, reading.gender):
        return person
    full = [place.person for place in within(scene.passed, Span(0, before)) if _is_in_full(scene, place)]
    introduced = [one for one in own if one in full or MARKED.search(one.name)]
    if not introduced and fits(person.gender, reading.gender):
        return person
    return nearest_namesake(scene, [*introduced, person] if person in full else introduced or own, before)


def _is_in_full(scene: Scene, place: Passed) -> bool:
    return " " in scene.document.text[place.start : place.end]


def _holds(scene: Scene, phrase: str, person: MetSpeaker) -> bool:
    """Tell whether a phrase names a listed person by an office that the person holds as well: Президент Токаев."""
    role, _ = split_phrase(WORD.findall(phrase), scene.pack)
    holder = holder_of_role(scene.known, " ".join(role), scene.document) if role else None
    return holder is not None and holder.speaker_id == person.speaker_id


def met_by_patronymic(scene: Scene, name: str) -> tuple[MetSpeaker, ...]:
    """Return the persons whom a first name with a patronymic, or in any language with a middle name, may mean.

    They are those whom the text names in full; where it names nobody with these or their initials, the listed ones.
    """
    first, *_, last = name.split()
    firsts, seconds = dictionary_forms(first, scene.pack), dictionary_forms(last, scene.pack)
    people = [person for namesakes in scene.namesakes.values() for person in namesakes]
    given_of = {person: given for person in people if len(given := _keys(person.name, scene.pack).given) > 1}
    keys = set(map(name_key, firsts)), set(map(name_key, seconds))
    if found := tuple(person for person, given in given_of.items() if all(map(contains, keys, given))):
        return found
    if (firsts[0][0].casefold(), seconds[0][0].casefold()) in {(given[0][0], given[1][0]) for given in given_of.values()}:
        return ()
    listed = {one for first in firsts for second in seconds for one in people_by_patronymic(scene.known, first, second, scene.pack)}
    return tuple(met(person) for person in sorted(listed))


def _met_by_first_name(scene: Scene, name: str) -> tuple[MetSpeaker, ...]:
    """Return the persons met whom a first name with a patronymic may mean though the text tells no patronymic of theirs."""
    firsts = dictionary_forms(name_key(name).split()[0], scene.pack)
    people = (person for namesakes in scene.namesakes.values() for person in namesakes)
    return tuple(person for person in people if len(given := _keys(person.name, scene.pack).given) == 1 and given[0] in firsts)


def _given_fits(keys: NameKeys, own: NameKeys, pack: Pack) -> bool:
    if not keys.given or not own.given:
        return True
    if keys.suffix != own.suffix:
        return False
    if _initials_differ(keys.given, own.given) or _middles_differ(keys.given, own.given, pack):
        return False
    first, owned = keys.given[0], own.given[0]
    if first.endswith(".") or owned.endswith("."):
        return first[0] == owned[0]
    return not set(own.given).isdisjoint(dictionary_forms(first, pack)) or first in dictionary_forms(owned, pack)


def _is_nickname(keys: NameKeys, own: NameKeys, pack: Pack) -> bool:
    """Tell whether the first of two names is a nickname, or another is one of it: Bill for William, with no other word that differs."""
    if not keys.given or not own.given or keys.suffix != own.suffix:
        return False
    seconds = keys.given[1:], own.given[1:]
    is_one = not all(seconds) or not _middles_differ(keys.given, own.given, pack)
    return is_one and go_together(keys.given[0], own.given[0], pack)


def _initials_differ(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether two bearers of a surname have other first letters, where both give as many: S. D. Roe is not S. R. Roe."""
    letters = [[letter for word in given for letter in word.split(".") if letter] for given in (one, other)]
    has_initials = any("." in word for word in (*one, *other))
    same_number = len(letters[0]) == len(letters[1])
    return has_initials and same_number and any(mine[0] != theirs[0] for mine, theirs in zip(*letters, strict=True))


def _middles_differ(one: Sequence[str], other: Sequence[str], pack: Pack) -> bool:
    """Tell whether two who share a first name have other patronymics or middle names: they are two."""
    if len(one) != 2 or len(other) != 2:
        return False
    (_, mine), (_, theirs) = one, other
    if mine.endswith(".") or theirs.endswith("."):
        return mine[0] != theirs[0]
    return set(dictionary_forms(mine, pack)).isdisjoint(dictionary_forms(theirs, pack))


def is_subject(scene: Scene, place: Passed) -> bool:
    """Tell whether a place names the person whom its sentence is about."""
    return place.may_be_subject and opens_sentence(scene.document, place.start, scene.pack)


def within(places: Sequence[Place], span: Span) -> Sequence[Place]:
    """Return the places of a list in order that begin within a span, the last ones of very many."""
    first, last = (bisect_left(places, end, key=lambda place: place.start) for end in span)
    return places[max(first, last - MOST_WITHIN) : last]


def gender_of(scene: Scene, one: Mention | Passed) -> Gender:
    """Return the gender of somebody mentioned, as the name or a pronoun told it."""
    learned = scene.learned.get(one.person.speaker_id) if one.person else None
    return learned or (one.person.gender if one.person else one.gender)


def pass_by(scene: Scene, surnames: Set[str]) -> None:
    """Remember whom a text names in passing, where, and with what titles.

    A full name that shows nobody to be a person is remembered only under one of the `surnames` that speak.
    """
    text, pack = scene.document.text, scene.pack
    runs = [(run.group(), run) for part in read_in(scene.document) for run in runs_of(pack).finditer(text, *part)]
    full = {run.start(): named for words, run in runs if is_in_full(words, pack) and (named := named_by(run, text, pack))}
    _meet_in_full(scene, full.values(), surnames)
    alone = {words for words in {words for words, _ in runs} if _may_be_met(scene, words)}
    settled: dict[tuple[tuple[str, ...], str | None, Gender], MetSpeaker] = {}
    for words, run in runs:
        if found := full.get(run.start()) or (named_by(run, text, pack) if words in alone else None):
            _pass(scene, found, settled)


def _tells_less(named: Named, pack: Pack) -> tuple[bool, bool, bool]:
    """Return how little of a name a place tells, the nominative with its first name the least so.

    Бақтияр Серікұлы may be one whose surname stands in another case; Р. Серіков tells less than Рустам Серіковтің.
    """
    name = named.reading.name or ""
    return is_by_patronymic(name, pack), "." in name, not named.is_subject


def _meet_in_full(scene: Scene, places: Iterable[Named], surnames: Set[str]) -> None:
    for named in sorted(places, key=partial(_tells_less, pack=scene.pack)):
        is_sought = len(named.words) == 2 and name_key(named.reading.name or "").split()[-1] in surnames
        person = _met_at(scene, named)
        gender = _gender_gone_on_with(scene, named) if person is None and not named.reading.is_person else "either"
        if person is None and (named.reading.is_person or is_sought or gender != "either"):
            remember(scene, named.reading if gender == "either" else named.reading._replace(gender=gender))
        elif person is not None:
            remember_of_long_list(scene, " ".join(named.words), person)


def _gender_gone_on_with(scene: Scene, named: Named) -> Gender:
    """Return the gender of the pronoun with which the sentence behind a name goes on that opens its own: Farah Iqbal sews. She trained …"""
    sentences, text = scene.document.sentences, scene.document.text
    following = bisect_right(sentences, named.span.start, key=lambda span: span.start)
    if len(named.words) != 2 or following >= len(sentences) or not named.is_subject:
        return "either"
    opening = WORD.match(text, *sentences[following])
    low = opening.group().lower() if opening else ""
    is_gone_on = low in words_of(scene.pack, "subject-pronoun") and opens_sentence(scene.document, named.span.start, scene.pack)
    return genders(scene.pack, "pronoun_genders").get(low, "either") if is_gone_on else "either"


def _pass(scene: Scene, named: Named, settled: dict[tuple[tuple[str, ...], str | None, Gender], MetSpeaker]) -> None:
    """Remember a place that names a person; `settled` keeps whom a name means wherever it stands, as nobody new is met meanwhile."""
    key = named.words, named.reading.name, named.reading.gender
    person = settled.get(key) or _met_at(scene, named)
    if person is not None:
        if key not in settled and (person.is_listed or len(people_under(scene, named.reading.name or "", named.reading.gender)) == 1):
            settled[key] = person
        is_new = person.speaker_id not in scene.roles
        scene.passed.append(Passed(*named.span, person, named.is_subject and not _is_declined(named, person), is_new))
        learn_roles(scene, named.reading.roles, person)


def _may_be_met(scene: Scene, run: str) -> bool:
    """Tell whether a run in capitals ends with one word of a name that may be the surname of somebody met or listed."""
    language, by_last_word, namesakes = scene.document.language, scene.known.by_last_word, scene.namesakes
    return any(form in namesakes or (language, form) in by_last_word for form in _surnames(run, scene.pack))


@lru_cache(maxsize=16_384)
def _surnames(run: str, pack: Pack) -> tuple[str, ...]:
    """Return the forms of the surname with which a run in capitals may end, where it is one word alone of a name."""
    parts, first = parts_of(run, pack)
    if len(parts) - first != 1 or not is_name_word(parts[-1], pack):
        return ()
    return dictionary_forms(name_key(POSSESSIVE.sub("", parts[-1])), pack)


def _met_at(scene: Scene, named: Named) -> MetSpeaker | None:
    """Return the person, listed or met, whom a place names."""
    phrase, reading = " ".join(named.words), named.reading
    if len(named.words) > 1:
        return listed_as(scene, phrase, reading.name) or met_under(scene, reading.name or "", reading.gender, named.span.start)
    return known_or_met(scene, " ".join((*reading.roles[:1], phrase)), reading, named.span.start)


def _is_declined(named: Named, person: MetSpeaker) -> bool:
    """Tell whether a surname alone stands in another case than the person's name: Ахметова, where Ахметов is met."""
    return len(named.words) == 1 and not person.is_listed and named.words[0] != person.name.split()[-1]


def learn_roles(scene: Scene, roles: Iterable[str], person: MetSpeaker) -> None:
    """Remember the roles that a place gives a person."""
    known_roles = scene.roles.setdefault(person.speaker_id, [])
    known_roles += [role for role in roles if role not in known_roles and len(known_roles) < MOST_ROLES]
