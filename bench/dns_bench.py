"""DNS answers per microsecond of CPU: the lab against gdnsd and NSD, in one run.

./dev bench dns, or: dns_bench.py GODWIT [ROUNDS [SECONDS]]

Each serves the same 1,000 names over UDP on loopback; dnsperf asks them all in turn. What counts is the server's own CPU time
(user and system, all of its processes and threads) divided by the answers of the round; rounds are interleaved, and
medians compared. In every second round records change 100 times a second, one name at a time:

- the lab's by ChangeResourceRecordSets through its API, signed, and published after Route 53's propagation (with
  --speed 1000: a twentieth of a second). What the API costs is counted, too;
- gdnsd's by a new zone file and `gdnsdctl reload-zones`; NSD's by a new zone file and `nsd-control reload`. Neither has a way
  to change one record; where one cannot do 100 a second, the rate that it did is shown.

What is not installed is left out, with a message.
"""

import hashlib
import hmac
import http.client
import os
import pathlib
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

NAMES = 1000
ZONE, ZONE_ID = "bench.example", "Z0BENCH"
CHANGES_PER_SECOND = 100
SERVER_CORE, LOAD_CORE = "0", "1"
SPEED = 1000
TICK = os.sysconf("SC_CLK_TCK")


def find(name):
    return shutil.which(name) or next((path for path in [f"/usr/sbin/{name}"] if os.path.exists(path)), None)


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cpu_seconds(session):
    """Of all processes of a session, and of those that have ended in it."""
    total = 0
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            stat = pathlib.Path(f"/proc/{entry}/stat").read_text()
        except OSError:
            continue
        fields = stat.rsplit(")", 1)[1].split()
        if int(fields[3]) == session:
            total += sum(int(fields[n]) for n in (11, 12, 13, 14))
    return total / TICK


def zone_file(addresses):
    head = f"$ORIGIN {ZONE}.\n$TTL 60\n@ SOA ns1 admin {int(time.time())} 7200 900 1209600 300\n@ NS ns1\nns1 A 192.0.2.53\n"
    return head + "".join(f"n{n} A {address}\n" for n, address in enumerate(addresses))


class Server:
    """One that answers. changed() changes one record and is done when that is served, or will be by itself."""

    def __init__(self, name, folder):
        self.name, self.folder, self.addresses = name, folder, ["192.0.2.1"] * NAMES
        self.changes = 0

    def start(self, command, **more):
        self.process = subprocess.Popen(["taskset", "-c", SERVER_CORE, *command], start_new_session=True, **more)

    def wait(self):
        query = (b"\0\1\0\0\0\1\0\0\0\0\0\0" + b"".join(bytes([len(part)]) + part.encode() for part in f"n0.{ZONE}".split(".")) +
                 b"\0\0\1\0\1")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
            asker.settimeout(0.1)
            for _ in range(200):
                try:
                    asker.sendto(query, ("127.0.0.1", self.port))
                    if asker.recv(512)[7] == 1:
                        return self
                except (TimeoutError, ConnectionError):
                    time.sleep(0.05)
        sys.exit(f"{self.name} does not answer")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)

    def change(self):
        number = self.changes % NAMES
        self.changes += 1
        self.addresses[number] = f"10.{self.changes >> 16 & 255}.{self.changes >> 8 & 255}.{self.changes & 255}"
        self.publish(number)


class Lab(Server):
    KEY, SECRET = "AKIAEXAMPLEBENCH0000", "made-up"

    def __init__(self, godwit, folder):
        super().__init__("lab", folder)
        records = "".join(f"      - {{name: n{n}.{ZONE}, type: A, ttl: 60s, values: [{address}]}}\n"
                          for n, address in enumerate(self.addresses))
        (folder / "account.yaml").write_text(
            f'account: "123456789012"\nstarts: 2026-01-05\nregions: [eu-west-1]\n'
            f"credentials: {{access_key_id: {self.KEY}, secret_access_key: {self.SECRET}}}\n"
            f"zones:\n  - id: {ZONE_ID}\n    name: {ZONE}\n    records:\n{records}")
        self.start([godwit, "lab", "--port", "0", "--speed", str(SPEED), "--account", str(folder / "account.yaml")],
                   stdout=subprocess.PIPE, text=True)
        ready = re.search(r"127\.0\.0\.1:(\d+) .*DNS on port (\d+)", self.process.stdout.readline())
        self.http, self.port = int(ready[1]), int(ready[2])
        self.connection = None

    def publish(self, number):
        body = (f'<ChangeResourceRecordSetsRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ChangeBatch><Changes>'
                f"<Change><Action>UPSERT</Action><ResourceRecordSet><Name>n{number}.{ZONE}</Name><Type>A</Type><TTL>60</TTL>"
                f"<ResourceRecords><ResourceRecord><Value>{self.addresses[number]}</Value></ResourceRecord></ResourceRecords>"
                f"</ResourceRecordSet></Change></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>").encode()
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.http, timeout=10)
        path = f"/2013-04-01/hostedzone/{ZONE_ID}/rrset/"
        self.connection.request("POST", path, body, self.signed(path, body))
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            sys.exit(f"the lab: {answer.status} {content[:300]!r}")

    def signed(self, path, body):
        # Signature Version 4, by hand: botocore would take more of the machine than the server does.
        now = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        scope = f"{now[:8]}/us-east-1/route53/aws4_request"
        host = f"127.0.0.1:{self.http}"
        canonical = (f"POST\n{path}\n\nhost:{host}\nx-amz-date:{now}\n\nhost;x-amz-date\n" + hashlib.sha256(body).hexdigest())
        wanted = f"AWS4-HMAC-SHA256\n{now}\n{scope}\n" + hashlib.sha256(canonical.encode()).hexdigest()
        key = b"AWS4" + self.SECRET.encode()
        for part in (*scope.split("/"), wanted):
            key = hmac.digest(key, part.encode(), "sha256")
        return {"Host": host, "X-Amz-Date": now, "Authorization":
                f"AWS4-HMAC-SHA256 Credential={self.KEY}/{scope}, SignedHeaders=host;x-amz-date, Signature={key.hex()}"}


class Gdnsd(Server):
    def __init__(self, folder):
        super().__init__("gdnsd", folder)
        self.port = free_port()
        for name in ("zones", "run", "state"):
            (folder / name).mkdir(parents=True)
        (folder / "config").write_text(f"""options => {{
  listen => 127.0.0.1:{self.port}
  run_dir => {folder}/run
  state_dir => {folder}/state
  udp_threads => 1
  tcp_threads => 1
}}
""")
        self.write()
        self.start([find("gdnsd"), "-c", str(folder), "start"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def write(self):
        new = self.folder / "new"
        new.write_text(zone_file(self.addresses))
        new.rename(self.folder / "zones" / ZONE)

    def publish(self, number):
        self.write()
        subprocess.run([find("gdnsdctl"), "-c", str(self.folder), "reload-zones"], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Nsd(Server):
    def __init__(self, folder):
        super().__init__("nsd", folder)
        self.port = free_port()
        folder.mkdir()
        (folder / "nsd.conf").write_text(f"""server:
  ip-address: 127.0.0.1@{self.port}
  server-count: 1
  username: ""
  zonesdir: "{folder}"
  database: ""
  zonelistfile: "{folder}/zone.list"
  xfrdfile: "{folder}/xfrd.state"
  xfrdir: "{folder}"
  pidfile: "{folder}/pid"
remote-control:
  control-enable: yes
  control-interface: {folder}/control
zone:
  name: {ZONE}
  zonefile: {ZONE}
""")
        self.write()
        self.start([find("nsd"), "-d", "-c", str(folder / "nsd.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def write(self):
        new = self.folder / "new"
        new.write_text(zone_file(self.addresses))
        new.rename(self.folder / ZONE)

    def publish(self, number):
        self.write()
        subprocess.run([find("nsd-control"), "-c", str(self.folder / "nsd.conf"), "reload", ZONE], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def keep_changing(server, ended, seconds):
    """100 changes a second, or as many as the server takes."""
    began = time.monotonic()
    done = 0
    while not ended.is_set():
        server.change()
        done += 1
        time.sleep(max(0.0, began + done / CHANGES_PER_SECOND - time.monotonic()))
    seconds.append((done, time.monotonic() - began))


def measure(server, queries, seconds, changing):
    """Microseconds of CPU for an answer, answers a second, changes a second."""
    ended, changed = threading.Event(), []
    worker = threading.Thread(target=keep_changing, args=(server, ended, changed))
    if changing:
        worker.start()
    before = cpu_seconds(server.process.pid)
    done = subprocess.run(["taskset", "-c", LOAD_CORE, find("dnsperf"), "-s", "127.0.0.1", "-p", str(server.port), "-d",
                           str(queries), "-l", str(seconds), "-c", "10", "-q", "200", "-T", "1"],
                          stdout=subprocess.PIPE, text=True, check=True).stdout
    spent = cpu_seconds(server.process.pid) - before
    ended.set()
    if changing:
        worker.join()
    completed = int(re.search(r"Queries completed:\s+(\d+)", done)[1])
    codes = re.search(r"Response codes:\s+(.*)", done)[1]
    if "NOERROR" not in codes or "100.00%" not in codes:
        sys.exit(f"{server.name}: {codes}")
    rate = changed[0][0] / changed[0][1] if changing else 0
    return 1e6 * spent / completed, completed / seconds, rate


def main():
    godwit = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    seconds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    if not find("dnsperf"):
        sys.exit("dnsperf is not installed")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        queries = folder / "queries"
        queries.write_text("".join(f"n{n}.{ZONE} A\n" for n in range(NAMES)))
        servers = []
        try:
            servers.append(Lab(godwit, folder))
            for kind, program in ((Gdnsd, "gdnsd"), (Nsd, "nsd")):
                if find(program):
                    servers.append(kind(folder / program))
                else:
                    print(f"{program} is not installed: left out", file=sys.stderr)
            for server in servers:
                server.wait()
            found = {}
            for _ in range(rounds):
                for changing in (False, True):
                    for server in servers:
                        found.setdefault((server.name, changing), []).append(measure(server, queries, seconds, changing))
            median = {which: [statistics.median(values) for values in zip(*each)] for which, each in found.items()}
            print(f"{'':8}{'':22}{'us of CPU/answer':>18}{'answers/us of CPU':>19}{'answers/s':>12}{'changes/s':>11}{'lab is':>9}")
            for changing in (False, True):
                for server in servers:
                    cost, rate, changes = median[server.name, changing]
                    ratio = cost / median["lab", changing][0]
                    print(f"{server.name:8}{'records change' if changing else 'nothing changes':22}{cost:18.2f}{1 / cost:19.3f}"
                          f"{rate:12,.0f}{changes:11,.0f}{ratio:8.2f}x")
        finally:
            for server in servers:
                server.stop()


main()
