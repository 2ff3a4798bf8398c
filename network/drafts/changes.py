"""Changes of a network: what can be done to its points and posts (变更)."""

from dataclasses import dataclass

from knowledge.vocabulary import Labelled
from network.entities import ServicePoint


class ChangeKind(Labelled):
    """Kind of a change."""

    CLOSE = "close", "关闭"
    OPEN = "open", "开设"
    RESIZE = "resize", "改容量"
    REHOUR = "rehour", "改开放时间"
    ADD_SERVICE = "add_service", "增加服务"
    MOVE_POST = "move_post", "调整岗位"


@dataclass(frozen=True, slots=True)
class NetworkChange:
    """One change; its kind decides which of the other fields it needs."""

    kind: ChangeKind
    key: str
    """The key of the service point or of the post."""
    point: ServicePoint | None = None
    """For OPEN: the new point; None: the candidate of the layout with this key."""
    capacity: int | None = None
    hours: tuple[str, ...] = ()
    service: str | None = None
    holder: str | None = None
    """For MOVE_POST: key of the next holder of the post; None: it becomes vacant."""
