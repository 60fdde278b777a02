"""The metadata of a deposit, as InvenioRDM wants them, from what a release's CITATION.cff says."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from flows.errors import NotAsAsked

CITATION = "CITATION.cff"
TERMS_OF_TEXTS = {
    "title": {"en": "Texts: the terms of each publisher"},
    "description": {
        "en": "The licence is that of the marks. Each text belongs to its publisher; NOTICE.md names all of them and their terms."
    },
}


def read_citation(folder: Path) -> dict[str, Any]:
    """Return what a release's CITATION.cff says; NotAsAsked where it is not by YAML."""
    from ruamel.yaml import YAML, YAMLError

    try:
        found = YAML(typ="safe", pure=True).load((folder / CITATION).read_text(encoding="utf-8"))
    except (OSError, YAMLError) as error:
        raise NotAsAsked(f"{folder / CITATION}: cannot be read; a deposit takes its metadata from it") from error
    return dict(found)


def deposit_metadata(citation: Mapping[str, Any], publisher: str) -> dict[str, Any]:
    """Return the metadata of a deposit: https://inveniordm.docs.cern.ch/reference/metadata/; `publisher` is who gives it its DOI."""
    metadata: dict[str, Any] = {
        "resource_type": {"id": "dataset"},
        "title": str(citation["title"]),
        "creators": [{"person_or_org": _creator(author)} for author in citation["authors"]],
        "publication_date": str(citation["date-released"]),
        "version": str(citation["version"]),
        "description": f"<p>{escape(str(citation.get('abstract', '')))}</p>",
        "publisher": publisher,
        "rights": [{"id": str(citation["license"]).lower()}, TERMS_OF_TEXTS],
        "subjects": [{"subject": str(keyword)} for keyword in citation.get("keywords", ())],
    }
    if url := citation.get("url"):
        metadata["related_identifiers"] = [{"identifier": str(url), "scheme": "url", "relation_type": {"id": "isdescribedby"}}]
    return metadata


def _creator(author: Mapping[str, Any]) -> dict[str, Any]:
    """Return an author of a citation as a person, where it has a family name, or an organisation.

    >>> _creator({"name": "The authors"})
    {'type': 'organizational', 'name': 'The authors'}
    """
    if "family-names" not in author:
        return {"type": "organizational", "name": str(author["name"])}
    person = {"type": "personal", "family_name": str(author["family-names"]), "given_name": str(author.get("given-names", ""))}
    orcid = str(author.get("orcid", "")).rpartition("/")[2]
    return person | ({"identifiers": [{"scheme": "orcid", "identifier": orcid}]} if orcid else {})
