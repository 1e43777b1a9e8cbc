"""Formats of dates in English (Django reads these names)."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j M Y"
