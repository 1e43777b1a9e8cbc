"""Tests of portal/workdays."""
