"""What is told of a request that no view ever sees: it is not HTTP as it is understood here, or takes too long."""

from __future__ import annotations

from typing import Any

from plugin_api import vocabulary
from plugin_api.problems import problem_document
from plugin_api.vocabulary import Kind

_DETAILS = {
    vocabulary.BAD_REQUEST: "It is not HTTP as it is understood here.",
    vocabulary.TOO_SLOW: "The request did not arrive in time.",
    vocabulary.ADDRESS_TOO_LONG: "The first line of the request, which has the address in it, is longer than is read.",
    vocabulary.EXPECTATION_FAILED: "Nothing is met that Expect asks for, but for 100-continue.",
    vocabulary.HEADERS_TOO_LARGE: "There are more headers than are read, or one of them is longer.",
    vocabulary.NOT_IMPLEMENTED: "Transfer-Encoding names a coding that is not spoken here; chunked is.",
}
# Nobody has read of these which address was meant.
_NOWHERE = "/"


def early_document(kind: Kind, detail: str | None = None) -> dict[str, Any]:
    return problem_document(kind, detail or _DETAILS[kind], _NOWHERE)
