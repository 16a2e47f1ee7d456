"""Knowledge at a revision is what Git has there, whatever lies in the work tree."""

from __future__ import annotations

import shutil
from pathlib import Path

import click
import pytest

from engine.knowledge.files import digest_of, read_directory
from portolan.git import GitError, Repository, UnknownRevisionError
from portolan.options import with_packs
from portolan.versions import Version, version_of
from tests.portolan.conftest import POCKET
from tests.portolan.repositories import Work, made, needs_git

HARBOUR = Path(__file__).parent / "harbour-pack"
pytestmark = needs_git


@pytest.fixture
def work(tmp_path: Path, environment: None, monkeypatch: pytest.MonkeyPatch) -> Work:
    """A repository with the knowledge in force, in which one stands."""
    found = made(tmp_path / "work")
    monkeypatch.chdir(found.root)
    monkeypatch.setenv("PORTOLAN_RULES", "rules")
    return found


def at(named: str, *packs: Path) -> Version:
    """What an option of a command means that is called with some packs."""

    @click.command()
    @with_packs
    def command() -> Version:
        return version_of(named)

    arguments = [part for pack in packs for part in ("--pack", str(pack))]
    found = command.main(arguments, standalone_mode=False)
    assert isinstance(found, Version)
    return found


def test_a_revision_has_the_very_files(work: Work) -> None:
    work.change("rules/modules/tracing.yaml", "keep: jaeger", "trial: jaeger")
    found = at("v1")
    assert digest_of(found.files) == digest_of(read_directory(POCKET))
    assert found.name == f"v1 ({work.git('rev-parse', 'v1')[:10]})"


@pytest.mark.parametrize("revision", ["v1", "main~1", "HEAD^", "@~1"])
def test_any_name_of_a_commit_will_do(work: Work, revision: str) -> None:
    work.change("rules/modules/tracing.yaml", "keep: jaeger", "trial: jaeger")
    work.commit("Another opinion")
    assert digest_of(at(revision).files) == digest_of(read_directory(POCKET))
    assert digest_of(at("main").files) != digest_of(read_directory(POCKET))


def test_the_work_tree_and_the_index_are_left_alone(work: Work) -> None:
    work.change("rules/modules/tracing.yaml", "keep: jaeger", "trial: jaeger")
    (work.root / "rules" / "modules" / "new.yaml").write_text("module: new\n")
    work.git("add", "rules/modules/tracing.yaml")
    before = work.git("status", "--porcelain=v2")
    at("v1")
    assert work.git("status", "--porcelain=v2") == before


def test_names_with_spaces_and_other_letters_are_read(work: Work) -> None:
    folder = work.root / "rules" / "more rules"
    folder.mkdir()
    (folder / "tracing – 추적.yaml").write_text(
        'module: more\ntitle: {en: "M", ko: "모"}\nrules: []\n', encoding="utf-8"
    )
    work.commit("More")
    assert digest_of(at("main").files) == digest_of(read_directory(work.root / "rules"))


def test_knowledge_at_the_root_of_a_repository(
    tmp_path: Path, environment: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Path(shutil.copytree(POCKET, tmp_path / "alone"))
    work = Work(root)
    work.git("init", "--quiet", "--initial-branch", "main")
    work.commit("Alone")
    monkeypatch.setenv("PORTOLAN_RULES", str(root))
    monkeypatch.chdir(tmp_path)
    assert digest_of(at("main").files) == digest_of(read_directory(POCKET))


def test_a_hook_s_own_variables_do_not_lead_astray(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere/index")
    assert digest_of(at("v1").files) == digest_of(read_directory(POCKET))


# --- packs ----------------------------------------------------------------------------------------------------


def test_a_pack_in_the_same_repository_is_read_there_too(work: Work) -> None:
    pack = Path(shutil.copytree(HARBOUR, work.root / "pack"))
    work.commit("A pack")
    work.change("pack/portolan.yaml", 'version: "7"', 'version: "8"')
    assert [one.version for one in at("main", pack).load().packs] == ["1.0", "7"]
    assert [one.version for one in at("rules", pack).load().packs] == ["1.0", "8"]


def test_a_pack_that_is_new_was_not_there(work: Work) -> None:
    pack = Path(shutil.copytree(HARBOUR, work.root / "pack"))
    work.commit("A pack")
    assert [one.id for one in at("v1", pack).load().packs] == ["pocket"]


def test_what_is_installed_in_the_repository_stays_as_it_is(work: Work) -> None:
    (work.root / ".gitignore").write_text(".venv/\n")
    pack = Path(shutil.copytree(HARBOUR, work.root / ".venv" / "lib" / "pack"))
    assert [one.id for one in at("v1", pack).load().packs] == ["pocket", "harbour"]


def test_knowledge_that_is_all_installed_has_no_revisions(
    work: Work, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (work.root / ".gitignore").write_text("site/\n")
    shutil.copytree(POCKET, work.root / "site" / "rules")
    monkeypatch.setenv("PORTOLAN_RULES", "site/rules")
    assert refused(capsys, 2, "v1").startswith("The knowledge is in no Git repository.")


def test_what_is_no_part_of_the_repository_stays_as_it_is(work: Work, tmp_path: Path) -> None:
    outside = Path(shutil.copytree(HARBOUR, tmp_path / "outside"))
    assert [one.id for one in at("v1", outside).load().packs] == ["pocket", "harbour"]


def test_the_base_may_be_elsewhere(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where Portolan is installed, and a pack has a repository of its own."""
    monkeypatch.setenv("PORTOLAN_RULES", str(POCKET))
    pack = Path(shutil.copytree(HARBOUR, work.root / "pack"))
    work.commit("A pack")
    work.change("pack/portolan.yaml", 'version: "7"', 'version: "8"')
    assert [(one.id, one.version) for one in at("main", pack).load().packs] == [("pocket", "1.0"), ("harbour", "7")]


def test_a_directory_takes_the_place_of_the_base_or_of_the_pack_of_its_name(work: Work, tmp_path: Path) -> None:
    pack = Path(shutil.copytree(HARBOUR, work.root / "pack"))
    old = Path(shutil.copytree(HARBOUR, tmp_path / "old"))
    head = old / "portolan.yaml"
    head.write_text(head.read_text().replace('version: "7"', 'version: "6"'))
    assert [one.version for one in at(str(old), pack).load().packs] == ["1.0", "6"]
    assert [one.version for one in at(str(old)).load().packs] == ["1.0", "6"]
    assert [one.version for one in at(str(POCKET), pack).load().packs] == ["1.0", "7"]


# --- what cannot be had ---------------------------------------------------------------------------------------


def refused(capsys: pytest.CaptureFixture[str], code: int, named: str, *packs: Path) -> str:
    with pytest.raises(SystemExit) as ended:
        at(named, *packs)
    assert ended.value.code == code
    return capsys.readouterr().err


def test_an_unknown_revision_names_the_nearest(work: Work, capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(capsys, 2, "mian")
    assert said == f"There is no directory 'mian', and no such revision in {work.root}. Did you mean 'main'?\n"


@pytest.mark.parametrize("named", ["--help", "-n", ""])
def test_no_option_is_taken_for_a_revision(work: Work, capsys: pytest.CaptureFixture[str], named: str) -> None:
    assert refused(capsys, 2, named) == f"{named!r} is no revision.\n"


def test_a_directory_that_is_in_no_repository(
    environment: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORTOLAN_RULES", str(shutil.copytree(POCKET, tmp_path / "rules")))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    said = refused(capsys, 2, "main")
    assert said == "The knowledge is in no Git repository. Name a directory in place of a revision.\n"


def test_a_revision_without_the_knowledge(work: Work, capsys: pytest.CaptureFixture[str]) -> None:
    work.git("mv", "rules", "knowledge")
    work.commit("Elsewhere")
    shutil.copytree(work.root / "knowledge", work.root / "rules")
    work.commit("And back")
    assert refused(capsys, 2, "main~1").endswith("has no knowledge in rules.\n")


def test_knowledge_that_could_not_be_loaded_names_its_places(work: Work, capsys: pytest.CaptureFixture[str]) -> None:
    work.change("rules/modules/tracing.yaml", "keep: jaeger", "keep: jager")
    work.commit("A slip")
    work.change("rules/modules/tracing.yaml", "keep: jager", "keep: jaeger")
    with pytest.raises(SystemExit) as ended:
        at("main").load()
    assert ended.value.code == 3
    first, second = capsys.readouterr().err.splitlines()[:2]
    assert first.startswith("The knowledge of main (")
    assert second.startswith("main:rules/modules/tracing.yaml:18:")
    assert "did you mean 'jaeger'?" in second


def test_without_git_a_directory_still_does(
    work: Work, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    assert refused(capsys, 4, "main") == "Git is not installed. Name a directory in place of a revision.\n"
    assert at(str(POCKET)).load().pack.id == "pocket"


def test_a_shallow_clone_says_so(work: Work, tmp_path: Path) -> None:
    work.change("rules/modules/tracing.yaml", "keep: jaeger", "trial: jaeger")
    work.commit("Another opinion")
    shallow = tmp_path / "shallow"
    work.git("clone", "--quiet", "--depth", "1", f"file://{work.root}", str(shallow))
    repository = Repository.of(shallow)
    assert repository is not None
    with pytest.raises(UnknownRevisionError) as raised:
        repository.commit("HEAD~1")
    assert raised.value.hint is not None
    assert "shallow" in raised.value.hint


def test_git_that_refuses_is_quoted(work: Work) -> None:
    (work.root / ".git" / "config").write_text("[core\n")
    with pytest.raises(GitError) as raised:
        Repository.of(work.root)
    assert raised.value.outside
    assert "config" in raised.value.message
