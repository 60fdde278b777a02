"""A text whose letters make no words is told from one in a language that nobody here reads."""

from pathlib import Path

import pytest

from flows.label.language import language_of
from flows.label.language.readable import is_unreadable

HERE = Path(__file__).parent
SCANS = (
    "ol pall pl oe daca! tas tall Jaa! Ugly alot 4s) cle Lie Sel 8 gb ) GU oll de gill cai , gil Gall ole dss pl asl! Ges! oly JS! o& 35 "
    "dll Gl cyt coll Sey Alpe pally GU ge gage aly Lally ell dpe gall Leb GA ely aye cag LY pall le 15 slick Aol! Anas! daly",
    "Wgllitos yo9 Joell cgyadl OL! Gull atly d>LoYl gaixall 6 lel ogo 33 iSLd lgio 5 p5lg arulell alow 9 yung! cyle aosl dyell "
    "Gyles Wed cpl Le call gs gl ll Agel aud LSU gt yell Cae yi cll GUY! pasty Joell",
)


@pytest.mark.parametrize("text", SCANS)
def test_a_scan_that_was_read_in_the_wrong_script_is_unreadable(text: str) -> None:
    guess = language_of("\n\n".join([text] * 3))
    assert guess.is_unreadable
    assert guess.language is None


@pytest.mark.parametrize("path", sorted([*HERE.glob("held/*.txt"), *HERE.glob("not_held/*.txt")]), ids=lambda path: path.stem)
def test_texts_in_languages_are_readable(path: Path) -> None:
    assert not is_unreadable(" ".join(line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")))
