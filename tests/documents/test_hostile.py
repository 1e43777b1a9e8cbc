"""Hostile files over the real way: each is refused with its sentence, or what is kept of it does no harm."""

import pytest
from django.test import override_settings
from django.utils import translation

from portal.documents import actions, storage
from portal.documents.limits import CHUNK
from portal.documents.models import Document, Upload
from portal.documents.sentences import SENTENCES
from tests import cases
from tests.clamav import Clamd, clamd  # noqa: F401 -- a fixture
from tests.inspection import hostile, hostile_pdfs

pytestmark = pytest.mark.django_db
MATERIAL = "TH02"
#: What the applicant reads, word for word; written out once more, so that no change of it goes unseen.
READ = {
    "empty": "The file is empty. Please choose it again.",
    "too_large": "The file is 10.1 MB. A file may have up to 10 MB. Please scan it at a lower resolution.",
    "type": "This kind of file is not taken. Please hand in a PDF, OFD, JPG, PNG or HEIC file.",
    "not_here": "This kind of file is not taken for this paper. Please look at which files it takes.",
    "mismatch": "The file is not what its name says. Please save it as PDF, JPG or PNG again and upload that file.",
    "damaged": "The file is damaged and cannot be read to its end. Please scan or save it again and upload the "
    "new file.",
    "encrypted": "The file is locked with a password. Please save it without a password and upload it again.",
    "active": "The file contains scripts or media, which are not taken. Please print it to a new PDF and upload "
    "that.",
    "attachment": "The file has other files inside. Please upload each of them by itself, and the document "
    "without them.",
    "heavy": "The file is too complex to be checked. Please print it to a new PDF and upload that.",
}
