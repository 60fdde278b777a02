"""A source's file is checked key by key, and all that is wrong in it is told at once."""

from pathlib import Path

import pytest

from flows.errors import Refused
from flows.fetch.declarations import SourceDeclaration, read_sources
from schemas.words import Language

RIGHT = """
publisher = "A press service"
languages = ["en", "kk"]
licence = "CC BY 4.0"
attribution = "A press service, 2026"
text_may_be_published = true
least_speeches = 3
"""


def refusal(folder: Path, content: str, name: str = "press.toml") -> str:
    (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_sources(folder)
    return str(refused.value).replace(str(folder), "sources")


def test_a_source_is_read_with_its_file_name_as_its_key(tmp_path: Path) -> None:
    (tmp_path / "press.toml").write_text(RIGHT + 'files = "press/*.txt"\n')
    assert read_sources(tmp_path) == [
        SourceDeclaration(
            source_id="press",
            publisher="A press service",
            languages=(Language.ENGLISH, Language.KAZAKH),
            licence="CC BY 4.0",
            attribution="A press service, 2026",
            text_may_be_published=True,
            least_speeches=3,
            form=None,
            files="press/*.txt",
        )
    ]


def test_sources_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b", "a-2", "a"):
        (tmp_path / f"{name}.toml").write_text(RIGHT + 'files = "press"\n')
    (tmp_path / ".hidden.toml").write_text("not = read")
    assert [source.source_id for source in read_sources(tmp_path)] == ["a-2", "a", "b"]


def test_a_folder_that_does_not_exist_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="nowhere: no such folder; name the folder that holds the source files"):
        read_sources(tmp_path / "nowhere")


def test_a_folder_without_a_source_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"holds no source; add a file such as .*example.toml"):
        read_sources(tmp_path)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('publsher = "x"', "sources/press.toml: publsher: no such key; did you mean 'publisher'? Allowed keys: publisher, url,"),
        ('source_id = "x"', "sources/press.toml: source_id: no such key;"),
        ('country = "kz"', "sources/press.toml: country = 'kz': must be two capital letters"),
        ('form = "poem"', 'sources/press.toml: form = \'poem\': must be one of "report", "transcript", "debate", "interview", "briefing"'),
        ('url = "ftp://example.org"', "url = 'ftp://example.org': must be an http:// or https:// address"),
        ('principal_speaker = "A. Person"', "principal_speaker = 'A. Person': must be a speaker's code"),
        ("may_reach_private_addresses = true", "may_reach_private_addresses = True: must be a list of hosts or networks"),
        ('may_reach_private_addresses = ["10.0.0.1/8"]', "may_reach_private_addresses[0] = '10.0.0.1/8': must be a list of hosts"),
        ('feeds = "https://example.org/feed"', "feeds = 'https://example.org/feed': must be a list of http:// or https:// addresses"),
        ('only = ["(?=x)"]', "(a regular expression that can be matched in linear time: invalid perl operator: (?=)"),
        ('listings = [{ address = "https://example.org" }]', "listings[0].links: is missing; it holds a regular expression in quotes"),
        (
            'listings = [{ address = "https://example.org", links = "/n", nxt = "x" }]',
            "listings[0].nxt: no such key; did you mean 'next'?",
        ),
        ("most_loss = { share = 2 }", "most_loss.share = 2: must be a number from 0 to 1"),
        ("delay_seconds = 0", "delay_seconds = 0: public hosts are asked at most every 0.5 seconds"),
        ("delay_seconds = 4000", "delay_seconds = 4000: must be a number of seconds from 0 to 3600"),
        ("run_seconds = 0", "run_seconds = 0: must be a whole number of seconds from 1 to 86400"),
        ('address_files = ["../list.txt"]', "address_files = '../list.txt': must stay within the folder of this file"),
        ("sitemaps = []", "sitemaps = []: name at least one, or leave it out"),
    ],
)
def test_a_wrong_line_is_told_with_what_is_allowed(tmp_path: Path, line: str, told: str) -> None:
    assert told in refusal(tmp_path, RIGHT + 'files = "press"\n' + line)


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('"en", "kk"', '"en", "fr"', 'languages[1] = \'fr\': must be a list of languages, each one of "en", "ru", "kk"'),
        ('"en", "kk"', '"en", "en"', "languages: 'en' stands there twice"),
        ('"en", "kk"', "", "languages = []: must be a list of languages"),
        ("= true", '= "yes"', "text_may_be_published = 'yes': must be true or false, without quotes"),
        ("= 3", '= "3"', "least_speeches = '3': must be a whole number"),
        ("= 3", "= -1", "least_speeches = -1: must be a whole number from 0 up"),
        ("= 3", "= true", "least_speeches = True: must be a whole number"),
        ('"CC BY 4.0"', '" "', "licence = ' ': must be a text in quotes"),
        ('licence = "CC BY 4.0"', "", "licence: is missing; it holds a text in quotes"),
        ("= true", "=", "is not TOML"),
    ],
)
def test_a_wrong_value_is_told_with_what_is_allowed(tmp_path: Path, right: str, wrong: str, told: str) -> None:
    assert told in refusal(tmp_path, RIGHT.replace(right, wrong) + 'files = "press"\n')


@pytest.mark.parametrize("files", ["../elsewhere", "press/../../elsewhere", "/etc/*", "..\\\\elsewhere"])
def test_files_never_climb_out_of_the_sources_folder(tmp_path: Path, files: str) -> None:
    assert "must stay within the folder of this file" in refusal(tmp_path, RIGHT + f'files = "{files}"\n')


@pytest.mark.parametrize(
    "address", ["file:///etc/hosts", "https://", "https://name:word@example.org/", "https://exa mple.org", "https://a:b/"]
)
def test_an_address_is_http_and_holds_no_password(tmp_path: Path, address: str) -> None:
    told = refusal(tmp_path, RIGHT + f'addresses = ["https://example.org/1", "{address}"]\n')
    assert f"addresses[1] = '{address}': must be a list of http:// or https:// addresses" in told


def test_an_address_given_twice_is_refused(tmp_path: Path) -> None:
    assert "stands there twice" in refusal(tmp_path, RIGHT + 'addresses = ["https://example.org/1", "https://example.org/1"]\n')


def test_no_place_of_texts_is_refused(tmp_path: Path) -> None:
    assert "at least one of them says where the texts are; none is there" in refusal(tmp_path, RIGHT)


def test_every_problem_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text("licence = 1")
    told = refusal(tmp_path, RIGHT.replace("publisher", "publishers") + 'files = "../x"\n')
    assert len([line for line in told.splitlines() if line.startswith("sources/press.toml: ")]) == 3
    assert "sources/other.toml: licence = 1" in told


def test_a_file_name_that_is_no_key_is_refused(tmp_path: Path) -> None:
    assert "is named with 1 to 60 of a-z, 0-9 and -" in refusal(tmp_path, RIGHT, "Press Service.toml")


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "press.toml").write_bytes('publisher = "Пресса"'.encode("cp1251"))
    with pytest.raises(Refused, match="is not UTF-8"):
        read_sources(tmp_path)
