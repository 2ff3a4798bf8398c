"""Room on the disk: below a share of free space changes are refused, and reads go on (磁盘).

A full disk puts the database into a panic in which it answers no reads either, until it is started again.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import DiskLow

RELIEVING = frozenset({"cancelJob"})
"""Mutations that end what may be filling the disk."""


@dataclass(frozen=True, slots=True)
class Disk:
    """The folders in which a change writes, and the share of their disks that must be free."""

    folders: tuple[Path, ...] = ()
    least: float = 0.1

    def low(self) -> bool:
        """True if a disk has less free than it must."""
        return self._free() < self.least

    def require_room(self, roots: Sequence[str] = ()) -> None:
        """Check before a change that there is room for it.

        Raises:
            DiskLow: There is not.
        """
        free = self._free()
        if free < self.least and not RELIEVING.issuperset(roots or ("",)):
            raise DiskLow(self.least, free)

    def _free(self) -> float:
        """The least free share of all disks."""
        return min(map(_free, self.folders), default=1.0)


def _free(folder: Path) -> float:
    """The free share of the disk that a folder is on, or will be on once it is made."""
    there = next(p for p in (folder.absolute(), *folder.absolute().parents) if p.exists())
    return share(os.statvfs(there))


def share(disk: os.statvfs_result) -> float:
    """Share of the space for programs that is free; blocks reserved for the system count in neither."""
    used = disk.f_blocks - disk.f_bfree
    return disk.f_bavail / (used + disk.f_bavail) if used + disk.f_bavail else 0.0
