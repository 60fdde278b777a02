"""How texts are divided into parts: each stands in one, and a new one changes the part that it falls into."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import division
from flows.division import ROOTS_PER_PART, ROOTS_PER_SMALL_PART, Dated, parts_of

FIRST_DAY = date(1999, 1, 1)
DAYS = st.none() | st.integers(0, 12_000).map(lambda days: FIRST_DAY + timedelta(days=days))
ARCHIVES = st.lists(st.tuples(DAYS, st.integers(1, 9_000)), min_size=500, max_size=700)


def archive(texts: list[tuple[date | None, int]]) -> list[Dated]:
    return [Dated(f"press.text-{number}", day, characters) for number, (day, characters) in enumerate(texts)]


@settings(max_examples=30)
@given(ARCHIVES)
def test_each_text_stands_in_one_part_and_parts_follow_each_other_by_day(texts: list[tuple[date | None, int]]) -> None:
    dated = archive(texts)
    parts = parts_of(dated)
    days = {text.speech_id: text.spoken_on or date.max for text in dated}
    assert list(parts) == sorted(parts)
    assert sorted(speech_id for ids in parts.values() for speech_id in ids) == sorted(days)
    in_order = [sorted(days[speech_id] for speech_id in ids) for ids in parts.values()]
    assert all(before[-1] <= after[0] for before, after in pairwise(in_order))


@settings(max_examples=30)
@given(ARCHIVES, DAYS)
def test_a_new_text_changes_one_part_or_divides_it(texts: list[tuple[date | None, int]], day: date | None) -> None:
    dated = archive(texts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(division, "most_characters", lambda total, roots: 200_000)  # it doubles where an archive has grown fourfold
        before, after = parts_of(dated), parts_of([*dated, Dated("press.new", day, 100)])
    changed = {name for name in before if after.get(name) != before[name]}
    assert len(changed) <= 1
    moved = {speech_id for name in changed for speech_id in before[name]}
    assert {speech_id for name, ids in after.items() if before.get(name) != ids for speech_id in ids} == moved | {"press.new"}


@settings(max_examples=30)
@given(ARCHIVES)
def test_small_parts_lie_within_large_ones(texts: list[tuple[date | None, int]]) -> None:
    dated = archive(texts)
    large = {speech_id: name for name, ids in parts_of(dated, ROOTS_PER_PART).items() for speech_id in ids}
    assert all(len({large[speech_id] for speech_id in ids}) == 1 for ids in parts_of(dated, ROOTS_PER_SMALL_PART).values())


def test_few_texts_are_not_divided_and_many_of_one_day_are() -> None:
    assert parts_of(archive([(FIRST_DAY, 5_000)] * 499)) == {}
    of_one_day = parts_of(archive([(FIRST_DAY, 5_000)] * 500))
    assert len(of_one_day) > 1 and all(name.startswith("1999-01-01-") for name in of_one_day)
    assert all(name.startswith("undated-") for name in parts_of(archive([(None, 5_000)] * 500)))
