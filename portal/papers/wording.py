"""The platform's own words on papers, in their languages. What a paper says comes from its service."""

from dataclasses import dataclass
from datetime import date

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True)
class Wording:
    """Words of one language. tag: BCP 47, for readers and screen readers. page: with {page} and {pages}.

    hint, hint_at: how a paper is verified, the second with the {site} where. translation: stands below the title of
    a paper that is added to its original. Read out, never drawn: emblem, sealed (with {organ}) and picture (with
    {url}), which say what the drawings show.
    """

    tag: str
    document: str
    number: str
    notes: str
    scan: str
    hint: str
    hint_at: str
    page: str
    seal: str
    code: str
    translation: str
    emblem: str
    sealed: str
    picture: str

    def texts(self) -> list[str]:
        """Return every string that may be drawn, for the glyph check."""
        return [
            self.document,
            self.number,
            self.notes,
            self.scan,
            self.hint,
            self.hint_at,
            self.page,
            self.seal,
            self.code,
            self.translation,
            "0123456789",
        ]


CHINESE = Wording(
    tag="zh-CN",
    document="政务服务电子文书",
    number="编号",
    notes="说明",
    scan="扫码核验",
    hint="扫描二维码，或在核验页面输入编号和核验码，即可核对真伪。",
    hint_at="扫描二维码，或打开 {site}/verify 输入编号和核验码，核对真伪。",
    page="第 {page} 页　共 {pages} 页",
    seal="专用章",
    code="核验码",
    translation="译文仅供参考，以原文为准。",
    emblem="徽标",
    sealed="{organ}印章",
    picture="核验二维码，内容为 {url}",
)
ENGLISH = Wording(
    tag="en",
    document="Official electronic document",
    number="No.",
    notes="Notes",
    scan="Scan to verify",
    hint="Scan the code, or enter the number and the code on the verification page.",
    hint_at="Scan the code, or open {site}/verify and enter the number and the code.",
    page="Page {page} of {pages}",
    seal="SEAL",
    code="Code",
    translation="Translation for information only. The Chinese text prevails.",
    emblem="Emblem",
    sealed="Seal of {organ}",
    picture="QR code for verification: {url}",
)


def wording(language: str) -> Wording:
    """Return the words of a paper's language: English for "en" and its kin, Chinese for everything else."""
    return ENGLISH if language.lower().startswith("en") else CHINESE


def spelled_date(day: date, words: Wording) -> str:
    """Return a date as papers write it: 2026年3月12日, or 12 March 2026."""
    if words is ENGLISH:
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"
