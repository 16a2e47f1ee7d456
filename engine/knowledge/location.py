"""Where knowledge is, for whoever asks the engine to load it: callers read the settings, here they become paths.

Every function raises RuntimeError where `~somebody` is nobody.
"""

from __future__ import annotations

import os
from pathlib import Path

# What tells a directory of knowledge from another that is called rules.
_PACK_FILE = "portolan.yaml"


def rules_path(named: str | None) -> Path:
    """What is named, else the rules/ of the checkout, else the copy that a wheel carries."""
    if named:
        return Path(named).expanduser()
    root = Path(__file__).resolve().parents[2]
    checkout = root / "rules"
    return checkout if (checkout / _PACK_FILE).is_file() else root / "portolan" / "_rules"


def pack_paths(named: str | None) -> tuple[Path, ...]:
    """The directories that are named, separated as in PATH."""
    return tuple(Path(one).expanduser() for one in (named or "").split(os.pathsep) if one)
