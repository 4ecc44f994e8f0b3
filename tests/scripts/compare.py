"""Runs every language script under this Python and compares with its `# expect: ` lines.

The interpreter's own test compares the same lines with what it prints; so both agree with CPython.
"""
import pathlib
import subprocess
import sys
import tempfile

if sys.version_info[:2] != (3, 11):
    print(f"skipped: the scripts' texts are CPython 3.11's, this is {sys.version.split()[0]}")
    sys.exit(77)

failed = 0
with tempfile.TemporaryDirectory() as scratch:
    # One fixed name, so that a script called json.py hides no module.
    copy = pathlib.Path(scratch, "script.py")
    for path in sorted(pathlib.Path(__file__).parent.glob("*/*.py")):
        lines = path.read_text(encoding="utf-8").splitlines()
        expected = [line[10:] for line in lines if line.startswith("# expect: ")]
        source = "\n".join(line for line in lines if not line.startswith("# expect: "))
        copy.write_text(source + "\n", encoding="utf-8")
        run = subprocess.run([sys.executable, "-I", str(copy)], cwd=scratch, capture_output=True, text=True)
        if run.stdout.split("\n")[:-1] != expected:
            failed += 1
            print(f"{path}: expected", *expected, "printed", run.stdout, run.stderr, sep="\n")
sys.exit(1 if failed else 0)
