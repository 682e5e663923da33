#!/usr/bin/env python3
"""Compiles one botocore service model into constant tables of src/aws/model.h.

    compile_models.py SERVICE SERVICE_2_JSON OUT.cc

SERVICE is botocore's folder ("s3control"); the table is the constant `godwit::aws::models::SERVICE`.
Only what is reachable from an operation is written, sorted by name, so that the same model gives the
same file, byte for byte. Documentation stays behind.
"""

import json
import sys

# ---- Where the wire is not as the model says ----------------------------------------------------
#
# What botocore's handlers.py does in code, and what a server has to know that a client need not,
# is stated here as changes to the model, and nowhere else.

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


PATCHES = {
    "s3": patch_s3,
    "s3control": patch_s3control,
    "route53": patch_route53,
    "sts": patch_sts,
}

# ---- The model as tables ------------------------------------------------------------------------

PROTOCOLS = {
    "query": "query",
    "ec2": "ec2",
    "json": "json",
    "rest-json": "rest_json",
    "rest-xml": "rest_xml",
}

TYPES = {
    "structure": "structure",
    "list": "list",
    "map": "map",
    "string": "string",
    "character": "string",
    "blob": "blob",
    "boolean": "boolean",
    "integer": "integer",
    "long": "long_integer",
    "float": "float_number",
    "double": "double_number",
    "timestamp": "timestamp",
}

LOCATIONS = {
    None: "body",
    "uri": "uri",
    "querystring": "query",
    "header": "header",
    "headers": "headers",
    "statusCode": "status_code",
}

TIMESTAMPS = {
    None: "by_protocol",
    "iso8601": "iso8601",
    "rfc822": "rfc822",
    "unixTimestamp": "unix_seconds",
}


def text(value):
    """A string_view literal. Models hold no character that C++ would not take in one."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    assert escaped.isprintable() and escaped.isascii(), value
    return f'"{escaped}"sv'


def record(**fields):
    """An aggregate with designated initialisers: what is None, False, 0 or "" is left to zero."""
    return "{" + ", ".join(f".{name} = {value}" for name, value in fields.items() if value) + "}"


def namespace_of(traits):
    """(uri, prefix) of an xmlNamespace trait, which is a text or an object."""
    trait = traits.get("xmlNamespace") or {}
    if isinstance(trait, str):
        return trait, ""
    return trait.get("uri", ""), trait.get("prefix", "")


class Compiler:
    def __init__(self, service, model):
        self.service = service
        self.metadata = model["metadata"]
        self.operations = model["operations"]
        self.shapes = model["shapes"]
        self.names = sorted(self.reachable())
        self.index = {name: position for position, name in enumerate(self.names)}
        self.members = []  # rows of one table; each structure is a range of it
        self.enumerations = []
        self.errors = []

    def reachable(self):
        seen = set()
        todo = []
        for operation in self.operations.values():
            todo += [operation[side]["shape"] for side in ("input", "output") if side in operation]
            todo += [error["shape"] for error in operation.get("errors", [])]
        while todo:
            name = todo.pop()
            if name in seen:
                continue
            seen.add(name)
            shape = self.shapes[name]
            todo += [member["shape"] for member in shape.get("members", {}).values()]
            todo += [shape[part]["shape"] for part in ("member", "key", "value") if part in shape]
        return seen

    def pointer(self, name):
        return f"shapes + {self.index[name]}"

    def span(self, table, rows):
        """Appends rows to a table and returns a span of them."""
        if not rows:
            return None
        start = len(table)
        table += rows
        name = {id(self.members): "members", id(self.enumerations): "enumerations",
                id(self.errors): "errors"}[id(table)]
        return f"{{{name} + {start}, {len(rows)}}}"

    def member(self, name, reference, required):
        # A reference's traits come before its shape's, as in botocore's resolve_shape_ref.
        traits = {**self.shapes[reference["shape"]], **reference}
        return record(
            name=text(name),
            wire_name=text(traits.get("locationName", name)),
            shape=self.pointer(reference["shape"]),
            location=f"MemberLocation::{LOCATIONS[reference.get('location')]}",
            timestamp_format=f"TimestampFormat::{TIMESTAMPS[traits.get('timestampFormat')]}",
            required="true" if required else None,
            streaming="true" if traits.get("streaming") else None,
            xml_attribute="true" if traits.get("xmlAttribute") else None,
            xml_text="true" if traits.get("xmlText") else None,
            flattened="true" if traits.get("flattened") else None,
            idempotency_token="true" if traits.get("idempotencyToken") else None,
            host_label="true" if traits.get("hostLabel") else None,
            last_segment="true" if traits.get("lastSegment") else None,
            xml_namespace=text(namespace_of(reference)[0]) if reference.get("xmlNamespace") else None,
        )

    def element_name(self, reference):
        traits = {**self.shapes[reference["shape"]], **reference}
        return text(traits["locationName"]) if "locationName" in traits else None

    def shape(self, name):
        shape = self.shapes[name]
        required = set(shape.get("required", []))
        element = shape.get("member") or shape.get("value")
        key = shape.get("key")
        error = shape.get("error", {})
        uri, prefix = namespace_of(shape)
        members = [self.member(member, reference, member in required)
                   for member, reference in shape.get("members", {}).items()]
        values = [text(value) for value in shape.get("enum", [])]
        exception = shape.get("exception", False)
        return record(
            name=text(name),
            type=f"ShapeType::{TYPES[shape['type']]}",
            members=self.span(self.members, members),
            element=self.pointer(element["shape"]) if element else None,
            key=self.pointer(key["shape"]) if key else None,
            element_name=self.element_name(element) if element else None,
            key_name=self.element_name(key) if key else None,
            payload=text(shape["payload"]) if "payload" in shape else None,
            xml_name=text(shape["locationName"]) if "locationName" in shape else None,
            xml_namespace=text(uri) if uri else None,
            xml_namespace_prefix=text(prefix) if prefix else None,
            timestamp_format=f"TimestampFormat::{TIMESTAMPS[shape.get('timestampFormat')]}",
            flattened="true" if shape.get("flattened") else None,
            sensitive="true" if shape.get("sensitive") else None,
            exception="true" if exception else None,
            error_code=text(error.get("code", name)) if exception else None,
            error_status=error.get("httpStatusCode"),
            enumeration=self.span(self.enumerations, values),
        )

    def operation(self, name):
        operation = self.operations[name]
        http = operation["http"]
        taken = operation.get("input", {})
        given = operation.get("output", {})
        uri, _ = namespace_of(taken)
        errors = [self.pointer(error["shape"]) for error in operation.get("errors", [])]
        checksum = operation.get("httpChecksumRequired") or operation.get("httpChecksum", {}).get(
            "requestChecksumRequired")
        return record(
            name=text(name),
            http_method=text(http["method"]),
            uri=text(http["requestUri"]),
            success_status=http.get("responseCode", 200),
            input=self.pointer(taken["shape"]) if taken else None,
            output=self.pointer(given["shape"]) if given else None,
            result_wrapper=text(given["resultWrapper"]) if "resultWrapper" in given else None,
            input_element=text(taken["locationName"]) if "locationName" in taken else None,
            input_namespace=text(uri) if uri else None,
            host_prefix=text(operation["endpoint"]["hostPrefix"])
            if "hostPrefix" in operation.get("endpoint", {}) else None,
            checksum_required="true" if checksum else None,
            errors=self.span(self.errors, errors),
        )

    def compile(self):
        metadata = self.metadata
        shapes = [self.shape(name) for name in self.names]
        operations = [self.operation(name) for name in sorted(self.operations)]
        # A model's 's3' and 'v4' are kinds of signature; the name in its scope is the end point's,
        # unless said.
        service = record(
            name=text(self.service),
            id=text(metadata["serviceId"]),
            endpoint_prefix=text(metadata["endpointPrefix"]),
            signing_name=text(metadata.get("signingName", metadata["endpointPrefix"])),
            api_version=text(metadata["apiVersion"]),
            target_prefix=text(metadata.get("targetPrefix", "")),
            json_version=text(metadata.get("jsonVersion", "")),
            xml_namespace=text(metadata.get("xmlNamespace", "")),
            global_endpoint=text(metadata.get("globalEndpoint", "")),
            protocol=f"Protocol::{PROTOCOLS[metadata['protocol']]}",
            operations=f"{{operations, {len(operations)}}}",
        )

        # An array may not be empty, and every table but these three has rows in every model.
        def table(kind, name, rows):
            body = "".join(f"    {row},\n" for row in rows)
            return f"constexpr {kind} {name}[{max(1, len(rows))}] = {{\n{body}}};\n"

        return "\n".join([
            f"// {self.service}: compiled by tools/compile_models.py from botocore's model of "
            f"{metadata['apiVersion']}.",
            '#include "aws/model.h"\n',
            "namespace godwit::aws::models {\n",
            "using namespace std::string_view_literals;\n",
            "namespace {\n",
            "// Declared before it is defined: shapes refer to each other through their members.",
            f"extern const Shape shapes[{len(shapes)}];\n",
            table("std::string_view", "enumerations", self.enumerations),
            table("Member", "members", self.members),
            table("const Shape*", "errors", self.errors),
            f"constinit const Shape shapes[{len(shapes)}] = {{\n"
            + "".join(f"    {row},\n" for row in shapes) + "};\n",
            table("Operation", "operations", operations),
            "}  // namespace\n",
            f"extern constinit const Service {self.service};",
            f"constinit const Service {self.service} = {service};\n",
            "}  // namespace godwit::aws::models\n",
        ])


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    service, source, destination = sys.argv[1:]
    with open(source, encoding="utf-8") as file:
        model = json.load(file)
    PATCHES.get(service, lambda model: None)(model)
    tables = Compiler(service, model).compile()
    with open(destination, "w", encoding="utf-8") as file:
        file.write(tables)


if __name__ == "__main__":
    main()
