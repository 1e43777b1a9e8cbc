"""Acts by their forms, one's own case, four eyes, and what is recorded of attempts. Who opens what: test_matrix."""

import pytest

from portal.accounts.models import Role
from portal.applications.models import Application
from portal.applications.states import State
from portal.audit.models import Entry
from portal.review.acts import ACTS
from portal.workdays.queries import add_workdays, today
from tests.factories import CITY, REASON, draft, officer, submitted_application
from tests.review.addresses import desk_url

pytestmark = pytest.mark.django_db

#: Values that make every form valid.
VALID = {
    "note": "材料齐全，信息核对一致，建议同意。",
    "reason": REASON,
    "where_to_go": REASON,
    "ground": "other_item",
    "recommendation": "for",
    "ask::TH02": "on",
    "why::TH02": REASON,
    "confirmed": "1",
}
#: Where a field of that name means something else.
OF_ITS_OWN = {"suspend": {"ground": "expert"}}


def person(kind: str, case: Application):
    """An officer of the case's district, its station, or of another district."""
    district = f"{case.district}000000"
    if kind in Role.values:
        return officer(kind, district)
    if kind == "station":
        return officer("intake", case.unit)
    other = "310151000000" if case.district != "310151" else "310101000000"
    return officer("intake", other)


@pytest.mark.parametrize("kind", [*Role.values, "station", "foreign"])
def test_the_queue_lists_cases_of_the_unit_only(client, kind):
    case = submitted_application()
    client.force_login(person(kind, case))
    listed = case.number in client.get(desk_url("queue") + "?tab=open").content.decode()
    assert listed == (kind != "foreign")


REACHED = {"RECEIVED", "IN_REVIEW", "PENDING_APPROVAL"}


@pytest.mark.parametrize(
    ("state", "act"), [(s, act) for act in ACTS for s in sorted(act.states) if s in REACHED]
)
def test_the_right_role_does_each_act_by_its_form(client, state, act):
    case = submitted_application(state=state)
    client.force_login(officer(act.role, case.unit))
    values = VALID | OF_ITS_OWN.get(act.code, {}) | {"version": case.version}
    if act.code == "suspend":
        values["planned_on"] = add_workdays(today(), 3).on.isoformat()
    response = client.post(desk_url("act", case.pk, act.code), values, follow=True)
    assert response.redirect_chain == [(desk_url("queue"), 302)]
    assert case.events.filter(after=act.to or "", actor__isnull=False).exists()
    assert case.number in response.content.decode()


def test_one_does_not_open_ones_own_case_and_the_attempt_is_recorded(client):
    user = officer("intake")
    case = submitted_application(owner=user)
    client.force_login(user)
    for url in (desk_url("case", case.pk), desk_url("act", case.pk, "accept")):
        assert client.get(url).status_code == 403
        assert client.post(url, VALID | {"version": case.version}).status_code in {403, 405}
    assert client.post(desk_url("show", case.pk), {"field": "applicant.id_no"}).status_code == 403
    assert Application.objects.get().state == State.RECEIVED
    denied = Entry.objects.filter(action="case:denied", subject=f"application:{case.pk}")
    assert denied.filter(actor=f"user:{user.pk}").count() == 4


def test_an_attempt_at_a_foreign_case_is_recorded(client):
    case = submitted_application()
    user = person("foreign", case)
    client.force_login(user)
    assert client.get(desk_url("case", case.pk)).status_code == 404
    entry = Entry.objects.get(action="case:denied")
    assert (entry.actor, entry.subject) == (f"user:{user.pk}", f"application:{case.pk}")


def test_drafts_are_nobodys_business(client):
    case = draft()
    client.force_login(officer("intake"))
    assert client.get(desk_url("case", case.pk)).status_code == 404


def test_unknown_acts_do_not_exist(client):
    case = submitted_application()
    client.force_login(officer("intake"))
    assert client.get(desk_url("act", case.pk, "bribe")).status_code == 404


@pytest.mark.parametrize(
    ("role", "act"), [("intake", "approve"), ("intake", "deny"), ("reviewer", "approve")]
)
def test_four_eyes_answer_403_in_words_to_a_forged_post(client, role, act):
    by = {}
    case = submitted_application(state="PENDING_APPROVAL", by=by)
    user = by[role]
    user.postings.create(unit=CITY, role="approver")
    client.force_login(user)
    url = desk_url("act", case.pk, act, language="en")
    page = client.get(desk_url("case", case.pk, language="en")).content.decode()
    sentence = f"You {'accepted' if role == 'intake' else 'reviewed'} this case, so somebody else decides it."
    assert sentence in page
    response = client.post(url, VALID | {"version": case.version})
    assert response.status_code == 403
    assert sentence in response.content.decode()
    assert Application.objects.get().state == State.PENDING_APPROVAL
    assert Entry.objects.get(action="case:denied").data == {"act": act}
