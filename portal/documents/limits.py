"""How much may be handed in: in one request, for one case, by one person at a time."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

#: Bytes of one piece of a file on its way.
CHUNK = 1024 * 1024
#: Pieces of one file, ten times as many as it needs: each is an object and a request to read it.
MOST_PIECES = 100
#: All files of one case (A7).
MOST_BYTES_CASE = 60 * 1024 * 1024
MOST_FILES_CASE = 60
#: What one person may have on its way at a time, in all cases together (OWASP ASVS 5.2.4).
MOST_UNDERWAY = 20
MOST_BYTES_UNDERWAY = 100 * 1024 * 1024
#: An upload of which nothing has come for so long is not waited for.
STALLED = timedelta(minutes=2)
#: All files a case may hold in one request, and the other fields of the form.
MOST_BYTES_REQUEST = MOST_BYTES_CASE + 4 * 1024 * 1024


class RequestLimit(FileUploadHandler):
    """Refuses a request that is too large before any of it is kept on disk.

    Django limits the other fields only, and reads a body before anybody has signed in: without this a stranger
    fills the disk. Stands first among the upload handlers; leaves the files to the others.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 -- Django's own name
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        """Raise RequestDataTooBig, which is answered with 400, for a body over the limit."""
        if content_length > MOST_BYTES_REQUEST:
            raise RequestDataTooBig(f"{content_length} bytes in one request")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the data on to the handlers that keep it."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the finished file to the handlers that kept it."""
