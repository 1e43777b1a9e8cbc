"""Free texts about a case without what tells whom it is about: for members of other units, and for the knowledge base.

What was answered is masked wherever the text repeats it; that is as much as a machine can see, so that a person
reads the text once more before it leaves.
"""

import re
from collections.abc import Callable, Iterable

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.queries import latest_submission
from portal.review.reading import masked

Cover = Callable[[str], str]
#: Answers shorter than this are words like yes and no, not what tells who somebody is.
LEAST = 2
#: Numbers of documents, phones, cases, and addresses of mail.
TELLING = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[A-Z]{0,4}\d[\dXx-]{6,}[A-Z0-9]*")


def cover_for(case: Application, more: Iterable[str] = ()) -> Cover:
    """Return the function that masks a text about a case. more: other names to mask. Two queries.

    Masked are the sensitive answers of the last round and the names in it, the applicant's name, and long numbers.
    """
    known = {*more, *_answers(case), case.owner.name, case.subject}
    if case.company is not None:
        known.add(case.company.name)
    longest_first = sorted((text for text in known if len(text) >= LEAST), key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def cover(text: str) -> str:
        if pattern is not None:
            text = pattern.sub(lambda found: masked(found.group()), text)
        return TELLING.sub("***", text)

    return cover


def staff_of(people: Iterable[User | None]) -> list[str]:
    """Return the names of members of staff, to be masked as well."""
    return [person.name for person in people if person is not None and person.name]


def _answers(case: Application) -> set[str]:
    submission = latest_submission(case)
    if submission is None:
        return set()
    return {
        item["text"].strip()
        for sections in submission.content["shown"].values()
        for section in sections
        for row in section["rows"]
        for item in row
        if item["sensitive"] or item["name"].endswith("name")
    }
