"""Runs one function of a scenario file, where a failed assert shows.

`scenario.py <file> <function>`, with what it needs to know as JSON in SETTINGS.
"""

import importlib.util
import json
import os
import sys


def main(path, name):
    spec = importlib.util.spec_from_file_location("scenarios", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    getattr(module, name)(json.loads(os.environ["SETTINGS"]))


main(*sys.argv[1:3])
