#!/usr/bin/env python3
"""Writes pages of steps with what the real SQLAlchemy showed for them.

usage: record.py LESSONRUN PYTHON_1_3 PYTHON_1_4 PYTHON_2_0 [NAME...]

NAME.txt holds the steps, blocks of lines apart by a blank line; a block that begins with
`#! 1.4 2.0` is for those releases only. It becomes NAME-1.3.md, NAME-1.4.md and NAME-2.0.md, as far
as it has steps for them, each of which `lessonrun --strict` must pass. Steps that raise are shown by the last lines of the
traceback.
"""
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
RELEASES = ["1.3", "1.4", "2.0"]


def steps_of(text, release):
    """The statements of a release, each a list of lines."""
    for block in re.split(r"\n\s*\n", text.strip("\n")):
        lines = block.split("\n")
        if lines[0].startswith("#!"):
            if release not in lines[0]:
                continue
            lines = lines[1:]
        statement = []
        for line in lines:
            decorated = statement and statement[-1].startswith("@")
            if statement and not decorated and not line.startswith((" ", ")", "]", "}")):
                yield statement
                statement = []
            statement.append(line)
        if statement:
            yield statement


def prompt(statement):
    return "".join(("... " if i else ">>> ") + line + "\n" for i, line in enumerate(statement))


def shown(step):
    text = "".join(e.get("prefix", "") + e["text"] + ("" if e["text"].endswith("\n") else "\n")
                   for e in step["events"] if e["kind"] != "warning")
    if "error" in step:
        last = step["error"]["traceback"].split("Traceback (most recent call last):")[-1]
        last = re.sub(r"\n  .*", "", last).strip("\n")
        text += "Traceback (most recent call last):\n  ...\n" + last + "\n"
    text = re.sub(r"\b0x[0-9a-f]{6,}\b", "0x7f0000000000", text)
    return "".join((line or "<BLANKLINE>") + "\n" for line in text.split("\n")[:-1])


def main():
    if len(sys.argv) < 5:
        sys.exit(__doc__.strip())
    program, *pythons = sys.argv[1:5]
    for name in sys.argv[5:] or sorted(path.stem for path in HERE.glob("*.txt")):
        text = (HERE / f"{name}.txt").read_text()
        for release, python in zip(RELEASES, pythons):
            front = f'---\nsqlalchemy: "{release}"\n---\n\n'
            statements = list(steps_of(text, release))
            if not statements:
                continue
            with tempfile.TemporaryDirectory() as folder:
                page, record = Path(folder) / "page.md", Path(folder) / "page.json"
                page.write_text(front + "```\n" + "".join(prompt(s) + "\n" for s in statements) + "```\n")
                subprocess.run([program, "record", page, "--python", python, "-o", record], check=True)
                steps = json.loads(record.read_text())["lessons"][0]["steps"]
            body = "".join(prompt(s) + shown(step) + "\n" for s, step in zip(statements, steps))
            (HERE / f"{name}-{release}.md").write_text(f"{front}# {name}, {release}\n\n```\n{body}```\n")


main()
