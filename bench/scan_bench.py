"""`godwit scan` beside ripgrep: the same tree, the same forty literals, the same hits.

    ./dev bench scan [--rounds 15] [--files 30000] [--bytes 500000000] [--seed 1] [--full]

Both look for fixed texts with as many threads as there are processors, in files that the page cache holds, leave out what
.gitignore says and binaries, and write each hit's file, line and column into a file. Rounds are interleaved; of each the best
is compared, by the clock and by processor time. A wrong or a missing hit ends it with exit code 1.

--full adds a scan for everything that binds a tree to a region, with syntax, which nothing else here does.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

import source_tree


class Contestant:
    def __init__(self, name, command):
        self.name, self.command = name, command
        self.seconds, self.processor = [], []

    def run(self, output, environment=None):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        begin = time.perf_counter()
        with open(output, "wb") as file:
            status = subprocess.run(self.command, stdout=file, env=environment).returncode
        self.seconds.append(time.perf_counter() - begin)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.processor.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        if status > 1:
            sys.exit(f"{self.name} failed: {' '.join(self.command[:3])} ... ended with {status}")


def tree_of(folder, given):
    """Made once for each seed and size."""
    place = os.path.join(folder, f"scan-{given.files}-{given.bytes}-{given.seed}")
    done = os.path.join(place, "done")
    if not os.path.exists(done):
        print(f"making a tree of {given.files:,} files in {place}", file=sys.stderr)
        source_tree.make(place, given.files, given.bytes, given.seed)
        open(done, "w").close()
        # Of what changed just now nobody can tell whether it changes again: so that all can be remembered.
        time.sleep(4)
    return place


def ripgrep_hits(path, tree):
    """As --vimgrep with -o has them: PATH:LINE:COLUMN:TEXT."""
    hits = []
    with open(path, encoding="utf-8", errors="surrogateescape") as lines:
        for line in lines:
            file, number, column, text = line.rstrip("\n").split(":", 3)
            hits.append((os.path.relpath(file, tree), int(number), int(column), text))
    return sorted(hits)


def godwit_hits(path):
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        hits = json.load(file)["hits"]
    return sorted((hit["file"], hit["line"], hit["column"], hit["text"]) for hit in hits)


def compare(ours, theirs):
    missing, invented = sorted(set(theirs) - set(ours)), sorted(set(ours) - set(theirs))
    if len(ours) == len(theirs) and not missing and not invented:
        print(f"the same {len(ours):,} hits")
        return
    for what, hits in (("missing", missing), ("invented", invented)):
        print(f"{len(hits):,} hits are {what}", *(f"  {hit}" for hit in hits[:5]), sep="\n")
    sys.exit(1)


def print_table(contestants, first):
    print(f"\n{'best of ' + str(len(first.seconds)):<28}{'clock':>10}{'times':>8}{'processor':>12}{'times':>8}")
    for each in contestants:
        clock, processor = min(each.seconds), min(each.processor)
        print(f"{each.name:<28}{clock * 1e3:>7.1f} ms{min(first.seconds) / clock:>8.2f}"
              f"{processor * 1e3:>9.1f} ms{min(first.processor) / processor:>8.2f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("godwit")
    parser.add_argument("--folder", default="build/bench", help="where the tree is made and kept")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--files", type=int, default=30_000)
    parser.add_argument("--bytes", type=int, default=500_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--full", action="store_true")
    given = parser.parse_args()

    place = tree_of(given.folder, given)
    tree, literals = os.path.join(place, "tree"), os.path.join(place, "literals.txt")
    texts = [argument for line in open(literals).read().splitlines() for argument in ("--literal", line)]
    threads = str(len(os.sched_getaffinity(0)))
    with tempfile.TemporaryDirectory() as scratch:
        output = os.path.join(scratch, "output")
        scan = [given.godwit, "scan", tree, "--threads", threads, "--only-literals", *texts]
        memory = ["--memory", os.path.join(scratch, "memory")]
        ripgrep = Contestant("ripgrep", ["rg", "-F", "-f", literals, "-j", threads, "--hidden", "-g", "!.git", "--no-require-git",
                                         "--no-ignore-global", "--no-ignore-dot", "--no-ignore-exclude", "--no-config", "--color",
                                         "never", "--no-heading", "-n", "--column", "-o", tree])
        ours = Contestant("godwit scan", scan)
        again = Contestant("godwit scan, unchanged tree", [*scan, *memory])
        full = Contestant("godwit scan, everything", [given.godwit, "scan", tree, "--threads", threads])

        # What is compared is not what is measured; it warms the page cache, and writes the memory.
        ripgrep.run(output)
        theirs = ripgrep_hits(output, tree)
        for command in (scan, [*scan, *memory], [*scan, *memory]):
            Contestant("godwit", [*command, "--json"]).run(output)
            compare(godwit_hits(output), theirs)
        with open(output) as file:
            totals = json.load(file)["totals"]
        if totals["remembered"] != totals["files"] + totals["binary"]:
            sys.exit(f"of {totals['files']:,} files only {totals['remembered']:,} are remembered")
        print(f"{totals['files']:,} files, {totals['bytes'] / 1e6:,.0f} MB, {len(texts) // 2} literals, {threads} threads")

        ripgrep = Contestant(ripgrep.name, ripgrep.command)
        contestants = [ripgrep, ours, again] + ([full] if given.full else [])
        for _ in range(given.rounds):
            for each in contestants:
                each.run(output)
        print_table(contestants, ripgrep)


if __name__ == "__main__":
    main()
