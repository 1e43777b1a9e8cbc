"""The forms of the account."""

from portal.companies.forms import FoundingForm
from portal.ui.errors import error_links


def test_the_errors_are_listed_in_the_order_of_the_page(db):
    shown = [name for _title, names in FoundingForm.fieldsets for name in names]
    listed = [href.removeprefix("#id_") for href, _text in error_links(FoundingForm({}))]
    assert listed == shown
