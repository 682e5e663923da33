"""kill -9 of a lab with --state under load: whatever was acknowledged is there after the restart.

Several threads write all the time: objects with and without versions, multipart uploads, tags, KMS
keys. The lab is killed at a moment that nobody chose, three times; each time every acknowledged
write is looked for in the lab that comes back, by its API and in its snapshot. Then the last record
of the log is torn.
"""

import hashlib
import json
import os
import random
import stat
import threading
import time

import botocore.exceptions
import lab as labs
from assertions import check, equal, finish

ROUNDS, THREADS, SECONDS = 3, 6, 2.5
PLAIN, VERSIONED = "crash-plain", "crash-versioned"


class Writer(threading.Thread):
    """Writes until the lab is gone, and remembers what was acknowledged.

    A write without an answer may or may not have happened: what it may have left is remembered, too.
    """

    def __init__(self, lab, name):
        super().__init__(daemon=True)
        self.s3 = lab.client("s3", connect_timeout=3, read_timeout=10)
        self.kms = lab.client("kms", connect_timeout=3, read_timeout=10)
        self.chance = random.Random(name)
        self.label, self.number = name, 0
        self.plain, self.versions, self.tags, self.keys, self.uploads = {}, {}, {}, [], {}
        self.doubtful = set()  # keys of objects that a write without an answer was for

    def run(self):
        try:
            while True:
                self.number += 1
                self.chance.choice([self.put, self.put, self.put_version, self.tag, self.upload, self.make_key])()
        except (botocore.exceptions.HTTPClientError, botocore.exceptions.ConnectionError):
            pass

    def write(self, key, call, **parameters):
        self.doubtful.add(key)
        answer = call(Key=key, **parameters)
        self.doubtful.discard(key)
        return answer

    def put(self):
        key, body = f"{self.label}/{self.number % 20}", f"{self.label} {self.number}".encode()
        self.write(key, self.s3.put_object, Bucket=PLAIN, Body=body)
        self.plain[key] = body
        self.tags.pop(key, None)

    def put_version(self):
        key, body = f"{self.label}/{self.number % 5}", f"{self.label} {self.number}".encode()
        self.versions[key, self.s3.put_object(Bucket=VERSIONED, Key=key, Body=body)["VersionId"]] = body

    def tag(self):
        if self.plain:
            key = self.chance.choice(sorted(self.plain))
            value = str(self.number)
            self.write(key, self.s3.put_object_tagging, Bucket=PLAIN, Tagging={"TagSet": [{"Key": "n", "Value": value}]})
            self.tags[key] = value

    def upload(self):
        key = f"{self.label}/upload-{self.number}"
        parts, bodies = [], [bytes([self.number % 256]) * (5 << 20), key.encode()]
        if self.number % 10:  # most of them small
            bodies = bodies[1:]
        id = self.s3.create_multipart_upload(Bucket=PLAIN, Key=key)["UploadId"]
        for number, body in enumerate(bodies, 1):
            etag = self.s3.upload_part(Bucket=PLAIN, Key=key, UploadId=id, PartNumber=number, Body=body)["ETag"]
            parts.append({"PartNumber": number, "ETag": etag})
            self.uploads[key] = (id, [part["ETag"] for part in parts])
        self.write(key, self.s3.complete_multipart_upload, Bucket=PLAIN, UploadId=id, MultipartUpload={"Parts": parts})
        del self.uploads[key]
        self.plain[key] = b"".join(bodies)

    def make_key(self):
        if self.number % 3 == 0:
            self.keys.append(self.kms.create_key(Description=f"{self.label} {self.number}")["KeyMetadata"]["Arn"])


def verify(lab, writers, what):
    """Every acknowledged write, by the API."""
    s3, kms = lab.client("s3"), lab.client("kms")
    lost, count = [], 0
    known = {item["KeyArn"] for page in kms.get_paginator("list_keys").paginate() for item in page["Keys"]}
    listed = {}
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=VERSIONED):
        for item in page.get("Versions", []):
            listed[item["Key"], item["VersionId"]] = item["ETag"]
    found = {}
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=PLAIN):
        for item in page.get("Contents", []):
            found[item["Key"]] = item["ETag"]
    for writer in writers:
        for key, body in writer.plain.items():
            count += 1
            if key not in found:
                lost.append(f"object {key}")
            elif key not in writer.doubtful and "upload" not in key and \
                    found[key] != f'"{hashlib.md5(body).hexdigest()}"':
                lost.append(f"content of {key}")
            elif "upload" in key and s3.get_object(Bucket=PLAIN, Key=key)["Body"].read() != body:
                lost.append(f"content of {key}")
        for (key, version), body in writer.versions.items():
            count += 1
            if listed.get((key, version)) != f'"{hashlib.md5(body).hexdigest()}"':
                lost.append(f"version {version} of {key}")
        for key, value in writer.tags.items():
            count += 1
            if key not in writer.doubtful and \
                    s3.get_object_tagging(Bucket=PLAIN, Key=key)["TagSet"] != [{"Key": "n", "Value": value}]:
                lost.append(f"tags of {key}")
        for arn in writer.keys:
            count += 1
            if arn not in known:
                lost.append(f"key {arn}")
        for key, (id, etags) in writer.uploads.items():
            if key in writer.doubtful:
                continue  # it may have been completed
            count += 1
            parts = s3.list_parts(Bucket=PLAIN, Key=key, UploadId=id).get("Parts", [])
            if [part["ETag"] for part in parts][:len(etags)] != etags:
                lost.append(f"parts of {key}")
    check(not lost, f"{what}: {len(lost)} of {count} acknowledged writes lost, as {lost[:3]}")
    return count


def texts(value):
    """Every name and text in a snapshot."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    else:
        yield str(value)


def main():
    chance = random.Random()  # when the lab dies is nobody's choice
    with labs.Lab() as lab:
        state = lab.folder / "state"
        lab.stop()
        lab.options += ["--state", str(state)]
        lab.start()
        s3 = lab.client("s3")
        s3.create_bucket(Bucket=PLAIN)
        s3.create_bucket(Bucket=VERSIONED)
        s3.put_bucket_versioning(Bucket=VERSIONED, VersioningConfiguration={"Status": "Enabled"})
        everybody = []
        for round in range(ROUNDS):
            writers = [Writer(lab, f"r{round}-w{number}") for number in range(THREADS)]
            for writer in writers:
                writer.start()
            time.sleep(SECONDS + chance.random())
            lab.kill()
            for writer in writers:
                writer.join(30)
                check(not writer.is_alive(), "a writer ends with its lab")
            everybody += writers
            lab.start()
            count = verify(lab, everybody, f"round {round + 1}")
            check(count > 50 * (round + 1), f"there was load: {count} acknowledged writes")
            snapshot = json.dumps(lab.control("snapshot"), sort_keys=True)
            there = set(texts(json.loads(snapshot)))
            wanted = {key for writer in everybody for key in writer.plain} | \
                     {version for writer in everybody for _, version in writer.versions}
            missing = [name for name in wanted if name not in there and name not in snapshot]
            check(not missing, f"round {round + 1}: the snapshot has them: {len(missing)} missing, as {missing[:3]}")
            lab.stop()
            lab.start()
            equal(json.dumps(lab.control("snapshot"), sort_keys=True) == snapshot, True,
                  f"round {round + 1}: another restart changes nothing")
            print(f"round {round + 1}: {count} writes, back after {lab.ready_after:.2f} s", flush=True)

        # A torn last record: the machine stopped while it was written, and nobody has had an answer to it.
        log = state / "lab.log"
        modes = {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in state.iterdir()}
        equal(set(modes.values()), {"0o600"}, f"the state's files are nobody else's business: {modes}")
        client = lab.client("s3")
        client.put_object(Bucket=PLAIN, Key="whole", Body=b"whole")
        client.put_object(Bucket=PLAIN, Key="torn", Body=b"torn" * 100)
        lab.kill()
        os.truncate(log, log.stat().st_size - 7)
        lab.start()
        client = lab.client("s3")
        equal(client.get_object(Bucket=PLAIN, Key="whole")["Body"].read(), b"whole", "what was before a torn record")
        names = [item["Key"] for item in client.list_objects_v2(Bucket=PLAIN, Prefix="torn").get("Contents", [])]
        equal(names, [], "the torn one itself did not happen")
        verify(lab, everybody, "after a torn record")
        client.put_object(Bucket=PLAIN, Key="torn", Body=b"again")
        lab.kill()
        lab.start()
        equal(lab.client("s3").get_object(Bucket=PLAIN, Key="torn")["Body"].read(), b"again", "and it goes on from there")
    finish()


main()
