"""Step 2: the decision of the human-resources department, and the employment."""

from typing import Any, cast

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from portal.ui.fields import (
    CalendarDateField,
    CreditCodeField,
    NamesField,
    PlainTextField,
    RadioField,
    SelectField,
)
from portal.ui.forms import StepForm
from services.household import rules
from services.household.fields import entry_choices, set_choices
from services.household.outcomes import message

APPROVAL_NO = RegexValidator(
    r"^[A-Za-z0-9\u4e00-\u9fff〔〕\[\]()（）\-]{4,40}\Z",
    _("Please type the number as on the approval: 4 to 40 letters, digits, Chinese characters or brackets."),
)


class ApprovalForm(StepForm):
    """Step 2: the decision of the human-resources department, and the employment."""

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
    approved_family = NamesField(
        label=_("Family members named on the approval"),
        help_text=_("With a comma between. Leave this empty if nobody is named."),
        required=False,
        most=9,
        max_length=920,
        width="medium",
    )
    employer_name = PlainTextField(
        label=_("Name of the employer"),
        help_text=_("The full name, as on the business licence."),
        max_length=100,
    )
    employer_uscc = CreditCodeField(
        label=_("Unified social credit code of the employer"),
        help_text=_("18 characters, on the business licence. Your personnel office knows it."),
    )
    employer_district = SelectField(
        label=_("District of the employer"), help_text=_("Where the employer is registered in Shanghai.")
    )
    job_title = PlainTextField(
        label=_("Your post"), help_text=_("As in your labour contract."), max_length=50, width="medium"
    )
    contract_from = CalendarDateField(label=_("Labour contract from"))
    contract_to = CalendarDateField(
        label=_("Labour contract until"),
        help_text=_("For a contract without an end, type the day on which you reach retirement age."),
    )
    social_ins_unit_match = RadioField(
        label=_("Does this employer pay your social insurance?"),
        choices=[("YES", _("Yes")), ("NO", _("No, somebody else does")), ("UNAVAILABLE", _("I do not know"))],
        help_text=_("An officer looks at other answers than “Yes”; they do not end your application."),
    )

    sensitive = frozenset({"approved_family"})
    fieldsets = (
        (
            _("About the approval"),
            (
                "channel",
                "approval_no",
                "approval_org",
                "approval_date",
                "approval_valid_to",
                "category",
                "approved_family",
            ),
        ),
        (
            _("Employer"),
            (
                "employer_name",
                "employer_uscc",
                "employer_district",
                "job_title",
                "contract_from",
                "contract_to",
                "social_ins_unit_match",
            ),
        ),
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
        set_choices(self, "employer_district", entry_choices(self.norms.entries("districts")))
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
        begin, end = data.get("contract_from"), data.get("contract_to")
        if begin and end and begin >= end:
            self.add_error("contract_to", _("The contract ends before it begins. Please check both days."))
        return data
