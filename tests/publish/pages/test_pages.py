"""The pages of a release and of a store, as files."""

import html
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from flows.publish.index import write_index, yanked
from flows.publish.pages.html import csp_hash
from flows.publish.pages.interface import LANGUAGES, interface
from flows.publish.pages.pictures import picture
from flows.publish.withdrawal import withdraw, yank
from rostra.store import read_index
from rostra.verify import read_checksums, verify
from schemas.columns import Word
from schemas.sources import SetAside
from schemas.words import Form, Language, QuotationKind, Reason, SpeakerMethod, Stage
from tests.publish.a_release import ROWS, SPEECH, published
from tests.publish.pages.stores import EVIL, HOSTILE
from tests.publish.test_withdrawal import BOTH, BUILD, OTHER, passed

SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<content>.*?)</script>", re.DOTALL)
GAP = re.compile(r"\{\w+\}")
POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]+)"')


class Attributes(HTMLParser):
    """Every attribute that a browser finds in a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += attrs


@pytest.mark.parametrize(
    ("section", "words"), [("languages", Language), ("forms", Form), ("kinds", QuotationKind), ("methods", SpeakerMethod)]
)
def test_the_pages_have_a_name_for_every_word(section: str, words: type[Word]) -> None:
    assert set(words) <= interface()[section].keys()


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_a_translation_has_every_word_with_the_same_gaps(language: str) -> None:
    english, its = interface(), interface(language)
    assert {section: list(words) for section, words in its.items()} == {section: list(words) for section, words in english.items()}
    for section, words in english.items():
        for key, text in words.items():
            if isinstance(text, str) and key != "day_is":
                assert sorted(GAP.findall(its[section][key])) == sorted(GAP.findall(text)), (section, key)


def test_feeds_name_every_release_and_say_what_became_of_it(tmp_path: Path) -> None:
    published(tmp_path, with_pages=True)
    published(tmp_path, BOTH, with_pages=True)
    yank(tmp_path, "1.0.0", "dates <are> a day\x0b off")
    feed = ElementTree.fromstring((tmp_path / "releases.atom").read_text(encoding="utf-8"))  # noqa: S314  our own
    atom = "{http://www.w3.org/2005/Atom}"
    assert [entry.findtext(f"{atom}title") for entry in feed.iter(f"{atom}entry")] == [
        "Rostra: who said what 1.1.0",
        "Rostra: who said what 1.0.0 (yanked)",
    ]
    items = json.loads((tmp_path / "feed.json").read_text(encoding="utf-8"))["items"]
    assert [item["id"] for item in items] == [entry.findtext(f"{atom}id") for entry in feed.iter(f"{atom}entry")]
    assert "dates <are> a day" in items[1]["content_text"]


def test_whoever_is_unknown_is_no_person_quoted(tmp_path: Path) -> None:
    unknown = HOSTILE["quotations"][0]._replace(speaker_id=None, speaker_name=None, speaker_kind=None)
    release = published(tmp_path, {**HOSTILE, "quotations": [unknown]}, with_pages=True).folder
    page = (release / "index.html").read_text(encoding="utf-8")
    assert '<b>0</b> <span data-plural="person"' in page
    svg = (release / "pages" / "pictures" / "quoted.svg").read_text(encoding="utf-8")
    assert "nknown" not in svg


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a release of texts that wish us ill."""
    store = tmp_path_factory.mktemp("hostile")
    published(store, HOSTILE, with_pages=True)
    return store


def test_every_page_and_chunk_is_listed_and_whole(hostile: Path) -> None:
    release = hostile / "releases" / "1.0.0"
    listed = read_checksums(release)
    manifest = json.loads((release / "release.json").read_text(encoding="utf-8"))
    assert {
        "index.html",
        "pages/style.css",
        "pages/tables.html",
        "pages/pictures/quoted.svg",
        "pages/speeches/00000.js",
        "pages/uk/index.html",
    } <= listed.keys()
    assert {name for name in listed if name.startswith("pages/")} <= {file["path"] for file in manifest["files"]}
    verify(release)


def test_the_same_data_give_the_same_pages(hostile: Path, tmp_path: Path) -> None:
    again = published(tmp_path, HOSTILE, with_pages=True).folder
    assert (again / "SHA256SUMS").read_bytes() == (hostile / "releases" / "1.0.0" / "SHA256SUMS").read_bytes()
    assert (tmp_path / "index.html").read_bytes() == (hostile / "index.html").read_bytes()


def test_nothing_of_a_text_becomes_part_of_a_page(hostile: Path) -> None:
    files = [path for path in hostile.rglob("*") if path.suffix in {".html", ".js", ".svg"}]
    assert len(files) > 10
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert "<img src=x" not in text and "<script>document" not in text, path
        if path.suffix == ".js":
            assert not re.search("[\u202a-\u202e\u2066-\u2069\u2028]", text), path


def test_pages_run_what_is_ours_alone(hostile: Path) -> None:
    pages = sorted(hostile.rglob("*.html"))
    assert len(pages) == 4 * len(LANGUAGES)
    for page in pages:
        text = page.read_text(encoding="utf-8")
        policy = html.unescape(POLICY.findall(text)[0])
        assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy
        attributes = Attributes(text).found
        assert not [name for name, _ in attributes if name == "style" or name.startswith("on")], page
        assert not [value for name, value in attributes if name in {"src", "href"} and re.match(r"\w+:(?!,)|//", value or "")], page
        for match in SCRIPT.finditer(text):
            is_data = 'type="application/json"' in match["attributes"]
            is_file = "src=" in match["attributes"]
            assert is_data or is_file or csp_hash(match["content"]) in policy, page


def test_without_pages_a_release_and_its_store_have_none(tmp_path: Path) -> None:
    release = published(tmp_path, with_pages=False).folder
    assert not (release / "index.html").exists() and not (release / "pages").exists()
    assert not (tmp_path / "index.html").exists() and not (tmp_path / "status.js").exists()


def test_pages_alone_are_no_change(tmp_path: Path) -> None:
    published(tmp_path, with_pages=False)
    assert not published(tmp_path, with_pages=True).is_new


def status_of(store: Path) -> dict[str, dict[str, str | None]]:
    found = re.fullmatch(r"rostra\.status\((.*)\);\n", (store / "status.js").read_text(encoding="utf-8"))
    assert found
    releases: dict[str, dict[str, str | None]] = json.loads(found[1])["releases"]
    return releases


def test_the_catalogue_follows_each_release_yank_and_withdrawal(tmp_path: Path) -> None:
    published(tmp_path, with_pages=True)
    published(tmp_path, BOTH, with_pages=True)
    assert "+1" in (tmp_path / "index.html").read_text(encoding="utf-8")
    yank(tmp_path, "1.0.0", "dates <are> a day off")
    assert status_of(tmp_path)["1.0.0"] == {"status": "yanked", "reason": "dates <are> a day off", "page": "index.html"}
    assert "dates &lt;are&gt; a day off" in (tmp_path / "index.html").read_text(encoding="utf-8")
    withdraw(tmp_path, [OTHER.speech_id], "the publisher asked", BUILD, passed)
    assert {version: known["status"] for version, known in status_of(tmp_path).items()} == {
        "1.0.0": "yanked",
        "1.1.0": "withdrawn",
        "2.0.0": "published",
    }
    catalogue = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert 'href="releases/2.0.0/index.html"' in catalogue and 'href="releases/1.1.0/' not in catalogue
    assert (tmp_path / "releases" / "2.0.0" / "index.html").is_file()


def test_what_a_killed_publisher_left_of_the_catalogue_is_mended(tmp_path: Path) -> None:
    published(tmp_path, with_pages=True)
    write_index(tmp_path, yanked(read_index(tmp_path), "1.0.0", "wrong"))
    (tmp_path / "status.js.partial").write_text("half")
    published(tmp_path, {**ROWS, "speeches": [SPEECH, OTHER]}, with_pages=True)
    assert status_of(tmp_path)["1.0.0"]["status"] == "yanked"
    assert not (tmp_path / "status.js.partial").exists()


def test_what_was_set_aside_and_what_changed_are_drawn(tmp_path: Path) -> None:
    first = published(tmp_path, with_pages=True).folder
    aside = SetAside("gazette", "late.txt", Stage.CLEAN, Reason.EMPTY, "holds no letters")
    second = published(tmp_path, {**BOTH, "set_aside": [aside]}, with_pages=True).folder
    drawn = [{path.stem for path in (release / "pages" / "pictures").iterdir()} for release in (first, second)]
    assert drawn[1] - drawn[0] == {"set-aside", "changed"}
    assert ">empty<" in (second / "pages" / "pictures" / "set-aside.svg").read_text(encoding="utf-8")
    assert ">speeches" in (second / "pages" / "pictures" / "changed.svg").read_text(encoding="utf-8")


@pytest.mark.golden
def test_the_pages_of_a_small_release_are_as_accepted(hostile: Path, tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    release = published(tmp_path, with_pages=True).folder
    names = sorted(name for name in read_checksums(release) if name.startswith(("index", "pages")))
    golden("pages/files.txt", "\n".join(names) + "\n")
    for name in (
        "index.html",
        "pages/numbers.html",
        "pages/speeches/00000.js",
        "pages/list/00000.js",
        "pages/words/all.js",
        "pages/words.js",
    ):
        golden(f"pages/{name.removeprefix('pages/')}", (release / name).read_text(encoding="utf-8"))
    pages = hostile / "releases" / "1.0.0" / "pages"
    for kind in ("speakers", "names"):
        golden(f"pages/{kind}.js", (pages / kind / "0000.js").read_text(encoding="utf-8"))
    golden("pages/quoted.svg", (hostile / "releases" / "1.0.0" / "pages" / "pictures" / "quoted.svg").read_text(encoding="utf-8"))


def test_a_picture_holds_no_name_as_markup(hostile: Path) -> None:
    svg = (hostile / "releases" / "1.0.0" / "pages" / "pictures" / "quoted.svg").read_text(encoding="utf-8")
    assert EVIL[:9] not in svg and "&lt;/script&gt;" in svg and picture.__doc__
