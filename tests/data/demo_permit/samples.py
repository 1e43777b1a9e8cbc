"""Invented organisers."""

from datetime import timedelta
from typing import Any

from portal.catalog.declaration import Norms


def sample(n: int, norms: Norms) -> dict[str, dict[str, Any]]:
    """Return what invented organiser n types."""
    districts = list(norms.entries("districts"))
    return {
        "organiser": {"name": "林顾沈陆"[n % 4] + "市集", "mobile": f"138{n:08d}"},
        "fair": {
            "title": f"第{n + 1}届邻里市集",
            "held_on": (norms.on + timedelta(days=30 + n)).isoformat(),
            "district": districts[n % len(districts)],
            "visitors": str(50 + n),
            "music": "yes" if n % 2 == 0 else "no",
            "music_until": "20:00" if n % 2 == 0 else "",
        },
        "stalls": {"rows": [{"offer": f"手工艺品{place}"} for place in range(1, 2 + n % 3)]},
    }
