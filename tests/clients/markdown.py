"""What a runbook in Markdown tells its reader to run, and the files that it shows."""

import dataclasses
import re


@dataclasses.dataclass
class Command:
    """One `aws ...` command, as it is written, and the line of the file where it begins."""

    text: str
    line: int
    into: str  # the shell variable that gets its output, or empty

    @property
    def service(self):
        return self.text.split()[1]

    @property
    def name(self):
        """Service and operation: "kms create-key"."""
        return " ".join(self.text.split()[1:3])


def blocks(text):
    """(language, line of its first line, content) of each fenced block."""
    found, language, begin, lines = [], None, 0, []
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("```"):
            if language is None:
                language, begin, lines = line[3:].strip(), number + 1, []
            else:
                found.append((language, begin, "\n".join(lines)))
                language = None
        elif language is not None:
            lines.append(line)
    return found


def _end(text, at, outer):
    """Where the shell command that begins at `at` ends. outer: what it is written in: "$(", "'" or ""."""
    quote = ""
    while at < len(text):
        char = text[at]
        if char == "\\" and quote != "'":
            at += 2
            continue
        if quote:
            quote = "" if char == quote else quote
        elif char == outer == "'" or (char == ")" and outer == "$("):
            return at
        elif char in "'\"":
            quote = char
        elif char == "$" and text[at:at + 2] == "$(":
            at = _end(text, at + 2, "$(")
        elif char == "\n":
            return at
        at += 1
    return at


def commands(text):
    """Every aws command in the shell blocks: by itself, in $( ), or quoted for another command."""
    found = []
    for language, begin, content in blocks(text):
        if language not in ("bash", "sh", "shell"):
            continue
        for match in re.finditer(r"(?:^[ \t]*|(\w+)=\$\(|\$\(|[ \t]')(?=aws[ \t])", content, re.M):
            before = match[0]
            outer = "$(" if before.endswith("$(") else "'" if before.endswith("'") else ""
            at = match.end()
            found.append(Command(content[at:_end(content, at, outer)].rstrip(),
                                 begin + content[:at].count("\n"), match[1] or ""))
    return found


def files(text):
    """The JSON files that it shows: a line **NAME.json:** and the block after it."""
    shown = {}
    for match in re.finditer(r"^\*\*([\w.-]+\.json):?\*\*:?\s*```json\n(.*?)^```", text, re.M | re.S):
        shown[match[1]] = match[2]
    return shown
