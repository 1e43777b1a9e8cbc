"""The permission, in Chinese."""

from datetime import date

from portal.catalog.declaration import Answers, Norms
from portal.catalog.papers import CaseRecord, Paper, Table


def valid_to(answers: Answers, issued_on: date, norms: Norms) -> date:
    """Return the day of the fair."""
    return max(issued_on, date.fromisoformat(answers["fair"]["held_on"]))


def content(case: CaseRecord, norms: Norms) -> Paper:
    """Return the permission with its stalls."""
    stalls = tuple(
        (str(number), row["offer"]) for number, row in enumerate(case.answers["stalls"]["rows"], 1)
    )
    return Paper(
        title="邻里市集准予证明",
        fields=(
            ("主办人", case.answers["organiser"]["name"]),
            ("市集名称", case.answers["fair"]["title"]),
            ("有效期至", str(case.valid_to)),
        ),
        tables=(Table(head=("序号", "摊位内容"), rows=stalls, widths=(1, 5)),),
    )
