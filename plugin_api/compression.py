"""gzip for whoever accepts it. What was compressed is remembered: the same bodies are asked for again and again."""

from __future__ import annotations

import zlib
from functools import lru_cache

from flask import Flask, Response, request

from plugin_api.caching import RecentlyUsed
from plugin_api.vocabulary import COMPRESSIBLE, MIN_COMPRESSED

CODING = "gzip"
# A decision of 110 KB: level 4 makes 24 KB of it in 0.9 ms, level 6 makes 23 KB in 1.8 ms.
_LEVEL = 4
_GZIP_FRAME = 31  # what zlib calls a gzip header, which it writes without a time: the same bytes each time
_LONGEST = 1000  # a longer Accept-Encoding is nobody's wish


class Compression:
    """Compresses responses, once each. Threads may share it."""

    def __init__(self, capacity: int) -> None:
        """`capacity`: bytes of memory for what was compressed, and for the bodies that it was made of."""
        # A body is its own key: answers that are remembered are the same bytes, of which Python keeps the hash.
        self._made: RecentlyUsed[bytes, bytes] = RecentlyUsed(capacity)

    def __call__(self, response: Response) -> Response:
        """For Flask to call after each request."""
        accepted = request.environ.get("HTTP_ACCEPT_ENCODING")
        headers = response.headers
        vary = headers.get("Vary")
        if vary is None:
            headers["Vary"] = "Accept-Encoding"
        elif "Accept-Encoding" not in vary:
            headers["Vary"] = f"{vary}, Accept-Encoding"
        if accepted:
            gzip, plain = wanted(accepted)
            if gzip and _fits(response, 1 if not plain else MIN_COMPRESSED):
                self._compress(response)
        return response

    def _compress(self, response: Response) -> None:
        file = response.direct_passthrough
        response.direct_passthrough = False
        body = response.get_data()
        if file:
            response.headers.remove("Accept-Ranges")
        made = self._made.get(body)
        if made is None:
            compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP_FRAME)
            made = compressor.compress(body) + compressor.flush()
            self._made.put(body, made, weight=len(body) + len(made))
        response.set_data(made)
        response.headers["Content-Encoding"] = CODING
        tag, weak = response.get_etag()
        if tag and not weak:  # it stands for other bytes, which mean the same
            response.set_etag(tag, weak=True)


@lru_cache(maxsize=256)
def wanted(header: str) -> tuple[bool, bool]:
    """Is gzip accepted, and not less liked than plain bytes? And are plain bytes accepted?"""
    qualities: dict[str, float] = {}
    for part in header[:_LONGEST].lower().split(","):
        name, *parameters = (word.strip() for word in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                quality = _quality(value.strip())
        qualities[name] = quality
    anything = qualities.get("*", 0.0)
    gzip = max(qualities.get(CODING, -1.0), qualities.get("x-gzip", -1.0))
    gzip = anything if gzip < 0 else gzip
    # Plain bytes are always accepted, but never liked unless it is said.
    plain = qualities.get("identity", -1.0 if qualities.get("*", 1.0) > 0 else 0.0)
    return gzip > 0 and gzip >= plain, plain != 0


def _quality(written: str) -> float:
    try:
        return min(max(float(written), 0.0), 1.0)
    except ValueError:
        return 0.0


def _fits(response: Response, least: int) -> bool:
    if response.status_code in (204, 206, 304) or "Content-Encoding" in response.headers:
        return False
    if response.is_streamed and not response.direct_passthrough:
        return False  # made bit by bit: it would have to be waited for
    length = response.content_length if response.direct_passthrough else response.calculate_content_length()
    kind = response.mimetype or ""
    return (
        length is not None and length >= least and (kind.startswith(COMPRESSIBLE) or kind.endswith(("+json", "+xml")))
    )


def register_compression(app: Flask, capacity: int) -> None:
    app.after_request(Compression(capacity))
