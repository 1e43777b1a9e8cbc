"""A select is drawn without templates, and looks as Django's own does."""

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from portal.ui.renderer import PortalRenderer

CHOICES = [
    ("", "All"),
    ('a"<b>', "Less < \"more\" & 'so'"),
    ("c", gettext_lazy("Queue")),
    ("Group & co", [("d", "D"), (5, mark_safe("<b>5</b>"))]),
    (None, "Nothing"),
]


def drawn(renderer, value, **attrs):
    widget = forms.Select(attrs=attrs, choices=CHOICES)
    return " ".join(widget.render('na"me', value, {"id": "id_x", "required": True}, renderer).split())


def test_a_select_is_djangos_own_to_the_letter():
    for value in ("", 'a"<b>', "c", 5, None, "unknown"):
        for attrs in ({}, {"class": 'x "y"', "hidden": False, "data-n": 3}):
            ours, theirs = drawn(PortalRenderer(), value, **attrs), drawn(DjangoTemplates(), value, **attrs)
            assert ours == theirs


def test_what_a_choice_says_is_escaped():
    assert "<b>" not in drawn(PortalRenderer(), 'a"<b>').replace("<b>5</b>", "")
