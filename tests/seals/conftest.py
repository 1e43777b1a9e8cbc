import pytest

from portal.catalog.papers import Paper
from portal.papers.drawing import draw
from tests.papers.samples import IMPRINT, PERMIT
from tests.seals.authority import Authority, authority, use


@pytest.fixture(scope="session")
def drawn() -> bytes:
    """A permit as it is drawn."""
    paper: Paper = PERMIT
    return draw(paper, **IMPRINT)


@pytest.fixture
def ours(tmp_path, settings) -> Authority:
    """An authority of the test with a seal that the portal uses."""
    made = authority(tmp_path / "roots")
    use(settings, made, made.seal())
    return made
