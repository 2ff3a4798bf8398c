"""The status of a page that is refused: whoever made the mistake, and 503 only where the service cannot answer now."""

from http import HTTPStatus

from api.edge.errors import Code
from api.edge.http import _STATUS
from web.frame.pages import STATUS


def test_each_code_has_its_status_and_one_means_that_the_service_cannot_answer():
    assert STATUS.keys() == {code.value for code in Code} - {Code.UNAUTHENTICATED}, "who must sign in is sent there"
    assert [code for code, status in STATUS.items() if status == HTTPStatus.SERVICE_UNAVAILABLE] == [Code.UNAVAILABLE]


def test_a_page_has_the_status_of_the_same_refusal_to_a_program():
    assert {c: STATUS[c] for c in _STATUS if c in STATUS} == {c: s for c, s in _STATUS.items() if c in STATUS}
