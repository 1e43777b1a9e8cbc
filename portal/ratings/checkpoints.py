"""The checkpoint of what follows a case (domain D2, CP39): its visit is planned, a rating is asked for once."""

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from portal.applications.models import Application
from portal.applications.states import State
from portal.catalog.checking import Judgement
from portal.catalog.judging import Gathering
from portal.notifications.models import Notice

#: Kind of the notice that asks how it was.
INVITATION = "rating_invitation"


def afterwards(application: Application) -> Judgement:
    """CP39: a service with a visit has planned it by its day, and each addressee was asked for a rating once.

    The risk of a service is what its declaration says: `inspection`, the days within which officers pay a visit. Where
    none is declared nothing is planned. What was found at the visit is the officer's half.
    """
    found = Gathering(f"notice:{INVITATION}")
    sent = Notice.objects.filter(kind=INVITATION, subject=f"application:{application.pk}")
    counts = list(sent.values("recipient").annotate(times=Count("pk")).values_list("times", flat=True))
    found.fail(not counts, _("Nobody was asked for a rating."))
    found.note(any(times > 1 for times in counts), _("Somebody was asked for a rating more than once."))
    if application.declaration.after == "inspect":
        visited(found, application)
    return found.result()


def visited(found: Gathering, application: Application) -> None:
    """Judge the visit of a case that came to a certificate."""
    issued = application.events.filter(after=State.CERT_ISSUED).exists()
    planned = application.events.filter(after=State.INSPECTION_PLANNED).exists()
    missing = _("The service is followed by a visit, and none was planned.")
    found.fail(issued and not planned, missing, "event:INSPECTION_PLANNED")
