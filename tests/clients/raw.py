"""Requests as bytes on a socket, signed by hand: what no SDK would send.

Signatures after https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html and
https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
"""

import datetime
import hashlib
import hmac
import http.client
import re
import urllib.parse

UNSIGNED = "UNSIGNED-PAYLOAD"


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()

    def element(self, name):
        """The text of the first XML element of that name, or None."""
        found = re.search(rf"<{name}>(.*?)</{name}>".encode(), self.body, re.S)
        return found[1].decode() if found else None

    @property
    def code(self):
        return self.element("Code")

    def __repr__(self):
        return f"{self.status} {self.body[:300]!r}"


def send(lab, method, path, headers=None, body=b""):
    """As it is: without a signature, unless headers has one."""
    connection = http.client.HTTPConnection("127.0.0.1", lab.port, timeout=30)
    try:
        connection.putrequest(method, path, skip_host="host" in (headers or {}),
                              skip_accept_encoding=True)
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        if body or method in ("PUT", "POST"):
            if "content-length" not in (headers or {}):
                connection.putheader("content-length", str(len(body)))
        connection.endheaders(body or None)
        return Answer(connection.getresponse())
    finally:
        connection.close()


def _mac(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


class Signer:
    """Signature Version 4 of one request, and of the chunks that follow it."""

    def __init__(self, lab, region="us-east-1", service="s3", key=None, secret=None, token=None,
                 late=0):
        self.key, self.secret, self.token = key or lab.key, secret or lab.secret, token
        self.host = f"127.0.0.1:{lab.port}"
        now = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=late)
        self.time = now.strftime("%Y%m%dT%H%M%SZ")
        self.scope = f"{self.time[:8]}/{region}/{service}/aws4_request"
        derived = _mac(("AWS4" + self.secret).encode(), self.time[:8])
        for part in (region, service, "aws4_request"):
            derived = _mac(derived, part)
        self.derived = derived
        self.previous = ""

    def _sign(self, kind, *lines):
        text = "\n".join([kind, self.time, self.scope, *lines])
        self.previous = hmac.new(self.derived, text.encode(), hashlib.sha256).hexdigest()
        return self.previous

    def headers(self, method, path, headers, payload):
        """All headers, the signature among them. payload is what x-amz-content-sha256 says."""
        path, _, query = path.partition("?")
        signed = {"host": self.host, "x-amz-date": self.time, **{k.lower(): v for k, v in headers.items()}}
        if payload is not None:
            signed["x-amz-content-sha256"] = payload
        if self.token:
            signed["x-amz-security-token"] = self.token
        names = ";".join(sorted(signed))
        pairs = sorted(part.partition("=")[::2] for part in query.split("&") if part)
        canonical = "\n".join([
            method, path, "&".join(f"{name}={value}" for name, value in pairs),
            *(f"{name}:{' '.join(signed[name].split())}" for name in sorted(signed)), "", names,
            payload or hashlib.sha256(b"").hexdigest()])
        signature = self._sign("AWS4-HMAC-SHA256", hashlib.sha256(canonical.encode()).hexdigest())
        signed["authorization"] = (f"AWS4-HMAC-SHA256 Credential={self.key}/{self.scope},"
                                   f"SignedHeaders={names},Signature={signature}")
        return signed

    def chunk(self, data):
        signature = self._sign("AWS4-HMAC-SHA256-PAYLOAD", self.previous,
                               hashlib.sha256(b"").hexdigest(), hashlib.sha256(data).hexdigest())
        return f"{len(data):x};chunk-signature={signature}\r\n".encode() + data + b"\r\n"

    def trailer(self, name, value):
        text = f"{name}:{value}\n"
        signature = self._sign("AWS4-HMAC-SHA256-TRAILER", self.previous,
                               hashlib.sha256(text.encode()).hexdigest())
        return f"{name}:{value}\r\nx-amz-trailer-signature:{signature}\r\n\r\n".encode()


def signed(lab, method, path, headers=None, body=b"", payload="", **signer):
    """One signed request. payload: None leaves x-amz-content-sha256 away; '' is the body's hash."""
    if payload == "":
        payload = hashlib.sha256(body).hexdigest()
    made = Signer(lab, **signer)
    return send(lab, method, path, made.headers(method, path, headers or {}, payload), body)


def quoted(key):
    return urllib.parse.quote(key, safe="/~-._")
