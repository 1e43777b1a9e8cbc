"""The papers handed in."""

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Answers, Material


def with_music(answers: Answers) -> bool:
    """Return whether there will be music."""
    return bool((answers.get("fair") or {}).get("music"))


MATERIALS = (
    Material("ZZ01", _("Plan of the fair"), _("One page, with the exits.")),
    Material("ZZ02", _("Consent of the neighbours"), when=with_music, condition=_("If there will be music")),
)
