"""Entity refs of the portal, in the one form in which they are compared: kind:namespace/name, in small letters."""

from __future__ import annotations

import re

# As the portal checks them: a name has up to 63 letters and digits, with - _ . between them.
_NAME = r"[a-z0-9](?:[a-z0-9_.-]{0,61}[a-z0-9])?"
_REF = re.compile(rf"(?:([a-z][a-z0-9]{{0,62}}):)?(?:({_NAME})/)?({_NAME})\Z", re.IGNORECASE | re.ASCII)
KIND, NAMESPACE = "component", "default"


def entity_ref(written: str) -> str | None:
    """`orders` → `component:default/orders`; None for what is no entity ref."""
    found = _REF.match(written)
    if found is None:
        return None
    kind, namespace, name = found.groups()
    return f"{kind or KIND}:{namespace or NAMESPACE}/{name}".lower()
