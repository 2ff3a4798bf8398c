"""A wrong row ends the run with its line and its reason, before the tests fail one by one for it."""

import os

from tools.rules import wrong

if "PYTEST_XDIST_WORKER" not in os.environ and (lines := wrong()):
    raise SystemExit("\n".join(lines))
