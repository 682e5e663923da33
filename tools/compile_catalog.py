#!/usr/bin/env python3
"""Writes the catalog's tables that come from somewhere else:

    src/catalog/service_rows.cc   from ../shared/catalog/services.json (botocore's endpoints.json)
    src/catalog/runtime_rows.cc   from cfn-lint's LmbdRuntimeLifecycle.json
    src/catalog/language_rows.cc  from botocore's model of Transcribe, and the list below

    python3 tools/compile_catalog.py --services ../shared/catalog/services.json \
        --runtimes VENV/lib/python3.11/site-packages/cfnlint/data/AdditionalSpecs/LmbdRuntimeLifecycle.json \
        --cfn-lint 1.58.0 --runtimes-as-of 2026-11 \
        --transcribe transcribe/2017-10-26/service-2.json --botocore 1.43.11   (a recent botocore's: old ones lack languages)

What it writes is committed; a build needs neither file.
"""
import argparse
import json
import pathlib
import textwrap

HERE = pathlib.Path(__file__).resolve().parent.parent / "src" / "catalog"

# Amazon Translate's languages; no model lists them.
TRANSLATE = """af sq am ar hy az bn bs bg ca zh zh-TW hr cs da fa-AF nl en et fa tl fi fr fr-CA ka de el gu ht ha he
hi hu is id ga it ja kn kk ko lv lt mk ms ml mt mr mn no ps pl pt pt-PT pa ro ru sr si sk sl so es es-MX sw sv ta te th
tr uk ur uz vi cy""".split()
# Amazon Comprehend's.
COMPREHEND = "de en es it pt fr ja ko hi ar zh zh-TW".split()


def words(names, indent=5):
    """A C++ string of words apart by spaces, over as many lines as it takes."""
    lines = textwrap.wrap(" ".join(names), 80, break_on_hyphens=False) or [""]
    return ("\n" + " " * indent).join(
        '"%s%s"' % (line, " " if i + 1 < len(lines) else "") for i, line in enumerate(lines))


def write(name, text):
    (HERE / name).write_text(text)
    print("wrote", HERE / name)


def services(path):
    data = json.loads(pathlib.Path(path).read_text())
    everywhere = set(data["regions"])
    rows = []
    for prefix, service in sorted(data["services"].items()):
        if service.get("global"):
            rows.append('    {"%s", global},' % prefix)
        elif set(service["regions"]) == everywhere:
            rows.append('    {"%s", everywhere},' % prefix)
        else:
            rows.append('    {"%s",\n     %s},' % (prefix, words(sorted(service["regions"]))))
    write("service_rows.cc", f"""// Which service has an endpoint in which region of the partition "aws"; by endpoint prefix.
// Written by tools/compile_catalog.py.
// as_of: {data["as_of"]}. source: {data["source"]}.
#include <array>

#include "catalog/rows.h"

namespace godwit::catalog {{

namespace {{

constexpr std::string_view everywhere = "*";
constexpr std::string_view global = "";

constexpr std::array<ServiceRow, {len(rows)}> rows = {{{{
{chr(10).join(rows)}
}}}};

}}  // namespace

std::span<const ServiceRow> service_rows() {{ return rows; }}
std::string_view services_as_of() {{ return "{data["as_of"]}"; }}

}}  // namespace godwit::catalog
""")


def runtimes(path, version, as_of):
    data = json.loads(pathlib.Path(path).read_text())
    rows = ['    {"%s", "%s", "%s", "%s", "%s"},' % (
        name, life["deprecated"] or "", life["create-block"] or "", life["update-block"] or "",
        life["successor"] or "") for name, life in sorted(data.items())]
    write("runtime_rows.cc", f"""// When Lambda's runtimes are deprecated, and from when functions with them can no longer be created
// and updated (fact A8: AWS has moved the last two more than once).
// Written by tools/compile_catalog.py.
// as_of: {as_of}. source: cfn-lint {version}, LmbdRuntimeLifecycle.json, which has them from
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
#include <array>

#include "catalog/rows.h"

namespace godwit::catalog {{

namespace {{

constexpr std::array<Runtime, {len(rows)}> rows = {{{{
{chr(10).join(rows)}
}}}};

}}  // namespace

std::span<const Runtime> runtimes() {{ return rows; }}

}}  // namespace godwit::catalog
""")


def languages(path, version):
    model = json.loads(pathlib.Path(path).read_text())
    shapes = model["shapes"]
    rows = [
        ("comprehend", COMPREHEND),
        ("comprehendmedical", ["en"]),
        ("transcribe", shapes["LanguageCode"]["enum"]),
        ("transcribemedical", ["en-US"]),
        ("translate", TRANSLATE),
    ]
    body = "\n".join('    {"%s",\n     %s},' % (name, words(sorted(set(codes)))) for name, codes in rows)
    write("language_rows.cc", f"""// Which languages a service knows, as it writes their codes.
// Written by tools/compile_catalog.py.
// as_of: 2026-11. sources: botocore {version}'s model of Transcribe (LanguageCode);
// https://docs.aws.amazon.com/transcribe/latest/dg/how-start-stop-medical.html,
// https://docs.aws.amazon.com/comprehend-medical/latest/dev/comprehendmedical-quotas.html,
// https://docs.aws.amazon.com/comprehend/latest/dg/supported-languages.html,
// https://docs.aws.amazon.com/translate/latest/dg/what-is-languages.html
#include <array>

#include "catalog/rows.h"

namespace godwit::catalog {{

namespace {{

constexpr std::array<LanguageRow, {len(rows)}> rows = {{{{
{body}
}}}};

}}  // namespace

std::span<const LanguageRow> language_rows() {{ return rows; }}

}}  // namespace godwit::catalog
""")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--services")
    parser.add_argument("--runtimes")
    parser.add_argument("--cfn-lint", default="")
    parser.add_argument("--runtimes-as-of", default="")
    parser.add_argument("--transcribe")
    parser.add_argument("--botocore", default="")
    arguments = parser.parse_args()
    if arguments.services:
        services(arguments.services)
    if arguments.runtimes:
        runtimes(arguments.runtimes, arguments.cfn_lint, arguments.runtimes_as_of)
    if arguments.transcribe:
        languages(arguments.transcribe, arguments.botocore)


if __name__ == "__main__":
    main()
