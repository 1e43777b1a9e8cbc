"""What the platform adds to a paper: number, organ, date, seal, QR code, foot."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

#: The addresses that QR codes name: of the page of a paper, or with what is signed (`certificates.verification`).
ADDRESS = re.compile(r"https?://([^/?#]+(?:/[^/?#]+)*?)/(?:verify|v)/", re.IGNORECASE)


@dataclass(frozen=True)
class Imprint:
    """What the platform adds to a paper: see `drawing.draw`. translation: it stands behind its original."""

    number: str = ""
    qr_url: str = ""
    organ: str = ""
    issued_on: date | None = None
    seal: bool = False
    footer: str = ""
    watermark: str = ""
    code: str = ""
    organs: Mapping[str, str] = field(default_factory=dict)
    translation: bool = False

    @property
    def site(self) -> str:
        """Return where the QR code leads, for people to type, as portal.example; "" for a code of another kind."""
        found = ADDRESS.match(self.qr_url)
        return found[1].lower() if found else ""

    def translated(self, language: str) -> "Imprint":
        """Return what a translation bears: organ and date in words, no seal and no QR code."""
        organ = self.organs.get(language, self.organ)
        return replace(self, organ=organ, qr_url="", code="", seal=False, translation=True)

    def texts(self) -> list[str]:
        """Return every string that will be drawn, for the glyph check."""
        return [self.number, self.organ, self.footer, self.watermark, self.code, self.site]
