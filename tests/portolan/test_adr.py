"""`portolan adr`: records on standard output, in a file, and in a directory that keeps them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from portolan.adr_files import StatusError, front_matter, with_status
from tests.conftest import ROOT
from tests.engine.madr import Madr, read_madr
from tests.portolan.conftest import POCKET, Run

GOLDEN = Path(__file__).parent / "records"
BACKSTAGE = re.compile(r"^(?:.*\/)?\d{4}-.+\.md$")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "docs" / "adr"


def names(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def read(path: Path) -> Madr:
    return read_madr(path.read_text(encoding="utf-8"))


def asking(path: Path, *signals: str, in_use: str = "[]") -> Path:
    """A profile file that wants some signals."""
    path.write_text(
        f"profile: {{stack: {{in_use: {in_use}}}, wishes: {{signals: [{', '.join(signals)}]}}}}\nas_of: 2026-01-15\n"
    )
    return path


# --- one record -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("slot", ["tracing", "secrets"])
def test_a_record_reads_as_it_should(run: Run, harbour: Path, slot: str, language: str) -> None:
    ran = run("adr", harbour, "--slot", slot, "--lang", language)
    digest = re.compile(r"(decision=|`|sha256:)[0-9a-f]{32,64}")
    assert (ran.code, ran.err) == (0, "")
    assert digest.sub(r"\1…", ran.out) == (GOLDEN / f"{slot}.{language}.md").read_text(encoding="utf-8")


def test_without_a_slot_it_is_about_the_whole_decision(run: Run, harbour: Path) -> None:
    record = read_madr(run("adr", harbour).out)
    assert record.title == "Platform by the Almanac 2026"
    assert [line.cells[:2] for line in record.lines if line.kind == "row"][2:] == [
        ("Ingress", "adopt Gateway"),
        ("Secrets", "–"),
        ("Tracing back end", "keep Jaeger"),
    ]


def test_what_people_say_of_it_is_in_it(run: Run, harbour: Path) -> None:
    options = ("--status", "accepted", "--date", "2026-02-03", "--decider", "A. Navigator", "--decider", " 홍  길동 ")
    front = read_madr(run("adr", harbour, "--slot", "tracing", *options).out).front
    assert (front["status"], front["date"]) == ("accepted", date(2026, 2, 3))
    assert front["decision-makers"] == ["A. Navigator", "홍 길동"]


@pytest.mark.parametrize("options", [["--slot", "tracing"], []])
def test_it_is_decided_again_from_the_record_alone(run: Run, harbour: Path, tmp_path: Path, options: list[str]) -> None:
    record = run("adr", harbour, *options, "--lang", "ko").out
    request = tmp_path / "request.yaml"
    request.write_text(read_madr(record).request)
    id_ = json.loads(run("recommend", request, "--format", "json").out)["id"]
    assert f"decision={id_} " in record
    assert run("adr", request, *options).out == record


def test_a_file_is_written_once(run: Run, harbour: Path, tmp_path: Path) -> None:
    output = tmp_path / "record.md"
    assert run("adr", harbour, "--slot", "tracing", "-o", output).code == 0
    assert output.read_text(encoding="utf-8") == run("adr", harbour, "--slot", "tracing").out
    again = run("adr", harbour, "-o", output)
    assert (again.code, output.name in again.err) == (4, True)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--slot", "trcing"], "--slot: there is no slot 'trcing'. Did you mean 'tracing'?"),
        (["--slot", "tracing", "--slot", "secrets"], "name a --directory"),
        (["--all-slots"], "name a --directory"),
        (["--slot", "tracing", "--all-slots", "--directory", "."], "not both"),
        (["--output", "a.md", "--directory", "."], "not both"),
        (["--number", "4"], "are for a --directory"),
        (["--dry-run"], "are for a --directory"),
        (["--decider", "a\x07b"], "is no name"),
        (["--decider", " "], "is no name"),
        (["--date", "soon"], "is not a day"),
        (["--status", "agreed"], "is not one of"),
        (["--supersedes", "nowhere.md", "--directory", "."], "does not exist"),
    ],
)
def test_a_mistake_is_said(run: Run, harbour: Path, options: list[str], said: str) -> None:
    ran = run("adr", harbour, *options)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


# --- a directory ----------------------------------------------------------------------------------------------


def test_records_are_numbered_files_that_backstage_lists(run: Run, harbour: Path, kept: Path) -> None:
    ran = run("adr", harbour, "--all-slots", "--directory", kept)
    assert (ran.code, ran.err) == (0, "")
    assert names(kept) == [
        "0001-ingress-use-gateway.md",
        "0002-secrets-nothing-is-left-to-choose.md",
        "0003-tracing-back-end-keep-jaeger.md",
    ]
    assert all(BACKSTAGE.match(name) for name in names(kept))
    assert [read(kept / name).front["portolan"].split()[0] for name in names(kept)] == [
        "slot=ingress",
        "slot=secrets",
        "slot=tracing",
    ]
    assert run("adr", harbour, "--directory", kept, "--lang", "ko").code == 0
    assert names(kept)[3:] == ["0004-platform-by-the-almanac-2026.md"]


def test_numbers_go_on_after_those_that_are_there(run: Run, harbour: Path, kept: Path) -> None:
    kept.mkdir(parents=True)
    for name in ("0007-by-hand.md", "0002-older.md", "README.md", "12-short.md", "00100-long.md"):
        (kept / name).write_text("# By hand\n")
    run("adr", harbour, "--slot", "tracing", "--directory", kept)
    assert "0008-tracing-back-end-keep-jaeger.md" in names(kept)
    taken = run("adr", harbour, "--slot", "ingress", "--directory", kept, "--number", "7")
    assert (taken.code, taken.err) == (2, "--number: the number 0007 is taken.\n")
    run("adr", harbour, "--slot", "ingress", "--slot", "secrets", "--directory", kept, "--number", "20")
    assert {"0020-ingress-use-gateway.md", "0021-secrets-nothing-is-left-to-choose.md"} <= set(names(kept))


def test_there_are_no_five_digits(run: Run, harbour: Path, kept: Path) -> None:
    kept.mkdir(parents=True)
    (kept / "9999-last.md").write_text("# Last\n")
    ran = run("adr", harbour, "--directory", kept)
    assert (ran.code, ran.err) == (2, "--number: there are no numbers after 9999.\n")


def test_what_is_said_already_is_not_written_again(run: Run, harbour: Path, kept: Path) -> None:
    run("adr", harbour, "--slot", "tracing", "--directory", kept)
    (path,) = kept.iterdir()
    before = path.read_bytes()
    for options in ([], ["--lang", "ko"], ["--as-of", "2026-01-16"]):
        ran = run("adr", harbour, "--slot", "tracing", "--directory", kept, *options)
        assert (ran.code, ran.out) == (0, f"{path} (proposed) says so already: nothing to write\n")
    assert (names(kept), path.read_bytes()) == ([path.name], before)


def test_a_dry_run_writes_nothing(run: Run, harbour: Path, kept: Path) -> None:
    ran = run("adr", harbour, "--slot", "tracing", "--directory", kept, "--dry-run")
    assert (ran.code, ran.out) == (0, f"would write {kept / '0001-tracing-back-end-keep-jaeger.md'}\n")
    assert not kept.exists()


def test_each_record_supersedes_the_one_before(run: Run, tmp_path: Path, kept: Path) -> None:
    profile = tmp_path / "portolan.yaml"
    for in_use, signals in (("[]", ["traces"]), ("[jaeger]", ["traces"]), ("[]", [])):
        asking(profile, *signals, in_use=in_use)
        assert run("adr", profile, "--slot", "tracing", "--directory", kept).code == 0
    one, two, three = (kept / name for name in names(kept))
    assert [path.name for path in (one, two, three)] == [
        "0001-tracing-back-end-use-tempo.md",
        "0002-tracing-back-end-keep-jaeger.md",
        "0003-tracing-back-end-do-without.md",
    ]
    assert read(one).front["status"] == f"superseded by [ADR-0002]({two.name})"
    assert read(two).front["status"] == f"superseded by [ADR-0003]({three.name})"
    assert f"* Supersedes [ADR-0001]({one.name})" in two.read_text()
    assert f"* Supersedes [ADR-0002]({two.name})" in three.read_text()
    assert read(three).front["status"] == "proposed"


def test_a_slot_that_is_needed_no_more_is_among_all_slots(run: Run, tmp_path: Path, kept: Path) -> None:
    profile = asking(tmp_path / "portolan.yaml", "traces")
    run("adr", profile, "--all-slots", "--directory", kept)
    ran = run("adr", asking(profile), "--all-slots", "--directory", kept)
    assert "0003-tracing-back-end-do-without.md, which supersedes 0002-tracing-back-end-use-tempo.md" in ran.out


def test_of_the_superseded_record_one_line_changes(run: Run, tmp_path: Path, kept: Path) -> None:
    profile = asking(tmp_path / "portolan.yaml", "traces")
    run("adr", profile, "--slot", "tracing", "--directory", kept)
    (old,) = kept.iterdir()
    edited = old.read_bytes().replace(b"status: proposed", b"# ours\r\nstatus: accepted  # in the meeting of May\r")
    edited += b"\nA remark by hand, with a line `status: accepted`.\r\n\xe2\x80\xa8 \n\n\n"
    old.write_bytes(edited)
    run("adr", asking(profile, "traces", in_use="[jaeger]"), "--slot", "tracing", "--directory", kept)
    status = b'status: "superseded by [ADR-0002](0002-tracing-back-end-keep-jaeger.md)"  # in the meeting of May\r'
    assert old.read_bytes() == edited.replace(b"status: accepted  # in the meeting of May\r", status, 1)


def test_what_was_rejected_stays_so_and_is_not_proposed_again(run: Run, tmp_path: Path, kept: Path) -> None:
    profile = asking(tmp_path / "portolan.yaml", "traces")
    arguments = ("adr", profile, "--slot", "tracing", "--directory", kept)
    run(*arguments, "--status", "accepted")
    asking(profile, "traces", in_use="[jaeger]")
    run(*arguments)
    one, two = (kept / name for name in names(kept))
    one.write_bytes(with_status(one.read_bytes(), "accepted"))
    two.write_bytes(with_status(two.read_bytes(), "rejected"))
    assert run(*arguments).out == f"{two} (rejected) says so already: nothing to write\n"
    assert run("adr", asking(profile), *arguments[2:]).out.endswith(f"which supersedes {one.name}\n")
    assert read(two).front["status"] == "rejected"


def test_a_record_by_hand_is_superseded_where_it_is_named(run: Run, harbour: Path, kept: Path) -> None:
    kept.mkdir(parents=True)
    by_hand = kept / "0003-tracing (draft).md"
    by_hand.write_text("# Tracing\n\n* Status: accepted\n* Date: 2024-01-01\n\n## Decision\n\n* Status: of no matter\n")
    run("adr", harbour, "--slot", "tracing", "--directory", kept, "--supersedes", by_hand)
    new = kept / "0004-tracing-back-end-keep-jaeger.md"
    assert by_hand.read_text().splitlines()[2] == f"* Status: superseded by [ADR-0004]({new.name})"
    assert by_hand.read_text().splitlines()[7] == "* Status: of no matter"
    assert "* Supersedes [ADR-0003](0003-tracing%20%28draft%29.md)" in new.read_text()
    # Named, even a record that says the same is superseded.
    run("adr", harbour, "--slot", "tracing", "--directory", kept, "--supersedes", new)
    assert names(kept)[-1] == "0005-tracing-back-end-keep-jaeger.md"


def test_one_record_supersedes_another_and_not_several(run: Run, harbour: Path, kept: Path) -> None:
    kept.mkdir(parents=True)
    (kept / "0001-one.md").write_text("---\nstatus: accepted\n---\n# One\n")
    ran = run("adr", harbour, "--all-slots", "--directory", kept, "--supersedes", kept / "0001-one.md")
    assert (ran.code, names(kept)) == (2, ["0001-one.md"])
    assert "--supersedes: one record supersedes another, and there are 3." in ran.err


def test_a_record_that_cannot_be_marked_is_not_superseded(run: Run, harbour: Path, kept: Path) -> None:
    kept.mkdir(parents=True)
    (kept / "0001-one.md").write_text("# One\n\nAccepted.\n")
    ran = run("adr", harbour, "--directory", kept, "--supersedes", kept / "0001-one.md")
    assert (ran.code, names(kept)) == (2, ["0001-one.md"])
    assert "0001-one.md cannot be marked as superseded: it has neither front matter nor a line `* Status:`." in ran.err


def test_an_interrupted_run_leaves_nothing(
    run: Run, tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = asking(tmp_path / "portolan.yaml", "traces")
    run("adr", profile, "--slot", "tracing", "--directory", kept)
    before = {path: path.read_bytes() for path in kept.iterdir()}

    def fails(*_: Any) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "replace", fails)
    ran = run("adr", asking(profile), "--slot", "tracing", "--directory", kept)
    assert ran.code == 4
    assert {path: path.read_bytes() for path in kept.iterdir()} == before


def test_files_that_are_no_records_do_no_harm(run: Run, harbour: Path, kept: Path) -> None:
    kept.mkdir(parents=True)
    (kept / "0001-binary.md").write_bytes(b"---\n\xff\xfe\n---\n")
    (kept / "0002-broken.md").write_bytes(b"---\nstatus: [\n---\n")
    (kept / "0003-list.md").write_bytes(b"---\n- a\n---\n")
    (kept / "0004-folder.md").mkdir()
    assert run("adr", harbour, "--slot", "tracing", "--directory", kept).code == 0
    assert "0004-tracing-back-end-keep-jaeger.md" in names(kept)


# --- the line with the status ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\nstatus: a\ndate: 2026-01-01\n---\n# T\n", '---\nstatus: "new"\ndate: 2026-01-01\n---\n# T\n'),
        ("---\r\nstatus: 'a'\r\n---\r\n# T\r\n", '---\r\nstatus: "new"\r\n---\r\n# T\r\n'),
        ("---\nstatus:\n---\n# T", '---\nstatus: "new"\n---\n# T'),
        ("---\nx: |\n  y: 1\nstatus : a # why\n---\n", '---\nx: |\n  y: 1\nstatus: "new" # why\n---\n'),
        ("# T\n- status: a\n## B\n", "# T\n- status: new\n## B\n"),
    ],
)
def test_a_status_is_changed_and_nothing_else(before: str, after: str) -> None:
    assert with_status(before.encode(), "new") == after.encode()


@pytest.mark.parametrize(
    "content",
    [
        "---\ndate: 2026-01-01\n---\n",
        "---\nstatus: >\n  a\n---\n",
        "---\nstatus: [a,\n  b]\n---\n",
        "---\nstatus: a\nbroken: [\n---\n",
        "---\nx: |\n  a\nstatus: a\nstatus: b\n---\n",
        "# T\n",
        "",
    ],
)
def test_a_status_that_is_not_one_line_is_left_alone(content: str) -> None:
    with pytest.raises(StatusError):
        with_status(content.encode(), "new")


def test_front_matter_is_read_from_the_first_line_only() -> None:
    assert front_matter(b"\n---\nstatus: a\n---\n") == {}
    assert front_matter(b"---\nstatus: a\n") == {}
    assert front_matter(b"---\nstatus: a\n---") == {"status": "a"}


# --- the documentation ----------------------------------------------------------------------------------------


def test_the_example_of_the_documentation_is_what_is_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PORTOLAN_RULES")
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "adr.md").read_text(encoding="utf-8")
    Path("portolan.yaml").write_text(re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)[0])
    typed = re.findall(r"^ *\$ portolan (.*)\n *(\S.*\n)", page, re.MULTILINE)
    assert len(typed) == 3
    assert run(*typed[0][0].split()).out == typed[0][1]
    record = re.findall(r"```markdown\n(.*?)…\n```", page, re.DOTALL)[0]
    (path,) = Path("docs/adr").iterdir()
    assert re.sub(r"decision=\w+", "decision=…", path.read_text(encoding="utf-8")).startswith(record)
    assert [run(*command.split()).out for command, _ in typed[1:]] == [shown for _, shown in typed[1:]]


def test_runs_at_the_same_time_take_one_number_each(kept: Path, harbour: Path, tmp_path: Path) -> None:
    slots = ["tracing", "secrets", "ingress", "service-mesh"]
    environment = {**os.environ, "PORTOLAN_RULES": str(POCKET), "PORTOLAN_DATA_DIR": str(tmp_path / "data")}
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "portolan", "adr", harbour, "--slot", slot, "--directory", kept],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
        )
        for slot in [*slots, slots[0]]
    ]
    assert [process.wait(timeout=60) for process in running] == [0] * len(running)
    assert [name[:4] for name in names(kept)] == ["0001", "0002", "0003", "0004"]
