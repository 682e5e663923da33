"""Versioning, suspended and not, and delete markers."""

import raw
from assertions import check, contains, equal, refused
from s3.context import answered, bucket, case, lab, s3, version


@case
def enabled():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html
    name = bucket()
    s3().put_object(Bucket=name, Key="k", Body=b"before")
    version(name)
    equal(s3().get_bucket_versioning(Bucket=name)["Status"], "Enabled", "Status")
    # "Objects that are stored in your bucket before you set the versioning state have a version ID of null."
    head = s3().head_object(Bucket=name, Key="k")
    equal(head.get("VersionId"), "null", "what was there has version null")
    first = s3().put_object(Bucket=name, Key="k", Body=b"first")["VersionId"]
    second = s3().put_object(Bucket=name, Key="k", Body=b"second")["VersionId"]
    check(first != second and "null" not in (first, second), "each version has an id")
    check(len(first) <= 1024, "of at most 1,024 bytes")
    got = s3().get_object(Bucket=name, Key="k")
    equal((got["Body"].read(), got["VersionId"]), (b"second", second), "the newest is current")
    for id, body in ((first, b"first"), (second, b"second"), ("null", b"before")):
        got = s3().get_object(Bucket=name, Key="k", VersionId=id)
        equal((got["Body"].read(), got["VersionId"]), (body, id), f"by version id: {body}")
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html
    gone = s3().delete_object(Bucket=name, Key="k", VersionId=second)
    equal((gone["ResponseMetadata"]["HTTPStatusCode"], gone.get("VersionId"), gone.get("DeleteMarker")),
          (204, second, None), "a version is deleted for good")
    equal(s3().get_object(Bucket=name, Key="k")["VersionId"], first, "the one before is current again")
    refused("NoSuchVersion", 404, s3().get_object, Bucket=name, Key="k", VersionId=second)
    refused("404", 404, s3().head_object, Bucket=name, Key="k", VersionId=second)
    refused("InvalidArgument", 400, s3().get_object, Bucket=name, Key="k", VersionId="not an id")
    equal(s3().delete_object(Bucket=name, Key="k", VersionId=second)["ResponseMetadata"]["HTTPStatusCode"], 204,
          "deleting it again succeeds")


@case
def markers():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html
    name = bucket(versioned=True)
    kept = s3().put_object(Bucket=name, Key="k", Body=b"kept")["VersionId"]
    gone = s3().delete_object(Bucket=name, Key="k")
    marker = gone["VersionId"]
    equal((gone.get("DeleteMarker"), marker != kept), (True, True), "a deletion makes a marker")
    error = refused("NoSuchKey", 404, s3().get_object, Bucket=name, Key="k")
    equal((error["Headers"].get("x-amz-delete-marker"), error["Headers"].get("x-amz-version-id")),
          ("true", marker), "404, and whose fault it is")
    error = refused("404", 404, s3().head_object, Bucket=name, Key="k")
    equal(error["Headers"].get("x-amz-delete-marker"), "true", "HEAD, too")
    error = refused("MethodNotAllowed", 405, s3().get_object, Bucket=name, Key="k", VersionId=marker)
    equal((error["Headers"].get("x-amz-delete-marker"), error["Headers"].get("allow")), ("true", "DELETE"),
          "a marker can only be deleted")
    refused("405", 405, s3().head_object, Bucket=name, Key="k", VersionId=marker)
    equal(s3().get_object(Bucket=name, Key="k", VersionId=kept)["Body"].read(), b"kept", "the version is there")
    equal(s3().list_objects_v2(Bucket=name)["KeyCount"], 0, "a listing does not show it")
    second = s3().delete_object(Bucket=name, Key="k")["VersionId"]
    check(second != marker, "another deletion makes another marker")
    gone = s3().delete_object(Bucket=name, Key="k", VersionId=second)
    equal((gone.get("DeleteMarker"), gone.get("VersionId")), (True, second), "deleting a marker says so")
    refused("NoSuchKey", 404, s3().get_object, Bucket=name, Key="k")
    s3().delete_object(Bucket=name, Key="k", VersionId=marker)
    equal(s3().get_object(Bucket=name, Key="k")["VersionId"], kept, "without markers it is back")
    many = s3().delete_objects(Bucket=name, Delete={"Objects": [
        {"Key": "k"}, {"Key": "k", "VersionId": kept}, {"Key": "never"}]})["Deleted"]
    check(all(item.get("DeleteMarkerVersionId") for item in many if "VersionId" not in item),
          "deletions of many make markers, also of what never was")
    check(any(item.get("VersionId") == kept and not item.get("DeleteMarker") for item in many), "and delete versions")
    refused("NoSuchVersion", 404, s3().get_object, Bucket=name, Key="k", VersionId=kept)


@case
def suspended():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/AddingObjectstoVersionSuspendedBuckets.html and
    # DeletingObjectsfromVersionSuspendedBuckets.html
    name = bucket(versioned=True)
    kept = s3().put_object(Bucket=name, Key="k", Body=b"kept")["VersionId"]
    version(name, status="Suspended")
    equal(s3().get_bucket_versioning(Bucket=name)["Status"], "Suspended", "Status")
    put = s3().put_object(Bucket=name, Key="k", Body=b"null 1")
    check(put.get("VersionId") in (None, "null"), "no id while suspended")
    s3().put_object(Bucket=name, Key="k", Body=b"null 2")
    found = [(item["VersionId"], item["IsLatest"]) for item in s3().list_object_versions(Bucket=name)["Versions"]]
    equal(found, [("null", True), (kept, False)], "one null version, above what was there")
    equal(s3().get_object(Bucket=name, Key="k", VersionId="null")["Body"].read(), b"null 2", "its content")
    equal(s3().get_object(Bucket=name, Key="k", VersionId=kept)["Body"].read(), b"kept", "the older one is kept")
    gone = s3().delete_object(Bucket=name, Key="k")
    equal((gone.get("DeleteMarker"), gone.get("VersionId")), (True, "null"), "a marker in the null version's place")
    listing = s3().list_object_versions(Bucket=name)
    equal([item["VersionId"] for item in listing["Versions"]], [kept], "the null version is gone")
    equal([item["VersionId"] for item in listing["DeleteMarkers"]], ["null"], "the marker is null")
    version(name)
    new = s3().put_object(Bucket=name, Key="k", Body=b"new")["VersionId"]
    equal([item["VersionId"] for item in s3().list_object_versions(Bucket=name)["Versions"]], [new, kept],
          "enabled again")
    equal(s3().list_object_versions(Bucket=name)["DeleteMarkers"][0]["IsLatest"], False, "the marker stays below")
    never = bucket()
    s3().put_object(Bucket=never, Key="k", Body=b"x")
    gone = s3().delete_object(Bucket=never, Key="k")
    equal((gone.get("DeleteMarker"), gone.get("VersionId")), (None, None), "without versioning no marker is made")


@case
def settings():
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html
    name = bucket()
    answer = raw.signed(lab(), "PUT", f"/{name}?versioning=", body=(
        b'<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Status>Off</Status>'
        b"</VersioningConfiguration>"))
    check(answer.status == 400 and answer.code in ("MalformedXML", "IllegalVersioningConfigurationException"),
          f"no other status: {answer}")
    refused("NoSuchBucket", 404, s3().put_bucket_versioning, Bucket="not-" + name,
            VersioningConfiguration={"Status": "Enabled"})
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html: tags belong to a version
    version(name)
    first = s3().put_object(Bucket=name, Key="k", Tagging="n=1")["VersionId"]
    s3().put_object(Bucket=name, Key="k", Tagging="n=2")
    got = s3().get_object_tagging(Bucket=name, Key="k", VersionId=first)
    equal((got["TagSet"], got.get("VersionId")), ([{"Key": "n", "Value": "1"}], first), "a version's tags")
    s3().put_object_tagging(Bucket=name, Key="k", VersionId=first, Tagging={"TagSet": [{"Key": "n", "Value": "3"}]})
    equal(s3().get_object_tagging(Bucket=name, Key="k")["TagSet"], [{"Key": "n", "Value": "2"}],
          "the other version's are its own")
    marker = s3().delete_object(Bucket=name, Key="k")["VersionId"]
    error = refused("MethodNotAllowed", 405, s3().get_object_tagging, Bucket=name, Key="k", VersionId=marker)
    contains(error.get("Message"), "not allowed", "message")
    refused("MethodNotAllowed", 405, s3().put_object_tagging, Bucket=name, Key="k", VersionId=marker,
            Tagging={"TagSet": []})
    check(answered(s3().head_object(Bucket=name, Key="k", VersionId=first)).get("x-amz-version-id") == first,
          "x-amz-version-id")
