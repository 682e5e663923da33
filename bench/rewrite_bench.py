"""`godwit rewrite --apply` beside `rg -l | xargs sed -i`: the same tree, forty rules, the same bytes afterwards.

    ./dev bench rewrite [--rounds 3] [--files 30000] [--bytes 500000000] [--seed 1] [--sync]

Each has a tree of its own, equal before each round; page cache warm. After each round the trees are compared, byte for byte, and
put back: ours by `--revert`, which is compared with the original. What sed does not do, ours is measured with: it tells
literals from parts of others by each file's syntax, keeps a journal, and brings all to stable storage before the first
name changes (how long that takes, the disk decides; --sync adds `sync -f` to what sed is measured with). Rounds are interleaved;
the best of each is compared.
"""

import argparse
import filecmp
import json
import os
import shutil
import subprocess
import sys
import time

import scan_bench

PLAN = """plan: bench
account: "111122223333"
regions: {source: eu-west-1, target: eu-central-1}
policy: {duration: 4d, downtime: 0s, residency: {EU: [eu-west-1, eu-central-1]}}
rewrite:
  repository: ours
  rules:
    - rule: moved
      replace:
"""


def replacement(number):
    """No part of it is one of the literals: sed's later rules must not find it again."""
    return f"moved.{number}.example"


def shell_quoted(text):
    return "'" + text + "'"


def sed_rule(literal, number):
    for special in ".*[]/":
        literal = literal.replace(special, "\\" + special)
    return f"s/{literal}/{replacement(number)}/g"


def same(folder, other, files):
    """Whether these files are the same in both; says which are not."""
    differing = [file for file in files if not filecmp.cmp(os.path.join(folder, file), os.path.join(other, file), shallow=False)]
    for file in differing[:5]:
        print(f"  {file} differs")
    return not differing


def files_below(folder):
    return sorted(os.path.relpath(os.path.join(path, name), folder) for path, _, names in os.walk(folder) for name in names)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("godwit")
    parser.add_argument("--folder", default="build/bench")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--files", type=int, default=30_000)
    parser.add_argument("--bytes", type=int, default=500_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sync", action="store_true", help="sed's files on stable storage, too")
    given = parser.parse_args()

    place = scan_bench.tree_of(given.folder, given)
    original = os.path.join(place, "tree")
    work = os.path.join(place, "rewrite")
    shutil.rmtree(work, ignore_errors=True)
    ours, theirs = os.path.join(work, "ours"), os.path.join(work, "theirs")
    for tree in (ours, theirs):
        shutil.copytree(original, tree)
    literals = open(os.path.join(place, "literals.txt")).read().splitlines()
    plan = os.path.join(work, "plan.yaml")
    with open(plan, "w") as file:
        file.write(PLAN + "".join(f"        {json.dumps(text)}: {replacement(i)}\n" for i, text in enumerate(literals)))
    patterns = os.path.join(place, "literals.txt")
    rules = " ".join("-e " + shell_quoted(sed_rule(text, i)) for i, text in enumerate(literals))
    find = f"rg -l -F -f {patterns} --hidden -g '!.git' --no-require-git --no-ignore-global --no-config {theirs}"
    sed = f"{find} | xargs sed -i {rules}" + (f" && sync -f {theirs}" if given.sync else "")
    everything = files_below(original)
    touched = [os.path.relpath(line, theirs) for line in
               subprocess.run(["sh", "-c", find], capture_output=True, text=True).stdout.splitlines()]
    print(f"{len(everything):,} files, {len(touched):,} of them change, {len(literals)} rules")

    apply = scan_bench.Contestant("godwit rewrite --apply", [given.godwit, "rewrite", plan, "--apply"])
    seds = scan_bench.Contestant("rg -l | xargs sed -i", ["sh", "-c", sed])
    output = os.path.join(work, "output")
    for number in range(given.rounds):
        os.sync()
        seds.run(output)
        os.sync()
        apply.run(output)
        if not same(ours, theirs, everything if number == 0 else touched) or files_below(ours) != everything:
            sys.exit("the trees are not the same")
        revert = subprocess.run([given.godwit, "rewrite", plan, "--revert"], capture_output=True)
        if revert.returncode != 0 or not same(ours, original, everything if number == 0 else touched):
            sys.exit("what was put back is not as it was")
        for file in touched:
            shutil.copyfile(os.path.join(original, file), os.path.join(theirs, file))
    print("the same bytes after each round, and the original ones after --revert")
    scan_bench.print_table([seds, apply], seds)
    shutil.rmtree(work)


if __name__ == "__main__":
    main()
