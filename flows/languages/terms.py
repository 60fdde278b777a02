"""What a word may be in an expression of time or amount: each class has a letter, so that an expression is a pattern over letters.

The lists `numerals`, `times` and `units` give words their class and value; `dates` and `quantities` of `language.toml` say how they
stand together, with the name of a class in angle brackets: `<month> <small> ,? <year>`.
"""

from typing import NamedTuple


class TermClass(NamedTuple):
    """One class of words or signs."""

    letter: str
    means: str


NUMERALS: dict[str, TermClass] = {
    "numeral": TermClass("N", "a number word that is added to what stands before it: seven, twenty"),
    "scale": TermClass("N", "a number word that multiplies what stands before it: hundred, million"),
    "ordinal": TermClass("Q", "a number word that tells a place in an order: third; its value is the number's"),
    "half": TermClass("H", "half: alone, or added behind a number"),
    "and": TermClass("&", "a word within a number, which joins as well: and"),
    "decimal": TermClass("x", "a word between the whole of a number and its decimals in words"),
    "decimals": TermClass("x", "a word that says which decimals: tenths; its value is their number in one"),
    "share": TermClass("J", "a part of one in a word: a third, its value 0.333; behind a number as many of them"),
    "parts": TermClass("1", "into how many parts something is divided, in one word before their number; its value is theirs"),
    "multiple": TermClass("J", "how many times, in one word: twice, its value 2"),
    "vague": TermClass("V", "a number that is not told: several, dozens"),
}
TIMES: dict[str, TermClass] = {
    "month": TermClass("M", "a month, its value from 1 on"),
    "weekday": TermClass("W", "a weekday, its value from 0 for Monday on"),
    "short-weekday": TermClass("w", "a weekday cut short, which counts beside a date alone"),
    "season": TermClass("S", "a season; its value is the month in which it begins"),
    "clock-unit": TermClass("h", "a second, a minute, an hour, its value TS, TM, TH"),
    "day-unit": TermClass("d", "days, in numbers: its value D"),
    "week-unit": TermClass("k", "weeks, in numbers: its value W"),
    "month-unit": TermClass("n", "months, in numbers: its value M"),
    "year-unit": TermClass("y", "a year: its value Y"),
    "years": TermClass("j", "years, in the plural: its value Y"),
    "age": TermClass("g", "years of age: its value Y"),
    "quarter": TermClass("q", "a quarter of a year, its value 3; half a year in one word, its value 6"),
    "length": TermClass("l", "how long something takes in one word: half a year, its value 6M; half an hour, 30TM"),
    "decade": TermClass("e", "ten years, its value 10; also a decade in words, such as the sixties, its value 60"),
    "century": TermClass("c", "a hundred years, its value 100"),
    "weekend": TermClass("b", "a Saturday and its Sunday"),
    "day": TermClass("A", "a day told from the one of the speech: yesterday, its value -1"),
    "year": TermClass("B", "a year told from the one of the speech, in one word: its value -1 for the last one"),
    "part": TermClass("P", "a part of the day: morning"),
    "relative": TermClass(
        "L", "a word that tells a time from the one of the speech: last, its value -1; this 0; next 1; the nearest to come 1.5"
    ),
    "away": TermClass("G", "behind a length of time: ago, its value -1; later 1; earlier -1.5: these two from a day named just before"),
    "since": TermClass("s", "tells that a time begins there: since"),
    "until": TermClass("u", "tells that a time ends there: until"),
    "every": TermClass("v", "tells that it comes again: every"),
    "always": TermClass("E", "tells in one word that it comes again: daily, its value D"),
    "edge": TermClass("z", "the beginning, the middle, the end of a time, their values -1, 0 and 1"),
    "era": TermClass("a", "tells from when years are counted: AD, its value 1; BC -1"),
    "half-day": TermClass("p", "behind a time of day: a.m., its value 0; p.m. 12"),
    "in": TermClass("i", "stands before a time and belongs to it where it is short: in"),
    "clock": TermClass("O", "before or behind a time of day: at, o'clock"),
    "article": TermClass("t", "the"),
    "of": TermClass("f", "between the parts of a date: the 10th of February"),
    "between": TermClass("o", "opens a range whose ends are joined by `and`: between"),
    "joiner": TermClass("-", "between the ends of a range: to, its value 0; between two that may be one: or, its value 1"),
    "about": TermClass("C", "tells that it is not exact: about"),
    "more": TermClass(">", "tells that it is the least: more than"),
    "less": TermClass("<", "tells that it is the most: up to, less than"),
    "than": TermClass("_", "a word within these: than, to"),
}
UNITS: dict[str, TermClass] = {
    "currency": TermClass("$", "a currency, its value the ISO 4217 code"),
    "percent": TermClass("%", "of a hundred: its value %, or pp for points"),
    "measure": TermClass("U", "a unit of measure, its value the sign of it"),
    "within-unit": TermClass(
        "K",
        "a word before a unit that belongs to it: square; its value what stands before the sign, - for nothing, or a currency's code",
    ),
}
WRITTEN: dict[str, TermClass] = {
    "small": TermClass("D", "a number from 1 to 31"),
    "number": TermClass("N", "another number"),
    "year-number": TermClass("Y", "a number of four figures that may be a year"),
    "small-ordinal": TermClass("R", "an ordinal from 1 to 31"),
    "ordinal-number": TermClass("Q", "another ordinal"),
    "year-ordinal": TermClass("T", "an ordinal that may be a year"),
    "decade-number": TermClass("X", "a decade by its first year: 1930s"),
    "written-day": TermClass("F", "a day in figures: 2026-02-10, 10.02.2026"),
    "time": TermClass("I", "a time of day in figures: 14:30"),
    "short-year": TermClass("Z", "a year without its century: '71"),
    "month-too": TermClass("m", "a month that is a name or another word as well"),
    "roman": TermClass("r", "a number in Roman figures, up to 39"),
    "word": TermClass("x", "any other word"),
}
"""What is told by how it is written."""
LETTERS: dict[str, str] = {name: one.letter for classes in (NUMERALS, TIMES, UNITS, WRITTEN) for name, one in classes.items()}
