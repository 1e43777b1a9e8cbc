"""How the answers about a company read."""

import pytest
from django.utils.translation import override

from services.filings.company.steps import CompanyForm


@pytest.mark.parametrize(
    ("language", "typed", "read"),
    [("en", "1200", "CNY 12,000,000"), ("en", "999.99", "CNY 9,999,900"), ("zh-hans", "1200", "1200 万元")],
)
def test_the_registered_capital_stands_in_full_in_english(language, typed, read):
    with override(language):
        assert CompanyForm.base_fields["reg_capital"].text(typed) == read
