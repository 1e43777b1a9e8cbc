"""What is counted against a limit: an address, of IPv6 the network that one visitor has."""

import pytest

from portal.ui.limits import counted, within


@pytest.mark.parametrize(
    ("address", "same_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2::7", "2001:db8:1:2:ffff:ffff:ffff:ffff"),
        ("2001:DB8:1:2::7", "2001:db8:1:2::8"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
        ("nonsense", "nonsense"),
    ],
)
def test_one_visitor_counts_as_one(address, same_as):
    assert counted(address) == counted(same_as)


@pytest.mark.parametrize(
    ("address", "other"),
    [("192.0.2.7", "192.0.2.8"), ("2001:db8:1:2::7", "2001:db8:1:3::7"), ("::1", "127.0.0.1")],
)
def test_visitors_are_told_apart(address, other):
    assert counted(address) != counted(other)


def test_another_address_of_the_same_network_does_not_escape_the_limit(rf):
    allowed = [within(rf.get("/", REMOTE_ADDR=f"2001:db8:1:2::{n:x}"), "test", 3) for n in range(5)]
    assert allowed == [True, True, True, False, False]
    assert within(rf.get("/", REMOTE_ADDR="2001:db8:1:3::1"), "test", 3)
