"""The newest boto3 and AWS CLI from PyPI, in a folder of their own.

python3 newest.py FOLDER                      installs them, at most once a day; skipped without PyPI
python3 newest.py FOLDER SCRIPT ARGUMENTS...  runs a script with them; skipped where they are not
"""

import os
import pathlib
import subprocess
import sys
import time
import venv

import lab as labs

folder = pathlib.Path(sys.argv[1])
python, stamp = folder / "bin" / "python", folder / "installed"
DAY = 24 * 3600

if len(sys.argv) > 2:
    if not stamp.exists():
        labs.skip("the newest boto3 and CLI are not here: PyPI was not reachable")
    os.environ["PATH"] = f"{folder / 'bin'}:{os.environ['PATH']}"
    os.execv(python, [str(python), *sys.argv[2:]])

if stamp.exists() and time.time() - stamp.stat().st_mtime < DAY:
    print(stamp.read_text(), end="")
    sys.exit(0)
settings = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
try:
    if not python.exists():
        venv.create(folder, with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--upgrade", "--disable-pip-version-check",
                    "--timeout", "10", "--retries", "1", "boto3", "awscli"], check=True, timeout=150, env=settings)
except (OSError, subprocess.SubprocessError) as error:
    if stamp.exists():
        print(f"those of before are kept: {error}")
        sys.exit(0)
    labs.skip(f"PyPI is not reachable: {error}")
stamp.write_text(subprocess.run(
    [python, "-c", "import awscli, boto3; print('boto3', boto3.__version__, 'awscli', awscli.__version__)"],
    check=True, capture_output=True, text=True, timeout=60).stdout)
print(stamp.read_text(), end="")
