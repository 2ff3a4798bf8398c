"""The projection of the map: from positions in one reference system to pixels (图上的位置)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

from web.parts.asking import Row

WIDTH, EDGE, TALLEST = 1000, 60, 880
DEGREE_KM = 111.32
"""Kilometres per degree of latitude."""
WGS84, GCJ02 = "WGS-84", "GCJ-02"


@dataclass(frozen=True, slots=True)
class MapProjection:
    """A projection from degrees to pixels."""

    lon: float
    lat: float
    """Longitude and latitude of the centre."""
    scale: float
    """Pixels per degree of latitude."""
    squeeze: float
    """Length of a degree of longitude, in degrees of latitude."""
    height: int

    def at(self, row: Row) -> tuple[int, int]:
        """The pixel of a row with lon and lat."""
        return self.spot(row["lon"], row["lat"])

    def spot(self, lon: float, lat: float) -> tuple[int, int]:
        """The pixel of a position."""
        x = WIDTH / 2 + (lon - self.lon) * self.squeeze * self.scale
        return round(x), round(self.height / 2 - (lat - self.lat) * self.scale)


def plan(located: Sequence[Row]) -> MapProjection:
    """A projection that shows all rows; a single one gets a frame of one kilometre."""
    lons, lats = [r["lon"] for r in located], [r["lat"] for r in located]
    lon, lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    squeeze = cos(radians(lat))
    wide = max((max(lons) - min(lons)) * squeeze, 1 / DEGREE_KM)
    tall = max(max(lats) - min(lats), 1 / DEGREE_KM)
    scale = min((WIDTH - 2 * EDGE) / wide, (TALLEST - 2 * EDGE) / tall)
    return MapProjection(lon, lat, scale, squeeze, round(tall * scale) + 2 * EDGE)


def located(row: Row) -> bool:
    """True if the location is known and may be shown."""
    return row["lon"] is not None and row["lat"] is not None


def one_system(rows: Sequence[Row]) -> tuple[str, list[Row]]:
    """The most common reference system and its rows; different systems differ by hundreds of metres."""
    counted = Counter(str(r["crs"] or "") for r in rows if located(r))
    if not counted:
        return "", []
    system = counted.most_common(1)[0][0]
    return system, [r for r in rows if located(r) and str(r["crs"] or "") == system]
