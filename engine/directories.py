"""Directories that are for their user alone."""

from __future__ import annotations

from pathlib import Path


def make_private(directory: Path) -> None:
    """Make a directory, and what is missing above it, so that nobody else may look in. Raises OSError.

    One that is there stays as it is.
    """
    if directory.is_dir():
        return
    make_private(directory.parent)
    directory.mkdir(exist_ok=True, mode=0o700)
