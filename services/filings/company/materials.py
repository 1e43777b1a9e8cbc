"""The papers about the company and its handler that every filing asks for (domain B9)."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Answers, Material, Text, always

#: Key of the rulebook: for so many days a paper about the company serves again.
REUSE = "filings.paper_days"
#: Key of the rulebook: so many days after the end of a filing its identity papers are deleted (C11).
RETENTION = "filings.retention_days"


def company_papers(
    when: Callable[[Answers], bool] = always, condition: Text = "", *, legal_rep: bool = True
) -> tuple[Material, ...]:
    """Return EN01 to EN03. when, condition: for whom EN01 and EN02 are asked; legal_rep: whether EN02 is required."""
    return (
        Material(
            "EN01",
            _("Business licence or registration certificate"),
            _("The current one, with the credit code readable."),
            when=when,
            condition=condition,
            source="enterprise",
            reuse=REUSE,
        ),
        Material(
            "EN02",
            _("Identity document of the legal representative"),
            _("Both sides."),
            when=when,
            required=legal_rep,
            condition=condition if legal_rep else _("If asked for"),
            reuse=REUSE,
            identity=True,
        ),
        Material(
            "EN03",
            _("Identity document and authorisation of the handler"),
            _("Both sides of the identity document; for an organisation the authorisation with its seal."),
            reuse=REUSE,
            personal=True,
            identity=True,
        ),
    )
