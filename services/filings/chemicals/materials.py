"""The paper about precursor chemicals that purchases and transports ask for alike (domain B9)."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Answers, Material, Text, always
from services.filings.company.materials import REUSE


def internal_rules(
    condition: Text, when: Callable[[Answers], bool] = always, *, required: bool = True
) -> Material:
    """Return EN06 (易制毒化学品管理条例 art. 5). condition: in words, for whom; when: the same as a rule."""
    return Material(
        "EN06",
        _("Internal rules for precursor chemicals"),
        _("Rules, person in charge, and the two keepers of the store."),
        when=when,
        required=required,
        condition=condition,
        reuse=REUSE,
    )
