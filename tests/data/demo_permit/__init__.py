"""ZZ: a third service, for the test that a folder is all it takes: permission for a neighbourhood fair.

Complete, small, part of no installation; it lies here until a test copies it to `services/`.
"""
