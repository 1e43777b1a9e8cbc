"""What may not stand in a log."""

import logging
import re

SECRET = re.compile(r"(/sign/|%2Fsign%2F|/files/phone/|%2Ffiles%2Fphone%2F)[^/\s%]+", re.IGNORECASE)


class HideLinks(logging.Filter):
    """Takes the secret part of links out of what is logged about a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record where it holds a link; keep every record."""
        text = record.getMessage()
        if SECRET.search(text):
            record.msg, record.args = SECRET.sub(r"\1…", text), ()
        return True
