"""Whom a pronoun means: the nearest source that fits it, or whom the sentences since then speak of."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import islice, pairwise

from flows.label.speakers.names import WORD, Gender, fits, genders
from flows.label.speakers.phrases import describes, read_phrase
from flows.label.speakers.role_words import agents, is_person_role, titles, words_of
from flows.label.speakers.roles import by_role
from flows.label.speakers.scene import Mention, MetSpeaker, Passed, Place, Scene, gender_of, is_subject, principal, within
from flows.languages.letters import plain
from flows.languages.pack import Pack
from schemas.columns import Span
from schemas.words import Form, SpeakerKind

FARTHEST_SUBJECT = 2
"""How many sentences back a pronoun may mean the person whom one is about, besides its own."""
MOST_SENTENCES_SAID = 40
MOST_WORDS_ON = 30
"""How many words behind a name are looked at for a pronoun that means the same person."""
ROLE_REACH = 120
MOST_ROLE_WORDS = 6
MOST_WORDS_TO_ROLE = 12
FARTHEST_ROLE = 2
REACH_TOGETHER = 120
LONGEST_PREPOSITION = 8
ENDS_PHRASE = re.compile(r"[,.;:!?…()«»“”\"]")
WITHIN_SENTENCE = re.compile(r"[^.!?]*+")


def antecedent(scene: Scene, place: int, gender: Gender) -> MetSpeaker | None:
    """Return whom a pronoun at a place means; where no source fits, the person whom the text is about."""
    is_told, person = told_of(scene, place, gender)
    return person if is_told else _source_before(scene, place, gender)


def learn_genders(scene: Scene) -> None:
    """Learn the gender of persons of whom a sentence goes on to speak with a pronoun: Deputy Kim listened; she shook her head."""
    known, pronouns = genders(scene.pack, "pronoun_genders"), words_of(scene.pack, "subject-pronoun")
    starts, sentences = [one.start for one in scene.passed], scene.document.sentences
    for one, following in zip(scene.passed, [*starts[1:], len(scene.document.text)], strict=False):
        if gender_of(scene, one) != "either" or not is_subject(scene, one) or _is_said(scene, one.start, one.end):
            continue
        sentence = sentences[bisect_right(sentences, one.start, key=lambda span: span.start) - 1]
        behind = WORD.finditer(scene.document.text, one.end, min(following, sentence.end))
        words = (plain(word.group()) for word in islice(behind, MOST_WORDS_ON))
        told = next((word for word in words if word in pronouns or is_person_role(word, scene.pack)), "")
        if told in pronouns and (gender := known.get(told, "either")) != "either":
            scene.learned[one.person.speaker_id] = gender
    _learn_from_next_sentences(scene)
    if "head_last" in scene.pack.flags:
        _learn_against_names(scene)


def _learn_against_names(scene: Scene) -> None:
    """Learn the gender of persons of whom alone a paragraph begins to tell, and goes on with a pronoun that their first name does not fit.

    Bernie Roe (67) has waited for a year. “I ring every month,” | she said.
    """
    for one in scene.passed:
        gender = gender_of(scene, one)
        if one.is_new and gender != "either" and not one.person.is_listed and _is_alone_in_paragraph(scene, one):
            told = _gone_on_with(scene, one)
            if told not in (gender, "either") and not _tells_of_one_before(scene, one, told):
                scene.learned[one.person.speaker_id] = told


def _tells_of_one_before(scene: Scene, one: Passed, gender: Gender) -> bool:
    """Tell whether the sentences before a name tell of somebody of a gender, whom a pronoun may mean."""
    sentences = scene.document.sentences
    own = bisect_right(sentences, one.start, key=lambda span: span.start) - 1
    before = within(scene.passed, Span(sentences[max(own - FARTHEST_SUBJECT, 0)].start, one.start))
    return any(gender_of(scene, other) == gender for other in before)


def _is_alone_in_paragraph(scene: Scene, one: Passed) -> bool:
    """Tell whether a paragraph names nobody before a person."""
    start = scene.document.text.rfind("\n", 0, one.start) + 1
    return not within(scene.passed, Span(start, one.start))


def _gone_on_with(scene: Scene, one: Passed) -> Gender:
    """Return the gender of the pronoun with which the sentences behind that of a name go on; `either` where they name somebody between."""
    sentences, text, known = scene.document.sentences, scene.document.text, genders(scene.pack, "pronoun_genders")
    own = bisect_right(sentences, one.start, key=lambda span: span.start) - 1
    for sentence in sentences[own : own + 1 + FARTHEST_SUBJECT]:
        for word in WORD.finditer(text, max(sentence.start, one.end), sentence.end):
            low = plain(word.group())
            if _is_said(scene, *word.span()):
                continue
            if known.get(low, "either") != "either":
                return known[low] if sentence is not sentences[own] and low in words_of(scene.pack, "subject-pronoun") else "either"
            if _tells_another(scene, word, is_own=sentence is sentences[own]):
                return "either"
    return "either"


def _tells_another(scene: Scene, word: re.Match[str], *, is_own: bool) -> bool:
    """Tell whether a word is of somebody else: a name; behind a name's own sentence a role too, within it one of a man or a woman."""
    low = plain(word.group())
    if within(scene.passed, Span(word.start(), word.end())):
        return True
    return titles(scene.pack).get(low, "either") != "either" if is_own else is_person_role(low, scene.pack)


def _learn_from_next_sentences(scene: Scene) -> None:
    """Learn the gender of a source whom alone a sentence names before one that begins with a pronoun: … said Kim. She shook her head."""
    known, pronouns, text = genders(scene.pack, "pronoun_genders"), words_of(scene.pack, "subject-pronoun"), scene.document.text
    sources = sorted(scene.readings)
    for before, sentence in pairwise(scene.document.sentences):
        opening = WORD.match(text, *sentence)
        low = plain(opening.group()) if opening else ""
        gender = known.get(low, "either") if low in pronouns else "either"
        person = _only_source(scene, before, sources) if gender != "either" else None
        if person:
            scene.learned.setdefault(person.speaker_id, gender)


def _only_source(scene: Scene, sentence: Span, sources: Sequence[Span]) -> MetSpeaker | None:
    """Return the person of a sentence's only source, where it names nobody else and the name tells no gender; `sources` are in order."""
    first, last = (bisect_left(sources, place, key=lambda span: span.start) for place in sentence)
    named = [one for one in within(scene.passed, sentence) if not _is_said(scene, one.start, one.end)]
    if last - first != 1 or len({one.person.speaker_id for one in named}) != 1 or gender_of(scene, named[0]) != "either":
        return None
    return named[0].person if any(sources[first].start <= one.start < sources[first].end for one in named) else None


def _source_before(scene: Scene, place: int, gender: Gender) -> MetSpeaker | None:
    """Return the last source before a place that fits; where none does, the last who was spoken to, then whom the text is about."""
    fitting = _heard(scene, _fitting(scene, within(scene.mentions, Span(0, place)), gender), place)
    if fitting:
        return _meant(next((mention for mention in reversed(fitting) if mention.is_source), fitting[-1]))
    person = principal(scene) if scene.document.form is Form.REPORT else None  # who speaks is not the one whom the speaker calls he
    return person if person and fits(person.gender, gender) else None


def told_of(scene: Scene, place: int, gender: Gender) -> tuple[bool, MetSpeaker | None]:
    """Return whom the last sentences before a place speak of, and whether they speak of somebody who fits."""
    sentences = scene.document.sentences
    at = bisect_right(sentences, place, key=lambda sentence: sentence.start) - 1
    steps = 0
    for index in range(at, max(at - MOST_SENTENCES_SAID, -1), -1):
        sentence = sentences[index]
        if index < at and _is_said(scene, sentence.start + 1, sentence.end - 1):
            continue
        found = _of_sentence(scene, Span(sentence.start, min(sentence.end, place)), gender, steps)
        if found is not None:
            return True, found[0]
        steps += 1
        if steps > FARTHEST_SUBJECT:
            break
    return False, None


def _of_sentence(scene: Scene, sentence: Span, gender: Gender, steps: int) -> tuple[MetSpeaker | None] | None:
    """Return whom one sentence speaks of in a way that fits; None where it speaks of nobody who does."""
    mentions = _without_apart(scene, _heard(scene, within(scene.mentions, sentence), sentence.end), sentence, gender, steps)
    sources = [mention for mention in mentions if mention.is_source]
    if speaking := _speaking(scene, sources, gender):
        return (_who_goes_on(scene, sentence, speaking, gender),)
    heard = [one for one in within(scene.passed, sentence) if not _is_said(scene, one.start, one.end)]
    named = _without_apart(scene, heard, sentence, gender, steps)
    subjects = [one for one in named if is_subject(scene, one)]
    if fitting := _fitting(scene, subjects, gender):
        return (None if _are_together(scene, fitting) else fitting[0].person,)
    if subjects or sources:
        return _only_asked(_fitting(scene, mentions, gender), sources)
    return _role_subject(scene, sentence, gender) or (_only_new(_fitting(scene, named, gender)) if steps == 1 else None)


def _heard(scene: Scene, mentions: Sequence[Mention], place: int) -> list[Mention]:
    """Return the mentions that a pronoun at a place may mean: those within words that somebody says only where it stands in them too."""
    ends = [_end_of_said(scene, one.start) for one in mentions]
    return [one for one, end in zip(mentions, ends, strict=True) if end <= one.start or place <= end]


def _end_of_said(scene: Scene, place: int) -> int:
    """Return where the last words end that somebody is quoted with and that begin before a place."""
    at = bisect_right(scene.said, place, key=lambda said: said.start)
    return scene.said[at - 1].end if at else 0


def _speaking(scene: Scene, sources: Sequence[Mention], gender: Gender) -> list[Mention]:
    """Return the sources of a sentence that fit, without nameless ones that only ask whoever it is about."""
    return [one for one in _fitting(scene, sources, gender) if one.person or not _is_agent(scene, one)]


def _is_agent(scene: Scene, one: Mention) -> bool:
    """Tell whether a source only asks whoever its sentence is about: Asked by | a guest, she laughed."""
    before = scene.document.text[max(one.start - LONGEST_PREPOSITION, 0) : one.start].split()
    return bool(before) and before[-1] in words_of(scene.pack, "by")


def _without_apart(scene: Scene, places: Sequence[Place], sentence: Span, gender: Gender, steps: int) -> list[Place]:
    """Return the places that a pronoun so many sentences on may mean."""
    return [one for one in places if steps or not _is_apart(scene, sentence, gender, one)]


def _is_apart(scene: Scene, sentence: Span, gender: Gender, one: Place) -> bool:
    """Tell whether no pronoun of the same sentence can mean a person: Asked by | Rys, he laughed. Through his lawyer, | Kim, he …"""
    if isinstance(one, Mention) and one.is_source and _is_agent(scene, one):
        return True
    before = (
        scene.document.text[max(sentence.start, one.start - REACH_TOGETHER) : one.start].rstrip(", ").lower().split()[-MOST_ROLE_WORDS:]
    )
    owners, known = words_of(scene.pack, "possessive", "her"), genders(scene.pack, "pronoun_genders")
    owner = next((word for word in reversed(before) if word in owners or not word.replace("-", "").isalpha()), "")
    return owner in owners and known.get(owner, "either") == gender != "either"


def _only_asked(addressed: Sequence[Mention], sources: Sequence[Mention]) -> tuple[MetSpeaker] | None:
    """Return the only person to whom a group speaks in a sentence: Journalists asked the minister. “In May,” he said."""
    people = {one.person for one in addressed if one.person}
    return (people.pop(),) if len(people) == 1 and sources and all(map(_is_no_person, sources)) else None


def _who_goes_on(scene: Scene, sentence: Span, speaking: Sequence[Mention], gender: Gender) -> MetSpeaker | None:
    """Return with whom a text goes on: the last source; where that is nameless, a named one beside it, or whom it speaks to.

    A guest asked | her. A reporter asked | the mayor. | Kim said that the accused had called.
    """
    last, is_untold = speaking[-1], gender_of(scene, speaking[-1]) == "either"
    if last.person is not None:
        return last.person
    pronouns, text = genders(scene.pack, "pronoun_genders"), scene.document.text
    spoken_to = [one for one in _fitting(scene, within(scene.mentions, sentence), gender) if not one.is_source and one.person]
    meant = [one for one in spoken_to if is_untold or ((word := WORD.match(text, one.start)) and word.group().lower() in pronouns)]
    meant = meant or [one for one in speaking if one.person and is_untold]
    return meant[-1].person if meant else _meant(last)


def _only_new(places: Sequence[Passed]) -> tuple[MetSpeaker] | None:
    """Return the only person whom places name for the first time."""
    new = {one.person for one in places if one.is_new}
    return (new.pop(),) if len(new) == 1 else None


def _meant(mention: Mention) -> MetSpeaker | None:
    """Return whom a place means that a pronoun for one person points to: somebody known, or the unnamed holder of an office."""
    other = mention.other
    return mention.person or (other if other and other.kind in (SpeakerKind.PERSON, SpeakerKind.OFFICE) else None)


def _fitting(scene: Scene, places: Sequence[Place], gender: Gender) -> list[Place]:
    return [one for one in places if fits(gender_of(scene, one), gender) and not _is_no_person(one)]


def _is_no_person(one: Mention | Passed) -> bool:
    """Tell whether a place names an organisation, a group or a document, which no pronoun for one person means."""
    return isinstance(one, Mention) and one.other is not None and _meant(one) is None


def _is_said(scene: Scene, start: int, end: int) -> bool:
    """Tell whether a stretch lies within words that somebody is quoted with."""
    place = bisect_right(scene.said, start, key=lambda span: span.start) - 1
    return place >= 0 and end <= scene.said[place].end + 1


def _are_together(scene: Scene, people: Sequence[Passed]) -> bool:
    """Tell whether two persons are the subject together, so that a pronoun for one tells neither: Ахметов и Ким приехали."""
    if len({one.person.speaker_id for one in people}) < 2:
        return False
    between = scene.document.text[people[0].end : people[1].start]
    is_near = len(between) <= REACH_TOGETHER and WITHIN_SENTENCE.fullmatch(between) is not None
    return is_near and not scene.pack.words("joining").isdisjoint(between.split())


def _role_subject(scene: Scene, sentence: Span, gender: Gender) -> tuple[MetSpeaker | None] | None:
    """Return the person of a role that opens a sentence as its subject: Министр приехал в Актау. По его словам, …"""
    text = scene.document.text
    most = MOST_ROLE_WORDS if "head_last" in scene.pack.flags else MOST_WORDS_TO_ROLE
    words = list(islice(WORD.finditer(text, sentence.start, min(sentence.end, sentence.start + ROLE_REACH)), most))
    for index, word in enumerate(words):
        if _may_be_subject(text, index, word, scene.pack) and not _is_said(scene, *word.span()):
            phrase = _phrase(text, words, index, scene.pack)
            reading = read_phrase(phrase, scene.pack)
            person = by_role(scene, phrase, reading, word.start()) if fits(reading.gender, gender) else None
            if person is None:
                is_unnamed = not index or _is_introduced(scene, words, index)
                return (None,) if reading.roles and is_unnamed and fits(reading.gender, gender) else None
            return (person,) if fits(scene.learned.get(person.speaker_id, person.gender), gender) else None
    return None


def _may_be_subject(text: str, index: int, word: re.Match[str], pack: Pack) -> bool:
    """Tell whether a word of a sentence, the one of that index, is a role that may be its subject.

    Where cases tell it, it stands among the first words or behind a comma: Хотя мост готов, | рыбак молчит.
    """
    low = plain(word.group())
    if "head_last" in pack.flags:
        return is_person_role(low, pack)
    return (index <= FARTHEST_ROLE or text.endswith(", ", 0, word.start())) and low in agents(pack) and is_person_role(low, pack)


def _is_introduced(scene: Scene, words: Sequence[re.Match[str]], index: int) -> bool:
    """Tell whether a role opens a clause with what it is of, as for somebody new: Across town, the manager | of a mill left."""
    opening = words[index - 1].start()
    is_led = index == 1 or scene.document.text[:opening].endswith(", ")
    articles = words_of(scene.pack, "article")
    following = words[index + 1].group() if index + 1 < len(words) else ""
    return is_led and words[index - 1].group().lower() in articles and following in words_of(scene.pack, "of")


def _phrase(text: str, words: Sequence[re.Match[str]], index: int, pack: Pack) -> str:
    """Return the role whose main noun is the word of that index, with the words that may narrow it."""
    if "head_last" in pack.flags:
        first = max(index - 2, 0)
        while first < index and (
            words[first].group().lower() in words_of(pack, "frame") or "," in text[words[first].end() : words[index].start()]
        ):
            first += 1  # кейін | Қырғызстан Президенті · Across town, | the manager
        return text[words[first].start() : words[index].end()]
    end = index + 1
    for word in words[index + 1 : index + 4]:
        if not _narrows(plain(word.group()), pack) or text[words[end - 1].end()] != " ":
            break
        end += 1
    return text[words[index].start() : words[end - 1].end()]


def _narrows(low: str, pack: Pack) -> bool:
    """Tell whether a word may narrow the noun before it, and is no verb: судья | обратился."""
    return pack.patterns["narrowing"].fullmatch(low) is not None and pack.patterns["closes_role"].fullmatch(low) is None


def named_right_before(scene: Scene, span: Span) -> MetSpeaker | None:
    """Return the person whose name stands right before a relative pronoun: Dina Omarova, who said; Dina Omarova, a baker, who said."""
    last = within(scene.passed, Span(0, span.start))[-1:]
    between = scene.document.text[last[0].end : span.start].rstrip() if last else "-"
    apposed = between[2:-1] if len(between) <= REACH_TOGETHER and between.startswith(", ") and between.endswith(",") else ""
    is_apposed = "\n" not in apposed and not ENDS_PHRASE.search(apposed) and describes(WORD.findall(apposed), scene.pack)
    return last[0].person if between in ("", ",") or is_apposed else None
