"""Fingerprints for hosts that know a finding by its fingerprint alone."""

from __future__ import annotations

import hashlib


def one_of_file(file: str, fingerprint: str, number: int) -> str:
    """32 hexadecimal digits of a finding in a file. `number`: which of those with that fingerprint there, from 0 on."""
    return hashlib.sha256("\0".join([file, fingerprint, str(number)]).encode()).hexdigest()[:32]
