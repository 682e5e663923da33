"""ListObjects, ListObjectsV2 and ListObjectVersions, to the edge of the page."""

import raw
from assertions import check, equal, refused
from s3.context import bucket, case, keys, lab, prefixes, s3

KEYS = ["a", "b/1", "b/2", "b/c/1", "b/c/2", "b0", "c//1", "d", "e/", "e/1", "f/1", "ä/1", "日"]


def filled():
    name = bucket()
    for key in KEYS:
        s3().put_object(Bucket=name, Key=key, Body=b"x")
    return name


def pages(name, size, **parameters):
    """All pages of ListObjectsV2, by hand: keys and prefixes of each."""
    token, found = {}, []
    while True:
        page = s3().list_objects_v2(Bucket=name, MaxKeys=size, **token, **parameters)
        found.append(page)
        if not page["IsTruncated"] or len(found) > 50:
            return found
        token = {"ContinuationToken": page["NextContinuationToken"]}


@case
def second_version():
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
    name = filled()
    listing = s3().list_objects_v2(Bucket=name)
    equal(keys(listing), KEYS, "all keys, in the order of UTF-8")
    equal((listing["KeyCount"], listing["MaxKeys"], listing["IsTruncated"], listing["Name"], listing["Prefix"]),
          (13, 1000, False, name, ""), "what it says of itself")
    check("NextContinuationToken" not in listing, "no token at the end")
    one = listing["Contents"][0]
    equal((one["Size"], one["StorageClass"], one["ETag"]), (1, "STANDARD", '"9dd4e461268c8034f5c8564e155c67a6"'),
          "each item's size, class and ETag")
    check("Owner" not in one, "no owner unless asked for")
    owner = s3().list_objects_v2(Bucket=name, FetchOwner=True)["Contents"][0].get("Owner", {})
    check(owner.get("ID"), "FetchOwner")
    equal(keys(s3().list_objects_v2(Bucket=name, Prefix="b/")), ["b/1", "b/2", "b/c/1", "b/c/2"], "prefix")
    equal(keys(s3().list_objects_v2(Bucket=name, StartAfter="b/c/1")), KEYS[4:], "StartAfter a key")
    equal(keys(s3().list_objects_v2(Bucket=name, StartAfter="b/b")), KEYS[3:], "StartAfter what is not there")
    equal(s3().list_objects_v2(Bucket=name, StartAfter="d")["StartAfter"], "d", "StartAfter is echoed")
    equal(s3().list_objects_v2(Bucket=name, Prefix="zz")["KeyCount"], 0, "nothing")
    none = s3().list_objects_v2(Bucket=name, MaxKeys=0)
    equal((none["KeyCount"], none["IsTruncated"], none["MaxKeys"]), (0, False, 0), "MaxKeys 0")


@case
def delimiters():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-prefixes.html
    name = filled()
    listing = s3().list_objects_v2(Bucket=name, Delimiter="/")
    equal((keys(listing), prefixes(listing)), (["a", "b0", "d", "日"], ["b/", "c/", "e/", "f/", "ä/"]), "by folder")
    equal((listing["KeyCount"], listing["Delimiter"]), (9, "/"), "prefixes count as keys")
    listing = s3().list_objects_v2(Bucket=name, Delimiter="/", Prefix="b/")
    equal((keys(listing), prefixes(listing)), (["b/1", "b/2"], ["b/c/"]), "in a folder")
    listing = s3().list_objects_v2(Bucket=name, Delimiter="/", Prefix="b")
    equal((keys(listing), prefixes(listing)), (["b0"], ["b/"]), "a prefix that is no folder")
    listing = s3().list_objects_v2(Bucket=name, Delimiter="/", Prefix="e/")
    equal((keys(listing), prefixes(listing)), (["e/", "e/1"], []), "a folder's own key is a key in it")
    listing = s3().list_objects_v2(Bucket=name, Delimiter="/", Prefix="c/")
    equal((keys(listing), prefixes(listing)), ([], ["c//"]), "a delimiter right after the prefix")
    listing = s3().list_objects_v2(Bucket=name, Delimiter="/c/")
    equal(prefixes(listing), ["b/c/"], "a delimiter of several characters")
    listing = s3().list_objects_v2(Bucket=name, Delimiter="1")
    equal(prefixes(listing), ["b/1", "b/c/1", "c//1", "e/1", "f/1", "ä/1"], "any text is a delimiter")
    listing = s3().list_objects_v2(Bucket=name, Delimiter="/", StartAfter="b/")
    equal(prefixes(listing), ["b/", "c/", "e/", "f/", "ä/"], "StartAfter inside what is rolled up")


@case
def pagination():
    name = filled()
    everything = [("k", key) for key in ("a", "b0", "d", "日")] + \
                 [("p", prefix) for prefix in ("b/", "c/", "e/", "f/", "ä/")]
    everything.sort(key=lambda item: item[1].encode())
    for size in (1, 2, 3, 4, 8, 9, 10):
        found = pages(name, size, Delimiter="/")
        flat = [item for page in found for item in
                sorted([("k", key) for key in keys(page)] + [("p", prefix) for prefix in prefixes(page)],
                       key=lambda item: item[1].encode())]
        equal(flat, everything, f"folders in pages of {size}: each once, in order")
        equal([page["KeyCount"] for page in found], [size] * (9 // size) + ([9 % size] if 9 % size else []),
              f"no page of {size} is short but the last, and none is empty")
        check(all(page["MaxKeys"] == size for page in found), "MaxKeys is echoed")
    for size in (1, 5, 12, 13, 14):
        found = pages(name, size)
        equal([key for page in found for key in keys(page)], KEYS, f"keys in pages of {size}")
        equal(len(found), -(-13 // size), f"how many pages of {size}")
    found = pages(name, 2, Prefix="b/", Delimiter="/")
    equal([(keys(page), prefixes(page)) for page in found], [(["b/1", "b/2"], []), ([], ["b/c/"])],
          "a prefix alone on the last page")
    page = s3().list_objects_v2(Bucket=name, MaxKeys=3)
    token = page["NextContinuationToken"]
    again = s3().list_objects_v2(Bucket=name, MaxKeys=3, ContinuationToken=token)
    equal(again["ContinuationToken"], token, "the token is echoed")
    # A token beats StartAfter; what comes and goes meanwhile does not disturb it.
    s3().delete_object(Bucket=name, Key="b/2")
    s3().put_object(Bucket=name, Key="a0")
    again = s3().list_objects_v2(Bucket=name, ContinuationToken=token, StartAfter="f")
    equal(keys(again), KEYS[3:], "from where the page ended")
    paginator = s3().get_paginator("list_objects_v2")
    equal(sum(len(keys(page)) for page in paginator.paginate(Bucket=name, PaginationConfig={"PageSize": 4})), 13,
          "the SDK's paginator")


@case
def mistakes():
    name = filled()
    refused("InvalidArgument", 400, s3().list_objects_v2, Bucket=name, ContinuationToken="nonsense")
    refused("InvalidArgument", 400, s3().list_objects_v2, Bucket=name, MaxKeys=-1)
    refused("InvalidArgument", 400, s3().list_objects, Bucket=name, MaxKeys=-1)
    refused("NoSuchBucket", 404, s3().list_objects_v2, Bucket="not-" + name)
    for query in ("list-type=2&max-keys=many", "list-type=2&encoding-type=punycode",
                  "list-type=2&continuation-token="):
        answer = raw.signed(lab(), "GET", f"/{name}?{query}")
        equal((answer.status, answer.code), (400, "InvalidArgument"), query)
    # "never contain more": 1,000 is the most.
    answer = raw.signed(lab(), "GET", f"/{name}?list-type=2&max-keys=5000")
    equal((answer.status, answer.element("MaxKeys")), (200, "1000"), "no more than 1,000")


@case
def encoding():
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html: "test_file(3).png will appear as
    # test_file%283%29.png"
    name = bucket()
    s3().put_object(Bucket=name, Key="dir/test_file(3).png")
    s3().put_object(Bucket=name, Key="dir/a b+ü")
    answer = raw.signed(lab(), "GET", f"/{name}?encoding-type=url&list-type=2&prefix=dir%2F")
    equal(answer.element("EncodingType"), "url", "EncodingType")
    check(b"<Key>dir/test_file%283%29.png</Key>" in answer.body, f"an encoded key: {answer.body[:900]!r}")
    check(b"<Key>dir/a+b%2B%C3%BC</Key>" in answer.body, "space, plus and umlaut")
    answer = raw.signed(lab(), "GET", f"/{name}?delimiter=%28&encoding-type=url&list-type=2")
    equal(answer.element("Delimiter"), "%28", "the delimiter is encoded, too")
    check(b"<Prefix>dir/test_file%28</Prefix>" in answer.body, "and common prefixes")
    answer = raw.signed(lab(), "GET", f"/{name}?list-type=2")
    check("(3).png" in answer.body.decode(), "nothing is encoded without being asked for")
    # XML 1.0 has no way to write this character.
    s3().put_object(Bucket=name, Key="control\x01")
    answer = raw.signed(lab(), "GET", f"/{name}?encoding-type=url&list-type=2&prefix=control")
    check(b"<Key>control%01</Key>" in answer.body, "what XML cannot hold")
    equal(keys(s3().list_objects_v2(Bucket=name, Prefix="control")), ["control\x01"], "the SDK decodes it")


@case
def first_version():
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html
    name = filled()
    listing = s3().list_objects(Bucket=name)
    equal(keys(listing), KEYS, "all keys")
    check("KeyCount" not in listing and listing["Contents"][0]["Owner"]["ID"], "no KeyCount, but owners")
    equal((listing["Marker"], listing["MaxKeys"], listing["IsTruncated"]), ("", 1000, False), "what it says")
    page = s3().list_objects(Bucket=name, MaxKeys=2)
    # "This element is returned only if you have the delimiter request parameter specified."
    check("NextMarker" not in page and page["IsTruncated"], "no NextMarker without a delimiter")
    equal(keys(s3().list_objects(Bucket=name, Marker="b/1")), KEYS[2:], "after a marker")
    page = s3().list_objects(Bucket=name, MaxKeys=2, Delimiter="/")
    equal((keys(page), prefixes(page), page["NextMarker"]), (["a"], ["b/"], "b/"), "NextMarker with a delimiter")
    page = s3().list_objects(Bucket=name, MaxKeys=2, Delimiter="/", Marker="b/")
    equal((keys(page), prefixes(page)), (["b0"], ["c/"]), "a rolled-up marker skips its folder")
    paginator = s3().get_paginator("list_objects")
    equal([key for page in paginator.paginate(Bucket=name, PaginationConfig={"PageSize": 3}) for key in keys(page)],
          KEYS, "the SDK's paginator")


@case
def versions():
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
    name = bucket(versioned=True)
    written = {key: [s3().put_object(Bucket=name, Key=key, Body=bytes([n]))["VersionId"] for n in range(3)]
               for key in ("a", "b", "dir/x")}
    marker = s3().delete_object(Bucket=name, Key="b")["VersionId"]
    listing = s3().list_object_versions(Bucket=name)
    equal([(item["Key"], item["VersionId"]) for item in listing["Versions"]],
          [(key, version) for key in ("a", "b", "dir/x") for version in reversed(written[key])],
          "keys in order, and of each key the newest first")
    equal([(item["Key"], item["VersionId"], item["IsLatest"]) for item in listing["DeleteMarkers"]],
          [("b", marker, True)], "delete markers")
    equal([item["VersionId"] for item in listing["Versions"] if item["IsLatest"]],
          [written["a"][2], written["dir/x"][2]], "one of each key is the latest")
    check(all(item["Owner"]["ID"] and item["Size"] == 1 for item in listing["Versions"]), "owner and size")
    for size in (1, 2, 3, 4, 9, 10):
        found, markers, count = [], {}, 0
        while count < 30:
            count += 1
            page = s3().list_object_versions(Bucket=name, MaxKeys=size, **markers)
            found += [item["VersionId"] for item in page.get("Versions", []) + page.get("DeleteMarkers", [])]
            if not page["IsTruncated"]:
                break
            markers = {"KeyMarker": page["NextKeyMarker"], "VersionIdMarker": page["NextVersionIdMarker"]}
        equal((sorted(found), count), (sorted([version for versions in written.values() for version in versions]
                                              + [marker]), -(-10 // size)), f"in pages of {size}: each once")
    page = s3().list_object_versions(Bucket=name, KeyMarker="a", VersionIdMarker=written["a"][1])
    equal(page["Versions"][0]["VersionId"], written["a"][0], "in the midst of a key")
    page = s3().list_object_versions(Bucket=name, KeyMarker="a")
    equal(page["Versions"][0]["Key"], "b", "after all of a key")
    page = s3().list_object_versions(Bucket=name, Delimiter="/")
    equal((prefixes(page), {item["Key"] for item in page["Versions"]}), (["dir/"], {"a", "b"}), "delimiter")
    refused("InvalidArgument", 400, s3().list_object_versions, Bucket=name, VersionIdMarker=marker)
    plain = bucket()
    s3().put_object(Bucket=plain, Key="k")
    item = s3().list_object_versions(Bucket=plain)["Versions"][0]
    equal((item["VersionId"], item["IsLatest"]), ("null", True), "without versioning: version null")


@case
def thousand():
    # "Returns some or all (up to 1,000) of the objects in a bucket with each request."
    import concurrent.futures
    name = bucket()
    client = s3()
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: client.put_object(Bucket=name, Key=f"{n:04}"), range(1001)))
    page = client.list_objects_v2(Bucket=name)
    equal((page["KeyCount"], page["IsTruncated"]), (1000, True), "1,000 of 1,001")
    page = client.list_objects_v2(Bucket=name, ContinuationToken=page["NextContinuationToken"])
    equal((keys(page), page["IsTruncated"]), (["1000"], False), "and the last")
    gone = client.delete_objects(Bucket=name, Delete={"Objects": [{"Key": f"{n:04}"} for n in range(1000)]})
    equal(len(gone["Deleted"]), 1000, "1,000 deleted at once")
    equal(keys(client.list_objects_v2(Bucket=name)), ["1000"], "one is left")
