"""Runs the steps of a lesson under a real Python with a real SQLAlchemy, for `lessonrun record` and `check`.

lessonrun starts it as `python -c`, and talks to it in lines of JSON: a request on standard input, an answer on
standard output. What a step prints, logs and raises comes back as a list of events, in the order in which it
happened. An aside is a fork: the child runs on copies of everything, and is then gone.
"""
import ast
import builtins
import importlib
import io
import json
import linecache
import logging
import os
import runpy
import shutil
import sys
import tempfile
import traceback
import types
import warnings

STEP_FILE = "<stdin>"  # as Python's prompt names what is typed at it


class Transcript:
    """The events of the step that runs now."""

    def __init__(self):
        self.events = []
        self.first_line = 1

    def line(self):
        """The line of the lesson that is at work: the outermost frame of the step."""
        frame, found = sys._getframe(), 0
        while frame is not None:
            if frame.f_code.co_filename == STEP_FILE:
                found = frame.f_lineno
            frame = frame.f_back
        return self.first_line + found - 1 if found else self.first_line

    def add(self, kind, text, **more):
        self.events.append(dict(kind=kind, text=text, line=self.line(), **more))

    def write(self, kind, text):
        """Written text; pieces of one line become one event."""
        last = self.events[-1] if self.events else None
        if last and last["kind"] == kind and last["line"] == self.line():
            last["text"] += text
        elif text:
            self.add(kind, text)


transcript = Transcript()


class Stream(io.TextIOBase):
    """sys.stdout or sys.stderr of the lesson."""

    encoding = "utf-8"
    errors = "strict"

    def __init__(self, kind):
        self.kind = kind

    def writable(self):
        return True

    def write(self, text):
        transcript.write(self.kind, str(text))
        return len(text)


def log_kind(record):
    """What a record of SQLAlchemy's loggers tells: a statement, its parameters, a transaction line, or else."""
    if not record.name.startswith("sqlalchemy.engine") or record.levelno != logging.INFO:
        return "log"
    if record.msg == "%r" or str(record.msg).startswith("[%s]"):
        return "parameters"
    message = record.getMessage()
    if message in ("COMMIT", "ROLLBACK") or message.startswith(
            ("BEGIN (implicit", "COMMIT using", "ROLLBACK using", "BEGIN TWOPHASE", "PREPARE ", "COMMIT PREPARED")):
        return "transaction"
    return "sql"


def hook_logging():
    """Log records of SQLAlchemy become events, whichever handler writes them. A record that a second handler
    repeats (echo, and basicConfig too) is text on stderr."""
    plain_emit = logging.StreamHandler.emit

    def emit(handler, record):
        if not isinstance(handler.stream, Stream) or not record.name.startswith("sqlalchemy"):
            return plain_emit(handler, record)
        if getattr(record, "lessonrun_shown", False):
            return plain_emit(handler, record)
        record.lessonrun_shown = True
        message = record.getMessage()
        text = handler.format(record)
        prefix = text[:text.index(message)] if message and message in text else ""
        kind = log_kind(record)
        more = {"prefix": prefix}
        if kind == "parameters":
            more["parameters"] = str(record.args[-1]) if record.args and "%r" in str(record.msg) else ""
        transcript.add(kind, message, **more)

    logging.StreamHandler.emit = emit


def show_value(value):
    if value is None:
        return
    builtins._ = None
    transcript.add("value", repr(value))
    builtins._ = value


def show_warning(message, category, filename, lineno, file=None, line=None):
    text = warnings.formatwarning(message, category, filename, lineno, line)
    transcript.add("warning", text.rstrip("\n"))


def fix_clock(now):
    """datetime.now(), time.time() and SQLite's CURRENT_TIMESTAMP stand still."""
    import datetime
    import sqlite3
    import time

    fixed = datetime.datetime.fromisoformat(now)

    class FixedMeta(type):
        def __instancecheck__(cls, instance):
            return isinstance(instance, real)

    real = datetime.datetime

    class FixedDatetime(real, metaclass=FixedMeta):
        @classmethod
        def now(cls, tz=None):
            return fixed.replace(tzinfo=datetime.timezone.utc).astimezone(tz) if tz else fixed

        @classmethod
        def utcnow(cls):
            return fixed

        @classmethod
        def today(cls):
            return fixed

        def __new__(cls, *args, **keywords):
            return real(*args, **keywords)

    datetime.datetime = FixedDatetime
    seconds = fixed.replace(tzinfo=datetime.timezone.utc).timestamp()
    time.time = lambda: seconds
    plain_connect = sqlite3.dbapi2.connect

    def connect(*args, **keywords):
        connection = plain_connect(*args, **keywords)
        for name, form in (("current_timestamp", "%Y-%m-%d %H:%M:%S"), ("current_date", "%Y-%m-%d"),
                           ("current_time", "%H:%M:%S")):
            connection.create_function(name, 0, lambda form=form: fixed.strftime(form))
        return connection

    sqlite3.connect = sqlite3.dbapi2.connect = connect


def fix_random(seed):
    import random
    import uuid

    random.seed(int(seed) if seed.lstrip("-").isdigit() else seed)
    uuid.uuid4 = lambda: uuid.UUID(int=random.getrandbits(128), version=4)


def names_bound(source):
    """The names that a source binds at its top level."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return []
    names = []

    def visit(node):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.append(node.name)
            return
        if isinstance(node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            return
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names.extend((alias.asname or alias.name.split(".")[0]) for alias in node.names if alias.name != "*")
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.append(node.id)
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(tree)
    return list(dict.fromkeys(names))


def describe_error(error):
    """An exception as format_exception_only() tells it, in parts; of a SyntaxError only its message, as doctest."""
    kind = type(error)
    module = kind.__module__
    name = kind.__qualname__
    shown = name if module in ("builtins", "__main__") else module + "." + name
    lines = traceback.format_exception_only(kind, error)
    if isinstance(error, SyntaxError):
        lines = lines[next((i for i, line in enumerate(lines) if line.startswith(shown)), 0):]
    text = "".join(lines).rstrip("\n")
    message = text[len(shown) + 2:] if text.startswith(shown + ": ") else ""
    frames = error.__traceback__
    while frames is not None and frames.tb_frame.f_code.co_filename != STEP_FILE:
        frames = frames.tb_next
    whole = "".join(traceback.format_exception(kind, error, frames))
    missing = error.name if isinstance(error, (NameError, ModuleNotFoundError)) else ""
    return dict(type=name, module=module, message=message, traceback=whole, missing=missing or "")


class Lesson:
    """A session: the namespace, and what its last statement made."""

    def __init__(self):
        self.main = types.ModuleType("__main__")
        self.main.__dict__["__builtins__"] = builtins
        sys.modules["__main__"] = self.main
        self.flags = 0
        self.last = None
        self.has_last = False

    def run_statements(self, source, mode):
        """Runs a source; keeps the value that the last statement evaluates, and the future features it imports."""
        source = source if source.endswith("\n") else source + "\n"
        tree = compile(source, STEP_FILE, mode, ast.PyCF_ONLY_AST | self.flags, True)
        body = tree.body
        tail = body[-1] if body else None
        if mode == "exec" and isinstance(tail, ast.Expr):
            body.pop()
            self.run_code(compile(tree, STEP_FILE, "exec", self.flags, True))
            expression = ast.fix_missing_locations(ast.Expression(tail.value))
            self.last = eval(compile(expression, STEP_FILE, "eval", self.flags, True), vars(self.main))
            self.has_last = True
            return
        self.run_code(compile(tree if mode == "exec" else source, STEP_FILE, mode, self.flags, True))
        if isinstance(tail, ast.Expr):
            self.last, self.has_last = getattr(builtins, "_", None), True
        elif isinstance(tail, ast.Assign) and isinstance(tail.targets[0], ast.Name):
            self.last, self.has_last = vars(self.main).get(tail.targets[0].id), True

    def run_code(self, code):
        self.flags |= code.co_flags & sum(
            getattr(importlib.import_module("__future__"), name).compiler_flag
            for name in ("annotations", "generator_stop"))
        exec(code, vars(self.main))

    def run(self, request):
        transcript.events = []
        transcript.first_line = request["line"]
        self.has_last = False
        self.last = None
        error = None
        linecache.cache.pop(STEP_FILE, None)
        try:
            if request["mode"] == "module":
                self.run_module(request["module"])
            else:
                self.run_statements(request["source"], request["mode"])
        except SystemExit as stop:
            if stop.code not in (None, 0):
                error = describe_error(stop)
        except BaseException as raised:
            error = describe_error(raised)
            # The traceback keeps the frames, and with them every object of the step, alive.
            traceback.clear_frames(raised.__traceback__)
        return dict(events=transcript.events, error=error, binds=names_bound(request["source"]))

    def run_module(self, name):
        main = sys.modules["__main__"]
        try:
            runpy.run_path(name, run_name="__main__")
        finally:
            sys.modules["__main__"] = main


def forget_module(name):
    """A new import reads the file again."""
    for known in list(sys.modules):
        if known == name or known.startswith(name + "."):
            del sys.modules[known]
    importlib.invalidate_caches()


def is_python(source):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(source, STEP_FILE, "single", 0, True)
    except (SyntaxError, ValueError):
        return False
    return True


class Folder:
    """The files of the scratch folder, to be put back after an aside. They are written in place, because open
    databases hold on to the file and not to its name."""

    def __init__(self):
        self.copy = tempfile.mkdtemp(prefix="lessonrun-aside-")
        shutil.copytree(".", self.copy, dirs_exist_ok=True)

    def restore(self):
        kept = {os.path.relpath(os.path.join(folder, name), self.copy)
                for folder, _, names in os.walk(self.copy) for name in names}
        for folder, _, names in os.walk("."):
            for name in names:
                path = os.path.relpath(os.path.join(folder, name), ".")
                if path not in kept:
                    os.remove(path)
        for path in kept:
            with open(os.path.join(self.copy, path), "rb") as source, open(path, "wb") as target:
                shutil.copyfileobj(source, target)
        shutil.rmtree(self.copy)


def start(request):
    os.chdir(request["scratch"])
    sys.path.insert(0, request["scratch"])
    if request.get("now"):
        fix_clock(request["now"])
    if request.get("seed"):
        fix_random(request["seed"])
    try:
        import sqlalchemy
        version = sqlalchemy.__version__
    except ImportError:
        version = ""
    hook_logging()
    sys.stdout, sys.stderr = Stream("output"), Stream("stderr")
    sys.__stdout__, sys.__stderr__ = sys.stdout, sys.stderr
    sys.displayhook = show_value
    warnings.showwarning = show_warning
    return dict(sqlalchemy=version, python=sys.version.split()[0])


def serve(requests, answers):
    lesson = Lesson()

    def answer(value):
        answers.write(json.dumps(value).encode("ascii") + b"\n")
        answers.flush()

    while True:
        line = requests.readline()
        if not line:
            return
        request = json.loads(line)
        operation = request["op"]
        if operation == "start":
            answer(start(request))
        elif operation == "run":
            answer(lesson.run(request))
        elif operation == "forget":
            forget_module(request["module"])
            answer({})
        elif operation == "is_python":
            answer(dict(value=is_python(request["source"])))
        elif operation == "last_value":
            answer(dict(value=repr(lesson.last) if lesson.has_last and lesson.last is not None else None))
        elif operation == "begin_aside":
            folder = Folder()
            child = os.fork()
            if child:
                os.waitpid(child, 0)
                folder.restore()
            answer({})  # the child's begins the aside, the parent's ends it
        elif operation == "end_aside":
            os._exit(0)


def main():
    sys.dont_write_bytecode = True
    # The lesson has no standard input, and what C code prints must not mix with the answers.
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    serve(requests, answers)
    answers.flush()
    os._exit(0)


main()
