"""What the style guide shows: invented examples of every component."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.ui import fields
from portal.ui.forms import StepForm, step_formset

TYPED = {"id_number": "310101199001010013", "born": "2026-02-30", "married": "yes", "p-0-amount": "x"}


class Example(StepForm):
    """One of each field."""

    name = fields.PersonNameField(label=_("Name"), help_text=_("As in the identity document."))
    id_number = fields.ResidentIdField(
        label=_("ID number"), help_text=_("18 characters, typed without spaces.")
    )
    born = fields.CalendarDateField(label=_("Date of birth"), latest=timezone.localdate)
    phone = fields.MobileField(label=_("Mobile number"))
    county = fields.DivisionField(label=_("County or district"), help_text=_("Type part of its name."))
    address = fields.AddressField(label=_("Address"))
    married = fields.YesNoField(label=_("Are you married?"))
    spouse = fields.PersonNameField(label=_("Name of your spouse"))
    weight = fields.DecimalField(label=_("Amount"), unit="kg", min_value=0)
    path = fields.SelectField(label=_("Purpose"), choices=[("1", _("Research")), ("2", _("Production"))])
    remark = fields.PlainTextField(label=_("Remark"), multiline=True, required=False)
    agree = fields.CommitmentField(label=_("I confirm that everything I have stated is true."))
    shown_when = {"spouse": ("married", ("yes",))}
    fieldsets = ((_("About you"), ("name", "id_number", "born", "phone", "county", "address")),)


class ExampleRow(StepForm):
    """A row of a repeated step."""

    title = fields.PlainTextField(label=_("Name of the substance"))
    amount = fields.DecimalField(label=_("Amount"), unit="kg")


def examples(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the style guide. `?errors=1` shows every field in error."""
    rows = step_formset(ExampleRow, 1, 5, row=_("Substance"))
    now: datetime = timezone.now()
    wrong = "errors" in request.GET
    return {
        "form": Example(TYPED if wrong else None, prefix=None),
        "formset": rows(TYPED if wrong else None, prefix="p", initial=[{}, {}]),
        "now": now,
        "links": [("#id_name", _("Please fill in this field.")), ("#id_born", _("Please choose an answer."))],
        "rows": [
            ("name", _("Name"), "买买提·艾力"),
            ("id_number", _("ID number"), "110105 19491231 002X"),
            ("address", _("Address"), "上海市浦东新区张江镇祖冲之路 1000 弄 20 号 301 室"),
        ],
        "events": [
            {"title": _("Submitted"), "at": now - timedelta(days=2), "state": "done"},
            {
                "title": _("Under review"),
                "at": now,
                "state": "now",
                "text": _("An officer reads your materials."),
            },
            {"title": _("Decision"), "state": "todo"},
        ],
        "files": [
            {
                "name": "户口簿首页.jpg",
                "size": 1_234_567,
                "tone": "good",
                "status": _("Checked"),
                "remove_url": "#",
            },
            {"name": "contract.pdf", "size": 98_000, "error": _("The file is locked with a password.")},
        ],
        "steps": [
            {"title": _("Consent"), "url": "#", "state": "done"},
            {"title": _("Applicant"), "url": "#", "state": "error"},
            {"title": _("Present registration"), "url": "#", "state": "current"},
            {"title": _("Check and submit"), "url": "", "state": "todo"},
        ],
        "tones": [
            ("neutral", _("Draft")),
            ("info", _("Under review")),
            ("good", _("Approved")),
            ("warn", _("Due soon")),
            ("bad", _("Overdue")),
        ],
    }
