"""CloudFormation with boto3 and the AWS CLI; Supabase's Management API and Google's Secret Manager with curl and
Python's own HTTP, as their users' scripts call them: none of Godwit's code on the asking side.

python3 outside.py [AWS]

Facts: aws-facts B3, E5, E6. The lab is killed and started again with its state in between.
"""

import base64
import hashlib
import http.client
import json
import shutil
import subprocess
import sys
import uuid

import botocore.exceptions
import lab as labs
from assertions import check, contains, equal, finish, omit, run

AWS = sys.argv[1] if len(sys.argv) > 1 else "aws"
REF, GOOGLE = "abcdefghijklmnopqrst", "clients-example"
SUPABASE, SECRETS = "api.supabase.com", "secretmanager.googleapis.com"
TOKENS = {SUPABASE: "sbp_made_up_for_clients", SECRETS: "ya29.made-up-for-clients"}
OLD, NEW = "https://d-old.execute-api.eu-west-1.amazonaws.com", "https://d-new.execute-api.eu-central-1.amazonaws.com"
ACCOUNT = f"""account: "123456789012"
starts: 2026-01-05T06:00:00Z
regions: [eu-west-1, eu-central-1]
credentials:
  access_key_id: AKIAEXAMPLECLIENTS000
  secret_access_key: made-up-example-secret
  supabase_access_token: {TOKENS[SUPABASE]}
  google_access_token: {TOKENS[SECRETS]}
stacks:
  - name: chime-eu-central-1
    region: eu-central-1
    status: UPDATE_COMPLETE
    description: made up
    parameters: {{ProjectName: made-up}}
    outputs: {{ChimeApiEndpoint: "{NEW}", Bucket: recordings}}
    exports: {{ChimeApiEndpoint: chime-endpoint}}
    tags: {{Project: made-up}}
    resources: [{{id: Api, type: "AWS::ApiGatewayV2::Api", physical: d-new}}]
  - name: gone
    region: eu-central-1
    status: DELETE_COMPLETE
supabase:
  - project: {REF}
    secrets: {{CHIME_API_ENDPOINT: "{OLD}", AWS_REGION: eu-west-1}}
    functions: [chime-meeting-token]
secret_manager:
  - project: {GOOGLE}
    secrets: {{chime-api-endpoint: "{OLD}"}}
"""


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


class Web:
    """Python's own HTTP."""

    def __init__(self, lab):
        self.lab = lab

    def ask(self, host, method, path, body=None, token=None, kind="application/json"):
        connection = http.client.HTTPConnection("127.0.0.1", self.lab.port, timeout=30)
        headers = {"Host": host, "Authorization": f"Bearer {TOKENS[host] if token is None else token}"}
        if body is not None:
            headers["Content-Type"] = kind
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, json.loads(text) if text else None

    def supabase(self, method, path, body=None, **more):
        return self.ask(SUPABASE, method, f"/v1/projects/{REF}/{path}", body, **more)

    def google(self, method, path, body=None, **more):
        return self.ask(SECRETS, method, f"/v1/projects/{GOOGLE}/secrets{path}", body, **more)

    def digests(self):
        status, said = self.supabase("GET", "secrets")
        equal(status, 200, "secrets are listed")
        return {each["name"]: each["value"] for each in said}

    def latest(self, secret):
        status, said = self.google("GET", f"/{secret}/versions/latest:access")
        return base64.b64decode(said["payload"]["data"]).decode() if status == 200 else status


def stacks(lab, web):
    cloudformation = lab.client("cloudformation", "eu-central-1")
    stack = cloudformation.describe_stacks(StackName="chime-eu-central-1")["Stacks"][0]
    equal(stack["StackStatus"], "UPDATE_COMPLETE", "status")
    equal({each["OutputKey"]: each["OutputValue"] for each in stack["Outputs"]},
          {"ChimeApiEndpoint": NEW, "Bucket": "recordings"}, "outputs")
    equal(stack["Parameters"], [{"ParameterKey": "ProjectName", "ParameterValue": "made-up"}], "parameters")
    equal(stack["Tags"], [{"Key": "Project", "Value": "made-up"}], "tags")
    equal(cloudformation.describe_stacks(StackName=stack["StackId"])["Stacks"][0]["StackName"], stack["StackName"], "by id")
    for name in ("nothing", "gone"):
        try:
            cloudformation.describe_stacks(StackName=name)
            check(False, f"{name} is described")
        except botocore.exceptions.ClientError as error:
            equal((error.response["Error"]["Code"], error.response["Error"]["Message"]),
                  ("ValidationError", f"Stack with id {name} does not exist"), "what AWS says")
    pages = cloudformation.get_paginator("list_stacks").paginate()
    equal([each["StackName"] for page in pages for each in page["StackSummaries"]], ["chime-eu-central-1", "gone"], "all")
    equal([each["StackName"] for each in cloudformation.describe_stacks()["Stacks"]], ["chime-eu-central-1"], "living")
    equal(cloudformation.describe_stack_resources(StackName="chime-eu-central-1")["StackResources"][0]["PhysicalResourceId"],
          "d-new", "resources")
    equal(cloudformation.list_stack_resources(StackName="chime-eu-central-1")["StackResourceSummaries"][0]["ResourceType"],
          "AWS::ApiGatewayV2::Api", "listed resources")
    equal([(each["Name"], each["Value"]) for each in cloudformation.list_exports()["Exports"]],
          [("chime-endpoint", NEW)], "exports")
    equal(lab.client("cloudformation", "eu-west-1").describe_stacks()["Stacks"], [], "another region")
    cloudformation.get_waiter("stack_update_complete").wait(StackName="chime-eu-central-1",
                                                            WaiterConfig={"MaxAttempts": 1})


def outputs_by_the_cli(lab, web):
    """Fact B3: an output that is not there is an empty text, and exit code 0."""
    if not shutil.which(AWS):
        return omit("there is no AWS CLI")

    def output(key):
        done = subprocess.run(
            [AWS, "--endpoint-url", lab.url, "cloudformation", "describe-stacks", "--stack-name", "chime-eu-central-1",
             "--region", "eu-central-1", "--query", f"Stacks[0].Outputs[?OutputKey==`{key}`].OutputValue", "--output", "text"],
            capture_output=True, text=True, timeout=100, env=lab.environment(), stdin=subprocess.DEVNULL)
        return done.returncode, done.stdout.strip()

    equal(output("ChimeApiEndpoint"), (0, NEW), "the output")
    equal(output("ApiGatewayEndpoint"), (0, ""), "the runbook's key")


def secrets_of_supabase(lab, web):
    before = web.digests()
    equal(before["CHIME_API_ENDPOINT"], digest(OLD), "a digest, no value (fact E5)")
    check("SUPABASE_URL" in before, "Supabase's own are listed")
    equal(web.supabase("POST", "secrets", [{"name": "CHIME_API_ENDPOINT", "value": NEW}, {"name": "MORE", "value": "x"}]),
          (201, None), "set")
    equal(web.digests()["CHIME_API_ENDPOINT"], digest(NEW), "what was set")
    status, said = web.supabase("POST", "secrets", [{"name": "MORE", "value": "y"}, {"name": "SUPABASE_X", "value": "z"}])
    equal(status, 400, "reserved names")
    contains(said["message"], "SUPABASE_", "why")
    equal(web.digests()["MORE"], digest("x"), "none of a call that is refused")
    equal(web.supabase("DELETE", "secrets", ["MORE", "NEVER"])[0], 200, "deleted")
    check("MORE" not in web.digests(), "what was deleted is gone")
    equal(web.supabase("GET", "secrets", token="wrong"), (401, {"message": "Unauthorized"}), "strangers")
    equal(web.ask(SUPABASE, "GET", "/v1/projects/zzzzzzzzzzzzzzzzzzzz/secrets")[0], 403, "somebody else's project")


def functions_of_supabase(lab, web):
    boundary = uuid.uuid4().hex

    def deploy(content, **metadata):
        parts = [('name="metadata"', json.dumps({"entrypoint_path": "f/index.ts", "name": "f", **metadata}).encode()),
                 ('name="file"; filename="f/index.ts"', content)]
        body = b"".join(b"--%s\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n" % (boundary.encode(), head.encode(), text)
                        for head, text in parts) + b"--%s--\r\n" % boundary.encode()
        return web.supabase("POST", "functions/deploy?slug=f", body, kind=f"multipart/form-data; boundary={boundary}")

    status, first = deploy(b"one\r\n\0", verify_jwt=False)
    equal((status, first and first["version"], first and first["verify_jwt"]), (201, 1, False), "deployed")
    equal(deploy(b"one\r\n\0")[1]["ezbr_sha256"], first["ezbr_sha256"], "the same sources")
    check(deploy(b"two")[1]["ezbr_sha256"] != first["ezbr_sha256"], "other sources")
    equal(web.supabase("GET", "functions/f")[1]["version"], 3, "versions")
    equal([each["slug"] for each in web.supabase("GET", "functions")[1]], ["chime-meeting-token", "f"], "listed")
    equal(deploy(b"x", entrypoint_path="elsewhere.ts")[0], 400, "an entrypoint that is not there")
    equal(web.supabase("GET", "functions/none")[0], 404, "no such function")


def secrets_of_google(lab, web):
    equal(web.latest("chime-api-endpoint"), OLD, "what is there")
    status, said = web.google("POST", "/chime-api-endpoint:addVersion",
                              {"payload": {"data": base64.b64encode(NEW.encode()).decode()}})
    equal(status, 200, "a version is added")
    check(said["name"].endswith("/secrets/chime-api-endpoint/versions/2") and said["state"] == "ENABLED", f"{said}")
    equal(web.latest("chime-api-endpoint"), NEW, "the latest")
    status, said = web.google("GET", "/chime-api-endpoint/versions")
    equal([each["name"].rsplit("/")[-1] for each in said["versions"]], ["2", "1"], "newest first")
    equal(web.google("POST", "?secretId=fresh", {"replication": {"automatic": {}}})[0], 200, "made")
    equal(web.google("POST", "?secretId=fresh", {"replication": {"automatic": {}}})[1]["error"]["status"],
          "ALREADY_EXISTS", "made twice")
    equal(web.google("GET", "/fresh/versions/latest:access")[1]["error"]["status"], "NOT_FOUND", "no version yet")
    equal(web.google("POST", "/fresh:addVersion", {"payload": {"data": "AA==", "dataCrc32c": "1"}})[1]["error"]["status"],
          "INVALID_ARGUMENT", "damaged on the way")
    equal(web.google("DELETE", "/fresh")[0], 200, "deleted")
    equal(web.google("GET", "/fresh")[0], 404, "gone")
    equal(web.google("GET", "", token="")[1]["error"]["status"], "UNAUTHENTICATED", "strangers")


def by_curl(lab, web):
    if not shutil.which("curl"):
        return omit("there is no curl")

    def curl(host, *arguments):
        done = subprocess.run(["curl", "-sS", "--max-time", "30", "-w", "\n%{http_code}", "-H", f"Host: {host}",
                               "-H", f"Authorization: Bearer {TOKENS[host]}", *arguments],
                              capture_output=True, text=True, timeout=60, env=lab.environment())
        text, _, status = done.stdout.rpartition("\n")
        return int(status or 0), text

    functions = f"{lab.url}/v1/projects/{REF}/functions"
    source = lab.folder / "index.ts"
    source.write_text("export default 1;\r\n")
    status, text = curl(SUPABASE, "-F", 'metadata={"entrypoint_path":"g/index.ts","name":"g"};type=application/json',
                        "-F", f"file=@{source};filename=g/index.ts", f"{functions}/deploy?slug=g")
    equal(status, 201, f"curl's own form: {text}")
    status, text = curl(SUPABASE, "--json", '[{"name":"BY_CURL","value":"ü"}]', f"{lab.url}/v1/projects/{REF}/secrets") \
        if curl_has_json() else curl(SUPABASE, "-H", "Content-Type: application/json", "-d", '[{"name":"BY_CURL","value":"ü"}]',
                                     f"{lab.url}/v1/projects/{REF}/secrets")
    equal(status, 201, "set by curl")
    equal(web.digests()["BY_CURL"], digest("ü"), "UTF-8")
    status, text = curl(SECRETS, f"{lab.url}/v1/projects/{GOOGLE}/secrets?pageSize=1")
    equal((status, json.loads(text)["totalSize"]), (200, 1), "listed by curl")


def curl_has_json():
    return "--json" in subprocess.run(["curl", "--help", "all"], capture_output=True, text=True, timeout=30).stdout


def faults(lab, web):
    value = [{"name": "FAULTY", "value": "v"}]
    lab.control("faults", "POST", {"effect": "throttle", "service": "supabase", "operation": "SetSecrets", "count": 1})
    equal(web.supabase("POST", "secrets", value)[0], 429, "throttled")
    check("FAULTY" not in web.digests(), "nothing has happened")
    lab.control("faults", "POST", {"effect": "drop_after", "service": "supabase", "operation": "SetSecrets", "count": 1})
    try:
        web.supabase("POST", "secrets", value)
        check(False, "it is answered")
    except (ConnectionError, http.client.HTTPException):
        check(True, "the connection is closed")
    check("FAULTY" in web.digests(), "and it has happened")
    lab.control("faults", "POST", {"effect": "unavailable", "service": "secretmanager", "count": 1})
    equal(web.google("GET", "")[1]["error"]["status"], "UNAVAILABLE", "in Google's words")
    lab.control("faults", "DELETE")


def state_is_kept(lab, web):
    before = web.digests(), web.latest("chime-api-endpoint"), web.supabase("GET", "functions")[1], lab.control("snapshot")
    lab.kill()
    lab.start()
    after = web.digests(), web.latest("chime-api-endpoint"), web.supabase("GET", "functions")[1], lab.control("snapshot")
    equal(after, before, "after a kill and a restart")
    log = (lab.folder / "state" / "lab.log").read_bytes()
    for token in TOKENS.values():
        check(token.encode() not in log, "tokens are not in the lab's state")


def main():
    lab = labs.Lab(key="AKIAEXAMPLECLIENTS000", secret="made-up-example-secret")
    account = lab.folder / "account.yaml"
    account.write_text(ACCOUNT)
    lab.options += ["--account", str(account), "--state", str(lab.folder / "state")]
    with lab:
        web = Web(lab)
        tests = (stacks, outputs_by_the_cli, secrets_of_supabase, functions_of_supabase, secrets_of_google, by_curl,
                 faults, state_is_kept)
        run([(test.__name__, lambda test=test: test(lab, web)) for test in tests])
    finish(60)


if __name__ == "__main__":
    main()
