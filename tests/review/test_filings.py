"""A filing is filed, corrected, or recorded as none on a ground of the law; nobody refuses it (domain B10)."""

import pytest

from portal.applications.models import Application
from portal.applications.policies import NotAllowed
from portal.applications.queries import outcome_of
from portal.applications.states import State
from portal.notifications.actions import compose
from portal.notifications.models import Notice
from portal.review import actions
from portal.review.policies import Item, NotPossible
from tests.cases import fresh
from tests.factories import REASON, officer, submitted_application
from tests.review import kinds
from tests.review.addresses import desk_url

pytestmark = pytest.mark.django_db
AUTHORITY = "苏州市公安局姑苏分局"


def record(case: Application, by, **values) -> Application:
    """Record that a filing is none, at intake or at the decision."""
    act = actions.refuse_at_intake if case.state == State.RECEIVED else actions.deny
    return act(application=case, by=by, version=case.version, **{"reason": REASON, **values})


@pytest.fixture(params=["RECEIVED", "PENDING_APPROVAL"])
def filing(request, monkeypatch):
    """A filing at intake and one at the decision, of a service with bars, and the officer whose turn it is."""
    kinds.as_pb(monkeypatch, bars=kinds.BARS)
    case = submitted_application("PB", request.param, language="en")
    return case, officer("intake" if request.param == "RECEIVED" else "approver")


@pytest.mark.parametrize(
    ("values", "grounds"),
    [
        ({"ground": "not_required"}, {}),
        ({"ground": "not_competent", "where_to_go": f" {AUTHORITY} "}, {"where": AUTHORITY}),
        ({"ground": "forbidden", "bar": "person"}, {"bar": "person"}),
    ],
)
def test_the_three_grounds_are_kept_as_codes(filing, values, grounds):
    case, by = filing
    record(case, by, **values)
    kept = outcome_of(case)
    assert (kept.outcome, kept.grounds, kept.note, kept.public) == (values["ground"], grounds, REASON, True)
    assert fresh(case).state in {State.REJECTED_INTAKE, State.CONCLUDED}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ground": ""}, "ground"),
        ({"ground": "because"}, "ground"),
        ({"ground": "other_item", "where_to_go": AUTHORITY}, "ground"),
        ({"ground": "not_our_powers", "where_to_go": AUTHORITY}, "ground"),
        ({"ground": "refused"}, "ground"),
        ({"ground": "filed"}, "ground"),
        ({"ground": "forbidden"}, "bar"),
        ({"ground": "forbidden", "bar": "I do not like it"}, "bar"),
        ({"ground": "not_competent", "where_to_go": "  "}, "where_to_go"),
        ({"ground": "not_required", "reason": "不行"}, "reason"),
    ],
)
def test_any_other_ground_is_refused_by_the_writer_and_to_a_forged_post(client, filing, values, field):
    case, by = filing
    with pytest.raises(NotPossible) as refusal:
        record(case, by, **values)
    assert refusal.value.field == field
    client.force_login(by)
    act = "refuse" if case.state == State.RECEIVED else "deny"
    sent = {"version": case.version, "reason": REASON, **values}
    answer = client.post(desk_url("act", case.pk, act, language="en"), sent)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert fresh(case).state == case.state
    assert outcome_of(case) is None


def test_nothing_is_forbidden_by_law_where_the_service_declares_no_bar(client, monkeypatch):
    kinds.as_pb(monkeypatch, bars={})
    case, by = submitted_application("PB", "PENDING_APPROVAL"), officer("approver")
    with pytest.raises(NotPossible):
        record(case, by, ground="forbidden", bar="person")
    client.force_login(by)
    assert (
        "Forbidden by law" not in client.get(desk_url("act", case.pk, "deny", language="en")).content.decode()
    )


def test_a_filing_is_not_referred_but_the_authority_is_named_with_the_ground(client):
    case, by = submitted_application("PB"), officer("intake")
    with pytest.raises(NotAllowed):
        actions.refer(application=case, by=by, version=case.version, where_to_go=REASON)
    client.force_login(by)
    url = desk_url("act", case.pk, "refer", language="en")
    assert client.get(url).status_code == 403
    assert client.post(url, {"version": case.version, "where_to_go": REASON}).status_code == 403
    assert fresh(case).state == State.RECEIVED
    assert "Refer elsewhere" not in client.get(desk_url("case", case.pk, language="en")).content.decode()
    household = submitted_application()
    assert "Refer elsewhere" in client.get(desk_url("case", household.pk, language="en")).content.decode()


def test_the_desk_says_file_and_never_deny(client, monkeypatch):
    kinds.as_pb(monkeypatch, bars=kinds.BARS)
    reviewed = submitted_application("PB", "IN_REVIEW")
    client.force_login(officer("reviewer"))
    page = client.get(desk_url("case", reviewed.pk, language="en")).content.decode()
    assert "Not to be filed" in page and "File it" in page
    assert "Deny" not in page and "Approve" not in page
    pending = submitted_application("PB", "PENDING_APPROVAL", n=2)
    client.force_login(officer("approver"))
    page = client.get(desk_url("case", pending.pk, language="en")).content.decode()
    assert "Record: not to be filed" in page and "recommends: File it" in page
    assert "Recommends: file it." in page
    assert kinds.BARS["person"] in page
    assert "Deny" not in page and ">Approve" not in page
    household = submitted_application(state="PENDING_APPROVAL", n=3)
    assert ">Deny<" in client.get(desk_url("case", household.pk, language="en")).content.decode()


def test_filing_is_said_after_it_was_done(client):
    case = submitted_application("PB", "PENDING_APPROVAL")
    client.force_login(officer("approver"))
    url = desk_url("act", case.pk, "approve", language="en")
    page = client.post(url, {"version": case.version}, follow=True).content.decode()
    assert f"{case.number} filed" in page
    assert outcome_of(case).outcome == "filed"
    page = client.get(desk_url("case", case.pk, language="en")).content.decode()
    assert "Filed, paper in production" in page and "<strong>Filed</strong>" in page


def test_who_comes_second_reads_that_it_was_filed(client):
    case, second = submitted_application("PB", "PENDING_APPROVAL"), officer("approver")
    actions.approve(application=fresh(case), by=officer("approver"), version=case.version)
    client.force_login(second)
    answer = client.post(desk_url("act", case.pk, "deny", language="en"), {"version": case.version})
    assert answer.status_code == 409
    assert "filed this case at" in answer.content.decode()


def test_a_correction_is_an_outcome_of_its_round_only():
    case = submitted_application("PB")
    code = case.submissions.get().materials[0]["material"]
    items = [Item(material=code, reason=REASON)]
    actions.ask_correction(application=case, by=officer("intake"), version=case.version, items=items)
    assert case.events.get(after=State.CORRECTION).outcome == "correction"
    assert outcome_of(case) is None


def test_the_holder_reads_the_outcome_in_tracker_and_mail(client, filing):
    case, by = filing
    record(case, by, ground="forbidden", bar="person")
    client.force_login(case.owner)
    page = client.get(f"/en/my/{case.pk}/").content.decode()
    assert "<dt>Outcome</dt><dd>Forbidden by law</dd>" in page
    assert kinds.BARS["person"] in page and REASON in page
    notice = Notice.objects.exclude(kind__in=["received", "accepted", "rating_invitation"]).get()
    title, body = compose(notice)
    assert title.startswith(("Not filed:", "Not a filing matter:"))
    assert f"Forbidden by law\n{kinds.BARS['person']}\n{REASON}" in body
    assert "appeal" not in body


def test_the_competent_authority_is_told(client):
    case = submitted_application("PB", language="en")
    record(case, officer("intake"), ground="not_competent", where_to_go=AUTHORITY)
    client.force_login(case.owner)
    assert f"Where to go: {AUTHORITY}" in client.get(f"/en/my/{case.pk}/").content.decode()
    assert AUTHORITY in compose(Notice.objects.get(kind="rejected_intake"))[1]


def test_the_outcome_stands_in_the_table_of_answers(client, monkeypatch):
    kinds.as_pb(monkeypatch, bars=kinds.BARS)
    case, by = submitted_application("PB"), officer("intake")
    client.force_login(by)
    url = desk_url("answers", case.pk)
    assert "outcome" not in client.get(url).content.decode()
    record(case, by, ground="forbidden", bar="foreign")
    lines = client.get(url).content.decode().splitlines()
    assert lines[-2:] == ["outcome,1,code,forbidden", "outcome,1,bar,foreign"]
