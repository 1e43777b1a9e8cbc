"""The pages of the wizard, one module per kind of page. Each finds only drafts of the person signed in."""
