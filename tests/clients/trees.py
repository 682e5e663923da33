"""A tree of 5,000 files through rclone or s3cmd: up, check, change, up again, down, compare, delete.

python3 trees.py rclone|s3cmd

Not a word on stderr, and less than a minute in all.
"""

import filecmp
import os
import pathlib
import random
import shutil
import subprocess
import sys
import time

import lab as labs
from assertions import check, equal, finish

FILES, SECONDS = 5000, 60
CHANGED, ADDED, REMOVED = 40, 30, 50


def make(folder):
    """Small files, most of them in folders, with names that people give."""
    chance = random.Random(20251211)
    names = ["a b.txt", "plus+sign.txt", "percent%20.txt", "Größe.txt", "日本.txt", "brackets[1](2).txt", "quote's.txt",
             "amp&ersand.txt", "hash#.txt", "tilde~.txt", "comma,semi;colon.txt", "equals=at@.txt", "empty"]
    names += [f"{number % 71:02}/{number % 7}/{number:05}.json" for number in range(FILES - len(names))]
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"" if name == "empty" else chance.randbytes(chance.randrange(1, 2000)))
    return names


def same(one, other):
    """Whether two trees have the same files with the same bytes."""
    def files(folder):
        return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    names = files(one)
    if names != files(other):
        return f"other files: {sorted(set(names) ^ set(files(other)))[:5]}"
    _, differ, failed = filecmp.cmpfiles(one, other, names, shallow=False)
    return ", ".join((differ + failed)[:5])


class Rclone:
    """https://rclone.org/s3/. Its provider AWS takes no path style."""

    program = "rclone"

    def __init__(self, lab):
        self.settings = lab.environment(
            RCLONE_CONFIG=str(lab.folder / "rclone.conf"), RCLONE_CONFIG_LAB_TYPE="s3", RCLONE_CONFIG_LAB_PROVIDER="Other",
            RCLONE_CONFIG_LAB_ENV_AUTH="true", RCLONE_CONFIG_LAB_REGION="us-east-1",
            RCLONE_CONFIG_LAB_ENDPOINT=lab.url, RCLONE_CONFIG_LAB_FORCE_PATH_STYLE="true")
        (lab.folder / "rclone.conf").write_text("")
        self.common = ["rclone", "--transfers", "16", "--checkers", "16", "--fast-list"]

    def make(self):
        return [[*self.common, "mkdir", "lab:tree"]]

    def up(self, folder):
        return [[*self.common, "sync", str(folder), "lab:tree"]]

    def verify(self, folder):
        return [[*self.common, "check", "--log-level", "ERROR", str(folder), "lab:tree"]]

    def down(self, folder):
        return [[*self.common, "sync", "lab:tree", str(folder)]]

    def remove(self):
        return [[*self.common, "purge", "lab:tree"]]


class S3cmd:
    """https://s3tools.org/usage"""

    program = "s3cmd"

    def __init__(self, lab):
        self.settings = lab.environment()
        config = lab.folder / "s3cfg"
        config.write_text("[default]\n" + "\n".join([
            f"access_key = {lab.key}", f"secret_key = {lab.secret}", f"host_base = 127.0.0.1:{lab.port}",
            f"host_bucket = 127.0.0.1:{lab.port}", "use_https = False", "bucket_location = us-east-1", "progress_meter = False"]) + "\n")
        self.common = ["s3cmd", "-c", str(config), "--no-progress"]

    def make(self):
        return [[*self.common, "mb", "s3://tree"]]

    def up(self, folder):
        return [[*self.common, "sync", "--delete-removed", f"{folder}/", "s3://tree/"]]

    def verify(self, folder):
        # It has no check of its own: another run must find nothing to do.
        return [[*self.common, "sync", "--delete-removed", f"{folder}/", "s3://tree/"]]

    def down(self, folder):
        return [[*self.common, "sync", "--delete-removed", "s3://tree/", f"{folder}/"]]

    def remove(self):
        return [[*self.common, "del", "--recursive", "--force", "s3://tree/"], [*self.common, "rb", "s3://tree"]]


def main():
    kind = {"rclone": Rclone, "s3cmd": S3cmd}[sys.argv[1]]
    if not shutil.which(kind.program):
        labs.skip(f"there is no {kind.program}")
    with labs.Lab() as lab:
        client = kind(lab)
        here, back = lab.folder / "here", lab.folder / "back"
        here.mkdir()
        back.mkdir()
        names = make(here)
        s3 = lab.client("s3")
        spent = 0.0

        def do(what, lines):
            nonlocal spent
            for line in lines:
                began = time.monotonic()
                done = subprocess.run(line, env=client.settings, stdin=subprocess.DEVNULL, capture_output=True,
                                      text=True, timeout=100)
                took = time.monotonic() - began
                spent += took
                print(f"{what}: {took:.1f} s", flush=True)
                equal(done.returncode, 0, f"{what}: exit code")
                equal(done.stderr, "", f"{what}: nothing on stderr")
            return done.stdout

        def stored():
            pages = s3.get_paginator("list_objects_v2").paginate(Bucket="tree")
            return sorted(item["Key"] for page in pages for item in page.get("Contents", []))

        do("make", client.make())
        do("up", client.up(here))
        equal(stored(), sorted(names), "all files are there")
        said = do("check", client.verify(here))
        check("upload" not in said and "delete" not in said, f"nothing left to do: {said[:300]}")
        for name in names[100:100 + CHANGED]:
            (here / name).write_bytes(b"changed " + name.encode())
        for number in range(ADDED):
            (here / f"new-{number}.txt").write_text(str(number))
        for name in names[200:200 + REMOVED]:
            os.unlink(here / name)
        do("up again", client.up(here))
        left = sorted(str(path.relative_to(here)) for path in here.rglob("*") if path.is_file())
        equal(stored(), left, "what was removed is gone, what is new is there")
        equal(s3.get_object(Bucket="tree", Key=names[100])["Body"].read(), b"changed " + names[100].encode(),
              "what changed has changed")
        do("check again", client.verify(here))
        do("down", client.down(back))
        equal(same(here, back), "", "what comes down is what went up")
        do("delete", client.remove())
        equal(s3.list_buckets()["Buckets"], [], "nothing is left")
        check(labs.SLOWED or spent < SECONDS, f"all of it within {SECONDS} s: {spent:.1f} s")
    finish()


main()
