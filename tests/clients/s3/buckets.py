"""Buckets: where, by what name, whose, and what a new one is like."""

import raw
from assertions import check, contains, equal, omit, refused
from s3.context import answered, bucket, case, knows, lab, s3

API = "https://docs.aws.amazon.com/AmazonS3/latest/API/"


@case
def locations():
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
    made = s3().create_bucket(Bucket="location-of-virginia")
    equal(made["Location"], "/location-of-virginia", "Location in us-east-1")
    equal(made["ResponseMetadata"]["HTTPStatusCode"], 200, "status of CreateBucket")
    made = s3("eu-west-1").create_bucket(
        Bucket="location-of-ireland", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    equal(made["Location"], "http://location-of-ireland.s3.amazonaws.com/", "Location elsewhere")
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html: null for us-east-1
    equal(s3().get_bucket_location(Bucket="location-of-virginia")["LocationConstraint"], None,
          "us-east-1 has no location constraint")
    equal(s3("eu-west-1").get_bucket_location(Bucket="location-of-ireland")["LocationConstraint"],
          "eu-west-1", "location constraint")


@case
def location_constraints():
    # https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html: IllegalLocationConstraintException
    # and InvalidLocationConstraint
    error = refused("IllegalLocationConstraintException", 400, s3("eu-west-1").create_bucket,
                    Bucket="constraint-missing")
    contains(error.get("Message"), "unspecified location constraint is incompatible", "message")
    refused("IllegalLocationConstraintException", 400, s3("eu-west-1").create_bucket,
            Bucket="constraint-of-another",
            CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    refused("InvalidLocationConstraint", 400, s3().create_bucket, Bucket="constraint-of-nowhere",
            CreateBucketConfiguration={"LocationConstraint": "mars-north-1"})
    refused("NoSuchBucket", 404, s3().get_bucket_location, Bucket="constraint-missing")


@case
def names():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    for name in ("ab", "a" * 64, "Upper-case", "under_score", "two..dots", "-begins", "ends-",
                 ".begins", "ends.", "192.168.5.4", "xn--puny", "sthree-some", "some-s3alias",
                 "some--ol-s3", "amzn-s3-demo-bucket"):
        refused("InvalidBucketName", 400, s3().create_bucket, Bucket=name)
    for name in ("abc", "b" * 63, "with.dots.in-it", "0digits9", "1.2.3.4.5"):
        made = s3().create_bucket(Bucket=name)
        equal(made["ResponseMetadata"]["HTTPStatusCode"], 200, f"the name {name} is allowed")


@case
def taken():
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html#API_CreateBucket_Errors
    bucket("eu-west-1", name="taken-in-ireland")
    error = refused("BucketAlreadyOwnedByYou", 409, s3("eu-west-1").create_bucket,
                    Bucket="taken-in-ireland",
                    CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    equal(error.get("BucketName"), "taken-in-ireland", "BucketName of the error")
    # Names are global: another region's endpoint refuses too.
    refused("BucketAlreadyOwnedByYou", 409, s3("eu-central-1").create_bucket, Bucket="taken-in-ireland",
            CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    # "For legacy compatibility, if you re-create an existing bucket that you already own in the
    # North Virginia Region, Amazon S3 returns 200 OK."
    bucket(name="taken-in-virginia")
    equal(s3().create_bucket(Bucket="taken-in-virginia")["ResponseMetadata"]["HTTPStatusCode"], 200,
          "us-east-1 lets an owner create again")


@case
def head():
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
    name = bucket("eu-central-1")
    there = s3("eu-central-1").head_bucket(Bucket=name)
    equal(answered(there).get("x-amz-bucket-region"), "eu-central-1", "x-amz-bucket-region")
    refused("404", 404, s3().head_bucket, Bucket="no-such-bucket-anywhere")
    absent = raw.signed(lab(), "HEAD", "/no-such-bucket-anywhere")
    equal((absent.status, absent.body), (404, b""), "a HEAD has no body")


@case
def another_region():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html and
    # https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html: PermanentRedirect
    name = bucket("eu-west-1")
    moved = raw.signed(lab(), "GET", f"/{name}?list-type=2", region="eu-central-1")
    equal((moved.status, moved.code), (301, "PermanentRedirect"), "asked in another region")
    equal(moved.headers.get("x-amz-bucket-region"), "eu-west-1", "x-amz-bucket-region of a redirect")
    equal(moved.element("Bucket"), name, "Bucket of a redirect")
    check("eu-west-1" in (moved.element("Endpoint") or ""), "Endpoint of a redirect names the region")
    moved = raw.signed(lab(), "HEAD", f"/{name}", region="eu-central-1")
    equal((moved.status, moved.headers.get("x-amz-bucket-region")), (301, "eu-west-1"),
          "HEAD in another region")
    # The SDK follows.
    s3("eu-west-1").put_object(Bucket=name, Key="far", Body=b"away")
    client = lab().client("s3", "eu-central-1", retries={"total_max_attempts": 2})
    equal(client.get_object(Bucket=name, Key="far")["Body"].read(), b"away", "the SDK's redirect")


@case
def lists():
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
    for name in ("zz-last", "mm-middle", "aa-first"):
        bucket(name=name)
    listing = s3("eu-west-1").list_buckets()
    found = [item["Name"] for item in listing["Buckets"]]
    check({"zz-last", "mm-middle", "aa-first"} <= set(found), "all regions' buckets are listed")
    equal(found, sorted(found), "buckets are in order")
    check(listing["Owner"].get("ID"), "there is an owner")
    check(all(item["CreationDate"] for item in listing["Buckets"]), "each has a creation date")
    if not knows(s3(), "ListBuckets", "MaxBuckets"):
        return omit("ListBuckets with pages")
    page = s3().list_buckets(MaxBuckets=2)
    equal([item["Name"] for item in page["Buckets"]], found[:2], "a page of two")
    token = page.get("ContinuationToken")
    check(token, "a page that is not the last has a token")
    page = s3().list_buckets(MaxBuckets=2, ContinuationToken=token)
    equal([item["Name"] for item in page["Buckets"]], found[2:4], "the next page")
    page = s3().list_buckets(Prefix="mm-")
    equal([item["Name"] for item in page["Buckets"]], ["mm-middle"], "by prefix")
    equal(page.get("Prefix"), "mm-", "Prefix is echoed")
    bucket("eu-central-1", name="by-region")
    page = s3("eu-central-1").list_buckets(BucketRegion="eu-central-1")
    check("by-region" in [item["Name"] for item in page["Buckets"]], "by region")
    equal({item.get("BucketRegion") for item in page["Buckets"]}, {"eu-central-1"}, "BucketRegion")


@case
def deletion():
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html: "All objects (including all
    # object versions and delete markers) in the bucket must be deleted before"
    name = bucket(versioned=True)
    version = s3().put_object(Bucket=name, Key="k", Body=b"1")["VersionId"]
    marker = s3().delete_object(Bucket=name, Key="k")["VersionId"]
    refused("BucketNotEmpty", 409, s3().delete_bucket, Bucket=name)
    s3().delete_object(Bucket=name, Key="k", VersionId=version)
    refused("BucketNotEmpty", 409, s3().delete_bucket, Bucket=name)
    s3().delete_object(Bucket=name, Key="k", VersionId=marker)
    equal(s3().delete_bucket(Bucket=name)["ResponseMetadata"]["HTTPStatusCode"], 204, "an empty one goes")
    error = refused("NoSuchBucket", 404, s3().delete_bucket, Bucket=name)
    equal(error.get("BucketName"), name, "BucketName of NoSuchBucket")
    refused("NoSuchBucket", 404, s3().put_object, Bucket=name, Key="k", Body=b"")


@case
def owners():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html (fact D11)
    name = bucket()
    me, other = lab().account, "111122223333"
    for call, more in ((s3().put_object, {"Key": "k", "Body": b""}), (s3().get_object, {"Key": "k"}),
                       (s3().list_objects_v2, {}), (s3().get_bucket_versioning, {}),
                       (s3().delete_object, {"Key": "k"})):
        refused("AccessDenied", 403, call, Bucket=name, ExpectedBucketOwner=other, **more)
    equal(s3().put_object(Bucket=name, Key="k", Body=b"", ExpectedBucketOwner=me)
          ["ResponseMetadata"]["HTTPStatusCode"], 200, "the right owner")
    refused("403", 403, s3().head_bucket, Bucket=name, ExpectedBucketOwner=other)
    refused("AccessDenied", 403, s3().copy_object, Bucket=name, Key="c", CopySource=f"{name}/k",
            ExpectedSourceBucketOwner=other)


@case
def defaults():
    name = bucket()
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html: since January 2023
    rule = s3().get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"][0]
    equal(rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"], "AES256", "default encryption")
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html: since April 2023
    equal(s3().get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"],
          {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True,
           "RestrictPublicBuckets": True}, "public access is blocked")
    equal(s3().get_bucket_ownership_controls(Bucket=name)["OwnershipControls"]["Rules"],
          [{"ObjectOwnership": "BucketOwnerEnforced"}], "ACLs are disabled")
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html: no Status at all
    check("Status" not in s3().get_bucket_versioning(Bucket=name), "versioning was never set")
    # https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList
    for code, call in (
            ("NoSuchTagSet", s3().get_bucket_tagging), ("NoSuchBucketPolicy", s3().get_bucket_policy),
            ("NoSuchLifecycleConfiguration", s3().get_bucket_lifecycle_configuration),
            ("NoSuchCORSConfiguration", s3().get_bucket_cors),
            ("NoSuchWebsiteConfiguration", s3().get_bucket_website),
            ("ReplicationConfigurationNotFoundError", s3().get_bucket_replication),
            ("ObjectLockConfigurationNotFoundError", s3().get_object_lock_configuration)):
        refused(code, 404, call, Bucket=name)
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketNotificationConfiguration.html: "If
    # notifications are not enabled on the bucket, the action returns an empty ... element"
    empty = s3().get_bucket_notification_configuration(Bucket=name)
    equal(set(empty) - {"ResponseMetadata"}, set(), "no notifications")
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketRequestPayment.html
    equal(s3().get_bucket_request_payment(Bucket=name)["Payer"], "BucketOwner", "who pays")
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLogging.html
    check("LoggingEnabled" not in s3().get_bucket_logging(Bucket=name), "no logging")
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAccelerateConfiguration.html
    check("Status" not in s3().get_bucket_accelerate_configuration(Bucket=name), "no acceleration")
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAcl.html
    acl = s3().get_bucket_acl(Bucket=name)
    equal([grant["Permission"] for grant in acl["Grants"]], ["FULL_CONTROL"], "one grant")
    equal(acl["Grants"][0]["Grantee"].get("ID"), acl["Owner"]["ID"], "to the owner")


@case
def tags():
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html
    name = bucket()
    pairs = [{"Key": "Project", "Value": "medzen"}, {"Key": "Größe", "Value": "ä +=._:/@-"}]
    s3().put_bucket_tagging(Bucket=name, Tagging={"TagSet": pairs})
    got = s3().get_bucket_tagging(Bucket=name)["TagSet"]
    equal(sorted(got, key=str), sorted(pairs, key=str), "tags come back")
    s3().put_bucket_tagging(Bucket=name, Tagging={"TagSet": pairs[:1]})
    equal(s3().get_bucket_tagging(Bucket=name)["TagSet"], pairs[:1], "a new set takes the old one's place")
    refused("InvalidTag", 400, s3().put_bucket_tagging, Bucket=name,
            Tagging={"TagSet": [{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}]})
    refused("InvalidTag", 400, s3().put_bucket_tagging, Bucket=name,
            Tagging={"TagSet": [{"Key": "aws:mine", "Value": "1"}]})
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/CostAllocTagging.html: at most 50
    refused(None, 400, s3().put_bucket_tagging, Bucket=name,
            Tagging={"TagSet": [{"Key": f"k{n}", "Value": ""} for n in range(51)]})
    equal(s3().delete_bucket_tagging(Bucket=name)["ResponseMetadata"]["HTTPStatusCode"], 204,
          "status of DeleteBucketTagging")
    refused("NoSuchTagSet", 404, s3().get_bucket_tagging, Bucket=name)


@case
def hosts():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
    name = bucket()
    s3().put_object(Bucket=name, Key="in/the host", Body=b"found")
    for host in (f"{name}.localhost:{lab().port}", f"{name}.s3.localhost:{lab().port}",
                 f"{name}.s3.us-east-1.localhost:{lab().port}", f"{name}.s3.us-east-1.amazonaws.com"):
        signer = raw.Signer(lab())
        signer.host = host
        got = raw.send(lab(), "GET", "/in/the%20host",
                       signer.headers("GET", "/in/the%20host", {}, raw.UNSIGNED))
        equal((got.status, got.body), (200, b"found"), f"bucket in the host {host}")
