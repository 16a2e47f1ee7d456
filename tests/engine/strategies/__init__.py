"""What hypothesis draws for the tests of the engine: small bodies of knowledge and profiles, as raw data."""

from tests.engine.strategies.bodies import bodies, dense_bodies
from tests.engine.strategies.profiles import (
    completed,
    every_profile,
    flipped,
    full_profiles,
    profiles,
    requests,
    shuffled,
)
from tests.engine.strategies.words import Body

__all__ = [
    "Body",
    "bodies",
    "completed",
    "dense_bodies",
    "every_profile",
    "flipped",
    "full_profiles",
    "profiles",
    "requests",
    "shuffled",
]
