"""The gender that a full name, or a text beside it, tells for sure: how a first name ends that no list holds is no proof."""

from functools import lru_cache

from flows.label.speakers.name_forms import first_names, forms_of, read_name, surname_forms
from flows.label.speakers.names import Gender as Reading
from flows.languages.pack import Pack
from schemas.words import Gender


@lru_cache(maxsize=16_384)
def gender_of_name(name: str, pack: Pack) -> Gender | None:
    """Return the gender of whoever bears a full name in the nominative: by a listed first name of one gender alone, or a patronymic.

    >>> from flows.languages.pack import pack
    >>> from schemas.words import Language
    >>> gender_of_name("Данияр Ахметов", pack(Language("ru")))
    <Gender.MALE: 'male'>
    >>> gender_of_name("Ахметов", pack(Language("ru"))) is None
    True
    """
    given, *rest = name.split() or [""]
    told = {first_names(pack).get(given, "either") if rest else "either"}
    told |= {form.gender for word in rest for form in forms_of(word, "patronymic", pack) if not form.is_oblique}
    told.discard("either")
    return Gender(told.pop()) if len(told) == 1 else None


def gender_in_text(name: str, reading: Reading, pack: Pack) -> Gender | None:
    """Return the gender that a text gives somebody of that name, as its `reading` has it; None where the name's ending alone suggests it.

    >>> from flows.languages.pack import pack
    >>> from schemas.words import Language
    >>> gender_in_text("Jordan Vale", "female", pack(Language("en")))
    <Gender.FEMALE: 'female'>
    """
    if reading == "either":
        return None
    words = tuple(name.split())
    is_told_beside = not words or read_name(words, pack, False).gender == "either"
    is_told_by_surname = any(form.gender == reading and not form.is_oblique for form in surname_forms(words[-1], pack)) if words else False
    is_told = is_told_beside or is_told_by_surname or gender_of_name(name, pack) == reading
    return Gender(reading) if is_told else None
