"""Decisions are listed: newest first, by what they say and whom they were asked for, in pages that stand still."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from plugin_api.store import Asking, Listed, Wanted
from plugin_api.store.sql_store import SqlStore
from tests.plugin_api.store.conftest import Place, Ticking, piece, record

SHOP, TILL = Asking("component:default/shop", "jane"), Asking("component:default/till", "joe")
DAY = 86_400


def ids(store: SqlStore, **wanted: object) -> list[str]:
    return [one.id for one in store.find(Wanted(**wanted), 500).decisions]  # type: ignore[arg-type]


@pytest.fixture
def filled(store: SqlStore, clock: Ticking) -> SqlStore:
    """Four decisions, a day apart: a to d."""
    made = (
        (record("a", piece("tracing", tempo="adopt", jaeger="avoid"), edition="2025"), SHOP),
        (record("b", piece("tracing", jaeger="keep"), piece("mesh", istio="avoid")), TILL),
        (record("c", piece("tracing", jaeger="avoid"), piece("metrics", jaeger="keep"), language="ko"), None),
        (record("d"), SHOP),
    )
    for day, (one, asking) in enumerate(made):
        clock(day * DAY)
        store.put(one, asking)
    return store


def test_the_newest_come_first(filled: SqlStore) -> None:
    found = filled.find(Wanted(), 10)
    assert [one.id for one in found.decisions] == ["d", "c", "b", "a"]
    assert (found.newer, found.older) == (False, False)
    first = found.decisions[-1]
    assert first == Listed("a", 0, "2025", "2026-04-01", "en", "sha256:0", ("component:default/shop",))


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"subject": "component:default/shop"}, ["d", "a"]),
        ({"subject": "component:default/nobody"}, []),
        ({"edition": "2025"}, ["a"]),
        ({"language": "ko"}, ["c"]),
        ({"since": DAY * 10**6, "until": 3 * DAY * 10**6}, ["c", "b"]),
        ({"product": "jaeger"}, ["c", "b", "a"]),
        ({"product": "istio"}, ["b"]),
        ({"verdict": "avoid"}, ["c", "b", "a"]),
        ({"slot": "mesh"}, ["b"]),
        ({"product": "jaeger", "verdict": "keep"}, ["c", "b"]),
        ({"product": "jaeger", "verdict": "avoid", "slot": "tracing"}, ["c", "a"]),
        # Of one and the same verdict: c keeps jaeger, but not for tracing.
        ({"product": "jaeger", "verdict": "keep", "slot": "tracing"}, ["b"]),
        ({"product": "linkerd"}, []),
        ({"product": "jaeger", "subject": "component:default/till", "edition": "2026"}, ["b"]),
    ],
)
def test_by_what_they_say(filled: SqlStore, wanted: dict[str, object], expected: list[str]) -> None:
    assert ids(filled, **wanted) == expected


def test_one_decision_for_many(store: SqlStore, place: Place, clock: Ticking) -> None:
    clock(0)
    store.put(record("a"), TILL)
    clock(10)
    store.put(record("a"), SHOP)
    clock(20)
    place.store().put(record("a"), TILL)
    found = store.find(Wanted(subject=SHOP.subject), 5).decisions
    assert [(one.id, one.made, one.subjects) for one in found] == [("a", 0, (SHOP.subject, TILL.subject))]


def test_asking_again_is_noted_once_a_day(store: SqlStore, clock: Ticking, monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    transact = store.database.transact
    monkeypatch.setattr(store.database, "transact", lambda *work: (written.append(work), transact(*work))[1])
    for hour in (0, 1, 2, 25, 26):
        clock(hour * 3600)
        store.put(record("a"), SHOP)
    assert len(written) == 2
    with store.database.reading() as connection:
        row = connection.exec_driver_sql("SELECT first_at, last_at, first_by FROM askings").one()
    assert tuple(row) == (0, 25 * 3600 * 10**6, "jane")


def test_pages_stand_still_while_others_write(store: SqlStore, clock: Ticking) -> None:
    for n in range(7):
        clock(n // 2)  # some in the same moment
        store.put(record(f"id-{n}", piece("mesh", istio="keep")), SHOP)
    for wanted in (Wanted(), Wanted(subject=SHOP.subject), Wanted(product="istio")):
        every = [one.id for one in store.find(wanted, 500).decisions]
        first = store.find(wanted, 3)
        clock(100)
        store.put(record(f"later-{wanted.subject}-{wanted.product}", piece("mesh", istio="keep")), SHOP)
        second = store.find(wanted, 3, after=first.decisions[-1].place)
        third = store.find(wanted, 3, after=second.decisions[-1].place)
        rest = store.find(wanted, 500, after=third.decisions[-1].place)
        assert [one.id for page in (first, second, third, rest) for one in page.decisions] == every
        assert store.find(wanted, 3, before=third.decisions[0].place) == second
        assert (first.newer, second.newer, second.older) == (False, True, True)


def test_any_numbers_of_verdicts(place: Place) -> None:
    """Whatever numbers verdicts have, they are found."""
    store = place.store()
    products = [f"p{n}" for n in range(40)]

    @settings(max_examples=15, deadline=None)
    @given(st.sets(st.sampled_from(products), min_size=1, max_size=12))
    def found_again(chosen: set[str]) -> None:
        id_ = "-".join(sorted(chosen))
        store.put(record(id_, piece("slot", **dict.fromkeys(sorted(chosen), "keep"))))
        for product in products:
            assert (id_ in ids(store, product=product)) == (product in chosen)

    found_again()


# --- the latest of a subject ----------------------------------------------------------------------------------


def test_the_latest_is_what_was_asked_for_last(store: SqlStore, place: Place, clock: Ticking) -> None:
    """From one to another and back to the first, whichever process is asked."""
    other = place.store()
    assert store.latest(SHOP.subject) is None
    steps = [(store, "a", SHOP), (store, "b", SHOP), (store, "a", SHOP), (other, "b", SHOP), (store, "a", SHOP)]
    for second, (asked, id_, asking) in enumerate([*steps, (store, "c", TILL), (other, "a", SHOP)], start=1):
        clock(second)
        asked.put(record(id_), asking)
        if asking is SHOP:
            assert (store.latest(SHOP.subject), other.latest(SHOP.subject)) == (id_, id_)
    assert store.latest(TILL.subject) == "c"
    clock(99)
    store.ask("b", SHOP)
    assert store.latest(SHOP.subject) == "b"
    store.ask("gone", SHOP)
    assert store.latest(SHOP.subject) == "b"


def test_asking_again_writes_once_a_day(store: SqlStore, clock: Ticking) -> None:
    clock(1)
    store.put(record("a"), SHOP)
    clock(2)
    store.ask("a", SHOP)
    assert _last_at(store) == 1_000_000
    clock(DAY)
    store.ask("a", SHOP)
    assert _last_at(store) == DAY * 1_000_000


def _last_at(store: SqlStore) -> int:
    with store.database.reading() as connection:
        return int(connection.execute(text("SELECT last_at FROM askings")).scalar_one())


def test_the_latest_is_read_off_an_index(file: Place) -> None:
    query = "SELECT decision FROM askings WHERE subject = 'a' ORDER BY last_at DESC, decision DESC LIMIT 1"
    with file.store().database.reading() as connection:
        plan = [row[-1] for row in connection.execute(text(f"EXPLAIN QUERY PLAN {query}"))]
    assert plan == ["SEARCH askings USING COVERING INDEX askings_by_subject_last_at_decision (subject=?)"]
