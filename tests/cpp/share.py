"""How many steps of lessons have their C++, and how many of them the program reproduces.

usage: share.py LESSONRUN LESSON... [-- COMPILER FLAG...]   (flags name includes and libraries)
Several lessons are a chain. The steps without C++ are listed by reason. With a compiler the program is compiled and run,
and what each step prints and logs compared with the interpreter's transcript.
"""
import collections
import json
import os
import re
import subprocess
import sys
import tempfile

from run_program import lines_of

# What a module declares stands where it is imported.
ELSEWHERE = "declarations stand where it is imported"


def steps_of(lessonrun, lessons):
    chain = ["--chain"] if len(lessons) > 1 else []
    report = subprocess.run([lessonrun, "--report", "json", *chain, *lessons], stdout=subprocess.PIPE, text=True)
    runs = collections.defaultdict(list)
    for lesson in json.loads(report.stdout)["lessons"]:
        runs[lesson["sqlalchemy"]] += [(lesson["path"], step) for step in lesson["steps"]]
    steps = runs.get("2.0") or next(iter(runs.values()))
    return [(path, step) for path, step in steps if step["verdict"] != "skipped"]


def outputs_of(lessonrun, lessons, compiler, flags):
    """What the program writes, by step: a mark is printed before each."""
    chain = ["--chain"] if len(lessons) > 1 else []
    text = subprocess.run([lessonrun, "cpp", *chain, *lessons], stdout=subprocess.PIPE, text=True, check=True).stdout
    head, main, body = text.partition("\nint main() {")
    mark = r'\g<0>' + '\n  std::printf("\\\\001%s\\\\n");\n  std::fflush(stdout);' % r'\g<1>'
    body = re.sub(r"(?m)^  // (\S+:\d+)$", mark, body)
    with tempfile.TemporaryDirectory() as folder:
        source, program = os.path.join(folder, "chain.cpp"), os.path.join(folder, "chain")
        with open(source, "w") as file:
            file.write("#include <cstdio>\n" + head + main + body)
        libraries = [flag for flag in flags if flag.startswith("-l") or flag.endswith(".a")]
        others = [flag for flag in flags if flag not in libraries]
        subprocess.run([compiler, *others, source, "-o", program, *libraries], check=True)
        run = subprocess.run([program], cwd=folder, stdout=subprocess.PIPE, text=True)
    outputs = collections.defaultdict(str)
    for part in run.stdout.split("\001")[1:]:
        where, _, output = part.partition("\n")
        outputs[where] += output
    return outputs


def main():
    arguments = sys.argv[1:]
    split = arguments.index("--") if "--" in arguments else len(arguments)
    lessonrun, *lessons = arguments[:split]
    steps = steps_of(lessonrun, lessons)
    reasons = collections.defaultdict(list)
    for path, step in steps:
        reason = step.get("cpp_reason", "")
        if reason and ELSEWHERE not in reason:
            reasons[reason].append("%s:%d" % (os.path.basename(path), step["line"]))
    missing = sum(map(len, reasons.values()))
    print("%d of %d steps have their C++" % (len(steps) - missing, len(steps)))
    for reason, places in sorted(reasons.items(), key=lambda item: -len(item[1])):
        print("  %d: %s (%s)" % (len(places), reason, ", ".join(places)))
    if split == len(arguments):
        return
    outputs = outputs_of(lessonrun, lessons, arguments[split + 1], arguments[split + 2:])
    differ = []
    for place, (path, step) in enumerate(steps):
        if step.get("cpp_reason"):
            continue
        expected = lines_of(step["actual"])
        got = lines_of(outputs["%s:%d" % (path, step["line"])])
        # A session that is still open gives its connection back when main() ends.
        while place == len(steps) - 1 and len(got) > len(expected) and got[-1] == "ROLLBACK":
            got.pop()
        if got != expected:
            differ.append("%s:%d" % (os.path.basename(path), step["line"]))
    print("%d of them do the same%s" % (len(steps) - missing - len(differ),
                                        "; others: " + ", ".join(differ) if differ else ""))


if __name__ == "__main__":
    main()
