"""No secret of an address stands in a log."""

import logging

import pytest

from portal.ui.logs import HideLinks

SECRET = "1GB31011620260001230ABCDEFGH12345678"


@pytest.mark.parametrize(
    "path",
    [
        f"/V/{SECRET}",
        f"/verify/GB31011620260001230/?code={SECRET}",
        f"/verify/?number=x&code={SECRET}",
        f"/en/ui/elder/?on=1&next=/verify/x/?code={SECRET}",
        f"/ui/elder/?next=%2FV%2F{SECRET}",
        f"/ui/elder/?on=1&next=%2Fverify%2Fx%2F%3Fcode%3D{SECRET}%26x%3D1",
        f"/sign/{SECRET}/",
        f"/files/phone/{SECRET}/",
    ],
)
def test_it_is_taken_out_and_the_rest_stays(path):
    record = logging.LogRecord("django.request", 30, "", 0, "Not Found: %s", (path,), None)
    assert HideLinks().filter(record)
    assert SECRET not in record.getMessage()
    assert record.getMessage() == f"Not Found: {path.replace(SECRET, '…')}"


def test_other_lines_stay_as_they_are():
    record = logging.LogRecord(
        "django.request", 30, "", 0, "Not Found: %s", ("/verify/x/?format=json",), None
    )
    assert HideLinks().filter(record)
    assert (record.msg, record.args) == ("Not Found: %s", ("/verify/x/?format=json",))
