"""Tests of portal/standards."""
