"""Refs of entities: one reader, for those that say their kind and those that a place gives one to."""

from __future__ import annotations

import re

import pytest

from engine.entity_ref import LONGEST, PATTERN, EntityRef, entity_ref_of, read_entity_ref


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("component:default/shop", "component:default/shop"),
        ("Component:Default/Shop", "component:default/shop"),
        ("component:shop", "component:default/shop"),
        ("API:payments.eu/Orders_v2", "api:payments.eu/orders_v2"),
        ("user:acme/anna@example.org", "user:acme/anna@example.org"),
    ],
)
def test_a_ref_has_one_form(written: str, read: str) -> None:
    assert str(read_entity_ref(written)) == read
    assert re.match(PATTERN, written)
    assert str(read_entity_ref(read, default_kind="system", default_namespace="acme")) == read


def test_what_is_left_out_has_the_default_of_the_place() -> None:
    assert read_entity_ref("Orders", default_kind="Component") == EntityRef("component", "default", "orders")
    assert str(read_entity_ref("acme/orders", default_kind="api")) == "api:acme/orders"
    assert str(read_entity_ref("api:orders", default_kind="component", default_namespace="acme")) == "api:acme/orders"


def test_a_bare_name_needs_such_a_place() -> None:
    for written in ("orders", "default/orders"):
        assert not re.match(PATTERN, written)
        with pytest.raises(ValueError, match="not the ref"):
            read_entity_ref(written)


@pytest.mark.parametrize(
    "written", ["", ":", "component:", "a b", "component:a/b/c", "1:a", "component:-a", "컴포넌트:a", "a:b\n"]
)
def test_no_ref(written: str) -> None:
    with pytest.raises(ValueError, match="not the ref"):
        read_entity_ref(written, default_kind="component")


def test_the_longest() -> None:
    read_entity_ref("a:" + "b" * (LONGEST - 2))
    with pytest.raises(ValueError, match="more than"):
        read_entity_ref("a:" + "b" * (LONGEST - 1))


def test_parts() -> None:
    assert str(entity_ref_of("Component", None, "Shop")) == "component:default/shop"
    for kind, namespace, name in (
        ("a:b", None, "c"),
        ("a", "b/c", "d"),
        ("a", None, "b/c/d"),
        ("a", "", "b"),
        ("", "a", "b"),
    ):
        with pytest.raises(ValueError, match="not the ref"):
            entity_ref_of(kind, namespace, name)
