"""What botocore sends, and what it makes of an answer. One call per line, in JSON, on stdin:

    {"service": "s3", "operation": "PutObject", "region": "eu-west-1", "input": {...}}

is answered on stdout, a line each, with the request that it would send

    {"method": ..., "url": ..., "headers": {...}, "body": base64}

or, where the call has a "response": {"status": ..., "headers": {...}, "body": base64}, with what it
understood: {"output": {...}} or {"code": ..., "message": ...}. Calls that it refuses to send are
answered with {"error": ...}. Bytes are {"$bytes": base64}, times {"$time": seconds since 1970}.
"""

import base64
import datetime
import io
import json
import os
import sys

import botocore.awsrequest
import botocore.config
import botocore.exceptions
import botocore.response
import botocore.session


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
        session.set_credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
        self.session = session
        self.clients = {}
        self.request = None
        self.response = None

    def client(self, service, region):
        if (service, region) not in self.clients:
            config = botocore.config.Config(parameter_validation=False, retries={"total_max_attempts": 1})
            client = self.session.create_client(service, region_name=region, config=config)
            client.meta.events.register_first("before-send", self.keep)
            self.clients[service, region] = client
        return self.clients[service, region]

    def keep(self, request, **_):
        self.request = request
        if self.response is None:
            raise Sent()
        return botocore.awsrequest.AWSResponse(
            request.url, self.response["status"],
            botocore.awsrequest.HeadersDict(self.response["headers"]),
            Raw(base64.b64decode(self.response["body"])))

    def record(self, call):
        client = self.client(call["service"], call["region"])
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
