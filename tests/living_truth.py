"""What each release of the month must hold, told from the press service alone and from what it was asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tests.living_pages import Told
from tests.living_site import Request
from tests.living_world import DAYS, WITHDRAWN, WITHDRAWN_ON_DAY, Build, Speech, Way, published, speeches

Texts = Mapping[str, str]
"""Speech id → text."""

SHOWN_CHARACTERS = 120


def expected_after(build: Build, before: Texts, asked: Iterable[Request]) -> dict[str, str]:
    """Return what the release must hold after a build that asked so; `before` is what it had to hold before it.

    What a list names is there on the first day on which it can be had. A correction is there on the day on which a sitemap tells of it,
    or else as soon as the page was asked for. Whatever was there once stays.
    """
    served = {request.page for request in asked if request.told in (Told.TEXT, Told.UNCHANGED)}
    expected = dict(before)
    for speech in published(build.day):
        if is_withdrawn(speech, build.day):
            expected.pop(speech.speech_id, None)
            continue
        can_be_had = build.can_read and speech.way_on(build.day) in (Way.TEXT, Way.MOVED)
        must_be_had = can_be_had and (speech.speech_id not in before or speech.is_in_a_sitemap_on(build.day))
        if must_be_had or served & {speech.path, speech.print_path, speech.moved_path}:
            expected[speech.speech_id] = speech.report_on(build.day).text
    return expected


def is_withdrawn(speech: Speech, day: int) -> bool:
    """Say whether a speech was withdrawn by a day; it is before that day's build."""
    return speech.number == WITHDRAWN and day >= WITHDRAWN_ON_DAY


def true_at_the_end() -> dict[str, str]:
    """Return every speech that ever stood there with its last true text, but what was withdrawn."""
    return {speech.speech_id: speech.report_on(DAYS - 1).text for speech in speeches() if not is_withdrawn(speech, DAYS - 1)}


def differences(name: str, expected: Texts, found: Texts) -> Iterator[str]:
    """Yield a line for each speech that a release holds otherwise than expected; `name` is that of the build."""
    known = {speech.speech_id: speech for speech in speeches()}
    for speech_id in sorted(expected.keys() | found.keys()):
        speech = known.get(speech_id)
        what = f"{name}: {speech_id}" + (f" (speech {speech.number}, {speech.path}, {story(speech)})" if speech else "")
        if speech_id not in found:
            yield f"{what}: is missing; expected {shown(expected[speech_id])}"
        elif speech_id not in expected:
            yield f"{what}: must not be there; it holds {shown(found[speech_id])}"
        elif expected[speech_id] != found[speech_id]:
            yield f"{what}: expected {shown(expected[speech_id])}, found {shown(found[speech_id])}"


def story(speech: Speech) -> str:
    """Return what happens to a speech, in a few words.

    >>> story(next(speech for speech in speeches() if speech.number == 40))
    'of day -144, corrected on day 18, moved from day 9'
    """
    said = [f"of day {speech.day}", *(f"corrected on day {day}" for day in speech.life.corrected)]
    if speech.life.odd.way is not Way.TEXT:
        said.append(f"{speech.life.odd.way} from day {speech.life.odd.since_day}")
    return ", ".join(said)


def shown(text: str) -> str:
    """Return the end of a text, where corrections stand."""
    return f"“{text}”" if len(text) <= SHOWN_CHARACTERS else f"“…{text[-SHOWN_CHARACTERS:]}”".replace("\n\n", " ¶ ")
