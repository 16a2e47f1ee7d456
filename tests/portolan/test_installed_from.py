"""Where Portolan was installed from, as pip notes it: only what others can reach, and never anybody's password."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from portolan import installed_from as module
from portolan.installed_from import installed_from

GIT = "https://git.example.org/portolan.git"
WHEEL = "https://packages.example.org/portolan-0.1.0-py3-none-any.whl"


@pytest.mark.parametrize(
    ("noted", "told"),
    [
        ({"url": GIT, "vcs_info": {"vcs": "git", "commit_id": "abc", "requested_revision": "main"}}, f"git+{GIT}@abc"),
        (
            {"url": GIT, "vcs_info": {"vcs": "git", "commit_id": "abc"}, "subdirectory": "python"},
            f"git+{GIT}@abc#subdirectory=python",
        ),
        ({"url": WHEEL, "archive_info": {"hashes": {"sha256": "12"}}}, f"{WHEEL}#sha256=12"),
        ({"url": WHEEL, "archive_info": {}}, WHEEL),
        ({"url": "file:///home/somebody/portolan", "dir_info": {"editable": True}}, None),
        ({"url": "https://me:secret@git.example.org/p.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}}, None),
        ({"url": GIT, "vcs_info": {"vcs": "git"}}, None),
        (None, None),
    ],
)
def test_it_is_told_as_pip_takes_it(noted: Any, told: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    text = None if noted is None else json.dumps(noted)
    monkeypatch.setattr(module, "distribution", lambda name: SimpleNamespace(read_text=lambda file: text))
    assert installed_from() == told
