"""Reviews and waivers are kept: added once however often they are sent, by several processes, on every database."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from engine.explanation.grounds.facts import Fact, GroundTest
from engine.explanation.grounds.grounds import GroundClaim, GroundRule, Grounds
from engine.model import Leaf, Text
from plugin_api.reviewing.model import Once, Review, Waiver
from plugin_api.store import Asking, StoreError, tables
from plugin_api.store.review_store import (
    OLDEST_FIRST,
    AlreadyWithdrawn,
    OtherContent,
    ReviewFilter,
    ReviewStore,
    Span,
    WaiverFilter,
)
from plugin_api.store.sql_store import SqlStore
from tests.plugin_api.conftest import ROOT
from tests.plugin_api.store.conftest import Place, record

DAY = date(2026, 4, 1)
ANY = ReviewFilter(DAY)
GROUNDS = Grounds(
    slot="tracing",
    product="tempo",
    verdict="avoid",
    rules=(GroundRule("a/b", "gives", {"when": {"before": "2027-01-01"}}),),
    claims=(GroundClaim("src/claim", "sha256:0", Text("E", "가")),),
    tests=(GroundTest("date", Leaf("before", "", value=date(2027, 1, 1)), True, "2026-04-01", Text("E", "가")),),
    facts=(Fact("tempo", "licence", "AGPL-3.0-only", Text("E", "가")),),
)


def review(id_: str, at: int = 0, **members: object) -> Review:
    said: dict[str, object] = {"kind": "comment", "by": "anna", "text": "가나다 \N{SLIGHTLY SMILING FACE}", **members}
    return Review(id=id_, decision="one", at=at, **said)  # type: ignore[arg-type]


def waiver(id_: str, at: int = 0, **members: object) -> Waiver:
    said: dict[str, object] = {"subject": None, "until": date(2026, 5, 1), "by": "anna", **members}
    return Waiver(
        id=id_,
        decision="one",
        slot="tracing",
        product="tempo",
        reason="So.",
        at=at,
        grounds=GROUNDS,
        **said,  # type: ignore[arg-type]
    )


@pytest.fixture
def reviews(store: SqlStore) -> ReviewStore:
    """With the decisions `one`, which the shop asked for, and `two`."""
    store.put(record("one"), Asking("component:default/shop", "anna"))
    store.put(record("two"))
    return ReviewStore(store.database)


def ids(reviews: ReviewStore, wanted: ReviewFilter, span: Span = OLDEST_FIRST) -> list[str]:
    return [one.id for one in reviews.reviews(wanted, span).items]


def test_there_and_back(reviews: ReviewStore, place: Place) -> None:
    made = review("a", 5, kind="overrule", slot="tracing", product="tempo", verdict="keep", until=DAY)
    assert reviews.add(made) == (made, True)
    granted = waiver("b", 6, subject="component:default/shop")
    assert reviews.grant(granted) == (granted, True)
    other = ReviewStore(place.database())
    assert (other.review("a"), other.waiver("b")) == (made, granted)
    assert other.waiver("b").grounds.digest == GROUNDS.digest  # type: ignore[union-attr]
    assert (other.review("b"), other.waiver("a")) == (None, None)


def test_a_review_is_of_a_decision_that_is_there(reviews: ReviewStore) -> None:
    with pytest.raises(StoreError):
        reviews.add(replace(review("a"), decision="none"))
    assert ids(reviews, ANY) == []


def test_by_what_they_are_about(reviews: ReviewStore) -> None:
    reviews.add(review("a", 1))
    reviews.add(replace(review("b", 2, by="ben", slot="tracing"), decision="two"))
    reviews.add(review("c", 3, kind="overrule", slot="tracing", product="tempo", until=date(2026, 3, 31)))
    reviews.add(review("d", 4, kind="withdraw", withdraws="a", by="root", text=None))
    for wanted, found in (
        (ANY, "abcd"),
        (replace(ANY, decisions=("two", "three")), "b"),
        (replace(ANY, decisions=()), ""),
        (replace(ANY, subject="component:default/shop"), "acd"),
        (replace(ANY, by="ben"), "b"),
        (replace(ANY, kind="comment", slot="tracing"), "b"),
        (replace(ANY, product="tempo"), "c"),
        (replace(ANY, state="in-force"), "bd"),
        (replace(ANY, state="expired"), "c"),
        (replace(ANY, state="expired", day=date(2026, 3, 31)), ""),
        (replace(ANY, state="withdrawn"), "a"),
    ):
        assert "".join(ids(reviews, wanted)) == found, wanted
    withdrawn = reviews.review("a")
    assert withdrawn is not None and withdrawn.withdrawn is not None
    assert (withdrawn.withdrawn.id, withdrawn.withdrawn.by, withdrawn.withdrawn.at) == ("d", "root", 4)


def test_pages_stand_still(reviews: ReviewStore) -> None:
    for number, id_ in enumerate("abcde"):
        reviews.add(review(id_, number // 2))
    first = reviews.reviews(ANY, Span(2))
    assert ([one.id for one in first.items], first.before, first.after) == (["e", "d"], False, True)
    reviews.add(review("f", 9))
    second = reviews.reviews(ANY, Span(2, after=(1, "d")))
    assert ([one.id for one in second.items], second.before, second.after) == (["c", "b"], True, True)
    back = reviews.reviews(ANY, Span(2, before=(1, "c")))
    assert ([one.id for one in back.items], back.before, back.after) == (["e", "d"], True, True)
    assert ids(reviews, ANY, Span(9, before=(0, "b"), newest_first=False)) == ["a"]


def test_what_is_sent_again_is_kept_once(reviews: ReviewStore) -> None:
    once = Once("anna", "key", "digest")
    first, _ = reviews.add(review("a"), once)
    assert reviews.add(review("b"), once) == (first, False)
    assert reviews.add(review("c", by="ben"), replace(once, by="ben"))[1]
    with pytest.raises(OtherContent) as error:
        reviews.add(review("d"), replace(once, digest="another"))
    assert error.value.id == "a"
    granted, _ = reviews.grant(waiver("w"), once)
    assert reviews.grant(waiver("x"), once) == (granted, False)
    assert ids(reviews, ANY) == ["a", "c"]


def test_what_is_taken_back_is_taken_back_once(reviews: ReviewStore) -> None:
    reviews.add(review("a"))
    once = Once("anna", "key", "digest")
    taking, _ = reviews.add(review("b", 1, kind="withdraw", withdraws="a"), once)
    with pytest.raises(AlreadyWithdrawn) as error:
        reviews.add(review("c", 2, kind="withdraw", withdraws="a", by="root"))
    assert (error.value.withdrawal.id, error.value.withdrawal.by) == ("b", "anna")
    assert reviews.add(review("d", 3, kind="withdraw", withdraws="a"), once) == (taking, False)
    reviews.grant(waiver("w"))
    made = reviews.withdraw("w", "anna", "We moved.")
    with pytest.raises(AlreadyWithdrawn):
        reviews.withdraw("w", "ben", None)
    found = reviews.waiver("w")
    assert found is not None and found.withdrawn == made


def test_waivers_by_what_they_are_for(reviews: ReviewStore) -> None:
    reviews.grant(waiver("a", 1, subject="component:default/shop"))
    reviews.grant(waiver("b", 2, subject="component:default/shop", until=date(2026, 3, 1)))
    reviews.grant(waiver("c", 3, subject="component:default/till"))
    reviews.grant(waiver("d", 4))
    reviews.withdraw("c", "anna", None)
    wanted = WaiverFilter(DAY)
    for one, found in (
        (wanted, "dcba"),
        (replace(wanted, subject="component:default/shop"), "ba"),
        (replace(wanted, withdrawn=True), "c"),
        (replace(wanted, withdrawn=False, lapsed=False), "da"),
        (replace(wanted, withdrawn=False, lapsed=True), "b"),
        (replace(wanted, by="ben"), ""),
        (replace(wanted, decisions=("one",), product="tempo", slot="tracing"), "dcba"),
    ):
        assert "".join(waiver.id for waiver in reviews.waivers(one).items) == found, one
    assert reviews.subjects_of(("one", "two")) == ["component:default/shop"]


_WRITER = """
import sys
from pathlib import Path
from plugin_api.reviewing.model import Once
from plugin_api.store.database import Database
from plugin_api.store.review_store import ReviewStore, AlreadyWithdrawn
from tests.plugin_api.store.test_reviews import review, waiver
directory, name, url = sys.argv[1:]
reviews = ReviewStore(Database(Path(directory), url or None))
sys.stdin.read(1)
for number in range(20):
    reviews.add(review(f"{name}-{number}", number))
    reviews.add(review(f"shared-{name}-{number}"), Once("anna", f"key {number}", "digest"))
    reviews.grant(waiver(f"{name}-{number}"), Once("anna", f"key {number}", "digest"))
    try:
        reviews.add(review(f"back-{name}-{number}", kind="withdraw", withdraws=f"before-{number}"))
        print("withdrew")
    except AlreadyWithdrawn:
        pass
"""


def test_processes_that_write_at_once_lose_nothing(reviews: ReviewStore, place: Place) -> None:
    """Each writes its own, both the same under the same keys, and both take the same back."""
    for number in range(20):
        reviews.add(review(f"before-{number}"))
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(place.directory), name, place.url or ""],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )
        for name in ("one", "two")
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write(b"!")
        process.stdin.flush()
    said = [process.communicate(timeout=60)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert sum(one.count(b"withdrew") for one in said) == 20
    with place.database().reading() as connection:
        counts = [
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (tables.reviews, tables.waivers)
        ]
    assert counts == [20 + 2 * 20 + 20 + 20, 20]
    assert all(reviews.review(f"{name}-19") for name in ("one", "two"))
