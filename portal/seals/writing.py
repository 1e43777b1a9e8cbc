"""The increment in which a signature is written."""

from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

#: PDF/A-2 is PDF 1.7 (ISO 19005-2 §6.1.2); pyHanko would call the file 2.0 for a key of an elliptic curve.
MOST = (1, 7)


class ArchiveWriter(IncrementalPdfFileWriter):  # type: ignore[misc]
    """Leaves a file the version it has."""

    def ensure_output_version(self, version: Any) -> None:
        """Ask for a version of PDF, of 1.7 at most."""
        super().ensure_output_version(min(tuple(version), MOST))
