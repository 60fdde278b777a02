"""Sittings in XML: who speaks stands before what is said, what nobody says in brackets, the rest of the markup nowhere."""

from datetime import date

import pytest

from flows.clean.cleaning import clean
from flows.clean.draft import Cleaned, Unreadable
from schemas.words import Form, Reason, TakenFrom

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc>
<titleStmt><title type="main" xml:lang="en">Minutes of the House of Rivers, Sitting 5</title><title type="sub">Morning</title></titleStmt>
<publicationStmt><date when="2033-01-01">1.1.2033</date></publicationStmt></fileDesc>
<profileDesc><settingDesc><setting><name type="city">Astana</name><date when="2031-05-04">4 May 2031</date></setting></settingDesc>
<particDesc><listPerson>
<person xml:id="HillAnn"><persName to="2020-01-01"><surname>Dale</surname><forename>Ann</forename></persName>
<persName from="2020-01-02"><surname>Hill</surname><forename>Ann</forename></persName><sex value="F"/></person>
</listPerson></particDesc></profileDesc></teiHeader><text><body><div type="debateSection">"""
BODY = """<head>Questions to ministers</head>
<note type="speaker">THE SPEAKER:</note>
<u who="#HillAnn" ana="#chair" xml:id="u1"><seg xml:id="s1">The House meets   today.</seg>
<note type="comment">A bell rings.</note><seg>I call the minister to speak.</seg></u>
<kinesic type="applause"><desc>Applause</desc></kinesic>
<u who="#LakeBob"><seg>The road will be <gap reason="inaudible"/>open soon.</seg></u>
<note type="speaker">A MEMBER:</note><u><seg><s><w>It</w> <w join="right">is</w><pc>.</pc></s></seg></u>"""
TEI = f"{HEAD}{BODY}</div></body></text></TEI>"


def cleaned(raw: str, people: dict[str, str] | None = None) -> Cleaned:
    found = clean(raw.encode(), None, "sitting.txt", people=people or {})
    assert isinstance(found, Cleaned), found
    return found


def test_a_sitting_in_tei_is_read_turn_by_turn() -> None:
    found = cleaned(TEI, {"LakeBob": "Bob Lake"})
    assert (found.title, found.spoken_on, found.place) == ("Minutes of the House of Rivers, Sitting 5", date(2031, 5, 4), "Astana")
    assert found.steps[0] == "extracted_from_tei"
    assert found.text.split("\n\n") == [
        "Questions to ministers",
        "Ann Hill: The House meets today.",
        "[A bell rings.]",
        "I call the minister to speak.",
        "[Applause]",
        "Bob Lake: The road will be open soon.",
        "A MEMBER: It is.",
    ]


def test_a_sitting_is_a_debate_of_its_labels_because_its_markup_says_so() -> None:
    found = cleaned(TEI)
    assert (found.form, found.origins.form) == (Form.DEBATE, TakenFrom.PAGE)
    assert found.sitting.labels == {"Ann Hill", "LakeBob", "A MEMBER"}
    assert found.sitting.unspoken == {"Questions to ministers", "[A bell rings.]", "[Applause]"}


def test_what_happens_behind_a_sentence_divides_a_paragraph_and_within_one_is_left_out() -> None:
    raw = TEI.replace(
        "I call the minister to speak.",
        "Be seated. <kinesic><desc>(Applause)</desc></kinesic> I call <vocal><desc>(Noise)</desc></vocal> the minister.",
    )
    assert cleaned(raw).text.split("\n\n")[3:6] == ["Be seated.", "(Applause)", "I call the minister."]


def test_the_title_is_the_one_in_the_language_of_the_text() -> None:
    raw = TEI.replace(
        '<title type="main" xml:lang="en">', '<title type="main" xml:lang="uk">Засідання 5</title><title type="main" xml:lang="en">'
    )
    assert cleaned(raw).title == "Minutes of the House of Rivers, Sitting 5"
    assert cleaned(raw.replace('" xml:lang="en"><teiHeader>', '" xml:lang="uk"><teiHeader>')).title == "Засідання 5"


def test_whoever_presides_each_time_is_told_to_and_keeps_the_name_that_was_printed_once() -> None:
    again = '<u who="#HillAnn" ana="#chair"><seg>The sitting is closed.</seg></u></div></body>'
    raw = TEI.replace("</div></body>", again).replace("#HillAnn", "#DaleAnn")
    assert cleaned(raw).sitting.chairs == {"THE SPEAKER"}
    assert cleaned(raw).text.endswith("THE SPEAKER: The sitting is closed.")
    assert cleaned(raw.replace('ana="#chair"><seg>The', "><seg>The")).sitting.chairs == frozenset()


def test_initials_keep_their_stop_in_a_label() -> None:
    assert "ХІЛЛ А.Б.: It is." in cleaned(TEI.replace("A MEMBER:", "ХІЛЛ А.Б.")).text


def test_a_speaker_whom_no_list_names_keeps_what_the_sitting_calls_them() -> None:
    assert "LakeBob: The road will be open soon." in cleaned(TEI).text


def test_a_list_of_persons_is_no_text() -> None:
    found = clean(f"{HEAD.partition('<text>')[0]}</TEI>".encode(), None, "listPerson.xml")
    assert isinstance(found, Unreadable)
    assert (found.reason, "list of persons" in found.detail) == (Reason.UNREAD_MARKUP, True)


AKOMA_NTOSO = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><debate name="hansard"><meta>
<identification source="#x"><FRBRWork><FRBRdate date="2031-05-04" name="sitting"/><FRBRalias value="Sitting 5"/></FRBRWork>
<FRBRExpression><FRBRdate date="2033-01-01" name="markup"/></FRBRExpression></identification>
<references source="#x"><TLCPerson eId="hill" href="/p/hill" showAs="Ann Hill"/></references></meta>
<debateBody><debateSection name="questions"><heading>Roads</heading>
<speech by="#hill"><p>The House will now hear the minister.</p></speech>
<question by="#lake" to="#hill"><from>Mr <b>Lake</b> (North):</from><p>When will the road open?</p><p>And the bridge?</p></question>
<scene>Laughter.</scene><recordedTime time="15:30:00"/>
<narrative>The House rose.</narrative></debateSection></debateBody></debate></akomaNtoso>"""


def test_a_debate_in_akoma_ntoso_is_read_turn_by_turn() -> None:
    found = cleaned(AKOMA_NTOSO)
    assert (found.title, found.spoken_on) == ("Sitting 5", date(2031, 5, 4))
    assert found.text.split("\n\n") == [
        "Roads",
        "Ann Hill: The House will now hear the minister.",
        "Mr Lake (North): When will the road open?",
        "And the bridge?",
        "[Laughter.]",
        "[The House rose.]",
    ]


def test_what_a_chamber_decides_and_who_voted_is_nobodys_words() -> None:
    raw = AKOMA_NTOSO.replace(
        "<scene>Laughter.</scene>",
        """<speech by="#"><from>A Deputy<recordedTime time="x">10:31</recordedTime></from>
        <p>I move:</p><ul><li>Roads last.</li></ul></speech>
        <summary>The House divided: <quantity>63</quantity> to 37.</summary>
        <debateSection name="ta"><p>Yes</p><p><person refersTo="#x">Bannon, James</person></p></debateSection>""",
    )
    found = cleaned(raw)
    assert found.text.split("\n\n")[4:-1] == ["A Deputy: I move:", "Roads last.", "[The House divided: 63 to 37.]", "Yes"]
    assert found.sitting.unspoken >= {"Roads", "Yes", "[The House divided: 63 to 37.]"}
    assert found.sitting.labels == {"Ann Hill", "Mr Lake (North)", "A Deputy"}


PUBLICWHIP = """<?xml version="1.0" encoding="UTF-8"?><publicwhip>
<major-heading id="uk.org.publicwhip/debate/2031-05-04a.1.0">Roads</major-heading>
<speech id="uk.org.publicwhip/debate/2031-05-04a.1.1" speakername="Ann Hill" time="15:30:00"><p pid="a1">When will the road open?</p>
<p pid="a2">It is late.</p></speech>
<speech id="uk.org.publicwhip/debate/2031-05-04a.1.2" nospeaker="true"><p>The House divided.</p></speech>
</publicwhip>"""
HISTORIC = """<hansard><housecommons><date format="2031-05-04">Sunday 4 May 2031</date><debates><section><title>ROADS</title><col>12</col>
<p id="S1"><member>Mrs. Hill</member><membercontribution>: When will the <col>13</col>road open?</membercontribution></p>
<p>The House rose at four.</p></section></debates></housecommons></hansard>"""
OLD_HOUSE = """<housecommons><date format="2031-05-04">Sunday 4 May 2031</date><title>ROADS</title>
<p align="center">[MR. SPEAKER <i>in the Chair</i>]</p>
<p>1. <member>Mr. Lake</member><membercontribution> asked the Minister when the road will open.</membercontribution></p>
<p><member>The Minister for Roads (Mrs. Hill)</member><membercontribution>: It is open.<lb/>I drove on it.</membercontribution></p>
<p>2. <member>Mr. Dale</member> <b>(North)</b><membercontribution>: And the bridge?</membercontribution></p>
<p><i>Question put.</i></p></housecommons>"""
ANSWERS = """<publicwhip><major-heading id="uk.org.publicwhip/wrans/2031-05-04.h1">ROADS</major-heading>
<ques id="uk.org.publicwhip/wrans/2031-05-04.1" speakername="Ann Hill"><p>To ask the Minister when the road will open.</p></ques>
<reply speakername="Bob Lake"><p>In May.</p><table><tr><td>North</td><td>9</td></tr></table></reply></publicwhip>"""
PRINTED_DAY = """<HansardDoc><hs_6fDate><I>Sunday 4 May 2031</I></hs_6fDate><hs_2cStatement>Roads</hs_2cStatement>
<Question><hs_Para><Number>1</Number>.
<B><Member>The Minister for Roads (Ann Hill):</Member></B>
<QuestionText>The road is open. </QuestionText><Uin>[1]</Uin></hs_Para></Question>
<hs_Para>We drove on it.</hs_Para>
<Division><hs_Para><I>The House divided:</I> Ayes 4.</hs_Para><Member>Dale, Ms Ann</Member></Division></HansardDoc>"""
PRINTED = """<?xml version="1.0"?><Hansard xmlns="http://www.parliament.uk/commons/hansard/print"><Fragment>
<Header><Date Date="2031-05-04"/></Header>
<Body><hs_6bDepartment>Roads</hs_6bDepartment><hs_Para><Number>1</Number>
<Member><B>Ann Hill</B> (North):</Member> When will the road open?</hs_Para>
<hs_Para>It is late.</hs_Para></Body></Fragment></Hansard>"""


@pytest.mark.parametrize(
    ("raw", "paragraphs"),
    [
        (PUBLICWHIP, ["Roads", "Ann Hill: When will the road open?", "It is late.", "[The House divided.]"]),
        (HISTORIC, ["ROADS", "Mrs. Hill: When will the road open?", "The House rose at four."]),
        (PRINTED, ["Roads", "Ann Hill (North): When will the road open?", "It is late."]),
        (ANSWERS, ["ROADS", "Ann Hill: To ask the Minister when the road will open.", "Bob Lake: In May.", "North 9"]),
        (
            PRINTED_DAY,
            ["Roads", "The Minister for Roads (Ann Hill): The road is open.", "We drove on it.", "[The House divided: Ayes 4.]"],
        ),
        (
            OLD_HOUSE,
            [
                "ROADS",
                "[MR. SPEAKER in the Chair]",
                "1. Mr. Lake asked the Minister when the road will open.",
                "The Minister for Roads (Mrs. Hill): It is open. I drove on it.",
                "Mr. Dale (North): And the bridge?",
                "[Question put.]",
            ],
        ),
    ],
)
def test_the_hansards_of_the_united_kingdom_are_read_turn_by_turn(raw: str, paragraphs: list[str]) -> None:
    found = cleaned(raw)
    assert [found.title, *found.text.split("\n\n")] == paragraphs
    assert found.spoken_on == date(2031, 5, 4)


def test_a_name_that_a_document_declares_for_one_character_is_read_as_that() -> None:
    declared = '<!DOCTYPE publicwhip [\n<!ENTITY ndash "&#8211;">\n<!ENTITY eacute "&#233;">\n]><publicwhip>'
    raw = PUBLICWHIP.replace("<publicwhip>", declared).replace("It is late.", "It is late &ndash; Andr&eacute; &amp; I know.")
    assert "It is late – André & I know." in cleaned(raw).text


LAUGHS = '<!DOCTYPE TEI [<!ENTITY a "ha ha ha">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.timeout(10)
def test_a_billion_laughs_are_not_heard() -> None:
    for inner in ("&i;", "The road is open today."):
        raw = f'<?xml version="1.0"?>{LAUGHS}]><TEI><text><body><u who="#a"><seg>{inner}</seg></u></body></text></TEI>'
        found = clean(raw.encode(), None, "x.xml")
        assert isinstance(found, Unreadable)
        assert (found.reason, "entities" in found.detail) == (Reason.UNSAFE, True)


def test_no_file_is_read_that_an_entity_names() -> None:
    raw = '<?xml version="1.0"?><!DOCTYPE TEI [<!ENTITY f SYSTEM "file:///etc/passwd">]><TEI><text><body><u><seg>&f;</seg></u></body></text></TEI>'
    found = clean(raw.encode(), None, "x.xml")
    assert isinstance(found, Unreadable)
    assert found.reason is Reason.UNSAFE


@pytest.mark.parametrize(
    ("raw", "named"),
    [
        ('<?xml version="1.0"?><rss><item>The road is open today.</item></rss>', "XML of another kind"),
        ('{"speech": "The road is open today, friends."}', "JSON"),
        ('{"speech": "The road is open, and the bridge', "JSON"),
        ('{"speech": "The road is open."}\n{"speech": "The bridge is open."}\n', "JSON"),
        ("id,day,speech\n1,2031-05-04,The road is open.\n2,2031-05-05,The bridge is open.\n", "a table"),
        ("<TEI><text><body><u>never closed", "TEI"),
        ("<Hansard><Intervention><Content>The road is open.</Content></Intervention></Hansard>", "under <Hansard>"),
        ("<akomaNtoso><act><body><p>One.</p></body></act></akomaNtoso>", "Akoma Ntoso"),
    ],
)
def test_other_markup_is_told_by_its_content_and_is_no_prose(raw: str, named: str) -> None:
    found = clean(raw.encode(), None, "speech.txt")
    assert isinstance(found, Unreadable)
    assert found.reason in (Reason.UNREAD_MARKUP, Reason.DAMAGED)
    assert named in found.detail


@pytest.mark.parametrize(
    "text",
    [
        "[Applause] Friends, the road is open today.",
        "{The text begins} The road is open today, and the bridge.",
        "Friends, colleagues, neighbours\n\nThe road, the bridge, and the ferry are open.\n\nWe thank you, all of you, for it.",
        "Roads, bridges, rivers\nOpen, closed, flooded\nNorth, south, east\nThe minister spoke on all of them.",
        "<applause> Friends, the road is open today.",
        "a < b, said the minister, and b < c as well.",
    ],
)
def test_prose_with_marks_of_its_own_stays_prose(text: str) -> None:
    assert isinstance(clean(text.encode(), None, "speech.txt"), Cleaned)


SAVED = b"""From: <Saved by Blink>
Snapshot-Content-Location: https://press.example/road
Subject: The road
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----X"

------X
Content-Type: text/html
Content-Transfer-Encoding: quoted-printable
Content-Location: https://press.example/road

<!DOCTYPE html><html><head><meta charset=3D"utf-8"><title>The road is open</title></head><body><article>
<h1>The road is open</h1><p>The minister opened the road on Sunday, and thanked all who had built it in a year=
. =C2=ABIt is wide,=C2=BB he said.</p></article></body></html>
------X
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
------X--
"""


@pytest.mark.parametrize("raw", [SAVED, SAVED.replace(b"\n", b"\r\n")])
def test_a_page_saved_with_its_parts_is_read_as_the_page(raw: bytes) -> None:
    found = clean(raw, None, "road.mhtml")
    assert isinstance(found, Cleaned)
    assert found.steps[:2] == ("taken_from_mhtml", "extracted_from_page")
    assert (found.title, found.url) == ("The road is open", "https://press.example/road")
    assert "«It is wide,» he said." in found.text


def test_a_saved_page_without_a_page_says_so() -> None:
    found = clean(SAVED.replace(b"text/html", b"text/x"), None, "road.mhtml")
    assert isinstance(found, Unreadable)
    assert found.reason is Reason.DAMAGED
