"""The tables of where texts come from and where they went: `sources`, `source_languages`, `set_aside`."""

from datetime import datetime
from typing import Annotated, NamedTuple

from schemas.columns import About, Maker, table_of
from schemas.words import Language, Reason, Stage


class Source(NamedTuple):
    """One place that texts come from."""

    source_id: Annotated[
        str, About("Key: the name of its declaration, `sources/<source_id>.toml`.", pattern=r"[a-z0-9-]{1,60}", unique=True)
    ]
    publisher: Annotated[str, About("Who publishes the texts.")]
    url: Annotated[str | None, About("The publisher's own address, where it is known.")]
    licence: Annotated[str, About("The terms on which the texts are offered.")]
    attribution: Annotated[str, About("The line that a user of the texts must show.")]
    text_may_be_published: Annotated[bool, About("True where the texts may be published to a store that is not local.")]
    retrieved_at: Annotated[datetime | None, About("The moment its latest page was fetched; null for files that ship with the project.")]


SOURCES = table_of(Source, name="sources", made_by=Maker.ASSEMBLY, key=["source_id"])


class SourceLanguage(NamedTuple):
    """One language in which a source publishes."""

    source_id: Annotated[str, About("The source.", refers_to="sources.source_id")]
    language: Annotated[Language, About("The language.")]


SOURCE_LANGUAGES = table_of(SourceLanguage, name="source_languages", made_by=Maker.ASSEMBLY, key=["source_id", "language"])


class SetAside(NamedTuple):
    """One fetched text that is not published, and why."""

    source_id: Annotated[str, About("The source that it came from.", refers_to="sources.source_id")]
    origin: Annotated[str, About("Its address, or its file's path within the source's folder.")]
    stage: Annotated[Stage, About("The step that set it aside.")]
    reason: Annotated[Reason, About("Why, in a word of the list.")]
    detail: Annotated[str, About("Why, in a sentence that names what was found.")]


SET_ASIDE = table_of(SetAside, name="set_aside", made_by=Maker.ASSEMBLY, key=["source_id", "origin"], may_be_empty=True)
