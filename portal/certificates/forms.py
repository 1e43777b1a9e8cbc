"""The forms of the public verification."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from portal.certificates.limits import MOST_BYTES
from portal.standards.case_numbers import CASE, canonical, valid

TOO_LARGE = _("This file is larger than 10 MB, so it is none of our papers. Please choose another.")
#: Said of a request that a page of another site had a browser send.
ELSEWHERE = _("This file was sent by another website. Please choose it here.")
#: Characters of the number of a paper.
LENGTH = 19


class VerifyForm(forms.Form):
    """Number and code as printed on the paper."""

    number = forms.CharField(
        label=_("Number of the paper"),
        help_text=_("19 characters under the title of the paper, for example GB31011620260001230."),
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
        """Return the number without blanks; refuse one whose check character is wrong, to catch typing errors.

        A case has a number of its own, which stands on the paper as well.
        """
        number = canonical(self.cleaned_data["number"])
        if CASE.fullmatch(number):
            raise forms.ValidationError(
                _("This is a case number. Please type the 19-character number below the title of the paper.")
            )
        if len(number) != LENGTH:
            raise forms.ValidationError(_("The number has 19 characters. Please compare it with the paper."))
        if not valid(number):
            raise forms.ValidationError(_("This is not a number of ours. Please compare it with the paper."))
        return number

    def clean_code(self) -> str:
        """Return the code without blanks and hyphens, in capitals."""
        return canonical(self.cleaned_data["code"])


class FileForm(forms.Form):
    """The file of a paper, as it was downloaded."""

    file = forms.FileField(
        label=_("PDF file"),
        help_text=_(
            "The file as you received it, up to 10 MB. A printout or a photo cannot be checked this way."
        ),
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={
            "required": _("Please choose a file."),
            "invalid": _("Please choose a file."),
            "missing": _("Please choose a file."),
            "empty": _("This file is empty. Please choose another."),
        },
    )

    def clean_file(self) -> UploadedFile:
        """Return the file; refuse one that is too large."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return file
