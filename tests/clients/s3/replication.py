"""Replication that replicates: rules, what is and is not copied, statuses, failures. Facts D1 to D9."""

import json

import lab as labs
from assertions import check, contains, equal, refused
from s3.context import bucket, case, keys, role, s3, version
from s3.encryption import by_default, new_key

SOURCE, TARGET = "us-east-1", "eu-central-1"
LATER = "20m"  # the lab's replication takes seconds to minutes


def rule(target, id="rule", prefix="", priority=1, markers="Disabled", **more):
    """A rule of the second version."""
    destination = {"Bucket": f"arn:aws:s3:::{target}", **more.pop("Destination", {})}
    return {"ID": id, "Status": "Enabled", "Priority": priority, "Filter": {"Prefix": prefix},
            "DeleteMarkerReplication": {"Status": markers}, "Destination": destination, **more}


def replicate(own, source, *rules, region=SOURCE, by=None):
    return s3(region, own).put_bucket_replication(Bucket=source, ReplicationConfiguration={
        "Role": by or role(own), "Rules": list(rules)})


def pair(own, **more):
    """Two versioned buckets with one rule from the first to the second."""
    source, target = bucket(SOURCE, True, own), bucket(TARGET, True, own)
    replicate(own, source, rule(target, **more))
    return source, target


def status(own, name, key, region=SOURCE, **more):
    return s3(region, own).head_object(Bucket=name, Key=key, **more).get("ReplicationStatus")


def there(own, name, region=TARGET):
    return keys(s3(region, own).list_objects_v2(Bucket=name))


@case
def refusals():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html (fact D2)
    with labs.Lab() as own:
        arn, client = role(own), s3(SOURCE, own)
        plain, source, target = bucket(SOURCE, of=own), bucket(SOURCE, True, own), bucket(TARGET, of=own)
        error = refused("InvalidRequest", 400, replicate, own, plain, rule(target))
        contains(error.get("Message"), "Versioning must be 'Enabled'", "message: the source")
        error = refused("InvalidRequest", 400, replicate, own, source, rule(target))
        contains(error.get("Message"), "Destination bucket must have versioning enabled", "message: the target")
        error = refused("InvalidRequest", 400, replicate, own, source, rule("no-such-bucket-at-all"))
        contains(error.get("Message"), "Destination bucket must exist", "message: no target")
        version(target, TARGET, own)
        check(replicate(own, source, rule(target)), "both sides are versioned")
        # https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html
        refused("InvalidRequest", 400, replicate, own, source, rule(target, "a"), rule(target, "b"))
        refused(("InvalidRequest", "InvalidArgument"), 400, replicate, own, source, rule(target, "a"), rule(target, "a", priority=2))
        for missing in ("Priority", "DeleteMarkerReplication"):
            incomplete = rule(target)
            del incomplete[missing]
            error = refused("InvalidRequest", 400, replicate, own, source, incomplete)
            contains(error.get("Message"), f"{missing} must be specified for this version", "message")
        # "If your Filter includes a Tag element, the DeleteMarkerReplication Status must be set to Disabled"
        refused("InvalidRequest", 400, replicate, own, source,
                rule(target, markers="Enabled") | {"Filter": {"Tag": {"Key": "a", "Value": "b"}}})
        refused(None, 400, replicate, own, source, rule(target) | {"Prefix": ""})
        refused(None, 400, replicate, own, source, rule(target), by="nobody")
        refused(None, 400, replicate, own, source)
        # https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html: 15 minutes it is
        for minutes in (5, 30):
            refused(None, 400, replicate, own, source, rule(target, Destination={
                "ReplicationTime": {"Status": "Enabled", "Time": {"Minutes": minutes}},
                "Metrics": {"Status": "Enabled", "EventThreshold": {"Minutes": minutes}}}))
        refused("InvalidRequest", 400, replicate, own, source, rule(target, Destination={
            "ReplicationTime": {"Status": "Enabled", "Time": {"Minutes": 15}}}))
        got = client.get_bucket_replication(Bucket=source)["ReplicationConfiguration"]
        equal((got["Role"], got["Rules"]), (arn, [rule(target)]), "what is refused changes nothing")
        # https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html: InvalidBucketState
        refused("InvalidBucketState", 409, client.put_bucket_versioning, Bucket=source,
                VersioningConfiguration={"Status": "Suspended"})
        equal(client.delete_bucket_replication(Bucket=source)["ResponseMetadata"]["HTTPStatusCode"], 204, "deletion")
        refused("ReplicationConfigurationNotFoundError", 404, client.get_bucket_replication, Bucket=source)
        check(client.put_bucket_versioning(Bucket=source, VersioningConfiguration={"Status": "Suspended"}),
              "without rules it can be suspended")


@case
def what_comes_after():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html (facts D1, D4)
    with labs.Lab() as own:
        source, target = bucket(SOURCE, True, own), bucket(TARGET, True, own)
        other = bucket(SOURCE, True, own)
        client, far = s3(SOURCE, own), s3(TARGET, own)
        client.put_object(Bucket=source, Key="before", Body=b"x")
        replicate(own, source, rule(target))
        put = client.put_object(Bucket=source, Key="after", Body=b"content", Metadata={"m": "1"}, Tagging="t=1",
                                ContentType="text/plain", CacheControl="no-store")
        client.put_object(Bucket=other, Key="elsewhere", Body=b"x")
        # https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-status.html (fact D9)
        equal(status(own, source, "after"), "PENDING", "at first")
        own.advance(LATER)
        equal(status(own, source, "after"), "COMPLETED", "then")
        equal(status(own, target, "after", TARGET), "REPLICA", "the replica's own status")
        equal(status(own, source, "before"), None, "what was there before has none")
        equal(there(own, target), ["after"], "and is not copied; nor are other buckets (facts D1, D4)")
        got, original = far.get_object(Bucket=target, Key="after"), client.head_object(Bucket=source, Key="after")
        equal((got["Body"].read(), got["VersionId"], got["ETag"], got["LastModified"]),
              (b"content", put["VersionId"], put["ETag"], original["LastModified"]),
              "a replica has the content, version, ETag and time of its original")
        equal((got["Metadata"], got["ContentType"], got["CacheControl"]), ({"m": "1"}, "text/plain", "no-store"), "metadata")
        equal(far.get_object_tagging(Bucket=target, Key="after")["TagSet"], [{"Key": "t", "Value": "1"}], "and tags")
        # Changes of tags and several versions, in order.
        client.put_object_tagging(Bucket=source, Key="after", Tagging={"TagSet": [{"Key": "t", "Value": "2"}]})
        ids = [client.put_object(Bucket=source, Key="many", Body=bytes([n]))["VersionId"] for n in range(4)]
        own.advance(LATER)
        equal(far.get_object_tagging(Bucket=target, Key="after")["TagSet"], [{"Key": "t", "Value": "2"}], "changed tags follow")
        equal([item["VersionId"] for item in far.list_object_versions(Bucket=target, Prefix="many")["Versions"]],
              ids[::-1], "all versions, in their order")
        equal(status(own, source, "many", VersionId=ids[0]), "COMPLETED", "each with its status")
        upload = client.create_multipart_upload(Bucket=source, Key="parts")["UploadId"]
        part = client.upload_part(Bucket=source, Key="parts", UploadId=upload, PartNumber=1, Body=b"part")["ETag"]
        client.complete_multipart_upload(Bucket=source, Key="parts", UploadId=upload,
                                         MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part}]})
        client.copy_object(Bucket=source, Key="copied", CopySource=f"{source}/before")
        own.advance(LATER)
        check({"parts", "copied"} <= set(there(own, target)), "parts and copies are written after it, too")
        equal(far.head_object(Bucket=target, Key="parts")["ETag"].strip('"')[-2:], "-1", "with its ETag of parts")


@case
def deletions():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-marker-replication.html (fact D8)
    with labs.Lab() as own:
        source, target = pair(own)
        asked, follows = pair(own, markers="Enabled")
        client = s3(SOURCE, own)
        first = {name: client.put_object(Bucket=name, Key="k", Body=b"1")["VersionId"] for name in (source, asked)}
        for name in (source, asked):
            client.put_object(Bucket=name, Key="k", Body=b"2")
            client.put_object(Bucket=name, Key="stays", Body=b"s")
        own.advance(LATER)
        for name in (source, asked):
            client.delete_object(Bucket=name, Key="k")
            client.delete_object(Bucket=name, Key="k", VersionId=first[name])
        own.advance(LATER)
        equal(there(own, target), ["k", "stays"], "delete markers are not replicated")
        equal(there(own, follows), ["stays"], "unless asked for")
        for name in (target, follows):
            found = [item["VersionId"] for item in s3(TARGET, own).list_object_versions(Bucket=name, Prefix="k")["Versions"]]
            check(first[source if name == target else asked] in found, "deletions of versions never are")
        # https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html: backward compatibility.
        # Without a Filter it is version 1, which replicates users' delete markers.
        old, late = bucket(SOURCE, True, own), bucket(TARGET, True, own)
        replicate(own, old, {"ID": "v1", "Status": "Enabled", "Prefix": "in/", "Destination": {"Bucket": f"arn:aws:s3:::{late}"}})
        for key in ("in/k", "out/k"):
            client.put_object(Bucket=old, Key=key)
        own.advance(LATER)
        equal(there(own, late), ["in/k"], "version 1, by prefix")
        client.delete_object(Bucket=old, Key="in/k")
        own.advance(LATER)
        equal(there(own, late), [], "version 1 replicates delete markers")


@case
def filters():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html
    with labs.Lab() as own:
        source = bucket(SOURCE, True, own)
        one, two, three = (bucket(TARGET, True, own) for _ in range(3))
        replicate(own, source, rule(one, "prefix", "a/", 1), rule(two, "tag", priority=2) | {
            "Filter": {"Tag": {"Key": "send", "Value": "yes"}}}, rule(three, "both", priority=3) | {
            "Filter": {"And": {"Prefix": "a/", "Tags": [{"Key": "send", "Value": "yes"}, {"Key": "x", "Value": "1"}]}}},
            rule(three, "off", "off/", 4) | {"Status": "Disabled"})
        client = s3(SOURCE, own)
        client.put_object(Bucket=source, Key="a/1")
        client.put_object(Bucket=source, Key="b/1", Tagging="send=yes")
        client.put_object(Bucket=source, Key="a/2", Tagging="send=yes&x=1")
        client.put_object(Bucket=source, Key="a/3", Tagging="send=no&x=1")
        client.put_object(Bucket=source, Key="off/1")
        client.put_object(Bucket=source, Key="b/2")
        own.advance(LATER)
        equal(there(own, one), ["a/1", "a/2", "a/3"], "by prefix")
        equal(there(own, two), ["a/2", "b/1"], "by tag")
        equal(there(own, three), ["a/2"], "by prefix and tags")
        equal((status(own, source, "b/2"), status(own, source, "off/1")), (None, None), "what no rule is for has no status")
        equal(status(own, source, "a/2"), "COMPLETED", "to several targets")
        # "Amazon S3 will attempt to replicate objects according to all replication rules. However, if there are two
        # or more rules with the same destination bucket, then objects will be replicated according to the rule with
        # the highest priority."
        replicate(own, source, rule(one, "low", "", 1, Destination={"StorageClass": "STANDARD_IA"}),
                  rule(one, "high", "p/", 7, Destination={"StorageClass": "GLACIER_IR"}))
        client.put_object(Bucket=source, Key="p/1")
        client.put_object(Bucket=source, Key="q/1")
        own.advance(LATER)
        far = s3(TARGET, own)
        equal([far.head_object(Bucket=one, Key=key).get("StorageClass") for key in ("p/1", "q/1")],
              ["GLACIER_IR", "STANDARD_IA"], "the rule of the highest priority, and the storage class it names")


@case
def by_keys():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html (fact D3)
    with labs.Lab() as own:
        near, away = new_key(own, SOURCE), new_key(own, TARGET)
        selected = {"SourceSelectionCriteria": {"SseKmsEncryptedObjects": {"Status": "Enabled"}},
                    "Destination": {"EncryptionConfiguration": {"ReplicaKmsKeyID": away}}}
        skipping, skipped = pair(own)
        sending, received = pair(own, **selected)
        client, far = s3(SOURCE, own), s3(TARGET, own)
        for name in (skipping, sending):
            by_default(name, own, near, SOURCE)
            client.put_object(Bucket=name, Key="kms", Body=b"secret")
            client.put_object(Bucket=name, Key="s3", Body=b"plain", ServerSideEncryption="AES256")
        own.advance(LATER)
        equal(there(own, skipped), ["s3"], "objects under KMS keys are skipped unless selected")
        equal(there(own, received), ["kms", "s3"], "and sent if they are")
        got = far.get_object(Bucket=received, Key="kms")
        equal((got["Body"].read(), got["SSEKMSKeyId"]), (b"secret", away), "under the replica's key")
        equal(far.head_object(Bucket=received, Key="s3")["ServerSideEncryption"], "AES256", "the others as they were")
        refused(None, 400, replicate, own, sending, rule(received, SourceSelectionCriteria={
            "SseKmsEncryptedObjects": {"Status": "Enabled"}}))
        # "the role must have permissions ... kms:Decrypt on the source key, kms:Encrypt on the destination's"
        lame = role(own, "no-kms", ["s3:*"])
        source, target = bucket(SOURCE, True, own), bucket(TARGET, True, own)
        replicate(own, source, rule(target, **json.loads(json.dumps(selected))), by=lame)
        by_default(source, own, near, SOURCE)
        client.put_object(Bucket=source, Key="k", Body=b"secret")
        own.advance("2h")
        equal((status(own, source, "k"), there(own, target)), ("FAILED", []), "a role without rights on the keys")


@case
def failures():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-status.html (fact D9)
    with labs.Lab() as own:
        client, far = s3(SOURCE, own), s3(TARGET, own)
        source, target = bucket(SOURCE, True, own), bucket(TARGET, True, own)
        replicate(own, source, rule(target), by=role(own, "may-nothing", ["s3:GetBucketTagging"]))
        client.put_object(Bucket=source, Key="k")
        own.advance("2h")
        equal((status(own, source, "k"), there(own, target)), ("FAILED", []), "a role that may not")
        # What has failed stays so: new rights do not help it; a new version is another matter.
        replicate(own, source, rule(target))
        own.advance("2h")
        equal(status(own, source, "k"), "FAILED", "it is not tried again")
        client.put_object(Bucket=source, Key="k", Body=b"new")
        own.advance(LATER)
        equal((status(own, source, "k"), there(own, target)), ("COMPLETED", ["k"]), "a new version")
        # A target that is gone.
        gone, lost = pair(own)
        far.delete_bucket(Bucket=lost)
        client.put_object(Bucket=gone, Key="k")
        own.advance("2h")
        equal(status(own, gone, "k"), "FAILED", "a target that is gone")


@case
def there_and_back():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-for-metadata-changes.html (fact D7)
    with labs.Lab() as own:
        mods = {"SourceSelectionCriteria": {"ReplicaModifications": {"Status": "Enabled"}}}
        one, two, third = bucket(SOURCE, True, own), bucket(TARGET, True, own), bucket("eu-west-1", True, own)
        client, far = s3(SOURCE, own), s3(TARGET, own)
        replicate(own, one, rule(two))
        replicate(own, two, rule(one, "back"), rule(third, "on", priority=2), region=TARGET)
        client.put_object(Bucket=one, Key="from-one", Body=b"1")
        far.put_object(Bucket=two, Key="from-two", Body=b"2")
        own.advance(LATER)
        equal(there(own, one, SOURCE), ["from-one", "from-two"], "the way back")
        equal(there(own, two), ["from-one", "from-two"], "the way there")
        # "replicas ... are not replicated again"
        equal(there(own, third, "eu-west-1"), ["from-two"], "a replica is not replicated on")
        equal((status(own, two, "from-one", TARGET), status(own, one, "from-two")), ("REPLICA", "REPLICA"), "statuses")
        tags = {"TagSet": [{"Key": "changed", "Value": "there"}]}
        far.put_object_tagging(Bucket=two, Key="from-one", Tagging=tags)
        own.advance(LATER)
        equal(client.get_object_tagging(Bucket=one, Key="from-one")["TagSet"], [], "changes of a replica stay there")
        replicate(own, one, rule(two, **mods))
        replicate(own, two, rule(one, "back", **mods), region=TARGET)
        client.put_object(Bucket=one, Key="synced", Body=b"1")
        own.advance(LATER)
        far.put_object_tagging(Bucket=two, Key="synced", Tagging=tags)
        own.advance(LATER)
        equal(client.get_object_tagging(Bucket=one, Key="synced")["TagSet"], tags["TagSet"],
              "unless replica modification sync is on")
        equal(status(own, two, "synced", TARGET), "REPLICA", "a replica stays a replica")


@case
def not_replicated():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html (facts D5, D6)
    with labs.Lab() as own:
        source, target = pair(own)
        client, far = s3(SOURCE, own), s3(TARGET, own)
        client.put_bucket_tagging(Bucket=source, Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
        client.put_bucket_cors(Bucket=source, CORSConfiguration={"CORSRules": [
            {"AllowedOrigins": ["*"], "AllowedMethods": ["GET"]}]})
        client.put_bucket_lifecycle_configuration(Bucket=source, LifecycleConfiguration={"Rules": [
            {"ID": "r", "Status": "Enabled", "Filter": {"Prefix": "tmp/"}, "Expiration": {"Days": 1}}]})
        client.put_bucket_policy(Bucket=source, Policy=json.dumps({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"Service": "mediapipelines.chime.amazonaws.com"},
            "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{source}/*"}]}))
        client.put_bucket_notification_configuration(Bucket=source, NotificationConfiguration={"EventBridgeConfiguration": {}})
        client.delete_public_access_block(Bucket=source)
        own.advance(LATER)
        refused("NoSuchTagSet", 404, far.get_bucket_tagging, Bucket=target)
        refused("NoSuchCORSConfiguration", 404, far.get_bucket_cors, Bucket=target)
        refused("NoSuchLifecycleConfiguration", 404, far.get_bucket_lifecycle_configuration, Bucket=target)
        refused("NoSuchBucketPolicy", 404, far.get_bucket_policy, Bucket=target)
        equal(set(far.get_bucket_notification_configuration(Bucket=target)) - {"ResponseMetadata"}, set(), "no notifications")
        check(far.get_public_access_block(Bucket=target)["PublicAccessBlockConfiguration"]["BlockPublicPolicy"],
              "public access as it was")
        # "Actions performed by a lifecycle configuration" are not replicated.
        client.put_object(Bucket=source, Key="tmp/k")
        own.advance("3d")
        equal((there(own, source, SOURCE), there(own, target)), ([], ["tmp/k"]), "nor what lifecycles do")
        # Fact D6: "Object Lock at the source needs Object Lock at the destination":
        # https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html#object-lock-managing-replication
        # https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-failure-codes.html:
        # DstBucketObjectLockConfigMissing
        locking = bucket(SOURCE, of=own, ObjectLockEnabledForBucket=True)
        replicate(own, locking, rule(target))
        client.put_object(Bucket=locking, Key="refused", ChecksumAlgorithm="SHA256")
        own.advance(LATER)
        equal((status(own, locking, "refused"), there(own, target)), ("FAILED", ["tmp/k"]), "a target without Object Lock")
        locked = bucket(TARGET, of=own, ObjectLockEnabledForBucket=True)
        check(replicate(own, locking, rule(locked)), "with Object Lock on both sides")
        client.put_object(Bucket=locking, Key="k", ObjectLockLegalHoldStatus="ON", ChecksumAlgorithm="SHA256")
        own.advance(LATER)
        equal(far.head_object(Bucket=locked, Key="k").get("ObjectLockLegalHoldStatus"), "ON", "holds are replicated")


@case
def time_control():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html (fact D9)
    with labs.Lab() as own:
        source, target = pair(own, Destination={
            "ReplicationTime": {"Status": "Enabled", "Time": {"Minutes": 15}},
            "Metrics": {"Status": "Enabled", "EventThreshold": {"Minutes": 15}}})
        client = s3(SOURCE, own)
        got = client.get_bucket_replication(Bucket=source)["ReplicationConfiguration"]["Rules"][0]["Destination"]
        equal((got["ReplicationTime"]["Time"]["Minutes"], got["Metrics"]["EventThreshold"]["Minutes"]), (15, 15), "kept")
        for number in range(200):
            client.put_object(Bucket=source, Key=f"{number:03}", Body=b"x")
        own.advance("15m")
        statuses = [status(own, source, f"{number:03}") for number in range(200)]
        equal(statuses.count("COMPLETED"), 200, "all of 200 within 15 minutes (99.99 % are)")
        # https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html#s3-cloudwatch-replication-metrics
        watch = own.client("cloudwatch", TARGET)
        names = {item["MetricName"] for region in (SOURCE, TARGET)
                 for item in own.client("cloudwatch", region).list_metrics(Namespace="AWS/S3")["Metrics"]}
        check(watch and {"ReplicationLatency", "BytesPendingReplication", "OperationsPendingReplication"} <= names,
              f"replication metrics: {sorted(names)}")
