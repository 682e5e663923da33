"""Who asks: signatures, presigned addresses, wrong secrets, expired tokens."""

import http.client
import json
import time
import urllib.parse

import lab as labs
import raw
from assertions import check, contains, equal, refused
from s3.context import bucket, case, lab, s3


def fetch(address, method="GET", body=None, **headers):
    parts = urllib.parse.urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=20)
    try:
        connection.request(method, f"{parts.path}?{parts.query}", body,
                           {name.replace("_", "-"): value for name, value in headers.items()})
        return raw.Answer(connection.getresponse())
    finally:
        connection.close()


@case
def presigned():
    # https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
    name = bucket("eu-west-1")
    client = s3("eu-west-1", signature_version="s3v4")

    def address(operation="get_object", seconds=60, key="dir/a b", **more):
        return client.generate_presigned_url(operation, Params={"Bucket": name, "Key": key, **more}, ExpiresIn=seconds)
    put = fetch(address("put_object", ContentType="text/plain"), "PUT", b"signed", Content_Type="text/plain")
    equal(put.status, 200, "a presigned PUT")
    got = fetch(address())
    equal((got.status, got.body, got.headers.get("content-type")), (200, b"signed", "text/plain"), "a presigned GET")
    equal(fetch(address("head_object"), "HEAD").status, 200, "a presigned HEAD")
    got = fetch(address(ResponseContentType="image/png"))
    equal(got.headers.get("content-type"), "image/png", "with a header that is overridden")
    other = fetch(address("put_object", ContentType="text/plain"), "PUT", b"signed", Content_Type="image/png")
    equal((other.status, other.code), (403, "SignatureDoesNotMatch"), "another Content-Type than was signed")
    for what, tampered in (("key", address().replace("dir", "other")),
                           ("expiry", address().replace("X-Amz-Expires=60", "X-Amz-Expires=600")),
                           ("signature", address()[:-4] + "0000"),
                           ("parameter", address() + "&versionId=1")):
        got = fetch(tampered)
        equal((got.status, got.code), (403, "SignatureDoesNotMatch"), f"another {what}")
    equal(fetch(address(), "DELETE").code, "SignatureDoesNotMatch", "another method")
    short = address(seconds=1)
    check(fetch(short).status == 200, "within its time")
    # "The minimum value you can set is 1, and the maximum is 604800 (seven days)."
    check(fetch(address().replace("X-Amz-Expires=60", "X-Amz-Expires=0")).status in (400, 403), "a lifetime of nothing")
    for seconds in ("604801", "-5", "soon"):
        got = fetch(address().replace("X-Amz-Expires=60", f"X-Amz-Expires={seconds}"))
        equal((got.status, got.code), (400, "AuthorizationQueryParametersError"), f"a lifetime of {seconds} s")
    time.sleep(2.1)
    late = fetch(short)
    equal((late.status, late.code, late.element("Message")), (403, "AccessDenied", "Request has expired"), "after its time")
    check(late.element("Expires"), "and says when it was over")
    stranger = lab().client("s3", "eu-west-1", key="AKIAIOSFODNN7EXAMPLE", signature_version="s3v4")
    got = fetch(stranger.generate_presigned_url("get_object", Params={"Bucket": name, "Key": "dir/a b"}))
    equal((got.status, got.code), (403, "InvalidAccessKeyId"), "by a key that does not exist")
    part = urllib.parse.urlsplit(address())
    got = fetch(f"{part.scheme}://{part.netloc}{part.path}?" +
                "&".join(item for item in part.query.split("&") if not item.startswith("X-Amz-Date")))
    equal((got.status, got.code), (400, "AuthorizationQueryParametersError"), "without X-Amz-Date")
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
    virtual = lab().client("s3", "eu-west-1", s3={"addressing_style": "virtual"}, signature_version="s3v4")
    url = virtual.generate_presigned_url("get_object", Params={"Bucket": name, "Key": "dir/a b"})
    check(name in url, "an address can have the bucket in its host or path")


@case
def who():
    # https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList
    name = bucket()
    s3().put_object(Bucket=name, Key="k", Body=b"x")
    wrong = lab().client("s3", secret="not the secret")
    error = refused("SignatureDoesNotMatch", 403, wrong.get_object, Bucket=name, Key="k")
    check(error.get("AWSAccessKeyId") == lab().key and error.get("SignatureProvided"), "it says whose signature is wrong")
    refused("SignatureDoesNotMatch", 403, wrong.list_buckets)
    refused("403", 403, wrong.head_bucket, Bucket=name)
    refused("SignatureDoesNotMatch", 403, wrong.put_object, Bucket=name, Key="k", Body=b"y")
    unknown = lab().client("s3", key="AKIAIOSFODNN7EXAMPLE")
    error = refused("InvalidAccessKeyId", 403, unknown.get_object, Bucket=name, Key="k")
    equal(error.get("AWSAccessKeyId"), "AKIAIOSFODNN7EXAMPLE", "the unknown key is named")
    error = refused("InvalidToken", 400, lab().client("s3", token="not-a-token").list_buckets)
    contains(error.get("Message"), "token is malformed or otherwise invalid", "message")
    for method, path in (("GET", f"/{name}/k"), ("PUT", f"/{name}/k"), ("GET", f"/{name}"), ("GET", "/"), ("DELETE", f"/{name}/k")):
        answer = raw.send(lab(), method, path)
        # Nobody in particular may not even list buckets: S3 sends browsers to its home page.
        check((answer.status, answer.code) == (403, "AccessDenied") or (path == "/" and answer.status == 307),
              f"anonymous {method} {path}: {answer}")
    late = raw.signed(lab(), "GET", f"/{name}/k", late=16 * 60)
    equal((late.status, late.code), (403, "RequestTimeTooSkewed"), "a clock 16 minutes behind")
    check(late.element("MaxAllowedSkewMilliseconds") == "900000" and late.element("ServerTime"), "and how much it may be")
    equal(raw.signed(lab(), "GET", f"/{name}/k", late=-16 * 60).code, "RequestTimeTooSkewed", "before")
    equal(raw.signed(lab(), "GET", f"/{name}/k", late=14 * 60).status, 200, "14 minutes are all right")
    header = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request"
    answer = raw.send(lab(), "GET", f"/{name}/k", {"authorization": header, "x-amz-date": raw.Signer(lab()).time,
                                                   "x-amz-content-sha256": raw.UNSIGNED})
    equal((answer.status, answer.code), (400, "AuthorizationHeaderMalformed"), header)
    # Every x-amz-* header must be signed.
    signed = raw.Signer(lab()).headers("GET", f"/{name}/k", {}, raw.UNSIGNED)
    answer = raw.send(lab(), "GET", f"/{name}/k", {**signed, "x-amz-request-payer": "requester"})
    equal((answer.status, answer.code), (403, "AccessDenied"), "an x-amz header that is not signed")
    # https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html: regions after 2014 take
    # Signature Version 4 only.
    old = lab().client("s3", "eu-central-1", signature_version="s3")
    error = refused("InvalidRequest", 400, old.list_objects_v2, Bucket=bucket("eu-central-1"))
    contains(error.get("Message"), "AWS4-HMAC-SHA256", "message")
    answer = raw.signed(lab(), "PATCH", f"/{name}/k")
    equal((answer.status, answer.code), (405, "MethodNotAllowed"), "a method that S3 does not have")


@case
def sessions():
    # https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html and API_AssumeRole.html
    with labs.Lab() as own:
        name, root = bucket(of=own), f"arn:aws:iam::{own.account}:root"
        s3(of=own).put_object(Bucket=name, Key="k", Body=b"x")
        iam, sts = own.client("iam"), own.client("sts")
        trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": root}}]}
        may = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{name}/*"}]}
        iam.create_role(RoleName="reader", AssumeRolePolicyDocument=json.dumps(trust))
        iam.put_role_policy(RoleName="reader", PolicyName="may", PolicyDocument=json.dumps(may))
        own.advance("1m")  # https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html: not known at once
        got = sts.assume_role(RoleArn=f"arn:aws:iam::{own.account}:role/reader", RoleSessionName="tests", DurationSeconds=900)
        keys = got["Credentials"]
        client = own.client("s3", key=keys["AccessKeyId"], secret=keys["SecretAccessKey"], token=keys["SessionToken"])
        equal(client.get_object(Bucket=name, Key="k")["Body"].read(), b"x", "a role that may read")
        error = refused("AccessDenied", 403, client.put_object, Bucket=name, Key="k", Body=b"y")
        check("not authorized to perform" in error.get("Message", "") or error.get("Message") == "Access Denied", "message")
        refused("AccessDenied", 403, client.list_objects_v2, Bucket=name)
        # Without s3:ListBucket, what is not there is 403, too:
        # https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
        refused("AccessDenied", 403, client.get_object, Bucket=name, Key="none")
        bare = own.client("s3", key=keys["AccessKeyId"], secret=keys["SecretAccessKey"])
        refused("InvalidAccessKeyId", 403, bare.get_object, Bucket=name, Key="k")
        refused("InvalidToken", 400, own.client("s3", key=keys["AccessKeyId"], secret=keys["SecretAccessKey"],
                                                token="AAAA" + keys["SessionToken"][4:]).get_object, Bucket=name, Key="k")
        own.advance("14m")
        check(client.get_object(Bucket=name, Key="k"), "within its time")
        own.advance("2m")
        error = refused("ExpiredToken", 400, client.get_object, Bucket=name, Key="k")
        contains(error.get("Message"), "token has expired", "message")
        # IAM users.
        iam.create_user(UserName="nurse")
        made = iam.create_access_key(UserName="nurse")["AccessKey"]
        own.advance("1m")
        nurse = own.client("s3", key=made["AccessKeyId"], secret=made["SecretAccessKey"])
        refused("AccessDenied", 403, nurse.get_object, Bucket=name, Key="k")
        iam.put_user_policy(UserName="nurse", PolicyName="may", PolicyDocument=json.dumps(may))
        own.advance("1m")
        equal(nurse.get_object(Bucket=name, Key="k")["Body"].read(), b"x", "a user with a policy")
        iam.update_access_key(UserName="nurse", AccessKeyId=made["AccessKeyId"], Status="Inactive")
        own.advance("1m")
        refused("InvalidAccessKeyId", 403, nurse.get_object, Bucket=name, Key="k")
