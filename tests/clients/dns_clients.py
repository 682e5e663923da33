"""DNS, by judges that others wrote: dig, and unbound as a recursive resolver, against `godwit lab`.

What each answer must be is Route 53's documentation, or an RFC that the check names. Everything is on loopback, with the
account of MedZen: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSBehavior.html
"""

import collections
import os
import pathlib
import re
import shutil
import socket
import struct
import subprocess
import sys
import time

import lab as labs
from assertions import check, contains, equal, finish, run

DIG = shutil.which("dig")
UNBOUND = shutil.which("unbound") or next(iter(filter(os.path.exists, ["/usr/sbin/unbound"])), None)
ZONE_ID, ZONE = "Z1234567890ABC", "medzenhealth.app"
API = f"api.{ZONE}"
IRELAND, FRANKFURT = "203.0.113.10", "198.51.100.10"
ENDPOINTS = {IRELAND: ("ZLY8HYME6SFDD", "d-k2f9qx7w3a.execute-api.eu-west-1.amazonaws.com"),
             FRANKFURT: ("Z1U9ULNL0V5AJ3", "d-7hw1p0z5me.execute-api.eu-central-1.amazonaws.com")}
KENYA, GERMANY = "198.18.12.0/24", "198.18.1.0/24"  # networks of the account file

Said = collections.namedtuple("Said", "status flags answer authority additional text")


def dig(port, *words, server="127.0.0.1"):
    """What dig says: sections as lists of "name ttl IN type data"."""
    done = subprocess.run([DIG, f"@{server}", "-p", str(port), "+tries=1", "+time=5", "+norecurse", *words],
                          capture_output=True, text=True, timeout=30, env=labs.environment(pathlib.Path("/nonexistent")))
    text = done.stdout + done.stderr
    status = re.search(r"status: (\w+)", text)
    flags = re.search(r"flags: ([a-z ]*);", text)

    def section(name):
        found = re.search(rf";; {name} SECTION:\n(.*?)(?:\n\n|\Z)", text, re.S)
        return [" ".join(line.split()) for line in found[1].splitlines()] if found else []
    return Said(status and status[1], flags[1].split() if flags else [], section("ANSWER"), section("AUTHORITY"),
                section("ADDITIONAL"), text)


def addresses(said):
    return [line.split()[-1] for line in said.answer if line.split()[3] in ("A", "AAAA")]


def raw_query(name, kind=1, number=1, edns=b""):
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split(".") if label)
    return struct.pack(">HHHHHH", number, 0, 1, 0, 0, 1 if edns else 0) + labels + b"\0" + struct.pack(">HH", kind, 1) + edns


def count_answers(port, name, times):
    """How often each address comes first, by plain sockets: no cache of anybody's is between."""
    counts = collections.Counter()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
        asker.settimeout(5)
        asker.connect(("127.0.0.1", port))
        for number in range(times):
            asker.send(raw_query(name, number=number))
            answer = asker.recv(4096)
            assert struct.unpack(">H", answer[:2])[0] == number
            # Behind the question: the first record's name is a pointer, its data four bytes.
            at = len(raw_query(name)) + 12
            counts[socket.inet_ntoa(answer[at:at + 4]) if answer[7] else "none"] += 1
    return counts


def change(lab, *changes):
    """By boto3, and waits until every name server knows."""
    client = lab.client("route53")
    got = client.change_resource_record_sets(HostedZoneId=ZONE_ID, ChangeBatch={"Changes": [
        {"Action": action, "ResourceRecordSet": record} for action, record in changes]})["ChangeInfo"]
    equal(got["Status"], "PENDING", "a change is not everywhere at once")
    lab.advance("61s")
    equal(client.get_change(Id=got["Id"])["ChangeInfo"]["Status"], "INSYNC", "a minute later it is (fact C10)")


def plain(name, kind, *values, ttl=60, **more):
    return {"Name": name, "Type": kind, "TTL": ttl, "ResourceRecords": [{"Value": value} for value in values], **more}


def weighted(identifier, address, weight, evaluate=False):
    zone, endpoint = ENDPOINTS[address]
    return {"Name": API, "Type": "A", "SetIdentifier": identifier, "Weight": weight,
            "AliasTarget": {"HostedZoneId": zone, "DNSName": endpoint, "EvaluateTargetHealth": evaluate}}


class Zone:
    """The lab's zone, with records for the cases."""

    def __init__(self, lab):
        self.lab, self.port = lab, lab.dns_port
        many = [f"10.0.{n // 250}.{n % 250}" for n in range(300)]
        change(lab,
               ("CREATE", plain(f"www.{ZONE}", "A", "192.0.2.1", "192.0.2.2", ttl=120)),
               ("CREATE", plain(f"www.{ZONE}", "AAAA", "2001:db8::1")),
               ("CREATE", plain(f"web.{ZONE}", "CNAME", f"www.{ZONE}", ttl=30)),
               ("CREATE", plain(f"*.wild.{ZONE}", "TXT", '"wild"')),
               ("CREATE", plain(ZONE, "MX", f"10 mail.{ZONE}")),
               ("CREATE", plain(f"mail.{ZONE}", "A", "192.0.2.25")),
               ("CREATE", plain(f"sub.{ZONE}", "NS", f"ns.sub.{ZONE}", ttl=3600)),
               ("CREATE", plain(f"ns.sub.{ZONE}", "A", "192.0.2.53", ttl=3600)),
               ("CREATE", plain(f"many.{ZONE}", "A", *many)),
               ("CREATE", plain(f"geo.{ZONE}", "A", "192.0.2.71", SetIdentifier="ke", GeoLocation={"CountryCode": "KE"})),
               ("CREATE", plain(f"geo.{ZONE}", "A", "192.0.2.72", SetIdentifier="eu", GeoLocation={"ContinentCode": "EU"})),
               ("CREATE", plain(f"geo.{ZONE}", "A", "192.0.2.70", SetIdentifier="all", GeoLocation={"CountryCode": "*"})))

    def dig(self, *words):
        return dig(self.port, *words)


def cases_of_dig(zone):
    ask = zone.dig

    def answers():
        said = ask(f"www.{ZONE}")
        equal(said.status, "NOERROR", "www")
        equal(sorted(said.answer), [f"www.{ZONE}. 120 IN A 192.0.2.{n}" for n in (1, 2)], "its records")
        check("aa" in said.flags and "ra" not in said.flags, f"authoritative, and not recursive: {said.flags}")
        # DNSBehavior.html: "Route 53 appends name server (NS) records ... to the Authority section"
        equal(len(said.authority), 4, "the zone's four servers")
        check(all(re.match(rf"{ZONE}\. 172800 IN NS ns-\d+\.awsdns-\d\d\.", line) for line in said.authority), "are they")
        equal(addresses(ask(f"www.{ZONE}", "AAAA")), ["2001:db8::1"], "AAAA")
        equal(addresses(ask(API)), [IRELAND], "an alias is its target's address")
        equal(ask(API).answer[0].split()[1], "60", "for a minute (fact C8)")
        said = ask(f"web.{ZONE}")
        equal(said.answer[0], f"web.{ZONE}. 30 IN CNAME www.{ZONE}.", "a CNAME")
        equal(len(said.answer), 3, "and what it leads to in the zone")
        equal(addresses(ask("-x", "192.0.2.1")), [], "nobody's reverse name")
        said = ask(ZONE, "MX")
        contains("\n".join(said.additional), "mail.medzenhealth.app. 60 IN A 192.0.2.25", "an MX's address is added")
        equal(ask(f"x.y.wild.{ZONE}", "TXT").answer, [f'x.y.wild.{ZONE}. 60 IN TXT "wild"'], "a wildcard")
        equal(len(ask(ZONE, "NS").answer), 4, "NS at the apex")
        equal(len(ask(ZONE, "SOA").answer), 1, "SOA at the apex")

    def nothing():
        # RFC 2308; Route 53's SOA has a TTL of 900 and a minimum of 86400.
        for name, kind, status in ((f"nobody.{ZONE}", "A", "NXDOMAIN"), (f"mail.{ZONE}", "AAAA", "NOERROR")):
            said = ask(name, kind)
            equal((said.status, said.answer), (status, []), f"{name} {kind}")
            check(len(said.authority) == 1 and said.authority[0].startswith(f"{ZONE}. 900 IN SOA ns-"), said.authority)
        equal(ask("example.org").status, "REFUSED", "another's name")
        equal(ask(".", "NS").status, "REFUSED", "the root")
        equal(ask("version.bind", "CH", "TXT").status, "REFUSED", "another class")

    def referral():
        said = ask(f"a.sub.{ZONE}")
        equal((said.status, said.answer), ("NOERROR", []), "below a zone cut")
        check("aa" not in said.flags, "not with authority")
        equal(said.authority, [f"sub.{ZONE}. 3600 IN NS ns.sub.{ZONE}."], "who has it")
        contains("\n".join(said.additional), f"ns.sub.{ZONE}. 3600 IN A 192.0.2.53", "with glue")

    def sizes():
        said = ask(f"many.{ZONE}", "+ignore", "+bufsize=1232")
        check("tc" in said.flags and not said.answer, "too large for a datagram")
        equal(len(ask(f"many.{ZONE}").answer), 300, "dig asks again over TCP")
        equal(len(ask(f"many.{ZONE}", "+tcp").answer), 300, "or at once")
        check("tc" in ask(f"many.{ZONE}", "+ignore", "+bufsize=65535").flags, "4096 at most over UDP, whoever takes more")
        check("tc" in ask(f"many.{ZONE}", "+noedns", "+ignore").flags, "512 without EDNS")

    def edns():
        text = ask(f"www.{ZONE}").text
        contains(text, "; COOKIE: ", "a server cookie")
        contains(text, "udp: 4096", "what Route 53 takes")
        check("COOKIE" not in ask(f"www.{ZONE}", "+nocookie").text, "none for who sends none")
        check("OPT PSEUDOSECTION" not in ask(f"www.{ZONE}", "+noedns").text, "no OPT for who sends none (RFC 6891, 7)")
        equal(ask(f"www.{ZONE}", "+edns=1", "+noednsneg").status, "BADVERS", "EDNS 1")
        equal(ask(f"www.{ZONE}", "+ednsopt=65001:abcd").status, "NOERROR", "an unknown option")
        equal(ask(f"www.{ZONE}", "+ednsopt=8:000120", "+nocookie").status, "FORMERR", "a malformed client subnet")
        equal(ask(f"www.{ZONE}", "+dnssec").status, "NOERROR", "DO")
        equal(ask(f"www.{ZONE}", "+opcode=notify").status, "NOTIMP", "NOTIFY")
        equal(ask(f"www.{ZONE}", "+opcode=5").status, "NOTIMP", "UPDATE")

    def subnets():
        # routing-policy-edns0.html
        for network, address, scope in ((KENYA, "192.0.2.71", 24), (GERMANY, "192.0.2.72", 24), ("203.0.113.0/24", "192.0.2.70", None)):
            said = ask(f"geo.{ZONE}", f"+subnet={network}")
            equal(addresses(said), [address], f"geo for {network}")
            found = re.search(r"CLIENT-SUBNET: (\S+)/(\d+)/(\d+)", said.text)
            check(found and (scope is None or int(found[3]) == scope), f"the scope: {found and found[0]}")
        equal(addresses(ask(f"geo.{ZONE}", "+subnet=2001:db8:c::/48")), ["192.0.2.71"], "by IPv6")
        equal(addresses(ask(f"geo.{ZONE}")), ["192.0.2.70"], "somebody of whom nothing is known")
        equal(addresses(ask(f"geo.{ZONE}", "+subnet=0/0")), ["192.0.2.70"], "who does not want to be known")
        contains(ask(f"www.{ZONE}", f"+subnet={KENYA}").text, "/24/0", "the same for everybody: scope 0")

    def transfers():
        for kind in ("AXFR", "IXFR=1"):
            contains(ask(ZONE, kind).text, "Transfer failed", kind)
        said = ask(f"www.{ZONE}", "ANY")
        equal(said.status, "NOERROR", "ANY")
        check(said.answer and len({line.split()[3] for line in said.answer}) == 1, f"one record set (RFC 8482): {said.answer}")

    def odd_names():
        contains(ask(f"wWw.MedZenHealth.APP").text, ";wWw.MedZenHealth.APP.", "the question is given back as it was")
        equal(len(ask("wWw.MedZenHealth.APP").answer), 2, "in any case")
        for name in (rf"a\.b.{ZONE}", rf"\000.{ZONE}", rf"\255\254.{ZONE}", f"{'a' * 63}.{ZONE}", rf"\@.{ZONE}"):
            equal(ask(name).status, "NXDOMAIN", name)
        equal(ask(rf"\*.wild.{ZONE}", "TXT").status, "NOERROR", "the asterisk itself")

    def bytes_that_are_none():
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
            asker.settimeout(0.3)
            asker.connect(("127.0.0.1", zone.port))
            good = raw_query(f"www.{ZONE}")
            for junk in (b"", b"x", good[:11], good[:2] + b"\x80\x00" + good[4:]):
                asker.send(junk)
                try:
                    check(False, f"an answer to {junk!r}: {asker.recv(4096)!r}")
                except TimeoutError:
                    check(True, "no answer to what is no query")
            for junk in (good[:20], good + b"x", good[:12] + b"\xc0\x0c" + good[12:], good[:5] + b"\x02" + good[6:]):
                asker.send(junk)
                equal(asker.recv(4096)[3] & 15, 1, f"FORMERR to {junk!r}")

    def connections():
        with socket.create_connection(("127.0.0.1", zone.port), timeout=5) as asker:
            queries = [raw_query(f"www.{ZONE}", number=n) for n in range(100)]
            stream = b"".join(struct.pack(">H", len(query)) + query for query in queries)
            for at in range(0, len(stream), 7):
                asker.sendall(stream[at:at + 7])  # in pieces
            whole = asker.makefile("rb")
            for number in range(100):
                size, = struct.unpack(">H", whole.read(2))
                equal(struct.unpack(">H", whole.read(size)[:2])[0], number, "pipelined answers, in order (RFC 7766)")
        with socket.create_connection(("127.0.0.1", zone.port), timeout=5) as asker:
            asker.sendall(b"\0\0")
            equal(asker.recv(10), b"", "an empty message ends the connection")

    return [("answers", answers), ("nothing", nothing), ("referral", referral), ("sizes", sizes), ("edns", edns),
            ("subnets", subnets), ("transfers", transfers), ("odd names", odd_names),
            ("bytes", bytes_that_are_none), ("connections", connections)]


class Unbound:
    """A recursive resolver whose world is the lab's."""

    def __init__(self, lab):
        self.folder = lab.folder / "unbound"
        self.folder.mkdir(exist_ok=True)
        self.zones = "".join(f'stub-zone:\n  name: "{name}"\n  stub-addr: 127.0.0.1@{lab.dns_port}\n' for name in
                             (ZONE, "execute-api.eu-west-1.amazonaws.com", "execute-api.eu-central-1.amazonaws.com"))

    def configure(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        (self.folder / "unbound.conf").write_text(f"""server:
  interface: 127.0.0.1
  port: {self.port}
  username: ""
  chroot: ""
  directory: "{self.folder}"
  pidfile: "{self.folder}/unbound.pid"
  use-syslog: no
  logfile: ""
  do-daemonize: no
  do-ip6: no
  do-not-query-localhost: no
  access-control: 127.0.0.0/8 allow
  module-config: "iterator"
  num-threads: 1
{self.zones}remote-control:
  control-enable: no
""")

    def __enter__(self):
        # A port that is free for UDP may be taken for TCP, or by somebody quicker: then another one.
        for _ in range(20):
            self.configure()
            self.process = subprocess.Popen([UNBOUND, "-d", "-c", str(self.folder / "unbound.conf")],
                                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for _ in range(100):
                if self.process.poll() is not None:
                    break
                if self.dig("localhost").status:
                    return self
                time.sleep(0.1)
        raise RuntimeError(f"unbound does not start: it ended with {self.process.poll()}")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)

    def dig(self, *words):
        return dig(self.port, "+recurse", *words)


def cases_of_unbound(zone):
    def resolves():
        with Unbound(zone.lab) as resolver:
            equal(sorted(addresses(resolver.dig(f"www.{ZONE}"))), ["192.0.2.1", "192.0.2.2"], "www")
            equal(addresses(resolver.dig(API)), [IRELAND], "api")
            equal(len(resolver.dig(f"web.{ZONE}").answer), 3, "a CNAME")
            equal(len(resolver.dig(f"many.{ZONE}", "+tcp").answer), 300, "what goes over TCP")
            equal(resolver.dig(f"nobody.{ZONE}").status, "NXDOMAIN", "a name that is not there")
            equal(resolver.dig(f"mail.{ZONE}", "AAAA").status, "NOERROR", "a type that is not there")
            change(zone.lab, ("CREATE", plain(f"out.{ZONE}", "CNAME", ENDPOINTS[FRANKFURT][1])))
            equal(addresses(resolver.dig(f"out.{ZONE}")), [FRANKFURT], "a CNAME out of the zone, to another's server")

    def keeps():
        # What a resolver has, it keeps for its TTL, whatever has become of the record (RFC 1034, 3.6).
        with Unbound(zone.lab) as resolver:
            change(zone.lab, ("UPSERT", plain(f"kept.{ZONE}", "A", "192.0.2.81", ttl=2)))
            equal(addresses(resolver.dig(f"kept.{ZONE}")), ["192.0.2.81"], "before")
            before = time.monotonic()
            change(zone.lab, ("UPSERT", plain(f"kept.{ZONE}", "A", "192.0.2.82", ttl=2)))
            equal(addresses(dig(zone.port, f"kept.{ZONE}")), ["192.0.2.82"], "the lab says the new one")
            kept = addresses(resolver.dig(f"kept.{ZONE}"))
            if time.monotonic() - before < 1.5:
                equal(kept, ["192.0.2.81"], "the resolver keeps the old one")
            time.sleep(max(0, before + 3.2 - time.monotonic()))
            equal(addresses(resolver.dig(f"kept.{ZONE}")), ["192.0.2.82"], "for two seconds")

    if not UNBOUND:
        print("omitted: unbound is not installed")
        return []
    return [("unbound resolves", resolves), ("unbound keeps", keeps)]


def cases_of_changes(zone):
    lab, port = zone.lab, zone.port

    def weights():
        change(lab, ("UPSERT", weighted("eu-west-1-primary", IRELAND, 90)),
               ("UPSERT", weighted("eu-central-1-primary", FRANKFURT, 10)))
        counts = count_answers(port, API, 4000)
        equal(sum(counts.values()), counts[IRELAND] + counts[FRANKFURT], f"one or the other: {counts}")
        # Within four deviations of 4,000 tosses: 4 * sqrt(4000 * 0.1 * 0.9) = 76
        check(abs(counts[FRANKFURT] - 400) <= 76, f"a tenth goes to Frankfurt: {counts}")
        change(lab, ("UPSERT", weighted("eu-west-1-primary", IRELAND, 100)),
               ("DELETE", weighted("eu-central-1-primary", FRANKFURT, 10)))
        equal(set(count_answers(port, API, 200)), {IRELAND}, "and back")

    def runbook_step_7():
        # The runbook's batch with the right zones: its Ireland record has a new identifier, so the old one stays
        # (fact C7), with all the weight that it had.
        change(lab, ("CREATE", weighted("eu-central-1-primary", FRANKFURT, 100)),
               ("UPSERT", weighted("eu-west-1-failover", IRELAND, 0)))
        counts = count_answers(port, API, 2000)
        check(abs(counts[IRELAND] - 1000) <= 90, f"half of the answers are still Ireland's: {counts}")
        check(set(addresses(zone.dig(API))) <= {IRELAND, FRANKFURT}, "dig sees one of them")
        # As it should be: the same identifier.
        change(lab, ("UPSERT", weighted("eu-west-1-primary", IRELAND, 0)),
               ("DELETE", weighted("eu-west-1-failover", IRELAND, 0)))
        equal(set(count_answers(port, API, 500)), {FRANKFURT}, "all of them are Frankfurt's")

    def runbook_rollback_1():
        # "Immediate rollback": only Ireland's weight is raised, so half stays where it was (fact C7).
        change(lab, ("UPSERT", weighted("eu-west-1-primary", IRELAND, 100)))
        counts = count_answers(port, API, 2000)
        check(abs(counts[FRANKFURT] - 1000) <= 90, f"half of the answers are still Frankfurt's: {counts}")
        change(lab, ("UPSERT", weighted("eu-west-1-primary", IRELAND, 100)),
               ("UPSERT", weighted("eu-central-1-primary", FRANKFURT, 0)))
        equal(set(count_answers(port, API, 500)), {IRELAND}, "with the other's weight at 0, all is Ireland's again")

    def failover():
        # dns-failover-determining-health-of-endpoints.html: 3 probes of 10 s, of an endpoint that fails.
        client = lab.client("route53")
        check_id = client.create_health_check(CallerReference="dns.py", HealthCheckConfig={
            "Type": "HTTPS", "FullyQualifiedDomainName": ENDPOINTS[IRELAND][1], "Port": 443, "ResourcePath": "/health",
            "RequestInterval": 10, "FailureThreshold": 3})["HealthCheck"]["Id"]
        name = f"ha.{ZONE}"
        change(lab, ("CREATE", plain(name, "A", IRELAND, SetIdentifier="first", Failover="PRIMARY", HealthCheckId=check_id)),
               ("CREATE", plain(name, "A", FRANKFURT, SetIdentifier="second", Failover="SECONDARY")))
        equal(addresses(zone.dig(name)), [IRELAND], "the primary, while it is well")
        fault = lab.control("faults", "POST", {"effect": "region_down", "region": "eu-west-1"})
        check(fault, "Ireland goes down")
        lab.advance("60s")
        equal(addresses(zone.dig(name)), [FRANKFURT], "then the secondary")
        lab.control("faults", "DELETE")
        lab.advance("60s")
        equal(addresses(zone.dig(name)), [IRELAND], "and back")
        disabled = client.update_health_check(HealthCheckId=check_id, Disabled=True)
        check(disabled, "a drill by --disabled")
        lab.advance("120s")
        equal(addresses(zone.dig(name)), [IRELAND], "moves nobody (fact C1)")
        client.update_health_check(HealthCheckId=check_id, Disabled=False, Inverted=True)
        lab.advance("120s")
        equal(addresses(zone.dig(name)), [FRANKFURT], "one by --inverted does (fact C1)")

    return [("weights", weights), ("runbook, step 7", runbook_step_7), ("runbook, rollback 1", runbook_rollback_1),
            ("failover", failover)]


def options():
    """--dns and --locate."""
    account = labs.ROOT / "examples" / "medzen" / "account.yaml"
    with labs.Lab("--locate", "127.0.0.0/8=Kenya", "--locate", "127.0.0.2/32=Germany", account=account,
                  key="AKIAEXAMPLEMEDZEN0000", secret="made-up-example-secret") as lab:
        zone = Zone(lab)
        equal(addresses(zone.dig(f"geo.{ZONE}")), ["192.0.2.71"], "loopback is in Kenya")
        equal(addresses(zone.dig("-b", "127.0.0.2", f"geo.{ZONE}")), ["192.0.2.72"], "a part of it in Germany")
        equal(addresses(zone.dig(f"geo.{ZONE}", f"+subnet={GERMANY}")), ["192.0.2.72"], "a client subnet counts for more")
    with labs.Lab("--dns", "off") as lab:
        equal(lab.dns_port, 0, "no DNS is announced")
    program = os.environ.get("GODWIT", str(labs.ROOT / "build" / "release" / "godwit"))
    for words in (["--dns", "x"], ["--dns", "65536"], ["--locate", "127.0.0.1"], ["--locate", "127.0.0.1/8=Kenya"],
                  ["--account", str(account), "--locate", "127.0.0.0/8=Atlantis"]):
        done = subprocess.run([program, "lab", "--port", "0", *words], capture_output=True, text=True, timeout=30)
        equal(done.returncode, 2, f"{words} is refused")
        contains(done.stderr, words[-1].split("=")[0], "and named")


def main():
    if not DIG:
        labs.skip("dig is not installed (bind9-dnsutils)")
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    with labs.Lab(account=labs.ROOT / "examples" / "medzen" / "account.yaml",
                  key="AKIAEXAMPLEMEDZEN0000", secret="made-up-example-secret") as lab:
        check(lab.dns_port, "the ready line names the port of DNS")
        zone = Zone(lab)
        run([*cases_of_dig(zone), *cases_of_unbound(zone), *cases_of_changes(zone)], only)
    run([("options", options)], only)
    finish(1 if only else 100)


main()
