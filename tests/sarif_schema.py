#!/usr/bin/env python3
"""Do `godwit check --sarif` and, of folders, `godwit scan --sarif` print what SARIF's schema asks for?

    GODWIT=build/release/godwit GODWIT_SARIF_SCHEMA=sarif-2.1.0.json python3 tests/sarif_schema.py FILE... FOLDER...

The schema is in no package of Debian's; npm's @microsoft/sarif-multitool-linux has it as sarif-2.1.0.json. Without it, or
without jsonschema, nothing is decided: the exit code is 77, which ctest takes as skipped.
"""
import json
import os
import subprocess
import sys


def main(files):
    folders = [folder for folder in files if os.path.isdir(folder)]
    files = [file for file in files if os.path.isfile(file)]
    path = os.environ.get("GODWIT_SARIF_SCHEMA", "")
    try:
        import jsonschema
    except ImportError:
        print("skipped: python3-jsonschema is not installed")
        return 77
    if not os.path.exists(path):
        print("skipped: GODWIT_SARIF_SCHEMA names no schema")
        return 77
    with open(path, encoding="utf-8") as schema_file:
        schema = json.load(schema_file)
    validator = jsonschema.validators.validator_for(schema)(schema)
    failed = False
    checks = [["check", file] for file in files] + ([["check", *files]] if len(files) > 1 else [])
    for arguments in checks + [["scan", folder] for folder in folders]:
        run = subprocess.run([os.environ["GODWIT"], *arguments, "--sarif"], capture_output=True, check=False)
        if run.returncode not in (0, 1):
            print(run.stderr.decode())
            return 1
        log = json.loads(run.stdout)
        errors = list(validator.iter_errors(log))
        print(f"{' '.join(arguments)}: {len(log['runs'][0]['results'])} results, {len(errors)} errors of the schema")
        for error in errors[:10]:
            print(f"  {error.json_path}: {error.message}")
        failed = failed or bool(errors)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
