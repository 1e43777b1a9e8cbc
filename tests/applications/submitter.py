"""A process that hands in applications, for test_concurrency.py. It may be killed at any moment.

python -m tests.applications.submitter IDS      one id a line; prints "<id> <number>" for each that is kept
"""

import sys
from pathlib import Path

import django


def main(path: str) -> None:
    """Hand in each draft of the file three times, as an impatient applicant does."""
    django.setup()
    from portal.applications import actions
    from portal.applications.models import Application
    from tests import cases

    handed_in = cases.handed_in("PB", 1)
    with Path(path).open() as file:
        for line in file:
            application = Application.objects.select_related("owner").get(pk=line.strip())
            for _ in range(3):
                case = actions.submit(application=application, by=application.owner, **handed_in)
            print(case.pk, case.number, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
