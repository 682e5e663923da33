"""Object Lock: retention and legal holds that refuse."""

import datetime

import lab as labs
import raw
from assertions import check, contains, equal, refused
from s3.context import bucket, case, lab, s3

DAY = datetime.timedelta(days=1)


def now():
    return datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)


@case
def configuration():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
    name = bucket(ObjectLockEnabledForBucket=True)
    equal(s3().get_bucket_versioning(Bucket=name).get("Status"), "Enabled", "Object Lock brings versioning")
    got = s3().get_object_lock_configuration(Bucket=name)["ObjectLockConfiguration"]
    equal(got, {"ObjectLockEnabled": "Enabled"}, "enabled, without a rule")
    refused("InvalidBucketState", 409, s3().put_bucket_versioning, Bucket=name, VersioningConfiguration={"Status": "Suspended"})
    rule = {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 2}}}
    s3().put_object_lock_configuration(Bucket=name, ObjectLockConfiguration=rule)
    equal(s3().get_object_lock_configuration(Bucket=name)["ObjectLockConfiguration"], rule, "the rule is kept")
    s3().put_object(Bucket=name, Key="k", Body=b"x", ChecksumAlgorithm="SHA256")
    head = s3().head_object(Bucket=name, Key="k")
    equal(head.get("ObjectLockMode"), "GOVERNANCE", "by default")
    check(abs(head["ObjectLockRetainUntilDate"] - now() - 2 * DAY) < DAY / 24, "for two days")
    refused("MalformedXML", 400, s3().put_object_lock_configuration, Bucket=name, ObjectLockConfiguration={
        "ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 1, "Years": 1}}})
    # "Content-MD5 or x-amz-sdk-checksum-algorithm header is required" for uploads with a retention period
    bare = raw.signed(lab(), "PUT", f"/{name}/bare", body=b"x")
    equal((bare.status, bare.code), (400, "InvalidRequest"), "an upload needs a checksum")
    plain = bucket()
    s3().put_object(Bucket=plain, Key="k")
    refused("ObjectLockConfigurationNotFoundError", 404, s3().get_object_lock_configuration, Bucket=plain)
    until = now() + DAY
    refused("InvalidRequest", 400, s3().put_object_retention, Bucket=plain, Key="k",
            Retention={"Mode": "GOVERNANCE", "RetainUntilDate": until})
    refused("InvalidRequest", 400, s3().put_object_legal_hold, Bucket=plain, Key="k", LegalHold={"Status": "ON"})
    refused("InvalidRequest", 400, s3().put_object, Bucket=plain, Key="k", ObjectLockMode="GOVERNANCE",
            ObjectLockRetainUntilDate=until, ChecksumAlgorithm="SHA256")
    # Since November 2023 an existing bucket can have it, if it is versioned.
    refused("InvalidBucketState", 409, s3().put_object_lock_configuration, Bucket=plain,
            ObjectLockConfiguration={"ObjectLockEnabled": "Enabled"})
    versioned = bucket(versioned=True)
    s3().put_object_lock_configuration(Bucket=versioned, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled"})
    equal(s3().get_object_lock_configuration(Bucket=versioned)["ObjectLockConfiguration"]["ObjectLockEnabled"],
          "Enabled", "enabled later")


@case
def retention():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html#object-lock-retention-modes
    with labs.Lab() as own:
        client, name = s3(of=own), bucket(of=own, ObjectLockEnabledForBucket=True)

        def locked(key, mode, days=1):
            return client.put_object(Bucket=name, Key=key, Body=b"x", ObjectLockMode=mode, ChecksumAlgorithm="SHA256",
                                     ObjectLockRetainUntilDate=now() + days * DAY)["VersionId"]
        soft, hard = locked("soft", "GOVERNANCE"), locked("hard", "COMPLIANCE")
        got = client.get_object_retention(Bucket=name, Key="hard")["Retention"]
        equal(got["Mode"], "COMPLIANCE", "its mode")
        for key, version in (("soft", soft), ("hard", hard)):
            error = refused("AccessDenied", 403, client.delete_object, Bucket=name, Key=key, VersionId=version)
            contains(error.get("Message"), "object lock", "the message says why")
        marker = client.delete_object(Bucket=name, Key="hard")
        equal(marker.get("DeleteMarker"), True, "a marker can always be put on top")
        client.delete_object(Bucket=name, Key="hard", VersionId=marker["VersionId"])
        check(client.put_object(Bucket=name, Key="hard", Body=b"y")["VersionId"] != hard, "and new versions")
        many = client.delete_objects(Bucket=name, Delete={"Objects": [
            {"Key": "soft", "VersionId": soft}, {"Key": "hard", "VersionId": hard}]})
        equal(sorted((item["Key"], item["Code"]) for item in many["Errors"]),
              [("hard", "AccessDenied"), ("soft", "AccessDenied")], "nor many at once")
        refused("AccessDenied", 403, client.delete_object, Bucket=name, Key="hard", VersionId=hard, BypassGovernanceRetention=True)

        def retain(key, version, mode, days, **more):
            return client.put_object_retention(Bucket=name, Key=key, VersionId=version, **more,
                                               Retention={"Mode": mode, "RetainUntilDate": now() + days * DAY})
        refused("AccessDenied", 403, retain, "hard", hard, "COMPLIANCE", 0.5)
        refused("AccessDenied", 403, retain, "hard", hard, "GOVERNANCE", 2)
        check(retain("hard", hard, "COMPLIANCE", 2), "it can be prolonged")
        refused("AccessDenied", 403, retain, "soft", soft, "GOVERNANCE", 0.5)
        check(retain("soft", soft, "GOVERNANCE", 0.5, BypassGovernanceRetention=True), "governance can be shortened, by who may")
        refused("InvalidArgument", 400, client.put_object_retention, Bucket=name, Key="soft", VersionId=soft,
                Retention={"Mode": "GOVERNANCE", "RetainUntilDate": now() - DAY})
        refused("InvalidArgument", 400, client.put_object, Bucket=name, Key="half", ObjectLockMode="GOVERNANCE", ChecksumAlgorithm="SHA256")
        equal(client.delete_object(Bucket=name, Key="soft", VersionId=soft, BypassGovernanceRetention=True)
              ["ResponseMetadata"]["HTTPStatusCode"], 204, "governance can be bypassed, by who may")
        own.advance("36h")
        refused("AccessDenied", 403, client.delete_object, Bucket=name, Key="hard", VersionId=hard)
        own.advance("13h")
        equal(client.delete_object(Bucket=name, Key="hard", VersionId=hard)["ResponseMetadata"]["HTTPStatusCode"], 204,
              "when its time is over it can go")
        refused("NoSuchObjectLockConfiguration", 404, client.get_object_retention, Bucket=name, Key="hard")


@case
def holds():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html#object-lock-legal-holds
    with labs.Lab() as own:
        client, name = s3(of=own), bucket(of=own, ObjectLockEnabledForBucket=True)
        version = client.put_object(Bucket=name, Key="k", Body=b"x", ObjectLockLegalHoldStatus="ON",
                                    ChecksumAlgorithm="SHA256")["VersionId"]
        equal(client.head_object(Bucket=name, Key="k").get("ObjectLockLegalHoldStatus"), "ON", "HEAD")
        equal(client.get_object_legal_hold(Bucket=name, Key="k")["LegalHold"], {"Status": "ON"}, "the hold")
        refused("AccessDenied", 403, client.delete_object, Bucket=name, Key="k", VersionId=version)
        own.advance("300d")
        refused("AccessDenied", 403, client.delete_object, Bucket=name, Key="k", VersionId=version, BypassGovernanceRetention=True)
        client.put_object_legal_hold(Bucket=name, Key="k", VersionId=version, LegalHold={"Status": "OFF"})
        equal(client.delete_object(Bucket=name, Key="k", VersionId=version)["ResponseMetadata"]["HTTPStatusCode"], 204,
              "without the hold it can go")
        client.put_object(Bucket=name, Key="k", Body=b"x")
        refused("NoSuchObjectLockConfiguration", 404, client.get_object_legal_hold, Bucket=name, Key="k")
