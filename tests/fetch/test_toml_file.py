"""A hostile or odd TOML file is refused in one line that names file and place, whatever is in it."""

import os
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows.errors import Refused
from flows.fetch.declarations import read_sources
from flows.fetch.gazetteer import read_gazetteer
from flows.fetch.toml_file import LARGEST_FILE_BYTES, LONGEST_SHOWN, read_toml, shown
from tests.fetch.test_declarations import RIGHT, refusal
from tests.fetch.test_gazetteer import OFFICE, PERSON, lists

FILES = 'files = "press"\n'


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("x = " + "1" * 5_000, "sources/press.toml: line 11: a number of too many digits"),
        ("x = 1" + "_1" * 5_000, "sources/press.toml: line 11: a number of too many digits"),
        ("x = 0x" + "f" * 5_000, "sources/press.toml: x: a number of more than 64 bits"),
        ("x = [[1, 2, 9223372036854775808]]", "sources/press.toml: x[0][2]: a number of more than 64 bits"),
        ("x = " + "[" * 5_000 + "]" * 5_000, "sources/press.toml: line 11: lists or tables within one another, more than 20"),
        ("x = " + "[\n" * 5_000 + "]" * 5_000, "sources/press.toml: line 31: lists or tables within one another, more than 20"),
        ("x = " + "[" * 100 + "]" * 100, "lists or tables within one another, more than 20"),
        ("x = " + "{a = " * 5_000 + "1" + "}" * 5_000, "lists or tables within one another, more than 20"),
        ("x" + ".a" * 90 + " = 1", "sources/press.toml: x.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a: lists or tables"),
        ("x" + ".a" * 400_000 + " = 1", "sources/press.toml: line 11: a key of more than 100 parts"),
        ("x" + '."a b"' * 100_000 + " = 1", "sources/press.toml: line 11: a key of more than 100 parts"),
        ("x = \x00", "is not TOML: Invalid value (at line 11, column 5)"),
        ('x = "\x00"', "is not TOML: Illegal character '\\x00' (at line 11, column 6)"),
        ("# " + "x" * LARGEST_FILE_BYTES, "sources/press.toml: holds more than 1000000 bytes"),
    ],
)
def test_what_goes_beyond_all_measure_is_told_in_one_line(tmp_path: Path, line: str, told: str) -> None:
    found = refusal(tmp_path, RIGHT + FILES + "\n\n" + line)
    assert told in found
    assert "\n" not in found
    assert len(found) < 500


def test_a_byte_order_mark_is_told_with_its_remedy(tmp_path: Path) -> None:
    assert refusal(tmp_path, "\ufeff" + RIGHT + FILES) == "sources/press.toml: begins with a byte order mark; save it as UTF-8 without one"


@pytest.mark.parametrize("key", ["publisher", "licence", "attribution"])
@pytest.mark.parametrize(
    ("hidden", "name"),
    [
        ("\\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("\u2066", "U+2066 LEFT-TO-RIGHT ISOLATE"),
        ("\u200b", "U+200B ZERO WIDTH SPACE"),
        ("\u00ad", "U+00AD SOFT HYPHEN"),
        ("\u2028", "U+2028 LINE SEPARATOR"),
        ("\\u0000", "U+0000"),
        ("\\u001b", "U+001B"),
        ("\\u0085", "U+0085"),
        ("\\n", "U+000A"),
        ("\U000e0041", "U+E0041 TAG LATIN CAPITAL LETTER A"),
        ("\u3164", "U+3164 HANGUL FILLER"),
    ],
)
def test_a_character_that_nobody_sees_is_named(tmp_path: Path, key: str, hidden: str, name: str) -> None:
    right = next(line for line in RIGHT.splitlines() if line.startswith(key))
    found = refusal(tmp_path, RIGHT.replace(right, f'{key} = "A press{hidden}service"') + FILES)
    assert found.startswith(f"sources/press.toml: {key} = ")
    assert found.endswith(f"must be a text in quotes (it holds {name}, which nobody sees)")
    assert found.isprintable()


@pytest.mark.parametrize(
    "text", ["Қазақстан Республикасының Үкіметі", "Prime Minister’s Office – 2026 № 5", "Ёлка и й", "O\u2019Brien & Søn\u00a0AS", "中文"]
)
def test_letters_and_marks_of_every_language_are_seen(tmp_path: Path, text: str) -> None:
    (tmp_path / "press.toml").write_text(RIGHT.replace("A press service", text) + FILES, encoding="utf-8")
    assert read_sources(tmp_path)[0].publisher == text


def test_a_very_long_line_is_cut_where_it_is_told(tmp_path: Path) -> None:
    found = refusal(tmp_path, RIGHT.replace("CC BY 4.0", "x" * 100_000) + FILES)
    assert "licence = 'xxx" in found
    assert "at most 2000 characters" in found
    assert len(found) < 500


def test_very_many_problems_are_counted(tmp_path: Path) -> None:
    found = refusal(tmp_path, RIGHT + FILES + "".join(f"x{number} = 1\n" for number in range(20_000)))
    assert len(found.splitlines()) == 51
    assert found.endswith("and 19950 more such lines")


def test_a_key_that_nobody_sees_is_told_by_its_code_points(tmp_path: Path) -> None:
    found = refusal(tmp_path, RIGHT + FILES + '"publi\\u202e\\nsher" = 1\n')
    assert "sources/press.toml: 'publi\\u202e\\nsher': no such key" in found
    assert found.isprintable()


def test_what_is_no_ordinary_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "press.toml")
    with pytest.raises(Refused, match=r"press\.toml: is no ordinary file"):
        read_sources(tmp_path)


@pytest.mark.parametrize(
    ("person", "office", "told"),
    [
        (
            PERSON.replace("Ada Example", "Ada\u202e Example"),
            OFFICE,
            "names[0].name = 'Ada\\u202e Example': must be a text in quotes (it holds U+202E",
        ),
        (PERSON, OFFICE.replace("Mayor", "May\u200bor"), "names[0].name = 'May\\u200bor': must be a text in quotes (it holds U+200B"),
        (PERSON + "x = " + "1" * 5_000, OFFICE, "ada-example.toml: line 18: a number of too many digits"),
        ("\ufeff" + PERSON, OFFICE, "ada-example.toml: begins with a byte order mark"),
    ],
)
def test_lists_of_persons_and_offices_are_held_to_the_same(tmp_path: Path, person: str, office: str, told: str) -> None:
    with pytest.raises(Refused) as refused:
        read_gazetteer(lists(tmp_path, person=person, office=office))
    assert told in str(refused.value)
    assert all(line.isprintable() for line in str(refused.value).split("\n"))


VALUES = st.recursive(
    st.sampled_from(
        ["1", "-1", "true", "1e400", "nan", "2020-01-02", "10:00:00", '""', "0xffffffffffffffffff", '"\\u202e"', "'''\nx'''", "[]", "{}"]
    ),
    lambda inner: st.lists(inner, max_size=3).map(lambda held: f"[{', '.join(held)}]") | inner.map(lambda held: "{a = " + held + "}"),
    max_leaves=5,
)


@settings(max_examples=300, deadline=None)
@example(key="least_speeches", value="[" * 19 + "1" + "]" * 19)
@given(
    key=st.sampled_from(["publisher", "languages", "files", "addresses", "least_speeches", "form", "country", "x", '"\\u0000"']),
    value=VALUES,
)
def test_any_value_under_any_key_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, key: str, value: str) -> None:
    folder = tmp_path_factory.mktemp("sources")
    lines = [line for line in (RIGHT + FILES).splitlines() if not line.startswith(key)]
    (folder / "press.toml").write_text("\n".join([*lines, f"{key} = {value}"]), encoding="utf-8")
    try:
        read_sources(folder)
    except Refused as refused:
        assert all(line.isprintable() and line.startswith(str(folder)) for line in str(refused).split("\n"))


@settings(max_examples=300, deadline=None)
@given(raw=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.mktemp("sources") / "press.toml"
    path.write_bytes(raw)
    try:
        read_toml(path)
    except Refused as refused:
        assert str(refused).startswith(f"{path}: ")


def test_a_value_is_shown_on_one_line_and_cut() -> None:
    assert shown("a\nb\u202e") == "'a\\nb\\u202e'"
    assert shown("x" * 1_000) == "'" + "x" * (LONGEST_SHOWN - 1) + "…"
