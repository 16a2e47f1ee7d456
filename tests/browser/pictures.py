"""Pictures of pages, kept as coarse grids in text files: how light each cell is, and how blue and red.

A cell is an average over a square, so letters may be drawn a little differently on another machine, while a box that
moved or a colour that changed is seen.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

KEPT = Path(__file__).parent / "pictures"
REWRITE = "PORTOLAN_REWRITE_PICTURES"
CELL = 20  # pixels
# Of 255: how far a cell may be off. A line of text that moved by a pixel changes how light it is by about 5, one that
# is gone by 30 and more.
_NEAR = {"light": 14, "blue": 10, "red": 10}
# The colour of a cell is that of its most coloured spot: letters and lines would hardly count in an average.
_SPOT = 4  # pixels
_GREY = 128
# Cells of a plane that may be off, of a thousand: edges and the most coloured spots may fall a little differently.
_STRAY = {"light": 6, "blue": 10, "red": 10}
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_STEP = 255 / (len(_DIGITS) - 1)
_PLANES = ("light", "blue", "red")

Plane = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells by plane, 0 to 255. Colours are kept at half the resolution."""

    light: Plane
    blue: Plane
    red: Plane

    def plane(self, name: str) -> Plane:
        plane: Plane = getattr(self, name)
        return plane


def grid_of(png: bytes) -> Grid:
    image = Image.open(BytesIO(png)).convert("YCbCr")
    light, blue, red = image.split()
    return Grid(_averages(light, CELL), _colours(blue), _colours(red))


def _averages(band: Image.Image, cell: int) -> Plane:
    shrunk = band.resize((band.width // cell, band.height // cell), Image.Resampling.BOX)
    values = shrunk.tobytes()
    return tuple(tuple(values[row * shrunk.width : (row + 1) * shrunk.width]) for row in range(shrunk.height))


def _colours(band: Image.Image) -> Plane:
    spots, across = _averages(band, _SPOT), 2 * CELL // _SPOT
    return tuple(
        tuple(
            max(
                (spot for row in spots[y : y + across] for spot in row[x : x + across]),
                key=lambda one: abs(one - _GREY),
            )
            for x in range(0, len(spots[0]) - across + 1, across)
        )
        for y in range(0, len(spots) - across + 1, across)
    )


def _colourful(value: float) -> float:
    return abs(value - _GREY)


def written(grid: Grid) -> str:
    blocks = []
    for name in _PLANES:
        rows = ("".join(_DIGITS[round(value / _STEP)] for value in row) for row in grid.plane(name))
        blocks.append("\n".join((name, *rows)))
    return "\n\n".join(blocks) + "\n"


def read(text: str) -> Grid:
    planes = {}
    for block in text.split("\n\n"):
        name, *rows = block.split()
        planes[name] = tuple(tuple(_DIGITS.index(one) * _STEP for one in row) for row in rows)
    return Grid(**planes)


@dataclass(frozen=True, slots=True)
class Difference:
    """Cells of a plane that are not as they were. `cells`: columns and rows; `of`: how many there are."""

    plane: str
    cells: tuple[tuple[int, int], ...]
    of: int

    @property
    def too_large(self) -> bool:
        return len(self.cells) > self.of * _STRAY[self.plane] / 1000


def differences(kept: Grid, now: Grid) -> list[Difference]:
    """A difference of each plane, which may be small."""
    return [_difference(name, kept.plane(name), now.plane(name)) for name in _PLANES]


def _difference(name: str, kept: Plane, now: Plane) -> Difference:
    size = (len(now[0]), len(now))
    every = [(x, y) for y in range(size[1]) for x in range(size[0])]
    if size != (len(kept[0]), len(kept)):
        return Difference(name, tuple(every), len(every))
    return Difference(name, tuple((x, y) for x, y in every if abs(kept[y][x] - now[y][x]) > _NEAR[name]), len(every))


def check_picture(name: str, png: bytes, folder: Path) -> None:
    """Fails where a picture is not as it is kept, and leaves it in the folder, with the places marked.

    Under PORTOLAN_REWRITE_PICTURES it is kept as it is now, and left in the folder to be looked at.
    """
    path, now = KEPT / f"{name}.txt", grid_of(png)
    if os.environ.get(REWRITE):
        path.write_text(written(now), encoding="ascii")
        (folder / f"{name}.png").write_bytes(png)
    assert path.exists(), f"{path.name} is not there: {REWRITE}=1 writes it"
    found = [one for one in differences(read(path.read_text(encoding="ascii")), now) if one.too_large]
    if found:
        shown = folder / f"{name}.png"
        _marked(png, found).save(shown)
        told = ", ".join(f"{one.plane} in {len(one.cells)} of {one.of} cells" for one in found)
        message = f"{name} is not as it was: {told}. See {shown}; {REWRITE}=1 keeps what is there now."
        raise AssertionError(message)


def _marked(png: bytes, found: list[Difference]) -> Image.Image:
    image = Image.open(BytesIO(png)).convert("RGB")
    pen = ImageDraw.Draw(image)
    for difference in found:
        side = CELL if difference.plane == "light" else 2 * CELL
        for x, y in difference.cells:
            pen.rectangle((x * side, y * side, (x + 1) * side - 1, (y + 1) * side - 1), outline=(255, 0, 255))
    return image
