"""S3 as AWS documents it, asked by boto3. Which boto3: that of the Python which runs this.

python3 s3_suite.py [PART OF A CASE'S NAME]
"""

import importlib
import os
import pathlib
import sys

import lab as labs

if os.environ.get("CLIENT_SITE"):  # a boto3 beside that of the system
    sys.path.insert(0, os.environ["CLIENT_SITE"])
try:
    import boto3
except ImportError:
    labs.skip("this Python has no boto3")

import assertions
from s3 import context

LEAST = 300

print(f"boto3 {boto3.__version__}, Python {sys.version.split()[0]}", flush=True)
for path in sorted(pathlib.Path(__file__).with_name("s3").glob("*.py")):
    if path.stem not in ("__init__", "context"):
        importlib.import_module(f"s3.{path.stem}")
only = sys.argv[1] if len(sys.argv) > 1 else ""
try:
    assertions.run(context.CASES, only)
finally:
    context.close()
assertions.finish(0 if only else LEAST)
