"""The command that says how to cite a release: `cite`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from rostra.index import concept_doi, on_one_line
from rostra.options import Store, Yanked
from rostra.store import default_store, opened

if TYPE_CHECKING:
    from rostra.provenance import Citation


class CitationForm(StrEnum):
    """In which form a citation is printed."""

    TEXT = "text"
    BIBTEX = "bibtex"


def add_citing_commands(app: typer.Typer) -> None:
    """Add the command that says how to cite."""
    app.command(epilog="Examples: `rostra cite`, `rostra cite 1.0.0 --as bibtex`")(cite)


def cite(
    version: Annotated[str | None, typer.Argument(metavar="[VERSION]", help="The version to cite; the latest without one.")] = None,
    store: Store = None,
    allow_yanked: Yanked = False,
    form: Annotated[CitationForm, typer.Option("--as", help="As a line of text, or as an entry for BibTeX.")] = CitationForm.TEXT,
) -> None:
    """Say how to cite a version: by its DOI where it was deposited, and by what its CITATION.cff says."""
    from rostra.provenance import citation_of
    from rostra.query import tables_of_version

    at = store or default_store()
    found = citation_of(tables_of_version(at, version, allow_yanked=allow_yanked))
    print(as_bibtex(found) if form is CitationForm.BIBTEX else found)
    if form is CitationForm.TEXT and (concept := concept_doi(opened(at).listed)):
        print(f"All versions together: https://doi.org/{concept}")


def as_bibtex(citation: Citation) -> str:
    """Return a citation as an entry for BibTeX; braces keep names and capitals as they are."""
    values = {
        "author": citation.author and f"{{{_escaped(citation.author)}}}",  # one name, not to be taken apart
        "title": f"{{{_escaped(citation.title)}}}",
        "version": citation.version,
        "year": citation.released_on and citation.released_on[:4],
        "doi": citation.doi and _escaped(citation.doi),
        "url": citation.address and _escaped(citation.address),
    }
    lines = [f"  {key} = {{{value}}}," for key, value in values.items() if value]
    return "\n".join((f"@misc{{rostra-{citation.version},", *lines, "}"))


def _escaped(text: str) -> str:
    r"""Return a text for BibTeX, its own braces as characters, and no commands.

    >>> _escaped("{a}")
    '\\{a\\}'
    """
    return on_one_line(text).replace("\\", "").replace("{", "\\{").replace("}", "\\}")
