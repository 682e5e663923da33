"""What the cases share: the lab, clients by region, and fresh buckets."""

import itertools
import json

import lab as labs

CASES = []
_lab = None
_numbers = itertools.count(1)


def case(function):
    """Registers a case, named by its file and function."""
    CASES.append((f"{function.__module__.rsplit('.', 1)[-1]}.{function.__name__}", function))
    return function


def lab():
    """The lab of all cases. Cases that let much time pass ask for one of their own."""
    global _lab
    if not _lab:
        started = labs.Lab()
        started.start()
        _lab = started
    return _lab


def close():
    if _lab:
        _lab.__exit__()


def s3(region="us-east-1", of=None, **settings):
    """A client. of: another lab than the shared one."""
    clients = vars(of or lab()).setdefault("clients", {})
    key = (region, json.dumps(settings, sort_keys=True))
    if key not in clients:
        clients[key] = (of or lab()).client("s3", region, **settings)
    return clients[key]


def bucket(region="us-east-1", versioned=False, of=None, name=None, **parameters):
    """A new bucket's name."""
    name = name or f"bucket-{next(_numbers):04}-of-the-tests"
    if region != "us-east-1":
        parameters["CreateBucketConfiguration"] = {"LocationConstraint": region}
    s3(region, of).create_bucket(Bucket=name, **parameters)
    if versioned:
        version(name, region, of)
    return name


def version(name, region="us-east-1", of=None, status="Enabled"):
    s3(region, of).put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": status})


def knows(client, operation, member):
    """Whether this client's model of the operation has the member: old ones lack new features."""
    shape = client.meta.service_model.operation_model(operation).input_shape
    return shape is not None and member in shape.members


class Headers:
    """Within it, every request of the client carries these headers, signed: what its model lacks."""

    def __init__(self, client, **headers):
        self.client = client
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def _add(self, request, **_):
        for name, value in self.headers.items():
            request.headers[name] = value

    def __enter__(self):
        # In a handler of its own, so that one within another adds to it.
        self.handler = lambda **event: self._add(**event)
        self.client.meta.events.register("before-sign.s3", self.handler)

    def __exit__(self, *_):
        self.client.meta.events.unregister("before-sign.s3", self.handler)


def role(of, name="replicates", actions="*"):
    """The ARN of a new role that S3 may assume, and what it may do."""
    import botocore.exceptions
    iam = of.client("iam")
    trust = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {"Service": ["s3.amazonaws.com", "batchoperations.s3.amazonaws.com"]}}]}
    may = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]}
    try:
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))
        iam.put_role_policy(RoleName=name, PolicyName="may", PolicyDocument=json.dumps(may))
    except botocore.exceptions.ClientError as error:
        if error.response["Error"]["Code"] != "EntityAlreadyExists":
            raise
    return f"arn:aws:iam::{of.account}:role/{name}"


def answered(response):
    """The headers of an answer."""
    return response["ResponseMetadata"]["HTTPHeaders"]


def keys(listing):
    return [item["Key"] for item in listing.get("Contents", [])]


def prefixes(listing):
    return [item["Prefix"] for item in listing.get("CommonPrefixes", [])]
