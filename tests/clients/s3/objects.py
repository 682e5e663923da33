"""Objects: bytes, metadata, ranges, preconditions, copies, deletions."""

import datetime
import hashlib

import raw
from assertions import check, contains, equal, refused
from s3.context import Headers, answered, bucket, case, lab, s3

HOUR = datetime.timedelta(hours=1)


@case
def round_trip():
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html and API_GetObject.html
    name = bucket()
    body = bytes(range(256)) * 5
    put = s3().put_object(Bucket=name, Key="k", Body=body)
    etag = f'"{hashlib.md5(body).hexdigest()}"'
    equal(put["ETag"], etag, "ETag of a plain object is its MD5, in quotes")
    equal(put.get("ServerSideEncryption"), "AES256", "PutObject says how it is encrypted")
    check("VersionId" not in put, "no version without versioning")
    got = s3().get_object(Bucket=name, Key="k")
    equal(got["Body"].read(), body, "content")
    equal((got["ETag"], got["ContentLength"], got["ContentType"]),
          (etag, 1280, "binary/octet-stream"), "ETag, length, and the default type")
    equal(got.get("AcceptRanges"), "bytes", "Accept-Ranges")
    equal(got.get("ServerSideEncryption"), "AES256", "GetObject says how it is encrypted")
    check(abs(got["LastModified"] - datetime.datetime.now(datetime.timezone.utc)) < HOUR, "Last-Modified")
    check(answered(got).get("x-amz-request-id"), "x-amz-request-id")
    check(answered(got).get("x-amz-id-2"), "x-amz-id-2")
    equal(answered(got).get("server"), "AmazonS3", "Server")
    check("StorageClass" not in got, "no x-amz-storage-class for STANDARD")
    head = s3().head_object(Bucket=name, Key="k")
    equal((head["ETag"], head["ContentLength"], head["LastModified"]),
          (got["ETag"], got["ContentLength"], got["LastModified"]), "HEAD says what GET says")
    s3().put_object(Bucket=name, Key="empty")
    empty = s3().get_object(Bucket=name, Key="empty")
    equal((empty["ContentLength"], empty["Body"].read(), empty["ETag"]),
          (0, b"", '"d41d8cd98f00b204e9800998ecf8427e"'), "an empty object")
    s3().put_object(Bucket=name, Key="k", Body=b"new")
    equal(s3().get_object(Bucket=name, Key="k")["Body"].read(), b"new", "a later one takes its place")


@case
def absent():
    # https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
    name = bucket()
    error = refused("NoSuchKey", 404, s3().get_object, Bucket=name, Key="no/such key")
    equal(error.get("Key"), "no/such key", "Key of NoSuchKey")
    equal(error.get("Message"), "The specified key does not exist.", "message of NoSuchKey")
    refused("404", 404, s3().head_object, Bucket=name, Key="none")
    refused("NoSuchBucket", 404, s3().get_object, Bucket="not-" + name, Key="none")
    equal(s3().delete_object(Bucket=name, Key="none")["ResponseMetadata"]["HTTPStatusCode"], 204,
          "deleting what is not there succeeds")
    refused("NoSuchKey", 404, s3().get_object_tagging, Bucket=name, Key="none")
    refused("NoSuchKey", 404, s3().get_object_acl, Bucket=name, Key="none")
    refused("NoSuchKey", 404, s3().copy_object, Bucket=name, Key="c", CopySource=f"{name}/none")
    refused("NoSuchBucket", 404, s3().copy_object, Bucket=name, Key="c", CopySource="not-there-at-all/k")
    got = raw.signed(lab(), "GET", f"/{name}/none")
    equal(got.headers.get("content-type"), "application/xml", "errors are XML")
    check(got.element("RequestId") and got.element("HostId"), "errors name request and host")


@case
def names_of_keys():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html: up to 1,024 bytes of UTF-8
    name = bucket()
    odd = ["a b", "a+b", "a%20b", "a//b", "/leading", "trailing/", "Größe/日本/🦆", "q?x=1&y=2", "h#ash",
           "st*r'(s)!", "tilde~", "semi;colon,comma", "back\\slash", "k" * 1024, "<&>\"'", "dot.", "colon:@$="]
    for key in odd:
        s3().put_object(Bucket=name, Key=key, Body=key.encode())
        equal(s3().get_object(Bucket=name, Key=key)["Body"].read(), key.encode(), f"key {key[:20]!r}")
    listed = [item["Key"] for item in s3().list_objects_v2(Bucket=name)["Contents"]]
    equal(listed, sorted(odd, key=lambda key: key.encode()), "keys are listed in the order of UTF-8")
    refused("KeyTooLongError", 400, s3().put_object, Bucket=name, Key="k" * 1025, Body=b"")


@case
def metadata():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
    name = bucket()
    expires = datetime.datetime(2031, 5, 6, 7, 8, 9, tzinfo=datetime.timezone.utc)
    s3().put_object(Bucket=name, Key="k", Body=b"x", ContentType="text/plain; charset=utf-8",
                    CacheControl="max-age=60", ContentDisposition='attachment; filename="x.txt"',
                    ContentEncoding="gzip", ContentLanguage="de-DE", Expires=expires,
                    WebsiteRedirectLocation="/other", Metadata={"Mixed-Case": "Value", "n": "1"})
    for got in (s3().head_object(Bucket=name, Key="k"), s3().get_object(Bucket=name, Key="k")):
        equal((got["ContentType"], got["CacheControl"], got["ContentDisposition"], got["ContentEncoding"],
               got["ContentLanguage"], got["WebsiteRedirectLocation"]),
              ("text/plain; charset=utf-8", "max-age=60", 'attachment; filename="x.txt"', "gzip", "de-DE",
               "/other"), "system metadata")
        equal(got["Metadata"], {"mixed-case": "Value", "n": "1"}, "user metadata, names in lower case")
        equal(answered(got).get("expires"), "Tue, 06 May 2031 07:08:09 GMT", "Expires")
    s3().put_object(Bucket=name, Key="k", Body=b"x")
    equal(s3().head_object(Bucket=name, Key="k")["Metadata"], {}, "a new object has its own metadata")
    # "the user-defined metadata is limited to 2 KB in size": the sum of bytes of keys and values
    s3().put_object(Bucket=name, Key="just", Metadata={"k": "v" * 2047})
    equal(len(s3().head_object(Bucket=name, Key="just")["Metadata"]["k"]), 2047, "2 KB of metadata")
    refused("MetadataTooLarge", 400, s3().put_object, Bucket=name, Key="much", Metadata={"k": "v" * 2048})
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html: overriding response headers
    got = s3().get_object(Bucket=name, Key="k", ResponseContentType="image/png",
                          ResponseCacheControl="no-cache", ResponseContentDisposition="inline",
                          ResponseContentLanguage="fr", ResponseContentEncoding="identity")
    equal((got["ContentType"], got["CacheControl"], got["ContentDisposition"], got["ContentLanguage"],
           got["ContentEncoding"]), ("image/png", "no-cache", "inline", "fr", "identity"),
          "headers that the request overrides")


@case
def ranges():
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html, RFC 9110 section 14
    name = bucket()
    s3().put_object(Bucket=name, Key="k", Body=b"0123456789")
    for asked, content, said in (
            ("bytes=0-4", b"01234", "bytes 0-4/10"), ("bytes=5-", b"56789", "bytes 5-9/10"),
            ("bytes=-3", b"789", "bytes 7-9/10"), ("bytes=8-99", b"89", "bytes 8-9/10"),
            ("bytes=-99", b"0123456789", "bytes 0-9/10"), ("bytes=9-9", b"9", "bytes 9-9/10"),
            ("bytes=0-0", b"0", "bytes 0-0/10")):
        got = s3().get_object(Bucket=name, Key="k", Range=asked)
        equal((got["ResponseMetadata"]["HTTPStatusCode"], got["Body"].read(), got["ContentRange"],
               got["ContentLength"]), (206, content, said, len(content)), asked)
    for asked in ("bytes=10-", "bytes=10-12", "bytes=-0"):
        error = refused("InvalidRange", 416, s3().get_object, Bucket=name, Key="k", Range=asked)
        equal(error.get("ActualObjectSize"), "10", f"ActualObjectSize of {asked}")
    # What is no range of bytes is as if it were not there.
    for asked in ("bytes=5-2", "lines=1-2", "bytes=a-b"):
        got = s3().get_object(Bucket=name, Key="k", Range=asked)
        equal((got["ResponseMetadata"]["HTTPStatusCode"], got["ContentLength"]), (200, 10), asked)
    head = s3().head_object(Bucket=name, Key="k", Range="bytes=2-5")
    equal((head["ResponseMetadata"]["HTTPStatusCode"], head["ContentLength"]), (206, 4), "HEAD of a range")
    s3().put_object(Bucket=name, Key="empty")
    refused("InvalidRange", 416, s3().get_object, Bucket=name, Key="empty", Range="bytes=0-")


@case
def preconditions():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-reads.html
    name = bucket()
    etag = s3().put_object(Bucket=name, Key="k", Body=b"x")["ETag"]
    modified = s3().head_object(Bucket=name, Key="k")["LastModified"]
    other = '"0123456789abcdef0123456789abcdef"'
    for met in ({"IfMatch": etag}, {"IfMatch": etag.strip('"')}, {"IfMatch": "*"}, {"IfNoneMatch": other},
                {"IfModifiedSince": modified - HOUR}, {"IfUnmodifiedSince": modified + HOUR},
                # "If-Match ... true and If-Unmodified-Since ... false: 200 OK and returns the data"
                {"IfMatch": etag, "IfUnmodifiedSince": modified - HOUR}):
        equal(s3().get_object(Bucket=name, Key="k", **met)["Body"].read(), b"x", f"{met} is met")
    for unmet in ({"IfMatch": other}, {"IfUnmodifiedSince": modified - HOUR}):
        error = refused("PreconditionFailed", 412, s3().get_object, Bucket=name, Key="k", **unmet)
        equal(error.get("Condition"), "If-Match" if "IfMatch" in unmet else "If-Unmodified-Since",
              "the condition is named")
        refused("412", 412, s3().head_object, Bucket=name, Key="k", **unmet)
    for same in ({"IfNoneMatch": etag}, {"IfModifiedSince": modified}, {"IfNoneMatch": "*"},
                 # "If-None-Match ... false and If-Modified-Since ... true: 304 Not Modified"
                 {"IfNoneMatch": etag, "IfModifiedSince": modified - HOUR}):
        refused("304", 304, s3().get_object, Bucket=name, Key="k", **same)
        refused("304", 304, s3().head_object, Bucket=name, Key="k", **same)
    refused("NoSuchKey", 404, s3().get_object, Bucket=name, Key="none", IfMatch=etag)


@case
def conditional_writes():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
    name = bucket()
    client = s3()
    with Headers(client, If_None_Match="*"):
        etag = client.put_object(Bucket=name, Key="k", Body=b"1")["ETag"]
        check(etag, "If-None-Match on a new key")
        error = refused("PreconditionFailed", 412, client.put_object, Bucket=name, Key="k", Body=b"2")
        equal(error.get("Condition"), "If-None-Match", "the condition is named")
    equal(client.get_object(Bucket=name, Key="k")["Body"].read(), b"1", "what is refused changes nothing")
    with Headers(client, If_Match='"0123456789abcdef0123456789abcdef"'):
        refused("PreconditionFailed", 412, client.put_object, Bucket=name, Key="k", Body=b"2")
        # "If there's no current object version with the same name ... 404 Not Found"
        refused("NoSuchKey", 404, client.put_object, Bucket=name, Key="none", Body=b"2")
    with Headers(client, If_Match=etag):
        check(client.put_object(Bucket=name, Key="k", Body=b"3")["ETag"] != etag, "If-Match that holds")
        refused("PreconditionFailed", 412, client.put_object, Bucket=name, Key="k", Body=b"4")
    # "The If-None-Match header expects the * (asterisk) value."
    with Headers(client, If_None_Match=etag):
        refused("NotImplemented", 501, client.put_object, Bucket=name, Key="other", Body=b"")
    # "if there's a delete marker ... as the current version, the upload succeeds"
    versioned = bucket(versioned=True)
    client.put_object(Bucket=versioned, Key="k", Body=b"1")
    with Headers(client, If_None_Match="*"):
        refused("PreconditionFailed", 412, client.put_object, Bucket=versioned, Key="k", Body=b"2")
    client.delete_object(Bucket=versioned, Key="k")
    with Headers(client, If_None_Match="*"):
        check(client.put_object(Bucket=versioned, Key="k", Body=b"3")["VersionId"], "over a delete marker")


@case
def conditional_deletes():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html
    name = bucket()
    client = s3()
    etag = client.put_object(Bucket=name, Key="k", Body=b"1")["ETag"]
    with Headers(client, If_Match='"0123456789abcdef0123456789abcdef"'):
        refused("PreconditionFailed", 412, client.delete_object, Bucket=name, Key="k")
    equal(client.get_object(Bucket=name, Key="k")["Body"].read(), b"1", "it is still there")
    with Headers(client, If_Match=etag):
        equal(client.delete_object(Bucket=name, Key="k")["ResponseMetadata"]["HTTPStatusCode"], 204,
              "If-Match that holds")
    refused("404", 404, client.head_object, Bucket=name, Key="k")


@case
def integrity():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
    name = bucket()
    refused("BadDigest", 400, s3().put_object, Bucket=name, Key="k", Body=b"x",
            ContentMD5="1B2M2Y8AsgTpgAmY7PhCfg==")
    refused("InvalidDigest", 400, s3().put_object, Bucket=name, Key="k", Body=b"x", ContentMD5="nonsense")
    refused("404", 404, s3().head_object, Bucket=name, Key="k")
    put = s3().put_object(Bucket=name, Key="k", Body=b"", ContentMD5="1B2M2Y8AsgTpgAmY7PhCfg==")
    equal(put["ETag"], '"d41d8cd98f00b204e9800998ecf8427e"', "the right Content-MD5")


@case
def copies():
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
    name = bucket()
    etag = s3().put_object(Bucket=name, Key="a b/ä", Body=b"content", ContentType="text/plain",
                           Metadata={"m": "1"}, Tagging="t=1")["ETag"]
    source = {"Bucket": name, "Key": "a b/ä"}
    made = s3().copy_object(Bucket=name, Key="copy", CopySource=source)["CopyObjectResult"]
    equal(made["ETag"], etag, "the copy's ETag")
    check(made.get("LastModified"), "the copy's time")
    got = s3().get_object(Bucket=name, Key="copy")
    equal((got["Body"].read(), got["Metadata"], got["ContentType"]), (b"content", {"m": "1"}, "text/plain"),
          "a copy has the source's metadata")
    equal(s3().get_object_tagging(Bucket=name, Key="copy")["TagSet"], [{"Key": "t", "Value": "1"}],
          "and its tags")
    s3().copy_object(Bucket=name, Key="changed", CopySource=source, MetadataDirective="REPLACE",
                     Metadata={"n": "2"}, ContentType="text/html", TaggingDirective="REPLACE",
                     Tagging="u=2")
    got = s3().head_object(Bucket=name, Key="changed")
    equal((got["Metadata"], got["ContentType"]), ({"n": "2"}, "text/html"), "REPLACE")
    equal(s3().get_object_tagging(Bucket=name, Key="changed")["TagSet"], [{"Key": "u", "Value": "2"}],
          "tags with REPLACE")
    # With COPY, metadata in the request is ignored.
    s3().copy_object(Bucket=name, Key="kept", CopySource=source, MetadataDirective="COPY", Metadata={"n": "2"})
    equal(s3().head_object(Bucket=name, Key="kept")["Metadata"], {"m": "1"}, "COPY")
    error = refused("InvalidRequest", 400, s3().copy_object, Bucket=name, Key="a b/ä", CopySource=source)
    contains(error.get("Message"), "to itself without changing", "message")
    s3().copy_object(Bucket=name, Key="a b/ä", CopySource=source, MetadataDirective="REPLACE",
                     Metadata={"now": "3"})
    equal(s3().head_object(Bucket=name, Key="a b/ä")["Metadata"], {"now": "3"}, "onto itself, changed")
    other = '"0123456789abcdef0123456789abcdef"'
    refused("PreconditionFailed", 412, s3().copy_object, Bucket=name, Key="c", CopySource=source,
            CopySourceIfMatch=other)
    refused("PreconditionFailed", 412, s3().copy_object, Bucket=name, Key="c", CopySource=source,
            CopySourceIfNoneMatch=etag)
    modified = s3().head_object(**source)["LastModified"]
    refused("PreconditionFailed", 412, s3().copy_object, Bucket=name, Key="c", CopySource=source,
            CopySourceIfModifiedSince=modified + HOUR / 3600)
    refused("PreconditionFailed", 412, s3().copy_object, Bucket=name, Key="c", CopySource=source,
            CopySourceIfUnmodifiedSince=modified - HOUR)
    check(s3().copy_object(Bucket=name, Key="c", CopySource=source, CopySourceIfMatch=etag), "a condition that holds")
    refused("InvalidArgument", 400, s3().copy_object, Bucket=name, Key="c", CopySource="no-slash-in-it")


@case
def copies_between():
    # Another region's bucket is a source like any other. Versions: CopySourceVersionId.
    source, target = bucket(versioned=True), bucket("eu-central-1", versioned=True)
    first = s3().put_object(Bucket=source, Key="k", Body=b"first")["VersionId"]
    s3().put_object(Bucket=source, Key="k", Body=b"second")
    far = s3("eu-central-1")
    made = far.copy_object(Bucket=target, Key="k", CopySource={"Bucket": source, "Key": "k", "VersionId": first})
    equal(made.get("CopySourceVersionId"), first, "CopySourceVersionId")
    check(made.get("VersionId") not in (None, first), "a version of its own")
    equal(far.get_object(Bucket=target, Key="k")["Body"].read(), b"first", "the older version's content")
    far.copy_object(Bucket=target, Key="k", CopySource={"Bucket": source, "Key": "k"})
    equal(far.get_object(Bucket=target, Key="k")["Body"].read(), b"second", "without a version: the newest")
    # "If the source object's current version is a delete marker ... 404"
    s3().delete_object(Bucket=source, Key="k")
    refused("NoSuchKey", 404, far.copy_object, Bucket=target, Key="k", CopySource={"Bucket": source, "Key": "k"})


@case
def deletes_of_many():
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
    name = bucket()
    for number in range(5):
        s3().put_object(Bucket=name, Key=f"k{number}")
    gone = s3().delete_objects(Bucket=name, Delete={"Objects": [{"Key": "k0"}, {"Key": "k1"}, {"Key": "none"}]})
    equal(sorted(item["Key"] for item in gone["Deleted"]), ["k0", "k1", "none"],
          "what is not there counts as deleted")
    check("Errors" not in gone, "no errors")
    gone = s3().delete_objects(Bucket=name, Delete={"Objects": [{"Key": "k2"}], "Quiet": True})
    check("Deleted" not in gone, "a quiet one says nothing")
    equal(s3().list_objects_v2(Bucket=name)["KeyCount"], 2, "what is left")
    refused("MalformedXML", 400, s3().delete_objects, Bucket=name,
            Delete={"Objects": [{"Key": f"k{number}"} for number in range(1001)]})
    refused("MalformedXML", 400, s3().delete_objects, Bucket=name, Delete={"Objects": []})
    body = b"<Delete><Object><Key>k3</Key></Object></Delete>"
    bare = raw.signed(lab(), "POST", f"/{name}?delete=", body=body)
    equal((bare.status, bare.code), (400, "InvalidRequest"), "it needs Content-MD5 or a checksum")
    odd = raw.signed(lab(), "POST", f"/{name}?delete=", {"content-md5": "vM3qfVw3W6jR6oKq1GTlGg=="}, b"<Delete")
    check(odd.status == 400, f"broken XML is refused: {odd}")


@case
def attributes():
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html
    name = bucket()
    put = s3().put_object(Bucket=name, Key="k", Body=b"content", ChecksumAlgorithm="SHA256")
    got = s3().get_object_attributes(Bucket=name, Key="k", ObjectAttributes=[
        "ETag", "Checksum", "ObjectSize", "StorageClass"])
    equal(got["ETag"], put["ETag"].strip('"'), "ETag, without quotes")
    equal((got["ObjectSize"], got["StorageClass"]), (7, "STANDARD"), "size and class")
    equal(got["Checksum"]["ChecksumSHA256"], "7XACtDnprIRfIjV9giusFERzD722AW0+yUMil7nsn3M=", "checksum")
    got = s3().get_object_attributes(Bucket=name, Key="k", ObjectAttributes=["ObjectSize"])
    check("ETag" not in got and got["ObjectSize"] == 7, "only what was asked for")
    refused("NoSuchKey", 404, s3().get_object_attributes, Bucket=name, Key="none", ObjectAttributes=["ETag"])
