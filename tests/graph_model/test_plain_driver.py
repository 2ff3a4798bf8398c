"""The driver is imported without numpy and its like, as it is where they are not installed."""

import ast
import subprocess
import sys
from pathlib import Path

import neo4j

from graph_model.plain_driver import NAME, OPTIONAL

OURS = Path(neo4j.__file__).parent / f"{NAME.rpartition('.')[2]}.py"


def test_the_driver_has_exactly_these_optional_parts():
    (names,) = [
        ast.literal_eval(node.value)
        for node in ast.parse(OURS.read_text("utf-8")).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]
    assert sorted(names) == sorted(OPTIONAL), "a later driver has others: see graph_model/plain_driver.py"


def test_a_question_is_ready_to_be_read_without_numpy():
    ready = "import sys, cli.ask.questions, api.responsibility.query, api.referral.query; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", ready], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
