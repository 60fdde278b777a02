"""Documents of word processors and PDF: the words in the order of reading, without what the page adds; and those that cannot be read."""

from datetime import date
from pathlib import Path

import pytest

from flows.clean.cleaning import clean
from flows.clean.draft import Cleaned, Unreadable
from schemas.words import Reason
from tests.clean.formats.made import a_docx, a_pdf, a_zip, column

FILES = Path(__file__).parent / "files"


def text_of(raw: bytes, name: str = "speech") -> str:
    found = clean(raw, None, name)
    assert isinstance(found, Cleaned), found
    return found.text


def reason_of(raw: bytes, name: str = "speech") -> Reason:
    found = clean(raw, None, name)
    assert isinstance(found, Unreadable), found
    assert found.detail
    return found.reason


@pytest.mark.parametrize("suffix", ["docx", "odt", "rtf", "pdf"])
def test_a_document_that_a_word_processor_wrote_is_read_whatever_its_kind_and_name(suffix: str) -> None:
    found = clean((FILES / f"speech.{suffix}").read_bytes(), None, "speech.txt")
    assert isinstance(found, Cleaned)
    assert (found.title, found.spoken_on) == ("Statement on the Reform of the Rivers", date(2026, 2, 10))
    assert found.steps[0] == f"extracted_from_{suffix}"
    paragraphs = found.text.split("\n\n")
    assert [paragraph.partition(":")[0] for paragraph in paragraphs] == ["MR. SMITH", "MS. JONES", "(APPLAUSE)", "MR. SMITH"]
    assert paragraphs[0].endswith("rivers of the continent, and to agree upon the immediate measures.")
    assert paragraphs[-1] == "MR. SMITH: Министр сказал, что мост открыт. Ёлки и «кавычки»."


ONE = ["Friends, the new road is open to all of", "you today, and the bridge will be opened", "in the spring."]
TWO = ["We thank all the people who built them", "and those who paid for them."]


def test_lines_of_a_page_are_joined_to_paragraphs() -> None:
    assert text_of(a_pdf([column([*ONE, "", *TWO])])).split("\n\n") == [" ".join(ONE), " ".join(TWO)]


def test_a_divided_word_is_joined_and_a_hyphen_of_its_own_kept() -> None:
    lines = ["We read in the report of the govern-", "ment that a well-known and well-", "known man has built the new bridge."]
    assert (
        text_of(a_pdf([column(lines)]))
        == "We read in the report of the government that a well-known and well-known man has built the new bridge."
    )


def test_three_columns_are_read_one_after_the_other_below_what_stands_above_them() -> None:
    words = ("one", "two", "three", "four", "five", "six")
    columns = [[f"{name} line {word} goes on" for word in words] for name in ("First", "second", "third")]
    heading = column(["THE HOUSE MET AT TWO AND BEGAN WITH THE QUESTIONS TO THE MINISTERS OF THE DAY"], top=770)
    page = [*heading, *(piece for place, lines in enumerate(columns) for piece in column(lines, left=30 + 190 * place))]
    read = text_of(a_pdf([page]))
    assert [read.index(lines[0]) for lines in columns] == sorted(read.index(lines[0]) for lines in columns)
    assert all(" ".join(lines) in read for lines in columns)


def test_two_columns_are_read_one_after_the_other_below_what_stands_above_both() -> None:
    left = [f"Left line {word} of the first column" for word in ("one", "two", "three", "four", "five", "six")]
    right = [f"right line {word} of the second column." for word in ("one", "two", "three", "four", "five", "six")]
    page = [*column(["The House met at two and began with the questions to the ministers of the day."], top=770)]
    page += [*column(left), *column(right, left=320)]
    found = text_of(a_pdf([page], size=8))
    assert found.index("Left line six") < found.index("right line one")
    assert found.index("House met") < found.index("Left line one")


def test_heads_feet_and_numbers_of_pages_are_no_words_of_the_speech() -> None:
    def page(number: int, lines: list[str]) -> list[tuple[float, float, str]]:
        head = column([f"House of Rivers, {number} May 2031"], top=785)
        return [*head, *column(lines, top=700), *column([f"- {number} -"], left=290, top=30)]

    assert text_of(a_pdf([page(1, ONE[:2]), page(2, [*ONE[2:], "", *TWO]), page(3, ["It is so."])])).split("\n\n") == [
        " ".join(ONE),
        " ".join(TWO),
        "It is so.",
    ]


def test_a_turn_begins_a_paragraph_where_the_page_leaves_no_space() -> None:
    lines = ["Mr Hill: The new road is open to all of you.", "Ms Lake: And when will the bridge be opened?"]
    assert text_of(a_pdf([column(lines)])).split("\n\n") == lines


def test_a_scan_says_that_it_has_no_text_layer() -> None:
    assert reason_of(a_pdf([[], []])) is Reason.NO_TEXT_LAYER


def test_a_document_with_a_password_says_so() -> None:
    assert reason_of((FILES / "encrypted.pdf").read_bytes()) is Reason.ENCRYPTED
    assert reason_of(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")) is Reason.ENCRYPTED


@pytest.mark.parametrize(
    "raw", [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", a_docx("<w:p>"), b"{\\rtf1", (FILES / "speech.odt").read_bytes()[:9_000]]
)
def test_a_broken_document_is_set_aside(raw: bytes) -> None:
    assert reason_of(raw) in (Reason.DAMAGED, Reason.EMPTY, Reason.NESTED)


def test_what_was_struck_out_of_a_word_document_is_not_said() -> None:
    body = (
        "<w:p><w:r><w:t>We will open</w:t></w:r><w:del><w:r><w:delText> never</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t> the</w:t></w:r></w:ins><w:r><w:tab/><w:t>bridge soon.</w:t></w:r></w:p>"
    )
    assert text_of(a_docx(body)) == "We will open the bridge soon."


def test_cells_of_a_table_in_an_rtf_document_are_paragraphs() -> None:
    row = r"\trowd\cellx100\cellx900\intbl Mr Hill:\cell The road is open today.\cell\row\pard"
    assert text_of(rf"{{\rtf1\ansi {row} We drove on it.\par}}".encode()).split("\n\n") == [
        "Mr Hill:",
        "The road is open today.",
        "We drove on it.",
    ]


def test_cells_of_a_table_in_a_document_are_paragraphs() -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>".format
    row = f"<w:tbl><w:tr>{cell('Mr Hill:')}{cell('The road is open today.')}</w:tr></w:tbl>"
    assert text_of(a_docx(row)) == "Mr Hill:\n\nThe road is open today."


def test_a_document_whose_xml_defines_entities_is_not_read() -> None:
    laughs = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>'
    assert reason_of(a_zip({"word/document.xml": laughs})) is Reason.UNSAFE


def test_a_document_that_unpacks_to_far_too_much_is_not_unpacked() -> None:
    assert reason_of(a_docx(" " * 61_000_000)) is Reason.TOO_LARGE


def test_an_archive_within_another_is_named_and_not_unpacked() -> None:
    assert reason_of(a_zip({"speech.txt": "The road is open."})) is Reason.NESTED
    assert reason_of(b"\x1f\x8b\x08" + bytes(20)) is Reason.NESTED


@pytest.mark.parametrize("part", ["xl/workbook.xml", "ppt/presentation.xml"])
def test_other_documents_are_named_and_not_read(part: str) -> None:
    assert reason_of(a_zip({part: "<x/>"})) is Reason.UNREAD_MARKUP


@pytest.mark.timeout(20)  # seconds; a reader that looks back for every character would take hours
def test_hostile_documents_take_time_in_step_with_their_length() -> None:
    pieces = [(10 + number % 100 * 5.5, 790 - number // 100 * 1.5, "ab") for number in range(20_000)]
    rich = (b"{" * 200_000, b"\\'e4" * 100_000, b"\\u1234?" * 100_000, b"\\a" * 200_000, b"\\a" + b"1" * 200_000)
    for raw in (a_pdf([pieces], size=2), a_docx("<w:p/>" * 300_000), *(b"{\\rtf1 " + part for part in rich)):
        clean(raw, None, "speech")
