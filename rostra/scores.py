"""`quotations_with_scores`: each quotation with how often such ones are right; a view, so that a new measurement rewrites none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WITH_SCORES = "quotations_with_scores"
NEEDED = {"quotations": {"cue_class", "speaker_method", "corrected_by"}, "labeler_scores": {"cue_class", "speaker_method"}}
"""Table → columns that the view is made of."""

# Of texts that nobody looked at while the rules were mended. A class of few quotations has no figure of its own: that of its kind stands
# for it. What a person corrected is expected by no measurement.
VIEW = """
WITH blind AS (
    SELECT language, measure, kind, cue_class, speaker_method, value, n FROM labeler_scores
    WHERE on_what = 'held_out' AND (kind IS NOT NULL OR speaker_method IS NOT NULL OR measure = 'speaker left open, rightly')
)
SELECT quotations.*,
    CASE WHEN corrected_by IS NULL THEN round(coalesce(of_class.value, of_kind.value) * of_speaker.value / 10000, 3) END AS expected_right,
    CASE WHEN expected_right IS NOT NULL THEN least(coalesce(of_class.n, of_kind.n), of_speaker.n) END AS expected_right_n
FROM quotations
LEFT JOIN blind AS of_class ON of_class.language = quotations.language
    AND of_class.kind = quotations.kind AND of_class.cue_class = quotations.cue_class
LEFT JOIN blind AS of_kind ON of_kind.language = quotations.language AND of_kind.kind = quotations.kind AND of_kind.cue_class IS NULL
LEFT JOIN blind AS of_speaker ON of_speaker.language = quotations.language AND of_speaker.kind IS NULL
    AND of_speaker.speaker_method IS NOT DISTINCT FROM quotations.speaker_method
"""


def has_scores(manifest: Mapping[str, Any]) -> bool:
    """Return whether a release has all that the view is made of; older ones have not."""
    columns = {table["name"]: {column["name"] for column in table["columns"]} for table in manifest["tables"]}
    return all(needed <= columns.get(table, set()) for table, needed in NEEDED.items())
