import pytest

from flows.languages.endings import endings_of
from flows.languages.pack import Pack, packs
from flows.languages.traits import SHAPES


@pytest.mark.parametrize(
    ("pattern", "least", "endings"),
    [
        (".*ию", 0, ("ию",)),
        (".+(?:ов|ев)", 1, ("ев", "ов")),
    ],
)
def test_a_pattern_of_endings_is_written_out(pattern: str, least: int, endings: tuple[str, ...]) -> None:
    assert endings_of(pattern) == (least, endings)


def test_groups_classes_and_what_may_lack_are_written_out() -> None:
    told = endings_of(".{3,}(?:ми?|[сц]к(?:ий|ая))")
    assert told is not None
    assert set(told.endings) == {"м", "ми", "ский", "ская", "цкий", "цкая"}


@pytest.mark.parametrize(
    "pattern", ["мой|твой", ".*(?:ов|ев)|мой", "(?!.*ко$).*о", ".{2,}(?:л|ли)(?<!тели)", ".*ма[йс]т\\w+н", "(?x) .* ов"]
)
def test_a_pattern_that_says_more_of_a_word_than_its_ending_is_left_as_it_is(pattern: str) -> None:
    assert endings_of(pattern) is None


@pytest.mark.parametrize("own", packs(), ids=lambda own: own.language)
def test_the_endings_of_each_shape_are_those_of_its_pattern(own: Pack) -> None:
    words = sorted({word for found in own.of_class.values() for word in found})[::7]
    for name in SHAPES:
        pattern = own.patterns[name]
        if told := endings_of(pattern.pattern):
            ended = {word for word in words for one in told.endings if word.endswith(one) and len(word) - len(one) >= told.least}
            assert ended == set(filter(pattern.fullmatch, words)), name
