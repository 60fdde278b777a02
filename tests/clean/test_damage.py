"""What other programs did to a text is undone where it is certain, and nothing else is changed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.clean.cleaning import clean_text
from flows.clean.draft import Cleaned
from flows.clean.look_alikes import letters_of_one_script
from flows.clean.mojibake import undamaged_utf8
from tests.clean.pairs import Pair, pairs

TEXTS = (
    "Министр открыл мост в полдень. «Он построен за год», – сказала она: СССР – КТЖ № 5, Ёлка и Рёбра.",
    "Министр түсте жаңа көпірді ашты. «Ол бір жылда салынды», – деді ол. Әрине, Ұлы көш.",
    "Міністерка відкрила міст, її рішення є єдиним. «Ґанок», – сказала вона.",
    "The minister – a “naïve” idea, said the owner of a café… it’s “so”. €5 and §2",
)


@pytest.mark.parametrize("pair", pairs("damage.txt"), ids=lambda pair: pair.name)
def test_damage_is_undone_as_the_pairs_say(pair: Pair) -> None:
    cleaned = clean_text(pair.given)
    assert isinstance(cleaned, Cleaned)
    assert cleaned.text == pair.answer
    assert bool(cleaned.steps) == (pair.given != pair.answer)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("encoding", ["cp1252", "cp1251", "latin-1"])
def test_what_was_read_in_a_wrong_encoding_comes_back_whole(text: str, encoding: str) -> None:
    misread = "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode())
    assert undamaged_utf8(misread) == text
    assert undamaged_utf8(text) == text


@given(st.text())
@settings(max_examples=100)
def test_letters_of_one_script_are_as_many_as_before(text: str) -> None:
    once = letters_of_one_script(text)
    assert len(once) == len(text)
    assert letters_of_one_script(once) == once
