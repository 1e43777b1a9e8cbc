"""Joint consultation of difficult cases."""
