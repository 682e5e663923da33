"""Where the wire is not as botocore's models say: what its handlers.py does in code, what a server has
to know that a client need not, and what came after the version that Debian has. Stated as changes to
the models, here and nowhere else.
"""

# ---- What came after the version that Debian has -------------------------------------------------
#
# Only additions, so that applying them to a later version changes nothing. Each is in the service's
# API reference; Debian's botocore is taught them too where tests compare with it.


def add_members(shape, names, after=None, **reference):
    """Adds members that refer alike. `after` keeps the order in which answers have them."""
    for name, target in names.items():
        if name in shape["members"]:
            continue
        given = {key: value.format(name=name) for key, value in reference.items()}
        members = list(shape["members"].items())
        at = next((i + 1 for i, (other, _) in enumerate(members) if other == after), len(members))
        members.insert(at, (name, {"shape": target, **given}))
        shape["members"] = dict(members)


def in_header(shape, **headers):
    """Adds members by their header: NAME=("x-amz-name", "Shape")."""
    for name, (header, target) in headers.items():
        add_members(shape, {name: target}, location="header", locationName=header)


def in_query(shape, **fields):
    for name, (field, target) in fields.items():
        add_members(shape, {name: target}, location="querystring", locationName=field)


def add_enumerated(shape, *values):
    shape["enum"] += [value for value in values if value not in shape["enum"]]


def add_shapes(model, **shapes):
    for name, shape in shapes.items():
        model["shapes"].setdefault(name, shape)


def newer_s3(model):
    operations, shapes = model["operations"], model["shapes"]
    text, whole, long = {"type": "string"}, {"type": "integer"}, {"type": "long"}
    http_date = {"type": "timestamp", "timestampFormat": "rfc822"}

    def structure(**members):
        return {"type": "structure",
                "members": {name: {"shape": shape} for name, shape in members.items()}}

    def refusal(status):
        return {"type": "structure", "members": {}, "error": {"httpStatusCode": status},
                "exception": True}

    # CRC-64/NVME, and checksums of whole objects beside those made of their parts'.
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
    add_shapes(model, ChecksumCRC64NVME=text,
               ChecksumType={"type": "string", "enum": ["COMPOSITE", "FULL_OBJECT"]})
    add_enumerated(shapes["ChecksumAlgorithm"], "CRC64NVME")
    for name in ("Checksum", "CompleteMultipartUploadOutput", "CompletedPart", "CopyObjectResult",
                 "CopyPartResult", "ObjectPart", "Part"):
        add_members(shapes[name], {"ChecksumCRC64NVME": "ChecksumCRC64NVME"}, "ChecksumCRC32C")
    for name in ("CompleteMultipartUploadRequest", "GetObjectOutput", "HeadObjectOutput",
                 "PutObjectOutput", "PutObjectRequest", "UploadPartOutput", "UploadPartRequest"):
        in_header(shapes[name], ChecksumCRC64NVME=("x-amz-checksum-crc64nvme", "ChecksumCRC64NVME"))
    for name in ("Checksum", "CompleteMultipartUploadOutput", "CopyObjectResult"):
        add_members(shapes[name], {"ChecksumType": "ChecksumType"}, "ChecksumSHA256")
    for name in ("ListPartsOutput", "MultipartUpload", "Object", "ObjectVersion"):
        add_members(shapes[name], {"ChecksumType": "ChecksumType"}, "ChecksumAlgorithm")
    for name in ("CompleteMultipartUploadRequest", "CreateMultipartUploadOutput",
                 "CreateMultipartUploadRequest", "GetObjectOutput", "HeadObjectOutput",
                 "PutObjectOutput"):
        in_header(shapes[name], ChecksumType=("x-amz-checksum-type", "ChecksumType"))
    add_shapes(model, MpuObjectSize=long)
    in_header(shapes["CompleteMultipartUploadRequest"],
              MpuObjectSize=("x-amz-mp-object-size", "MpuObjectSize"))
    in_header(shapes["PutBucketOwnershipControlsRequest"],
              ChecksumAlgorithm=("x-amz-sdk-checksum-algorithm", "ChecksumAlgorithm"))

    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
    for name in ("CompleteMultipartUploadRequest", "CopyObjectRequest", "PutObjectRequest"):
        in_header(shapes[name], IfMatch=("If-Match", "IfMatch"),
                  IfNoneMatch=("If-None-Match", "IfNoneMatch"))
    add_shapes(model, IfMatchLastModifiedTime=http_date, IfMatchSize=long,
               IfMatchInitiatedTime=http_date, LastModifiedTime=http_date)
    in_header(shapes["DeleteObjectRequest"], IfMatch=("If-Match", "IfMatch"),
              IfMatchLastModifiedTime=("x-amz-if-match-last-modified-time",
                                       "IfMatchLastModifiedTime"),
              IfMatchSize=("x-amz-if-match-size", "IfMatchSize"))
    in_header(shapes["AbortMultipartUploadRequest"],
              IfMatchInitiatedTime=("x-amz-if-match-initiated-time", "IfMatchInitiatedTime"))
    add_members(shapes["ObjectIdentifier"],
                {"ETag": "ETag", "LastModifiedTime": "LastModifiedTime", "Size": "IfMatchSize"})
    # Of directory buckets only, so that others can refuse it.
    add_shapes(model, WriteOffsetBytes=long)
    in_header(shapes["PutObjectRequest"],
              WriteOffsetBytes=("x-amz-write-offset-bytes", "WriteOffsetBytes"))
    in_header(shapes["PutObjectOutput"], Size=("x-amz-object-size", "IfMatchSize"))

    # Listings
    add_shapes(model, MaxBuckets=whole, BucketRegion=text, BucketArn=text,
               OptionalObjectAttributes={"type": "string", "enum": ["RestoreStatus"]},
               OptionalObjectAttributesList={"type": "list",
                                             "member": {"shape": "OptionalObjectAttributes"}},
               RestoreStatus=structure(IsRestoreInProgress="IsRestoreInProgress",
                                       RestoreExpiryDate="RestoreExpiryDate"),
               IsRestoreInProgress={"type": "boolean"}, RestoreExpiryDate={"type": "timestamp"},
               ListBucketsRequest={"type": "structure", "members": {}})
    operations["ListBuckets"].setdefault("input", {"shape": "ListBucketsRequest"})
    in_query(shapes["ListBucketsRequest"], MaxBuckets=("max-buckets", "MaxBuckets"),
             ContinuationToken=("continuation-token", "Token"), Prefix=("prefix", "Prefix"),
             BucketRegion=("bucket-region", "BucketRegion"))
    add_members(shapes["ListBucketsOutput"], {"ContinuationToken": "NextToken", "Prefix": "Prefix"})
    add_members(shapes["Bucket"], {"BucketRegion": "BucketRegion", "BucketArn": "BucketArn"})
    for name in ("ListObjectsRequest", "ListObjectsV2Request", "ListObjectVersionsRequest"):
        in_header(shapes[name], OptionalObjectAttributes=("x-amz-optional-object-attributes",
                                                          "OptionalObjectAttributesList"))
    for name in ("Object", "ObjectVersion"):
        add_members(shapes[name], {"RestoreStatus": "RestoreStatus"})
    for name in ("ListMultipartUploadsRequest", "ListObjectVersionsRequest",
                 "GetBucketAccelerateConfigurationRequest"):
        in_header(shapes[name], RequestPayer=("x-amz-request-payer", "RequestPayer"))
    for name in ("ListMultipartUploadsOutput", "ListObjectVersionsOutput", "ListObjectsOutput",
                 "ListObjectsV2Output", "GetBucketAccelerateConfigurationOutput"):
        in_header(shapes[name], RequestCharged=("x-amz-request-charged", "RequestCharged"))

    # Heads
    add_shapes(model, AccessPointAlias={"type": "boolean"}, LocationType=text,
               BucketLocationName=text, HeadBucketOutput={"type": "structure", "members": {}})
    operations["HeadBucket"].setdefault("output", {"shape": "HeadBucketOutput"})
    in_header(shapes["HeadBucketOutput"], BucketArn=("x-amz-bucket-arn", "BucketArn"),
              BucketLocationType=("x-amz-bucket-location-type", "LocationType"),
              BucketLocationName=("x-amz-bucket-location-name", "BucketLocationName"),
              BucketRegion=("x-amz-bucket-region", "BucketRegion"),
              AccessPointAlias=("x-amz-access-point-alias", "AccessPointAlias"))
    in_header(shapes["HeadObjectOutput"], ContentRange=("Content-Range", "ContentRange"),
              TagCount=("x-amz-tagging-count", "TagCount"))
    in_query(shapes["HeadObjectRequest"],
             ResponseCacheControl=("response-cache-control", "ResponseCacheControl"),
             ResponseContentDisposition=("response-content-disposition",
                                         "ResponseContentDisposition"),
             ResponseContentEncoding=("response-content-encoding", "ResponseContentEncoding"),
             ResponseContentLanguage=("response-content-language", "ResponseContentLanguage"),
             ResponseContentType=("response-content-type", "ResponseContentType"),
             ResponseExpires=("response-expires", "ResponseExpires"))

    # Buckets
    in_header(shapes["CreateBucketOutput"], BucketArn=("x-amz-bucket-arn", "BucketArn"))
    add_members(shapes["CreateBucketConfiguration"], {"Tags": "TagSet"})
    add_shapes(model,
               TransitionDefaultMinimumObjectSize={
                   "type": "string",
                   "enum": ["varies_by_storage_class", "all_storage_classes_128K"]},
               PutBucketLifecycleConfigurationOutput={"type": "structure", "members": {}})
    operations["PutBucketLifecycleConfiguration"].setdefault(
        "output", {"shape": "PutBucketLifecycleConfigurationOutput"})
    for name in ("GetBucketLifecycleConfigurationOutput", "PutBucketLifecycleConfigurationOutput",
                 "PutBucketLifecycleConfigurationRequest"):
        in_header(shapes[name], TransitionDefaultMinimumObjectSize=(
            "x-amz-transition-default-minimum-object-size", "TransitionDefaultMinimumObjectSize"))
    add_shapes(model, TargetObjectKeyFormat=structure(SimplePrefix="SimplePrefix",
                                                      PartitionedPrefix="PartitionedPrefix"),
               SimplePrefix={"type": "structure", "members": {}, "locationName": "SimplePrefix"},
               PartitionedPrefix={**structure(PartitionDateSource="PartitionDateSource"),
                                  "locationName": "PartitionedPrefix"},
               PartitionDateSource={"type": "string", "enum": ["EventTime", "DeliveryTime"]})
    add_members(shapes["LoggingEnabled"], {"TargetObjectKeyFormat": "TargetObjectKeyFormat"})
    add_shapes(model, BlockedEncryptionTypes=structure(EncryptionType="EncryptionTypeList"),
               EncryptionTypeList={"type": "list", "flattened": True,
                                   "member": {"shape": "BlockedEncryptionType",
                                              "locationName": "EncryptionType"}},
               BlockedEncryptionType={"type": "string", "enum": ["NONE", "SSE-C"]})
    add_members(shapes["ServerSideEncryptionRule"],
                {"BlockedEncryptionTypes": "BlockedEncryptionTypes"})
    for name in ("DeleteBucketIntelligentTieringConfigurationRequest",
                 "GetBucketIntelligentTieringConfigurationRequest",
                 "ListBucketIntelligentTieringConfigurationsRequest",
                 "PutBucketIntelligentTieringConfigurationRequest"):
        in_header(shapes[name],
                  ExpectedBucketOwner=("x-amz-expected-bucket-owner", "AccountId"))

    # Words
    classes = ("SNOW", "EXPRESS_ONEZONE", "FSX_OPENZFS", "FSX_ONTAP")
    add_enumerated(shapes["StorageClass"], *classes)
    add_enumerated(shapes["ObjectStorageClass"], *classes)
    add_enumerated(shapes["ServerSideEncryption"], "aws:fsx", "aws:kms:dsse")
    add_enumerated(shapes["InventoryOptionalField"], "ObjectAccessControlList", "ObjectOwner",
                   "LifecycleExpirationDate")
    for name, status in {"BucketAlreadyExists": 409, "BucketAlreadyOwnedByYou": 409,
                         "InvalidObjectState": 403, "NoSuchBucket": 404, "NoSuchKey": 404,
                         "NoSuchUpload": 404, "ObjectAlreadyInActiveTierError": 403,
                         "ObjectNotInActiveTierError": 403}.items():
        shapes[name].setdefault("error", {"httpStatusCode": status})
    add_shapes(model, InvalidRequest=refusal(400), InvalidWriteOffset=refusal(400),
               TooManyParts=refusal(400), EncryptionTypeMismatch=refusal(400))
    operations["PutObject"].setdefault("errors", [
        {"shape": name} for name in ("InvalidRequest", "InvalidWriteOffset", "TooManyParts",
                                     "EncryptionTypeMismatch")])


def newer_cloudwatch(model):
    # Debian's version knows query only. The service takes three, and its newer clients ask in CBOR.
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/Welcome.html
    model["metadata"].setdefault("protocols", ["smithy-rpc-v2-cbor", "json", "query"])
    model["metadata"].setdefault("jsonVersion", "1.0")
    model["metadata"].setdefault("targetPrefix", "GraniteServiceVersion20100801")
    model["metadata"].setdefault("awsQueryCompatible", {})


def newer_comprehendmedical(model):
    model["metadata"].setdefault("protocols", ["smithy-rpc-v2-cbor", "json"])


def newer_route53(model):
    # Debian's version (2022) lacks geoproximity, four types of records and the regions since.
    # https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html
    shapes = model["shapes"]
    add_shapes(
        model,
        AWSRegion={"type": "string", "max": 64, "min": 1},
        LocalZoneGroup={"type": "string", "max": 64, "min": 1},
        Bias={"type": "integer", "max": 99, "min": -99},
        Latitude={"type": "string", "max": 6, "min": 1},
        Longitude={"type": "string", "max": 7, "min": 1},
        Coordinates={"type": "structure", "required": ["Latitude", "Longitude"],
                     "members": {"Latitude": {"shape": "Latitude"},
                                 "Longitude": {"shape": "Longitude"}}},
        GeoProximityLocation={"type": "structure",
                              "members": {"AWSRegion": {"shape": "AWSRegion"},
                                          "LocalZoneGroup": {"shape": "LocalZoneGroup"},
                                          "Coordinates": {"shape": "Coordinates"},
                                          "Bias": {"shape": "Bias"}}})
    shapes["ResourceRecordSet"]["members"].setdefault(
        "GeoProximityLocation", {"shape": "GeoProximityLocation"})
    for name in ("TLSA", "SSHFP", "SVCB", "HTTPS"):
        if name not in shapes["RRType"]["enum"]:
            shapes["RRType"]["enum"].append(name)
    # Regions come faster than models: which there are is the service's business.
    shapes["ResourceRecordSetRegion"].pop("enum", None)
    shapes["CloudWatchRegion"].pop("enum", None)


NEWER = {
    "cloudwatch": newer_cloudwatch,
    "comprehendmedical": newer_comprehendmedical,
    "route53": newer_route53,
    "s3": newer_s3,
}


NEWER_PAGINATORS = {
    "s3": {
        "ListBuckets": {
            "input_token": "ContinuationToken",
            "output_token": "ContinuationToken",
            "result_key": "Buckets",
        },
    },
}


def modernise(service, model):
    """Adds to a model, as read from service-2.json, what later versions of it have."""
    NEWER.get(service, lambda model: None)(model)


# ---- Where the wire is not as any version says ---------------------------------------------------

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


def patch_ec2(model):
    # The slash at the end is on the wire, and not in the model.
    model["metadata"]["xmlNamespace"] += "/"


PATCHES = {
    "ec2": patch_ec2,
    "s3": patch_s3,
    "s3control": patch_s3control,
    "route53": patch_route53,
    "sts": patch_sts,
}


def apply(service, model):
    """Changes a model, as read from service-2.json, in place."""
    modernise(service, model)
    PATCHES.get(service, lambda model: None)(model)
