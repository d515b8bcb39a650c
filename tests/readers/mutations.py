"""Files damaged in many ways, the same ones in each run."""

from collections.abc import Iterator
from io import BytesIO
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile


def mutants(seed: bytes, count: int, *, number: int = 1) -> Iterator[bytes]:
    """Damage a file's bytes: flipped, cut off, emptied, exchanged, repeated, replaced."""
    chance = Random(number)  # noqa: S311  damage, not secrets
    for _ in range(count):
        yield _damaged(seed, chance)


def _damaged(seed: bytes, chance: Random) -> bytes:
    data = bytearray(seed)
    at, other = chance.randrange(len(data)), chance.randrange(len(data))
    size = chance.choice([1, 4, 64, 512])
    way = chance.choice(["flip", "flip", "byte", "cut", "empty", "swap", "repeat"])
    if way == "flip":
        for _ in range(chance.choice([1, 1, 3, 20])):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    elif way == "byte":
        data[at] = chance.choice([0, 1, 0x7F, 0x80, 0xFF])
    elif way == "cut":
        del data[at:]
    elif way == "empty":
        data[at : at + size] = bytes(len(data[at : at + size]))
    elif way == "swap":
        data[at : at + size], data[other : other + size] = (
            data[other : other + size],
            data[at : at + size],
        )
    else:
        data[at:at] = data[other : other + size]
    return bytes(data)


def repacked(seed: bytes, count: int, *, number: int = 1) -> Iterator[bytes]:
    """Damage one part inside a zip package and pack it anew, so that the package itself is sound."""
    chance = Random(number)  # noqa: S311  damage, not secrets
    with ZipFile(BytesIO(seed)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for _ in range(count):
        name = chance.choice(sorted(parts))
        file = BytesIO()
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            for other, content in parts.items():
                archive.writestr(other, _damaged(content, chance) if other == name else content)
        yield file.getvalue()
