"""The exchange with the place of origin."""
