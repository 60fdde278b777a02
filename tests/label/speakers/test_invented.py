"""The rules of names and roles on a language of a few words that nobody speaks: they know no word and no ending of their own."""

import shutil
from pathlib import Path

import pytest

from flows import languages
from flows.label.speakers.phrases import read_phrase
from flows.languages.pack import Pack, read_pack
from schemas.words import Language

LISTS = {
    "cues": "say | saying | that | says\n",
    "lexicon": "minista | agent\nsona | agent\nur | preposition",
    "noun_forms": "a | oblique-agent | e u",
    "first_names": "male Tarko Belm\nfemale Mila",
    "name_endings": "surname | male | ul | - | o u\nsurname | female | ul | a | ai au\nname | male | - | o | e",
    "case_endings": "e = o a\nai = a",
    "groups": "sona",
    "office_modifiers": "former | ex vano",
    "joining": "ke",
}


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """Return the pack of a language whose lists of names and roles hold a few words."""
    folder = tmp_path_factory.mktemp("packs") / "ru"
    shutil.copytree(Path(languages.__file__).parent / "ru", folder)
    for name, lines in LISTS.items():
        (folder / "lists" / f"{name}.txt").write_text(lines + "\n", encoding="utf-8")
    settings = folder / "language.toml"
    kept = (line for line in settings.read_text(encoding="utf-8").splitlines() if not line.startswith("tells_"))
    text = "\n".join(kept)
    settings.write_text(text.replace("changing_end = '[", "changing_end = '[a"), encoding="utf-8")
    return read_pack(Language.RUSSIAN, folder)


@pytest.mark.parametrize(
    ("phrase", "name", "roles", "gender"),
    [
        ("minista Tarko Vorrul", "Tarko Vorrul", ("minista",), "male"),
        ("ministe finna Tarke Vorrulo", "Tarko Vorrul", ("minista finna",), "male"),
        ("vano minista Mila Vorrula", "Mila Vorrula", ("ex-minista",), "female"),
        ("Milai Vorrulai", "Mila Vorrula", (), "female"),
        ("Vorrulu", "Vorrul", (), "male"),
        ("Tarko Vorrul, minista finna", "Tarko Vorrul", ("minista finna",), "male"),
        ("sona", None, (), "either"),
        ("министр финансов", None, (), "either"),
    ],
)
def test_a_phrase_is_read_by_the_lists_of_its_language_alone(
    invented: Pack, phrase: str, name: str | None, roles: tuple[str, ...], gender: str
) -> None:
    reading = read_phrase(phrase, invented)
    assert (reading.name, reading.roles, reading.gender) == (name, roles, gender)
