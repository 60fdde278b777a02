"""The benchmarks' corpus: invented English, Russian and Kazakh reports; the same number and seed give the same bytes.

`python -m benchmarks.corpus --texts 2000 FOLDER` writes `texts/<3 digits>/report-<6 digits>.txt`, the same as `corpus.jsonl` for
peers that read JSON Lines, and the declaration of the source; it refuses where the hash is not the recorded one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import shutil
import tomllib
from collections.abc import Iterator
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
SENTENCES = 45
# Of so many texts, one is a copy of the text before it, and one holds too little to be a text.
ONE_COPY_OF = 500
ONE_SCRAP_OF = 1_000
# Kind of paragraph → how often; `several` are quotations over several paragraphs.
KINDS = {"narration": 34, "after": 14, "before": 6, "split": 8, "several": 4, "indirect": 18, "mixed": 6, "dialogue": 3, "noise": 2}
STRAIGHT = str.maketrans({"“": '"', "”": '"', "«": '"', "»": '"', "‘": "'", "’": "'"})
ENDS = re.compile(r"[.!?](?=[”»\"]?(?:\s|$))")
# The first letter of a sentence: behind a stop that is no abbreviation's, or behind the marks and dashes that open speech.
STARTS = re.compile(r"(?:\A[“«–]? ?|(?<![ .][a-zгжте])(?<!Dr)(?<!Mr)[.!?] |[.!?] [“–] ?|: [“«])\w")
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
    maker = _Maker(chooser, _words(language))
    day = date(2019, 1, 1) + timedelta(days=chooser.randrange(2_500))
    paragraphs = [f"{day.isoformat()}", maker.one_of("title"), *maker.paragraphs()]
    text = "\n\n".join(paragraphs) + "\n"
    return Report(number, language, text.translate(STRAIGHT) if chooser.random() < 0.25 else text)


class _Maker:
    """Fills the sentences of one language with words."""

    def __init__(self, chooser: random.Random, words: dict[str, list[str]]) -> None:
        self.chooser = chooser
        self.words = words

    def paragraphs(self) -> Iterator[str]:
        kinds, weights = list(KINDS), list(KINDS.values())
        sentences = 0
        while sentences < SENTENCES:
            [kind] = self.chooser.choices(kinds, weights)
            if kind == "several":
                made = [_written(self.filled(sentence)) for sentence in self.words["several"]]
            else:
                repeats = self.chooser.choice((1, 2, 3, 4)) if kind in ("narration", "indirect") else 1
                made = [" ".join(self.one_of(kind) for _ in range(repeats))]
            for paragraph in made:
                sentences += len(ENDS.findall(paragraph))
                yield paragraph.replace(" ", "\u00a0", 1) if self.chooser.random() < 0.03 else paragraph

    def one_of(self, kind: str) -> str:
        return _written(self.filled(self.chooser.choice(self.words[kind])))

    def filled(self, sentence: str) -> str:
        parts = re.split(r"\{(\w+)\}", sentence)
        return "".join(self.slot(part) if place % 2 else part for place, part in enumerate(parts))

    def slot(self, name: str) -> str:
        if name == "number":
            return str(self.chooser.randrange(10, 99))
        found = self.chooser.choice(self.words[name])
        return self.filled(found) if "{" in found else found


def _written(sentence: str) -> str:
    """Return a filled sentence with its capitals, and one stop where an abbreviation's meets it."""
    return STARTS.sub(lambda start: start[0].upper(), sentence.replace("..", "."))


@cache
def _words(language: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = tomllib.loads((WORDS / f"{language}.toml").read_text(encoding="utf-8"))
    return found


def corpus_sha256(texts: int, seed: int = SEED) -> str:
    """Return the hash of the corpus: of each text's path, length and bytes, in order."""
    digest = hashlib.sha256()
    for found in reports(texts, seed):
        raw = found.text.encode()
        digest.update(f"{found.path} {len(raw)}\n".encode() + raw)
    return digest.hexdigest()


def write_corpus(folder: Path, texts: int, seed: int = SEED) -> Path:
    """Write the corpus as a folder of sources, unless it is there already, and return that folder.

    Refused where its hash is not the recorded one, which means that words or maker have changed: `--record` then records the new one.
    """
    sources = folder / f"corpus-{texts}-{seed}"
    if (sources / "corpus.toml").is_file():
        return sources
    shutil.rmtree(sources, ignore_errors=True)
    digest = hashlib.sha256()
    (sources / "texts").mkdir(parents=True)
    with (sources / "corpus.jsonl").open("w", encoding="utf-8") as lines:
        for found in reports(texts, seed):
            raw = found.text.encode()
            digest.update(f"{found.path} {len(raw)}\n".encode() + raw)
            path = sources / "texts" / found.path
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(raw)
            lines.write(json.dumps({"id": found.path, "text": found.text}, ensure_ascii=False) + "\n")
    expected = recorded().get(f"{texts} {seed}")
    if expected != digest.hexdigest():
        raise Refused(f"{texts} texts of seed {seed} hash to {digest.hexdigest()}, recorded is {expected}; --record records what is")
    for name in ("speakers", "offices"):
        shutil.copytree(SOURCES / name, sources / name)
    (sources / "corpus.toml").write_text(DECLARATION, encoding="utf-8")
    return sources


def recorded() -> dict[str, str]:
    """Return the recorded hashes, by number of texts and seed."""
    found: dict[str, str] = json.loads(RECORDED.read_text(encoding="utf-8")) if RECORDED.is_file() else {}
    return found


def main() -> None:
    """Write a corpus and say where; with --record, record its hash first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--texts", type=int, default=500)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--record", action="store_true")
    asked = parser.parse_args()
    if asked.record:
        hashes = recorded() | {f"{asked.texts} {asked.seed}": corpus_sha256(asked.texts, asked.seed)}
        ordered = dict(sorted(hashes.items(), key=lambda item: int(item[0].split()[0])))
        RECORDED.write_text(json.dumps(ordered, indent=1) + "\n", encoding="utf-8")
    print(write_corpus(asked.folder, asked.texts, asked.seed))


if __name__ == "__main__":
    main()
