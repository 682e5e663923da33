"""What botocore sends, and what it makes of an answer. One call per line, in JSON, on stdin:

    {"service": "s3", "operation": "PutObject", "region": "eu-west-1", "input": {...}}

(and "protocol": "json", where the service speaks several)

is answered on stdout, a line each, with the request that it would send

    {"method": ..., "url": ..., "headers": {...}, "body": base64}

or, where the call has a "response": {"status": ..., "headers": {...}, "body": base64}, with what it
understood: {"output": {...}} or {"code": ..., "message": ...}. Calls that it refuses to send are
answered with {"error": ...}. Bytes are {"$bytes": base64}, times {"$time": seconds since 1970}.
"""

import base64
import copy
import datetime
import io
import json
import os
import pathlib
import sys

import botocore.awsrequest
import botocore.config
import botocore.exceptions
import botocore.loaders
import botocore.response
import botocore.session

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "tools"))
import model_patches


class Loader(botocore.loaders.Loader):
    """Botocore's models, with what later versions have; and ours, where it has none."""

    OURS = ROOT / "src" / "aws" / "models"

    protocol = ""  # that models are to name as their only one, or empty: their own choice

    def load_service_model(self, service_name, type_name, api_version=None):
        ours = self.OURS / service_name / f"{type_name}.json"
        if type_name == "service-2" and ours.exists():
            return json.loads(ours.read_text(encoding="utf-8"))
        if type_name == "endpoint-rule-set-1" and (self.OURS / service_name).exists():
            # Its hosts are made as most are.
            rules = super().load_service_model("kms", type_name)
            text = json.dumps(rules)
            return json.loads(text.replace("//kms", f"//{service_name}"))
        model = super().load_service_model(service_name, type_name, api_version)
        if type_name == "service-2":
            model = copy.deepcopy(model)
            model_patches.modernise(service_name, model)
            if self.protocol:
                model["metadata"].update(protocol=self.protocol, protocols=[self.protocol])
        return model

    def determine_latest_version(self, service_name, type_name):
        if (self.OURS / service_name).exists():
            return "ours"
        return super().determine_latest_version(service_name, type_name)

    def list_available_services(self, type_name):
        ours = {folder.name for folder in self.OURS.iterdir()}
        return sorted(ours | set(super().list_available_services(type_name)))


class Sent(Exception):
    """Thrown instead of sending."""


def plain(value):
    if isinstance(value, list):
        return [plain(each) for each in value]
    if not isinstance(value, dict):
        return value
    if "$bytes" in value:
        return base64.b64decode(value["$bytes"])
    if "$time" in value:
        return datetime.datetime.fromtimestamp(value["$time"], datetime.timezone.utc)
    return {name: plain(each) for name, each in value.items()}


def marked(value):
    if isinstance(value, list):
        return [marked(each) for each in value]
    if isinstance(value, dict):
        return {name: marked(each) for name, each in value.items() if each is not None}
    if isinstance(value, botocore.response.StreamingBody):
        value = value.read()
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, datetime.datetime):
        return {"$time": int(value.timestamp())}
    return value


class Raw(io.BytesIO):
    """What botocore takes for an open connection."""

    def stream(self, **_):
        yield self.read()


class Recorder:
    def __init__(self):
        session = botocore.session.Session()
        self.loader = Loader()
        session.register_component("data_loader", self.loader)
        session.set_credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
        self.session = session
        self.clients = {}
        self.request = None
        self.response = None

    def client(self, service, region, protocol):
        if (service, region, protocol) not in self.clients:
            self.loader.protocol = protocol
            config = botocore.config.Config(parameter_validation=False, retries={"total_max_attempts": 1})
            client = self.session.create_client(service, region_name=region, config=config)
            client.meta.events.register_first("before-send", self.keep)
            self.clients[service, region, protocol] = client
        return self.clients[service, region, protocol]

    def keep(self, request, **_):
        self.request = request
        if self.response is None:
            raise Sent()
        return botocore.awsrequest.AWSResponse(
            request.url, self.response["status"],
            botocore.awsrequest.HeadersDict(self.response["headers"]),
            Raw(base64.b64decode(self.response["body"])))

    def record(self, call):
        client = self.client(call["service"], call["region"], call.get("protocol", ""))
        self.response = call.get("response")
        try:
            output = client._make_api_call(call["operation"], plain(call["input"]))
            output.pop("ResponseMetadata", None)
            return {"output": marked(output)}
        except Sent:
            pass
        except botocore.exceptions.ClientError as error:
            said = error.response["Error"]
            return {"code": said.get("Code", ""), "message": said.get("Message", "")}
        except Exception as error:  # botocore refuses the input, and says why
            return {"error": f"{type(error).__name__}: {error}"}
        body = self.request.body or b""
        if hasattr(body, "read"):
            body = body.read()
        if isinstance(body, str):
            body = body.encode()
        headers = {name: value.decode() if isinstance(value, bytes) else str(value)
                   for name, value in self.request.headers.items()}
        return {"method": self.request.method, "url": self.request.url, "headers": headers,
                "body": base64.b64encode(body).decode()}


def main():
    os.environ["AWS_STS_REGIONAL_ENDPOINTS"] = "regional"  # later versions' own choice
    recorder = Recorder()
    for line in sys.stdin:
        print(json.dumps(recorder.record(json.loads(line))), flush=True)


main()
