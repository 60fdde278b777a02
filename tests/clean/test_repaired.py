import pytest

from flows.clean.repaired import repaired
from flows.clean.traced import Traced, untouched
from schemas.columns import Span


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("&laquo;Шлюз открыт&raquo;, – сказал мэр.", "«Шлюз открыт», – сказал мэр."),
        ("&amp;ldquo;It is open,&amp;rdquo; she said.", "“It is open,” she said."),
        ("â€œIt is open,â€\x9d she said.", "“It is open,” she said."),
        ("РЁР»СЋР· РѕС‚РєСЂС‹С‚.", "Шлюз открыт."),
        ("The <b>lock</b> is open.", "The lock is open."),
        ("Крепкии\u0306 шл\u00adюз\u200b открыт.", "Крепкий шлюз открыт."),
        ("Алма\u2011Ата", "Алма-Ата"),
        ("2 < 3 & 4 > 1", "2 < 3 & 4 > 1"),
    ],
)
def test_a_text_given_as_characters_is_repaired_as_a_file_is(given: str, read: str) -> None:
    assert repaired(given).text == read


@pytest.mark.parametrize(
    ("given", "word", "there"),
    [
        ("Mayor: &#8220;It is open,&#8221; and so on.", "It is open,", "It is open,"),
        ("â€œIt is open,â€ she said.\nâ€œIt is.â€", "It is.", "It is."),
        ("The <b>lock</b> is open.", "lock is", "lock</b> is"),
        ("R&amp;D is open.", "R&D", "R&amp;D"),
        ("Крепкии\u0306 шл\u00adюз открыт.", "Крепкий шлюз", "Крепкии\u0306 шл\u00adюз"),
    ],
)
def test_each_place_of_a_repaired_text_is_one_of_the_text_as_it_came(given: str, word: str, there: str) -> None:
    traced = repaired(given)
    start = traced.text.index(word)
    place = traced.place(Span(start, start + len(word)))
    assert given[place.start : place.end] == there


def test_a_sound_text_is_left_alone() -> None:
    assert repaired("The lock is open.\n\nIt is new.") == untouched("The lock is open.\n\nIt is new.")


def test_an_empty_span_has_a_place_too() -> None:
    assert Traced("", range(0), range(0)).place(Span(0, 0)) == Span(0, 0)
    assert repaired("R&amp;D").place(Span(3, 3)) == Span(7, 7)
