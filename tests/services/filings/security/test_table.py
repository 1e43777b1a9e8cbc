"""Five hundred guards by table, through the pages of the wizard: the figure that the product promises."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.pace import spent
from tests.services.filings.security.guards import guards_csv
from tests.wizard import builders
from tests.wizard.builders import url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_500_guards_are_checked_and_shown_in_3_seconds_and_30_queries(encoding):
    clerk, client = builders.person(), Client()
    client.force_login(clerk)
    draft = builders.filled(client, clerk, "SX", until="guards")
    file = SimpleUploadedFile("guards.csv", guards_csv(500, 7, encoding=encoding))
    with spent() as took, CaptureQueriesContext(connection) as queries:
        answer = client.post(url(draft, "guards", "wizard:table"), {"table": file}, follow=True)
    print(f"500 guards ({encoding}): {took.seconds:.2f} s, {len(queries)} queries")
    assert answer.status_code == 200
    assert answer.context["count"] == 493
    assert answer.context["bad_count"] == 7
    assert took.seconds < 3
    assert len(queries) <= 30
