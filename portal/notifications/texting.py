"""Text messages: the sender that a setting chooses. Their texts may hold codes, so nothing here is logged."""

import json
import logging
import sys
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from portal.standards.phones import mask

log = logging.getLogger(__name__)


class NotSent(Exception):
    """The message was not taken by the sender."""


class Sender(Protocol):
    """An adapter to a text message gateway. It must not log numbers or texts."""

    def send(self, mobile: str, text: str) -> None:
        """Send a text to a mobile number of 11 digits; raise anything when it was not taken."""


class ConsoleSender:
    """Prints the messages, as mails are printed. For the demo and for debugging."""

    def send(self, mobile: str, text: str) -> None:
        """Print one message."""
        sys.stdout.write(f"SMS to {mask(mobile)}: {text}\n")
        sys.stdout.flush()


class FileSender:
    """Appends each message as a line of JSON to a file. For tests."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)

    def send(self, mobile: str, text: str) -> None:
        """Write one message."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"to": mobile, "text": text}, ensure_ascii=False) + "\n")


def can_send() -> bool:
    """Return whether a sender is set up."""
    return bool(settings.SMS_SENDER)


def send(mobile: str, text: str) -> None:
    """Send a text through the sender of `settings.SMS_SENDER`. Raises NotSent, also when there is none.

    The setting is a dotted path, or a dotted path and an argument with "|" between.
    """
    path, _, argument = settings.SMS_SENDER.partition("|")
    if not path:
        raise NotSent
    try:
        sender: Sender = import_string(path)(argument) if argument else import_string(path)()
        sender.send(mobile, text)
    except Exception as failure:  # noqa: BLE001 -- log.exception would write its words, which may hold the code
        log.error("text message not sent at %s: %s", timezone.now().isoformat(), type(failure).__name__)
        raise NotSent from None
