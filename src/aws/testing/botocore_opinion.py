"""What botocore makes of things, for comparison. One question per line, in JSON, in the file that is
named; one {"answer": ...} per line on stdout:

    {"ask": "presign", ...}      the query that it signs, now
    {"ask": "config", "text"}    the sections and properties that it reads, or null
    {"ask": "credentials", ...}  the access key id and the region that it finds, or null
    {"ask": "endpoint", ...}     the host that it would send to
"""

import json
import os
import sys
import tempfile
import urllib.parse

import botocore.auth
import botocore.awsrequest
import botocore.config
import botocore.configloader
import botocore.credentials
import botocore.exceptions
import botocore.session


def presign(question):
    credentials = botocore.credentials.Credentials(
        question["key"], question["secret"], question["token"] or None)
    s3 = question["service"] == "s3"
    kind = botocore.auth.S3SigV4QueryAuth if s3 else botocore.auth.SigV4QueryAuth
    auth = kind(credentials, question["service"], question["region"], expires=question["expires"])
    request = botocore.awsrequest.AWSRequest(
        method=question["method"], url=question["url"], headers=dict(question["headers"]), data=b"")
    auth.add_auth(request)
    return urllib.parse.urlsplit(request.url).query


def config(question):
    with tempfile.NamedTemporaryFile("w", suffix=".ini") as file:
        file.write(question["text"])
        file.flush()
        try:
            parsed = botocore.configloader.raw_config_parse(file.name, parse_subsections=True)
        except botocore.exceptions.ConfigParseError:
            return None
        return {section: {name: value for name, value in values.items()}
                for section, values in parsed.items()}


def credentials(question):
    with tempfile.TemporaryDirectory() as folder:
        environment = {"HOME": folder, "AWS_EC2_METADATA_DISABLED": "true",
                       "PATH": os.environ["PATH"]}
        for name, text in question["files"].items():
            path = os.path.join(folder, ".aws", name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as file:
                file.write(text)
        environment.update(question["environment"])
        kept = dict(os.environ)
        os.environ.clear()
        os.environ.update(environment)
        try:
            session = botocore.session.Session(profile=question["profile"] or None)
            found = session.get_credentials()
            if found is None:
                return None
            return {"key": found.get_frozen_credentials().access_key,
                    "region": session.get_config_variable("region") or ""}
        except botocore.exceptions.BotoCoreError:
            return None
        finally:
            os.environ.clear()
            os.environ.update(kept)


session_for_endpoints = botocore.session.Session()  # it keeps the models that it has read


def endpoint(question):
    os.environ["AWS_STS_REGIONAL_ENDPOINTS"] = "regional"  # later versions' own choice, as below
    session_for_endpoints.set_credentials("a", "b")
    client = session_for_endpoints.create_client(
        question["service"], region_name=question["region"],
        config=botocore.config.Config(use_fips_endpoint=question["fips"],
                                      use_dualstack_endpoint=question["dual_stack"],
                                      s3={"us_east_1_regional_endpoint": "regional"}))
    sent = {}

    def keep(request, **_):
        sent["host"] = urllib.parse.urlsplit(request.url).netloc
        sent["authorization"] = str(request.headers.get("Authorization"))
        raise botocore.exceptions.BotoCoreError()

    client.meta.events.register_first("before-send", keep)
    try:
        client._make_api_call(question["operation"], question["input"])
    except botocore.exceptions.BotoCoreError:
        pass
    if "host" not in sent:
        return None
    return {"host": sent["host"], "region": sent["authorization"].split("/")[2]}


def main():
    answers = {"presign": presign, "config": config, "credentials": credentials,
               "endpoint": endpoint}
    with open(sys.argv[1]) as file:
        for line in file:
            question = json.loads(line)
            print(json.dumps({"answer": answers[question["ask"]](question)}))


main()
