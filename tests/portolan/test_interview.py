"""`portolan interview`: what is typed becomes a profile, and nothing that was there before is lost."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.explanation.wrapping import width_of
from tests.portolan.conftest import POCKET, Run

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "rules"
DAY = "2026-01-15"
# Every question of the pocket that matters where nothing is in use.
ALL = "0\n1\ntraces\nyes\nopen source\n"


def asked(shown: str) -> list[str]:
    """The questions as they were shown: the second line below each rule."""
    return re.findall(r"^── .*\n.*\n(.*)$", shown, re.MULTILINE)


def written(text: str) -> Any:
    return yaml.safe_load(text)["profile"]


def test_answers_become_a_profile_that_is_decided(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "portolan.yaml"
    ran = run("interview", "-o", path, "--as-of", DAY, piped=ALL)
    assert (ran.code, ran.err) == (0, "")
    assert written(path.read_text()) == {
        "platform": {"production": True, "clusters": 1},
        "stack": {"in_use": [], "works_well": []},
        "wishes": {"licences": "open-source", "signals": ["traces"]},
    }
    assert ran.out.endswith(
        f"""\
Done: no question that may be asked could change anything any more.
Slots that are settled: 4 of 4.

Picks so far
  Network        Gateway
  Observability  Tempo

Saved: {path}, 6 answers.
Next: portolan recommend {path} --as-of {DAY}
"""
    )
    assert run("recommend", path, "--as-of", DAY).code == 0


def test_a_question_is_shown_with_its_choices_and_why_it_is_asked_now(run: Run) -> None:
    shown = run("interview", "-o", "-", "--as-of", DAY, piped="0\n1\n").err
    assert (
        """\

── 3 answered · 2 of 4 slots settled · questions left: up to 3 ─────────────────────────────────────
Wishes
Which signals are collected?
  1  Metrics
  2  Traces
It bears on Tracing back end. By itself it could change its outcome.
numbers or names with commas, 0 for none > """
        in shown
    )


def test_the_file_says_what_was_asked(run: Run) -> None:
    assert run("interview", "-o", "-", "--as-of", DAY, piped="0\n1\ntraces\n").out == (
        """\
# yaml-language-server: $schema=portolan.schema.json
# Answers to Portolan's questions. What is left out is unknown, never "no"; portolan interview with
# this file goes on asking.

profile:

  # Platform
  platform:
    # How many clusters are there?
    clusters: 1

  # What is there
  stack:
    # Which products are in use?
    in_use: []
    # Which of them serve you well?
    works_well: []

  # Wishes
  wishes:
    # Which signals are collected?
    signals: [traces]
"""
    )


def test_what_would_change_is_said_when_asked(run: Run) -> None:
    shown = run("interview", "-o", "-", "--as-of", DAY, piped="0\n?\n").err
    assert (
        """\
Why it is asked
  Many clusters ask for a mesh.
Why it is asked now
  It bears on Service mesh. By itself it could change its outcome.
What answers would change by themselves
  Service mesh (now nothing)
    for instance 2: Mesh, settled
    for instance 1: not needed
Enter passes a question over, ? says more, b goes back, s saves, q saves and quits.
"""
        in shown
    )


def test_slips_are_corrected_if_that_is_what_was_meant(run: Run) -> None:
    ran = run("interview", "-o", "-", "--as-of", DAY, piped="jaegr, Vault\ny\n")
    assert "There is no product 'jaegr' in the catalog.\nDid you mean jaeger, Vault? [Y/n] y\n" in ran.err
    assert written(ran.out)["stack"]["in_use"] == ["jaeger", "vault"]
    ran = run("interview", "-o", "-", "--as-of", DAY, piped="jaegr\nn\ntempo\n")
    assert written(ran.out)["stack"]["in_use"] == ["tempo"]


@pytest.mark.parametrize(
    ("before", "bad", "said"),
    [
        ("", "nonsense of a product", "There is no product 'nonsense' in the catalog."),
        ("0\n", "many", "Please answer with a whole number."),
        ("0\n", "-1", "It is at least 0."),
        ("0\n", "9" * 30, "That is no answer to this question: platform.clusters is out of range: " + "9" * 30 + "."),
        ("0\n\n", "3", "There is no answer '3' here."),
        ("0\n\n", "traces, 0", "None of them and one of them do not go together."),
        ("0\n\n\n", "perhaps", "Please answer yes or no: y or n."),
        ("0\n\n\ny\n", "any, open-source", "Please choose one of them."),
    ],
)
def test_what_is_unclear_is_asked_again(run: Run, before: str, bad: str, said: str) -> None:
    shown = run("interview", "-o", "-", "--as-of", DAY, piped=f"{before}{bad}\nq\n").err
    prompt = re.escape(asked(shown)[-1])
    assert re.search(rf"{prompt}\n(.+\n)+?.* > {re.escape(bad)}\n{re.escape(said)}\n.* > q\n", shown), shown


def test_going_back_undoes_an_answer_and_what_followed_from_it(run: Run) -> None:
    ran = run("interview", "-o", "-", "--as-of", DAY, piped="b\n0\n1\nb\nb\njaeger\n")
    assert "This is the first question." in ran.err
    assert asked(ran.err) == [
        "Which products are in use?",
        "How many clusters are there?",
        "Which signals are collected?",
        "How many clusters are there?",
        "Which products are in use?",
        "Which of them serve you well?",
    ]
    assert written(ran.out) == {"stack": {"in_use": ["jaeger"]}}


def test_what_was_passed_over_comes_again_when_the_file_is_gone_on_with(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "portolan.yaml"
    first = run("interview", path, "--as-of", DAY, piped="0\n\ntraces\nq\n")
    assert f"Go on: portolan interview {path} --as-of {DAY}\n" in first.out
    second = run("interview", path, "--as-of", DAY, piped="4\n")
    assert f"{path}: 3 answers so far.\n" in second.out
    assert asked(second.out)[0] == "How many clusters are there?"
    assert written(path.read_text())["platform"] == {"clusters": 4}


def test_a_file_that_is_gone_on_with_keeps_its_layout(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "portolan.yaml"
    path.write_text("# ours\nas_of: 2026-01-15 # the review\nprofile:\n  stack: {in_use: []} # greenfield\n")
    run("interview", path, piped="1\n")
    assert path.read_text() == (
        "# ours\nas_of: 2026-01-15 # the review\nprofile:\n\n  # Platform\n  platform:\n"
        "    # How many clusters are there?\n    clusters: 1\n  stack: {in_use: [], works_well: []} # greenfield\n"
    )


def test_nothing_is_overwritten_unasked(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "portolan.yaml"
    assert run("interview", piped="0\n").code == 0
    before = path.read_text()
    ran = run("interview", piped="jaeger\n")
    assert (ran.code, ran.out) == (4, "")
    assert ran.err == (
        "portolan.yaml is there already; `portolan interview portolan.yaml` goes on with it, --force overwrites it.\n"
    )
    assert path.read_text() == before
    assert run("interview", "--force", piped="jaeger\n").code == 0
    assert written(path.read_text()) == {"stack": {"in_use": ["jaeger"]}}


def test_places_where_nothing_can_be_written_are_told_at_once(run: Run, tmp_path: Path) -> None:
    ran = run("interview", "-o", tmp_path / "nowhere" / "x.yaml", piped="0\n")
    assert (ran.code, ran.out, ran.err) == (
        4,
        "",
        f"{tmp_path}/nowhere/x.yaml: there is no directory {tmp_path}/nowhere\n",
    )
    assert run("interview", "-o", tmp_path, piped="0\n").err == f"{tmp_path}: Is a directory\n"
    ran = run("interview", tmp_path / "x.json", piped="0\n")
    assert (ran.code, ran.err) == (2, f"{tmp_path}/x.json: an interview writes YAML; name a file for that with -o.\n")
    assert list(tmp_path.glob("x*")) == []


def test_a_file_that_cannot_be_understood_is_left_alone(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "portolan.yaml"
    path.write_text("platform: {prodction: true}\n")
    ran = run("interview", path, piped="0\n")
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean 'production'?" in ran.err
    assert path.read_text() == "platform: {prodction: true}\n"
    assert run("interview", "-").code == 2


def test_input_that_is_no_text_or_without_end_is_met_with_a_hint(run: Run) -> None:
    ran = run("interview", "-o", "-", "--as-of", DAY, piped=b"\xff\xfe\n" + b"x" * 100_000 + b"\n0")
    assert ran.code == 0
    assert written(ran.out) == {"stack": {"in_use": [], "works_well": []}}


def test_a_link_stays_a_link_and_a_mode_a_mode(run: Run, tmp_path: Path) -> None:
    path, link = tmp_path / "real.yaml", tmp_path / "link.yaml"
    path.write_text("profile: {}\n")
    path.chmod(0o640)
    link.symlink_to(path)
    assert run("interview", link, "--as-of", DAY, piped="0\n").code == 0
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert written(path.read_text())["stack"]["in_use"] == []
    assert {one.name for one in tmp_path.iterdir()} == {"real.yaml", "link.yaml", "data"}


def test_korean_is_wrapped_by_the_columns_it_takes(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTOLAN_RULES", str(SHIPPED))
    ran = run("interview", "-o", "-", "--lang", "ko", piped="0\n?\n?\n네\n")
    assert "현재 사용 중인 제품은 무엇입니까?" in ran.err
    assert max(map(width_of, ran.err.splitlines())) <= 100
    assert "# 현재 사용 중인 제품은 무엇입니까?" in ran.out


# --- a real terminal ------------------------------------------------------------------------------------------


def _as_in_a_shell() -> None:
    """The terminal is `/dev/tty`; and interrupts arrive, which are ignored where the tests run in the background."""
    fcntl.ioctl(1, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """`portolan interview`, or another command, on a terminal of its own. `piped`: a file that is piped in."""

    def __init__(
        self,
        folder: Path,
        *arguments: str,
        command: str = "interview",
        rules: Path = POCKET,
        piped: Path | None = None,
    ) -> None:
        self.seen = ""
        self._ours, theirs = pty.openpty()
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PORTOLAN_RULES": str(rules), "TERM": "dumb"}
        environment |= {"PORTOLAN_DATA_DIR": str(folder / "data"), "PYTHONUNBUFFERED": "1", "NO_COLOR": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "portolan", command, *arguments],
            cwd=folder,
            env=environment,
            stdin=theirs if piped is None else os.open(piped, os.O_RDONLY),
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=_as_in_a_shell,  # noqa: PLW1509
        )
        os.close(theirs)

    def until(self, text: str) -> None:
        """Waits until something is shown that was not shown before the last wait."""
        start, end = len(self.seen), time.monotonic() + 60
        while text not in self.seen[start:]:
            assert time.monotonic() < end, self.seen
            if select.select([self._ours], [], [], 1)[0]:
                try:
                    self.seen += os.read(self._ours, 4096).decode(errors="replace")
                except OSError:  # the other end is closed
                    assert text in self.seen[start:], self.seen
                    return

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def interrupt(self) -> None:
        """Ctrl-C until it is heard: one that comes just before Python waits for a line is only seen at the next."""
        while True:
            self.process.send_signal(signal.SIGINT)
            if select.select([self._ours], [], [], 3)[0]:
                return

    def ended(self) -> int:
        try:
            return self.process.wait(timeout=60)
        finally:
            os.close(self._ours)


def test_at_a_terminal_it_saves_and_ctrl_c_says_where_things_stand(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "-o", "x.yaml")
    terminal.until("0 for none > ")
    terminal.type("0\n")
    terminal.until("at least 0 > ")
    terminal.type("s\n")
    terminal.until("Saved: x.yaml, 2 answers.")
    terminal.type("1\n")
    terminal.until("0 for none > ")
    terminal.interrupt()
    terminal.until("What was answered since then is lost.")
    assert terminal.ended() == 130
    assert written((tmp_path / "x.yaml").read_text()) == {"stack": {"in_use": [], "works_well": []}}
    assert "Traceback" not in terminal.seen


def test_at_a_terminal_it_asks_before_it_overwrites(tmp_path: Path) -> None:
    (tmp_path / "portolan.yaml").write_text("profile: {}\n")
    terminal = Terminal(tmp_path)
    terminal.until("portolan.yaml is there already. Overwrite it? [y/N] ")
    terminal.type("n\n")
    terminal.until("--force overwrites it.")
    assert terminal.ended() == 4
    assert (tmp_path / "portolan.yaml").read_text() == "profile: {}\n"
