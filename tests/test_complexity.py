"""No rule is harder to follow than a reader can hold in mind."""

from pathlib import Path

import pytest
from radon.complexity import cc_visit

HOUSE = Path(__file__).parents[1]
RULES = [path for folder in ("label", "segment", "languages") for path in sorted((HOUSE / "flows" / folder).rglob("*.py"))]
MOST = 15
"""As radon counts: one, and one for each branch, loop and boolean operator."""


@pytest.mark.parametrize("path", RULES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_no_function_of_the_rules_is_more_complex_than_fifteen(path: Path) -> None:
    found = cc_visit(path.read_text(encoding="utf-8"))
    assert [(block.name, block.lineno, block.complexity) for block in found if block.complexity > MOST] == []
