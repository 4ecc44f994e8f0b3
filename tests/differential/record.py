#!/usr/bin/env python3
"""Runs generated statements under the real SQLAlchemy and keeps what they did.

usage: record.py CASES PYTHON_1_3 PYTHON_1_4 PYTHON_2_0 > cases.jsonl
       record.py --one CASES       (the step for one release, run by the PYTHON given)

A line of cases.jsonl is [expression, {releases: outcome, ...}]; releases that agree share a key
("1.4 2.0"). An outcome is [text, sql, parameters, rows]: `sql` is "=" where the echo is the text
with question marks for its names; long rows are cut, their length and checksum kept.
"""
import json
import logging
import re
import subprocess
import sys
import warnings
from pathlib import Path

HERE = Path(__file__).resolve().parent


def shorten(text):
    """Rows beyond 200 characters by their first 160, their length and a checksum."""
    if len(text) <= 200:
        return text
    checksum = 5381
    for byte in text.encode():
        checksum = (checksum * 33 + byte) % 2**32
    return f"{text[:160]}...{len(text)}:{checksum}"


class Log(logging.Handler):
    """The statements and parameters of the echo, up to a mark."""

    def __init__(self):
        super().__init__()
        self.clear()

    def clear(self):
        self.sql, self.parameters, self.open = [], [], True

    def mark(self):
        self.open = False

    def emit(self, record):
        text = record.getMessage()
        if not self.open or re.match(r"(BEGIN|COMMIT|ROLLBACK|Compiled cache)\b", text):
            return
        if len(self.sql) > len(self.parameters):
            self.parameters.append(re.sub(r"^\[[^]]*\] ", "", text))
        else:
            self.sql.append(text)


def run_one(cases):
    import sqlalchemy
    warnings.simplefilter("ignore")
    log = Log()
    logger = logging.getLogger("sqlalchemy.engine")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(log)
    version = ".".join(sqlalchemy.__version__.split(".")[:2])
    space = {"VERSION": version, "MARK": log.mark}
    exec((HERE / "prelude.py").read_text(), space)
    space["fill"]()
    for line in open(cases):
        expression, versions = json.loads(line)
        if version not in versions:
            print("null")
            continue
        log.clear()
        text, rows = space["show"](eval("lambda: " + expression, space))
        sql = "\n;\n".join(log.sql)
        if sql == re.sub(r"(?<!:):\w+", "?", text):
            sql = "="
        outcome = [text, sql, "\n;\n".join(log.parameters), shorten(rows)]
        print(json.dumps([re.sub(r"\b0x[0-9a-f]{6,}\b", "0x", part) for part in outcome]))


def main():
    if sys.argv[1:2] == ["--one"]:
        return run_one(sys.argv[2])
    if len(sys.argv) != 5:
        sys.exit(__doc__.strip())
    outcomes = []
    for python in sys.argv[2:]:
        done = subprocess.run([python, __file__, "--one", sys.argv[1]], check=True, capture_output=True, text=True)
        outcomes.append([json.loads(line) for line in done.stdout.splitlines()])
    for line, *recorded in zip(open(sys.argv[1]), *outcomes):
        shared = {}
        for version, outcome in zip(["1.3", "1.4", "2.0"], recorded):
            if outcome is None:
                continue
            for known in shared:
                if shared[known] == outcome:
                    shared[f"{known} {version}"] = shared.pop(known)
                    break
            else:
                shared[version] = outcome
        print(json.dumps([json.loads(line)[0], shared], ensure_ascii=False))


main()
