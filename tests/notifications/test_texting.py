"""Text messages: which sender a setting chooses, and what is never written down."""

import json

import pytest

from portal.notifications import texting

NUMBER = "13800138000"


def test_without_a_setting_nothing_is_sent(settings):
    settings.SMS_SENDER = ""
    assert not texting.can_send()
    with pytest.raises(texting.NotSent):
        texting.send(NUMBER, "x")


def test_the_console_masks_the_number(settings, capsys):
    settings.SMS_SENDER = "portal.notifications.texting.ConsoleSender"
    texting.send(NUMBER, "您的验证码")
    assert capsys.readouterr().out == "SMS to 138****8000: 您的验证码\n"


def test_the_file_gets_a_line_of_json(settings, tmp_path):
    settings.SMS_SENDER = f"portal.notifications.texting.FileSender|{tmp_path / 'texts'}"
    texting.send(NUMBER, "一")
    texting.send(NUMBER, "二")
    lines = [json.loads(line) for line in (tmp_path / "texts").read_text().splitlines()]
    assert lines == [{"to": NUMBER, "text": "一"}, {"to": NUMBER, "text": "二"}]


class Broken:
    """A gateway that is down and talks too much."""

    def send(self, mobile: str, text: str) -> None:
        raise ConnectionError(f"cannot send {text} to {mobile}")


@pytest.mark.parametrize("path", [f"{__name__}.Broken", "no.such.Sender"])
def test_a_failing_sender_is_logged_without_number_or_text(settings, caplog, path):
    settings.SMS_SENDER = path
    with pytest.raises(texting.NotSent):
        texting.send(NUMBER, "your code 123456")
    assert "not sent" in caplog.text
    assert NUMBER not in caplog.text and "123456" not in caplog.text
