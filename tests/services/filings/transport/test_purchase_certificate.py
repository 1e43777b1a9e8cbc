"""The purchase certificate that a transport names: whose it may be, and what is told about it (B6, B11)."""

from decimal import Decimal

import pytest
from django.utils import translation

from services.filings.transport.reading import read
from services.filings.transport.verdicts import purchase_findings
from tests.services.filings.past import OtherCases
from tests.services.filings.transport.answers import transport

pytestmark = pytest.mark.django_db
NUMBER = "GB31011620260001230"
OWN, CONSIGNEE, STRANGER = "91310115MADEM00117", "91320508MADEM002XK", "91310115MADEM00109"


def found(norms, holder, left):
    answers = transport(
        company={"uscc": OWN}, consignee={"consignee_uscc": CONSIGNEE}, trips={"purchase_cert_no": NUMBER}
    )
    past = OtherCases(rest={NUMBER: {"3-02": Decimal(left)}}, holder=holder)
    with translation.override("en"):
        return [(one.effect, str(one.message)) for one in purchase_findings(read(answers), norms, past)]


@pytest.mark.parametrize("holder", [OWN, CONSIGNEE])
def test_no_more_is_moved_than_is_left(norms, holder):
    assert found(norms, holder, "200") == []
    ((effect, _text),) = found(norms, holder, "123.456")
    assert effect == "reject"


def test_how_much_is_left_is_told_to_its_holder_alone(norms):
    ((_effect, own),) = found(norms, OWN, "123.456")
    ((_effect, others),) = found(norms, CONSIGNEE, "123.456")
    assert "123.456" in own and "123.456" not in others


@pytest.mark.parametrize("left", ["0", "123.456", "5000"])
def test_of_somebody_elses_nothing_is_told(norms, left):
    ((effect, text),) = found(norms, STRANGER, left)
    assert effect == "flag" and "not known" in text
    assert found(norms, STRANGER, left) == found(norms, STRANGER, "1")
