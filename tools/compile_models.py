#!/usr/bin/env python3
"""Compiles one botocore service model into constant tables of src/aws/model.h.

    compile_models.py SERVICE SERVICE_2_JSON OUT.cc [OPERATION...]

SERVICE is botocore's folder ("s3control"); the table is the constant `godwit::aws::models::SERVICE`,
with underscores for hyphens. Only what is reachable from an operation is written, sorted by name, so
that the same model gives the same file, byte for byte. Documentation stays behind, and so do all but
the named operations where any are named: nobody waits for a compiler over what nobody calls.

Where the wire is not as the model says is in model_patches.py, and nowhere else.
"""

import json
import pathlib
import sys

import model_patches

# ---- The model as tables ------------------------------------------------------------------------

PROTOCOLS = {
    "query": "query",
    "ec2": "ec2",
    "json": "json",
    "rest-json": "rest_json",
    "rest-xml": "rest_xml",
    "smithy-rpc-v2-cbor": "rpc_v2_cbor",
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

MATCHERS = {
    "path": "path",
    "pathAll": "path_all",
    "pathAny": "path_any",
    "status": "status",
    "error": "error",
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


def listed(value):
    """Botocore writes a list of one without its brackets."""
    return value if isinstance(value, list) else [value]


class Compiler:
    def __init__(self, service, model, paginators, waiters):
        self.service = service
        self.paginators = paginators
        self.waiters = waiters
        self.metadata = model["metadata"]
        self.operations = model["operations"]
        self.shapes = model["shapes"]
        self.is_ec2 = self.metadata["protocol"] == "ec2"
        self.names = sorted(self.reachable())
        self.index = {name: position for position, name in enumerate(self.names)}
        self.members = []  # rows of one table; each structure is a range of it
        self.enumerations = []
        self.errors = []
        self.expressions = []
        self.acceptors = []

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
                id(self.errors): "errors", id(self.expressions): "expressions",
                id(self.acceptors): "acceptors"}[id(table)]
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
            query_name=text(self.query_name(name, traits)) if self.is_ec2 else None,
        )

    # https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html#query-key-resolution
    @staticmethod
    def query_name(name, traits):
        wire_name = traits.get("locationName", name)
        return traits.get("queryName", wire_name[0].upper() + wire_name[1:])

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
            type="ShapeType::document" if shape.get("document")
            else f"ShapeType::{TYPES[shape['type']]}",
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
            is_union="true" if shape.get("union") else None,
            exception="true" if exception else None,
            error_code=text(error.get("code", name)) if exception else None,
            error_status=error.get("httpStatusCode", 500 if exception and shape.get("fault") else None),
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

    def paginator(self, name):
        paginator = self.paginators[name]

        def expressions(key):
            return self.span(self.expressions, [text(each) for each in listed(paginator[key])])

        return record(
            operation=text(name),
            input_tokens=expressions("input_token"),
            output_tokens=expressions("output_token"),
            result_keys=expressions("result_key") if "result_key" in paginator else None,
            more_results=text(paginator["more_results"]) if "more_results" in paginator else None,
        )

    def acceptor(self, acceptor):
        expected = acceptor["expected"]
        return record(
            state=f"WaiterState::{acceptor['state']}",
            matcher=f"WaiterMatcher::{MATCHERS[acceptor['matcher']]}",
            argument=text(acceptor["argument"]) if "argument" in acceptor else None,
            expected=text(str(expected).lower() if isinstance(expected, bool) else str(expected)),
        )

    def waiter(self, name):
        waiter = self.waiters[name]
        return record(
            name=text(name),
            operation=text(waiter["operation"]),
            delay_s=waiter["delay"],
            max_attempts=waiter["maxAttempts"],
            acceptors=self.span(self.acceptors,
                                [self.acceptor(each) for each in waiter["acceptors"]]),
        )

    def compile(self):
        metadata = self.metadata
        symbol = self.service.replace("-", "_")
        shapes = [self.shape(name) for name in self.names]
        operations = [self.operation(name) for name in sorted(self.operations)]
        # Only for operations that are there; an operation of one page may still be called paginated.
        paginators = [self.paginator(name) for name in sorted(self.paginators)
                      if name in self.operations and "output_token" in self.paginators[name]]
        waiters = [self.waiter(name) for name in sorted(self.waiters)
                   if self.waiters[name]["operation"] in self.operations]
        protocols = [f"Protocol::{PROTOCOLS[protocol]}"
                     for protocol in metadata.get("protocols", [metadata["protocol"]])]
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
            protocols=f"{{protocols, {len(protocols)}}}",
            query_compatible="true" if "awsQueryCompatible" in metadata else None,
            operations=f"{{operations, {len(operations)}}}",
            paginators=f"{{paginators, {len(paginators)}}}" if paginators else None,
            waiters=f"{{waiters, {len(waiters)}}}" if waiters else None,
        )

        # An array may not be empty, and what nothing refers to is left out.
        def table(kind, name, rows):
            if not rows:
                return ""
            body = "".join(f"    {row},\n" for row in rows)
            return f"constexpr {kind} {name}[{len(rows)}] = {{\n{body}}};\n"

        return "\n".join(part for part in [
            f"// {self.service}: compiled by tools/compile_models.py from the model of "
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
            table("std::string_view", "expressions", self.expressions),
            table("Paginator", "paginators", paginators),
            table("Acceptor", "acceptors", self.acceptors),
            table("Waiter", "waiters", waiters),
            table("Protocol", "protocols", protocols),
            "}  // namespace\n",
            f"extern constinit const Service {symbol};",
            f"constinit const Service {symbol} = {service};\n",
            "}  // namespace godwit::aws::models\n",
        ] if part)


def beside(path, key):
    if not path.exists():
        return {}
    with open(path, encoding="utf-8") as file:
        return json.load(file)[key]


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    service, source, destination, *wanted = sys.argv[1:]
    with open(source, encoding="utf-8") as file:
        model = json.load(file)
    model_patches.apply(service, model)
    if wanted:
        model["operations"] = {name: model["operations"][name] for name in wanted}
    folder = pathlib.Path(source).parent
    paginators = {**model_patches.NEWER_PAGINATORS.get(service, {}),
                  **beside(folder / "paginators-1.json", "pagination")}
    waiters = beside(folder / "waiters-2.json", "waiters")
    tables = Compiler(service, model, paginators, waiters).compile()
    # What has not changed is not compiled again.
    output = pathlib.Path(destination)
    if not output.exists() or output.read_text(encoding="utf-8") != tables:
        output.write_text(tables, encoding="utf-8")


if __name__ == "__main__":
    main()
