"""The pages of the wizard, one module per kind of page. Each finds the drafts of the signed-in person only."""
