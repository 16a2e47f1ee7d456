"""Names of things in a catalog of a developer portal, as Backstage writes them: `component:default/shop`."""

from __future__ import annotations

import re
from typing import NamedTuple

# Characters of a whole ref.
LONGEST = 200
DEFAULT_NAMESPACE = "default"
_KIND = r"[A-Za-z][A-Za-z0-9]*"
_NAMESPACE = r"[A-Za-z0-9][-A-Za-z0-9_.]*"
# Portals may allow more in a name than Backstage does by itself.
_NAME = r"[A-Za-z0-9][-A-Za-z0-9_.@+~]*"
# Of a ref where nothing says of which kind a bare name is.
PATTERN = rf"^{_KIND}:(?:{_NAMESPACE}/)?{_NAME}$"
_REF = re.compile(rf"(?:({_KIND}):)?(?:({_NAMESPACE})/)?({_NAME})\Z", re.ASCII)
HINT = "as component:default/shop, or component:shop"


class EntityRef(NamedTuple):
    """The parts of a ref in small letters: that is how a portal compares them."""

    kind: str
    namespace: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.namespace}/{self.name}"


def read_entity_ref(
    written: str, *, default_kind: str | None = None, default_namespace: str = DEFAULT_NAMESPACE
) -> EntityRef:
    """A ref `[kind:][namespace/]name`. The kind may be left out where there is a default for it.

    Raises ValueError, which says what is wrong.
    """
    if len(written) > LONGEST:
        raise ValueError(f"it has more than {LONGEST} characters")
    found = _REF.match(written)
    kind, namespace, name = found.groups() if found else (None, None, "")
    kind = kind or default_kind
    if not name or kind is None:
        raise ValueError(f"{written[:60]!r} is not the ref of an entity")
    return EntityRef(kind.lower(), (namespace or default_namespace).lower(), name.lower())


def entity_ref_of(kind: str, namespace: str | None, name: str) -> EntityRef:
    """The same of parts that are told one by one. Raises ValueError."""
    return read_entity_ref(f"{kind}:{DEFAULT_NAMESPACE if namespace is None else namespace}/{name}")
