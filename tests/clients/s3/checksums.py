"""The five checksums: in headers, in trailers, and of what nobody gave one for."""

import base64
import hashlib

import raw
from assertions import check, equal, refused
from checksums import checksum
from s3.context import answered, bucket, case, lab, s3

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
ALGORITHMS = ("CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256")


def head(name, key, **more):
    """A HEAD that asks for checksums, and its headers."""
    return answered(s3().head_object(Bucket=name, Key=key, ChecksumMode="ENABLED", **more))


@case
def given():
    name = bucket()
    body = b"123456789"
    # The check values of the catalogue of CRCs, so that our own sums are right.
    equal(base64.b64decode(checksum("CRC32", body)).hex(), "cbf43926", "CRC-32's check value")
    equal(base64.b64decode(checksum("CRC32C", body)).hex(), "e3069283", "CRC-32C's check value")
    equal(base64.b64decode(checksum("CRC64NVME", body)).hex(), "ae8b14860a799888", "CRC-64/NVME's check value")
    for algorithm in ALGORITHMS:
        header, value = f"x-amz-checksum-{algorithm.lower()}", checksum(algorithm, body)
        put = raw.signed(lab(), "PUT", f"/{name}/{algorithm}", {header: value}, body)
        equal((put.status, put.headers.get(header)), (200, value), f"{algorithm} in the answer to PUT")
        equal(put.headers.get("x-amz-checksum-type"), "FULL_OBJECT", f"type of {algorithm}")
        equal(head(name, algorithm).get(header), value, f"{algorithm} in HEAD, with checksum mode")
        got = s3().get_object(Bucket=name, Key=algorithm, ChecksumMode="ENABLED")
        equal((got["Body"].read(), answered(got).get(header)), (body, value), f"{algorithm} in GET")
        # "x-amz-checksum-mode: To retrieve the checksum, this parameter must be enabled."
        plain = raw.signed(lab(), "HEAD", f"/{name}/{algorithm}")
        check(header not in plain.headers, f"no {algorithm} without checksum mode")
        wrong = raw.signed(lab(), "PUT", f"/{name}/wrong", {header: checksum(algorithm, b"other")}, body)
        equal((wrong.status, wrong.code), (400, "BadDigest"), f"a wrong {algorithm}")
        odd = raw.signed(lab(), "PUT", f"/{name}/wrong", {header: "not base64"}, body)
        equal((odd.status, odd.code), (400, "InvalidRequest"), f"what is no {algorithm}")
    refused("404", 404, s3().head_object, Bucket=name, Key="wrong")
    # "If you specify more than one checksum ... HTTP 400 Bad Request"
    both = raw.signed(lab(), "PUT", f"/{name}/both", {
        "x-amz-checksum-crc32": checksum("CRC32", body), "x-amz-checksum-sha1": checksum("SHA1", body)}, body)
    equal((both.status, both.code), (400, "InvalidRequest"), "two checksums")


@case
def of_the_sdk():
    name = bucket()
    for algorithm in ("CRC32", "SHA1", "SHA256"):
        put = s3().put_object(Bucket=name, Key=algorithm, Body=b"content", ChecksumAlgorithm=algorithm)
        equal(put.get(f"Checksum{algorithm}"), checksum(algorithm, b"content"), f"{algorithm} by the SDK")
        listed = [item for item in s3().list_objects_v2(Bucket=name)["Contents"] if item["Key"] == algorithm]
        equal(listed[0].get("ChecksumAlgorithm"), [algorithm], "listings name the algorithm")


@case
def by_itself():
    # "If the object wasn't uploaded with a specified checksum, S3 adds the default checksum algorithm,
    # CRC64NVME" (since December 2024)
    name = bucket()
    put = raw.signed(lab(), "PUT", f"/{name}/k", body=b"content")
    equal(put.headers.get("x-amz-checksum-crc64nvme"), checksum("CRC64NVME", b"content"), "S3's own CRC-64")
    equal(head(name, "k").get("x-amz-checksum-crc64nvme"), checksum("CRC64NVME", b"content"), "and in HEAD")
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html: a copy may have another one.
    s3().copy_object(Bucket=name, Key="copy", CopySource=f"{name}/k", ChecksumAlgorithm="SHA256")
    equal(head(name, "copy").get("x-amz-checksum-sha256"), checksum("SHA256", b"content"), "a copy's own algorithm")


@case
def trailers():
    # https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
    name = bucket()
    body = b"trailing " * 20_000  # three chunks of 64 KiB at most
    chunks = [body[at:at + 65536] for at in range(0, len(body), 65536)]

    def upload(key, algorithm, value, signs, encoding="aws-chunked", spoil=False):
        header = f"x-amz-checksum-{algorithm.lower()}"
        path = f"/{name}/{key}"
        signer = raw.Signer(lab())
        headers = signer.headers("PUT", path, {
            "content-encoding": encoding, "x-amz-decoded-content-length": str(len(body)),
            "x-amz-trailer": header},
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" if signs else "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
        sent = b""
        for chunk in [*chunks, b""]:
            if signs:
                made = signer.chunk(chunk)
                sent += made if chunk else made[:-2]
            else:
                sent += f"{len(chunk):x}\r\n".encode() + (chunk + b"\r\n" if chunk else b"")
        sent += signer.trailer(header, value) if signs else f"{header}:{value}\r\n\r\n".encode()
        if spoil:
            sent = sent.replace(b"trailing", b"TRAILING", 1)
        return raw.send(lab(), "PUT", path, headers, sent)

    for algorithm in ALGORITHMS:
        for signs in (False, True):
            kind = f"{algorithm} in a {'signed' if signs else 'unsigned'} trailer"
            put = upload("k", algorithm, checksum(algorithm, body), signs)
            equal((put.status, put.headers.get(f"x-amz-checksum-{algorithm.lower()}")),
                  (200, checksum(algorithm, body)), kind)
            wrong = upload("wrong", algorithm, checksum(algorithm, b"other"), signs)
            equal((wrong.status, wrong.code), (400, "BadDigest"), f"a wrong {kind}")
    got = s3().get_object(Bucket=name, Key="k")
    equal(got["Body"].read(), body, "chunks are put together")
    check("ContentEncoding" not in got, "aws-chunked is not kept")
    equal(got["ETag"].strip('"'), hashlib.md5(body).hexdigest(), "ETag of the decoded content")
    upload("gz", "CRC32", checksum("CRC32", body), False, "aws-chunked,gzip")
    equal(s3().head_object(Bucket=name, Key="gz").get("ContentEncoding"), "gzip", "the other encoding is")
    spoilt = upload("wrong", "CRC32", checksum("CRC32", body), True, spoil=True)
    equal((spoilt.status, spoilt.code), (403, "SignatureDoesNotMatch"), "a chunk that was changed")
    refused("404", 404, s3().head_object, Bucket=name, Key="wrong")


@case
def payloads():
    # https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
    name = bucket()
    put = raw.signed(lab(), "PUT", f"/{name}/k", body=b"x", payload=raw.UNSIGNED)
    equal(put.status, 200, "an unsigned payload")
    wrong = raw.signed(lab(), "PUT", f"/{name}/k", body=b"x", payload=hashlib.sha256(b"y").hexdigest())
    equal((wrong.status, wrong.code), (400, "XAmzContentSHA256Mismatch"), "a payload of another hash")
    odd = raw.signed(lab(), "PUT", f"/{name}/k", body=b"x", payload="nonsense")
    equal((odd.status, odd.code), (400, "InvalidArgument"), "what is no hash")
    none = raw.signed(lab(), "PUT", f"/{name}/k", body=b"x", payload=None)
    equal((none.status, none.code), (400, "InvalidRequest"), "no x-amz-content-sha256")


@case
def conditional_trailers():
    # A trailer that is announced must come, and one that is not announced must not.
    name = bucket()
    path = f"/{name}/k"
    headers = raw.Signer(lab()).headers("PUT", path, {
        "content-encoding": "aws-chunked", "x-amz-decoded-content-length": "1",
        "x-amz-trailer": "x-amz-checksum-crc32"}, "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
    none = raw.send(lab(), "PUT", path, headers, b"1\r\nx\r\n0\r\n\r\n")
    equal((none.status, none.code), (400, "MalformedTrailerError"), "an announced trailer that does not come")
    short = raw.send(lab(), "PUT", path, headers, b"1\r\nx\r\n")
    check(short.status == 400, f"a body that ends before its last chunk: {short}")
    check(not s3().list_objects_v2(Bucket=name).get("Contents"), "nothing was stored")
