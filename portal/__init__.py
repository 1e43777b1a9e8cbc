"""The portal: rooms named after the stages an application passes (map: docs/architecture.md)."""
