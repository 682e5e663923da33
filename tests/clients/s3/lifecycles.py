"""Lifecycle rules: what is refused, and what happens in the lab's time."""

import datetime

import lab as labs
from assertions import check, contains, equal, refused
from s3.context import bucket, case, s3


def put(client, name, *rules):
    return client.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": list(rules)})


def rule(id="r", prefix="", **actions):
    return {"ID": id, "Status": "Enabled", "Filter": {"Prefix": prefix}, **actions}


@case
def rules():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
    name = bucket()
    one = rule("one", "logs/", Expiration={"Days": 30}, Transitions=[{"Days": 30, "StorageClass": "STANDARD_IA"}][:0])
    one.pop("Transitions")
    two = rule("two", NoncurrentVersionExpiration={"NoncurrentDays": 7}, AbortIncompleteMultipartUpload={"DaysAfterInitiation": 2})
    put(s3(), name, one, two)
    equal(s3().get_bucket_lifecycle_configuration(Bucket=name)["Rules"], [one, two], "rules are kept")
    refused("InvalidArgument", 400, put, s3(), name, rule("same", Expiration={"Days": 1}), rule("same", "x", Expiration={"Days": 1}))
    refused("InvalidArgument", 400, put, s3(), name, rule(Expiration={"Days": 0}))
    # "objects must be stored at least 30 days ... before you can transition to STANDARD_IA or ONEZONE_IA"
    refused("InvalidArgument", 400, put, s3(), name, rule(Transitions=[{"Days": 29, "StorageClass": "STANDARD_IA"}]))
    refused("InvalidArgument", 400, put, s3(), name, rule(Expiration={"Days": 5}, Transitions=[{"Days": 9, "StorageClass": "GLACIER"}]))
    refused("InvalidArgument", 400, put, s3(), name, rule(Expiration={"Date": datetime.datetime(2030, 1, 1, 13)}))
    refused(("MalformedXML", "InvalidRequest"), 400, put, s3(), name, rule())
    refused("InvalidArgument", 400, put, s3(), name, rule("x" * 256, Expiration={"Days": 1}))
    refused("MalformedXML", 400, put, s3(), name, rule(Expiration={"Days": 1, "ExpiredObjectDeleteMarker": True}))
    equal(len(s3().get_bucket_lifecycle_configuration(Bucket=name)["Rules"]), 2, "what is refused changes nothing")
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html: x-amz-expiration
    said = s3().put_object(Bucket=name, Key="logs/x").get("Expiration")
    contains(said, 'rule-id="one"', "PutObject says when it will expire")
    contains(said, "00:00:00 GMT", "at midnight")
    contains(s3().head_object(Bucket=name, Key="logs/x").get("Expiration"), 'rule-id="one"', "and HEAD")
    check("Expiration" not in s3().put_object(Bucket=name, Key="other"), "what no rule is for has none")
    equal(s3().delete_bucket_lifecycle(Bucket=name)["ResponseMetadata"]["HTTPStatusCode"], 204, "status of deletion")
    refused("NoSuchLifecycleConfiguration", 404, s3().get_bucket_lifecycle_configuration, Bucket=name)


@case
def expiry():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html#intro-lifecycle-rules-number-of-days
    with labs.Lab() as own:
        client, plain, versioned = s3(of=own), bucket(of=own), bucket(of=own, versioned=True)
        for name in (plain, versioned):
            put(client, name, rule("old", "old/", Expiration={"Days": 3}),
                rule("tagged", Expiration={"Days": 3}) | {"Filter": {"Tag": {"Key": "short", "Value": "yes"}}},
                rule("off", "off/", Expiration={"Days": 1}) | {"Status": "Disabled"},
                rule("past", "past/", NoncurrentVersionExpiration={"NoncurrentDays": 3}),
                rule("big", Expiration={"Days": 3}) | {"Filter": {"And": {"Prefix": "size/", "ObjectSizeGreaterThan": 10}}})
            for key in ("old/1", "other", "off/1", "size/small"):
                client.put_object(Bucket=name, Key=key, Body=b"x")
            client.put_object(Bucket=name, Key="tagged", Tagging="short=yes")
            client.put_object(Bucket=name, Key="size/big", Body=b"x" * 11)
        for body in (b"1", b"2"):
            client.put_object(Bucket=versioned, Key="past/1", Body=body)
        upload = client.create_multipart_upload(Bucket=plain, Key="left")["UploadId"]
        own.advance("2d")
        equal(client.list_objects_v2(Bucket=plain)["KeyCount"], 6, "nothing before its time")
        own.advance("3d")
        left = ["off/1", "other", "size/small"]
        equal([item["Key"] for item in client.list_objects_v2(Bucket=plain)["Contents"]], left, "by prefix, tag and size")
        equal([item["Key"] for item in client.list_objects_v2(Bucket=versioned)["Contents"]],
              ["off/1", "other", "past/1", "size/small"], "with versions")
        listing = client.list_object_versions(Bucket=versioned, Prefix="old/")
        equal((len(listing["DeleteMarkers"]), len(listing["Versions"])), (1, 1), "which become noncurrent, under a marker")
        equal(len(client.list_object_versions(Bucket=versioned, Prefix="past/")["Versions"]), 1, "noncurrent ones go")
        check(client.list_parts(Bucket=plain, Key="left", UploadId=upload), "uploads stay without a rule")
        put(client, plain, rule("parts", AbortIncompleteMultipartUpload={"DaysAfterInitiation": 1}))
        own.advance("2d")
        refused("NoSuchUpload", 404, client.list_parts, Bucket=plain, Key="left", UploadId=upload)
        # https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-configuration-examples.html: expired markers
        put(client, versioned, rule("all", NoncurrentVersionExpiration={"NoncurrentDays": 1}, Expiration={"ExpiredObjectDeleteMarker": True}))
        own.advance("4d")
        equal(client.list_object_versions(Bucket=versioned, Prefix="old/").get("DeleteMarkers", []), [],
              "a marker above nothing goes, too")


@case
def transitions():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
    with labs.Lab() as own:
        client, name = s3(of=own), bucket(of=own, versioned=True)
        put(client, name, rule(Transitions=[{"Days": 30, "StorageClass": "STANDARD_IA"}, {"Days": 90, "StorageClass": "GLACIER"}],
                               NoncurrentVersionTransitions=[{"NoncurrentDays": 10, "StorageClass": "GLACIER"}]))
        client.put_object(Bucket=name, Key="small", Body=b"x" * 1000)
        old = client.put_object(Bucket=name, Key="big", Body=b"x" * 200_000)["VersionId"]
        client.put_object(Bucket=name, Key="big", Body=b"y" * 200_000)
        own.advance("12d")
        equal(client.head_object(Bucket=name, Key="big", VersionId=old).get("StorageClass"), "GLACIER", "noncurrent, after 10 days")
        check("StorageClass" not in client.head_object(Bucket=name, Key="big"), "current ones not yet")
        own.advance("20d")
        equal(client.head_object(Bucket=name, Key="big").get("StorageClass"), "STANDARD_IA", "after 30 days")
        # "Objects smaller than 128 KB ... won't transition to any storage class by default" (since September 2024)
        check("StorageClass" not in client.head_object(Bucket=name, Key="small"), "small ones stay")
        own.advance("60d")
        equal(client.head_object(Bucket=name, Key="big").get("StorageClass"), "GLACIER", "after 90 days")
        refused("InvalidObjectState", 403, client.get_object, Bucket=name, Key="big")
