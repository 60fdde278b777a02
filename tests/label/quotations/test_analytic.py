from flows.label.quotations.find import find_quotations
from tests.label.quotations.reading import document_of


def test_what_an_agency_reports_is_relayed() -> None:
    found = find_quotations(document_of("The sides agreed to trade, Reuters reports. The bridge is late, the mayor reports."))
    assert [quotation.is_relayed for quotation in found if quotation.cue_lemma == "report"] == [True, False]


def test_a_quotation_within_another_knows_it() -> None:
    found = find_quotations(document_of("The mayor said that engineers warned that the bridge was old."))
    assert [quotation.nested_in for quotation in found] == [None, 0]


def test_nobody_named_who_reports_relays() -> None:
    found = find_quotations(document_of("It was reported that the bridge was late. It was announced that it was safe."))
    assert [quotation.is_relayed for quotation in found] == [True, False]


def test_words_quoted_within_marks_are_nested() -> None:
    found = find_quotations(document_of("“The mayor told us: ‘It is safe.’ We left,” she said."))
    assert [quotation.nested_in for quotation in found] == [None, 0]
