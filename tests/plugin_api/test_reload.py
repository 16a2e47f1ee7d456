"""Knowledge that is read anew while the service runs, in processes of its own on loopback."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest
from flask.testing import FlaskClient

from bench.memory import growth, over_reloads
from bench.service import Load, Running, running
from bench.stress import renumber
from plugin_api.board import Board, BusyError, OrphanedError
from plugin_api.observability.metrics import RELOADS
from tests.plugin_api.conftest import ROOT, problem_of
from tests.plugin_api.observability.conftest import Measured

POCKET = ROOT / "tests" / "portolan" / "pocket"
BODY = b'{"profile": {"wishes": {"signals": ["traces"]}}, "as_of": "2026-01-15"}'


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy to change."""
    return Path(shutil.copytree(POCKET, tmp_path_factory.mktemp("knowledge") / "pocket"))


@pytest.fixture(scope="module")
def running_service(knowledge: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("data"), "--workers", "2", rules=knowledge) as service:
        _settled(service)  # it answers from its first worker on
        yield service
        assert service.end() == 0


@pytest.fixture
def service(running_service: Running, knowledge: Path) -> Iterator[Running]:
    """On the pocket knowledge as it is in the repository, before the test and after it."""
    yield running_service
    shutil.rmtree(knowledge)
    shutil.copytree(POCKET, knowledge)
    assert running_service.reload()[0] == 200
    _settled(running_service)


def _settled(service: Running, workers: int = 2) -> None:
    """The workers before are gone, so that everything is answered by the new ones."""
    _until(lambda: len(service.workers()) == workers)


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _knowledge(service: Running) -> Any:
    return json.loads(service.ask("GET", "/readyz")[1])["knowledge"]


def _decide(service: Running, body: bytes = BODY) -> Any:
    status, answer = service.ask("POST", "/v1/recommendations", body)
    assert status == 200, answer
    return json.loads(answer)


def _add_a_product(knowledge: Path) -> None:
    with (knowledge / "catalog" / "products.yaml").open("a") as file:
        licence = "[{spdx: Apache-2.0, since: null, source: almanac}]"
        file.write(f"\n  - id: sextant\n    name: Sextant\n    slots: [tracing]\n    licences: {licence}\n")


# --- by HTTP --------------------------------------------------------------------------------------------------


def test_everything_follows_the_new_knowledge(service: Running, knowledge: Path) -> None:
    before, decided = _knowledge(service), _decide(service)
    _add_a_product(knowledge)
    status, reloaded = service.reload()
    assert status == 200
    assert (reloaded["status"], reloaded["before"]) == ("reloaded", before)
    assert reloaded["knowledge"]["digest"] != before["digest"]
    _settled(service)
    assert [_knowledge(service) for _ in range(6)] == [reloaded["knowledge"]] * 6
    assert service.ask("GET", "/v1/products/sextant")[0] == 200
    assert b"sextant" in service.ask("GET", "/v1/openapi.json")[1]
    again = _decide(service)
    assert again["knowledge"] == reloaded["knowledge"]
    assert again["id"] != decided["id"]


def test_a_decision_on_the_old_knowledge_is_explained_on_it(service: Running, knowledge: Path) -> None:
    decided = _decide(service)
    trace = service.ask("GET", decided["links"]["trace"])
    renumber(knowledge, "2")
    assert service.reload()[1]["status"] == "reloaded"
    _settled(service)
    assert json.loads(service.ask("GET", decided["links"]["self"])[1]) == decided
    assert service.ask("GET", decided["links"]["trace"]) == trace


def test_knowledge_that_is_what_it_was(service: Running) -> None:
    workers = {one.pid for one in service.workers()}
    status, said = service.reload()
    assert (status, said["status"], said["knowledge"]) == (200, "unchanged", said["before"])
    assert {one.pid for one in service.workers()} == workers


def test_knowledge_with_mistakes_is_refused_with_all_of_them(service: Running, knowledge: Path) -> None:
    before, workers = _knowledge(service), {one.pid for one in service.workers()}
    (knowledge / "nonsense.yaml").write_text("nonsense: 1\n")
    file = knowledge / "modules" / "tracing.yaml"
    file.write_text(file.read_text().replace("jaeger", "jeager", 1))
    status, problem = service.reload()
    assert (status, problem["type"]) == (422, "urn:portolan:problem:invalid")
    said = [error["detail"] for error in problem["errors"]]
    assert any(one.startswith(f"{knowledge}/nonsense.yaml:1:1: error[unknown-file]") for one in said)
    assert any(one.startswith(f"{file}:") for one in said)
    assert "did you mean 'jaeger'?" in [error["hint"] for error in problem["errors"]]
    assert (_knowledge(service), {one.pid for one in service.workers()}) == (before, workers)


def test_a_directory_that_is_gone_is_refused(service: Running, knowledge: Path) -> None:
    before = _knowledge(service)
    aside = knowledge.rename(knowledge.with_name("aside"))
    status, problem = service.reload()
    aside.rename(knowledge)
    assert status == 422
    assert "there is no such directory" in problem["errors"][0]["detail"]
    assert _knowledge(service) == before


def test_reloads_are_counted_and_what_was_counted_before_goes_on(service: Running, knowledge: Path) -> None:
    def measured() -> Measured:
        return Measured(service.ask("GET", "/metrics")[1].decode())

    before = measured()
    _decide(service)
    service.reload()
    renumber(knowledge, "4")
    service.reload()
    _settled(service)
    (knowledge / "nonsense.yaml").write_text("nonsense: 1\n")
    service.reload()
    after = measured()
    reloads, requests = "portolan_reloads_total", "portolan_http_request_duration_seconds_count"
    more = {result: after(reloads, result=result) - before(reloads, result=result) for result in RELOADS}
    assert more == {"reloaded": 1, "unchanged": 1, "refused": 1, "failed": 0}
    decisions = {"route": "/v1/recommendations", "status": "2xx"}
    assert after(requests, **decisions) == before(requests, **decisions) + 1
    assert after.labels("portolan_knowledge_info", "digest") == {_knowledge(service)["digest"]}


def test_a_query_is_a_mistake(service: Running) -> None:
    assert service.ask("POST", "/v1/admin/reload?x=1")[0] == 422


def test_no_master_no_reload(client: FlaskClient) -> None:
    problem = problem_of(client.post("/v1/admin/reload"), 409)
    assert "was not started by `portolan serve`" in problem["detail"]


# --- by signal ------------------------------------------------------------------------------------------------


def test_a_signal_does_the_same(service: Running, knowledge: Path) -> None:
    before = _knowledge(service)
    renumber(knowledge, "3")
    service.process.send_signal(signal.SIGHUP)
    _until(lambda: _knowledge(service)["version"] == "3")
    _until(lambda: "The knowledge was reloaded: 1.0 (sha256:" in service.log.read_text())
    assert _knowledge(service)["digest"] != before["digest"]


def test_a_signal_that_finds_mistakes_logs_a_line_each(service: Running, knowledge: Path) -> None:
    (knowledge / "rubbish.yaml").write_text("a: 1\n")
    (knowledge / "rubble.yaml").write_text("b: [\n")
    service.process.send_signal(signal.SIGHUP)
    for name in ("rubbish", "rubble"):
        _until(lambda name=name: f"{knowledge}/{name}.yaml:1:1: error[unknown-file]" in service.log.read_text())
    assert "Traceback" not in service.log.read_text()


def test_a_signal_to_a_worker_does_nothing(service: Running) -> None:
    workers = {one.pid for one in service.workers()}
    for pid in workers:
        os.kill(pid, signal.SIGHUP)
    assert service.reload()[0] == 200
    assert {one.pid for one in service.workers()} == workers


# --- meanwhile ------------------------------------------------------------------------------------------------


def test_no_request_fails_meanwhile(service: Running, knowledge: Path) -> None:
    bodies = [json.dumps({"profile": {"platform": {"clusters": n}}, "as_of": "2026-01-15"}).encode() for n in range(40)]
    with Load(service.port, bodies) as load:
        for number in range(3):
            load.during(0.1)
            renumber(knowledge, f"4.{number}")
            assert service.reload()[0] == 200
        load.during(0.1)
    assert load.failed == []
    assert load.differed == []
    assert len({json.loads(body)["knowledge"]["version"] for body in load.acknowledged.values()}) > 2


def test_a_request_is_finished_on_the_knowledge_it_began_with(service: Running, knowledge: Path) -> None:
    before = _knowledge(service)
    head = b"POST /v1/recommendations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    with socket.create_connection(("127.0.0.1", service.port), 10) as connection:
        connection.sendall(head + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY[:10])
        time.sleep(0.2)  # until a worker reads
        renumber(knowledge, "5")
        assert service.reload()[1]["status"] == "reloaded"
        _until(lambda: _knowledge(service)["version"] == "5")
        connection.sendall(BODY[10:])
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert before["digest"].encode() in answer


def test_memory_does_not_grow_with_reloads(service: Running, knowledge: Path) -> None:
    samples = over_reloads(service, knowledge, 6)
    assert growth(samples) < 0.1
    assert {sample.processes for sample in samples} == {3}


# --- the board ------------------------------------------------------------------------------------------------


@pytest.fixture
def board() -> Iterator[Board]:
    found = Board()
    yield found
    found.close()


def test_one_reload_is_asked_for_at_a_time(board: Board) -> None:
    with board._alone(), pytest.raises(BusyError), board._alone():
        pass
    with board._alone():
        pass


def test_another_process_that_asks_is_busy_too_until_it_ends(board: Board) -> None:
    hold = "import fcntl, sys; fcntl.lockf(int(sys.argv[1]), fcntl.LOCK_EX, 1); print('held', flush=True); input()"
    command = [sys.executable, "-c", hold, str(board._file)]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True, pass_fds=[board._file]) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(BusyError), board._alone():
            pass
        other.kill()
    with board._alone():
        pass


def test_a_report_that_is_half_written_is_none(board: Board) -> None:
    assert board._report() is None
    board.publish({"asked": 1, "errors": ["a", "b"]})
    assert board._report() == {"asked": 1, "errors": ["a", "b"]}
    os.pwrite(board._file, b"x", 60)
    assert board._report() is None


def test_nobody_is_signalled_but_the_master(board: Board) -> None:
    with pytest.raises(OrphanedError):  # this process is not its child
        board.reload(0.1)
    assert board.asked == 0


def test_draining_is_told(board: Board) -> None:
    assert not board.draining
    board.drain()
    assert board.draining
