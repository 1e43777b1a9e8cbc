"""In a correction only what has changed is signed again, and each round keeps its own signatures."""

from portal.applications.models import Application
from portal.signing.models import SubmittedSignature
from portal.signing.queries import signed_for
from tests.signing import hands
from tests.wizard import builders
from tests.wizard.builders import post, raw, url


def corrected(page, draft, step, field):
    hands.sign_all(draft)
    page.post(url(draft, "check"))
    case = Application.objects.get(pk=draft.pk)
    officer = builders.person("officer@example.test")
    return builders.asked_to_correct(case, officer, {"step": step, "field": field, "reason": "请核对。"})


def test_a_correction_of_what_nobody_signs_needs_no_new_signature(page, draft):
    step = next(slug for slug in raw("PB") if slug not in {"company", "seller"})
    case = corrected(page, draft, step, "")
    page.get(url(case, "check"))
    assert post(page, case, step).status_code == 302
    assert page.post(url(case, "check"))["Location"] == url(case, name="wizard:done")
    assert SubmittedSignature.objects.count() == 4


def test_a_correction_of_what_was_signed_needs_the_signatures_anew(page, draft):
    case = corrected(page, draft, "seller", "")
    before = [row.signed_at for row in signed_for(Application.objects.get(pk=case.pk))]
    page.get(url(case, "check"))
    post(page, case, "seller", raw("PB")["seller"] | {"contract_no": "HT-2"})
    response = page.post(url(case, "check"))
    assert response.status_code == 422, response.get("Location")
    assert Application.objects.get(pk=case.pk).state == "CORRECTION"
    hands.sign_all(case)
    assert page.post(url(case, "check")).status_code == 302
    rounds = {row.submission.round for row in SubmittedSignature.objects.select_related("submission")}
    assert rounds == {1, 2}
    now = [row.signed_at for row in signed_for(Application.objects.get(pk=case.pk))]
    assert all(new > old for new, old in zip(now, before, strict=True))
