"""What is thrown away is gone everywhere, and a change of keys forgets nothing that is sealed."""

import pytest
from django.apps import apps
from django.db import models

from portal.applications import actions
from portal.applications.models import Application, Submission
from portal.documents import actions as documents
from portal.documents import storage
from portal.documents.models import Standin
from portal.exchange.models import Packet
from portal.keyring import rotation
from portal.keyring.sealing import key_id, newest_key_id
from portal.signing import actions as signing
from portal.signing.models import Signature, SubmittedSignature
from tests import factories
from tests.wizard import builders

pytestmark = pytest.mark.django_db


def pointing_to(pk) -> dict[str, int]:
    """Return how many rows of each model belong to an application."""
    found = {}
    for model in apps.get_models():
        for field in model._meta.fields:
            if isinstance(field, models.ForeignKey) and field.related_model is Application:
                found[f"{model.__name__}.{field.name}"] = model._base_manager.filter(
                    **{field.attname: pk}
                ).count()
    return found


def test_of_a_discarded_draft_nothing_is_left(gu_and_page, django_capture_on_commit_callbacks):
    gu, page = gu_and_page
    draft = builders.ready(page, gu)
    pk, keys = draft.pk, [row.key for row in draft.documents.all()]
    promised = next(item for item in draft.declaration.materials if item.grace)
    documents.promise_later(application=draft, material=promised.code, by=gu)
    assert Signature.objects.filter(application=draft).exists()
    assert Standin.objects.filter(application=draft).exists() and keys
    with django_capture_on_commit_callbacks(execute=True):
        actions.discard(application=Application.objects.get(pk=pk), by=gu)
    assert not any(pointing_to(pk).values())
    for key in keys:
        with pytest.raises(FileNotFoundError):
            storage.read(key)


@pytest.fixture
def gu_and_page(client):
    gu = builders.person()
    client.force_login(gu)
    return gu, client


def test_a_change_of_keys_reaches_everything_that_is_sealed(settings):
    draft = factories.draft(n=3)
    signing.record_all(application=draft, answers=factories.judged(draft)["answers"])
    case = factories.submitted_application(n=4)
    promised = next(item for item in draft.declaration.materials if item.grace)
    documents.promise_later(application=draft, material=promised.code, by=draft.owner)
    packet = Packet(application=case, direction="out", type="010122", ywlsh="y-1", zqzbh="Y1")
    packet.payload = {"head": {}, "body": {"sqr_xm": "许甲乙"}}
    packet.save(force_insert=True)
    submission = Submission.objects.get(application=case)
    kept = SubmittedSignature(
        submission=submission, key="spouse", digest="0" * 64, signed_at=submission.at, channel="sms"
    )
    kept.evidence = {"name": "许甲乙"}
    kept.save()

    settings.FIELD_KEYS = ["a-new-key-of-forty-characters-0123456789x", *settings.FIELD_KEYS]
    outcomes = rotation.rotate()
    assert not [failed for outcome in outcomes for failed in outcome.failed]
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    rows = [
        (Signature.objects.first(), "evidence"), (kept, "evidence"), (Standin.objects.first(), "text"),
        (packet, "payload"), (submission, "content"),
    ]  # fmt: skip
    for row, name in rows:
        row.refresh_from_db()
        assert getattr(row, name)
        assert key_id(bytes(getattr(row, f"{name}_sealed"))) == newest_key_id()
