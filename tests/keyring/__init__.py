"""Tests of portal/keyring."""
