"""What a page has been told, kept in the tab so that a cut, a restart or a reload loses nothing (留存).

It stays in the browser's session storage: never in an address, never on the server; it ends with the tab, and signing
out clears it.
"""

import json
from typing import Any

from nicegui import ui


def keep(key: str, told: Any) -> None:
    """Keep what was told under a key of the page."""
    said = json.dumps(json.dumps(told, ensure_ascii=False), ensure_ascii=False)
    ui.run_javascript(f"sessionStorage.setItem({json.dumps(key)}, {said})")


async def kept(key: str) -> dict[str, Any]:
    """What was kept, or nothing; to be asked once the browser is there."""
    try:
        said = await ui.run_javascript(f"return sessionStorage.getItem({json.dumps(key)})", timeout=5)
    except TimeoutError:
        return {}
    found = json.loads(said) if said else {}
    return found if isinstance(found, dict) else {}
