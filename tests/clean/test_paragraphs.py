"""Paragraphs end where the pairs say."""

import pytest

from flows.clean.paragraphs import divided_paragraphs
from tests.clean.pairs import Pair, pairs


@pytest.mark.parametrize("pair", pairs("paragraphs.txt"), ids=lambda pair: pair.name)
def test_paragraphs_end_as_the_pairs_say(pair: Pair) -> None:
    assert divided_paragraphs(pair.given) == pair.answer
