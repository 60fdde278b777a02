"""Press reports that were never written: 60 to 120 words with quotations, no two alike, each a pure function of its number."""

import hashlib
from functools import cache
from typing import NamedTuple

OFFICES = (
    "Prime Minister",
    "Minister",
    "Deputy Minister",
    "Governor",
    "Mayor",
    "Speaker",
    "Ambassador",
    "Senator",
    "Chairman",
    "President",
)
FIRST_NAMES = ("Anna", "Peter", "Jane", "Omar", "Lucia", "David", "Maria", "Samuel", "Helen", "Victor", "Nina", "Thomas", "Clara", "Daniel")
LAST_NAMES = (
    "Petrova",
    "Holm",
    "Alder",
    "Haddad",
    "Moreno",
    "Whitfield",
    "Lindqvist",
    "Okafor",
    "Brandt",
    "Novak",
    "Castel",
    "Reyes",
    "Marsh",
)
TOWNS = (
    "Northport",
    "Elmstead",
    "Karaton",
    "Silver Bay",
    "Oldbridge",
    "Westhaven",
    "Marlow",
    "Rivermouth",
    "Highfield",
    "Stonegate",
    "Ashby",
)
THINGS = (
    "bridge", "clinic", "school", "harbour", "library", "reservoir", "railway station", "power line", "research centre", "grain store",
    "water plant", "museum", "bus depot", "airport terminal", "housing estate", "weather station", "fire station", "sports hall",
)  # fmt: skip
HEARERS = ("reporters", "members of parliament", "farmers", "engineers", "teachers", "the town council", "a group of students", "doctors")
MONTHS = ("January", "February", "April", "May", "June", "July", "August", "September", "October", "November", "December")

OPENINGS = (
    "{office} {name} opened the new {thing} in {town}, which took {years} years and {cost} million crowns to build.",
    "Work on the {thing} near {town} will begin in {month}, {office} {name} announced at a meeting with {hearers}.",
    "A delegation of {guests} visited {town}, where {office} {name} showed them the {thing} that serves {people} families.",
    "{office} {name} signed an agreement on the {thing} of {town} after talks that had lasted for {years} months.",
    "The government set aside {cost} million crowns for the {thing} in {town} at a session led by {office} {name}.",
    "After last year's floods {town} has its {thing} back, and {office} {name} came to thank the {guests} workers who rebuilt it.",
    "More than {people} people used the {thing} of {town} in its first year, {office} {name} reported to {hearers}.",
    "{office} {name} answered questions about the {thing} in {town}, the most costly one that the region has ever planned.",
    "A competition for the {thing} of {town} drew {guests} entries, and {office} {name} handed over the prizes.",
)
QUOTATIONS = (
    "“We promised this in {month}, and {people} families will remember whether we kept our word,” {last} said.",
    "“No {thing} stands by itself. It needs roads, and it needs people who look after it,” {last} told {hearers}.",
    "“I was asked whether {cost} million is too much,” {last} said. “Ask the {guests} villages that have waited for it.”",
    "“Our children will judge us by what we repair, not by what we announce,” said {last}, who grew up in {town}.",
    "“The budget is tight and will stay so for {years} years,” {last} admitted. “That is why every contract is public.”",
    "“Without the builders of {town} this would still be a drawing,” {last} said, naming {guests} of them one by one.",
    "“There is nothing grand about a {thing} until you have to live without it,” {last} said.",
    "“We shall publish each report, the good ones and the bad ones,” promised {last}. “Trust is built of small things.”",
    "“Let nobody tell you that {town} is too far away,” {last} said. “It is as near as we want it to be.”",
)
REPORTED = (
    "{last} said that {guests} further sites had been examined and that the choice would be made by {month}.",
    "According to {last}, the work will give {people} people a wage through the winter.",
    "{last} added that the tender would be repeated, because only {guests} firms had taken part.",
    "{last} told {hearers} that prices in {town} had risen by {years} per cent and would be looked at again.",
    "{last} noted that the neighbours had raised {guests} objections, most of which had been met.",
    "{last} stressed that safety came first and that {guests} inspectors would stay until {month}.",
    "{last} recalled that the first plans were drawn {years} years ago and had cost {cost} million crowns.",
)
SECOND_QUOTATIONS = (
    "“Judge us in {month},” {last} said.",
    "“It is a beginning, and {town} deserves a good one,” {last} concluded.",
    "“We are late by {years} months, and I apologise for each of them,” {last} said.",
    "“Those {guests} letters lie on my desk, and I read them all,” {last} said.",
    "“If the {thing} works here, it will work anywhere,” {last} argued.",
)
CLOSINGS = (
    "The next meeting on the matter will be held in {month}; its record bears the number {number}.",
    "The documents are open to everyone in the town hall of {town} under the number {number}.",
    "Trains to {town} will run without change during the work, as order {number} lays down.",
    "Letters about the plan may be sent to the council of {town} until the end of {month}, marked {number}.",
    "The region counted {people} visitors last year, which is {guests} more than before, report {number} says.",
    "The {thing} will be handed over to the town in {month} by decree {number}.",
)


class Report(NamedTuple):
    """A text as its page shows it."""

    title: str
    slug: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """The text as the dataset must hold it."""
        return "\n\n".join(self.paragraphs)


@cache
def report(number: int, corrections: int = 0) -> Report:
    """Return the report of a number, in which so many sentences were corrected since it appeared.

    >>> report(7).title == report(7, corrections=1).title, report(7).text == report(7, corrections=1).text
    (True, False)
    """
    said = {
        "office": _one_of(OFFICES, number, "office"),
        "name": f"{_one_of(FIRST_NAMES, number, 'first')} {_one_of(LAST_NAMES, number, 'last')}",
        "last": _one_of(LAST_NAMES, number, "last"),
        "town": _one_of(TOWNS, number, "town"),
        "thing": _one_of(THINGS, number, "thing"),
        "hearers": _one_of(HEARERS, number, "hearers"),
        "month": _one_of(MONTHS, number, "month"),
        "years": str(3 + _draw(number, "years") % 9),
        "cost": str(12 + _draw(number, "cost") % 180),
        "guests": str(13 + _draw(number, "guests") % 60),
        "people": f"{2 + _draw(number, 'people') % 90},{100 + _draw(number, 'more') % 900}",
        "number": str(10_000 + number),
    }
    closing = CLOSINGS[(_draw(number, "closing") + corrections) % len(CLOSINGS)].format(**said)
    sentences = [_one_of(kind, number, kind[0]).format(**said) for kind in (OPENINGS, QUOTATIONS, REPORTED, SECOND_QUOTATIONS)]
    opening, quotation, reported, second = sentences
    middle = (f"{reported} {second}",) if number % 3 else (reported, second)
    title = f"{said['office']} {said['name']} on the {said['thing']} of {said['town']}"
    slug = f"{said['town']}-{said['thing']}-{number}".lower().replace(" ", "-")
    return Report(title, slug, (opening, quotation, *middle, closing))


def _one_of(words: tuple[str, ...], number: int, what: str) -> str:
    return words[_draw(number, what) % len(words)]


def _draw(number: int, what: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{number} {what}".encode()).digest()[:4])
