"""The pages of the wizard, one module per kind of page. Each fetches the draft of the signed-in person only."""
