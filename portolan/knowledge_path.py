"""Where the knowledge is, for whoever asks to load it: the engine itself is always handed a path."""

import os
from pathlib import Path

_PACK_FILE = "portolan.yaml"  # what tells a directory of knowledge from another that is called rules


def rules_path() -> Path:
    """Return what PORTOLAN_RULES names, else the rules/ of the checkout, else the copy that a wheel carries."""
    named = os.environ.get("PORTOLAN_RULES")
    if named:
        return Path(named).expanduser()
    package = Path(__file__).resolve().parent
    checkout = package.parent / "rules"
    return checkout if (checkout / _PACK_FILE).is_file() else package / "_rules"
