"""Step 2: the decision of the human-resources department."""

from typing import Any, cast

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from portal.ui.fields import CalendarDateField, CreditCodeField, PlainTextField, RadioField, SelectField
from portal.ui.forms import StepForm
from services.household import rules
from services.household.fields import entry_choices, set_choices
from services.household.outcomes import message

APPROVAL_NO = RegexValidator(
    r"^[A-Za-z0-9\u4e00-\u9fff〔〕\[\]()（）\-]{4,40}\Z",
    _("Please type the number as on the approval: 4 to 40 letters, digits, Chinese characters or brackets."),
)


class ApprovalForm(StepForm):
    """Step 2: the decision of the human-resources department."""

    channel = RadioField(label=_("Way to settle"))
    approval_no = PlainTextField(
        label=_("Approval number"),
        help_text=_("At the top of the notice or reply of the human-resources department."),
        max_length=40,
        validators=[APPROVAL_NO],
        width="medium",
    )
    approval_org = PlainTextField(label=_("Approved by"), max_length=60)
    approval_date = CalendarDateField(
        label=_("Date of approval"), help_text=_("Beside the seal of the approval.")
    )
    approval_valid_to = CalendarDateField(
        label=_("Approval valid until"),
        help_text=_(
            "If the approval names no day, leave this empty. We then count from the date of approval."
        ),
        required=False,
    )
    category = SelectField(label=_("Talent category"), help_text=_("As written on the approval."))
    employer_name = PlainTextField(
        label=_("Name of the employer"),
        help_text=_("The full name, as on the business licence."),
        max_length=100,
    )
    employer_uscc = CreditCodeField(
        label=_("Unified social credit code of the employer"),
        help_text=_("18 characters, on the business licence. Your personnel office knows it."),
    )

    fieldsets = (
        (
            _("About the approval"),
            ("channel", "approval_no", "approval_org", "approval_date", "approval_valid_to", "category"),
        ),
        (_("Employer"), ("employer_name", "employer_uscc")),
    )

    def prepare(self) -> None:
        if self.norms is None:
            return
        channels = entry_choices(
            {code: row for code, row in self.norms.entries("talent_channels").items() if row["open"]}
        )
        set_choices(self, "channel", channels)
        self.fields["channel"].initial = channels[0][0]
        set_choices(self, "category", entry_choices(self.norms.entries("talent_categories")))
        self.fields["approval_org"].initial = self.norms.value("TH.approval_org")
        cast(CalendarDateField, self.fields["approval_date"]).latest = self.norms.on

    def clean(self) -> dict[str, Any]:
        """Fill in the validity that the approval does not name, and refuse an expired one (R-TH-03)."""
        data = super().clean() or self.cleaned_data
        begun = data.get("approval_date")
        if begun and "approval_valid_to" in data and not data["approval_valid_to"]:
            days = self.norms.value("TH.approval_valid_days")
            data["approval_valid_to"] = rules.approval_valid_to(begun, days)
        valid_to = data.get("approval_valid_to")
        if valid_to and not rules.approval_holds(valid_to, self.norms.on):
            self.add_error("approval_valid_to", message("APPROVAL_EXPIRED", self.norms))
        return data
