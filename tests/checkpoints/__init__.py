"""The mandatory checkpoints."""
