"""Encryption by KMS keys, and what becomes of objects without their key."""

import hashlib

import lab as labs
from assertions import check, equal, refused
from s3.context import answered, bucket, case, lab, s3


def new_key(of, region="us-east-1"):
    return of.client("kms", region).create_key()["KeyMetadata"]["Arn"]


def by_default(name, of, key=None, region="us-east-1", bucket_key=None):
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}
    if key:
        rule["ApplyServerSideEncryptionByDefault"]["KMSMasterKeyID"] = key
    if bucket_key is not None:
        rule["BucketKeyEnabled"] = bucket_key
    s3(region, of).put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": [rule]})


@case
def by_kms():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/specifying-kms-encryption.html
    name, key = bucket(), new_key(lab())
    put = s3().put_object(Bucket=name, Key="k", Body=b"secret", ServerSideEncryption="aws:kms", SSEKMSKeyId=key)
    equal((put["ServerSideEncryption"], put["SSEKMSKeyId"]), ("aws:kms", key), "the key's ARN")
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html: an ETag with SSE-KMS is no MD5 (fact D10)
    check(put["ETag"] != f'"{hashlib.md5(b"secret").hexdigest()}"', "the ETag is no MD5")
    got = s3().get_object(Bucket=name, Key="k")
    equal((got["Body"].read(), got["ServerSideEncryption"], got["SSEKMSKeyId"]), (b"secret", "aws:kms", key), "GET")
    equal(s3().head_object(Bucket=name, Key="k")["SSEKMSKeyId"], key, "HEAD")
    short = s3().put_object(Bucket=name, Key="k2", ServerSideEncryption="aws:kms", SSEKMSKeyId=key.rsplit("/", 1)[1])
    equal(short["SSEKMSKeyId"], key, "by key id, too")
    own = s3().put_object(Bucket=name, Key="k3", ServerSideEncryption="aws:kms")
    check(own["SSEKMSKeyId"].startswith(f"arn:aws:kms:us-east-1:{lab().account}:key/"), "without one: AWS's own key")
    aliases = [item["AliasName"] for item in lab().client("kms").list_aliases()["Aliases"]]
    check("alias/aws/s3" in aliases, "which has the alias alias/aws/s3")
    plain = s3().put_object(Bucket=name, Key="k4", ServerSideEncryption="AES256")
    equal(plain["ServerSideEncryption"], "AES256", "SSE-S3")
    refused(("InvalidArgument", "InvalidRequest"), 400, s3().put_object, Bucket=name, Key="k", ServerSideEncryption="rot13")
    refused("InvalidArgument", 400, s3().put_object, Bucket=name, Key="k", ServerSideEncryption="AES256", SSEKMSKeyId=key)
    # https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html: KMS.NotFoundException
    absent = key.rsplit("/", 1)[0] + "/11111111-2222-3333-4444-555555555555"
    refused("KMS.NotFoundException", 400, s3().put_object, Bucket=name, Key="k", ServerSideEncryption="aws:kms", SSEKMSKeyId=absent)
    # A copy is encrypted as it is asked for, or as its bucket says: not as its source.
    copy = s3().copy_object(Bucket=name, Key="copy", CopySource=f"{name}/k")
    equal(copy["ServerSideEncryption"], "AES256", "a copy has the bucket's encryption")
    copy = s3().copy_object(Bucket=name, Key="copy", CopySource=f"{name}/k4", ServerSideEncryption="aws:kms", SSEKMSKeyId=key)
    equal(copy["SSEKMSKeyId"], key, "or what it asks for")
    upload = s3().create_multipart_upload(Bucket=name, Key="m", ServerSideEncryption="aws:kms", SSEKMSKeyId=key)
    equal(upload["SSEKMSKeyId"], key, "multipart uploads, too")
    part = s3().upload_part(Bucket=name, Key="m", UploadId=upload["UploadId"], PartNumber=1, Body=b"part")["ETag"]
    done = s3().complete_multipart_upload(Bucket=name, Key="m", UploadId=upload["UploadId"],
                                          MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part}]})
    equal(done["SSEKMSKeyId"], key, "when complete")


@case
def defaults():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html
    name, key = bucket(), new_key(lab())
    by_default(name, lab(), key, bucket_key=True)
    rule = s3().get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"][0]
    equal(rule["ApplyServerSideEncryptionByDefault"], {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}, "kept")
    equal(rule["BucketKeyEnabled"], True, "bucket key")
    put = s3().put_object(Bucket=name, Key="k", Body=b"x")
    equal((put["ServerSideEncryption"], put["SSEKMSKeyId"], put.get("BucketKeyEnabled")), ("aws:kms", key, True), "by default")
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
    equal(s3().head_object(Bucket=name, Key="k").get("BucketKeyEnabled"), True, "HEAD says bucket key")
    put = s3().put_object(Bucket=name, Key="k", Body=b"x", ServerSideEncryption="aws:kms", SSEKMSKeyId=key, BucketKeyEnabled=False)
    check(not put.get("BucketKeyEnabled"), "an object can be without")
    put = s3().put_object(Bucket=name, Key="k", Body=b"x", ServerSideEncryption="AES256")
    equal(put["ServerSideEncryption"], "AES256", "a request beats the default")
    equal(s3().delete_bucket_encryption(Bucket=name)["ResponseMetadata"]["HTTPStatusCode"], 204, "status of deletion")
    rule = s3().get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"][0]
    equal(rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"], "AES256", "which leaves SSE-S3")
    refused("InvalidArgument", 400, s3().put_bucket_encryption, Bucket=name, ServerSideEncryptionConfiguration={
        "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256", "KMSMasterKeyID": key}}]})


@case
def keys_are_regional():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html: "The KMS key must be in the
    # same AWS Region as the bucket" (fact D14)
    far = new_key(lab(), "eu-west-1")
    name = bucket()
    refused(None, 400, s3().put_object, Bucket=name, Key="k", ServerSideEncryption="aws:kms", SSEKMSKeyId=far)
    refused("KMS.NotFoundException", 400, s3().put_object, Bucket=name, Key="k", ServerSideEncryption="aws:kms",
            SSEKMSKeyId=far.rsplit("/", 1)[1])
    refused("404", 404, s3().head_object, Bucket=name, Key="k")
    there = bucket("eu-west-1")
    equal(s3("eu-west-1").put_object(Bucket=there, Key="k", ServerSideEncryption="aws:kms", SSEKMSKeyId=far)["SSEKMSKeyId"],
          far, "in its own region")
    # A copy into another region is encrypted by a key there.
    copy = s3().copy_object(Bucket=name, Key="copy", CopySource=f"{there}/k", ServerSideEncryption="aws:kms",
                            SSEKMSKeyId=new_key(lab()))
    check(copy["SSEKMSKeyId"].startswith("arn:aws:kms:us-east-1:"), "a copy's key")


@case
def keys_that_go():
    # https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html (fact D14)
    with labs.Lab() as own:
        name, key = bucket(of=own), new_key(own)
        client, kms = s3(of=own), own.client("kms")
        by_default(name, own, key)
        client.put_object(Bucket=name, Key="k", Body=b"secret")
        kms.disable_key(KeyId=key)
        refused("KMS.DisabledException", 400, client.get_object, Bucket=name, Key="k")
        refused("KMS.DisabledException", 400, client.put_object, Bucket=name, Key="k2")
        kms.enable_key(KeyId=key)
        equal(client.get_object(Bucket=name, Key="k")["Body"].read(), b"secret", "enabled again")
        for days in (6, 31):
            refused("ValidationException", 400, kms.schedule_key_deletion, KeyId=key, PendingWindowInDays=days)
        kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
        equal(kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"], "PendingDeletion", "KeyState")
        refused("KMS.KMSInvalidStateException", 400, client.get_object, Bucket=name, Key="k")
        own.advance("6d")
        kms.cancel_key_deletion(KeyId=key)
        equal(kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"], "Disabled", "after cancelling it is disabled")
        kms.enable_key(KeyId=key)
        equal(client.get_object(Bucket=name, Key="k")["Body"].read(), b"secret", "and can be enabled")
        kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
        own.advance("8d")
        refused("NotFoundException", 400, kms.describe_key, KeyId=key)
        refused("KMS.NotFoundException", 400, client.get_object, Bucket=name, Key="k")
        # It can still be seen, and deleted.
        equal(answered(client.head_bucket(Bucket=name)).get("x-amz-bucket-region"), "us-east-1", "the bucket is there")
        equal(client.list_objects_v2(Bucket=name)["KeyCount"], 1, "and lists what nobody can read")
