"""The table `quantities`."""

from typing import Annotated, NamedTuple

from schemas.columns import About, Maker, table_of
from schemas.words import Direction


class Quantity(NamedTuple):
    """One amount in a speech: a number with its unit, or with what it counts. What is a time stands in `dates`."""

    quantity_id: Annotated[str, About("Key: the speech's, `.n` and the first code point.", unique=True)]
    speech_id: Annotated[str, About("The speech that it stands in.", refers_to="speeches.speech_id")]
    paragraph_id: Annotated[str, About("The paragraph that it begins in.", refers_to="paragraphs.paragraph_id")]
    position: Annotated[int, About("Its place among the amounts of the speech, from 0.", minimum=0)]
    span_start: Annotated[int, About("First character in the speech's text, counted in code points from 0.", minimum=0)]
    span_end: Annotated[int, About("The character after its last, in code points.", minimum=1)]
    text: Annotated[str, About("The amount's characters, as they stand in the speech's text.")]
    value: Annotated[float, About("The number, with its thousands and millions; of two ends the last.", minimum=0)]
    lowest: Annotated[
        float | None, About("The least that it is said to be: *more than 130*, *from 5 to 7*. Null where nothing tells.", minimum=0)
    ]
    highest: Annotated[
        float | None, About("The most that it is said to be: *up to 40*, *from 5 to 7*. Null where nothing tells.", minimum=0)
    ]
    unit: Annotated[
        str | None,
        About(
            "`%`, `pp` for points of per cent, a currency's ISO 4217 code, the sign of a unit of measure, with `square` or `cubic` "
            "before it; "
            "`persons`, `times`, or `share` for a part of one, such as a third. "
            "Null where other things are counted: `counted_text` names them, or the words before."
        ),
    ]
    counted_text: Annotated[
        str | None,
        About("What is counted, the last characters of the span; null where there is a unit, or where the words before name it."),
    ]
    direction: Annotated[
        Direction | None, About("Where it is by how much something changed, which way: *rose by 3.2 %*. Null where nothing tells.")
    ]
    is_approximate: Annotated[bool, About("Whether the text says that it is not exact: *about 40*.")]


QUANTITIES = table_of(
    Quantity, name="quantities", made_by=Maker.RULES, key=["quantity_id"], sorted_by=["speech_id", "position"], may_be_empty=True
)
