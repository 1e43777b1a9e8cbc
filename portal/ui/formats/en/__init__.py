"""English: day before month, month in full."""
