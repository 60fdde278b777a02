"""Of what kind each name of a text is: by its own marks, and by those of its other bearings in the text."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from flows.label.mentions.candidates import Candidate, elsewhere_of
from flows.label.mentions.evidence import Beside, groups_of
from flows.label.mentions.names import MOST_PERSON_WORDS, is_acronym
from flows.label.mentions.weights import Weights, heaviest, learnt_kinds, weights_in, weights_of
from flows.label.mentions.words import is_adjective, kind_told, kind_told_small, longest_place, stem_of, told_before
from flows.label.speakers.name_forms import is_patronymic
from flows.label.speakers.nouns import is_person_name
from flows.label.speakers.role_words import determiners
from flows.languages.pack import Pack
from schemas.columns import Span
from schemas.words import MentionKind

SHORTEST_ACRONYM = 2
Told = tuple[Candidate, MentionKind | None]
Key = tuple[str, ...]


def kinds_told(candidates: Sequence[Candidate], text: str, pack: Pack) -> list[Told]:
    """Return what may be names of a text with their kinds, None for what names nothing; two words of one person's name are one.

    Where the language has weights, what a name weighs for a kind is that of its own marks and, once more, the mean of those of its
    other bearings: a surname alone is borne out by the full name.
    """
    by_rules = [kind_by_rules(one, pack) for one in candidates]
    if not weights_of(pack.language):
        return list(zip(candidates, by_rules, strict=True))
    learnt = (None, *learnt_kinds(pack.language))
    own = [
        weights_in(groups_of(one.words, one.name, one.beside, elsewhere, told, pack), pack.language)
        if told in learnt and not _is_certain(one, told, pack)
        else None
        for one, told, elsewhere in zip(candidates, by_rules, elsewhere_of(candidates, text), strict=True)
    ]
    settled = _with_others([one.words for one in candidates], by_rules, own)
    return _joined_persons(list(zip(candidates, settled, strict=True)))


def _is_certain(one: Candidate, told: MentionKind | None, pack: Pack) -> bool:
    """Tell whether a name settles its kind: by a patronymic, by a main noun behind an adjective in capitals, or of a law."""
    if told is MentionKind.PERSON and any(is_patronymic(word, pack) for word in one.words[1:]):
        return True
    if "head_last" in pack.flags:
        return told is MentionKind.LAW and kind_told(one.beside.behind, "behind", pack) is told
    return told is not None and not one.beside.opens and _small_head(one, pack) is told


def _with_others(
    names: Sequence[tuple[str, ...]], by_rules: Sequence[MentionKind | None], own: Sequence[Weights | None]
) -> list[MentionKind | None]:
    """Return the kind of each name by its weights, with the mean of those of its other bearings; by the rules where it has none."""
    alone = [told if weights is None else heaviest(weights) for weights, told in zip(own, by_rules, strict=True)]
    keys = [_key(words, kind) if weights is not None else () for words, kind, weights in zip(names, alone, own, strict=True)]
    sums: dict[Key, Weights] = defaultdict(int)
    for key, weights in zip(keys, own, strict=True):
        sums[key] += weights or 0
    times = Counter(keys)
    return [
        kind if weights is None or times[key] == 1 else heaviest(weights * (times[key] - 2) + sums[key])
        for key, kind, weights in zip(keys, alone, own, strict=True)
    ]


def _key(words: tuple[str, ...], kind: MentionKind | None) -> Key:
    """Return what bearings of one name have in common: the stems of its words, of a person's name that of the last."""
    return tuple(map(stem_of, words[-1:] if kind is MentionKind.PERSON else words))


def _joined_persons(told: Sequence[Told]) -> list[Told]:
    """Return the names with those joined that are a person's first and last: two side by side, the first of one word."""
    found: list[Told] = []
    for one, kind in told:
        if found and kind is found[-1][1] is MentionKind.PERSON and _may_join(found[-1][0], one):
            first = found[-1][0]
            found[-1] = first._replace(span=Span(first.span.start, one.span.end), words=first.words + one.words), kind
        else:
            found.append((one, kind))
    return found


def _may_join(first: Candidate, last: Candidate) -> bool:
    is_beside = last.span.start == first.span.end + 1 and not last.beside.opens and not last.beside.signs_before
    return is_beside and len(first.words) == 1 and len(last.words) < MOST_PERSON_WORDS - 1 and not is_acronym(first.words[0])


def kind_by_rules(one: Candidate, pack: Pack) -> MentionKind | None:
    """Return the kind of a name by its own words, and by those beside it where these leave it open."""
    name, beside, words = one.name, one.beside, one.words
    if name.is_titled and name.kind in (None, MentionKind.PERSON) and not is_acronym(words[0]):
        return MentionKind.PERSON
    if (head := _told_by_small_head(one, pack)) is not None:
        return head
    if _is_noun_alone(one, pack):
        return None
    behind = _told_behind(beside, pack) if name.kind is not MentionKind.PERSON and not beside.is_marked else None
    if behind or name.kind:
        return behind or name.kind
    by_form = _by_form(words, beside, pack)
    return by_form if len(words) == 1 and by_form else told_before(beside.before, pack) or by_form  # at NASA


def _is_noun_alone(one: Candidate, pack: Pack) -> bool:
    """Tell whether a word has its capital for opening its sentence, and is no name: Programme | X began."""
    return one.name.kind is MentionKind.PROGRAMME and len(one.words) == 1 and one.beside.opens and "has_cases" in pack.flags


def _told_by_small_head(one: Candidate, pack: Pack) -> MentionKind | None:
    """Return what the small noun behind an adjective in capitals tells where that settles it: within a sentence, or without weights."""
    return None if one.beside.opens and weights_of(pack.language) else _small_head(one, pack)


def _small_head(one: Candidate, pack: Pack) -> MentionKind | None:
    """Return what the small noun behind an adjective in capitals tells: the State | duma, the Federal tax | service."""
    if "has_cases" not in pack.flags or "head_last" in pack.flags or len(one.words) > 1 or one.beside.is_marked:
        return None
    if not is_adjective(one.words[0], pack):
        return None
    narrower = one.beside.behind
    return kind_told_small(narrower, pack) or (kind_told_small(one.beside.behind_that, pack) if is_adjective(narrower, pack) else None)


def _told_behind(beside: Beside, pack: Pack) -> MentionKind | None:
    """Return what the word behind a name tells of it; the one behind that too, of something that is used: the eGov | mobile app."""
    further = kind_told(beside.behind_that, "behind", pack)
    return kind_told(beside.behind, "behind", pack) or (further if further is MentionKind.PLATFORM else None)


def _by_form(words: tuple[str, ...], beside: Beside, pack: Pack) -> MentionKind | None:
    if len(words) == 1:
        is_alone = not any(len(word) > 1 and word.isupper() for word in (beside.before, beside.behind))  # no line in capitals
        return MentionKind.ORGANISATION if is_alone and is_acronym(words[0]) and len(words[0]) > SHORTEST_ACRONYM else None
    if longest_place(words, 0, pack):
        return MentionKind.ORGANISATION  # the Boston Red Sox
    if len(words) < MOST_PERSON_WORDS and "has_cases" not in pack.flags and is_person_name(" ".join(words), pack):
        return MentionKind.ORGANISATION if beside.before.lower() in determiners(pack) else MentionKind.PERSON
    return None
