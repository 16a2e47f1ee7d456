"""`portolan conflicts`: each disagreement with both citations and what settled it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from tests.portolan.conftest import POCKET, Run

CONFLICTS = """
conflicts:
  - id: old-ingress
    about: {en: "Whether Old Ingress stays", ko: "Old Ingress를 계속 쓸지"}
    products: [old-ingress]
    sides:
      - {cites: [almanac/old-ingress-ends], says: {en: "It ends.", ko: "끝납니다."}}
      - {source: almanac, says: {en: "It *goes* on.", ko: "계속됩니다."}}
    settled:
      how: condition
      rules: [ingress/old-ingress-is-over]
      fact: {product: old-ingress, attribute: end_of_life}
      because: {en: "The day decides.", ko: "날짜를 기준으로 합니다."}
"""


@pytest.fixture
def disputed(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs commands on the pocket knowledge with one conflict written down and one that the catalog shows."""
    directory = tmp_path / "rules"
    shutil.copytree(POCKET, directory)
    (directory / "conflicts.yaml").write_text(CONFLICTS)
    catalog = directory / "catalog" / "products.yaml"
    catalog.write_text(
        catalog.read_text().replace(
            "[{spdx: BUSL-1.1, since: null, source: almanac}]",
            "[{spdx: Apache-2.0, since: null, cites: [almanac/vault-holds-secrets]},"
            " {spdx: BUSL-1.1, since: 2023-08-10, source: almanac}]",
        )
    )
    monkeypatch.setenv("PORTOLAN_RULES", str(directory))
    return run


def test_each_is_told_with_both_citations_and_what_settled_it(disputed: Run) -> None:
    ran = disputed("conflicts", "--product", "old-ingress")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        """\
Whether Old Ingress stays [old-ingress]
  Side 1: It ends.
    - “Old Ingress ends in March 2026; Gateway follows it.” The almanac (2025-12-01)
      [almanac/old-ingress-ends]
  Side 2: It *goes* on.
    - The almanac (2025-12-01) [almanac]
  Settled: The day decides. (both stand, each under its conditions)
    - rule ingress/old-ingress-is-over
    - old-ingress, end_of_life: 2026-03-31 since 2025-11-12
"""
    )


def test_one_that_only_the_catalog_shows_is_marked(disputed: Run) -> None:
    out = disputed("conflicts", "--product", "vault").out
    assert out.startswith("The licence of Vault on 2025-12-01 [vault-licence-in-almanac-vault-holds-secrets]")
    assert "(found by comparing claims with the catalog)" in " ".join(out.split())
    assert "  Side 2, which is used: Vault: BUSL-1.1\n" in out


def test_as_data(disputed: Run) -> None:
    found = disputed("conflicts", "--format", "json").data
    assert [(conflict["id"], conflict["computed"]) for conflict in found] == [
        ("old-ingress", False),
        ("vault-licence-in-almanac-vault-holds-secrets", True),
    ]
    assert yaml.safe_load(disputed("conflicts", "--format", "yaml").out) == found


def test_as_markdown_in_korean(disputed: Run) -> None:
    out = disputed("conflicts", "--product", "old-ingress", "--format", "markdown", "--lang", "ko").out
    assert out.startswith(
        "# 출처가 서로 다른 점\n\n## Old Ingress를 계속 쓸지\n\n`old-ingress`\n\n- **입장 1**: 끝납니다.\n"
    )
    english = disputed("conflicts", "--format", "markdown").out
    assert "It \\*goes\\* on." in english
    assert "found by comparing claims with the catalog" in english


def test_knowledge_without_conflicts_has_none(run: Run) -> None:
    assert run("conflicts").out == ""
    assert run("conflicts", "--format", "json").data == []


def test_a_product_that_is_not_there(run: Run) -> None:
    ran = run("conflicts", "--product", "valt")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "--product: there is no product 'valt'. Did you mean 'vault'?\n"
