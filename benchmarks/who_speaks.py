"""Who is told to speak in real texts: `python -m benchmarks.who_speaks FOLDER [--draw 200] [--skip 200]`.

Prints how many quotations of the texts in a folder have a speaker of each kind, or candidates, or neither; and, with `--draw`, as many
of them, the first by the hash of file and place, one a line, for somebody to read beside the texts and judge. Those who have judged some
draw others with `--skip`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.measuring import HOUSE
from flows.annotate import annotated_lines
from flows.errors import Refused


def main() -> None:
    """Count, and draw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--draw", type=int, default=0)
    parser.add_argument("--skip", type=int, default=0)
    asked = parser.parse_args()
    rows = list(_quotations(asked.folder))
    kinds = Counter(row["speaker_kind"] or ("candidates" if row["speaker_candidates"] else "nobody") for row in rows)
    told = sum(kinds.values()) - kinds["nobody"]
    print(f"{len(rows)} quotations, {100 * told / max(len(rows), 1):.1f} % with a speaker or candidates: {dict(kinds.most_common())}")
    drawn = sorted(rows, key=lambda row: hashlib.sha256(f"{row['file']} {row['place']}".encode()).hexdigest())
    for row in drawn[asked.skip : asked.skip + asked.draw]:
        print(json.dumps(row, ensure_ascii=False))


def _quotations(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield what is told of each quotation; a file that holds no text is passed over."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            texts = [json.loads(line) for line in annotated_lines([str(path)], HOUSE / "sources", None)]
        except Refused:
            continue
        for text, quotation in ((one, quotation) for one in texts for quotation in one["quotes"]):
            said = {name: " ".join(text["text"][slice(*span)] for span in quotation[name]) for name in ("source", "cue", "content")}
            told = {name: quotation[name] for name in ("speaker", "speaker_id", "speaker_kind", "speaker_candidates")}
            yield {"file": path.name, "place": quotation["content"][0][0], **told, **said}


if __name__ == "__main__":
    main()
