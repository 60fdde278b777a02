"""The closed lists of words."""

import re

import pytest

from schemas.words import Reason

WHAT_AND_REMEDY = re.compile(r"(?P<what>[A-Z][^;]+\w); (?P<remedy>[a-z]+ [^;]+)\.")


@pytest.mark.parametrize("reason", list(Reason))
def test_a_reason_says_what_a_text_is_and_what_to_do(reason: Reason) -> None:
    assert WHAT_AND_REMEDY.fullmatch(reason.meaning)
    assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*", reason)
