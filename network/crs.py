"""Reference systems of locations, and from one to the other: WGS-84 and GCJ-02 lie some 600 m apart (坐标系).

GCJ-02 has no official definition in public. What open libraries compute is one formula, a shift of each position worked
out from its degrees on Krasovsky's ellipsoid; the suite has the test values of one, `googollee/eviltransform`.
How far it lies off the official one nobody states: it is good enough to draw on, not to measure by.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

WGS84, GCJ02 = "WGS-84", "GCJ-02"
SYSTEMS = (WGS84, GCJ02)
AXIS, FLATTENING = 6378245.0, 1 / 298.3
"""Krasovsky 1940: half the long axis in metres."""
ROUNDS = 6
"""Each round of going back makes the error some thousand times smaller: after six it is below a micrometre."""

Degrees = NDArray[np.float64]
"""Rows of longitude and latitude."""


def _waves(v: Any, *terms: tuple[float, float]) -> Any:
    return sum(high * np.sin(v * np.pi / long) for high, long in terms)


def _shift(at: Degrees) -> Degrees:
    """By how many degrees GCJ-02 lies off WGS-84 here."""
    lon, lat = at[:, 0], np.radians(at[:, 1])
    x, y = lon - 105, at[:, 1] - 35
    both = _waves(x, (20, 1 / 6), (20, 1 / 2))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(abs(x))
    north += 2 / 3 * (both + _waves(y, (20, 1), (40, 3), (160, 12), (320, 30)))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(abs(x))
    east += 2 / 3 * (both + _waves(x, (20, 1), (40, 3), (150, 12), (300, 30)))
    flat = FLATTENING * (2 - FLATTENING)
    bent = 1 - flat * np.sin(lat) ** 2
    return np.degrees(
        np.column_stack((east * np.sqrt(bent) / (AXIS * np.cos(lat)), north * bent**1.5 / (AXIS * (1 - flat))))
    )


def converted(at: Degrees, source: str, target: str) -> Degrees:
    """Positions of one system in another; the same ones where the two are one.

    Raises:
        ValueError: a system that is not known.
    """
    if source not in SYSTEMS or target not in SYSTEMS:
        raise ValueError("no such reference system")
    if source == target or not len(at):
        return at
    if target == GCJ02:
        return at + _shift(at)
    found = at
    for _ in range(ROUNDS):
        found = at - _shift(found)
    return found
