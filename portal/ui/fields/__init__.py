"""The fields that the steps of services are made of. Each says in words what is wrong and what to do."""

from portal.ui.fields.choosing import (
    CommitmentField,
    DivisionField,
    EntryField,
    RadioField,
    SelectField,
    SuggestField,
    SuggestInput,
    YesNoField,
)
from portal.ui.fields.identity import (
    CodeField,
    CreditCodeField,
    LandlineField,
    MobileField,
    NamesField,
    PersonNameField,
    PostcodeField,
    ResidentIdField,
)
from portal.ui.fields.plain import (
    AddressField,
    CalendarDateField,
    DecimalField,
    Described,
    EmailField,
    PlainTextField,
    compact,
)

__all__ = [
    "AddressField",
    "CalendarDateField",
    "CodeField",
    "CommitmentField",
    "CreditCodeField",
    "DecimalField",
    "Described",
    "DivisionField",
    "EmailField",
    "EntryField",
    "LandlineField",
    "MobileField",
    "NamesField",
    "PersonNameField",
    "PlainTextField",
    "PostcodeField",
    "RadioField",
    "ResidentIdField",
    "SelectField",
    "SuggestField",
    "SuggestInput",
    "YesNoField",
    "compact",
]
