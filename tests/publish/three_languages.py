"""A source made of some of the project's own test texts in three languages, written where a test wants it."""

from pathlib import Path

from flows.measure.marked_texts import read_marked_text

TEXTS_A_LANGUAGE = 15
HOUSE = Path(__file__).resolve().parents[2]
SOURCE = """
publisher = "The Rostra project: invented press reports"
languages = ["{language}"]
licence = "Apache-2.0"
attribution = "© The Rostra project"
text_may_be_published = true
least_speeches = {least}
country = "KZ"
files = "{language}"
"""


def declare(sources: Path) -> Path:
    """Write one source a language, with persons and offices as in the project's own, and return their folder."""
    sources.mkdir()
    for known in ("speakers", "offices"):
        (sources / known).symlink_to(HOUSE / "sources" / known)
    for language in ("en", "ru", "kk"):
        (sources / language).mkdir()
        texts = sorted((HOUSE / "tests" / "gold" / language).glob("*.txt"))[:TEXTS_A_LANGUAGE]
        (sources / f"test-{language}.toml").write_text(SOURCE.format(language=language, least=len(texts)), encoding="utf-8")
        for path in texts:
            marked = read_marked_text(path)
            (sources / language / path.name).write_text(f"date {marked['date']}\n\n{marked['text']}\n", encoding="utf-8")
    return sources
