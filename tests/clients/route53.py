"""Route 53 with boto3 and the real AWS CLI: the runbook's step 7, its failover test and rollback 1.

python3 route53.py [AWS]

AWS is the CLI's program. What AWS refuses is refused here with AWS's code; the corrected form is taken, and
becomes INSYNC. Facts: aws-facts C1 to C10. What `dig` says of it is in dns_clients.py.
"""

import json
import subprocess
import sys

import botocore.exceptions
import lab as labs
from assertions import check, contains, equal, finish, run

AWS = sys.argv[1] if len(sys.argv) > 1 else "aws"
ZONE, NAME = "Z1234567890ABC", "api.medzenhealth.app"
FRANKFURT = "d-7hw1p0z5me.execute-api.eu-central-1.amazonaws.com"
IRELAND = "d-k2f9qx7w3a.execute-api.eu-west-1.amazonaws.com"
# https://docs.aws.amazon.com/general/latest/gr/apigateway.html
GATEWAY = {FRANKFURT: "Z1U9ULNL0V5AJ3", IRELAND: "ZLY8HYME6SFDD"}
BALANCER = {FRANKFURT: "Z215JYRZR1TBD5", IRELAND: "Z32O12XQLNTSW2"}
ADDRESS = {FRANKFURT: "198.51.100.10", IRELAND: "203.0.113.10"}


def alias(identifier, weight, target, zones=GATEWAY, **more):
    return {"Name": NAME, "Type": "A", "SetIdentifier": identifier, "Weight": weight,
            "AliasTarget": {"HostedZoneId": zones[target], "DNSName": target, "EvaluateTargetHealth": True}, **more}


def plain(name, kind, *values, **more):
    return {"Name": name, "Type": kind, "TTL": 60, "ResourceRecords": [{"Value": value} for value in values], **more}


def batch(*changes):
    return {"Changes": [{"Action": action, "ResourceRecordSet": record} for action, record in changes]}


class Reader:
    """Who follows the runbook, with both clients against one lab."""

    def __init__(self, lab):
        self.lab = lab
        self.route53 = lab.client("route53")

    def aws(self, *arguments):
        done = subprocess.run([AWS, "--endpoint-url", self.lab.url, "route53", *arguments], capture_output=True,
                              text=True, timeout=100, env=self.lab.environment(), stdin=subprocess.DEVNULL)
        return done.returncode, json.loads(done.stdout) if done.stdout.lstrip().startswith("{") else {}, done.stderr

    def change(self, *changes):
        """By the CLI; the code and its words."""
        code, said, error = self.aws("change-resource-record-sets", "--hosted-zone-id", ZONE,
                                     "--change-batch", json.dumps(batch(*changes)))
        return said.get("ChangeInfo") if code == 0 else error

    def settled(self, info):
        """get-change says PENDING, and INSYNC within a minute."""
        check(isinstance(info, dict), f"it is taken: {info!s:.300}")
        code, said, error = self.aws("get-change", "--id", info["Id"])
        equal((code, said["ChangeInfo"]["Status"]), (0, "PENDING"), error)
        self.lab.advance("61s")
        equal(self.aws("get-change", "--id", info["Id"])[1]["ChangeInfo"]["Status"], "INSYNC", "after a minute")

    def refused(self, code, *words, changes):
        said = self.change(*changes)
        check(isinstance(said, str), f"{code} is refused")
        for word in (f"({code})", *words):
            contains(said, word, "it says so")

    def answers(self, name=NAME, kind="A", count=40, **asker):
        seen = set()
        for _ in range(count):
            said = self.route53.test_dns_answer(HostedZoneId=ZONE, RecordName=name, RecordType=kind, **asker)
            equal(said["ResponseCode"], "NOERROR", name)
            seen.update(said["RecordData"])
        return seen


def error_of(call, **arguments):
    try:
        call(**arguments)
    except botocore.exceptions.ClientError as error:
        return error.response["Error"]["Code"]
    return "(success)"


# ---- step 7

def a_check_needs_a_reference_and_a_name(reader):
    """L732 (fact C9): no --caller-reference, and a URL with a path where a name belongs."""
    code, _, error = reader.aws("create-health-check", "--health-check-config", f"Type=HTTPS,FullyQualifiedDomainName={FRANKFURT}")
    check(code != 0, "the CLI itself refuses")
    contains(error, "--caller-reference", "it says what is missing")
    code, _, error = reader.aws(
        "create-health-check", "--caller-reference", "one", "--health-check-config",
        f"Type=HTTPS,FullyQualifiedDomainName={FRANKFURT}/prod,Port=443,ResourcePath=/health")
    check(code != 0, "a path is no name")
    contains(error, "(InvalidInput)", "and AWS says so")


def step_7(reader):
    """L748: CREATE beside the record there is, load balancers' zones, and then as it works."""
    code, said, error = reader.aws(
        "create-health-check", "--caller-reference", "frankfurt", "--health-check-config",
        f"Type=HTTPS,FullyQualifiedDomainName={FRANKFURT},Port=443,ResourcePath=/health,RequestInterval=10")
    equal(code, 0, error)
    reader.check = said["HealthCheck"]["Id"]
    reader.refused("InvalidChangeBatch", "the alias target name does not lie within the target zone", changes=[
        ("CREATE", alias("eu-central-1-primary", 100, FRANKFURT, BALANCER, HealthCheckId=reader.check))])
    reader.refused("InvalidChangeBatch", "but it already exists", changes=[
        ("CREATE", alias("eu-central-1-primary", 100, FRANKFURT, HealthCheckId=reader.check)),
        ("CREATE", alias("eu-west-1-primary", 0, IRELAND))])
    equal(reader.answers(), {ADDRESS[IRELAND]}, "a refused batch has changed nothing")
    reader.settled(reader.change(("CREATE", alias("eu-central-1-primary", 100, FRANKFURT, HealthCheckId=reader.check)),
                                 ("UPSERT", alias("eu-west-1-primary", 0, IRELAND))))


def a_failover_test_by_disabling(reader):
    """L912 (fact C1): a disabled check is a healthy one; an inverted one moves everybody."""
    equal(reader.answers(), {ADDRESS[FRANKFURT]}, "before")
    code, said, error = reader.aws("update-health-check", "--health-check-id", reader.check, "--disabled")
    equal((code, said["HealthCheck"]["HealthCheckConfig"]["Disabled"]), (0, True), error)
    reader.lab.advance("1h")
    equal(reader.answers(), {ADDRESS[FRANKFURT]}, "nobody has moved")
    equal(reader.aws("update-health-check", "--health-check-id", reader.check, "--no-disabled", "--inverted")[0], 0, "")
    reader.lab.advance("2m")
    equal(reader.answers(), {ADDRESS[IRELAND]}, "inverted, everybody has")
    equal(reader.aws("update-health-check", "--health-check-id", reader.check, "--no-inverted")[0], 0, "")
    reader.lab.advance("2m")
    equal(reader.answers(), {ADDRESS[FRANKFURT]}, "and is back")
    status = reader.aws("get-health-check-status", "--health-check-id", reader.check)[1]["HealthCheckObservations"]
    equal(len(status), 16, "checkers")
    check(all(each["StatusReport"]["Status"].startswith("Success") for each in status), "they know of no inversion")
    reason = reader.aws("get-health-check-last-failure-reason", "--health-check-id", reader.check)
    equal(reason[1]["HealthCheckObservations"], [], "nobody has seen a failure")


def rollback_1(reader):
    """L983 (fact C7): a new identifier adds a record; the old one's weight stays as it is."""
    reader.aws("update-health-check", "--health-check-id", reader.check, "--disabled")
    reader.lab.advance("2m")
    reader.settled(reader.change(("UPSERT", alias("eu-west-1-rollback", 100, IRELAND))))
    equal(reader.answers(), {ADDRESS[FRANKFURT], ADDRESS[IRELAND]}, "half of the traffic stays in Frankfurt")
    reader.settled(reader.change(("DELETE", alias("eu-west-1-rollback", 100, IRELAND)),
                                 ("UPSERT", alias("eu-central-1-primary", 0, FRANKFURT, HealthCheckId=reader.check)),
                                 ("UPSERT", alias("eu-west-1-primary", 100, IRELAND))))
    equal(reader.answers(), {ADDRESS[IRELAND]}, "by the identifiers that there are, all of it moves")


# ---- what AWS refuses besides

def records_that_are_none(reader):
    no = reader.refused
    no("InvalidInput", "maxInclusive '255'", changes=[("UPSERT", alias("eu-west-1-primary", 256, IRELAND))])
    no("InvalidInput", "but found more than one", changes=[("UPSERT", alias("eu-west-1-primary", 1, IRELAND, TTL=60))])
    no("InvalidInput", "Missing field 'SetIdentifier'", changes=[
        ("CREATE", plain("w.medzenhealth.app", "A", "192.0.2.1", Weight=1))])
    no("InvalidChangeBatch", "as a non-geolocation set exists", changes=[
        ("CREATE", plain(NAME, "A", "192.0.2.1", SetIdentifier="de", GeoLocation={"CountryCode": "DE"}))])
    no("InvalidChangeBatch", "is not permitted in zone", changes=[("CREATE", plain("api.example.com", "A", "192.0.2.1"))])
    no("InvalidChangeBatch", "CharacterStringTooLong", changes=[
        ("CREATE", plain("t.medzenhealth.app", "TXT", '"' + 256 * "x" + '"'))])
    no("InvalidChangeBatch", "A non-alias primary ResourceRecordSet must have an associated health check", changes=[
        ("CREATE", plain("f.medzenhealth.app", "A", "192.0.2.1", SetIdentifier="p", Failover="PRIMARY"))])
    no("InvalidInput", "not a supported geolocation", changes=[
        ("CREATE", plain("g.medzenhealth.app", "A", "192.0.2.1", SetIdentifier="x", GeoLocation={"CountryCode": "XX"}))])
    no("NoSuchHealthCheck", changes=[("UPSERT", alias("eu-west-1-primary", 1, IRELAND, HealthCheckId="nothing"))])


def every_policy(reader):
    """Each kind of record goes there and back, and answers as it should."""
    route53 = reader.route53
    made = route53.create_cidr_collection(Name="offices", CallerReference="offices")["Collection"]["Id"]
    route53.change_cidr_collection(Id=made, Changes=[
        {"LocationName": "paris", "Action": "PUT", "CidrList": ["198.18.0.0/24"]}])
    primary = route53.create_health_check(CallerReference="tcp", HealthCheckConfig={
        "Type": "TCP", "IPAddress": "192.0.2.1", "Port": 22})["HealthCheck"]["Id"]
    policies = {
        "latency": [{"Region": "eu-west-1"}, {"Region": "af-south-1"}],
        "geo": [{"GeoLocation": {"ContinentCode": "AF"}}, {"GeoLocation": {"CountryCode": "*"}},
                {"GeoLocation": {"CountryCode": "US", "SubdivisionCode": "CA"}}],
        "failover": [{"Failover": "PRIMARY", "HealthCheckId": primary}, {"Failover": "SECONDARY"}],
        "multi": [{"MultiValueAnswer": True}, {"MultiValueAnswer": True}],
        "cidr": [{"CidrRoutingConfig": {"CollectionId": made, "LocationName": "paris"}},
                 {"CidrRoutingConfig": {"CollectionId": made, "LocationName": "*"}}],
    }
    if "GeoProximityLocation" in route53.meta.service_model.shape_for("ResourceRecordSet").members:
        policies["near"] = [{"GeoProximityLocation": {"AWSRegion": "eu-west-1", "Bias": 10}},
                            {"GeoProximityLocation": {"Coordinates": {"Latitude": "-33.92", "Longitude": "18.42"}}}]
    for policy, members in policies.items():
        records = [plain(f"{policy}.medzenhealth.app.", "A", f"192.0.2.{n + 1}", SetIdentifier=str(n), **member)
                   for n, member in enumerate(members)]
        route53.change_resource_record_sets(HostedZoneId=ZONE, ChangeBatch=batch(*(("CREATE", each) for each in records)))
        listed = [each for each in route53.list_resource_record_sets(HostedZoneId=ZONE)["ResourceRecordSets"]
                  if each["Name"] == f"{policy}.medzenhealth.app."]
        equal(listed, records, policy)
    reader.lab.advance("61s")
    equal(reader.answers("multi.medzenhealth.app", count=1), {"192.0.2.1", "192.0.2.2"}, "both at once")
    equal(reader.answers("cidr.medzenhealth.app", EDNS0ClientSubnetIP="198.18.0.7", count=3), {"192.0.2.1"}, "of the office")
    equal(reader.answers("cidr.medzenhealth.app", EDNS0ClientSubnetIP="198.19.0.7", count=3), {"192.0.2.2"}, "of the rest")
    equal(reader.answers("geo.medzenhealth.app", count=3), {"192.0.2.2"}, "of somebody from nowhere")
    reader.lab.advance("5m")
    equal(reader.answers("failover.medzenhealth.app", count=3), {"192.0.2.2"}, "nothing listens at the primary's address")


def zones_come_and_go(reader):
    route53 = reader.route53
    made = route53.create_hosted_zone(Name="new.example.org", CallerReference="new")
    zone = made["HostedZone"]["Id"].split("/")[-1]
    equal(len(made["DelegationSet"]["NameServers"]), 4, "name servers")
    equal(error_of(route53.create_hosted_zone, Name="new.example.org", CallerReference="new"), "HostedZoneAlreadyExists", "")
    equal(error_of(route53.create_hosted_zone, Name="org", CallerReference="tld"), "InvalidDomainName", "")
    record = plain("www.new.example.org.", "A", "192.0.2.1")
    route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=batch(("CREATE", record)))
    equal(error_of(route53.delete_hosted_zone, Id=zone), "HostedZoneNotEmpty", "")
    route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=batch(("DELETE", record)))
    route53.delete_hosted_zone(Id=zone)
    equal(error_of(route53.get_hosted_zone, Id=zone), "NoSuchHostedZone", "")
    equal(error_of(route53.get_change, Id="CNONE"), "NoSuchChange", "")
    places = [place for page in iter_geo(route53) for place in page]
    check(len(places) > 300, f"{len(places)} geolocations")
    equal(route53.get_geo_location(CountryCode="DE")["GeoLocationDetails"]["CountryName"], "Germany", "")
    check(len(route53.get_checker_ip_ranges()["CheckerIpRanges"]) == 16, "checkers' networks")
    equal(route53.get_account_limit(Type="MAX_HOSTED_ZONES_BY_OWNER")["Limit"]["Value"], 500, "zones")


def iter_geo(route53):
    asked = {}
    while True:
        said = route53.list_geo_locations(**asked)
        yield said["GeoLocationDetailsList"]
        if not said["IsTruncated"]:
            return
        asked = {f"Start{kind}": said[f"Next{kind}"] for kind in ("ContinentCode", "CountryCode", "SubdivisionCode")
                 if f"Next{kind}" in said}


def main():
    account = labs.ROOT / "examples" / "medzen" / "account.yaml"
    settings = dict(key="AKIAEXAMPLEMEDZEN0000", secret="made-up-example-secret")
    with labs.Lab(account=account, **settings) as lab:
        reader = Reader(lab)
        tests = (a_check_needs_a_reference_and_a_name, step_7, a_failover_test_by_disabling, rollback_1,
                 records_that_are_none, every_policy, zones_come_and_go)
        run([(test.__name__, lambda test=test: test(reader)) for test in tests])
    finish(100)


if __name__ == "__main__":
    main()
