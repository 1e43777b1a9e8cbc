"""Which browser the tests drive, and how it is started."""

import os
import shutil

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


def program() -> str | None:
    """Return the path of Chromium: the one of the environment, the shell without a window, or the whole browser.

    The shell is the same engine and takes a quarter of the processor: the whole browser draws its own window as well.
    """
    named = os.environ.get("CHROMIUM")
    return named or shutil.which("chromium-headless-shell") or shutil.which("chromium")
