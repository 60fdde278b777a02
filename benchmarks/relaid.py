"""How turns are read when real texts are laid out otherwise: `python -m benchmarks.relaid FILE …`.

Each text is read as it is, and again with its lines broken at 80 characters, without blank lines, with a page's head within it, with its
labels followed by a dash, and so on. Prints of each layout how many of the turns that were told by a label are told again: the same label
before the same first words.
"""

import json
import re
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measuring import HOUSE
from flows.annotate import annotated_lines

WIDTH, LINES_OF_A_PAGE, LETTERS_COMPARED = 80, 30, 25
HEAD = "\n\nThe Hon Jo Roe MP – Transcript – Page {} of 9\n"
BLANK_LINES = re.compile(r"\n\s*\n")
# KIERAN GILBERT, HOST: …
LABEL = re.compile(r"^[ \t]*(?P<name>[A-Z][A-Z'’.\- ]{2,40})(?P<role>, [A-Z][A-Za-z ]+)? ?:[ \t]*(?=\S)", re.MULTILINE)


def main() -> None:
    """Read the files in every layout and print a line of what came of each."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in map(Path, sys.argv[1:])}
    as_is = dict(_turns(texts))
    for name, relaid in LAYOUTS.items():
        found = dict(_turns({stem: relaid(text) for stem, text in texts.items()}))
        again = sum(len(turns & found[stem]) for stem, turns in as_is.items())
        print({"layout": name, "turns": sum(map(len, as_is.values())), "told again": again})


def _turns(texts: Mapping[str, str]) -> Iterator[tuple[str, set[tuple[str, str]]]]:
    """Yield of each text its turns: the name in the label, and the first letters of the words."""
    with TemporaryDirectory(prefix="bench-") as folder:
        files = [Path(folder) / f"{stem}.txt" for stem in texts]
        for file in files:
            file.write_text(texts[file.stem], encoding="utf-8")
        for line in annotated_lines([*map(str, files)], HOUSE / "sources", None):
            read = json.loads(line)
            said = [one for one in read["quotes"] if one["kind"] == "direct" and one["source"] and not one["cue"]]
            yield (
                read["doc_id"],
                {(_name(_words(read["text"], one["source"])), _begin(_words(read["text"], one["content"]))) for one in said},
            )


def _words(text: str, spans: Iterable[tuple[int, int]]) -> str:
    return " ".join(text[start:end] for start, end in spans)


def _name(label: str) -> str:
    return label.partition(",")[0].strip(" :—*").upper()


def _begin(words: str) -> str:
    return "".join(filter(str.isalnum, words))[:LETTERS_COMPARED]


def _wrapped(text: str) -> str:
    paragraphs = (textwrap.wrap(" ".join(paragraph.split()), WIDTH) for paragraph in BLANK_LINES.split(text))
    return "\n\n".join("\n".join(lines) for lines in paragraphs if lines)


def _paged(text: str) -> str:
    lines = _wrapped(text).split("\n")
    return "".join(f"{line}\n" + (HEAD.format(n // LINES_OF_A_PAGE) if n % LINES_OF_A_PAGE == 0 else "") for n, line in enumerate(lines, 1))


def _labelled(after: str, *, title: bool = False) -> Callable[[str], str]:
    def relaid(text: str) -> str:
        return LABEL.sub(lambda m: f"{m['name'].title() if title else m['name']}{m['role'] or ''}{after}", text)

    return relaid


LAYOUTS: Mapping[str, Callable[[str], str]] = {
    "lines of 80 characters": _wrapped,
    "lines of 80 characters, no blank line": lambda text: _wrapped(text).replace("\n\n", "\n"),
    "no blank line": lambda text: BLANK_LINES.sub("\n", text),
    "a page's head every 30 lines": _paged,
    "a dash behind labels": _labelled(" — "),
    "no space behind labels": _labelled(":"),
    "labels on lines of their own": _labelled(":\n\n"),
    "labels in small letters": _labelled(": ", title=True),
    "labels in bold by stars": lambda text: LABEL.sub(lambda m: f"**{m['name']}{m['role'] or ''}:** ", text),
}


if __name__ == "__main__":
    main()
