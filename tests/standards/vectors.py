"""The test vectors of the domain specification, by name."""

import json
from pathlib import Path

VECTORS = json.loads((Path(__file__).parent.parent / "data" / "vectors.json").read_text(encoding="utf-8"))
