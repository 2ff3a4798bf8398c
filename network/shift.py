"""The shift of GCJ-02 from WGS-84 at many positions at once (偏移)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

AXIS, FLATTENING = 6378245.0, 1 / 298.3
"""Krasovsky 1940: semi-major axis in metres, and flattening."""

Degrees = NDArray[np.float64]
"""An array of rows (longitude, latitude)."""


def _waves(values: Any, *terms: tuple[float, float]) -> Any:
    return sum(amplitude * np.sin(values * np.pi / length) for amplitude, length in terms)


def shift(at: Degrees) -> Degrees:
    """The offset of GCJ-02 from WGS-84 at each position, in degrees."""
    lon, lat = at[:, 0], np.radians(at[:, 1])
    x, y = lon - 105, at[:, 1] - 35
    common = _waves(x, (20, 1 / 6), (20, 1 / 2))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(abs(x))
    north += 2 / 3 * (common + _waves(y, (20, 1), (40, 3), (160, 12), (320, 30)))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(abs(x))
    east += 2 / 3 * (common + _waves(x, (20, 1), (40, 3), (150, 12), (300, 30)))
    eccentricity_squared = FLATTENING * (2 - FLATTENING)
    curvature = 1 - eccentricity_squared * np.sin(lat) ** 2
    return np.degrees(
        np.column_stack(
            (
                east * np.sqrt(curvature) / (AXIS * np.cos(lat)),
                north * curvature**1.5 / (AXIS * (1 - eccentricity_squared)),
            )
        )
    )
