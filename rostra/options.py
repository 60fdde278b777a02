"""What commands of both halves, the reader's and the making, are given alike."""

from pathlib import Path
from typing import Annotated

import typer

from rostra.store import STORE_WITHOUT_ONE

Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing but the result.")]
DEFAULT_STORE = Path(STORE_WITHOUT_ONE)
