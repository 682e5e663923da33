"""What a bucket or an object is told and keeps: tags, ACLs, policies, public access, CORS, website, notifications."""

import base64
import hashlib
import json

import raw
from assertions import check, contains, equal, refused
from s3.context import answered, bucket, case, lab, s3


@case
def object_tags():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
    name = bucket()
    s3().put_object(Bucket=name, Key="k", Tagging="a=1&b%20c=%C3%A4+x")
    got = s3().get_object_tagging(Bucket=name, Key="k")["TagSet"]
    equal(sorted(got, key=str), [{"Key": "a", "Value": "1"}, {"Key": "b c", "Value": "ä x"}], "x-amz-tagging")
    equal(s3().get_object(Bucket=name, Key="k").get("TagCount"), 2, "x-amz-tagging-count in GET")
    s3().put_object_tagging(Bucket=name, Key="k", Tagging={"TagSet": [{"Key": "z", "Value": ""}]})
    equal(s3().get_object_tagging(Bucket=name, Key="k")["TagSet"], [{"Key": "z", "Value": ""}],
          "a set takes the other's place")
    etag = s3().head_object(Bucket=name, Key="k")["LastModified"]
    equal(s3().delete_object_tagging(Bucket=name, Key="k")["ResponseMetadata"]["HTTPStatusCode"], 204, "status of deletion")
    equal(s3().get_object_tagging(Bucket=name, Key="k")["TagSet"], [], "no tags")
    check("TagCount" not in s3().get_object(Bucket=name, Key="k"), "no count of none")
    equal(s3().head_object(Bucket=name, Key="k")["LastModified"], etag, "tags do not change Last-Modified")
    s3().put_object(Bucket=name, Key="k", Body=b"new")
    equal(s3().get_object_tagging(Bucket=name, Key="k")["TagSet"], [], "a new object has none")

    def tag(*pairs):
        return {"Bucket": name, "Key": "k", "Tagging": {"TagSet": [{"Key": k, "Value": v} for k, v in pairs]}}
    # "You can associate up to 10 tags with an object."
    check(s3().put_object_tagging(**tag(*((f"k{n}", "v") for n in range(10)))), "ten tags")
    refused("BadRequest", 400, s3().put_object_tagging, **tag(*((f"k{n}", "v") for n in range(11))))
    refused("InvalidTag", 400, s3().put_object_tagging, **tag(("k" * 129, "v")))
    refused("InvalidTag", 400, s3().put_object_tagging, **tag(("k", "v" * 257)))
    refused("InvalidTag", 400, s3().put_object_tagging, **tag(("same", "1"), ("same", "2")))
    check(s3().put_object_tagging(**tag(("k" * 128, "v" * 256))), "the longest")
    refused("InvalidTag", 400, s3().put_object, Bucket=name, Key="k2", Tagging="k" * 129 + "=v")
    refused(("BadRequest", "InvalidArgument"), 400, s3().put_object, Bucket=name, Key="k2",
            Tagging="&".join(f"k{n}=v" for n in range(11)))


@case
def acls():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html: bucket owner enforced
    name = bucket()
    s3().put_object(Bucket=name, Key="k")
    for call, more in ((s3().put_bucket_acl, {}), (s3().put_object_acl, {"Key": "k"}),
                       (s3().put_object, {"Key": "k"})):
        error = refused("AccessControlListNotSupported", 400, call, Bucket=name, ACL="public-read", **more)
        contains(error.get("Message"), "does not allow ACLs", "message")
    # "or bucket-owner-full-control canned ACLs": those say what holds anyway.
    check(s3().put_object(Bucket=name, Key="k", ACL="bucket-owner-full-control")["ETag"], "the owner's full control")
    acl = s3().get_object_acl(Bucket=name, Key="k")
    equal([(grant["Permission"], grant["Grantee"]["ID"]) for grant in acl["Grants"]],
          [("FULL_CONTROL", acl["Owner"]["ID"])], "an object's ACL")
    # With ACLs enabled: https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
    s3().put_bucket_ownership_controls(Bucket=name, OwnershipControls={
        "Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]})
    equal(s3().get_bucket_ownership_controls(Bucket=name)["OwnershipControls"]["Rules"][0]["ObjectOwnership"],
          "BucketOwnerPreferred", "ownership is kept")
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html: BlockPublicAcls
    refused("AccessDenied", 403, s3().put_object_acl, Bucket=name, Key="k", ACL="public-read")
    refused("AccessDenied", 403, s3().put_bucket_acl, Bucket=name, ACL="public-read-write")
    s3().delete_public_access_block(Bucket=name)
    s3().put_object_acl(Bucket=name, Key="k", ACL="public-read")
    acl = s3().get_object_acl(Bucket=name, Key="k")
    check(("READ", "http://acs.amazonaws.com/groups/global/AllUsers") in
          [(grant["Permission"], grant["Grantee"].get("URI")) for grant in acl["Grants"]], "public-read")
    equal(raw.send(lab(), "GET", f"/{name}/k").status, 200, "everybody may read it")
    equal(raw.send(lab(), "GET", f"/{name}?list-type=2").status, 403, "but not list")
    s3().put_object_acl(Bucket=name, Key="k", ACL="private")
    equal(raw.send(lab(), "GET", f"/{name}/k").status, 403, "private again")
    s3().delete_bucket_ownership_controls(Bucket=name)
    refused("OwnershipControlsNotFoundError", 404, s3().get_bucket_ownership_controls, Bucket=name)


def statement(name, effect="Allow", principal="*", action="s3:GetObject", what="/*", **more):
    return json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": effect, "Principal": principal, "Action": action,
        "Resource": f"arn:aws:s3:::{name}{what}", **more}]})


@case
def policies():
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
    name = bucket()
    s3().put_object(Bucket=name, Key="k", Body=b"read me")
    us = {"AWS": f"arn:aws:iam::{lab().account}:root"}
    for bad in ("no JSON", "{}", statement("another-bucket", principal=us), statement(name, principal=us, action="s3:NoSuchAction"),
                statement(name, principal=us, effect="Maybe"), statement(name, principal={"AWS": "nobody"}),
                statement(name, principal={"Service": "no.such.service"}), statement(name, principal=us, what="")):
        refused("MalformedPolicy", 400, s3().put_bucket_policy, Bucket=name, Policy=bad)
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html: BlockPublicPolicy
    refused("AccessDenied", 403, s3().put_bucket_policy, Bucket=name, Policy=statement(name))
    # Fact D13: media capture writes as mediapipelines.chime.amazonaws.com. A service is not the public.
    service = statement(name, principal={"Service": "mediapipelines.chime.amazonaws.com"}, action=["s3:PutObject", "s3:PutObjectAcl"])
    s3().put_bucket_policy(Bucket=name, Policy=service)
    equal(json.loads(s3().get_bucket_policy(Bucket=name)["Policy"]), json.loads(service), "it is kept")
    equal(s3().get_bucket_policy_status(Bucket=name)["PolicyStatus"]["IsPublic"], False, "a service is not the public")
    equal(raw.send(lab(), "GET", f"/{name}/k").status, 403, "anonymous")
    s3().delete_public_access_block(Bucket=name)
    refused("NoSuchPublicAccessBlockConfiguration", 404, s3().get_public_access_block, Bucket=name)
    s3().put_bucket_policy(Bucket=name, Policy=statement(name))
    equal(s3().get_bucket_policy_status(Bucket=name)["PolicyStatus"]["IsPublic"], True, "now it is public")
    got = raw.send(lab(), "GET", f"/{name}/k")
    equal((got.status, got.body), (200, b"read me"), "and everybody may read")
    refused_put = raw.send(lab(), "PUT", f"/{name}/k", body=b"mine")
    equal((refused_put.status, refused_put.code), (403, "AccessDenied"), "but not write")
    override = raw.send(lab(), "GET", f"/{name}/k?response-content-type=text%2Fplain")
    equal((override.status, override.code), (400, "InvalidRequest"), "response headers need a signature")
    s3().put_public_access_block(Bucket=name, PublicAccessBlockConfiguration={
        "BlockPublicAcls": False, "IgnorePublicAcls": False, "BlockPublicPolicy": False, "RestrictPublicBuckets": True})
    equal(raw.send(lab(), "GET", f"/{name}/k").status, 403, "RestrictPublicBuckets")
    equal(s3().get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]["BlockPublicPolicy"], False, "kept as said")
    s3().put_bucket_policy(Bucket=name, Policy=statement(name, effect="Deny"))
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html: a denial wins
    refused("AccessDenied", 403, s3().get_object, Bucket=name, Key="k")
    refused("403", 403, s3().head_object, Bucket=name, Key="k")
    check(s3().put_object(Bucket=name, Key="other"), "what is not denied")
    equal(s3().delete_bucket_policy(Bucket=name)["ResponseMetadata"]["HTTPStatusCode"], 204, "status of deletion")
    refused("NoSuchBucketPolicy", 404, s3().get_bucket_policy, Bucket=name)
    check(s3().get_object(Bucket=name, Key="k"), "no longer denied")
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
    conditioned = statement(name, effect="Deny", action="s3:PutObject", Condition={"Null": {"s3:if-none-match": "true"}})
    s3().put_bucket_policy(Bucket=name, Policy=conditioned)
    refused("AccessDenied", 403, s3().put_object, Bucket=name, Key="new")


@case
def cors():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html
    name = bucket()
    rules = [{"AllowedOrigins": ["https://*.medzenhealth.app"], "AllowedMethods": ["GET", "PUT"],
              "AllowedHeaders": ["x-amz-*"], "ExposeHeaders": ["ETag"], "MaxAgeSeconds": 600},
             {"AllowedOrigins": ["*"], "AllowedMethods": ["HEAD"]}]
    s3().put_bucket_cors(Bucket=name, CORSConfiguration={"CORSRules": rules})
    equal(s3().get_bucket_cors(Bucket=name)["CORSRules"], rules, "rules are kept")
    s3().put_object(Bucket=name, Key="k")

    def ask(origin, method, *more):
        headers = {"origin": origin, "access-control-request-method": method}
        if more:
            headers["access-control-request-headers"] = ",".join(more)
        return raw.send(lab(), "OPTIONS", f"/{name}/k", headers)
    yes = ask("https://app.medzenhealth.app", "PUT", "x-amz-date")
    equal((yes.status, yes.headers.get("access-control-allow-origin"), yes.headers.get("access-control-max-age")),
          (200, "https://app.medzenhealth.app", "600"), "a preflight that is allowed")
    contains(yes.headers.get("access-control-allow-methods"), "PUT", "the methods")
    equal(yes.headers.get("access-control-allow-headers"), "x-amz-date", "the headers")
    for no in (ask("https://evil.example", "PUT"), ask("https://app.medzenhealth.app", "DELETE"),
               ask("https://app.medzenhealth.app", "PUT", "authorization")):
        equal((no.status, no.code), (403, "AccessForbidden"), "a preflight that is not")
    equal(ask("https://evil.example", "HEAD").headers.get("access-control-allow-origin"), "*", "any origin")
    got = raw.signed(lab(), "GET", f"/{name}/k", {"origin": "https://app.medzenhealth.app"})
    equal((got.headers.get("access-control-allow-origin"), got.headers.get("access-control-expose-headers")),
          ("https://app.medzenhealth.app", "ETag"), "an answer to that origin")
    got = raw.signed(lab(), "GET", f"/{name}/k")
    check("access-control-allow-origin" not in got.headers, "no such header without Origin")
    refused("InvalidRequest", 400, s3().put_bucket_cors, Bucket=name, CORSConfiguration={
        "CORSRules": [{"AllowedOrigins": ["*"], "AllowedMethods": ["PATCH"]}]})
    equal(s3().delete_bucket_cors(Bucket=name)["ResponseMetadata"]["HTTPStatusCode"], 204, "status of deletion")
    equal(ask("https://app.medzenhealth.app", "PUT").status, 403, "without rules")


@case
def kept():
    name = bucket()
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketWebsite.html
    site = {"IndexDocument": {"Suffix": "index.html"}, "ErrorDocument": {"Key": "error.html"}}
    s3().put_bucket_website(Bucket=name, WebsiteConfiguration=site)
    got = s3().get_bucket_website(Bucket=name)
    equal({key: got[key] for key in site}, site, "website")
    equal(s3().delete_bucket_website(Bucket=name)["ResponseMetadata"]["HTTPStatusCode"], 204, "status of deletion")
    refused("NoSuchWebsiteConfiguration", 404, s3().get_bucket_website, Bucket=name)
    refused("InvalidArgument", 400, s3().put_bucket_website, Bucket=name,
            WebsiteConfiguration={"IndexDocument": {"Suffix": "a/b.html"}})
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
    s3().put_bucket_notification_configuration(Bucket=name, NotificationConfiguration={"EventBridgeConfiguration": {}})
    check("EventBridgeConfiguration" in s3().get_bucket_notification_configuration(Bucket=name), "notifications")
    s3().put_bucket_notification_configuration(Bucket=name, NotificationConfiguration={})
    equal(set(s3().get_bucket_notification_configuration(Bucket=name)) - {"ResponseMetadata"}, set(), "none again")
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketRequestPayment.html
    s3().put_bucket_request_payment(Bucket=name, RequestPaymentConfiguration={"Payer": "Requester"})
    equal(s3().get_bucket_request_payment(Bucket=name)["Payer"], "Requester", "requester pays")
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAccelerateConfiguration.html
    s3().put_bucket_accelerate_configuration(Bucket=name, AccelerateConfiguration={"Status": "Enabled"})
    equal(s3().get_bucket_accelerate_configuration(Bucket=name).get("Status"), "Enabled", "acceleration")
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLogging.html
    refused("InvalidTargetBucketForLogging", 400, s3().put_bucket_logging, Bucket=name, BucketLoggingStatus={
        "LoggingEnabled": {"TargetBucket": "no-such-bucket-for-logs", "TargetPrefix": ""}})
    body = b"<not what it should be"
    for what in ("tagging", "cors", "lifecycle", "replication", "versioning", "website"):
        digest = base64.b64encode(hashlib.md5(body).digest()).decode()
        answer = raw.signed(lab(), "PUT", f"/{name}?{what}=", {"content-md5": digest}, body)
        equal((answer.status, answer.code), (400, "MalformedXML"), f"{what} that is no XML")
    check(answered(s3().head_bucket(Bucket=name)).get("x-amz-bucket-region"), "the bucket is well")
