"""What offices outside did, as officers or the exchange recorded it."""

from django.conf import settings
from django.db import models

from portal.applications.models import Application
from portal.keyring.sealed import SealedJSON


class Outside(models.Model):
    """One act of an office outside on a case: the release by the place of origin, the entry in the register.

    `content` of RELEASE: number, issued_by, issued_on, valid_to; of REGISTER: household_no, registered_on. Days
    are ISO text, "" for none. `by` is empty when the exchange brought it.
    """

    class Act(models.TextChoices):
        RELEASE = "release"
        REGISTER = "register"

    application = models.ForeignKey(Application, models.CASCADE, related_name="outside")
    act = models.CharField(max_length=10, choices=Act.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    content_sealed = models.BinaryField()

    content = SealedJSON("content_sealed", context=lambda row: f"outside:{row.application_id}:{row.act}")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "act"], name="outside_act_once")]
