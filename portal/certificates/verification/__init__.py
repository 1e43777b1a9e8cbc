"""How anybody verifies a paper: by number and code, by its QR code (also without a network), by the file itself.

Not here: what the register says (`queries`), who may change it (`policies`, `actions`).
"""
