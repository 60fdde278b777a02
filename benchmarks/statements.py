"""How real statements of one speaker are read: `python -m benchmarks.statements FILE …`.

Prints how many files are told to be transcripts, have nine tenths of their words in one speaker's direct quotations, name that speaker, and
have a day.
"""

import json
import sys
from collections import Counter
from typing import Any

from benchmarks.measuring import HOUSE
from flows.annotate import annotated_lines

MOST = 0.9


def main() -> None:
    """Read each file and print what came of all."""
    found: Counter[str] = Counter()
    for line in annotated_lines(sys.argv[1:], HOUSE / "sources", None):
        read = json.loads(line)
        speaker, share = _speaker(read)
        found.update(files=1, transcripts=read["form"] == "transcript", whole=share >= MOST, named=speaker is not None)
        found["with a day"] += read["date"] is not None
    print(dict(found))


def _speaker(read: dict[str, Any]) -> tuple[str | None, float]:
    """Return who has most words in direct quotations without a reporting verb, and their share of the text's."""
    words: Counter[str | None] = Counter()
    for quotation in read["quotes"]:
        if quotation["kind"] == "direct" and not quotation["cue"]:
            words[quotation["speaker_id"]] += sum(len(read["text"][start:end].split()) for start, end in quotation["content"])
    speaker, most = words.most_common(1)[0] if words else (None, 0)
    return speaker, most / max(len(read["text"].split()), 1)


if __name__ == "__main__":
    main()
