"""Assertions that are counted, and do not end a case when they fail."""

import sys
import time
import traceback

import botocore.exceptions

made = 0
failures = []
omitted = []
_case = ""


def check(holds, what):
    """One assertion. what says what should be; what is instead follows a colon."""
    global made
    made += 1
    if not holds:
        failures.append(f"{_case}: {what}")
        print(f"FAILED {failures[-1]}", flush=True)
    return bool(holds)


def equal(actual, expected, what):
    return check(actual == expected, f"{what}: {actual!r:.300}, not {expected!r:.300}")


def contains(whole, part, what):
    return check(part in (whole or ""), f"{what}: {whole!r:.300} has no {part!r:.300}")


def refused(code, status, call, *arguments, **parameters):
    """The call must fail with this code and status. None for what the documentation leaves open.

    Returns AWS's error, or an empty one.
    """
    what = f"refused with {status} {code}"
    try:
        call(*arguments, **parameters)
    except botocore.exceptions.ClientError as error:
        answer = error.response
        got = (answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"].get("Code"))
        check((status is None or got[0] == status) and
              (code is None or got[1] in (code if isinstance(code, tuple) else (code,))),
              f"{what}: got {got[0]} {got[1]} ({answer['Error'].get('Message', ''):.160})")
        return {**answer["Error"], "Headers": answer["ResponseMetadata"].get("HTTPHeaders", {}),
                "Response": answer}
    check(False, f"{what}: it was accepted")
    return {"Headers": {}, "Response": {}}


def omit(why):
    """What this client is too old to ask for."""
    omitted.append(f"{_case}: {why}")


def run(cases, only=""):
    """Runs (name, function) pairs. An exception is one failed assertion of its case."""
    global _case, made
    for name, function in cases:
        if only not in name:
            continue
        _case, began = name, time.monotonic()
        try:
            function()
        except Exception as error:  # noqa: BLE001 - whatever it is, the other cases go on
            where = [frame for frame in traceback.extract_tb(error.__traceback__)
                     if "site-packages" not in frame.filename and "dist-packages" not in frame.filename]
            at = f"{where[-1].filename.rsplit('/', 1)[-1]}:{where[-1].lineno}" if where else "?"
            check(False, f"{type(error).__name__} at {at}: {error}")
        took = time.monotonic() - began
        if took > 5:
            print(f"{name} took {took:.1f} s", flush=True)
    _case = ""


def finish(least=1):
    """Prints the count, and ends the program."""
    for line in omitted:
        print(f"omitted {line}")
    print(f"{made} assertions, {len(failures)} failed")
    if made < least:
        print(f"FAILED: at least {least} assertions were to be made")
    sys.exit(1 if failures or made < least else 0)
