"""The pages of certificates at the desk: what waits for a second officer, what stopped, and many at once."""
