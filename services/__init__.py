"""One folder per government service; each is found by itself when it holds a `service.py`."""
