"""`portolan recommend`, on the knowledge in pocket/."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.advisor import Advisor
from engine.explanation.document import decision_document
from engine.knowledge.loader import load_knowledge
from engine.request import decision_id, read_request
from tests.portolan.conftest import POCKET, Run


def test_a_table_has_a_line_for_every_slot_and_verdict(run: Run, harbour: Path) -> None:
    head, decision, *rest = run("recommend", harbour).out.splitlines()
    assert head == "Almanac 2026, as of 2026-01-15"
    assert decision.startswith("decision ") and decision.endswith(", knowledge 1.0")
    assert "\n".join(rest) == (
        """
Network
  Ingress           decided  Gateway
    adopt     Gateway: Gateway is what follows.
    migrate   Old Ingress: to Gateway, by 2026-03-31 — Support ends on 2026-03-31.

Security
  Secrets           needed, but everything is ruled out
    avoid     Vault: ruled out — Only open source is allowed, and Vault is under BUSL-1.1.

Observability
  Tracing back end  decided  Jaeger
    keep      Jaeger: Jaeger already runs here, so there is nothing to gain by moving.
    consider  Tempo: Jaeger already runs here, so there is nothing to gain by moving.

Warnings
  end of life, 2026-03-31  Old Ingress: Old Ingress gets no fixes after 2026-03-31.

Not needed: Service mesh (shown with --all)"""
    )


@pytest.mark.parametrize(
    ("style", "language", "said"),
    [
        ("table", "en", "Old Ingress: to Gateway, overdue since 2026-03-31 — "),
        ("markdown", "ko", "대체 제품: Gateway, 2026-03-31 기한 경과 — "),
    ],
)
def test_a_deadline_that_has_passed_is_overdue(run: Run, harbour: Path, style: str, language: str, said: str) -> None:
    ran = run("recommend", harbour, "--as-of", "2026-11-21", "--format", style, "--lang", language)
    assert said in ran.out


def test_open_questions_stand_at_the_end_most_telling_first(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portolan.decision_table.QUESTIONS_SHOWN", 2)
    out = run("recommend", "--as-of", "2025-06-01", piped="wishes: {signals: [traces]}").out
    assert out.partition("Observability\n")[2] == (
        """\
  Tracing back end  open  Tempo
    adopt     Tempo: Object storage is cheap.
    consider  Jaeger, Zipkin: Object storage is cheap.

Open questions, most telling first
  ? Which products are in use? [stack.in_use]
    bears on Ingress, Service mesh, Secrets and 1 more
  ? Is the platform for production? [platform.production]
    bears on Secrets
  … and 2 more
"""
    )


def test_korean_columns_stand_straight(run: Run, harbour: Path) -> None:
    ran = run("recommend", harbour, "--lang", "ko", "--all")
    assert ran.out.partition("\n\n")[2].startswith(
        """\
네트워크
  인그레스     결정됨  Gateway
    도입    Gateway: Gateway가 뒤를 잇습니다.
    이전    Old Ingress: 대체 제품: Gateway, 기한: 2026-03-31 — 2026-03-31에 지원이 끝납니다.
  서비스 메시  필요 없음
    클러스터가 하나면 대화할 상대가 없습니다.

보안
  시크릿 관리  필요하지만 모든 후보가 배제됨
    비권장  Vault: 배제됨 — 오픈 소스만 허용되는데 Vault의 라이선스는 BUSL-1.1입니다.
"""
    )


def test_a_slot_that_is_asked_for_is_shown_even_if_it_is_not_needed(run: Run, harbour: Path) -> None:
    ran = run("recommend", harbour, "--slot", "service-mesh")
    assert "  Service mesh  not needed\n    One cluster has nobody to talk to.\n" in ran.out
    assert "Tracing" not in ran.out and "Warnings" not in ran.out


def _api_body(profile: dict[str, Any], as_of: str) -> dict[str, Any]:
    knowledge = load_knowledge(POCKET)
    request = read_request({"profile": profile, "as_of": as_of}, knowledge, today=date(2026, 1, 1))
    advisor = Advisor(knowledge)
    try:
        decision = advisor.decide(request)
        return decision_document(decision, advisor.reasoner, decision_id(request, knowledge), request.language)
    finally:
        advisor.close()


@pytest.mark.parametrize(("style", "read"), [("json", yaml.safe_load), ("yaml", yaml.safe_load)])
def test_json_and_yaml_are_the_body_that_the_api_answers(run: Run, style: str, read: Any) -> None:
    ran = run("recommend", "--as-of", "2026-01-15", "--format", style, piped="stack: {in_use: [jaeger]}")
    assert read(ran.out) == _api_body({"stack": {"in_use": ["jaeger"]}}, "2026-01-15")


def test_narrowed_data_has_the_slots_asked_for_and_what_is_about_them(run: Run, harbour: Path) -> None:
    data = run("recommend", harbour, "--format", "json", "--slot", "tracing", "--slot", "ingress").data
    assert [slot["slot"] for slot in data["slots"]] == ["ingress", "tracing"]
    assert [warning["product"] for warning in data["warnings"]] == ["old-ingress"]
    assert run("recommend", harbour, "--format", "json", "--slot", "tracing").data["warnings"] == []


def test_markdown_reads_as_it_stands(run: Run, harbour: Path) -> None:
    ran = run("recommend", harbour, "--format", "markdown", "--slot", "ingress", "--slot", "secrets")
    assert ran.out.startswith("# Almanac 2026, as of 2026-01-15\n\ndecision `")
    assert ran.out.partition("\n## ")[2] == (
        """\
Network

### Ingress — decided: Gateway

- **adopt Gateway**: Gateway is what follows. `ingress/gateway-is-the-standard`
- **migrate Old Ingress**: to Gateway, by 2026-03-31 — Support ends on 2026-03-31. `ingress/old-ingress-is-over`

## Security

### Secrets — needed, but everything is ruled out

- **avoid Vault**: ruled out — Only open source is allowed, and Vault is under BUSL-1.1. `secrets/open-source-only`

## Warnings

- **Old Ingress** (end of life, 2026-03-31): Old Ingress gets no fixes after 2026-03-31.\
 `ingress/old-ingress-is-warned-of`
"""
    )


@pytest.mark.parametrize(
    ("piped", "arguments", "said"),
    [
        ("", [], "as of "),
        ("{}", [], "as of "),
        ("profile:", ["--as-of", "2025-06-01"], "Almanac 2025, as of 2025-06-01"),
        ("profile: {}\nas_of: 2025-06-01", [], "Almanac 2025, as of 2025-06-01"),
        ("profile: {}\nas_of: 2025-06-01", ["--edition", "2026"], "Almanac 2026, as of 2025-06-01"),
        ("profile: {}\nedition: 2025", ["--as-of", "2026-01-15"], "Almanac 2025, as of 2026-01-15"),
        ("profile: {}\nlanguage: ko", ["--as-of", "2026-01-15"], "2026년 연감, 2026-01-15 기준"),
        ("profile: {}\nlanguage: ko", ["--as-of", "2026-01-15", "--lang", "en"], "Almanac 2026, as of 2026-01-15"),
        ("profile: {}\nfail_on: warning\nas_of: 2026-01-15", [], "Almanac 2026"),
    ],
    ids=["nothing", "an empty profile", "an empty member", "day", "edition", "number", "language", "option", "check"],
)
def test_options_win_over_what_the_file_says(run: Run, piped: str, arguments: list[str], said: str) -> None:
    ran = run("recommend", *arguments, piped=piped)
    assert (ran.code, ran.err) == (0, "")
    assert said in ran.out.splitlines()[0]


def test_json_may_be_written_as_json_is(run: Run) -> None:
    piped = '{\n\t"profile": {"platform": {"kubernetes_version": "1.31"}},\n\t"language": "\\u0065\\u006e"\n}'
    assert run("recommend", "-", piped=piped).code == 0


@pytest.mark.parametrize(
    ("piped", "said"),
    [
        (
            "platform: {prodction: true, clusters: -1}\nwshes: {}\n",
            """\
standard input:1:12: there is no question 'prodction' in platform (did you mean 'production'?)
standard input:1:29: platform.clusters is at least 0, not -1
standard input:2:1: there is no section 'wshes' (did you mean 'wishes'?)
""",
        ),
        (
            "profile:\n  stack:\n    in_use: [jaeger, zipkni]\nlangage: ko\n",
            """\
standard input:4:1: there is no member 'langage' (did you mean 'language'?)
standard input:3:22: the catalog has no product 'zipkni' (did you mean 'zipkin'?)
""",
        ),
        ("[]", "standard input:1:1: a request is a mapping with a member `profile`\n"),
        ("a: 1\n---\nb: 2\n", "standard input:2:1: error[several-documents]: one document a file, please\n"),
        (b"\xff\x00", "standard input:1:1: error[not-utf-8]: the file is not UTF-8\n"),
        (b"x" * (9 * 1024 * 1024), "standard input:1:1: error[too-large]: the file is over 8388608 bytes\n"),
    ],
    ids=["names", "members", "list", "documents", "binary", "large"],
)
def test_every_mistake_of_a_profile_is_shown_with_its_place(run: Run, piped: str | bytes, said: str) -> None:
    ran = run("recommend", piped=piped)
    assert (ran.code, ran.out, ran.err) == (2, "", said)


def test_what_is_no_yaml_is_shown_with_its_place(run: Run) -> None:
    ran = run("recommend", piped="a: [1\nb: 2")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("standard input:2:2: error[not-yaml]: not YAML: ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--edition", "2027"], "--edition: there is no edition '2027' (did you mean '2026'?)\n"),
        (
            ["--as-of", "1999-01-01"],
            "--as-of: no edition had been published by 1999-01-01"
            " (name an edition (2025 or 2026), or a day from 2024-12-01 on)\n",
        ),
        (["--slot", "tracng"], "--slot: there is no slot 'tracng'. Did you mean 'tracing'?\n"),
    ],
    ids=["edition", "day", "slot"],
)
def test_mistakes_in_an_option_name_the_option(run: Run, arguments: list[str], said: str) -> None:
    ran = run("recommend", *arguments, piped="{}")
    assert (ran.code, ran.out, ran.err) == (2, "", said)


def test_files_that_cannot_be_read(run: Run, tmp_path: Path) -> None:
    assert run("recommend", "nowhere.yaml").err == "nowhere.yaml: No such file or directory\n"
    assert run("recommend", tmp_path).err == f"{tmp_path}: Is a directory\n"
    assert run("recommend", tmp_path).code == 2
