"""Where the wire is not as botocore's models say: what its handlers.py does in code, what a server has
to know that a client need not, and what came after the version that Debian has. Stated as changes to
the models, here and nowhere else.
"""

# Names of the root element in S3's answers, from "Response Syntax" in
# https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
# Clients do not look at them; people with a packet trace do.
S3_ROOTS = {
    "CompleteMultipartUpload": "CompleteMultipartUploadResult",
    "CreateMultipartUpload": "InitiateMultipartUploadResult",
    "DeleteObjects": "DeleteResult",
    "GetBucketAccelerateConfiguration": "AccelerateConfiguration",
    "GetBucketAcl": "AccessControlPolicy",
    "GetBucketCors": "CORSConfiguration",
    "GetBucketLifecycleConfiguration": "LifecycleConfiguration",
    "GetBucketLocation": "LocationConstraint",
    "GetBucketLogging": "BucketLoggingStatus",
    "GetBucketRequestPayment": "RequestPaymentConfiguration",
    "GetBucketTagging": "Tagging",
    "GetBucketVersioning": "VersioningConfiguration",
    "GetBucketWebsite": "WebsiteConfiguration",
    "GetObjectAcl": "AccessControlPolicy",
    "GetObjectAttributes": "GetObjectAttributesResponse",
    "GetObjectTagging": "Tagging",
    "ListBucketAnalyticsConfigurations": "ListBucketAnalyticsConfigurationResult",
    "ListBucketInventoryConfigurations": "ListInventoryConfigurationsResult",
    "ListBucketMetricsConfigurations": "ListMetricsConfigurationsResult",
    "ListBuckets": "ListAllMyBucketsResult",
    "ListMultipartUploads": "ListMultipartUploadsResult",
    "ListObjectVersions": "ListVersionsResult",
    "ListObjects": "ListBucketResult",
    "ListObjectsV2": "ListBucketResult",
    "ListParts": "ListPartsResult",
}


def patch_s3(model):
    operations, shapes = model["operations"], model["shapes"]
    model["metadata"]["xmlNamespace"] = "http://s3.amazonaws.com/doc/2006-03-01/"
    # The global endpoint is an old name of us-east-1: every region has its own.
    del model["metadata"]["globalEndpoint"]
    # Each of these four shares its URI with its successor, which says the same and more.
    for name in [name for name, operation in operations.items() if operation.get("deprecated")]:
        del operations[name]
    # Answers in an event stream, which is a protocol of its own.
    del operations["SelectObjectContent"]
    # Goes to another service's host, S3 Object Lambda's.
    del operations["WriteGetObjectResponse"]
    for name, root in S3_ROOTS.items():
        shapes[operations[name]["output"]["shape"]]["locationName"] = root
    # The answer is one element with text, not a structure in an element (parse_get_bucket_location).
    location = shapes[operations["GetBucketLocation"]["output"]["shape"]]
    location["members"]["LocationConstraint"]["xmlText"] = True
    # Regions come faster than models; S3 answers InvalidLocationConstraint, which is the service's
    # business.
    del shapes["BucketLocationConstraint"]["enum"]
    # A replica's status is COMPLETED in the documentation and on the wire, not COMPLETE as here.
    shapes["ReplicationStatus"]["enum"] = ["COMPLETED", "PENDING", "FAILED", "REPLICA"]


def patch_s3control(model):
    model["metadata"]["xmlNamespace"] = "http://awss3control.amazonaws.com/doc/2018-08-20/"


def patch_route53(model):
    model["metadata"]["xmlNamespace"] = "https://route53.amazonaws.com/doc/2013-04-01/"
    # Ids come as "/hostedzone/Z1" in answers and go as "Z1" in requests (fix_route53_ids, which
    # leaves health checks alone: their ids have no prefix in answers, but people write one).
    ids = {"ResourceId", "DelegationSetId", "ChangeId", "HealthCheckId"}
    for operation in model["operations"].values():
        for member in model["shapes"][operation["input"]["shape"]]["members"].values():
            if member["shape"] in ids:
                member["lastSegment"] = True


def patch_sts(model):
    # As with S3: the global endpoint is an old name of us-east-1.
    del model["metadata"]["globalEndpoint"]


def patch_cloudwatch(model):
    # Debian's version knows query only. The service takes three, and its newer clients ask in CBOR.
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/Welcome.html
    model["metadata"].update({
        "protocols": ["smithy-rpc-v2-cbor", "json", "query"],
        "jsonVersion": "1.0",
        "targetPrefix": "GraniteServiceVersion20100801",
        "awsQueryCompatible": {},
    })


def patch_comprehendmedical(model):
    model["metadata"]["protocols"] = ["smithy-rpc-v2-cbor", "json"]


PATCHES = {
    "cloudwatch": patch_cloudwatch,
    "comprehendmedical": patch_comprehendmedical,
    "s3": patch_s3,
    "s3control": patch_s3control,
    "route53": patch_route53,
    "sts": patch_sts,
}


def apply(service, model):
    """Changes a model, as read from service-2.json, in place."""
    PATCHES.get(service, lambda model: None)(model)
