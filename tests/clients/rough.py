"""Clients that no SDK would be: garbage, floods, slow ones, idle ones; and HTTP as it may be spoken.

Whatever comes, an answer in AWS's form where there can be one, bounded memory, and others are served.
"""

import contextlib
import pathlib
import re
import resource
import socket
import threading
import time

import lab as labs
import raw
from assertions import check, contains, equal, finish, run

IDLE, MEMORY = 10_000, 200 << 20
BUCKET = "rough"
lab = None


@contextlib.contextmanager
def connection(timeout=15):
    with socket.create_connection(("127.0.0.1", lab.port), timeout=timeout) as made:
        yield made


def read(made, until=None, times=1):
    """What comes until the lab closes, or until the pattern is there so many times."""
    got = b""
    with contextlib.suppress(ConnectionResetError, TimeoutError):
        while not (until and len(re.findall(until, got)) >= times):
            more = made.recv(65536)
            if not more:
                break
            got += more
    return got


def ask(data, until=None, timeout=15):
    with connection(timeout) as made:
        with contextlib.suppress(ConnectionResetError, BrokenPipeError):
            made.sendall(data)
        return read(made, until)


def statuses(got):
    return [int(code) for code in re.findall(rb"HTTP/1\.1 (\d{3})", got)]


def signed(method, path, headers=None, payload=raw.UNSIGNED):
    """The head of a signed request, without its last line."""
    made = raw.Signer(lab).headers(method, path, headers or {}, payload)
    return f"{method} {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in made.items())


def resident():
    """Bytes of memory that the lab has now."""
    text = pathlib.Path(f"/proc/{lab.process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", text)[1]) << 10


def served(what):
    """Others are."""
    began = time.monotonic()
    answer = raw.signed(lab, "GET", f"/{BUCKET}/k")
    took = time.monotonic() - began
    check((answer.status, answer.body) == (200, b"content") and (labs.SLOWED or took < 2), f"others are served {what}: {answer}, {took:.2f} s")


def garbage():
    # RFC 9112, section 2.2 and 3: 400 for what is no request.
    for data in (b"\0" * 100 + b"\r\n\r\n", b"GET\r\n\r\n", b"hello, is that S3?\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
                 b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/1.1\r\nno colon\r\n\r\n", b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
                 b"PUT /a/b HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", b"PUT /a/b HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
                 b"PUT /a/b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\nx",
                 b"PUT /a/b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"):
        got = ask(data)
        check(got.startswith(b"HTTP/1.1 ") and statuses(got)[0] in (400, 411, 501, 505), f"{data[:50]!r}: {got[:100]!r}")
        check(b"<Code>" in got or b'"__type"' in got, f"{data[:50]!r}: the answer is an error of AWS's form: {got[-200:]!r}")
    import random
    chance = random.Random(7)
    for _ in range(200):
        data = chance.randbytes(chance.randrange(1, 400)) + b"\r\n\r\n"
        with connection(2) as made:
            made.sendall(data)
            made.shutdown(socket.SHUT_WR)
            read(made)
    served("after garbage")


def headers():
    # docs/lab.md: 64 KiB of request line and header, then 431 (RFC 6585).
    for data in (b"GET / HTTP/1.1\r\n" + b"".join(b"x-%d: %s\r\n" % (n, b"y" * 1000) for n in range(80)) + b"\r\n",
                 b"GET / HTTP/1.1\r\nx: " + b"y" * 70_000 + b"\r\n\r\n", b"GET /" + b"y" * 70_000 + b" HTTP/1.1\r\n\r\n",
                 b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 20_000 + b"\r\n"):
        got = ask(data)
        check(statuses(got)[:1] in ([431], [414]), f"{len(data)} bytes of header: {got[:80]!r}")
    big = raw.signed(lab, "GET", f"/{BUCKET}/k", {"x-amz-meta-big": "y" * 30_000})
    equal(big.status, 200, "30 KB of header are all right")
    served("after huge headers")


def bodies():
    # docs/lab.md: 512 MiB, then 413: refused by its length, before it is sent.
    head = signed("PUT", f"/{BUCKET}/huge") + f"Content-Length: {600 << 20}\r\n\r\n"
    got = ask(head.encode())
    equal(statuses(got)[:1], [413], "a body of 600 MiB")
    # One that does not say how long it is, and does not end.
    before = resident()
    head = signed("PUT", f"/{BUCKET}/endless", {"x-amz-decoded-content-length": str(1 << 40), "content-encoding": "aws-chunked"},
                  "STREAMING-UNSIGNED-PAYLOAD-TRAILER") + "Transfer-Encoding: chunked\r\n\r\n"
    chunk = b"100000\r\n" + b"x" * (1 << 20) + b"\r\n"
    with connection(15) as made:
        sent = 0
        with contextlib.suppress(ConnectionResetError, BrokenPipeError, TimeoutError):
            made.sendall(head.encode())
            while sent < 600:
                made.sendall(chunk)
                sent += 1
        got = read(made)
    check(sent < 600 or statuses(got)[:1] in ([413], [400]), f"an endless body ends: after {sent} MiB, {got[:80]!r}")
    served("after endless bodies")
    deadline = time.monotonic() + 5
    while not labs.SLOWED and resident() > max(before, MEMORY) and time.monotonic() < deadline:
        time.sleep(0.1)
    check(labs.SLOWED or resident() < max(before * 2, MEMORY), f"their memory is given back: {resident() >> 20} MiB")


def slow():
    # A byte at a time, from 200 clients at once.
    clients = [socket.create_connection(("127.0.0.1", lab.port), timeout=5) for _ in range(200)]
    head = signed("GET", f"/{BUCKET}/k").encode() + b"\r\n"
    try:
        for byte in head[:12]:
            for client in clients:
                client.send(bytes([byte]))
            served("beside slow clients") if byte == head[0] else None
        served("beside slow clients")
        # And those who are slow but get there are served, too.
        for client in clients[:5]:
            client.sendall(head[12:])
            contains(read(client, rb"content$").decode(), "200 OK", "a slow client that gets there")
    finally:
        for client in clients:
            client.close()
    # Who asks for much and reads nothing.
    raw.signed(lab, "PUT", f"/{BUCKET}/large", body=b"x" * (8 << 20), payload=raw.UNSIGNED)
    with connection() as made:
        made.sendall((signed("GET", f"/{BUCKET}/large") + "\r\n").encode() * 1)
        time.sleep(0.2)
        served("beside a client that does not read")


def idle():
    # docs/lab.md: 20,000 connections.
    wanted = IDLE + 300
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard != resource.RLIM_INFINITY and hard < wanted:
        print(f"10,000 idle connections are left out: this machine allows {hard} files", flush=True)
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    clients = []
    try:
        for _ in range(IDLE):
            clients.append(socket.create_connection(("127.0.0.1", lab.port), timeout=10))
        served("beside 10,000 idle ones")
        check(labs.SLOWED or resident() < MEMORY, f"memory with 10,000 idle connections: {resident() >> 20} MiB")
        # Each of them may still ask.
        request = (signed("GET", f"/{BUCKET}/k") + "\r\n").encode()
        for client in clients[::1000]:
            client.sendall(request)
            contains(read(client, rb"content$").decode(), "200 OK", "an idle one that asks")
        print(f"10,000 idle connections: {resident() >> 20} MiB", flush=True)
    finally:
        for client in clients:
            client.close()
    served("when the idle ones are gone")


def pipelining():
    # RFC 9112, section 9.3.2: answers in the order of requests.
    count = 200
    for number in range(3):
        raw.signed(lab, "PUT", f"/{BUCKET}/p{number}", body=f"body {number}".encode())
    data = "".join(signed("GET", f"/{BUCKET}/p{n % 3}") + "\r\n" for n in range(count))
    with connection() as made:
        threading.Thread(target=made.sendall, args=(data.encode(),), daemon=True).start()
        got = read(made, rb"body \d", count)
    equal(re.findall(rb"body (\d)", got), [b"%d" % (n % 3) for n in range(count)], "answers in order")
    equal(statuses(got), [200] * count, "all of them")
    # One that is refused for what it says does not stop those after it.
    data = (signed("GET", f"/{BUCKET}/none") + "\r\n" + signed("GET", f"/{BUCKET}/k") + "Connection: close\r\n\r\n").encode()
    got = ask(data)
    equal((statuses(got), got.endswith(b"content")), ([404, 200], True), "after a refusal")
    # What follows a request that is no HTTP is never read as one.
    got = ask(b"GET / HTTP/9.9\r\n\r\n" + data)
    equal(len(statuses(got)), 1, "nothing after what is no HTTP")


def expectations():
    # RFC 9110, section 10.1.1
    head = signed("PUT", f"/{BUCKET}/expected") + "Content-Length: 4\r\nExpect: 100-continue\r\n\r\n"
    with connection() as made:
        made.sendall(head.encode())
        got = read(made, rb"\r\n\r\n")
        equal(statuses(got), [100], "100 Continue before the body")
        made.sendall(b"body")
        got = read(made, rb"\r\n\r\n")
        equal(statuses(got), [200], "then the answer")
        # The connection is kept.
        made.sendall((signed("GET", f"/{BUCKET}/expected") + "\r\n").encode())
        check(read(made, rb"body$").endswith(b"body"), "and the connection is kept")
    # An empty body is waited for, too: botocore before 1.31 mistakes what follows otherwise.
    head = signed("PUT", f"/{BUCKET}/expected") + "Content-Length: 0\r\nExpect: 100-continue\r\n\r\n"
    equal(statuses(ask(head.encode(), rb"200 OK(.|\n)*\r\n\r\n")), [100, 200], "no body, and waited for")
    head = signed("PUT", "/no-such-bucket-here/k") + f"Content-Length: {600 << 20}\r\nExpect: 100-continue\r\n\r\n"
    got = ask(head.encode(), rb"\r\n\r\n")
    check(statuses(got)[:1] != [100], f"no invitation for what is too much: {got[:60]!r}")
    got = ask((signed("PUT", f"/{BUCKET}/expected") + "Content-Length: 1\r\nExpect: miracles\r\n\r\nx").encode(), rb"\r\n\r\n")
    check(statuses(got)[:1] in ([417], [200]), f"another expectation: {got[:60]!r}")


def chunked():
    # RFC 9112, section 7.1, around AWS's own chunks.
    head = signed("PUT", f"/{BUCKET}/chunked", {"content-encoding": "aws-chunked", "x-amz-decoded-content-length": "7",
                                                "x-amz-trailer": "x-amz-checksum-crc32"}, "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
    from checksums import checksum
    inner = b"7\r\ncontent\r\n0\r\nx-amz-checksum-crc32:" + checksum("CRC32", b"content").encode() + b"\r\n\r\n"
    outer = b"".join(b"%x;ext=1\r\n%s\r\n" % (len(inner[at:at + 5]), inner[at:at + 5]) for at in range(0, len(inner), 5)) + b"0\r\n\r\n"
    got = ask((head + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n").encode() + outer)
    equal(statuses(got), [200], f"chunks within chunks: {got[-300:]!r}")
    equal(raw.signed(lab, "GET", f"/{BUCKET}/chunked").body, b"content", "what was in them")
    # Smuggling: both a length and chunks (RFC 9112, section 6.1).
    got = ask((signed("PUT", f"/{BUCKET}/both") + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
               "GET / HTTP/1.1\r\nHost: smuggled\r\n\r\n").encode())
    check(len(statuses(got)) == 1, f"a length and chunks: one answer, and closed: {statuses(got)}")


def heads():
    # RFC 9110, section 9.3.2: a HEAD's answer has no body, whatever its length says.
    with connection() as made:
        made.sendall((signed("HEAD", f"/{BUCKET}/k") + "\r\n" + signed("GET", f"/{BUCKET}/k") + "\r\n").encode())
        got = read(made, rb"content$")
    equal(statuses(got), [200, 200], "HEAD, then GET on the same connection")
    first, _, rest = got.partition(b"\r\n\r\n")
    contains(first.lower().decode(), "content-length: 7", "the length that GET has")
    check(rest.startswith(b"HTTP/1.1 200"), "and no body")
    got = ask((signed("HEAD", f"/{BUCKET}/none") + "Connection: close\r\n\r\n").encode())
    check(got.startswith(b"HTTP/1.1 404") and got.endswith(b"\r\n\r\n"), f"a HEAD that is refused has no body: {got[-60:]!r}")


def old():
    # RFC 9112, appendix C.2: HTTP/1.0 closes unless it is asked not to.
    head = signed("GET", f"/{BUCKET}/k").replace("HTTP/1.1", "HTTP/1.0")
    got = ask((head + "\r\n").encode())
    check(got.startswith(b"HTTP/1.") and got.endswith(b"content"), f"HTTP/1.0: answered, and closed: {got[:60]!r}")
    check(b"transfer-encoding" not in got.lower(), "without chunks")
    got = ask((signed("GET", f"/{BUCKET}/k") + "Connection: close\r\n\r\n").encode())
    check(got.endswith(b"content"), "Connection: close")
    # RFC 9112, section 3.2: Host is required in HTTP/1.1; absolute targets are allowed.
    got = ask(b"GET / HTTP/1.1\r\n\r\n")
    equal(statuses(got)[:1], [400], "no Host")
    signer = raw.Signer(lab)
    lines = "".join(f"{k}: {v}\r\n" for k, v in signer.headers("GET", f"/{BUCKET}/k", {}, raw.UNSIGNED).items())
    got = ask(f"GET http://{signer.host}/{BUCKET}/k HTTP/1.1\r\n{lines}Connection: close\r\n\r\n".encode())
    check(got.endswith(b"content"), f"an absolute target: {got[:80]!r}")


def main():
    global lab
    with labs.Lab() as lab:
        s3 = lab.client("s3")
        s3.create_bucket(Bucket=BUCKET)
        s3.put_object(Bucket=BUCKET, Key="k", Body=b"content")
        cases = (garbage, headers, pipelining, expectations, chunked, heads, old, slow, bodies, idle)
        run([(case.__name__, case) for case in cases])
        check(lab.process.poll() is None, "the lab is still there")
    finish()


main()
