"""The signed link by which a phone hands in files for one material of one application, without signing in."""

import base64
import binascii
import io
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import segno
from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.urls import reverse

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.policies import NotAllowed
from portal.catalog.declaration import Material
from portal.documents.policies import check_can_change, material_of

LIFE = timedelta(minutes=15)
# A dot needs no escaping in an address, so the whole token is one piece where logs are searched for it.
SIGNER = TimestampSigner(salt="portal.documents.handoff", sep=".")


class Forged(Exception):
    """The link was not made by the portal, or what it leads to is not there any more."""


class Over(Exception):
    """The link has run out, or the files of its material cannot be changed any more."""


@dataclass(frozen=True)
class Handoff:
    """What a link allows: files for one material of an application, in the name of who showed the code."""

    application: Application
    material: Material
    user: User


def make(application: Application, material: str, user: User) -> str:
    """Return a token that holds for `LIFE`. Raises NotAllowed when the user may hand in no file of it now."""
    check_can_change(application, material, user)
    # Short, because each sign makes the squares of the code smaller.
    case = base64.urlsafe_b64encode(application.pk.bytes).decode().rstrip("=")
    return SIGNER.sign(f"{case}.{material}.{user.pk}")


def read(token: str) -> Handoff:
    """Return what a token allows now. Raises Forged, or Over when it has run out or nothing may be handed in now."""
    try:
        case, material, user = SIGNER.unsign(token, max_age=LIFE).split(".")
        key = UUID(bytes=base64.urlsafe_b64decode(case + "=="))
        application = Application.objects.get(pk=key)
        owner = User.objects.get(pk=user, is_active=True)
        item = material_of(application, material)
    except SignatureExpired:
        raise Over("the link has run out") from None
    except (BadSignature, ValueError, binascii.Error, NotAllowed) as problem:
        raise Forged("no such link") from problem
    except (Application.DoesNotExist, User.DoesNotExist):
        raise Forged("what the link leads to is not there") from None
    try:
        check_can_change(application, material, owner)
    except NotAllowed:
        raise Over("the files cannot be changed now") from None
    return Handoff(application, item, owner)


def address_of(token: str) -> str:
    """Return the address that the phone opens, with the host, in the active language."""
    return settings.SITE_URL + reverse("documents:phone", args=[token])


def picture_of(address: str) -> str:
    """Return an address as a QR code: an SVG drawing as the address of an image."""
    out = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(out, kind="svg", scale=4, border=4, light="#fff", xmldecl=False, nl=False, omitsize=True)
    return "data:image/svg+xml;base64," + base64.b64encode(out.getvalue()).decode()
