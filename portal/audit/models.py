"""The entries of the record and the head of their chain."""

import json
from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST = {"actor": 64, "action": 64, "subject": 100}


class AppendOnly(Exception):
    """Somebody tried to change or remove an entry, or to add one without `actions.record`."""


def _refuse(*args: Any, **kwargs: Any) -> NoReturn:
    """Refuse a way of writing. Raises AppendOnly."""
    raise AppendOnly("entries are added by portal.audit.actions.record and never change")


class EntryQuerySet(models.QuerySet["Entry"]):
    """Reads; every way of writing raises AppendOnly."""

    update = delete = create = bulk_create = bulk_update = get_or_create = update_or_create = _refuse


class Entry(models.Model):
    """One thing that happened. `seq` counts from 1 without gap; `digest` covers all other fields."""

    seq = models.BigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("time"))
    actor = models.CharField(_("actor"), max_length=LONGEST["actor"], help_text=_("user:<id>, or system"))
    action = models.CharField(_("action"), max_length=LONGEST["action"])
    subject = models.CharField(_("subject"), max_length=LONGEST["subject"])
    # Text, not a JSON column: jsonb would rewrite numbers, and the digest is over these very characters.
    data_json = models.TextField(_("data"), default="{}")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        base_manager_name = "objects"
        ordering = ["seq"]
        indexes = [models.Index(fields=["subject", "seq"], name="audit_subject")]

    def __str__(self) -> str:
        """Return number, actor, action and subject."""
        return f"{self.seq} {self.actor} {self.action} {self.subject}"

    @property
    def data(self) -> dict[str, Any]:
        """The particulars, as recorded."""
        found: dict[str, Any] = json.loads(self.data_json)
        return found

    save = delete = _refuse


class ChainHead(models.Model):
    """The one row that says where the chain ends; locking it puts the writers in order."""

    seq = models.BigIntegerField()
    digest = models.CharField(max_length=64)
