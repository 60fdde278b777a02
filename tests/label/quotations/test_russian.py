from flows.label.quotations.find import find_quotations
from schemas.words import Language
from tests.label.quotations.reading import document_of


def test_a_quotation_within_another_knows_it() -> None:
    found = find_quotations(document_of("Президент заявил, что эксперты говорят, что мост стар.", Language.RUSSIAN))
    assert [quotation.nested_in for quotation in found] == [None, 0]


def test_a_name_or_title_in_marks_is_no_verbatim_part() -> None:
    found = find_quotations(document_of("Мэр сказал, что партия «Новый путь» против «мостов в никуда».", Language.RUSSIAN))
    assert [quotation.kind.value for quotation in found] == ["mixed"]
    assert len(found[0].verbatim) == 1
