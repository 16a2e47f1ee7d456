"""Fingerprints: what is shipped, what they do to the identity of the knowledge, and whose signs are shared."""

from __future__ import annotations

from engine.fingerprint import EVERY, SIGNS
from engine.knowledge.files import content_digest_of
from engine.knowledge.loader import build_knowledge
from engine.model import Knowledge
from tests.engine.knowledge.laying import laid, problems_of

_FILE = "fingerprints/all.yaml"


def test_no_decision_reads_them_so_they_are_no_part_of_the_digest() -> None:
    without, with_one = laid({}), laid({_FILE: "fingerprints: [{product: tempo, images: [grafana/tempo]}]\n"})
    assert build_knowledge(without).digest == build_knowledge(with_one).digest
    assert content_digest_of(without) != content_digest_of(with_one), "what is compiled must not be taken for it"


def test_products_that_never_come_without_each_other_may_share_signs() -> None:
    shared = """
        fingerprints:
          - {product: tempo, objects: [{group: tempo.grafana.com}]}
          - {product: grafana, objects: [{group: tempo.grafana.com}], beside: [tempo]}
        """
    assert problems_of(laid({_FILE: shared})) == ()


def test_most_of_the_catalog_can_be_told(shipped: Knowledge) -> None:
    """Those that cannot leave nothing that a repository or a cluster would show, or nothing of their own."""
    fingerprints = shipped.fingerprints
    assert fingerprints is not None
    known = {one.target.product for one in fingerprints.prints}
    missing = {product.id for product in shipped.products.values() if product.slots} - known
    assert missing == {"argo", "cloudevents", "grpc", "kubewasm", "lens", "openlens", "tuf"}


def test_every_sort_of_sign_is_in_use(shipped: Knowledge) -> None:
    fingerprints = shipped.fingerprints
    assert fingerprints is not None
    assert {sign for one in fingerprints.prints for sign, _ in one.signs} == set(SIGNS)


def test_most_of_what_is_shipped_was_read_and_the_rest_says_that_it_was_not(shipped: Knowledge) -> None:
    fingerprints = shipped.fingerprints
    assert fingerprints is not None
    products = [one for one in fingerprints.prints if one.target.product]
    read = [one for one in products if one.reading.sources]
    assert all(one.reading.sources or one.reading.unverified == (EVERY,) for one in products)
    assert len(read) / len(products) > 0.85
    assert all(len(one.reading.unverified) < len(list(one.named)) for one in read), "a source shows some sign"
