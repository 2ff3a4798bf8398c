"""The input of a page in the browser's session storage, so that it survives reloads and disconnections (留存).

It is never in a URL nor on the server; it ends with the tab, and signing out clears it.
"""

import json
from typing import Any

from nicegui import ui


def store(key: str, value: Any) -> None:
    """Store a value under a key of the page."""
    text = json.dumps(json.dumps(value, ensure_ascii=False), ensure_ascii=False)
    ui.run_javascript(f"sessionStorage.setItem({json.dumps(key)}, {text})")


async def stored(key: str) -> dict[str, Any]:
    """The stored value, or an empty dictionary; call it when the browser is connected."""
    try:
        text = await ui.run_javascript(f"return sessionStorage.getItem({json.dumps(key)})", timeout=5)
    except TimeoutError:
        return {}
    value = json.loads(text) if text else {}
    return value if isinstance(value, dict) else {}
