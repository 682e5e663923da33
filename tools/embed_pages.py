#!/usr/bin/env python3
"""embed_pages.py OUTPUT.cc PAGE.md...: the pages of docs/checks as a table (src/check/pages.h)."""
import os
import sys


def literal(text):
    """Octets as a C++ string literal, a line each."""
    lines = []
    for line in text.split(b"\n"):
        escaped = "".join(
            chr(byte) if 0x20 <= byte < 0x7F and byte not in b'"\\?' else "\\%03o" % byte for byte in line)
        lines.append('    "%s\\n"' % escaped)
    return "\n".join(lines)


def main(output, paths):
    rows = []
    for path in sorted(paths, key=lambda path: os.path.basename(path)[: -len(".md")]):
        with open(path, "rb") as page:
            text = page.read().rstrip(b"\n")
        rows.append('  {"%s",\n%s},' % (os.path.basename(path)[: -len(".md")], literal(text)))
    with open(output, "w", encoding="ascii") as out:
        out.write('// Made of docs/checks by tools/embed_pages.py.\n#include "check/pages.h"\n\n#include <iterator>\n\n'
                  "namespace godwit::check {\n\nstd::span<const Page> pages() {\n  static const Page list[] = {\n")
        out.write("\n".join(rows))
        out.write("\n  {{}, {}}};\n  return {list, std::size(list) - 1};\n}\n\n}  // namespace godwit::check\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
