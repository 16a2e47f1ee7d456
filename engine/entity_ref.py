"""Names of things in a catalog of a developer portal, as Backstage writes them: `component:default/shop`."""

from __future__ import annotations

import re

# Characters of a whole ref.
LONGEST = 200
# Kind, and namespace where it is not `default`. Portals may allow more in a name than Backstage does by itself.
PATTERN = r"^[A-Za-z][A-Za-z0-9]*:(?:[A-Za-z0-9][-A-Za-z0-9_.]*/)?[A-Za-z0-9][-A-Za-z0-9_.@+~]*$"
_REF = re.compile(PATTERN.removesuffix("$") + r"\Z", re.ASCII)
_DEFAULT_NAMESPACE = "default"
HINT = "as component:default/shop, or component:shop"


def read_entity_ref(written: str) -> str:
    """A ref in its one form, `kind:namespace/name` in small letters: that is how a portal compares them.

    The namespace may be left out. Raises ValueError, which says what is wrong.
    """
    if len(written) > LONGEST:
        raise ValueError(f"it has more than {LONGEST} characters")
    if not _REF.match(written):
        raise ValueError(f"{written[:60]!r} is not the ref of an entity")
    kind, _, rest = written.lower().partition(":")
    namespace, slash, name = rest.partition("/")
    return f"{kind}:{namespace}/{name}" if slash else f"{kind}:{_DEFAULT_NAMESPACE}/{rest}"
