"""A substance that is not moved under this paper: where it goes."""

import pytest

from services.filings.transport.steps.load import FilingLoadForm, LicenceLoadForm


@pytest.mark.parametrize("form", [FilingLoadForm, LicenceLoadForm])
def test_the_transport_of_category_1_is_licensed_by_the_police_of_the_city(norms, form):
    chemicals = norms.entries("chemicals")
    entry = next(entry for entry in chemicals.values() if entry["category"] == 1)
    text = form(None, norms=norms, answers={}).refusal(entry)
    assert "运输许可证" in text or "transport needs a licence" in text
