from flows.clean.cleaning import clean
from flows.clean.draft import Cleaned

TURNS = (("Herald", "When will the bridge be open to us all?"), ("Jane Roe", "In May, I hope, if the river lets us do it."))


def text_of(paragraphs: str) -> str:
    """Return the text that is read of a page with these paragraphs."""
    cleaned = clean(f"<html><body><article><h1>On the bridge</h1>{paragraphs}</article></body></html>".encode(), "text/html", "page.html")
    assert isinstance(cleaned, Cleaned)
    return cleaned.text


def test_names_in_bold_that_open_turns_again_and_again_get_a_colon() -> None:
    text = text_of("".join(f"<p><strong>{name}</strong> {words}</p>" for name, words in TURNS * 2))
    assert text.split("\n\n")[:2] == [
        "Herald: When will the bridge be open to us all?",
        "Jane Roe: In May, I hope, if the river lets us do it.",
    ]


def test_names_in_bold_with_their_own_colon_and_single_words_in_bold_stay_as_they_are() -> None:
    own = text_of("".join(f"<p><b>{name}:</b> {words}</p>" for name, words in TURNS * 2))
    assert own.count(":") == 4
    once = text_of("".join(f"<p><b>{name}</b> {words}</p>" for name, words in TURNS))
    assert ":" not in once


def test_a_table_of_names_and_what_was_said_holds_turns() -> None:
    rows = "".join(f"<tr><td>{name}</td><td><p>{words}</p></td></tr>" for name, words in TURNS * 2)
    text = text_of(f"<p>The council met on the bridge.</p><table><tr><th>Who</th><th>Words</th></tr>{rows}</table>")
    assert text.split("\n\n")[1:] == [f"{name}: {words}" for name, words in TURNS * 2]


def test_the_rows_of_other_tables_are_no_turns() -> None:
    rows = "".join(f"<tr><td>{name}</td><td>{fare}</td></tr>" for name, fare in (("North", 4), ("South", 5), ("North", 6)))
    assert "North:" not in text_of(f"<p>{TURNS[0][1]}</p><p>{TURNS[1][1]}</p><table>{rows}</table>")


def test_terms_and_their_descriptions_stand_on_lines_of_their_own() -> None:
    text = text_of("<dl>" + "".join(f"<dt>{name}</dt><dd>{words}</dd>" for name, words in TURNS * 2) + "</dl>")
    assert text.split("\n\n")[:2] == ["Herald", "When will the bridge be open to us all?"]
