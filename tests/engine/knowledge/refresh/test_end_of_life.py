"""Product files, as endoflife.date writes them."""

from __future__ import annotations

from datetime import date

import pytest

from engine.knowledge.refresh.end_of_life import Cycles, Releases, read_cycles
from engine.knowledge.refresh.reading import NotReadable
from engine.model import Product, Release

KAFKA = """---
title: Apache Kafka
permalink: /apache-kafka
alternate_urls:
  - /kafka
releases:
  - releaseCycle: 4.10
    releaseDate: 2026-03-01
    eol: false
  - releaseCycle: "3.9"
    releaseDate: 2024-11-06
    eol: 2026-11-06
  - releaseCycle: "0.7"
    eol: true
---

> Apache Kafka is an event streaming platform.
"""
ENDS = date(2026, 11, 6)


def test_cycles_come_oldest_first_and_keep_their_spelling() -> None:
    cycles = read_cycles(KAFKA, "kafka.md")
    assert (cycles.name, cycles.other_names) == ("apache-kafka", frozenset({"kafka"}))
    assert cycles.releases == (
        Release("0.7", None, True, "endoflife-date"),
        Release("3.9", date(2024, 11, 6), ENDS, "endoflife-date"),
        Release("4.10", date(2026, 3, 1), False, "endoflife-date"),
    )


def test_a_product_is_found_by_its_id_or_the_name_it_is_known_as() -> None:
    products = [Product("kafka", "Kafka"), Product("docker", "Docker", known_as={"endoflife-date": "docker-engine"})]
    kafka, docker = Cycles("apache-kafka", frozenset({"kafka"}), ()), Cycles("docker-engine", frozenset(), ())
    found = Releases([kafka, docker], products)
    assert [found.cycles_of(product) for product in products] == [kafka, docker]


def test_another_name_of_one_product_does_not_stand_for_a_second_one() -> None:
    products = [Product("argo", "Argo"), Product("argo-cd", "Argo CD")]
    file = Cycles("argo-cd", frozenset({"argo"}), ())
    assert [Releases([file], products).cycles_of(product) for product in products] == [None, file]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "f.md:1:1: this is no product file of endoflife.date: it does not begin with ---"),
        ("---\nreleases: []\n", "f.md: the YAML at the top of the file has no end: a line ---"),
        ("---\na: [\n---\n", "f.md:3:1: this is no YAML"),
        ("---\npermalink: /x\n---\n", "f.md: this is no product file of endoflife.date: it has no list `releases`"),
        ("---\nreleases: []\n---\n", "f.md: the product has no `permalink`"),
        ("---\npermalink: /x\nreleases: [{eol: true}]\n---\n", "f.md: release 1 has no `releaseCycle`"),
        (KAFKA.replace("eol: false", "eol: soon"), "f.md: `eol` of release 4.10 is neither a day nor true or false"),
    ],
)
def test_what_is_no_product_file_is_said_to_be_none(text: str, message: str) -> None:
    with pytest.raises(NotReadable) as caught:
        read_cycles(text, "f.md")
    assert str(caught.value).startswith(message)
