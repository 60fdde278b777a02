"""The door to the data files that ship beside the rules: word lists and profiles."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files


@cache
def word_list(package: str, name: str) -> tuple[str, ...]:
    """Return the lines of a list in a package, in order, without comments and blank lines.

    `word_list("flows.languages", "others/telling.bg.txt")`; FileNotFoundError where there is no such file.
    """
    return tuple(line for _, line in entries_of(files(package).joinpath(name).read_text(encoding="utf-8")))


@cache
def other_lists(name: str) -> Mapping[str, tuple[str, ...]]:
    """Return the lines of `others/NAME.CODE.txt` by the codes of the languages that are told apart but not read, in their order."""
    found = sorted(file.name for file in files("flows.languages").joinpath("others").iterdir() if file.name.startswith(f"{name}."))
    return {file.split(".")[1]: word_list("flows.languages", f"others/{file}") for file in found if file.count(".") > 1}


def entries_of(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a list with their numbers, without comments (from ` #` or a leading `#` on) and blank lines."""
    for number, line in enumerate(text.splitlines(), start=1):
        entry = "" if line.startswith("#") else line.split(" #", 1)[0].strip()
        if entry:
            yield number, entry
