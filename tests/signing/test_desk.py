"""What officers see of signatures."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.applications.models import Application
from portal.signing.models import SubmittedSignature
from portal.signing.queries import signed_for
from tests import factories
from tests.signing import hands
from tests.wizard.builders import url


@pytest.fixture
def case(page, draft):
    hands.sign_all(draft)
    page.post(url(draft, "check"))
    return Application.objects.get(pk=draft.pk)


def desk_page(case):
    client = Client()
    client.force_login(factories.officer("intake"))
    return client.get(reverse("review:case", args=[case.pk])).content.decode()


def test_the_case_lists_who_signed_with_masked_names(case):
    text = desk_page(case)
    assert 'id="signatures"' in text and "白*梅" in text and "白雪梅" not in text


def test_a_signature_that_does_not_match_what_is_kept_is_told(case):
    SubmittedSignature.objects.filter(key="spouse").update(digest="0" * 64)
    assert [row.digest_ok for row in signed_for(case)] == [True, False]
    assert "does not match the signature" in desk_page(case)


def test_a_case_without_signatures_has_no_such_section(db):
    assert 'id="signatures"' not in desk_page(factories.submitted_application("PB"))


def test_a_case_takes_one_query_for_its_signatures(case, django_assert_num_queries):
    from portal.applications.queries import latest_submission

    submission = latest_submission(case)
    with django_assert_num_queries(1):
        assert len(signed_for(case, submission)) == 2


def test_what_somebody_signed_who_has_nothing_to_sign_is_not_kept(page, draft, monkeypatch):
    from portal.catalog import registry

    hands.sign_all(draft)
    alone = hands.with_signers(lambda answers, norms: hands.signers(answers, norms)[1:])
    monkeypatch.setitem(registry._services, "PB", alone)
    page.post(url(draft, "check"))
    assert [row.key for row in signed_for(Application.objects.get(pk=draft.pk))] == ["applicant"]
