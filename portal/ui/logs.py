"""What may not stand in a log."""

import logging
import re
from urllib.parse import quote

#: What stands before a secret: links to sign and to send files by phone, QR codes of papers, codes in a query.
BEFORE = ("/sign/", "/files/phone/", "/V/", "?code=", "&code=")
SECRET = re.compile(
    "("
    + "|".join(re.escape(form) for part in BEFORE for form in (part, quote(part, safe="")))
    + r")[^/\s%&]+",
    re.IGNORECASE,
)


class HideLinks(logging.Filter):
    """Takes the secret part of addresses out of what is logged about a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record where it holds a link; keep every record."""
        text = record.getMessage()
        if SECRET.search(text):
            record.msg, record.args = SECRET.sub(r"\1…", text), ()
        return True
