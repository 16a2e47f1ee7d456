"""Fingerprints for hosts that know a finding by its fingerprint alone."""

from __future__ import annotations

import hashlib


def one_of_file(file: str, fingerprint: str, number: int) -> str:
    """32 hexadecimal digits of a finding in a file. `number`: which of those with that fingerprint there, from 0 on."""
    said = "\0".join([file, fingerprint, str(number)])
    return hashlib.sha256(said.encode("utf-8", "surrogateescape")).hexdigest()[:32]
