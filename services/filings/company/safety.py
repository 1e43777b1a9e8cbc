"""Who in the company answers for precursor chemicals (domain B4, `safety_officer`)."""

from django.utils.translation import gettext_lazy as _

from portal.ui.fields import MobileField, PersonNameField
from portal.ui.forms import StepForm


class OfficerForm(StepForm):
    """The person in charge of precursor chemicals."""

    safety_officer = PersonNameField(label=_("Person in charge of precursor chemicals"), max_length=50)
    safety_mobile = MobileField(label=_("Mobile number of the person in charge"))
