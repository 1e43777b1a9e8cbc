"""The sentences said when something cannot be signed."""

from django.utils.translation import gettext_lazy as _

CLOSED = _("This application cannot be changed any more, so nothing can be signed.")
NOT_NOW = _("This cannot be done now. Please look at where the signatures stand.")
CHANGED = _(
    "What is to be signed has changed since this page was opened. Please read it again and then sign. "
    "Nothing was signed."
)
TOO_SOON = _("A code was sent less than a minute ago. Please wait a minute before you ask for another one.")
TOO_MANY_CODES = _("Ten codes have been sent to this number today. Please ask for another one tomorrow.")
TOO_MANY_INVITATIONS = _("You have made twenty invitations today. Please make further ones tomorrow.")
TOO_MANY_TO_ONE = _("Ten invitations have been sent to this number today. Please send further ones tomorrow.")
NOT_SENT = _("The code could not be sent. Please ask for another one in a minute.")
NO_TEXTING = _(
    "Codes cannot be sent by text message at present, so nobody else can sign online. Please try again later."
)
NO_WAY = _(
    "Codes cannot be sent by text message at present, and your mail address is not confirmed. "
    "Please confirm it in your account first."
)
CODE_EXPIRED = _("This code is not valid any more. A code lives five minutes. Please ask for a new one.")
CODE_USED_UP = _("This code was typed wrong five times and is not valid any more. Please ask for a new one.")
CODE_WRONG = _("The code is not right. Please compare it with the message and type its six digits again.")
CODE_FORM = _("A code has six digits. Please compare it with the message.")
