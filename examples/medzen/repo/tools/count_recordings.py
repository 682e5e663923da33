"""Counts recordings and calls, and says which are missing.

Runs every week. Recordings are in eu-west-1; their copies, one day, in eu-central-1.
"""

import os

import boto3

REGION = os.environ.get("AWS_REGION", "eu-west-1")
RECORDINGS = "medzen-meeting-recordings-558069890522"
TRANSCRIPTS = "https://medzen-meeting-transcripts-558069890522.s3.eu-west-1.amazonaws.com/2025/"
UPLOADS = "https://s3.eu-west-1.amazonaws.com/medzen-medical-data-558069890522/exports"
# Where a call may have been, the likeliest first.
CALL_REGIONS = ["eu-west-1", "eu-central-1", "af-south-1"]

s3 = boto3.client("s3", region_name="eu-west-1")
keys = boto3.client("kms", region_name=REGION)


def recordings():
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=RECORDINGS):
        yield from page.get("Contents", [])


def key_is_well():
    key = keys.describe_key(KeyId="5e84763b-0627-410f-b9bf-661e4021fba3")
    return key["KeyMetadata"]["KeyState"] == "Enabled"


if __name__ == "__main__":
    print(sum(1 for _ in recordings()), "recordings in eu-west-1, key well:", key_is_well())
