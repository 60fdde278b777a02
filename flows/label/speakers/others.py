"""Who a source is that names no person whom the text or the list knows: an office, an organisation, a group, a document."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice, zip_longest

from flows.label.mentions.words import place_named
from flows.label.speakers.base_form import is_governed
from flows.label.speakers.identity import speaker_id_of, speaker_id_within
from flows.label.speakers.known import office_named
from flows.label.speakers.name_forms import is_given
from flows.label.speakers.names import POSSESSIVE, WORD, PhraseReading, genders
from flows.label.speakers.nouns import AMPERSAND, Noun, is_acronym, is_person_name, is_source_noun, is_titled, read_noun
from flows.label.speakers.passing import opens_sentence
from flows.label.speakers.phrases import END_OF_MAIN, is_name_word, names_two, read_phrase
from flows.label.speakers.role_words import determiners, is_person_role, links, speaker_nouns, titles, words_of
from flows.label.speakers.scene import MetSpeaker, Scene, listed_as, met_under, within
from flows.label.speakers.spelling import spelt_in
from flows.languages.letters import plain
from flows.languages.pack import Pack
from schemas.columns import Span
from schemas.words import SpeakerKind

REACH_BACK = 5_000
"""How many code points before a short form its full one is looked for."""
REACH_OF_PRONOUN = 700
MOST_PLACES = 40
MOST_WORDS_AROUND = 4
LONGEST_NAME = 90
MOST_WORDS_ON = 30
FEW_SENTENCES = 2
SHORTEST_SURNAME = 4
LONGEST_TITLE = 24
# The words of a clause before a relative pronoun: the report | which
CLAUSE = re.compile(r"[.!?…;:«»“”\"„()\n]")
# его means what is neuter too
WRONG_GENDERS = {"male": frozenset(("femn",)), "female": frozenset(("masc", "neut"))}
THINGS = frozenset((SpeakerKind.ORGANISATION, SpeakerKind.DOCUMENT))
MANY = frozenset((SpeakerKind.GROUP, SpeakerKind.ORGANISATION))
NO_PERSON = THINGS | MANY


def other_source(scene: Scene, phrase: str, reading: PhraseReading, place: int) -> MetSpeaker | None:
    """Return who a source is that is neither a pronoun nor a person known by name or by role; None where the phrase holds no word."""
    if AMPERSAND not in phrase and not names_two(phrase, scene.pack) and (person := _person(scene, phrase, reading, place)):
        return person
    noun = read_noun(phrase, scene.pack, is_governed=is_governed(scene.document.text, place, scene.pack))
    return None if noun is None else _met(scene, phrase, noun, reading, place)


def _person(scene: Scene, phrase: str, reading: PhraseReading, place: int) -> MetSpeaker | None:
    """Return the person whom a phrase names though the text names nobody so in full elsewhere: by a surname alone, in this text only."""
    name = reading.name or _courteous(phrase, scene.pack) or _surname_alone(scene, phrase)
    if name is None:
        return None
    if " " not in name and (familiar := _by_first_name(scene, name, place)):
        return familiar
    if " " not in name and (known := listed_as(scene, name, name) or met_under(scene, name, reading.gender, place)):
        return known
    if reading.name and not _names_person(scene, phrase, reading, place):
        return None
    speaker_id = speaker_id_of(name, scene.pack) if " " in name else speaker_id_within(scene.document.text_id, name, scene.pack)
    return MetSpeaker(speaker_id, name, False, reading.gender)


def _names_person(scene: Scene, phrase: str, reading: PhraseReading, place: int) -> bool:
    """Tell whether a name that no list explains is a person's rather than a body's or a place's."""
    name = reading.name or ""
    if place_named(tuple(name.split()), scene.pack) is not None and not is_titled(phrase, scene.pack):
        return False  # Phnom Penh
    return _is_person(phrase, reading, scene.pack) or _is_surname(scene, name) or _goes_on_as_person(scene, name, place)


def _by_first_name(scene: Scene, name: str, place: int) -> MetSpeaker | None:
    """Return the only person whom a text has named before a place with a first name that stands alone there: Lynn, of Lynn Foss."""
    text = scene.document.text
    before = within(scene.passed, Span(0, place))
    people = {one.person for one in before if name in (one.person.name.partition(" ")[0], *text[one.start : one.end].split()[:-1])}
    return people.pop() if len(people) == 1 else None


def _is_person(phrase: str, reading: PhraseReading, pack: Pack) -> bool:
    name = reading.name or ""
    before = phrase.partition(name)[0].split()
    if before and is_source_noun(before[-1], pack) in NO_PERSON:
        return False  # the watchdog | Open Steppe
    if is_titled(phrase, pack):
        return True
    if pack.patterns["own_letters"].search(name) is None:
        return False  # a paper or a company, in letters of another script
    noun = read_noun(phrase, pack)
    if noun and noun.name == name and noun.kind is SpeakerKind.ORGANISATION and is_source_noun(name.split()[-1], pack):
        return False
    return (reading.is_person and " " in name) or is_person_name(name, pack)


def _courteous(phrase: str, pack: Pack) -> str | None:
    """Return the surname behind a mere courtesy, though it is a word for a role too: Mr. King."""
    words = WORD.findall(END_OF_MAIN.split(phrase, maxsplit=1)[0])
    is_courtesy = len(words) == 2 and plain(words[0]).rstrip(".") in pack.words("courtesies")
    return POSSESSIVE.sub("", words[1]) if is_courtesy and words[1][0].isupper() else None


def _surname_alone(scene: Scene, phrase: str) -> str | None:
    """Return a word in capitals as a surname where the text writes it so elsewhere: PENCE, of whom it speaks as Pence."""
    word = phrase.strip(" .:")
    if not word.isupper() or not word.isalpha() or len(word) < SHORTEST_SURNAME:
        return None
    text = scene.document.text
    return spelt_in(text, [word]).get(word) if word.capitalize() in text or "-" in word else None


def _is_surname(scene: Scene, word: str) -> bool:
    """Tell whether the text writes a word behind a first name, a title or a role anywhere: President Obama."""
    if " " in word or not word[0].isupper() or is_acronym(word):
        return False
    if (prefix := scene.pack.patterns["joined_prefix"].match(word.lower())) and word[prefix.end() : prefix.end() + 1].isupper():
        return True
    return any(_goes_before_surname(one, scene.pack) for one in _words_before(scene.document.text, word))


def _goes_on_as_person(scene: Scene, name: str, place: int) -> bool:
    """Tell whether a name of one word that nothing explains is more likely a person's: a pronoun follows it before anybody else is named.

    Wong denied it. She left. – So it is in a text too short to explain a name, unless a pronoun for a thing follows.
    """
    is_explained = is_acronym(name) or is_source_noun(name, scene.pack) or scene.pack.patterns["several"].fullmatch(name.lower())
    if " " in name or "head_last" not in scene.pack.flags or is_explained:
        return False
    known, things = genders(scene.pack, "pronoun_genders"), pronoun_classes(scene.pack)
    behind = [word.group() for word in islice(WORD.finditer(scene.document.text, place + len(name)), MOST_WORDS_ON)]
    for word, following in zip_longest(behind, behind[1:], fillvalue=""):
        if known.get(plain(word), "either") != "either":
            return True
        if "thing" in things.get(plain(word), ()):
            if word[0].isupper() or word.lower() in words_of(scene.pack, "possessive") or following in words_of(scene.pack, "auxiliary"):
                return False  # Its shares fell – but not: put it this way
        elif word[0].isupper() and is_name_word(word, scene.pack):
            break
    return len(scene.document.sentences) <= FEW_SENTENCES


def _words_before(text: str, word: str) -> Iterator[str]:
    """Yield the words in capitals that stand right before another one in a text."""
    at = text.find(f" {word}")
    for _ in range(MOST_PLACES):
        if at < 0:
            return
        before = text[max(at - LONGEST_TITLE, 0) : at].rpartition(" ")[2].rpartition("\n")[2].rstrip(".")
        if before[:1].isupper():
            yield before
        at = text.find(f" {word}", at + 1)


def _goes_before_surname(word: str, pack: Pack) -> bool:
    return is_given(word, pack) or plain(word) in titles(pack) or is_person_role(word, pack)


def _met(scene: Scene, phrase: str, noun: Noun, reading: PhraseReading, place: int) -> MetSpeaker:
    if noun.kind is SpeakerKind.OFFICE and (office := office_named(scene.known, phrase, scene.document)):
        return MetSpeaker(office.office, noun.name, False, reading.gender, noun.kind)
    if noun.kind is SpeakerKind.GROUP and noun.is_proper and " " not in noun.name and opens_sentence(scene.document, place, scene.pack):
        noun = noun._replace(is_proper=f" {noun.name}" in scene.document.text and noun.name.lower() not in scene.document.text)
    if is_acronym(noun.name):
        noun = _spelt_out(scene, noun) or noun
    if not noun.is_proper and scene.pack.patterns["indefinite"].fullmatch(plain(phrase.split(maxsplit=1)[0])) is None:
        noun = _fuller(scene, noun, place) or noun
    return _named(scene, noun, reading)


def _named(scene: Scene, noun: Noun, reading: PhraseReading) -> MetSpeaker:
    name = noun.name[:LONGEST_NAME].strip()
    speaker_id = speaker_id_of(name, scene.pack) if noun.is_proper else speaker_id_within(scene.document.text_id, name, scene.pack)
    return MetSpeaker(speaker_id, name, False, reading.gender, noun.kind)


def labelled_source(scene: Scene, label: str, kind: SpeakerKind) -> MetSpeaker:
    """Return who a label stands for that names nobody: Mr Speaker, a journalist, the audience."""
    name = label.strip(" .:") or label
    return MetSpeaker(speaker_id_within(scene.document.text_id, name, scene.pack), name, False, "either", kind)


def _spelt_out(scene: Scene, noun: Noun) -> Noun | None:
    """Return the body whose letters a text gives behind its name: the International Monetary Fund (IMF)."""
    text, letters = scene.document.text, noun.name
    at = text.find(f"({letters})")
    if at < 0:
        return None
    words = list(WORD.finditer(text, max(at - 200, 0), at))[-2 * len(letters) :]
    for first in range(len(words) - len(letters) + 1, -1, -1):
        initials = "".join(word.group()[0] for word in words[first:] if word.group()[0].isupper())
        if initials == letters.replace(".", "").upper():
            return Noun(noun.kind, text[words[first].start() : words[-1].end()], plain(words[-1].group()), is_proper=True)
    return None


def _fuller(scene: Scene, noun: Noun, place: int) -> Noun | None:
    """Return the longer form under which a text named before what a short one means: the Ministry of Finance for the ministry."""
    words = set(noun.name.lower().split())
    for mention in reversed(within(scene.mentions, Span(0, place))):
        if mention.other and mention.other.kind is noun.kind:
            earlier = read_noun(mention.other.name, scene.pack)
            if earlier and earlier.head == noun.head and words <= set(earlier.name.lower().split()):
                return earlier
    is_named_in_small = "has_cases" in scene.pack.flags
    if noun.kind not in THINGS or not (is_named_in_small or noun.head.capitalize() in scene.document.text):
        return None
    for found in _nouns_before(scene, noun.head, place):
        if found.is_proper and found.head == noun.head and found.kind is noun.kind:
            return found
    return None


def _nouns_before(scene: Scene, head: str, place: int) -> Iterator[Noun]:
    """Yield the phrases around a noun that a text holds before a place, the nearest first."""
    text = scene.document.text
    found = list(_beginning_with(head).finditer(text, max(place - REACH_BACK, 0), place))[-MOST_PLACES:]
    for match in reversed(found):
        noun = read_noun(_phrase_around(text, match.span(), scene.pack), scene.pack)
        if noun:
            yield noun


@cache
def _beginning_with(head: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(head[: max(len(head) - 2, 4)])}\w{{0,5}}\b", re.IGNORECASE)


def _phrase_around(text: str, at: tuple[int, int], pack: Pack) -> str:
    """Return a noun of a text with what narrows it: the words in capitals before and behind it, or the words of its complement."""
    before = CLAUSE.split(text[max(at[0] - 80, 0) : at[0]])[-1]
    behind = CLAUSE.split(text[at[1] : at[1] + 80].replace(",", "."), maxsplit=1)[0]
    left = _capitals(list(reversed(WORD.findall(before))), pack)
    right = (
        _capitals(WORD.findall(behind), pack) if "has_cases" not in pack.flags or "head_last" in pack.flags else _complement(behind, pack)
    )
    return " ".join((*reversed(left), text[slice(*at)], *right))


def _capitals(words: Sequence[str], pack: Pack) -> list[str]:
    """Return the words in capitals with which a list begins, and the small links between them."""
    taken: list[str] = []
    held: list[str] = []
    for word in words[: 2 * MOST_WORDS_AROUND]:
        if word[0].isupper() and word.lower() not in determiners(pack) and word.lower() not in links(pack):
            taken += [*held, word]
            held = []
        elif not held and (word.lower() in words_of(pack, "of") or word in pack.words("joining")):
            held = [word]
        else:
            break
    return taken


def _complement(behind: str, pack: Pack) -> list[str]:
    taken: list[str] = []
    for word in WORD.findall(behind)[:MOST_WORDS_AROUND]:
        is_narrowing = pack.patterns["narrowing"].fullmatch(word.lower()) and not pack.patterns["closes_role"].fullmatch(word.lower())
        if not (is_narrowing or is_acronym(word)):
            break
        taken.append(word)
    return taken


@cache
def pronoun_classes(pack: Pack) -> dict[str, frozenset[str]]:
    """Return the classes of each pronoun that may stand for no one person."""
    found: dict[str, set[str]] = {}
    for name, words in pack.rows("other_pronouns"):
        for word in words.split():
            found.setdefault(word, set()).add(name)
    return {word: frozenset(classes) for word, classes in found.items()}


def other_antecedent(scene: Scene, pronoun: str, place: int) -> MetSpeaker | None:
    """Return the organisation, group or document that a pronoun at a place means, None where none is near before it."""
    classes = pronoun_classes(scene.pack).get(pronoun.lower(), frozenset())
    if "relative" in classes and (found := _right_before(scene, place)):
        return found
    kinds = (THINGS if "thing" in classes else frozenset()) | (MANY if "many" in classes else frozenset())
    gender = genders(scene.pack, "pronoun_genders").get(pronoun.lower())
    found = _source_of(scene, kinds, place)
    if found and _may_be(found, gender, scene.pack):
        return found
    return None if gender or not kinds else _noun_before(scene, kinds, place, is_many="many" in classes)


def _may_be(other: MetSpeaker, gender: str | None, pack: Pack) -> bool:
    """Tell whether a pronoun of a gender may mean an organisation, a group or a document: она is no совет."""
    if gender not in WRONG_GENDERS or "tells_genders" not in pack.flags:
        return True
    noun = read_noun(other.name, pack)
    own = pack.rule("genders")(noun.head) if noun else frozenset()
    return not own or not own <= WRONG_GENDERS[gender]


def _right_before(scene: Scene, place: int) -> MetSpeaker | None:
    """Return whom the words right before a relative pronoun name."""
    text = scene.document.text
    clause = CLAUSE.split(text[max(place - 100, 0) : place].rstrip(" ,"))[-1]
    words = list(WORD.finditer(clause))
    start = text.rfind(clause, max(place - 100, 0), place)
    near = range(len(words) - 1, max(len(words) - MOST_WORDS_AROUND - 2, -1), -1)
    known = (at for at in near if is_source_noun(words[at].group(), scene.pack) or is_acronym(words[at].group()))
    at = next(known, len(words) - 1)
    return _described(scene, (start + words[at].start(), start + words[at].end())) if words else None


def _described(scene: Scene, at: tuple[int, int]) -> MetSpeaker | None:
    phrase = _phrase_around(scene.document.text, at, scene.pack)
    if is_titled(phrase, scene.pack) and (person := _person(scene, phrase, read_phrase(phrase, scene.pack), at[0])):
        return person
    noun = read_noun(phrase, scene.pack)
    if noun is None:
        return None
    if not noun.is_proper:
        noun = _fuller(scene, noun, at[0]) or noun
    return _named(scene, noun, PhraseReading(None, (), "either", False))


def _source_of(scene: Scene, kinds: frozenset[SpeakerKind], place: int) -> MetSpeaker | None:
    """Return the last source of some kinds before a place."""
    near = reversed(within(scene.mentions, Span(max(place - REACH_OF_PRONOUN, 0), place)))
    return next((one.other for one in near if one.other and one.is_source and one.other.kind in kinds), None)


def _noun_before(scene: Scene, kinds: frozenset[SpeakerKind], place: int, *, is_many: bool) -> MetSpeaker | None:
    """Return the first noun of some kinds of the nearest sentence before a place that holds one."""
    first = max(place - REACH_OF_PRONOUN, 0)
    sentences = scene.document.sentences
    begin, end = (bisect_left(sentences, at, key=lambda sentence: sentence.start) for at in (first, place))
    for sentence in reversed(sentences[begin:end]):
        for match in WORD.finditer(scene.document.text, sentence.start, min(sentence.end, place)):
            if _is_of(match.group(), kinds, scene.pack, is_many=is_many):
                return _described(scene, match.span())
    return None


def _is_of(word: str, kinds: frozenset[SpeakerKind], pack: Pack, *, is_many: bool) -> bool:
    kind = is_source_noun(word, pack)
    if "has_cases" in pack.flags and plain(word) not in speaker_nouns(pack):
        return False  # another case than the nominative
    if not is_many and pack.patterns["several"].fullmatch(word.lower()):
        return False
    if kind is None:
        return SpeakerKind.ORGANISATION in kinds and is_acronym(word)
    if is_many and kind in (SpeakerKind.PERSON, SpeakerKind.OFFICE):
        return pack.patterns["several"].fullmatch(word.lower()) is not None
    return kind in kinds
