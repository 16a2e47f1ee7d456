"""Who a request is: its own id and the trace that it belongs to, as far as what it says of them is to be trusted."""

from __future__ import annotations

import pytest

from plugin_api.observability.trail import request_id_of, trace_of

TRACE = "0af7651916cd43dd8448eb211c80319c"
SPAN = "b7ad6b7169203331"


@pytest.mark.parametrize(
    "given", ["a", "7f3c-11", "Root=1-67891233-abcdef012345678912345678", "x" * 128, "a/b:c@d+e_f."]
)
def test_an_id_that_is_taken_over(given: str) -> None:
    assert request_id_of(given) == given


@pytest.mark.parametrize(
    "given", [None, "", "x" * 129, "a b", "a\nb", "a\r\nSet-Cookie: b", "-x", "é", "a;b", '"', "<b>"]
)
def test_an_id_that_is_not(given: str | None) -> None:
    made = request_id_of(given)
    assert made != given
    assert len(made) == 32
    assert made != request_id_of(given)


@pytest.mark.parametrize(
    "given",
    [f"00-{TRACE}-{SPAN}-01", f"00-{TRACE}-{SPAN}-00", f"cc-{TRACE}-{SPAN}-01", f"cc-{TRACE}-{SPAN}-01-what-else"],
)
def test_a_trace_that_is_taken_over(given: str) -> None:
    assert trace_of(given) == TRACE


@pytest.mark.parametrize(
    "given",
    [
        None,
        "",
        TRACE,
        f"ff-{TRACE}-{SPAN}-01",
        f"00-{TRACE}-{SPAN}-01-more",
        f"00-{TRACE}-{SPAN}-01\n",
        f"00-{TRACE}-{SPAN}",
        f"00-{TRACE.upper()}-{SPAN}-01",
        f"00-{'0' * 32}-{SPAN}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"00-{TRACE[1:]}-{SPAN}-01",
        f"0-{TRACE}-{SPAN}-01",
    ],
)
def test_a_trace_that_is_not(given: str | None) -> None:
    assert trace_of(given) is None
