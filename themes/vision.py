"""What a colour looks like to an eye that lacks one kind of cone.

Matrices: Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
Difference: CIE 1976 on L*a*b* (D65); about 2 is the least that can be seen.
"""

from __future__ import annotations

Vector = tuple[float, float, float]
_NONE = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
EYES: dict[str, tuple[Vector, Vector, Vector]] = {
    "every cone": _NONE,
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
_TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE = (0.95047, 1.0, 1.08883)


def seen_by(colour: str, eye: str) -> Vector:
    """`#rrggbb` as linear RGB, as that eye sees it. Raises KeyError for no such eye."""
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    seen = _times(EYES[eye], (red, green, blue))
    a, b, c = (min(1.0, max(0.0, channel)) for channel in seen)
    return a, b, c


def difference(one: Vector, other: Vector) -> float:
    """The distance of two linear RGB colours in L*a*b*, 0 for the same."""
    squares = ((a - b) ** 2 for a, b in zip(_lab(one), _lab(other), strict=True))
    return float(sum(squares) ** 0.5)


def apart(one: str, other: str, eye: str) -> float:
    """How far that eye tells two colours `#rrggbb` apart."""
    return difference(seen_by(one, eye), seen_by(other, eye))


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _times(matrix: tuple[Vector, Vector, Vector], vector: Vector) -> Vector:
    a, b, c = (sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix)
    return a, b, c


def _lab(linear: Vector) -> Vector:
    x, y, z = (
        v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116
        for v in (c / w for c, w in zip(_times(_TO_XYZ, linear), _WHITE, strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)
