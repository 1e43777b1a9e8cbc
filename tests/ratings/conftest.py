"""Concluded cases, and who rates them."""

import pytest

from portal.applications.models import Application
from portal.applications.states import State
from portal.ratings import actions
from portal.ratings.models import Rating
from tests import cases

SECRET = "窗口让我跑了三趟，材料清单前后不一样。"


@pytest.fixture
def concluded(db, django_capture_on_commit_callbacks):
    """A function that returns a concluded case of a person."""

    def make(service: str = "PB", **options) -> Application:
        with django_capture_on_commit_callbacks(execute=True):
            case = cases.approved(service, **options)
        case = Application.objects.get(pk=case.pk)
        assert case.state == State.CONCLUDED
        return case

    return make


def rate(case: Application, grade: int = 1, anonymous: bool = False, text: str = SECRET, **more) -> Rating:
    """Rate a case as its owner."""
    details = more.pop("details", ["slow"])
    return actions.rate(
        application=case, by=case.owner, grade=grade, details=details, text=text, anonymous=anonymous
    )
