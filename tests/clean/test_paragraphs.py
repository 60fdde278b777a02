"""Paragraphs end where the pairs say."""

import pytest

from flows.clean.paragraphs import divided_paragraphs
from flows.clean.wrapping import joined_lines
from tests.clean.pairs import Pair, pairs


@pytest.mark.parametrize("pair", pairs("paragraphs.txt"), ids=lambda pair: pair.name)
def test_paragraphs_end_as_the_pairs_say(pair: Pair) -> None:
    assert divided_paragraphs(pair.given) == pair.answer


@pytest.mark.parametrize("pair", pairs("wrapped.txt"), ids=lambda pair: pair.name)
def test_lines_broken_at_a_width_are_joined_as_the_pairs_say(pair: Pair) -> None:
    joined = divided_paragraphs(joined_lines(pair.given))
    assert joined == pair.answer
    assert divided_paragraphs(joined_lines(joined)) == joined
