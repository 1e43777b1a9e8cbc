"""The register of enterprises: what it is asked when an account is founded, and what its answer means."""

from collections.abc import Mapping
from pathlib import Path

from portal.catalog.sources import Reply

#: An adapter is chosen by the setting SOURCES["companies.enterprise"], as for the sources of a service.
PLATFORM, ENTERPRISE = "companies", "enterprise"
DEMO_FILE = Path(__file__).parent / "data" / "registers.json"
#: What the register and the founder have to say alike.
COMPARED = ("legal_rep", "legal_rep_id")


class NotConfirmed(Exception):
    """The register knows no such company, or another person is its legal representative."""


def judge(reply: Reply, question: Mapping[str, str]) -> bool:
    """Return whether a reply confirms a company: YES, with the name and ID number of its legal representative.

    A register that cannot be reached, or tells no representative, confirms nothing and refuses nothing. Raises
    NotConfirmed when it contradicts.
    """
    if reply.state == "UNAVAILABLE":
        return False
    told = {name: str(reply.data[name]) for name in COMPARED if reply.data.get(name)}
    if reply.state == "NO" or any(told[name] != question[name] for name in told):
        raise NotConfirmed(question["uscc"])
    return len(told) == len(COMPARED)
