"""One rating a concluded case, by its owner; a bad one says why and is answered in time."""

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction

from portal.applications import actions as applications
from portal.applications.models import Application
from portal.applications.policies import NotAllowed
from portal.applications.states import State
from portal.audit.models import Entry
from portal.keyring.rotation import sealed_columns
from portal.notifications.models import Notice
from portal.ratings import actions
from portal.ratings.models import Rating
from portal.ratings.policies import Done, Incomplete
from portal.rulebook.queries import norms
from portal.workdays.queries import add_workdays, today
from tests import cases
from tests.ratings.conftest import SECRET, rate

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOTE = "已电话道歉并说明材料清单。"


def test_the_value_is_in_the_rulebook():
    assert norms(today()).value("rating.contact_days") == 1


def test_a_named_bad_rating_is_called_about_within_one_working_day(concluded):
    case = concluded()
    with time_machine.travel("2026-11-27T08:00:00Z"):  # a Friday afternoon
        rating = rate(case, 2)
        assert rating.contact_by == add_workdays(today(), 1).on
    assert rating.contact_by.isoformat() == "2026-11-30"


@pytest.mark.parametrize(("grade", "anonymous"), [(3, False), (5, False), (1, True), (2, True)])
def test_nobody_is_called_about_a_good_or_an_anonymous_one(concluded, grade, anonymous):
    assert rate(concluded(), grade, anonymous).contact_by is None


def test_a_case_is_rated_once(concluded):
    case = concluded()
    rate(case, 5)
    with pytest.raises(Done):
        rate(case, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating(application=case, grade=1, anonymous=True, at=case.concluded_at).save()
    assert Rating.objects.get().grade == 5


def test_only_the_owner_rates_and_only_what_is_concluded(concluded):
    case = concluded()
    with pytest.raises(NotAllowed):
        actions.rate(
            application=case, by=cases.applicant("other"), grade=5, details=[], text="", anonymous=True
        )
    for other in (cases.draft(), cases.submitted("PB", n=2), cases.proposed("PB", n=3)):
        with pytest.raises(NotAllowed):
            rate(Application.objects.get(pk=other.pk))
    withdrawn = cases.submitted("PB", n=4)
    applications.withdraw(application=withdrawn, by=withdrawn.owner)
    with pytest.raises(NotAllowed):
        rate(Application.objects.get(pk=withdrawn.pk))
    assert not Rating.objects.exists()


def test_a_denied_case_can_be_rated():
    case = cases.proposed("TH")
    approver = cases.officer("approver")
    changes = {"approver": approver, "decided_at": cases.timezone.now()}
    case = applications.move(case, State.DENIED, by=approver, note=cases.REASON, changes=changes)
    assert rate(case, 2).contact_by


@pytest.mark.parametrize("grade", [1, 2])
def test_a_bad_grade_says_why(concluded, grade):
    case = concluded()
    with pytest.raises(Incomplete):
        rate(case, grade, text="  ", details=[])
    assert rate(case, grade, text="  ", details=["manner"]).ticked


def test_what_does_not_exist_is_refused(concluded):
    case = concluded()
    for grade, details in ((0, []), (6, []), (5, ["bribe"])):
        with pytest.raises(Incomplete):
            rate(case, grade, details=details)


def test_the_text_is_sealed_and_the_audit_does_not_tell_an_anonymous_grade(concluded):
    first, second = concluded(), concluded(n=2)
    rating = rate(first, 1, anonymous=True)
    rate(second, 2)
    kept = Rating.objects.get(pk=rating.pk)
    assert kept.text == {"text": SECRET}
    assert SECRET.encode() not in bytes(kept.text_sealed)
    given = Entry.objects.filter(action="rating:given")
    assert given.get(subject=f"application:{first.pk}").data == {"anonymous": True}
    assert given.get(subject=f"application:{second.pk}").data == {"anonymous": False, "grade": 2}
    assert Rating in {model for _name, model, _column in sealed_columns()}


def test_the_call_is_recorded_once_by_a_reader_of_the_unit(concluded):
    rating = rate(concluded())
    supervisor = cases.officer("supervisor")
    with pytest.raises(Incomplete):
        actions.contacted(rating=rating, by=supervisor, note="  已联系  ")
    done = actions.contacted(rating=rating, by=supervisor, note=NOTE)
    assert (done.handled_by, done.note) == (supervisor, {"text": NOTE})
    with pytest.raises(Done):
        actions.contacted(rating=rating, by=supervisor, note=NOTE)
    entry = Entry.objects.get(action="rating:contacted")
    assert (entry.actor, entry.data) == (f"user:{supervisor.pk}", {})


def test_nobody_else_records_a_call(concluded):
    case = concluded()
    rating = rate(case)
    elsewhere = "310151000000" if case.district != "310151" else "310101000000"
    strangers = [
        cases.officer("intake"),
        cases.officer("reviewer"),
        cases.officer("supervisor", elsewhere),
        cases.officer("approver", elsewhere),
        case.owner,
    ]
    for person in strangers:
        with pytest.raises(NotAllowed):
            actions.contacted(rating=rating, by=person, note=NOTE)
    cases.officer("supervisor", name="talent")  # the applicant is posted as well
    with pytest.raises(NotAllowed):
        actions.contacted(rating=rating, by=cases.applicant(), note=NOTE)
    anonymous = rate(concluded(n=2), anonymous=True)
    with pytest.raises(NotAllowed):
        actions.contacted(rating=anonymous, by=cases.officer("supervisor"), note=NOTE)
    assert not Rating.objects.exclude(handled_at=None).exists()


def test_the_invitation_is_sent_once(concluded):
    case = concluded(language="en")
    notice = Notice.objects.get(kind="rating_invitation")
    assert (notice.recipient, notice.subject) == (case.owner, f"application:{case.pk}")
    letter = mail.outbox[-1]
    assert case.number in letter.subject
    assert f"/en/my/{case.pk}/" in letter.body
    from portal.flow import invite_to_rate

    invite_to_rate(case, case.events.order_by("-version").first())
    assert Notice.objects.filter(kind="rating_invitation").count() == 1


def test_an_archived_case_is_rated_all_the_same(concluded, client):
    case = applications.move(concluded(), State.ARCHIVED, by=None)
    client.force_login(case.owner)
    assert 'id="rating"' in client.get(f"/en/my/{case.pk}/").content.decode()
    assert rate(case, 5).grade == 5
