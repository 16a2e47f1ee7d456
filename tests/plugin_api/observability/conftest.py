"""Applications that are watched, and what they measured."""

from __future__ import annotations

import gzip
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from plugin_api.app import create_app
from plugin_api.settings import Settings
from tests.plugin_api.conftest import ROOT, service_of

POCKET = ROOT / "tests" / "portolan" / "pocket"

MakeApp = Callable[..., Flask]


def measured(text: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """The samples of an exposition, by name and labels."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


class Measured:
    """What an application has measured so far."""

    def __init__(self, text: str) -> None:
        self.samples = measured(text)

    def __call__(self, name: str, **labels: str) -> float:
        """The sum over the samples that have these labels; 0 where there is none."""
        wanted = frozenset(labels.items())
        return sum(value for (found, has), value in self.samples.items() if found == name and wanted <= has)

    def labels(self, name: str, label: str) -> set[str]:
        return {dict(has)[label] for found, has in self.samples if found == name}


@pytest.fixture
def make_app(tmp_path: Path) -> Iterator[MakeApp]:
    made: list[Flask] = []

    def make(**settings: Any) -> Flask:
        app = create_app(Settings(**{"rules": POCKET, "data_dir": tmp_path / "data", **settings}))
        made.append(app)
        return app

    yield make
    for app in made:
        service_of(app).store.close()


@pytest.fixture
def watched(make_app: MakeApp) -> FlaskClient:
    """A small application of its own, which has counted nothing yet."""
    return make_app().test_client()


def metrics_of(client: FlaskClient) -> Measured:
    return Measured(client.get("/metrics").text)


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """One on the shipped knowledge, for tests that only look whether something is there."""
    app = create_app(Settings(rules=ROOT / "rules", data_dir=tmp_path_factory.mktemp("shipped")))
    yield app.test_client()
    service_of(app).store.close()


def directory_of(process: int) -> Path:
    """Where the processes of a service share what they count, by the id of the first of them."""
    memory = Path("/dev/shm")
    (file,) = (memory if memory.is_dir() else Path(tempfile.gettempdir())).glob(
        f"portolan-metrics-*/counter_{process}.db"
    )
    return file.parent


@dataclass
class Collector:
    """What was sent: spans as OTLP has them, and the attributes of whoever sent them."""

    address: str
    spans: list[Any] = field(default_factory=list)
    resources: list[dict[str, str]] = field(default_factory=list)

    def receive(self, body: bytes) -> None:
        from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest  # noqa: PLC0415

        for sent in ExportTraceServiceRequest.FromString(body).resource_spans:
            self.resources.append({one.key: one.value.string_value for one in sent.resource.attributes})
            self.spans.extend(span for scope in sent.scope_spans for span in scope.spans)

    def span(self, name: str) -> Any:
        (found,) = [span for span in self.spans if span.name == name]
        return found


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    pytest.importorskip("opentelemetry.sdk", reason="OpenTelemetry is not here: pip install opentelemetry-sdk")

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.receive(gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    found = Collector(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", found.address)
    yield found
    server.shutdown()
    thread.join()
    server.server_close()
