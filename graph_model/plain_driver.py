"""The driver of Neo4j without its support for numpy, pandas and pyarrow, which would import them (轻驱动).

No statement of ours has such values. Imported before `neo4j`, whose own module tries to import all three.
"""

import sys
from types import ModuleType

NAME = "neo4j._optional_deps"
OPTIONAL = ("np", "pd", "pa", "pa_compute")


def _absent() -> ModuleType:
    """The module of the driver as it is where none of the three is installed."""
    module = ModuleType(NAME)
    module.__dict__.update(dict.fromkeys(OPTIONAL))
    return module


sys.modules.setdefault(NAME, _absent())
