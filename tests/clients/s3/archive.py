"""Storage classes, archives and restores, in the lab's time."""

import re

import lab as labs
from assertions import check, contains, equal, refused
from s3.context import bucket, case, s3

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html
READABLE = ("STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "REDUCED_REDUNDANCY")


@case
def classes():
    name = bucket()
    for storage in READABLE:
        s3().put_object(Bucket=name, Key=storage, Body=b"x", StorageClass=storage)
        got = s3().get_object(Bucket=name, Key=storage)
        equal((got["StorageClass"], got["Body"].read()), (storage, b"x"), "GET says the class")
    listed = {item["Key"]: item["StorageClass"] for item in s3().list_objects_v2(Bucket=name)["Contents"]}
    equal(listed, {storage: storage for storage in READABLE}, "and listings")
    refused("InvalidStorageClass", 400, s3().put_object, Bucket=name, Key="k", StorageClass="COLD")
    s3().copy_object(Bucket=name, Key="STANDARD_IA", CopySource=f"{name}/STANDARD_IA", StorageClass="STANDARD")
    check("StorageClass" not in s3().head_object(Bucket=name, Key="STANDARD_IA"), "a copy onto itself changes the class")


@case
def restores():
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_RestoreObject.html and
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects-retrieval-options.html
    with labs.Lab() as own:
        name, client = bucket(of=own), s3(of=own)
        client.put_object(Bucket=name, Key="k", Body=b"cold", StorageClass="GLACIER")
        client.put_object(Bucket=name, Key="deep", Body=b"deep", StorageClass="DEEP_ARCHIVE")
        client.put_object(Bucket=name, Key="warm", Body=b"warm")
        error = refused("InvalidObjectState", 403, client.get_object, Bucket=name, Key="k")
        equal(error.get("StorageClass"), "GLACIER", "the error names the class")
        head = client.head_object(Bucket=name, Key="k")
        equal((head["StorageClass"], head["ContentLength"], head.get("Restore")), ("GLACIER", 4, None), "HEAD still works")
        refused(("ObjectNotInActiveTierError", "InvalidObjectState"), 403, client.copy_object, Bucket=name, Key="copy", CopySource=f"{name}/k")
        refused("InvalidObjectState", 403, client.restore_object, Bucket=name, Key="warm", RestoreRequest={"Days": 1})
        refused("NoSuchKey", 404, client.restore_object, Bucket=name, Key="none", RestoreRequest={"Days": 1})

        def restore(key, days, tier="Standard"):
            return client.restore_object(Bucket=name, Key=key, RestoreRequest={
                "Days": days, "GlacierJobParameters": {"Tier": tier}})
        equal(restore("k", 2)["ResponseMetadata"]["HTTPStatusCode"], 202, "accepted")
        refused("RestoreAlreadyInProgress", 409, restore, "k", 2)
        equal(client.head_object(Bucket=name, Key="k")["Restore"], 'ongoing-request="true"', "under way")
        refused("InvalidObjectState", 403, client.get_object, Bucket=name, Key="k")
        own.advance("6h")  # standard retrievals: 3-5 hours
        equal(client.get_object(Bucket=name, Key="k")["Body"].read(), b"cold", "restored")
        said = client.head_object(Bucket=name, Key="k")["Restore"]
        check(re.fullmatch(r'ongoing-request="false", expiry-date="\w{3}, \d\d \w{3} \d{4} 00:00:00 GMT"', said),
              f"until when, at midnight: {said}")
        equal(client.head_object(Bucket=name, Key="k")["StorageClass"], "GLACIER", "it stays archived")
        check(client.copy_object(Bucket=name, Key="copy", CopySource=f"{name}/k"), "a restored one can be copied")
        equal(restore("k", 5)["ResponseMetadata"]["HTTPStatusCode"], 200, "prolonged")
        own.advance("3d")
        equal(client.get_object(Bucket=name, Key="k")["Body"].read(), b"cold", "prolonged indeed")
        own.advance("4d")
        refused("InvalidObjectState", 403, client.get_object, Bucket=name, Key="k")
        check("Restore" not in client.head_object(Bucket=name, Key="k"), "and over")
        # Expedited: 1-5 minutes; not for Deep Archive, whose standard ones take 12 hours, bulk ones 48.
        restore("k", 1, "Expedited")
        own.advance("6m")
        check(client.get_object(Bucket=name, Key="k"), "expedited")
        refused(None, 400, restore, "deep", 1, "Expedited")
        restore("deep", 1)
        own.advance("6h")
        refused("InvalidObjectState", 403, client.get_object, Bucket=name, Key="deep")
        own.advance("7h")
        equal(client.get_object(Bucket=name, Key="deep")["Body"].read(), b"deep", "after 12 hours")
        contains(str(client.head_object(Bucket=name, Key="deep").get("StorageClass")), "DEEP_ARCHIVE", "class")
        refused(None, 400, client.restore_object, Bucket=name, Key="deep", RestoreRequest={"Days": 0})
