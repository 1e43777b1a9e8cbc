"""Other cases of the same person or company: what an officer may see, and how little of the rest."""

import pytest
from django.urls import reverse

from portal.applications.models import Application, Fact
from portal.applications.outcomes import Outcome
from portal.applications.states import State
from portal.keyring.sealing import blind_index
from portal.review.earlier import MOST, SHOWN, earlier_of
from tests.cases import draft as bare_draft
from tests.factories import UserFactory, officer, submitted_application
from tests.review.addresses import desk_url

pytestmark = pytest.mark.django_db
PUDONG, CHONGMING = "310115000000", "310151000000"
SOMEBODY = "310104198001010009"


def named(case: Application, number: str = SOMEBODY, key: str = "person") -> Application:
    """Put one more person into a case, as the facts of its companions do."""
    Fact.objects.create(application=case, key=key, index=blind_index(key, number))
    return case


def handled_by(case: Application, unit: str) -> Application:
    Application.objects.filter(pk=case.pk).update(unit=unit, district=unit[:6])
    return Application.objects.get(pk=case.pk)


def household(n: int, unit: str = PUDONG, **options) -> Application:
    return handled_by(submitted_application("TH", n=n, **options), unit)


def test_a_person_who_was_the_spouse_before_is_found():
    own, other = named(household(1)), named(household(2))
    found = earlier_of(own, officer("intake", PUDONG))
    assert [row.pk for row in found.seen] == [other.pk]
    assert (found.seen[0].number, found.elsewhere) == (other.number, [])
    assert not earlier_of(household(3), officer("intake", PUDONG))


def test_a_company_is_found_by_its_code_with_outcome_and_days():
    person = UserFactory()
    own = submitted_application("PB", n=1, owner=person)
    other = submitted_application("PB", State.APPROVED, n=1, owner=person)
    (row,) = earlier_of(own, officer("intake")).seen
    assert (row.pk, row.outcome) == (other.pk, str(Outcome.FILED.label))
    assert row.submitted_at == other.submitted_at


def test_a_case_is_none_of_its_own_and_drafts_are_none():
    own = named(household(1))
    named(bare_draft("TH", n=2))
    assert not earlier_of(own, officer("intake"))


def test_equal_texts_of_another_kind_and_empty_facts_are_nobody():
    own, other = household(1), household(2)
    named(other, key="mobile")
    named(own, key="mobile")
    Fact.objects.create(application=own, key="person", index="")
    Fact.objects.create(application=other, key="person", index="")
    assert not earlier_of(own, officer("intake"))


def test_of_other_districts_only_the_number_is_told(client):
    own, foreign = named(household(1)), named(household(2, CHONGMING))
    user = officer("intake", PUDONG)
    found = earlier_of(own, user)
    assert found.seen == []
    assert [count for _service, count in found.elsewhere] == [1]
    client.force_login(user)
    page = client.get(desk_url("case", own.pk, language="en")).content.decode()
    assert "1 more in other units: Household registration for incoming talent" in page
    for secret in (foreign.number, str(foreign.pk), foreign.subject, CHONGMING, "310151"):
        assert secret not in page
    assert client.get(reverse("review:case", args=[foreign.pk])).status_code == 404


def test_the_page_links_those_that_may_be_seen(client):
    own, other = named(household(1)), named(household(2))
    client.force_login(officer("intake", PUDONG))
    page = client.get(desk_url("case", own.pk, language="en")).content.decode()
    assert f'href="/en/desk/{other.pk}/"' in page or desk_url("case", other.pk, language="en") in page
    assert "Earlier cases" in page


def test_a_case_without_others_says_nothing_of_them(client):
    client.force_login(officer("intake", PUDONG))
    page = client.get(desk_url("case", household(1).pk, language="en")).content.decode()
    assert 'id="earlier"' not in page


@pytest.mark.parametrize("others", [1, 30])
def test_one_query_however_many(others, django_assert_num_queries):
    own = named(household(1))
    first = named(household(2))
    for _copy in range(others - 1):
        row = Application.objects.get(pk=first.pk)
        row.pk, row.number = None, f"TH31011520261123{_copy:06d}X"
        row._state.adding = True
        row.save(force_insert=True)
        named(row)
    user = officer("intake", PUDONG)
    earlier_of(own, user)  # reads the postings
    with django_assert_num_queries(1):
        found = earlier_of(own, user)
        assert len(found.seen) == others
        assert len(found.first) == min(others, SHOWN)
        assert len(found.first) + len(found.rest) == others
    assert not found.more
    assert others < MOST
