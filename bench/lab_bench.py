#!/usr/bin/env python3
"""Requests a second of `godwit lab`, against moto's server and nginx in the same run.

    lab_bench.py GODWIT LAB_LOAD

Each server has one core and the load the other; rounds are interleaved, and medians compared. What is
not installed is left out, with a message. Every request to the lab is signed, and checked.
"""

import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

ROUNDS = 3
SECONDS = 2
SERVER_CORE, LOAD_CORE = "0", "1"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, process):
    for _ in range(600):
        if process.poll() is not None:
            sys.exit(f"{process.args}: ended with {process.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    sys.exit(f"{process.args}: nobody listens after 30 s")


def resident_kib(pid):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


class Server:
    def __init__(self, name, command, port, **more):
        self.name, self.port = name, port
        self.process = subprocess.Popen(["taskset", "-c", SERVER_CORE, *command], **more)
        wait_for(port, self.process)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def start_lab(godwit):
    began = time.monotonic()
    process = subprocess.Popen(["taskset", "-c", SERVER_CORE, godwit, "lab", "--port", "0"],
                               stdout=subprocess.PIPE, text=True)
    line = process.stdout.readline()
    ready_ms = 1000 * (time.monotonic() - began)
    server = Server.__new__(Server)
    server.name, server.process = "lab", process
    server.port = int(line.split("http://127.0.0.1:")[1].split()[0])
    return server, ready_ms


def start_moto():
    command = shutil.which("moto_server")
    if not command:
        print("moto's server is not installed: left out", file=sys.stderr)
        return None
    port = free_port()
    return Server("moto", [command, "-H", "127.0.0.1", "-p", str(port)], port,
                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def start_nginx(folder):
    command = shutil.which("nginx") or (os.path.exists("/usr/sbin/nginx") and "/usr/sbin/nginx")
    if not command:
        print("nginx is not installed: left out", file=sys.stderr)
        return None
    port = free_port()
    os.mkdir(f"{folder}/root", 0o755)
    os.chmod(folder, 0o755)
    with open(f"{folder}/root/1k", "w") as file:
        file.write("x" * 1024)
    with open(f"{folder}/nginx.conf", "w") as file:
        file.write(f"""daemon off; worker_processes 1; pid {folder}/pid; error_log /dev/null;
events {{ worker_connections 1024; }}
http {{ access_log off; sendfile on; tcp_nodelay on; keepalive_requests 100000000; open_file_cache max=10;
  server {{ listen 127.0.0.1:{port}; root {folder}/root; }} }}""")
    return Server("nginx", [command, "-p", folder, "-c", f"{folder}/nginx.conf"], port,
                  stderr=subprocess.DEVNULL)


def load(program, server, workload, seconds=SECONDS, connections=32):
    done = subprocess.run(["taskset", "-c", LOAD_CORE, program, f"127.0.0.1:{server.port}", workload,
                           str(seconds), str(connections)], stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        print(f"{workload} on {server.name} failed", file=sys.stderr)
    return json.loads(done.stdout)


def metadata_bytes(program, server):
    """Resident bytes for each further small object, without its 1,024 bytes of content."""
    def put(count, first):
        subprocess.run([program, f"127.0.0.1:{server.port}", "fill", str(count), str(first)], check=True,
                       stdout=subprocess.DEVNULL)
    put(20_000, 0)
    before = resident_kib(server.process.pid)
    put(100_000, 20_000)
    return 1024 * (resident_kib(server.process.pid) - before) / 100_000 - 1024


def main():
    godwit, program = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as folder:
        lab, ready_ms = start_lab(godwit)
        empty_kib = resident_kib(lab.process.pid)
        print(f"ready after {ready_ms:.0f} ms, {empty_kib / 1024:.1f} MiB resident when empty")
        moto, nginx = start_moto(), start_nginx(folder)
        try:
            for server in filter(None, [lab, moto]):
                load(program, server, "prepare")
            rates = {}
            for _ in range(ROUNDS):
                for workload in ("get", "put", "list"):
                    for server in filter(None, [lab, moto]):
                        rate = load(program, server, workload, SECONDS if server is lab else 2 * SECONDS,
                                    32 if server is lab else 4)
                        rates.setdefault((workload, server.name), []).append(rate["per_second"])
                if nginx:
                    rates.setdefault(("plain", "nginx"), []).append(
                        load(program, nginx, "plain")["per_second"])
            median = {which: statistics.median(found) for which, found in rates.items()}
            print(f"{'':24}{'lab':>12}{'peer':>12}{'ratio':>9}")
            for workload, title in (("get", "GET 1 KiB"), ("put", "PUT 1 KiB"), ("list", "ListObjectsV2, 1,000")):
                ours = median[workload, "lab"]
                theirs = median.get((workload, "moto"))
                print(f"{title:24}{ours:12,.0f}" + (f"{theirs:12,.1f}{ours / theirs:8.0f}x  moto" if theirs else ""))
            if nginx:
                ours, theirs = median["get", "lab"], median["plain", "nginx"]
                print(f"{'GET 1 KiB':24}{ours:12,.0f}{theirs:12,.0f}{ours / theirs:8.2f}x  nginx")
            print(f"{metadata_bytes(program, lab):.0f} bytes for each small object's metadata")
        finally:
            for server in filter(None, [lab, moto, nginx]):
                server.stop()


main()
