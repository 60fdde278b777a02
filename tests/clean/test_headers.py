"""What stands above a text is taken out of it and kept."""

from datetime import date

import pytest

from flows.clean.cleaning import clean
from flows.clean.datelines import placed
from flows.clean.draft import Cleaned, Draft
from flows.clean.head import day_of_line
from flows.clean.headers import unmarked
from tests.clean.pairs import Pair, pairs


@pytest.mark.parametrize("pair", pairs("headers.txt"), ids=lambda pair: pair.name)
def test_headers_leave_the_text_as_the_pairs_say(pair: Pair) -> None:
    cleaned = clean(pair.given.encode(), None, "speech.txt")
    assert isinstance(cleaned, Cleaned)
    said = {"title": cleaned.title, "spoken_on": cleaned.spoken_on, "place": cleaned.place}
    assert (cleaned.text, {key: str(value) for key, value in said.items() if value}) == (pair.answer, pair.said)


@pytest.mark.parametrize(
    "line",
    [
        "2031-05-04",
        "2031-05-04 14:30",
        "04.05.2031",
        "4.5.2031, 09:00:15",
        "4 May 2031",
        "4th May, 2031",
        "May 4, 2031",
        "May 4th 2031 at 2:30 p.m.",
        "Sun, 4 May 2031 14:30 (UTC+5)",
        "Published: 4 May 2031",
        "4 мая 2031",
        "4 мая 2031 г.",
        "4 МАЯ 2031 ГОДА",
        "воскресенье, 4 мая 2031 года в 14:30",
        "4 мамыр 2031 ж.",
        "2031 жылғы 4 мамыр",
        "2031 ж. 4 мамыр",
        "2031 жылғы 4 мамыр, жексенбі",
        "2031/05/04 14:30",
        "2031-05-04T14:30:00+05:00",
        "04.05.31",
        "4. 5. 2031",
        "4th of May 2031",
        '4" May 2031',
        "SUNDAY, 4TH MAY 2031",
        "Updated 5 May 2031. Published 4 May 2031.",
        "(Almaty, 4 May 2031)",
        "4 May 2031 | Press release",
        "4 мая 2031 г., Астана",
    ],
)
def test_a_line_that_is_a_date_is_read(line: str) -> None:
    found = day_of_line(line)
    assert found is not None
    assert found.moment.day == date(2031, 5, 4)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "2031",
        "May 2031",
        "31.02.2031",
        "2031-13-01",
        "4 Mayor 2031",
        "4 May 2031 was a day",
        "05/04/2031",
        "x" * 10_000,
        "Sale of 4 May 2031 cars",
        "1–4 May 2031",
        "Updated 4 May 2031",
        "Minister signs the law of 4 May 2031",
    ],
)
def test_a_line_that_is_no_date_is_left_alone(line: str) -> None:
    assert day_of_line(line) is None


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('STATEMENT BY\nH.E. MS. LARA HOLM\n\nat the Assembly of Rivers\n\nGeneva, 24" May 2031', "2031-05-24"),
        ("MINISTRY OF ROADS\n\nLARA HOLM, MINISTER OF ROADS, AT THE ASSEMBLY OF RIVERS, 247TH MAY 2031", "2031-05-24"),
        ("T h e H o n L a r a H o l m\n\nS a t u r d a y 2 4 t h M a y 2 0 3 1", "2031-05-24"),
        ("LARA HOLM MP\n\nE&OE TRANSCRIPT RADIO INTERVIEW RIVER FM SATURDAY, 24 MAY 2031", "2031-05-24"),
        ("Media Release Saturday, 24 May 2031 The Minister opened the longest bridge of the country at noon.", "2031-05-24"),
        ("5/26/31, 6:17 PM The bridge is open | Ministry of Roads\n\nUpdated: 25 May 2031\n\nGeneva, 24 May 2031", "2031-05-24"),
        ("Statement of the Ministry, to be delivered on May 24, 2031 at the bridge", "2031-05-24"),
        ("STATEMENT BY H.E. MS. LARA HOLM\nat the ninth session of the Assembly of Rivers on 24 May\n2031", "2031-05-24"),
        ("Lara Holm, Minister of Roads\nat the ninth session of the Assembly of Rivers, 24 May 2031", "2031-05-24"),
        ("STATEMENT BY LARA HOLM\nON 2474 MAY 2031", "2031-05-24"),
        ("Lara Holm\nGeneva, May 24%, 2031", "2031-05-24"),
        (
            "STATEMENT BY LARA HOLM\n\n“Leaving nobody behind: how to build roads and bridges that last for all.”\n\n24 MAY 2031",
            "2031-05-24",
        ),
        ("Lara Holm\nGeneva, 24-05-2031", "2031-05-24"),
        ("Lara Holm\nSaturday 24th, May, 2031", "2031-05-24"),
        ("Lara Holm\nFriday, 24 May 2031", None),
        ("Statement by Lara Holm\n\nOn 24 May 2031 the two countries", None),
        ("THE ASSEMBLY OF RIVERS\n\nGENEVA\n\n22ND – 24TH MAY 2031", None),
        ("Minister signs the law of 24 May 2031", None),
        ("Подписан закон от 24 мая 2031 года", None),
        ("Honourable members,\n\nwe met here on 24 May 2031 and built a bridge.", None),
    ],
)
def test_the_head_names_the_day_however_it_stands_there(head: str, day: str | None) -> None:
    cleaned = clean(f"{head}\n\nThe bridge was built in a year. It is open to all.".encode(), None, "speech.txt")
    assert isinstance(cleaned, Cleaned)
    assert str(cleaned.spoken_on) == str(day)


def test_a_place_above_the_day_is_no_title() -> None:
    head = "E&OE TRANSCRIPT\nDOORSTOP INTERVIEW\nSYDNEY\nSATURDAY, 24 MAY 2031\nSUBJECTS: Roads."
    cleaned = clean(f"{head}\n\nThe bridge was built in a year. It is open.".encode(), None, "speech.txt")
    assert isinstance(cleaned, Cleaned)
    assert (cleaned.title, cleaned.place, str(cleaned.spoken_on)) == (None, "Sydney", "2031-05-24")


def test_a_day_below_the_text_is_read_where_the_head_names_none() -> None:
    text = "BRIDGE OPENS\n\nThe bridge was built in a year. It is open.\n\nSATURDAY, 24 MAY 2031\n\nMEDIA CONTACT: LEO TARN 555 0100"
    cleaned = clean(text.encode(), None, "speech.txt")
    assert isinstance(cleaned, Cleaned)
    assert (cleaned.title, str(cleaned.spoken_on)) == ("BRIDGE OPENS", "2031-05-24")


@pytest.mark.parametrize(
    "line",
    [
        "Page 1 of 7",
        "T h e  H o n .  L e o  T a r n",
        "OFFICIAL SENSITIVE",
        "MEDIA CONTACT: LEO TARN",
        "- Check against delivery -",
        "PRESS RELEASE",
        "Страница 1 из 7",
    ],
)
def test_marks_above_a_text_are_no_title(line: str) -> None:
    cleaned = clean(f"{line}\n\nBridge opens\n\nThe bridge was built in a year. It is open.".encode(), None, "speech.txt")
    assert isinstance(cleaned, Cleaned)
    assert cleaned.title == "Bridge opens"


@pytest.mark.timeout(10)  # seconds
def test_a_label_of_somebody_who_presides_is_no_place_from_which_is_reported() -> None:
    text = "JANE ROE, MODERATOR: Good evening to all of you.\n\nDENIS DOE: Good evening, and I thank you."
    assert placed(Draft(text)) == Draft(text)


def test_a_day_by_itself_below_the_first_sentence_is_that_of_the_head() -> None:
    text = (
        "The governor reports\n\nThe governor told of roads and schools.\n\n14 May 2031\n15:20\n\nA. ROE: Begin.\n\nB. DOE: We built four."
    )
    cleaned = clean(text.encode(), None, "talk.txt")
    assert isinstance(cleaned, Cleaned)
    assert cleaned.spoken_on == date(2031, 5, 14)


def test_a_time_alone_above_a_text_is_no_day_of_a_change() -> None:
    assert unmarked(Draft("(10:04 a.m.)\n\nThe court sat.")).text == "(10:04 a.m.)\n\nThe court sat."


def test_hostile_headers_take_time_in_step_with_their_length() -> None:
    for text in ("A " * 200_000, "ASTANA. " * 50_000, "ASTANA, " * 50_000, "date " * 50_000, "1 May " * 50_000, "ASTANA" * 50_000):
        clean(text.encode(), None, "speech.txt")
    for line in ("1 May 2031 ", "date ", "a b ", "Page 1\n", "press release\n\n", "1/1/2031/", "2031-01-01T", "SYDNEY\n1 May 2031\n"):
        clean((line * 50_000).encode(), None, "speech.txt")
