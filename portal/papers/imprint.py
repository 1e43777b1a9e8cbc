"""What the platform adds to a paper: number, organ, date, seal, QR code, foot."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date


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

    def translated(self, language: str) -> "Imprint":
        """Return what a translation bears: organ and date in words, no seal and no QR code."""
        organ = self.organs.get(language, self.organ)
        return replace(self, organ=organ, qr_url="", code="", seal=False, translation=True)

    def texts(self) -> list[str]:
        """Return every string that will be drawn, for the glyph check."""
        return [self.number, self.organ, self.footer, self.watermark, self.code]
