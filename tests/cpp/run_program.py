"""Compiles the C++ program of a lesson, runs it, and compares what it prints and logs with the
interpreter's transcript of the same lesson: SQL, parameters, transactions, values and output.

usage: run_program.py LESSONRUN LESSON COMPILER FLAG...   (flags name includes and libraries)
Steps without C++ (imports, starters, what a compiler refuses) are left out of the comparison; a step that passed and
sent SQL, or whose lesson shows nothing, must have its C++.
"""
import difflib
import json
import os
import re
import subprocess
import sys
import tempfile

PREFIX = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (DEBUG|INFO|WARNING) \S+ ")
TIME = re.compile(r"\[(generated in|cached since|no key) [^\]()]*")
ADDRESS = re.compile(r"0x[0-9a-f]+")
# What later releases took away is Python's affair: a C++ program has only what there is.
LEGACY = re.compile(r"^<stdin>:\d+: (LegacyAPI|RemovedIn20|MovedIn20)Warning: ")
LINK = re.compile(r"^\(Background on this error at: .*\)$")


def lines_of(text):
    """The lines that mean something, without log prefix, times and addresses."""
    lines = []
    for line in text.splitlines():
        line = PREFIX.sub("", line)
        line = ADDRESS.sub("0x...", TIME.sub(r"[\1", line))
        line = " ".join(line.split())
        traceback = line.startswith(("Traceback (most", "File \"<", "..."))
        if line and not traceback and not LINK.match(line) and not LEGACY.match(line):
            lines.append(line)
    return lines


def main():
    lessonrun, lesson, compiler, *flags = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        source, program = os.path.join(folder, "lesson.cpp"), os.path.join(folder, "lesson")
        subprocess.run([lessonrun, "cpp", lesson, "-o", source], check=True)
        report = subprocess.run([lessonrun, "--report", "json", lesson], stdout=subprocess.PIPE, text=True)
        # The program has the behaviour of one release: 2.0 where the lesson names it, else its first.
        runs = {one["sqlalchemy"]: one["steps"] for one in json.loads(report.stdout)["lessons"]}
        steps = runs.get("2.0") or next(iter(runs.values()))
        before = [flag for flag in flags if not flag.startswith("-l") and not flag.endswith(".a")]
        after = [flag for flag in flags if flag not in before]
        subprocess.run([compiler, *before, source, "-o", program, *after], check=True)
        run = subprocess.run([program], cwd=folder, stdout=subprocess.PIPE, text=True)
    checked = [step for step in steps if step["verdict"] == "unchecked" or step["verdict"] == "passed" and step["sql"]]
    lost = [step["line"] for step in checked if not step.get("cpp")]
    if run.returncode != 0:
        sys.exit(f"{lesson}: the program ended with status {run.returncode}\n{run.stdout}")
    if lost:
        sys.exit(f"{lesson}: no C++ for the steps at lines {lost}, which send SQL")
    expected = lines_of("\n".join(step["actual"] for step in steps if step.get("cpp")))
    got = lines_of(run.stdout)
    # A session that is still open gives its connection back when main() ends.
    while len(got) > len(expected) and got[-1] == "ROLLBACK":
        got.pop()
    if got != expected:
        diff = difflib.unified_diff(expected, got, "interpreter", "program", lineterm="")
        sys.exit("\n".join(diff))
    translated = sum(1 for step in steps if step.get("cpp"))
    print(f"{lesson}: {translated} of {len(steps)} steps, {len(got)} lines alike")


if __name__ == "__main__":
    main()
