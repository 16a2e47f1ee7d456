"""The words of the API that are not data: media types, limits, and the types of problems."""

from __future__ import annotations

from dataclasses import dataclass

JSON = "application/json"
YAML = "application/yaml"
PROBLEM_JSON = "application/problem+json"
JSON_SCHEMA = "application/schema+json"
OPENAPI_JSON = "application/vnd.oai.openapi+json"
HTML = "text/html"
CSS = "text/css"
JAVASCRIPT = "text/javascript"
MARKDOWN = "text/markdown"
TEXT = "text/plain"
OPENMETRICS = "application/openmetrics-text"
SARIF_JSON = "application/sarif+json"
JUNIT_XML = "application/junit+xml"
XML = "application/xml"
SVG = "image/svg+xml"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
# What becomes smaller when it is compressed, beside `+json` and `+xml`: how its media type begins.
COMPRESSIBLE = ("text/", JSON, "application/yaml", "application/javascript", "application/xml", "image/svg")

IDEMPOTENCY_KEY = "Idempotency-Key"

MAX_BODY = 256 * 1024  # bytes
MAX_DEPTH = 32  # of arrays and objects inside one another: a request needs five
MAX_PAGE = 500  # items
DEFAULT_PAGE = 100
MAX_TEXT = 10_000  # characters of what a person writes in a review
MAX_KEY = 200  # characters of an Idempotency-Key
MIN_COMPRESSED = 512  # bytes: what fits into a packet gains nothing


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of problem: its stable name, its status and its title."""

    name: str
    status: int
    title: str

    @property
    def uri(self) -> str:
        return f"urn:portolan:problem:{self.name}"


KINDS = (
    BAD_REQUEST := Kind("bad-request", 400, "The request cannot be read"),
    NOT_JSON := Kind("not-json", 400, "The body is not JSON"),
    NOT_YAML := Kind("not-yaml", 400, "The body is not YAML"),
    UNAUTHENTICATED := Kind("unauthenticated", 401, "Nobody knows who asks"),
    FORBIDDEN := Kind("forbidden", 403, "The caller may not do that"),
    NOT_FOUND := Kind("not-found", 404, "There is no such thing here"),
    METHOD_NOT_ALLOWED := Kind("method-not-allowed", 405, "That method does nothing here"),
    NOT_ACCEPTABLE := Kind("not-acceptable", 406, "None of the accepted media types is offered here"),
    TOO_SLOW := Kind("too-slow", 408, "The request did not arrive in time"),
    CONFLICT := Kind("conflict", 409, "That does not go together with how things are"),
    PRECONDITION_FAILED := Kind("precondition-failed", 412, "It is not what the request goes by"),
    TOO_LARGE := Kind("too-large", 413, "The body is too large"),
    ADDRESS_TOO_LONG := Kind("address-too-long", 414, "The address is too long"),
    UNSUPPORTED_MEDIA_TYPE := Kind("unsupported-media-type", 415, "The body has the wrong media type"),
    NO_SUCH_RANGE := Kind("no-such-range", 416, "The file has no such part"),
    EXPECTATION_FAILED := Kind("expectation-failed", 417, "What is expected cannot be met"),
    INVALID := Kind("invalid", 422, "The request is well formed, but wrong"),
    TOO_MANY := Kind("too-many-requests", 429, "The caller asks too often"),
    HEADERS_TOO_LARGE := Kind("headers-too-large", 431, "The headers are too large, or too many"),
    INTERNAL := Kind("internal", 500, "Something broke inside"),
    NOT_IMPLEMENTED := Kind("not-implemented", 501, "That part of HTTP is not spoken here"),
    NOT_READY := Kind("not-ready", 503, "The service is not ready"),
)
