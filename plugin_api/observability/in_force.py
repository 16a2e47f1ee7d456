"""What is looked up at each scrape: the knowledge in force, and what each process of the service uses."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from pathlib import Path

from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from engine.model import Knowledge

_PROC = Path("/proc")
# Fields of /proc/<id>/stat after the name in parentheses: user and system time in ticks, pages in memory.
_USER, _SYSTEM, _PAGES = 11, 12, 21


class KnowledgeInForce(Collector):
    """What decisions are made on in this process, and how old it is."""

    def __init__(self, knowledge: Callable[[], Knowledge]) -> None:
        self._knowledge = knowledge

    def collect(self) -> Iterable[Metric]:
        knowledge = self._knowledge()
        newest = max(knowledge.editions.values(), key=lambda edition: edition.published)
        info = GaugeMetricFamily(
            "portolan_knowledge_info",
            "The knowledge in force: its version, its digest and its newest edition. Always 1.",
            labels=("version", "digest", "edition"),
        )
        info.add_metric((knowledge.pack.version, knowledge.digest, newest.id), 1)
        yield info
        said = [source.date for source in knowledge.sources.values() if source.date is not None]
        yield GaugeMetricFamily(
            "portolan_knowledge_newest_source_timestamp_seconds",
            "The day of the newest source that the knowledge rests on, in seconds since 1970.",
            value=_seconds(max([newest.published, *said])),
        )


def _seconds(day: date) -> float:
    return datetime.combine(day, time(), UTC).timestamp()


class Processes(Collector):
    """The process that answers and, of a `family`, its parent and its siblings. Where there is no /proc, nothing."""

    def __init__(self, family: bool) -> None:
        self._processes = _family if family else lambda: [os.getpid()]

    def collect(self) -> Iterable[Metric]:
        seconds = CounterMetricFamily(
            "portolan_process_cpu_seconds_total", "Processor time that a process has used.", labels=("pid",)
        )
        memory = GaugeMetricFamily(
            "portolan_process_resident_memory_bytes",
            "Memory that a process holds; pages that processes share count in each of them.",
            labels=("pid",),
        )
        ticks, page = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
        for process in self._processes():
            try:
                stat = (_PROC / str(process) / "stat").read_text()
            except OSError:  # it has just ended
                continue
            # The name before these fields may hold anything, parentheses too.
            found = stat.rpartition(")")[2].split()
            seconds.add_metric((str(process),), (int(found[_USER]) + int(found[_SYSTEM])) / ticks)
            memory.add_metric((str(process),), int(found[_PAGES]) * page)
        yield seconds
        yield memory


def _family() -> list[int]:
    """The workers of a service, of which this process is one, and the process that started them."""
    parent = os.getppid()
    try:
        children = (_PROC / str(parent) / "task" / str(parent) / "children").read_text().split()
    except OSError:
        children = []
    return sorted({parent, os.getpid(), *map(int, children)})
