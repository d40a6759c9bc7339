"""Answers, line by line, what PyYAML and Python's json make of a text or a value.

In and out are lines of JSON. Values stand with their types, so that 1, 1.0, "1" and True differ:
["n"], ["b", true], ["i", "123"], ["f", "1.0"], ["s", "text"], ["d", "2024-01-01"], ["l", [...]], ["m", [[key, value], ...]].
"""

import datetime
import json
import sys

import yaml

sys.setrecursionlimit(20000)


def typed(value):
    if value is None:
        return ["n"]
    if isinstance(value, bool):
        return ["b", value]
    if isinstance(value, int):
        return ["i", str(value)]
    if isinstance(value, float):
        return ["f", repr(value)]
    if isinstance(value, str):
        return ["s", value]
    if isinstance(value, (datetime.date, datetime.datetime)):
        return ["d", value.isoformat()]
    if isinstance(value, list):
        return ["l", [typed(item) for item in value]]
    if isinstance(value, dict):
        return ["m", [[typed(key), typed(item)] for key, item in value.items()]]
    return ["?", type(value).__name__]


def plain(value):
    kind = value[0]
    if kind == "n":
        return None
    if kind == "i":
        return int(value[1])
    if kind == "f":
        return float(value[1])
    if kind == "l":
        return [plain(item) for item in value[1]]
    if kind == "m":
        return {plain(key): plain(item) for key, item in value[1]}
    return value[1]


def answer(ask):
    what = ask["ask"]
    if what == "yaml load":
        return {"value": typed(yaml.load(ask["text"], Loader=yaml.SafeLoader))}
    if what == "yaml dump":
        return {"text": yaml.safe_dump(plain(ask["value"]), sort_keys=False, **ask.get("options", {}))}
    if what == "json load":
        return {"value": typed(json.loads(ask["text"]))}
    if what == "json dump":
        return {"text": json.dumps(plain(ask["value"]), **{"ensure_ascii": False, **ask.get("options", {})})}
    raise ValueError(what)


for line in sys.stdin:
    try:
        reply = answer(json.loads(line))
    except Exception as error:  # whatever Python says no to is an answer
        reply = {"error": f"{type(error).__name__}: {str(error)[:200]}"}
    print(json.dumps(reply), flush=False)
