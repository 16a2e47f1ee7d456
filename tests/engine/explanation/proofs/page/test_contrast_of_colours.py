"""What is written can be read: every colour of words against what is under it, by day and by night."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.explanation.proofs.drawing.style import DAY, NIGHT, Palette
from engine.explanation.proofs.page.style import BY_DAY, BY_NIGHT, Ground

WORDS = 4.5
SIGNS = 3.0


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """As the Web Content Accessibility Guidelines count it, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def pairs(palette: Palette, ground: Ground) -> Iterator[tuple[str, str, float]]:
    """What is drawn, what is under it, the contrast it needs."""
    for tint in palette.tints.values():
        yield from ((words, tint.fill, WORDS) for words in (palette.ink, palette.faint, tint.word))
        yield from ((tint.border, under, SIGNS) for under in (tint.fill, palette.paper))
    yield palette.against, palette.tints["argument"].fill, WORDS
    yield palette.line, palette.paper, SIGNS
    for under in (ground.paper, ground.card):
        words = (palette.ink, palette.faint, palette.against, ground.link, palette.tints["slot"].word)
        yield from ((colour, under, WORDS) for colour in words)
    yield ground.link, palette.tints["slot"].fill, WORDS


@pytest.mark.parametrize(("palette", "ground"), [(DAY, BY_DAY), (NIGHT, BY_NIGHT)], ids=["day", "night"])
def test_words_and_signs_stand_out(palette: Palette, ground: Ground) -> None:
    found = {(over, under): contrast(over, under) - needed for over, under, needed in pairs(palette, ground)}
    assert {pair: margin for pair, margin in found.items() if margin < 0} == {}
