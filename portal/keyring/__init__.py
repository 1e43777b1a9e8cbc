"""Key ring: sealing what must not be read in the database, finding it by keyed hashes, changing keys.

In: values and the context they belong to. Out: sealed bytes, opened values, blind indexes, and the command
`rotate_keys`. The keys come from the settings FIELD_KEYS (newest first) and INDEX_KEY.
Not here: models (rooms keep their own sealed columns), signatures of certificates, passwords.
"""
