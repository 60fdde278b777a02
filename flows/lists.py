"""The door to the data files that ship beside the rules: word lists and profiles."""

from functools import cache
from importlib.resources import files


@cache
def word_list(package: str, name: str) -> tuple[str, ...]:
    """Return the lines of a list in a package, in order, without comments (from ` #` or a leading `#` on) and blank lines.

    `word_list("flows.segment", "abbreviations.en.txt")`; FileNotFoundError where there is no such file.
    """
    lines = files(package).joinpath(name).read_text(encoding="utf-8").splitlines()
    entries = (line.split(" #", 1)[0].strip() for line in lines if not line.startswith("#"))
    return tuple(entry for entry in entries if entry)
