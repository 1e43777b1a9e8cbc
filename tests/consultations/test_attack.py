"""Attacks on consultations: members and chairs who must keep away from the case."""

import pytest

from portal.applications.models import Application
from portal.applications.policies import NotAllowed
from portal.assignments import actions as work
from portal.consultations import actions
from portal.review.policies import NotPossible
from tests.consultations.held import TEXT, Held, fresh, place
from tests.factories import officer

pytestmark = pytest.mark.django_db


def stand_back(case, who):
    case = Application.objects.get(pk=case.pk)
    work.stand_back(application=case, by=who, kind="kinship", reason=TEXT)


def test_a_supervisor_who_stood_back_does_not_lead():
    held = Held().to("REQUESTED")
    stand_back(held.case, held.chair)
    row = fresh(held.row)
    with pytest.raises(NotAllowed):
        actions.accept(consultation=row, by=held.chair, version=row.version)
    with pytest.raises(NotAllowed):
        actions.reject(consultation=row, by=held.chair, version=row.version, reason=TEXT)
    assert fresh(held.row).state == "REQUESTED"


def test_who_stands_back_in_the_middle_neither_concludes_nor_opines():
    held = Held().to("CONVENED")
    held.hear(("for", "for", "for"))
    stand_back(held.case, held.chair)
    stand_back(held.case, held.members[0])
    row = fresh(held.row)
    with pytest.raises(NotAllowed):
        held.conclude()
    with pytest.raises(NotAllowed):
        actions.opine(
            member=held.seat(), by=held.members[0], version=row.version, stance="against", text=TEXT
        )
    assert fresh(held.row).state == "CONVENED"


def test_who_stood_back_is_no_member():
    held = Held().to("ACCEPTED")
    stand_back(held.case, held.members[0])
    with pytest.raises(NotPossible):
        held.invite(held.members[0], "handling")


def test_a_member_from_elsewhere_who_declared_a_conflict_reads_no_materials_any_more(client):
    held = Held()
    outside = officer("reviewer", "310112000000" if held.case.district != "310112" else "310115000000")
    held.to("ACCEPTED")
    seat = held.invite(outside, "expert")
    held.convene()
    client.force_login(outside)
    page = place("page", held.row.pk)
    assert client.get(page).context.get("sections")
    actions.declare(member=seat, by=outside, version=held.version, declared="declared", reason=TEXT)
    response = client.get(page)
    assert response.status_code == 200
    assert not response.context.get("sections") and not response.context.get("papers")
