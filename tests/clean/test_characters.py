"""Characters that nobody sees go, letters have one form, spaces are plain."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.clean.characters import composed, line_ends, plain_spaces, seen_characters
from flows.clean.paragraphs import divided_paragraphs

# Letters and marks of our languages, odd spaces, joiners, controls, line ends: what real pages hold, at random.
TEXTS = st.text(
    alphabet=st.one_of(st.sampled_from("abй и\u0306.–-”:\n\n\r \u00a0\t\u00ad\u200b\u200d\ufeff\u2028\u2029\x0b\x85\x00"), st.characters())
)


def cleaned(text: str) -> str:
    return divided_paragraphs(plain_spaces(composed(seen_characters(line_ends(text)))))


@pytest.mark.parametrize(
    ("given_text", "answer"),
    [
        ("5\u00a0000\u202fтенге", "5 000 тенге"),
        ("a\t\tb", "a b"),
        ("кон\u00adсти\u00adту\u00adция", "конституция"),
        ("консти\u00ad\nтуция", "конституция"),
        ("\ufeffword\u200bword\u2060", "wordword"),
        ("\u202bword\u202c", "word"),
        ("one\r\ntwo", "one two"),
        ("и\u0306", "й"),
        ("и\u200d\u0306", "й"),
        ("№ 5 and ½ of ﬁve", "№ 5 and ½ of ﬁve"),
        ("a\x00b\x07c", "abc"),
        (" a \n b ", "a b"),
        ("“word” – ‘word’…", "“word” – ‘word’…"),
        ("тәуелсіздік ұғымы", "тәуелсіздік ұғымы"),
    ],
)
def test_characters_become(given_text: str, answer: str) -> None:
    assert cleaned(given_text) == answer


@given(TEXTS)
@settings(max_examples=50)
def test_cleaning_what_is_clean_changes_nothing(text: str) -> None:
    once = cleaned(text.encode("utf-8", "ignore").decode())
    assert cleaned(once.encode().decode()) == once


@given(TEXTS)
@settings(max_examples=50)
def test_a_clean_text_has_plain_spaces_and_paragraphs(text: str) -> None:
    once = cleaned(text.encode("utf-8", "ignore").decode())
    assert unicodedata.is_normalized("NFC", once)
    assert once == once.strip(" \n")
    assert "\n\n\n" not in once
    assert not {"  ", " \n", "\n ", "\t", "\u00a0", "\r"} & {once[at : at + size] for at in range(len(once)) for size in (1, 2)}
    assert all(paragraph and "\n" not in paragraph for paragraph in once.split("\n\n")) or not once
