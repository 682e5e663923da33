"""A godwit lab for one test, and clients that can reach nothing but it.

The program is named by $GODWIT, or is build/release/godwit. Everything that a test or a client
writes is in one temporary folder. Importing this module takes the machine's own AWS settings out
of the environment, and sends whatever strays from loopback to a proxy that is not there.
"""

import json
import os
import pathlib
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = 77  # as CMake's SKIP_RETURN_CODE
SLOWED = os.environ.get("GODWIT_SANITIZED") == "1"  # by sanitizers: no word then of time and memory
READY = re.compile(r"godwit lab ready on (http://\S+?:(\d+)) \(account (\d{12})(?:, DNS on port (\d+))?")


def skip(why):
    """Ends the program as skipped, and says why."""
    print(f"skipped: {why}", flush=True)
    sys.exit(SKIPPED)


def environment(folder, endpoint=None, key="test", secret="test", region="us-east-1"):
    """What a client's process may see: no settings of this machine, and no way out of it."""
    settings = {name: value for name, value in os.environ.items()
                if not name.upper().startswith(("AWS_", "BOTO")) and not name.lower().endswith("_proxy")}
    settings.update(
        HOME=str(folder),
        LANG="C.UTF-8", LC_ALL="C.UTF-8", TZ="UTC", PYTHONDONTWRITEBYTECODE="1",
        AWS_CONFIG_FILE=str(folder / "no-config"),
        AWS_SHARED_CREDENTIALS_FILE=str(folder / "no-credentials"),
        AWS_EC2_METADATA_DISABLED="true", AWS_PAGER="",
        AWS_ACCESS_KEY_ID=key, AWS_SECRET_ACCESS_KEY=secret,
        AWS_DEFAULT_REGION=region,
        http_proxy="http://127.0.0.1:9", https_proxy="http://127.0.0.1:9",
        no_proxy="127.0.0.1,localhost,::1")
    if endpoint:
        settings["AWS_ENDPOINT_URL"] = endpoint
    return settings


class Lab:
    """A lab on a free port of loopback. Use it in a with statement.

    options are further ones of `godwit lab`. Times are seconds; all waits are bounded.
    """

    def __init__(self, *options, account=None, state=None, key="test", secret="test"):
        self.program = os.environ.get("GODWIT", str(ROOT / "build" / "release" / "godwit"))
        if not os.access(self.program, os.X_OK):
            sys.exit(f"there is no program {self.program}: build it, or name another in $GODWIT")
        self.options = [*options]
        if account:
            self.options += ["--account", str(account)]
        if state:
            self.options += ["--state", str(state)]
        self.key, self.secret = key, secret
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="godwit-clients-"))
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        try:
            self.stop()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, port=0, wait=30, **popen):
        began = time.monotonic()
        self.messages = open(self.folder / "lab.stderr", "ab")
        self.process = subprocess.Popen(
            [self.program, "lab", "--port", str(port), *self.options], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=self.messages, env=environment(self.folder), **popen)
        line = ""
        if select.select([self.process.stdout], [], [], wait)[0]:
            line = self.process.stdout.readline().decode()
        ready = READY.match(line)
        if not ready:
            self.kill()
            raise RuntimeError(f"no lab within {wait} s: {line!r} {self.said()}")
        self.ready_after = time.monotonic() - began
        self.url, self.port, self.account = ready[1], int(ready[2]), ready[3]
        self.dns_port = int(ready[4] or 0)

    def stop(self, wait=20):
        """SIGTERM, and exit code 0; anything else is a failure of the lab's."""
        if not self.process or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(wait)
        except subprocess.TimeoutExpired:
            self.kill()
            raise RuntimeError(f"the lab did not end within {wait} s of SIGTERM") from None
        finally:
            self.process.stdout.close()
            self.messages.close()
        if code != 0:
            raise RuntimeError(f"the lab ended with {code}: {self.said()}")

    def kill(self):
        self.process.kill()
        self.process.wait(20)
        self.process.stdout.close()
        self.messages.close()

    def said(self):
        return (self.folder / "lab.stderr").read_text(errors="replace")[-2000:]

    def control(self, path, method="GET", body=None):
        """The control API below /_lab/: JSON both ways."""
        request = urllib.request.Request(
            f"{self.url}/_lab/{path}", method=method,
            data=None if body is None else json.dumps(body).encode())
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=60) as answer:
            return json.loads(answer.read() or b"{}")

    def advance(self, duration):
        """Lets lab time pass, at once: "90s", "6h", "30d"."""
        return self.control("clock", "POST", {"advance": duration})

    def client(self, service, region="us-east-1", key=None, secret=None, token=None, **settings):
        """A boto3 client. It does not retry: a test wants the first answer."""
        import boto3
        import botocore.config
        import warnings
        warnings.filterwarnings("ignore", ".*Boto3 will no longer support.*")
        config = botocore.config.Config(
            **{"retries": {"total_max_attempts": 1}, "inject_host_prefix": False,
               "connect_timeout": 5, "read_timeout": 60, **settings})
        client = boto3.session.Session().client(
            service, region_name=region, endpoint_url=self.url, config=config,
            aws_access_key_id=key or self.key, aws_secret_access_key=secret or self.secret,
            aws_session_token=token)
        if service == "s3control":
            # Its endpoint rules put the account before the host, which an address cannot have.
            def without_account(request, **_):
                request.url = request.url.replace(f"//{self.account}.", "//", 1)
            client.meta.events.register("before-sign.s3-control", without_account)
        return client

    def environment(self, region="us-east-1", **more):
        """For a client in a process of its own."""
        return {**environment(self.folder, self.url, self.key, self.secret, region), **more}


_nowhere = pathlib.Path(tempfile.gettempdir()) / "godwit-clients-nowhere"
for _name in [name for name in os.environ if name.upper().startswith(("AWS_", "BOTO"))]:
    del os.environ[_name]
for _name, _value in environment(_nowhere).items():
    if _name.startswith("AWS_") or _name.endswith("_proxy"):
        os.environ[_name] = _value
for _name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
    os.environ.pop(_name, None)
sys.dont_write_bytecode = True
