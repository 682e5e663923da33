#!/usr/bin/env python3
"""Lists what came to AWS's models after those that the build reads, so that nothing is called unknown
that is only new.

    later_command_models.py BOTOCORE_DATA NEWER_BOTOCORE_DATA VERSION > src/awscli/models/later.txt

Run by hand, when a newer botocore is at hand; compile_command_models.py reads the list. Its lines:

    service NAME             a service that was not there: nothing of it is checked
    in NAME                  what follows came to this service
    operations NAME...       and waiters, as the CLI writes them
    shape SHAPE NAME...      members, or values of an enumeration
    limits SHAPE...          shapes whose limits, pattern or enumeration are not what they were
    optional SHAPE.MEMBER... members that need not be given any more
    waiter NAME JSON         a waiter that is new or accepts something else than it did
"""

import json
import pathlib
import sys
import textwrap

from compile_command_models import CLI_SERVICES, cli_name, newest, read_json


def models(data):
    found = {}
    for folder in sorted(each for each in data.iterdir() if each.is_dir()):
        version = newest(folder)
        if version is not None:
            model = read_json(version / "service-2.json")
            model["waiters"] = (read_json(version / "waiters-2.json") or {}).get("waiters", {})
            found[CLI_SERVICES.get(folder.name, folder.name)] = model
    return found


def operations_of(model):
    return {cli_name(name) for name in [*model["operations"], *model["waiters"]]}


def later_names(old, new):
    """Members and values that came to shapes that were there."""
    for name, shape in sorted(old["shapes"].items()):
        now = new["shapes"].get(name)
        if now is None:
            continue
        there = {*shape.get("members", {}), *shape.get("enum", [])}
        later = {*now.get("members", {}), *now.get("enum", [])} - there
        # A value with a space in it cannot be told from two.
        if later and (shape.get("members") is not None or shape.get("enum")):
            yield name, sorted(word for word in later if " " not in word)


def changed_limits(old, new):
    keys = ("min", "max", "pattern")
    for name, shape in sorted(old["shapes"].items()):
        limits = [shape.get(key) for key in keys]
        now = new["shapes"].get(name)
        if any(limit is not None for limit in limits):
            if now is None or limits != [now.get(key) for key in keys]:
                yield name
        elif shape.get("enum") and now and not now.get("enum"):
            yield name


def optional_now(old, new):
    for name, shape in sorted(old["shapes"].items()):
        if name in new["shapes"]:
            required = set(new["shapes"][name].get("required", []))
            for member in shape.get("required", []):
                if member not in required:
                    yield f"{name}.{member}"


def show(kind, found):
    text = " ".join(sorted(found))
    for line in textwrap.wrap(text, 96, break_long_words=False, break_on_hyphens=False):
        print(f"{kind} {line}")


def main():
    old, new = models(pathlib.Path(sys.argv[1])), models(pathlib.Path(sys.argv[2]))
    print(f"# What came to AWS's models up to botocore {sys.argv[3]}. "
          "Made by tools/later_command_models.py.")
    for name in sorted(new.keys() - old.keys()):
        print(f"service {name}")
    for name in sorted(new.keys() & old.keys()):
        operations = operations_of(new[name]) - operations_of(old[name])
        shapes = list(later_names(old[name], new[name]))
        limits = list(changed_limits(old[name], new[name]))
        optional = list(optional_now(old[name], new[name]))
        waiters = [(waiter, its) for waiter, its in sorted(new[name]["waiters"].items())
                   if its["operation"] in old[name]["operations"] and
                   its["acceptors"] != old[name]["waiters"].get(waiter, {}).get("acceptors")]
        if operations or shapes or limits or optional or waiters:
            print(f"in {name}")
            show("operations", operations)
            for shape, names in shapes:
                show(f"shape {shape}", names)
            show("limits", limits)
            show("optional", optional)
            for waiter, its in waiters:
                slim = {"operation": its["operation"], "acceptors": its["acceptors"]}
                print(f"waiter {waiter} {json.dumps(slim, separators=(',', ':'))}")


if __name__ == "__main__":
    main()
