#!/usr/bin/env python3
"""Puts deliberate defects into copies of the sources, and has rehearsals find them.

  mutations.py make OUT             copies of the sources that defects change, below OUT
  mutations.py run PROGRAM PLAN     which seed finds each defect, as a table

The defects are tests/defects.toml. A copy holds every defect of its file, and a switch for each: the
program reads GODWIT_DEFECT once and has that one defect, or none. Only a build with the option
GODWIT_MUTATIONS compiles copies; the sources themselves know nothing of them.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import time
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
DEFECTS = ROOT / "tests" / "defects.toml"
BATCH = 10  # seeds in one go of the program
PATIENCE = 120  # seconds for a batch

SWITCH = """// Which defect this program has; docs/rehearsal.md, "Deliberate defects".
#include <cstdlib>
#include <cstring>

namespace godwit {
bool has_defect(const char* name) {
  static const char* const chosen = std::getenv("GODWIT_DEFECT");
  return chosen != nullptr && std::strcmp(chosen, name) == 0;
}
}  // namespace godwit
"""


def read_defects():
    defects = tomllib.loads(DEFECTS.read_text())["defect"]
    names = [defect["name"] for defect in defects]
    for name in names:
        if names.count(name) > 1:
            sys.exit(f"{DEFECTS}: two defects are called {name}")
    return defects


def write_where_different(path, text):
    # A file that stays the same keeps its time, and is not compiled again.
    if path.exists() and path.read_text() == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def make(out):
    files = {}
    for defect in read_defects():
        name = defect["name"]
        for edit in [defect, *defect.get("also", [])]:
            file = edit["file"]
            text = files.setdefault(file, (ROOT / file).read_text())
            if text.count(edit["find"]) != 1:
                sys.exit(f"{DEFECTS}: {name}: its text is {text.count(edit['find'])} times in {file}, not once: "
                         "the source has changed, so change the defect")
            if "DEFECT" not in edit["put"]:
                sys.exit(f"{DEFECTS}: {name}: 'put' never asks for DEFECT")
            files[file] = text.replace(edit["find"],
                                       edit["put"].replace("DEFECT", f'::godwit::has_defect("{name}")'))
    for file, text in files.items():
        write_where_different(out / file,
                              "namespace godwit { bool has_defect(const char* name); }\n"
                              f'#line 1 "{ROOT / file}"\n{text}')
    write_where_different(out / "switch.cc", SWITCH)
    print("\n".join(files))


def judge(program, plan, defect, first, seeds, jobs):
    """What broke in which of these seeds, as (seed, what), the first one; None where nothing did."""
    try:
        done = subprocess.run(
            [program, "rehearse", plan, "--seed", str(first), "--seeds", str(seeds), "--requests", "2000",
             "--jobs", str(jobs), "--json"],
            env={**os.environ, "GODWIT_DEFECT": defect["name"]}, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return first, "no end"
    if done.returncode == 0:
        return None
    try:
        runs = json.loads(done.stdout)["runs"]
        return next((run["seed"], run["fails"]) for run in runs if run["fails"])
    except (ValueError, KeyError, StopIteration):
        # It broke the program itself: an assertion, a crash.
        return first, (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]


def find(program, plan, defect, seeds, jobs):
    for first in range(1, seeds + 1, BATCH):
        if found := judge(program, plan, defect, first, min(BATCH, seeds + 1 - first), jobs):
            return found
    return None


def run(program, plan, seeds, jobs, only):
    missed = []
    print("| defect | first seed | broken |")
    print("|---|---|---|", flush=True)
    for defect in read_defects():
        if only and defect["name"] not in only:
            continue
        began = time.monotonic()
        # A defect of what the usual plan does not do names a plan that does.
        found = find(program, defect.get("plan", plan), defect, seeds, jobs)
        if found is None:
            missed.append(defect["name"])
        seed, broken = found or ("**none**", "")
        print(f"| {defect['title']} | {seed} | {broken} |", flush=True)
        print(f"{defect['name']}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    if missed:
        sys.exit(f"not found in {seeds} seeds: {', '.join(missed)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("make")
    making.add_argument("out", type=pathlib.Path)
    running = commands.add_parser("run")
    running.add_argument("program")
    running.add_argument("plan")
    running.add_argument("--seeds", type=int, default=300)
    running.add_argument("--jobs", type=int, default=os.cpu_count())
    running.add_argument("only", nargs="*")
    arguments = parser.parse_args()
    if arguments.command == "make":
        make(arguments.out)
    else:
        run(arguments.program, arguments.plan, arguments.seeds, arguments.jobs, arguments.only)


if __name__ == "__main__":
    main()
