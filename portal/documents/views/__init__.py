"""The pages of this room: files are sent, removed and opened; statements and promises are made and taken back."""
