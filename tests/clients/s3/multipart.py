"""Multipart uploads."""

import hashlib

import raw
from assertions import check, equal, omit, refused
from checksums import checksum, composite
from s3.context import Headers, answered, bucket, case, keys, knows, lab, prefixes, s3

MIB = 1 << 20
PARTS = [b"a" * 5 * MIB, b"b" * 5 * MIB, b"the end"]


def start(name, key, **more):
    return s3().create_multipart_upload(Bucket=name, Key=key, **more)["UploadId"]


def parts_of(name, key, upload, bodies=PARTS, **more):
    """Uploads the parts, and returns what completes them."""
    return [{"PartNumber": number, "ETag": s3().upload_part(
        Bucket=name, Key=key, UploadId=upload, PartNumber=number, Body=body, **more)["ETag"]}
        for number, body in enumerate(bodies, 1)]


def complete(name, key, upload, parts, **more):
    return s3().complete_multipart_upload(Bucket=name, Key=key, UploadId=upload,
                                          MultipartUpload={"Parts": parts}, **more)


@case
def whole():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
    name = bucket()
    upload = start(name, "dir/k", ContentType="text/plain", Metadata={"m": "1"}, Tagging="t=1")
    parts = parts_of(name, "dir/k", upload)
    equal(parts[2]["ETag"], f'"{hashlib.md5(PARTS[2]).hexdigest()}"', "a part's ETag is its MD5")
    refused("404", 404, s3().head_object, Bucket=name, Key="dir/k")
    equal(s3().list_objects_v2(Bucket=name)["KeyCount"], 0, "not there before it is complete")
    listed = s3().list_parts(Bucket=name, Key="dir/k", UploadId=upload)
    equal([(part["PartNumber"], part["Size"]) for part in listed["Parts"]],
          [(1, 5 * MIB), (2, 5 * MIB), (3, 7)], "ListParts")
    equal((listed["IsTruncated"], listed["StorageClass"]), (False, "STANDARD"), "ListParts says")
    page = s3().list_parts(Bucket=name, Key="dir/k", UploadId=upload, MaxParts=2)
    equal((len(page["Parts"]), page["IsTruncated"], page["NextPartNumberMarker"]), (2, True, 2), "a page of parts")
    page = s3().list_parts(Bucket=name, Key="dir/k", UploadId=upload, PartNumberMarker=2)
    equal([part["PartNumber"] for part in page["Parts"]], [3], "the next page of parts")
    done = complete(name, "dir/k", upload, parts)
    digest = hashlib.md5(b"".join(hashlib.md5(part).digest() for part in PARTS)).hexdigest()
    equal(done["ETag"], f'"{digest}-3"', "the ETag: MD5 of MD5s, and how many (fact D10)")
    equal((done["Bucket"], done["Key"]), (name, "dir/k"), "the answer names the object")
    check(done["Location"].endswith("k"), "the answer has a Location")
    got = s3().get_object(Bucket=name, Key="dir/k")
    equal((got["ContentLength"], got["ContentType"], got["Metadata"]),
          (10 * MIB + 7, "text/plain", {"m": "1"}), "what was said at the start is kept")
    equal(hashlib.md5(got["Body"].read()).hexdigest(), hashlib.md5(b"".join(PARTS)).hexdigest(), "content")
    equal(s3().get_object_tagging(Bucket=name, Key="dir/k")["TagSet"], [{"Key": "t", "Value": "1"}], "tags")
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html: partNumber
    part = s3().get_object(Bucket=name, Key="dir/k", PartNumber=3)
    equal((part["ResponseMetadata"]["HTTPStatusCode"], part["Body"].read(), part["PartsCount"],
           part["ContentRange"]),
          (206, b"the end", 3, f"bytes {10 * MIB}-{10 * MIB + 6}/{10 * MIB + 7}"), "one part by its number")
    head = s3().head_object(Bucket=name, Key="dir/k", PartNumber=1)
    equal((head["ContentLength"], head["PartsCount"]), (5 * MIB, 3), "HEAD of a part")
    refused("416", 416, s3().head_object, Bucket=name, Key="dir/k", PartNumber=4)
    refused("InvalidPartNumber", 416, s3().get_object, Bucket=name, Key="dir/k", PartNumber=4)
    refused("InvalidRequest", 400, s3().get_object, Bucket=name, Key="dir/k", PartNumber=1, Range="bytes=0-1")
    refused("NoSuchUpload", 404, s3().list_parts, Bucket=name, Key="dir/k", UploadId=upload)
    check("Uploads" not in s3().list_multipart_uploads(Bucket=name), "no upload is left")
    # Any part size of a plain object: it is one part.
    s3().put_object(Bucket=name, Key="plain", Body=b"plain")
    equal(s3().get_object(Bucket=name, Key="plain", PartNumber=1)["Body"].read(), b"plain", "part 1 of no parts")


@case
def mistakes():
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
    name = bucket()
    upload = start(name, "k")
    parts = parts_of(name, "k", upload, [b"small", b"small too"])
    error = refused("EntityTooSmall", 400, complete, name, "k", upload, parts)
    equal(error.get("MinSizeAllowed"), str(5 * MIB), "MinSizeAllowed")
    refused("InvalidPartOrder", 400, complete, name, "k", upload, parts[::-1])
    refused("InvalidPart", 400, complete, name, "k", upload, [{"PartNumber": 7, "ETag": parts[0]["ETag"]}])
    refused("InvalidPart", 400, complete, name, "k", upload, [{"PartNumber": 1, "ETag": parts[1]["ETag"]}])
    refused("MalformedXML", 400, complete, name, "k", upload, [])
    refused("NoSuchUpload", 404, complete, name, "k", "nonsense", parts)
    refused("NoSuchUpload", 404, complete, name, "another-key", upload, parts)
    refused("NoSuchUpload", 404, s3().upload_part, Bucket=name, Key="k", UploadId="nonsense", PartNumber=1, Body=b"")
    for number in (0, 10001):
        refused("InvalidArgument", 400, s3().upload_part, Bucket=name, Key="k", UploadId=upload,
                PartNumber=number, Body=b"")
    refused("BadDigest", 400, s3().upload_part, Bucket=name, Key="k", UploadId=upload, PartNumber=1,
            Body=b"x", ContentMD5="1B2M2Y8AsgTpgAmY7PhCfg==")
    refused("InvalidStorageClass", 400, s3().create_multipart_upload, Bucket=name, Key="k", StorageClass="COLD")
    refused("NoSuchBucket", 404, s3().create_multipart_upload, Bucket="not-" + name, Key="k")
    # What was refused may be completed still: a part that is uploaded again takes the first one's place.
    again = s3().upload_part(Bucket=name, Key="k", UploadId=upload, PartNumber=1, Body=b"again")["ETag"]
    complete(name, "k", upload, [{"PartNumber": 1, "ETag": again}])
    equal(s3().get_object(Bucket=name, Key="k")["Body"].read(), b"again", "one part; the other is left out")
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html
    upload = start(name, "gone")
    equal(s3().abort_multipart_upload(Bucket=name, Key="gone", UploadId=upload)
          ["ResponseMetadata"]["HTTPStatusCode"], 204, "abort")
    refused("NoSuchUpload", 404, s3().abort_multipart_upload, Bucket=name, Key="gone", UploadId=upload)
    refused("NoSuchUpload", 404, s3().upload_part, Bucket=name, Key="gone", UploadId=upload, PartNumber=1, Body=b"")


@case
def uploads():
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html
    name = bucket()
    begun = [(key, start(name, key)) for key in ("a/1", "a/2", "b/1", "c", "c")]
    listed = s3().list_multipart_uploads(Bucket=name)
    equal([item["Key"] for item in listed["Uploads"]], ["a/1", "a/2", "b/1", "c", "c"], "uploads by key")
    equal([item["UploadId"] for item in listed["Uploads"]], [upload for _, upload in begun],
          "and those of a key by the time they began")
    check(all(item["Initiated"] and item["StorageClass"] == "STANDARD" for item in listed["Uploads"]), "each says since when")
    grouped = s3().list_multipart_uploads(Bucket=name, Delimiter="/")
    equal((prefixes(grouped), [item["Key"] for item in grouped["Uploads"]]), (["a/", "b/"], ["c", "c"]), "delimiter")
    some = s3().list_multipart_uploads(Bucket=name, Prefix="a/")
    equal([item["Key"] for item in some["Uploads"]], ["a/1", "a/2"], "prefix")
    page = s3().list_multipart_uploads(Bucket=name, MaxUploads=2)
    equal((page["IsTruncated"], page["NextKeyMarker"], page["NextUploadIdMarker"]),
          (True, "a/2", begun[1][1]), "a page")
    page = s3().list_multipart_uploads(Bucket=name, KeyMarker="a/2")
    equal([item["Key"] for item in page["Uploads"]], ["b/1", "c", "c"], "after a key")
    page = s3().list_multipart_uploads(Bucket=name, KeyMarker="c", UploadIdMarker=begun[3][1])
    check(begun[3][1] not in [item["UploadId"] for item in page.get("Uploads", [])], "after an upload")
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html speaks of objects only.
    for key, upload in begun:
        s3().abort_multipart_upload(Bucket=name, Key=key, UploadId=upload)
    check("Uploads" not in s3().list_multipart_uploads(Bucket=name), "all aborted")


@case
def part_copies():
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html
    name = bucket(versioned=True)
    source = bytes(range(256)) * (6 * MIB // 256)
    first = s3().put_object(Bucket=name, Key="source", Body=source)["VersionId"]
    s3().put_object(Bucket=name, Key="source", Body=b"newer")
    upload = start(name, "k")
    of = {"Bucket": name, "Key": "source", "VersionId": first}
    made = s3().upload_part_copy(Bucket=name, Key="k", UploadId=upload, PartNumber=1, CopySource=of)
    equal(made.get("CopySourceVersionId"), first, "the version that was copied")
    one = made["CopyPartResult"]["ETag"]
    equal(one, f'"{hashlib.md5(source).hexdigest()}"', "ETag of a copied part")
    two = s3().upload_part_copy(Bucket=name, Key="k", UploadId=upload, PartNumber=2, CopySource=of,
                                CopySourceRange="bytes=100-199")["CopyPartResult"]["ETag"]
    equal(two, f'"{hashlib.md5(source[100:200]).hexdigest()}"', "ETag of a copied range")
    refused("InvalidArgument", 400, s3().upload_part_copy, Bucket=name, Key="k", UploadId=upload, PartNumber=3,
            CopySource=of, CopySourceRange="100-199")
    refused(("InvalidRange", "InvalidArgument"), None, s3().upload_part_copy, Bucket=name, Key="k", UploadId=upload,
            PartNumber=3, CopySource=of, CopySourceRange=f"bytes=0-{len(source)}")
    refused("PreconditionFailed", 412, s3().upload_part_copy, Bucket=name, Key="k", UploadId=upload, PartNumber=3,
            CopySource=of, CopySourceIfMatch='"0123456789abcdef0123456789abcdef"')
    refused("NoSuchKey", 404, s3().upload_part_copy, Bucket=name, Key="k", UploadId=upload, PartNumber=3,
            CopySource={"Bucket": name, "Key": "none"})
    done = complete(name, "k", upload, [{"PartNumber": 1, "ETag": one}, {"PartNumber": 2, "ETag": two}])
    check(done.get("VersionId"), "a version of its own")
    got = s3().get_object(Bucket=name, Key="k")["Body"].read()
    check(got == source + source[100:200], "copied parts are put together")


@case
def composites():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html: checksum types
    name = bucket()
    for algorithm in ("CRC32", "SHA1", "SHA256"):
        upload = start(name, algorithm, ChecksumAlgorithm=algorithm)
        parts = []
        for number, body in enumerate(PARTS, 1):
            made = s3().upload_part(Bucket=name, Key=algorithm, UploadId=upload, PartNumber=number, Body=body,
                                    ChecksumAlgorithm=algorithm)
            parts.append({"PartNumber": number, "ETag": made["ETag"],
                          f"Checksum{algorithm}": made.get(f"Checksum{algorithm}")})
            equal(parts[-1][f"Checksum{algorithm}"], checksum(algorithm, body), f"{algorithm} of a part")
        listed = s3().list_parts(Bucket=name, Key=algorithm, UploadId=upload)
        equal((listed.get("ChecksumAlgorithm"), listed["Parts"][0].get(f"Checksum{algorithm}")),
              (algorithm, checksum(algorithm, PARTS[0])), "ListParts has them")
        wrong = [dict(part) for part in parts]
        wrong[2][f"Checksum{algorithm}"] = checksum(algorithm, b"other")
        refused("InvalidPart", 400, complete, name, algorithm, upload, wrong)
        done = complete(name, algorithm, upload, parts)
        equal(done.get(f"Checksum{algorithm}"), composite(algorithm, PARTS), f"composite {algorithm}")
        head = s3().head_object(Bucket=name, Key=algorithm, ChecksumMode="ENABLED")
        equal((head.get(f"Checksum{algorithm}"), answered(head).get("x-amz-checksum-type")),
              (composite(algorithm, PARTS), "COMPOSITE"), "and in HEAD")
        got = s3().get_object_attributes(Bucket=name, Key=algorithm, ObjectAttributes=["Checksum", "ObjectParts"])
        equal(got["ObjectParts"]["TotalPartsCount"], 3, "parts are counted")
        equal([part.get(f"Checksum{algorithm}") for part in got["ObjectParts"].get("Parts", [])],
              [checksum(algorithm, body) for body in PARTS], "and listed, with their checksums")


@case
def full_objects():
    # "Full object checksums ... CRC-based only"; CRC64NVME is always of the full object.
    name = bucket()
    client = s3()
    for algorithm, bodies in (("CRC32", PARTS), ("CRC64NVME", [PARTS[0], PARTS[2]])):
        with Headers(client, x_amz_checksum_algorithm=algorithm, x_amz_checksum_type="FULL_OBJECT"):
            upload = start(name, algorithm)
        parts = []
        header = f"x-amz-checksum-{algorithm.lower()}"
        for number, body in enumerate(bodies, 1):
            path = f"/{name}/{algorithm}?partNumber={number}&uploadId={upload}"
            made = raw.signed(lab(), "PUT", path, {header: checksum(algorithm, body)}, body)
            equal(made.status, 200, f"a part with {algorithm}")
            parts.append({"PartNumber": number, "ETag": made.headers.get("etag", "")})
        whole = checksum(algorithm, b"".join(bodies))
        with Headers(client, **{header: checksum(algorithm, b"other"), "x-amz-checksum-type": "FULL_OBJECT"}):
            refused("BadDigest", 400, complete, name, algorithm, upload, parts)
        with Headers(client, **{header: whole, "x-amz-checksum-type": "FULL_OBJECT"}):
            check(complete(name, algorithm, upload, parts)["ETag"], "completed with the right checksum")
        head = answered(client.head_object(Bucket=name, Key=algorithm, ChecksumMode="ENABLED"))
        equal((head.get(header), head.get("x-amz-checksum-type")), (whole, "FULL_OBJECT"), f"whole {algorithm}")
    for algorithm, kind in (("SHA256", "FULL_OBJECT"), ("SHA1", "FULL_OBJECT"), ("CRC64NVME", "COMPOSITE")):
        with Headers(client, x_amz_checksum_algorithm=algorithm, x_amz_checksum_type=kind):
            refused("InvalidRequest", 400, client.create_multipart_upload, Bucket=name, Key="k")
    upload = start(name, "sized")
    parts = parts_of(name, "sized", upload, [b"seven!!"])
    with Headers(client, x_amz_mp_object_size="8"):
        refused("InvalidRequest", 400, complete, name, "sized", upload, parts)
    with Headers(client, x_amz_mp_object_size="7"):
        check(complete(name, "sized", upload, parts)["ETag"], "x-amz-mp-object-size")


@case
def conditions():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
    name = bucket()
    client = s3()
    upload = start(name, "k")
    parts = parts_of(name, "k", upload, [b"one"])
    etag = client.put_object(Bucket=name, Key="k", Body=b"meanwhile")["ETag"]
    with Headers(client, If_None_Match="*"):
        refused("PreconditionFailed", 412, complete, name, "k", upload, parts)
    with Headers(client, If_Match=etag):
        check(complete(name, "k", upload, parts)["ETag"], "If-Match that holds")
    equal(client.get_object(Bucket=name, Key="k")["Body"].read(), b"one", "and took its place")


@case
def by_the_sdk():
    # What upload_file does by itself above 8 MB, and download_file in ranges.
    import pathlib
    import tempfile
    name = bucket()
    body = bytes(range(256)) * (17 * MIB // 256)
    with tempfile.TemporaryDirectory() as folder:
        there = pathlib.Path(folder) / "up"
        there.write_bytes(body)
        s3().upload_file(str(there), name, "k", ExtraArgs={"Metadata": {"m": "1"}})
        equal(s3().head_object(Bucket=name, Key="k")["ETag"].strip('"').partition("-")[2], "3", "in three parts")
        s3().download_file(name, "k", folder + "/down")
        check((pathlib.Path(folder) / "down").read_bytes() == body, "what comes down is what went up")
        s3().copy({"Bucket": name, "Key": "k"}, name, "copy")
        equal(s3().head_object(Bucket=name, Key="copy")["ContentLength"], len(body), "a copy by the SDK")
    if not knows(s3(), "CreateMultipartUpload", "ChecksumType"):
        return omit("default checksums of the SDK's multipart uploads")
    equal(keys(s3().list_objects_v2(Bucket=name)), ["copy", "k"], "two objects")
    head = s3().head_object(Bucket=name, Key="k", ChecksumMode="ENABLED")
    check(head.get("ChecksumType") in ("COMPOSITE", "FULL_OBJECT"), "the SDK's own checksum is kept")
