"""What several commands, of the reader's half and the making, are given alike."""

from pathlib import Path
from typing import Annotated

import typer

from rostra.store import STORE_WITHOUT_ONE

Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing but the result.")]
DEFAULT_STORE = Path(STORE_WITHOUT_ONE)
Store = Annotated[
    str | None,
    typer.Option(
        metavar="PLACE",
        help=(
            "Where releases lie: a store, a folder of downloads or one release, by its folder or its address with https, s3, gs or az. "
            "Without one: $ROSTRA_STORE, or `output`."
        ),
    ),
]
Version = Annotated[str | None, typer.Option(help="The version to read; the latest without one.")]
Yanked = Annotated[bool, typer.Option("--allow-yanked", help="Read a version that its publisher advises against.")]
