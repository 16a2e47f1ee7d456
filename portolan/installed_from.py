"""Where this Portolan was installed from, so that a pipeline can install the very same."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, distribution


def installed_from() -> str | None:
    """What pip takes to install it again, pinned to a commit or a hash; None where others could not reach that.

    pip notes the address that it installed from (PEP 610); a directory of this machine is of no use to a pipeline.
    """
    try:
        noted = json.loads(distribution("portolan").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        return None
    address, version, archive = noted.get("url", ""), noted.get("vcs_info"), noted.get("archive_info")
    if not address.startswith(("https://", "ssh://")) or "@" in address.partition("://")[2].partition("/")[0]:
        return None  # somebody's name or password may stand before the @
    if version and version.get("vcs") and version.get("commit_id"):
        below = f"#subdirectory={noted['subdirectory']}" if noted.get("subdirectory") else ""
        return f"{version['vcs']}+{address}@{version['commit_id']}{below}"
    if archive is not None:
        digest = (archive.get("hashes") or {}).get("sha256")
        return f"{address}#sha256={digest}" if digest else address
    return None
