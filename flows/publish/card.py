"""The pages that people read: the dataset card with its header for Hugging Face, the dictionary, the notice, the citation, the changes."""

from __future__ import annotations

from flows.publish.facts import ReleaseFacts
from flows.publish.texts import from_template
from flows.scores import measured_by_form, measured_of_names
from schemas.dataset import DATASET, SCHEMA_VERSION

PAGES = ("README.md", "NOTICE.md", "CITATION.cff", "CHANGELOG.md", "DATA_DICTIONARY.md")
FIRST_TABLE = "quotations"
"""The table that a reader opens first, where it has rows."""
UNSEEN_TEXTS = "held_out"
"""The texts that were marked before any rule ran on them, and never looked at while rules were mended."""
# https://huggingface.co/docs/hub/datasets-cards: the sizes that a card may name, each up to its number of rows.
SIZES = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
    (100_000_000, "10M<n<100M"),
    (1_000_000_000, "100M<n<1B"),
)


def pages(facts: ReleaseFacts) -> dict[str, str]:
    """Return file name → text of every page of the release."""
    opened = next((table for table in (facts.of(FIRST_TABLE), *facts.tables) if table.rows), facts.of(FIRST_TABLE))
    measured = [one for one in measured_by_form(facts.scores, UNSEEN_TEXTS) if one.language in facts.languages]
    known = {
        "facts": facts,
        "build": facts.build,
        "dataset": DATASET,
        "schema_version": SCHEMA_VERSION,
        "first_table": opened.table.name,
        "size_category": size_category(opened.rows),
        "measured": measured,
        "measured_names": [one for one in measured_of_names(facts.scores, UNSEEN_TEXTS) if one[0] in facts.languages],
        "unmeasured": sorted(set(facts.languages) - {one.language for one in measured}),
        "is_measured_now": all(score.measured_sha256 in facts.rules_sha256 for one in measured for score in one.figures if score),
    }
    return {name: from_template(f"{name}.jinja", **known) for name in PAGES}


def size_category(rows: int) -> str:
    """Return the word of Hugging Face's list for so many rows.

    >>> size_category(1_000)
    '1K<n<10K'
    """
    return next((word for bound, word in SIZES if rows < bound), "n>1B")
