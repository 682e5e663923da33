"""A source tree for measurements: code, configuration, documents, some binaries, what .gitignore leaves out.

The same seed gives the same tree, byte for byte. Lines are drawn from a pool for each language; here and there is one of the
literals that a scan looks for.

    python3 bench/source_tree.py FOLDER [--files 30000] [--bytes 500000000] [--seed 1]

FOLDER/literals.txt has the literals, one on each line; FOLDER/tree the tree.
"""

import argparse
import math
import os
import random
import shutil

# Forty texts, none of which is a part of another: so that every tool finds the same places.
LITERALS = [
    # Codes of regions, and spellings.
    "eu-west-1", "eu-central-1", "eu-north-1", "eu-south-2", "us-east-2", "us-west-2", "ca-central-1", "sa-east-1",
    "ap-south-1", "ap-southeast-2", "ap-northeast-3", "af-south-1", "me-central-1", "il-central-1",
    "EU_WEST_1", "EU_CENTRAL_1", "euw1-az2", "euc1-az3",
    # Accounts.
    "558069890522", "210987654321",
    # APIs, load balancers, distributions.
    "k3v9x0q2ab.execute-api", "p7d1m5w8yz.execute-api", "orders-1184220367", "internal-billing-220914457",
    # Keys and hosted zones.
    "5f0c1c0e-7b1d-4c7e-9b1a-0c3f6d1e2a47", "mrk-9c1f0e3b7a5d4e8296b0d1c2e3f4a5b6", "Z1U9ULNL0V5AJ3", "ZLY8HYME6SFDD",
    # Buckets.
    "acme-recordings-prod", "acme-uploads-prod", "acme-audit-archive", "acme-static-assets",
    # Resources.
    "ami-0c1a7f89451184c8b", "subnet-0bb1c79de3e1a2f40", "vpc-0a5f3c9d7e1b2846f", "sg-0d3e5f7a9b1c2d4e6",
    # Networks and stages.
    "10.42.0.0/16", "10.43.128.0/17", "acme-eu-primary", "ACME_PRIMARY_STAGE",
]

WORDS = """account action active address amount answer api area array async audit auth average await aws backend balance bank base batch
billing block body branch buffer build bundle bytes cache call cart case catalog channel chart check child city class client clone
code collect column command comment commit common compile config connect const content context control convert cookie copy count
create credit cursor customer data date debug decode default delete deliver deploy detail device digest discount display domain
draft driver east edge editor element email encode endpoint engine entity entry error event example exchange export express
extend factory failure feature fetch field file filter final finish float flow folder font footer form format frame function
gateway global graph group handle header health hidden host http icon image import index input insert instance invoice item job
journal json kernel key label lambda language layout ledger length level library limit line link list load local locale lock log
machine main manage map market mask match media memory menu merge message meta method metric migrate mode model module monitor
mount move name native network node north notify number object offer option order output owner package page panel param parent
parse partner password path payment period phone pipeline place plan player plugin policy port price primary print private
process product profile project prompt property protocol provider proxy public query queue quota random range rate reader record
redirect refresh region register release remote remove render replica report request reset resource response result retry return
review role root route rule runtime sample scale schedule schema scope screen script search second secret section secure select
send sequence server service session setting shape share signal size slice socket sort source south span split stack stage start
state static status storage store stream string style submit subject switch symbol sync system table target task team template
tenant test text theme thread time title token topic trace track transfer transform tree trigger type union unique update upload
user util valid value vendor verify version video view visit volume wait wallet warning web west width window worker wrapper write
zone""".split()


def name(chance, join="camel"):
    parts = chance.choices(WORDS, k=chance.choice((1, 2, 2, 3)))
    if join == "camel":
        return parts[0] + "".join(part.capitalize() for part in parts[1:])
    return join.join(parts)


def phrase(chance, low=4, high=14):
    return " ".join(chance.choices(WORDS, k=chance.randint(low, high)))


def indent(chance):
    return "  " * chance.choice((0, 1, 1, 2, 2, 3, 4))


def javascript(chance):
    return indent(chance) + chance.choice((
        f"const {name(chance)} = await {name(chance)}.{name(chance)}({name(chance)}, {{ {name(chance)}: {chance.randint(0, 9999)} }});",
        f"import {{ {name(chance)}, {name(chance)} }} from './{name(chance, '-')}/{name(chance, '-')}';",
        f"export const {name(chance, '_').upper()} = process.env.{name(chance, '_').upper()} || '{name(chance, '-')}';",
        f"if ({name(chance)} !== undefined && {name(chance)}.length > {chance.randint(0, 99)}) {{",
        f"return {name(chance)}.map(({name(chance)}) => ({{ ...{name(chance)}, {name(chance)}: true }}));",
        f"logger.info('{phrase(chance, 3, 8)}', {{ {name(chance)}, {name(chance)} }});",
        f"// {phrase(chance)}",
        "}",
        "",
    ))


def python(chance):
    return indent(chance) + chance.choice((
        f"def {name(chance, '_')}(self, {name(chance, '_')}: str, {name(chance, '_')}: int = {chance.randint(0, 99)}) -> None:",
        f"{name(chance, '_')} = os.environ.get('{name(chance, '_').upper()}', '{name(chance, '-')}')",
        f"return {{'{name(chance, '_')}': {name(chance, '_')}, '{name(chance, '_')}': {chance.randint(0, 9999)}}}",
        f"logger.warning('{phrase(chance, 3, 8)}: %s', {name(chance, '_')})",
        f"for {name(chance, '_')} in {name(chance, '_')}.{name(chance, '_')}():",
        f"# {phrase(chance)}",
        "",
    ))


def configuration(chance):
    return indent(chance) + chance.choice((
        f"{name(chance, '-')}: {name(chance, '-')}",
        f"{name(chance).capitalize()}:",
        f"- name: {phrase(chance, 2, 5)}",
        f"  value: !Sub '${{{name(chance)}}}-{name(chance, '-')}.{name(chance, '.')}.com'",
        f"  Type: AWS::{name(chance).capitalize()}::{name(chance).capitalize()}",
        f"{name(chance, '_')}: {chance.randint(0, 99999)}",
        f"# {phrase(chance)}",
    ))


def json(chance):
    return indent(chance) + chance.choice((
        f'"{name(chance)}": "{name(chance, "-")}",',
        f'"{name(chance)}": {chance.randint(0, 999999)},',
        f'"{name(chance)}": {{ "{name(chance)}": true, "{name(chance)}": "https://{name(chance, ".")}.com/{name(chance, "/")}" }},',
        f'"{chance.getrandbits(128):032x}": ["{name(chance)}", "{name(chance)}"],',
        "},",
    ))


def shell(chance):
    return indent(chance) + chance.choice((
        f"{name(chance, '_').upper()}=\"${{{name(chance, '_').upper()}:-{name(chance, '-')}}}\"",
        f"aws {name(chance, '-')} {name(chance, '-')} --{name(chance, '-')} \"${name(chance, '_').upper()}\" --output text",
        f"echo \"{phrase(chance, 3, 8)}\"",
        f"# {phrase(chance)}",
        "fi",
    ))


def prose(chance):
    return chance.choice((
        phrase(chance, 10, 24).capitalize() + ".",
        f"- `{name(chance)}`: {phrase(chance)}",
        f"## {phrase(chance, 2, 5).capitalize()}",
        "",
    ))


def markup(chance):
    return indent(chance) + chance.choice((
        f'<div class="{name(chance, "-")}" id="{name(chance)}">{phrase(chance, 2, 8)}</div>',
        f'<a href="https://{name(chance, ".")}.com/{name(chance, "/")}">{phrase(chance, 1, 4)}</a>',
        f"<{chance.choice(('p', 'li', 'span', 'td'))}>{phrase(chance)}",
    ))


# Ending, what its lines are, and its share of files. No maker: a binary.
KINDS = [
    (".ts", javascript, 26), (".js", javascript, 12), (".json", json, 13), (".py", python, 13), (".yaml", configuration, 9),
    (".md", prose, 9), (".sh", shell, 3), (".html", markup, 4), (".tf", configuration, 3), (".dart", javascript, 3),
    (".env", shell, 1), (".toml", configuration, 1), (".png", None, 2), (".woff2", None, 1),
]


def folders(chance, count):
    """Paths, each below one of those before; few are deep."""
    paths = ["services", "packages", "apps", "infra", "docs"]
    while len(paths) < count:
        parent = chance.choice(paths)
        if parent.count("/") < 7:
            paths.append(f"{parent}/{name(chance, '-')}-{len(paths)}")
    return paths


def sizes(chance, count, total):
    """Of files, in bytes: log-normal, as those of repositories are, with this sum."""
    drawn = [math.exp(chance.gauss(0, 1.3)) for _ in range(count)]
    scale = total / sum(drawn)
    return [max(40, min(8_000_000, int(size * scale))) for size in drawn]


def text(chance, lines, size, hits):
    """Lines of the pool up to a size; a few of them end in a literal."""
    length = sum(map(len, lines)) / len(lines) + 1
    drawn = chance.choices(lines, k=max(1, int(size / length)))
    for _ in range(hits):
        drawn[chance.randrange(len(drawn))] += f' "{chance.choice(LITERALS)}"'
    return "\n".join(drawn) + "\n"


def make(folder, files=30_000, total=500_000_000, seed=1):
    chance = random.Random(seed)
    pools = {maker: [maker(chance) for _ in range(6000)] for _, maker, _ in KINDS if maker is not None}
    tree = os.path.join(folder, "tree")
    shutil.rmtree(tree, ignore_errors=True)
    paths = folders(chance, max(6, files // 9))
    for path in paths:
        os.makedirs(os.path.join(tree, path), exist_ok=True)
    endings, makers, shares = zip(*KINDS)
    for number, size in enumerate(sizes(chance, files, total)):
        ending, maker = chance.choices(list(zip(endings, makers)), shares)[0]
        path = os.path.join(tree, chance.choice(paths), f"{name(chance, '-')}-{number}{ending}")
        if maker is None:
            content = bytes([0x89, 0x50, 0x4E, 0x47, 0, 0]) + chance.randbytes(size)
        else:
            # One file in eight has any, as in a repository that was written for one region.
            hits = chance.choice((1, 1, 2, 3, 5)) if chance.random() < 0.125 else 0
            content = text(chance, pools[maker], size, hits).encode()
        with open(path, "wb") as file:
            file.write(content)
    # What is left out: a tenth as many files again, with literals that nobody may find.
    rules = ["node_modules/", "dist/", "*.log", "!keep.log", "/coverage", "**/generated/*.ts", ".cache/", "*.tmp", "*.swp", "build-*/"]
    with open(os.path.join(tree, ".gitignore"), "w") as file:
        file.write("# made by tools\n" + "\n".join(rules) + "\n")
    for number in range(files // 10):
        left_out = chance.choice(("node_modules/{}", "dist", "generated", ".cache/{}")).format(name(chance, "-"))
        path = os.path.join(tree, chance.choice(paths), left_out)
        os.makedirs(path, exist_ok=True)
        with open(os.path.join(path, f"{number}.ts"), "w") as file:
            file.write(text(chance, pools[javascript], 3000, 2))
    with open(os.path.join(folder, "literals.txt"), "w") as file:
        file.write("".join(literal + "\n" for literal in LITERALS))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--files", type=int, default=30_000)
    parser.add_argument("--bytes", type=int, default=500_000_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    make(given.folder, given.files, given.bytes, given.seed)


if __name__ == "__main__":
    main()
