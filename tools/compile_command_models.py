#!/usr/bin/env python3
"""Compiles botocore's service models into what `godwit check` asks of a command of the AWS CLI.

    compile_command_models.py BOTOCORE_DATA LATER OUT

LATER lists what came to AWS after these models (later_command_models.py makes it), so that nothing
is called unknown that is only new. All services go into one file: names of operations and options as the CLI writes them, shapes of
parameters and answers with their limits, paginators and waiters. Documentation stays behind. Each
service is a text of its own, deflated by itself, so that a reader unpacks only what it is asked for.
The format is told in src/awscli/model.h. The same models give the same file, byte for byte.
"""

import gzip
import json
import pathlib
import re
import struct
import sys
import zlib

# As the CLI names them, where botocore's folder is named otherwise.
CLI_SERVICES = {"s3": "s3api", "config": "configservice", "codedeploy": "deploy",
                "opsworkscm": "opsworks-cm"}

KINDS = {"string": "t", "character": "t", "boolean": "b", "integer": "i", "long": "n",
         "float": "f", "double": "f", "timestamp": "w", "blob": "x"}

# https://github.com/boto/botocore: `xform_name` has these names by heart.
BY_HEART = {"CreateCachediSCSIVolume": "create-cached-iscsi-volume",
            "DescribeCachediSCSIVolumes": "describe-cached-iscsi-volumes",
            "DescribeStorediSCSIVolumes": "describe-stored-iscsi-volumes",
            "CreateStorediSCSIVolume": "create-stored-iscsi-volume",
            "ListHITsForQualificationType": "list-hits-for-qualification-type",
            "ExecutePartiQLStatement": "execute-partiql-statement",
            "ExecutePartiQLTransaction": "execute-partiql-transaction",
            "ExecutePartiQLBatch": "execute-partiql-batch"}


def cli_name(name):
    """"DBInstanceARNs" -> "db-instance-arns"."""
    if "-" in name:
        return name
    if name in BY_HEART:
        return BY_HEART[name]
    plural = re.search(r"[A-Z]{2,}s$", name)
    if plural:
        name = f"{name[:plural.start()]}-{plural.group().lower()}"
    name = re.sub(r"(.)([A-Z][a-z]+)", r"\1-\2", name)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1-\2", name).lower()


def read_json(path):
    """A model, which later versions of botocore pack."""
    if path.exists():
        return json.loads(path.read_bytes())
    packed = path.with_name(path.name + ".gz")
    return json.loads(gzip.decompress(packed.read_bytes())) if packed.exists() else None


def field(value):
    """One field of a line: what would end it is written as control characters that no model has."""
    return str(value).replace("\t", "\x01").replace("\n", "\x02").replace("\r", "\x03")


def listed(value):
    return value if isinstance(value, list) else [value]


class Later:
    """What came to a service after its model."""

    def __init__(self):
        self.operations = []
        self.names = {}  # shape -> members or values
        self.limits = set()  # shapes whose limits are not what they were
        self.optional = set()  # "SHAPE.MEMBER"
        self.waiters = {}

    @staticmethod
    def read(path):
        """Of each service, and the services that were not there."""
        of, new = {}, []
        current = None
        for line in path.read_text().splitlines():
            kind, *words = line.split()
            if kind == "service":
                new += words
            elif kind == "in":
                current = of.setdefault(words[0], Later())
            elif kind == "operations":
                current.operations += words
            elif kind == "shape":
                current.names.setdefault(words[0], []).extend(words[1:])
            elif kind == "limits":
                current.limits |= set(words)
            elif kind == "waiter":
                current.waiters[words[0]] = json.loads(line.split(" ", 2)[2])
            elif kind == "optional":
                current.optional |= set(words)
        return of, new


class Service:
    def __init__(self, model, later, paginators, waiters):
        self.model = model
        self.later = later
        self.shapes = model["shapes"]
        self.paginators = (paginators or {}).get("pagination", {})
        self.waiters = {**(waiters or {}).get("waiters", {}), **later.waiters}
        self.lines = []  # of shapes
        self.scalars = {}  # line -> index
        self.numbers = {}  # (shape's name, traits of the reference) -> index

    def number(self, reference):
        """The index of a shape, which is written when it is first asked for."""
        name = reference["shape"]
        shape = self.shapes[name]
        streaming = bool(reference.get("streaming") or shape.get("streaming"))
        jsonvalue = bool(reference.get("jsonvalue") or shape.get("jsonvalue"))
        key = (name, streaming, jsonvalue)
        if key in self.numbers:
            return self.numbers[key]
        kind = shape["type"]
        if shape.get("document"):
            return self.scalar(key, "d")
        if kind in KINDS:
            return self.scalar(key, self.scalar_line(name, shape, kind, streaming, jsonvalue))
        self.numbers[key] = len(self.lines)
        place = len(self.lines)
        self.lines.append(None)
        limits = self.limits(name, shape)
        if kind == "structure":
            required = {member for member in shape.get("required", [])
                        if f"{name}.{member}" not in self.later.optional}
            letter = "v" if shape.get("eventstream") else "u" if shape.get("union") else "s"
            parts = [letter]
            for member, its in shape.get("members", {}).items():
                traits = {**self.shapes[its["shape"]], **its}
                mark = "" if member not in required else (
                    "?" if traits.get("idempotencyToken") else "!")
                parts.append(f"{field(member)}:{self.number(its)}{mark}")
            parts += [f"{member}:" for member in self.later.names.get(name, [])]
        elif kind == "list":
            parts = ["l", self.number(shape["member"])] + limits
        elif kind == "map":
            parts = ["m", self.number(shape["key"]), self.number(shape["value"])] + limits
        else:
            raise ValueError(f"{name}: a {kind}")
        self.lines[place] = "\t".join(map(str, parts))
        return place

    def scalar(self, key, line):
        if line not in self.scalars:
            self.scalars[line] = len(self.lines)
            self.lines.append(line)
        self.numbers[key] = self.scalars[line]
        return self.numbers[key]

    def limits(self, name, shape):
        if name in self.later.limits:
            return ["", ""]
        return [field(shape.get("min", "")), field(shape.get("max", ""))]

    def scalar_line(self, name, shape, kind, streaming, jsonvalue):
        letter = KINDS[kind]
        if letter == "x":
            return "y" if streaming else "x"
        if jsonvalue:
            return "j"
        if name in self.later.limits:
            return letter
        if shape.get("enum"):
            values = shape["enum"] + self.later.names.get(name, [])
            return "\t".join(["e"] + [field(value) for value in values])
        limits = self.limits(name, shape)
        limits.append(field(shape.get("pattern", "")) if letter == "t" else "")
        return "\t".join([letter] + limits).rstrip("\t")

    def operation(self, name):
        operation = self.model["operations"][name]
        taken = operation.get("input")
        given = operation.get("output")
        flags = "d" if operation.get("deprecated") else ""
        options, later = [], []
        if taken:
            shape = self.shapes[taken["shape"]]
            options = [cli_name(member) for member in shape.get("members", {})]
            later = [cli_name(member) for member in self.later.names.get(taken["shape"], [])]
        if given:
            shape = self.shapes[given["shape"]]
            payload = shape.get("payload")
            if payload:
                its = shape["members"][payload]
                if self.shapes[its["shape"]]["type"] == "blob":
                    flags += "o"
        tokens = ""
        if name in self.paginators:
            flags += "p"
            paginator = self.paginators[name]
            if "limit_key" in paginator:
                flags += "l"
            tokens = " ".join(listed(paginator.get("input_token", [])))
        return "\t".join([
            "o", cli_name(name), name, str(self.number(taken)) if taken else "-",
            str(self.number(given)) if given else "-", flags, tokens, " ".join(options),
            " ".join(later)])

    def waiter(self, name):
        waiter = self.waiters[name]
        fields = ["w", cli_name(name), cli_name(waiter["operation"])]
        for acceptor in waiter["acceptors"]:
            fields.append(" ".join([acceptor["state"], acceptor["matcher"],
                                    json.dumps(acceptor["expected"]), acceptor.get("argument", "")]))
        return "\t".join(field(each) for each in fields)

    def text(self):
        commands = [self.operation(name) for name in sorted(self.model["operations"])]
        commands += [self.waiter(name) for name in sorted(self.waiters)]
        later = ["\t".join(["a", *sorted(self.later.operations)])] if self.later.operations else []
        return "\n".join(commands + later + self.lines) + "\n"


def newest(folder):
    versions = [each for each in sorted(folder.iterdir())
                if (each / "service-2.json").exists() or (each / "service-2.json.gz").exists()]
    return versions[-1] if versions else None


def main():
    data, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[3])
    later, new = Later.read(pathlib.Path(sys.argv[2]))
    index = [(name, "", 0, 0, 0) for name in new if not (data / name).exists()]
    chunks = []
    offset = 0
    for folder in sorted(each for each in data.iterdir() if each.is_dir()):
        version = newest(folder)
        if version is None:
            continue
        model = read_json(version / "service-2.json")
        name = CLI_SERVICES.get(folder.name, folder.name)
        service = Service(model, later.get(name, Later()),
                          read_json(version / "paginators-1.json"),
                          read_json(version / "waiters-2.json"))
        raw = service.text().encode()
        chunk = zlib.compress(raw, 9)
        index.append((name, model["metadata"]["endpointPrefix"], offset, len(chunk), len(raw)))
        chunks.append(chunk)
        offset += len(chunk)
    lines = "".join("\t".join(map(str, row)) + "\n" for row in sorted(index)).encode()
    packed = zlib.compress(lines, 9)
    out.write_bytes(struct.pack("<II", len(packed), len(lines)) + packed + b"".join(chunks))


if __name__ == "__main__":
    main()
