"""The form of the public verification."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.standards.case_numbers import canonical, valid


class VerifyForm(forms.Form):
    """Number and code as printed on the certificate."""

    number = forms.CharField(
        label=_("Certificate number"),
        help_text=_("19 characters under the title of the certificate, for example GB31011620260001230."),
        max_length=40,
        error_messages={"required": _("Please fill in this field.")},
    )
    code = forms.CharField(
        label=_("Verification code"),
        help_text=_("16 letters and digits beside the QR code. Blanks and hyphens do not matter."),
        max_length=40,
        error_messages={"required": _("Please fill in this field.")},
    )

    def clean_number(self) -> str:
        """Return the number without blanks; refuse one whose check character is wrong, to catch typing errors."""
        number = canonical(self.cleaned_data["number"])
        if not valid(number) or len(number) != 19:
            raise forms.ValidationError(
                _("This is not a certificate number. Please compare it with the paper.")
            )
        return number

    def clean_code(self) -> str:
        """Return the code without blanks and hyphens, in capitals."""
        return canonical(self.cleaned_data["code"])
