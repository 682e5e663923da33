"""S3 Batch Replication through S3 Control: what was there before is brought after. Facts D1 and D5."""

import urllib.error
import urllib.request

import lab as labs
from assertions import check, contains, equal, refused
from s3.context import bucket, case, keys, role, s3
from s3.replication import LATER, SOURCE, TARGET, replicate, rule, status, there


def job(own, source, **more):
    """Asks for a job over all of the bucket that is eligible."""
    return own.client("s3control", SOURCE).create_job(**{
        "AccountId": own.account, "Operation": {"S3ReplicateObject": {}}, "Priority": 10, "RoleArn": role(own),
        "ConfirmationRequired": False, "ClientRequestToken": f"token-{source}", "Report": {"Enabled": False},
        "ManifestGenerator": {"S3JobManifestGenerator": {
            "SourceBucket": f"arn:aws:s3:::{source}", "EnableManifestOutput": False,
            "Filter": {"EligibleForReplication": True}}}, **more})["JobId"]


def described(own, id):
    return own.client("s3control", SOURCE).describe_job(AccountId=own.account, JobId=id)["Job"]


@case
def backfill():
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-batch-replication-batch.html
    with labs.Lab() as own:
        source, target, reports = bucket(SOURCE, True, own), bucket(TARGET, True, own), bucket(SOURCE, of=own)
        client, far = s3(SOURCE, own), s3(TARGET, own)
        ids = [client.put_object(Bucket=source, Key="many", Body=bytes([n]), Metadata={"n": str(n)})["VersionId"] for n in range(3)]
        client.put_object(Bucket=source, Key="k", Body=b"x", Tagging="t=1")
        client.put_object(Bucket=source, Key="cold", Body=b"c", StorageClass="GLACIER")
        client.delete_object(Bucket=source, Key="k")
        replicate(own, source, rule(target))
        own.advance(LATER)
        equal(there(own, target), [], "nothing came by itself (fact D1)")
        told = {"Enabled": True, "Bucket": f"arn:aws:s3:::{reports}", "Prefix": "report",
                "Format": "Report_CSV_20180820", "ReportScope": "AllTasks"}
        id = job(own, source, Report=told)
        check(described(own, id)["Status"] in ("New", "Preparing", "Ready", "Active", "Complete"), "a job begins")
        equal(job(own, source, Report=told), id, "the same token is the same job")
        refused("IdempotencyException", 400, job, own, source)
        own.advance("6h")
        done = described(own, id)
        equal(done["Status"], "Complete", "and ends")
        summary = done["ProgressSummary"]
        check(summary["NumberOfTasksSucceeded"] >= 4, f"tasks that succeeded: {summary}")
        equal([item["VersionId"] for item in far.list_object_versions(Bucket=target, Prefix="many")["Versions"]],
              ids[::-1], "all versions, by their ids and in their order")
        equal(far.get_object(Bucket=target, Key="many", VersionId=ids[1])["Metadata"], {"n": "1"}, "with metadata")
        equal(status(own, source, "many"), "COMPLETED", "their status")
        equal(status(own, target, "many", TARGET), "REPLICA", "and the replicas'")
        # https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-batch-replication-batch.html: "Objects stored in ...
        # S3 Glacier Flexible Retrieval" must be restored first (fact D5)
        check("cold" not in there(own, target), "what is archived stays behind")
        found = keys(client.list_objects_v2(Bucket=reports, Prefix="report/"))
        check(any(key.endswith("manifest.json") for key in found), f"a completion report has a manifest: {found}")
        tables = [key for key in found if key.endswith(".csv")]
        text = "".join(client.get_object(Bucket=reports, Key=key)["Body"].read().decode() for key in tables)
        contains(text, ids[0], "and names each version")
        contains(text, "succeeded", "and its result")
        # What is replicated is not eligible twice, unless asked for.
        again = job(own, source, ClientRequestToken="again", ManifestGenerator={"S3JobManifestGenerator": {
            "SourceBucket": f"arn:aws:s3:::{source}", "EnableManifestOutput": False,
            "Filter": {"EligibleForReplication": True, "ObjectReplicationStatuses": ["FAILED"]}}})
        own.advance("6h")
        check(described(own, again)["Status"] in ("Complete", "Failed"), "a job for what has failed ends, too")


@case
def jobs():
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_CreateJob.html and
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-job-status.html
    with labs.Lab() as own:
        source, target = bucket(SOURCE, True, own), bucket(TARGET, True, own)
        s3(SOURCE, own).put_object(Bucket=source, Key="k")
        replicate(own, source, rule(target))
        control = own.client("s3control", SOURCE)
        refused("NoSuchJob", 404, described, own, "00000000-0000-0000-0000-000000000000")
        waits = job(own, source, ConfirmationRequired=True, Description="by hand")
        own.advance("1h")
        job_now = described(own, waits)
        equal((job_now["Status"], job_now["Description"], job_now["Priority"]), ("Suspended", "by hand", 10), "it waits for a word")
        equal(there(own, target), [], "and does nothing")
        equal(control.update_job_priority(AccountId=own.account, JobId=waits, Priority=77)["Priority"], 77, "priority")
        control.update_job_status(AccountId=own.account, JobId=waits, RequestedJobStatus="Ready")
        own.advance("6h")
        equal((described(own, waits)["Status"], there(own, target)), ("Complete", ["k"]), "then it goes")
        refused("JobStatusException", 400, control.update_job_status, AccountId=own.account, JobId=waits, RequestedJobStatus="Cancelled")
        other = job(own, source, ConfirmationRequired=True, ClientRequestToken="other")
        control.update_job_status(AccountId=own.account, JobId=other, RequestedJobStatus="Cancelled")
        own.advance("1h")
        equal(described(own, other)["Status"], "Cancelled", "cancelled")
        listed = {item["JobId"]: item["Status"] for item in control.list_jobs(AccountId=own.account)["Jobs"]}
        equal(listed, {waits: "Complete", other: "Cancelled"}, "ListJobs")
        some = control.list_jobs(AccountId=own.account, JobStatuses=["Cancelled"])["Jobs"]
        equal([item["JobId"] for item in some], [other], "by status")
        # https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-batch-replication-batch.html: the bucket needs rules
        plain = bucket(SOURCE, True, own)
        s3(SOURCE, own).put_object(Bucket=plain, Key="k")
        try:
            failed = job(own, plain)
            own.advance("6h")
            equal(described(own, failed)["Status"], "Failed", "a bucket without rules")
        except control.exceptions.ClientError as error:
            equal(error.response["Error"]["Code"], "InvalidRequest", "a bucket without rules is refused")


@case
def after_a_restore():
    # Fact D5, the other half: what is restored can be brought.
    with labs.Lab() as own:
        source, target = bucket(SOURCE, True, own), bucket(TARGET, True, own)
        client = s3(SOURCE, own)
        client.put_object(Bucket=source, Key="cold", Body=b"c", StorageClass="GLACIER")
        replicate(own, source, rule(target))
        client.restore_object(Bucket=source, Key="cold", RestoreRequest={"Days": 5})
        own.advance("6h")
        job(own, source)
        own.advance("6h")
        equal(there(own, target), ["cold"], "a restored one comes with the next job")


@case
def new_names():
    # Fact D15: a bucket has its name for good; what refers to the old one does not find the new one.
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html: "you can't change the name"
    with labs.Lab() as own:
        source, target = bucket(SOURCE, True, own), bucket(TARGET, True, own)
        client = s3(SOURCE, own, signature_version="s3v4")
        replicate(own, source, rule(target))
        client.put_object(Bucket=source, Key="recording", Body=b"x")
        own.advance(LATER)
        stored = client.generate_presigned_url("get_object", Params={"Bucket": source, "Key": "recording"})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        equal(opener.open(stored, timeout=20).read(), b"x", "a stored address")
        for item in client.list_object_versions(Bucket=source)["Versions"]:
            client.delete_object(Bucket=source, Key=item["Key"], VersionId=item["VersionId"])
        client.delete_bucket(Bucket=source)
        try:
            opener.open(stored, timeout=20)
            check(False, "it is broken when the bucket is gone, whatever was replicated")
        except urllib.error.HTTPError as error:
            equal(error.code, 404, "it is broken when the bucket is gone, whatever was replicated")
        equal(there(own, target), ["recording"], "which is still there")
