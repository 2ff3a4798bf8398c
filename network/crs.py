"""Conversion between coordinate reference systems: WGS-84 and GCJ-02 differ by about 600 m (坐标系).

GCJ-02 has no public official definition. Open libraries compute one formula: a shift of each position that depends on
its degrees on Krasovsky's ellipsoid. Tests compare with the test values of `googollee/eviltransform`. The deviation
from the official system is unknown: the result is good enough for drawing, not for measuring.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from network.shift import Degrees

WGS84, GCJ02 = "WGS-84", "GCJ-02"
SYSTEMS = (WGS84, GCJ02)
ROUNDS = 6
"""Iterations of the inverse; each reduces the error by a factor of some thousand, six to below a micrometre."""


def converted(at: "Degrees", source: str, target: str) -> "Degrees":
    """Convert positions from one system to another.

    Raises:
        ValueError: An unknown system.
    """
    if source not in SYSTEMS or target not in SYSTEMS:
        raise ValueError("no such reference system")
    if source == target or not len(at):
        return at
    from network.shift import shift  # noqa: PLC0415  # needs numpy, which whoever asks for no outline does not

    if target == GCJ02:
        return at + shift(at)
    result = at
    for _ in range(ROUNDS):
        result = at - shift(result)
    return result
