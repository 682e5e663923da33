"""Every aws command of a runbook, as it is written, by the real CLI: what AWS would say.

python3 runbook.py AWS RUNBOOK.md...

AWS is the CLI's program. A runbook that has the same commands and files as one before it is not gone
through again; one that is not there is left out. Commands are run in the order of
the runbook, in a folder with the files that it shows, against a lab with MedZen's account. After a
command that AWS refuses, what it wanted is done as it should be, so that the next ones are judged by
what they say themselves. Each refusal cites its fact.
"""

import collections
import json
import os
import pathlib
import shutil
import subprocess
import sys

import lab as labs
import markdown
from assertions import check, contains, equal, finish, run

# What the lab has. Commands of other services are listed, and left out.
SERVICES = {"s3", "s3api", "s3control", "kms", "sts", "iam", "secretsmanager", "ssm", "service-quotas", "cloudwatch",
            "sns", "route53", "translate", "transcribe", "comprehendmedical", "bedrock", "bedrock-runtime",
            "chime-sdk-meetings"}
FRANKFURT = "d-7hw1p0z5me.execute-api.eu-central-1.amazonaws.com"
IRELAND = "d-k2f9qx7w3a.execute-api.eu-west-1.amazonaws.com"
ADDRESSES = {"eu-central-1": "198.51.100.10", "eu-west-1": "203.0.113.10"}
# https://docs.aws.amazon.com/general/latest/gr/apigateway.html: hosted zones of API Gateway (fact C3)
ZONES = {"Z215JYRZR1TBD5": "Z1U9ULNL0V5AJ3", "Z32O12XQLNTSW2": "ZLY8HYME6SFDD"}
RECORDINGS, TARGET = "medzen-meeting-recordings-558069890522", "medzen-meeting-recordings-eu-central-1"

Said = collections.namedtuple("Said", "code out err")


class Reader:
    """Who follows the runbook: a shell with a folder and variables."""

    def __init__(self, lab, program):
        self.lab = lab
        self.folder = lab.folder / "reader"
        shims = lab.folder / "bin"
        self.folder.mkdir()
        shims.mkdir()
        # CLIs before 2.13 do not know AWS_ENDPOINT_URL; the command stays as it is written.
        shim = shims / "aws"
        shim.write_text(f'#!/bin/sh\nexec {program} --endpoint-url "$AWS_ENDPOINT_URL" "$@"\n')
        shim.chmod(0o755)
        self.variables = {}
        self.settings = lab.environment("eu-west-1", PATH=f"{shims}:{os.environ['PATH']}")

    def run(self, command):
        done = subprocess.run(["bash", "-c", command], cwd=self.folder, env={**self.settings, **self.variables},
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=100)
        return Said(done.returncode, done.stdout, done.stderr)

    def client(self, service, region="eu-central-1"):
        """To look at what a command did: boto3 is quicker than another CLI."""
        return self.lab.client(service, region)

    def write(self, name, content):
        (self.folder / name).write_text(content)


def succeeds(said):
    check(said.code == 0, f"exit code 0, not {said.code}: {said.err:.300}")
    return json.loads(said.out) if said.out.lstrip().startswith("{") else said.out.strip()


def fails(said, *parts):
    check(said.code != 0, f"it fails: {said.out:.200}")
    for part in parts:
        contains(said.err, part, "it says so")


# The runbook's commands, by service and operation, each with what AWS gives.

def translate_text(reader, command):
    # https://docs.aws.amazon.com/translate/latest/APIReference/API_TranslateText.html
    got = succeeds(reader.run(command.text))
    equal((got["SourceLanguageCode"], got["TargetLanguageCode"]), ("en", "fr"), "languages")
    check(got["TranslatedText"], "a text")


def list_medical_vocabularies(reader, command):
    # Fact A2: Transcribe Medical is not in eu-central-1.
    fails(reader.run(command.text), "An error occurred")
    succeeds(reader.run(command.text.replace("eu-central-1", "eu-west-1")))


def detect_entities(reader, command):
    # Fact A1: no endpoint in eu-central-1. Real names fail in DNS; a lab on one port can only say so.
    fails(reader.run(command.text), "UnknownEndpoint")
    got = succeeds(reader.run(command.text.replace("eu-central-1", "eu-west-1")))
    check("Entities" in got, "where it has one, there are entities")


def sync(reader, command):
    # https://docs.aws.amazon.com/cli/latest/reference/s3/sync.html: it does not make the bucket.
    fails(reader.run(command.text), "NoSuchBucket")
    # Fact D5: what is archived is left out, with a warning and exit code 2.
    s3 = reader.client("s3", "eu-west-1")
    for name in ("sync-source-of-the-tests", "sync-target-of-the-tests"):
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket="sync-source-of-the-tests", Key="warm", Body=b"x")
    s3.put_object(Bucket="sync-source-of-the-tests", Key="cold", Body=b"x", StorageClass="GLACIER")
    said = reader.run("aws s3 sync s3://sync-source-of-the-tests s3://sync-target-of-the-tests --region eu-west-1")
    equal(said.code, 2, "exit code of a sync that leaves something out")
    contains(said.err, "warning: Skipping file s3://sync-source-of-the-tests/cold", "the warning")
    got = s3.list_objects_v2(Bucket="sync-target-of-the-tests")
    equal([item["Key"] for item in got["Contents"]], ["warm"], "the rest is there")


def quota(reader, command):
    if "--service-code ecs" in command.text:
        # Fact A11: the quota is of service fargate.
        fails(reader.run(command.text), "NoSuchResourceException")
        if "request-" not in command.text:
            got = succeeds(reader.run(command.text.replace("--service-code ecs", "--service-code fargate")))
            equal(got["Quota"]["QuotaCode"], "L-3032A538", "under fargate it is there")
    else:
        # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html: 40 DB instances
        got = succeeds(reader.run(command.text))["Quota"]
        equal((got["QuotaCode"], got["ServiceCode"], got["Value"]), ("L-7B6409FD", "rds", 40.0), "RDS instances")


def caller_identity(reader, command):
    # https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
    equal(succeeds(reader.run(command.text)), "558069890522", "the account")


def create_key(reader, command):
    # The CLI has no such option: it is --policy
    # (https://docs.aws.amazon.com/cli/latest/reference/kms/create-key.html).
    fails(reader.run(command.text), "Unknown options: --key-policy")
    meant = command.text.replace("--key-policy", "--policy")
    # The runbook never shows the policy's file.
    fails(reader.run(meant), "kms-key-policy.json")
    reader.write("kms-key-policy.json", json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::558069890522:root"}, "Action": "kms:*", "Resource": "*"},
        {"Effect": "Allow", "Principal": {"Service": "chime.amazonaws.com"},
         "Action": ["kms:Decrypt", "kms:GenerateDataKey"], "Resource": "*"}]}))
    # https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html
    kms = reader.client("kms")
    key = succeeds(reader.run(meant))["KeyMetadata"]
    check(key["Arn"].startswith("arn:aws:kms:eu-central-1:558069890522:key/"), "a key of Frankfurt")
    equal((key["KeyState"], key["KeyManager"], key["Description"]),
          ("Enabled", "CUSTOMER", "MedZen Chime SDK encryption key - eu-central-1"), "what it is like")
    tags = kms.list_resource_tags(KeyId=key["KeyId"])["Tags"]
    equal(sorted((tag["TagKey"], tag["TagValue"]) for tag in tags),
          [("Environment", "production"), ("Project", "medzen")], "its tags")
    # Fact D12: a second step makes a second key, and Keys[0] is whichever comes first.
    reader.keys, first = [key["Arn"]], [key["Arn"]]
    for _ in range(5):
        reader.keys.append(kms.create_key()["KeyMetadata"]["Arn"])
        first.append(kms.list_keys()["Keys"][0]["KeyArn"])
    check(first != reader.keys, "Keys[0] is not the newest by right")


def list_keys(reader, command):
    # Fact D12: whichever key comes first.
    arn = succeeds(reader.run(command.text))
    check(arn in reader.keys, f"one of the region's keys: {arn}")


def enable_key_rotation(reader, command):
    # https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html
    succeeds(reader.run(command.text))
    kms = reader.client("kms")
    rotating = [arn for arn in reader.keys if kms.get_key_rotation_status(KeyId=arn)["KeyRotationEnabled"]]
    equal(rotating, [reader.variables["KMS_KEY_ARN"]], "the key that came first rotates, and none of the others")


def create_bucket(reader, command):
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
    equal(succeeds(reader.run(command.text))["Location"], f"http://{TARGET}.s3.amazonaws.com/", "Location")
    fails(reader.run(command.text), "BucketAlreadyOwnedByYou")
    # Fact D2, out of turn: the rules before the versions are refused.
    fails(reader.run(reader.replication.text), "InvalidRequest", "Destination bucket must have versioning enabled")


def put_bucket_versioning(reader, command):
    # It names no region: the CLI follows S3's redirect.
    succeeds(reader.run(command.text))
    equal(reader.client("s3").get_bucket_versioning(Bucket=TARGET).get("Status"), "Enabled", "versioning")


def put_bucket_replication(reader, command):
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html
    succeeds(reader.run(command.text))
    near, far = reader.client("s3", "eu-west-1"), reader.client("s3")
    got = near.get_bucket_replication(Bucket=RECORDINGS)["ReplicationConfiguration"]
    shown = json.loads((reader.folder / "replication-config.json").read_text())
    equal(got["Role"], shown["Role"], "the role")
    equal({key: got["Rules"][0][key] for key in shown["Rules"][0]}, shown["Rules"][0], "the rule, as the file has it")
    # Facts D1 and D3: nothing that was there comes, and nothing under a KMS key, which all of this bucket is.
    near.put_object(Bucket=RECORDINGS, Key="new", Body=b"a new recording")
    reader.lab.advance("1h")
    head = near.head_object(Bucket=RECORDINGS, Key="new")
    equal((head["ServerSideEncryption"], head.get("ReplicationStatus")), ("aws:kms", None), "skipped, silently")
    equal(far.list_objects_v2(Bucket=TARGET)["KeyCount"], 0, "the target stays empty")


def create_health_check(reader, command):
    # Fact C9: the CLI itself wants a caller reference.
    fails(reader.run(command.text), "--caller-reference")
    reader.variables["CHIME_ENDPOINT"] = f"https://{FRANKFURT}"
    said = reader.run(command.text.replace("create-health-check", "create-health-check --caller-reference tests-1"))
    reader.check = succeeds(said)
    check(len(reader.check) == 36, f"the id of a health check: {reader.check}")
    reader.give = reader.check


def records(reader):
    got = reader.client("route53").list_resource_record_sets(HostedZoneId="Z1234567890ABC")["ResourceRecordSets"]
    return {item["SetIdentifier"]: item["Weight"] for item in got if item["Name"] == "api.medzenhealth.app."}


def regions(reader):
    """The share of answers for each region, of fresh ones of the name servers'."""
    found = collections.Counter(address for _ in range(80)
                                for address in reader.lab.control("resolve?name=api.medzenhealth.app")["addresses"])
    return {region: found[address] / 80 for region, address in ADDRESSES.items()}


def change_records(reader, command):
    if "file://" not in command.text:
        return roll_back(reader, command)
    # https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
    equal(records(reader), {"eu-west-1-primary": 100}, "before")
    fails(reader.run(command.text), "An error occurred")  # its placeholders are no names
    path = reader.folder / "route53-changes.json"
    batch = path.read_text().replace("[NEW_API_GATEWAY_DOMAIN]", FRANKFURT).replace(
        "[OLD_API_GATEWAY_DOMAIN]", IRELAND).replace("[HEALTH_CHECK_ID]", reader.check)
    path.write_text(batch)
    # Fact C3: those zones are load balancers'.
    fails(reader.run(command.text), "InvalidChangeBatch", "does not lie within the target zone")
    equal(records(reader), {"eu-west-1-primary": 100}, "a batch is atomic (fact C6)")
    for wrong, right in ZONES.items():
        batch = batch.replace(wrong, right)
    path.write_text(batch)
    got = succeeds(reader.run(command.text))["ChangeInfo"]
    equal(got["Status"], "PENDING", "the change is under way (fact C10)")
    # Fact C7, the other way round: the record of before has another SetIdentifier, and stays.
    equal(records(reader), {"eu-west-1-primary": 100, "eu-central-1-primary": 100, "eu-west-1-failover": 0}, "after")
    # Fact C6: CREATE of what exists fails the batch.
    fails(reader.run(command.text), "InvalidChangeBatch", "already exists")
    reader.lab.advance("10m")
    equal(reader.client("route53").get_change(Id=got["Id"])["ChangeInfo"]["Status"], "INSYNC", "then it is everywhere")
    share = regions(reader)
    check(0.2 < share["eu-central-1"] < 0.8, f"half of the answers each (fact C5): {share}")


def update_health_check(reader, command):
    # Fact C1: a disabled check counts as healthy; --inverted makes a drill.
    got = succeeds(reader.run(command.text))["HealthCheck"]["HealthCheckConfig"]
    equal(got["Disabled"], "--no-disabled" not in command.text, "as the command says")
    reader.lab.advance("10m")
    share = regions(reader)
    check(share["eu-central-1"] > 0.2, f"traffic does not shift: {share}")
    if "--no-disabled" in command.text:
        return
    checks = reader.client("route53")
    checks.update_health_check(HealthCheckId=reader.check, Disabled=False, Inverted=True)
    reader.lab.advance("10m")
    equal(regions(reader), {"eu-central-1": 0, "eu-west-1": 1}, "an inverted check shifts it")
    checks.update_health_check(HealthCheckId=reader.check, Inverted=False)
    reader.lab.advance("10m")


def roll_back(reader, command):
    # The runbook's batch has an ellipsis.
    fails(reader.run(command.text), "Invalid JSON")
    whole = command.text.replace('"Weight": 100,', '"Weight": 100').replace(
        "...", ',"AliasTarget": {"HostedZoneId": "ZLY8HYME6SFDD", "DNSName": "' + IRELAND +
        '", "EvaluateTargetHealth": false}')
    succeeds(reader.run(whole))
    reader.lab.advance("10m")
    # Fact C7: 100/100/0, and half of the traffic stays where it was.
    equal(sorted(records(reader).values()), [0, 100, 100], "weights")
    share = regions(reader)
    check(0.2 < share["eu-central-1"] < 0.8, f"half of the traffic stays: {share}")
    succeeds(reader.run(whole.replace("eu-west-1-primary", "eu-west-1-rollback")))
    equal(len(records(reader)), 4, "another SetIdentifier adds another record (fact C7)")


EXPECTED = {
    "translate translate-text": translate_text,
    "transcribe list-medical-vocabularies": list_medical_vocabularies,
    "comprehendmedical detect-entities-v2": detect_entities,
    "s3 sync": sync,
    "service-quotas get-service-quota": quota,
    "service-quotas request-service-quota-increase": quota,
    "sts get-caller-identity": caller_identity,
    "kms create-key": create_key,
    "kms list-keys": list_keys,
    "kms enable-key-rotation": enable_key_rotation,
    "s3api create-bucket": create_bucket,
    "s3api put-bucket-versioning": put_bucket_versioning,
    "s3api put-bucket-replication": put_bucket_replication,
    "route53 create-health-check": create_health_check,
    "route53 change-resource-record-sets": change_records,
    "route53 update-health-check": update_health_check,
}


def go_through(path, text, program):
    found, shown = markdown.commands(text), markdown.files(text)
    check(len(found) >= 25, f"the commands are found: {len(found)}")
    check({"replication-config.json", "route53-changes.json"} <= set(shown), f"its files are found: {set(shown)}")
    lab = labs.Lab(account=labs.ROOT / "examples" / "medzen" / "account.yaml",
                   key="AKIAEXAMPLEMEDZEN0000", secret="made-up-example-secret")
    with lab:
        reader = Reader(lab, program)
        for name, content in shown.items():
            reader.write(name, content)
        reader.replication = next(item for item in found if item.name == "s3api put-bucket-replication")
        cases = []
        for command in found:
            if command.service not in SERVICES:
                print(f"out of scope: {path.name}:{command.line}: aws {command.name}", flush=True)
                continue

            def follow(command=command):
                if not check(command.name in EXPECTED, "somebody knows what AWS says to this"):
                    return
                reader.give = None
                EXPECTED[command.name](reader, command)
                if command.into:
                    reader.variables[command.into] = reader.give or reader.run(command.text).out.strip()
            cases.append((f"{path.name}:{command.line}: aws {command.name}", follow))
        run(cases)
        print(f"{len(cases)} commands run", flush=True)


def main():
    program, paths = sys.argv[1], [pathlib.Path(name) for name in sys.argv[2:]]
    if not shutil.which(program):
        labs.skip(f"there is no CLI {program}")
    program = shutil.which(program)
    print(subprocess.run([program, "--version"], capture_output=True, text=True, timeout=60).stdout.strip())
    gone_through = []
    for path in paths:
        if not path.exists():
            print(f"there is no {path}: left out", flush=True)
            continue
        text = path.read_text()
        what = ([(item.text, item.into) for item in markdown.commands(text)], markdown.files(text))
        print(f"{path.name}: {len(what[0])} aws commands", flush=True)
        if what in gone_through:
            print(f"{path}: the same commands and files as before", flush=True)
            continue
        go_through(path, text, program)
        gone_through.append(what)
    check(gone_through, "there is a runbook")
    finish()


main()
