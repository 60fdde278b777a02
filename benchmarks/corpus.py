"""The benchmarks' corpus: invented English, Russian and Kazakh reports; the same number and seed give the same bytes.

`python -m benchmarks.corpus --texts 2000 FOLDER` writes a folder of sources: `texts/<3 digits>/report-<6 digits>.txt`, the same texts
as `corpus.jsonl` for readers of JSON Lines, the declaration `corpus.toml`, and this project's lists of speakers and offices. It prints
that folder and the corpus's SHA-256, and refuses where that is not the recorded one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import shutil
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
WORDS = HERE / "corpus_words"
RECORDED = HERE / "corpus_words" / "sha256.json"
SOURCES = HERE.parent / "sources"
SEED = 6
TEXTS_IN_A_FOLDER = 1_000
LANGUAGES = ("en", "ru", "en", "kk")
# Sentences after which a text may end: the least, the most, and the most frequent number. With the paragraph begun, 45 in the mean.
SENTENCES = (10, 100, 15)
# Of so many texts, one is a copy of the text before it, and one holds too little to be a text.
ONE_COPY_OF = 500
ONE_SCRAP_OF = 1_000
# Kind of paragraph → how often; `several` are quotations over several paragraphs.
KINDS = {"narration": 34, "after": 14, "before": 6, "split": 8, "several": 4, "indirect": 18, "mixed": 6, "dialogue": 3, "noise": 2}
STRAIGHT = str.maketrans({"“": '"', "”": '"', "«": '"', "»": '"', "‘": "'", "’": "'"})
ENDS = re.compile(r"[.!?](?=[”»\"]?(?:\s|$))")
# The end of what stands before a sentence: nothing, a colon or a stop (that of г. and ж., years, is none), and what opens speech.
OPENINGS = re.compile(r"(?:\A|(?<! [гж])[.!?:] )[“«–]? ?\Z")
SLOT = re.compile(r"\{(\w+)\}")
DECLARATION = """
publisher = "Invented reports for benchmarks"
languages = ["en", "ru", "kk"]
licence = "CC0-1.0"
attribution = "None is due"
text_may_be_published = true
least_speeches = 1
country = "KZ"
files = "texts"
"""


class Refused(Exception):
    """The corpus is not the recorded one."""


class Report(NamedTuple):
    """One text: its number, its language, and its characters."""

    number: int
    language: str
    text: str

    @property
    def path(self) -> str:
        """Where it stands in the corpus."""
        return f"{self.number // TEXTS_IN_A_FOLDER:03d}/report-{self.number:06d}.txt"


def reports(texts: int, seed: int = SEED) -> Iterator[Report]:
    """Yield the reports 0 … texts - 1; the first ones of a longer corpus are those of a shorter one."""
    for number in range(texts):
        yield report(number, seed)


def report(number: int, seed: int = SEED) -> Report:
    """Return one report."""
    if number % ONE_COPY_OF == ONE_COPY_OF - 1:
        return report(number - 1, seed)._replace(number=number)
    chooser = random.Random(f"{seed} {number}")  # noqa: S311 - invented texts, no secret
    language = LANGUAGES[number % len(LANGUAGES)]
    if number % ONE_SCRAP_OF == ONE_SCRAP_OF // 2:
        return Report(number, language, "…")
    inventor = Inventor(chooser, language)
    day = date(2019, 1, 1) + timedelta(days=chooser.randrange(2_500))
    paragraphs = [f"{day.isoformat()}", inventor.one_of("title"), *inventor.paragraphs()]
    text = "\n\n".join(paragraphs) + "\n"
    return Report(number, language, text.translate(STRAIGHT) if chooser.random() < 0.25 else text)


class Inventor:
    """Fills the sentences of one language with words."""

    def __init__(self, chooser: random.Random, language: str) -> None:
        self.chooser = chooser
        self.words = _words(language)

    def paragraphs(self) -> Iterator[str]:
        kinds, weights = list(KINDS), list(KINDS.values())
        sentences = 0
        enough = round(self.chooser.triangular(*SENTENCES))
        while sentences < enough:
            [kind] = self.chooser.choices(kinds, weights)
            if kind == "several":
                made = [self.filled(sentence) for sentence in self.words["several"]]
            else:
                repeats = self.chooser.choice((1, 2, 3, 4)) if kind in ("narration", "indirect") else 1
                made = [" ".join(self.one_of(kind) for _ in range(repeats))]
            for paragraph in made:
                sentences += len(ENDS.findall(paragraph))
                yield paragraph.replace(" ", "\u00a0", 1) if self.chooser.random() < 0.03 else paragraph

    def one_of(self, kind: str) -> str:
        return self.filled(self.chooser.choice(self.words[kind]))

    def filled(self, sentence: str) -> str:
        """Return the sentence with its braces filled, capitals where sentences begin, and one stop where an abbreviation ends one."""
        parts = SLOT.split(sentence)
        for place in range(1, len(parts), 2):
            filled = self.slot(parts[place])
            parts[place] = filled[0].upper() + filled[1:] if OPENINGS.search("".join(parts[:place])) else filled
        return "".join(parts).replace("..", ".")

    def slot(self, name: str) -> str:
        if name == "number":
            return str(self.chooser.randrange(10, 99))
        found = self.chooser.choice(self.words[name])
        # A part of a sentence: whoever asked for it knows whether one begins here.
        return SLOT.sub(lambda inner: self.slot(inner[1]), found)


@cache
def _words(language: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = tomllib.loads((WORDS / f"{language}.toml").read_text(encoding="utf-8"))
    return found


def corpus_sha256(texts: Iterable[tuple[str, bytes]]) -> str:
    """Return the hash of a corpus: of each text's path, length and bytes, in order."""
    digest = hashlib.sha256()
    for path, raw in texts:
        digest.update(f"{path} {len(raw)}\n".encode() + raw)
    return digest.hexdigest()


def write_corpus(folder: Path, texts: int, seed: int = SEED) -> Path:
    """Write the corpus as a folder of sources, unless it is there already, and return that folder.

    Refused where its hash is not the recorded one, so its words or code have changed: `--record` then records the new one.
    """
    expected = recorded().get(f"{texts} {seed}", "not recorded")
    sources = folder / f"corpus-{texts}-{seed}"
    if (sources / "corpus.toml").is_file() and corpus_sha256(_on_disk(sources / "texts")) == expected:
        return sources
    shutil.rmtree(sources, ignore_errors=True)
    (sources / "texts").mkdir(parents=True)
    with (sources / "corpus.jsonl").open("w", encoding="utf-8") as lines:
        for found in reports(texts, seed):
            path = sources / "texts" / found.path
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(found.text.encode())
            lines.write(json.dumps({"id": found.path, "text": found.text}, ensure_ascii=False) + "\n")
    written = corpus_sha256(_on_disk(sources / "texts"))
    if written != expected:
        raise Refused(f"{texts} texts of seed {seed} hash to {written}, recorded is {expected}; --record records what is")
    for name in ("speakers", "offices"):
        shutil.copytree(SOURCES / name, sources / name)
    (sources / "corpus.toml").write_text(DECLARATION, encoding="utf-8")
    return sources


def _on_disk(texts: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(texts.glob("*/*.txt")):
        yield path.relative_to(texts).as_posix(), path.read_bytes()


def recorded() -> dict[str, str]:
    """Return the recorded hashes, by number of texts and seed."""
    found: dict[str, str] = json.loads(RECORDED.read_text(encoding="utf-8")) if RECORDED.is_file() else {}
    return found


def main() -> None:
    """Write a corpus and say where, and its hash; with --record, record that hash first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--texts", type=int, default=500)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--record", action="store_true")
    asked = parser.parse_args()
    if asked.record:
        made = corpus_sha256((found.path, found.text.encode()) for found in reports(asked.texts, asked.seed))
        hashes = recorded() | {f"{asked.texts} {asked.seed}": made}
        ordered = dict(sorted(hashes.items(), key=lambda item: int(item[0].split()[0])))
        RECORDED.write_text(json.dumps(ordered, indent=1) + "\n", encoding="utf-8")
    print(write_corpus(asked.folder, asked.texts, asked.seed))
    print(recorded()[f"{asked.texts} {asked.seed}"])


if __name__ == "__main__":
    main()
