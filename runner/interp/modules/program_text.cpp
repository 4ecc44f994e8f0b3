// Modules of small programs around a database: calendar, argparse, unittest, shlex, html, glob,
// timeit.
#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const char* const kCalendarText = R"py(from datetime import date, timedelta
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
January, February = 1, 2
day_name = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
day_abbr = [d[:3] for d in day_name]
month_name = ['', 'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
month_abbr = [m[:3] for m in month_name]
class IllegalMonthError(ValueError):
    def __init__(self, month): self.month = month
    def __str__(self): return 'bad month number %r; must be 1-12' % self.month
def isleap(year): return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
def leapdays(y1, y2): return sum(map(isleap, range(y1, y2)))
def weekday(year, month, day): return date(year, month, day).weekday()
def monthrange(year, month):
    if not 1 <= month <= 12: raise IllegalMonthError(month)
    first = date(year, month, 1)
    last = 29 if month == 2 and isleap(year) else (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month]
    return first.weekday(), last
def timegm(t): return ((date(*t[:3]).toordinal() - 719163) * 24 + t[3]) * 3600 + t[4] * 60 + t[5]
class Calendar:
    def __init__(self, firstweekday=0): self.firstweekday = firstweekday
    def iterweekdays(self): return iter([(self.firstweekday + i) % 7 for i in range(7)])
    def itermonthdates(self, year, month):
        first, length = monthrange(year, month)
        before = (first - self.firstweekday) % 7
        for i in range(-before, length + (-before - length) % 7): yield date(year, month, 1) + timedelta(days=i)
    def itermonthdays(self, year, month): return (d.day if d.month == month else 0 for d in self.itermonthdates(year, month))
    def itermonthdays2(self, year, month): return ((d.day if d.month == month else 0, d.weekday()) for d in self.itermonthdates(year, month))
    def _weeks(self, days):
        days = list(days)
        return [days[i:i + 7] for i in range(0, len(days), 7)]
    def monthdatescalendar(self, year, month): return self._weeks(self.itermonthdates(year, month))
    def monthdayscalendar(self, year, month): return self._weeks(self.itermonthdays(year, month))
    def monthdays2calendar(self, year, month): return self._weeks(self.itermonthdays2(year, month))
class TextCalendar(Calendar):
    def formatmonthname(self, year, month, width=20): return f'{month_name[month]} {year}'.center(width)
    def formatmonth(self, year, month, w=0, l=0):
        w, gap = max(2, w), '\n' * max(1, l)
        head = ' '.join((day_name if w >= 9 else day_abbr)[d][:w].center(w) for d in self.iterweekdays())
        rows = [' '.join((f'{d:2}' if d else '').center(w) for d in week) for week in self.monthdayscalendar(year, month)]
        return gap.join(line.rstrip() for line in [self.formatmonthname(year, month, 7 * (w + 1) - 1), head, *rows]) + gap
    def prmonth(self, year, month, w=0, l=0): print(self.formatmonth(year, month, w, l), end='')
_text = TextCalendar()
def firstweekday(): return _text.firstweekday
def setfirstweekday(firstweekday): _text.firstweekday = firstweekday
def monthcalendar(year, month): return _text.monthdayscalendar(year, month)
def month(year, month, w=0, l=0): return _text.formatmonth(year, month, w, l)
def prmonth(year, month, w=0, l=0): _text.prmonth(year, month, w, l)
)py";

const char* const kShlexText = R"py(import re, _native
def split(s, comments=False, posix=True):
    if not posix: _native.unsupported('shlex.split(posix=False)', 'shlex.split() with posix=False is not supported.')
    words, word, at = [], None, 0
    while at < len(s):
        c = s[at]
        at += 1
        if c.isspace():
            if word is not None: words.append(word)
            word = None
            continue
        if comments and c == '#' and word is None: break
        word = word or ''
        if c == '\\':
            if at == len(s): raise ValueError('No escaped character')
            word += s[at]
            at += 1
        elif c in '\'"':
            while at < len(s) and s[at] != c:
                if c == '"' and s[at] == '\\' and at + 1 < len(s) and s[at + 1] in '"\\': at += 1
                word += s[at]
                at += 1
            if at == len(s): raise ValueError('No closing quotation')
            at += 1
        else: word += c
    return words if word is None else words + [word]
def quote(s):
    if not s: return "''"
    return s if re.fullmatch(r'[\w@%+=:,./-]+', s, re.ASCII) else "'" + s.replace("'", "'\"'\"'") + "'"
def join(split_command): return ' '.join(quote(one) for one in split_command)
)py";

const char* const kHtmlText = R"py(import re, _native
def escape(s, quote=True):
    s = s.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')
    return s.replace('"', '&quot;').replace("'", '&#x27;') if quote else s
_named = {'amp': '&', 'lt': '<', 'gt': '>', 'quot': '"', 'apos': "'", 'nbsp': '\xa0', 'copy': '\xa9'}
def _character(found):
    name = found.group(1)
    if name[0] != '#':
        if name not in _named: _native.unsupported('html.unescape() of &' + name + ';', 'Only the named characters ' + ', '.join(_named) + ' are known here.')
        return _named[name]
    return chr(int(name[2:], 16) if name[1] in 'xX' else int(name[1:]))
def unescape(s): return re.sub(r'&(#[0-9]+|#[xX][0-9a-fA-F]+|\w+);', _character, s)
)py";

const char* const kGlobText = R"py(import fnmatch, os
def _found(parts, at, root, recursive):
    if not parts:
        yield at
        return
    first, rest, here = parts[0], parts[1:], os.path.join(root, at)
    if not any(c in first for c in '*?['):
        path = os.path.join(at, first)
        if rest or os.path.exists(os.path.join(root, path)): yield from _found(rest, path, root, recursive)
        return
    if here and not os.path.isdir(here): return
    names = sorted(os.listdir(here or '.'))
    if first == '**' and recursive:
        yield from _found(rest, at, root, recursive)
        for name in names:
            if os.path.isdir(os.path.join(here, name)) and name[0] != '.': yield from _found(parts, os.path.join(at, name), root, recursive)
        return
    for name in names:
        if fnmatch.fnmatchcase(name, first) and (name[0] != '.' or first[0] == '.'):
            yield from _found(rest, os.path.join(at, name), root, recursive)
def iglob(pathname, *, root_dir=None, recursive=False):
    path = os.fspath(pathname)
    at = '/' if path.startswith('/') else ''
    return _found(path.lstrip('/').split('/'), at, os.fspath(root_dir or ''), recursive)
def glob(pathname, *, root_dir=None, recursive=False): return list(iglob(pathname, root_dir=root_dir, recursive=recursive))
)py";

const char* const kTimeitText = R"py(from time import perf_counter
default_timer = perf_counter
def timeit(stmt='pass', setup='pass', timer=default_timer, number=1000000, globals=None):
    names = dict(globals or {})
    if callable(setup): setup()
    else: exec(setup, names)
    begin = timer()
    for _ in range(number):
        if callable(stmt): stmt()
        else: exec(stmt, names)
    return timer() - begin
def repeat(stmt='pass', setup='pass', timer=default_timer, repeat=5, number=1000000, globals=None):
    return [timeit(stmt, setup, timer, number, globals) for _ in range(repeat)]
)py";

const char* const kUnittestText = R"py(import re, sys, time
class SkipTest(Exception): pass
class _Raised:
    def __init__(self, case, expected, pattern, by=''): self.case, self.expected, self.pattern, self.by = case, expected, pattern, by
    def __enter__(self): return self
    def __exit__(self, kind, value, trace):
        if kind is None:
            name = getattr(self.expected, '__name__', str(self.expected))
            raise self.case.failureException(f'{name} not raised{self.by}')
        if not issubclass(kind, self.expected): return False
        self.exception = value
        if self.pattern is not None and not re.search(self.pattern, str(value)):
            raise self.case.failureException(f'"{getattr(self.pattern, "pattern", self.pattern)}" does not match "{value}"')
        return True
def _short(value):
    text = repr(value)
    return text if len(text) < 80 else text
class TestCase:
    failureException = AssertionError
    maxDiff = 640
    def __init__(self, methodName='runTest'): self._testMethodName, self._cleanups = methodName, []
    @classmethod
    def setUpClass(cls): pass
    @classmethod
    def tearDownClass(cls): pass
    def setUp(self): pass
    def tearDown(self): pass
    def id(self): return f'{type(self).__module__}.{type(self).__qualname__}.{self._testMethodName}'
    def shortDescription(self):
        doc = getattr(self, self._testMethodName).__doc__
        return doc.strip().split('\n')[0].strip() if doc else None
    def __str__(self): return f'{self._testMethodName} ({self.id()})'
    def __repr__(self): return f'<{type(self).__module__}.{type(self).__qualname__} testMethod={self._testMethodName}>'
    def addCleanup(self, function, /, *args, **kwargs): self._cleanups.append((function, args, kwargs))
    def doCleanups(self):
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            function(*args, **kwargs)
    def skipTest(self, reason): raise SkipTest(reason)
    def subTest(self, msg=None, **params):
        from contextlib import nullcontext
        return nullcontext()
    def fail(self, msg=None): raise self.failureException(msg)
    def _fail(self, standard, msg): self.fail(standard if msg is None else f'{standard} : {msg}')
    def _check(self, holds, standard, msg):
        if not holds: self._fail(standard, msg)
    def assertEqual(self, first, second, msg=None):
        self._check(first == second, f'{_short(first)} != {_short(second)}', msg)
    def assertNotEqual(self, first, second, msg=None): self._check(first != second, f'{_short(first)} == {_short(second)}', msg)
    assertListEqual = assertTupleEqual = assertSetEqual = assertDictEqual = assertSequenceEqual = assertMultiLineEqual = assertEqual
    def assertTrue(self, expr, msg=None): self._check(expr, f'{_short(expr)} is not true', msg)
    def assertFalse(self, expr, msg=None): self._check(not expr, f'{_short(expr)} is not false', msg)
    def assertIs(self, a, b, msg=None): self._check(a is b, f'{_short(a)} is not {_short(b)}', msg)
    def assertIsNot(self, a, b, msg=None): self._check(a is not b, f'unexpectedly identical: {_short(a)}', msg)
    def assertIsNone(self, obj, msg=None): self._check(obj is None, f'{_short(obj)} is not None', msg)
    def assertIsNotNone(self, obj, msg=None): self._check(obj is not None, 'unexpectedly None', msg)
    def assertIn(self, member, container, msg=None): self._check(member in container, f'{_short(member)} not found in {_short(container)}', msg)
    def assertNotIn(self, member, container, msg=None): self._check(member not in container, f'{_short(member)} unexpectedly found in {_short(container)}', msg)
    def assertIsInstance(self, obj, cls, msg=None): self._check(isinstance(obj, cls), f'{_short(obj)} is not an instance of {cls!r}', msg)
    def assertNotIsInstance(self, obj, cls, msg=None): self._check(not isinstance(obj, cls), f'{_short(obj)} is an instance of {cls!r}', msg)
    def assertGreater(self, a, b, msg=None): self._check(a > b, f'{_short(a)} not greater than {_short(b)}', msg)
    def assertGreaterEqual(self, a, b, msg=None): self._check(a >= b, f'{_short(a)} not greater than or equal to {_short(b)}', msg)
    def assertLess(self, a, b, msg=None): self._check(a < b, f'{_short(a)} not less than {_short(b)}', msg)
    def assertLessEqual(self, a, b, msg=None): self._check(a <= b, f'{_short(a)} not less than or equal to {_short(b)}', msg)
    def assertAlmostEqual(self, first, second, places=7, msg=None, delta=None):
        gap = abs(first - second)
        if first == second or (gap <= delta if delta is not None else round(gap, places) == 0): return
        within = f'{_short(delta)} delta' if delta is not None else f'{places} places'
        self._fail(f'{_short(first)} != {_short(second)} within {within} ({_short(gap)} difference)', msg)
    def assertCountEqual(self, first, second, msg=None):
        left = list(second)
        extra = [one for one in first if one not in left or left.remove(one)]
        self._check(not extra and not left, 'Element counts were not equal', msg)
    def assertRegex(self, text, expected_regex, msg=None):
        pattern = getattr(expected_regex, 'pattern', expected_regex)
        self._check(re.search(expected_regex, text), f"Regex didn't match: {pattern!r} not found in {text!r}", msg)
    def assertRaises(self, expected_exception, *args, **kwargs): return self._raises(expected_exception, None, args, kwargs)
    def assertRaisesRegex(self, expected_exception, expected_regex, *args, **kwargs): return self._raises(expected_exception, expected_regex, args, kwargs)
    def _raises(self, expected, pattern, args, kwargs):
        if not args: return _Raised(self, expected, pattern)
        context = _Raised(self, expected, pattern, f' by {getattr(args[0], "__name__", repr(args[0]))}')
        with context: args[0](*args[1:], **kwargs)
    def __call__(self, result=None): return self.run(result)
    def run(self, result=None):
        result = TestResult() if result is None else result
        result.startTest(self)
        method = getattr(self, self._testMethodName)
        reason = getattr(method, '__unittest_skip_why__', getattr(type(self), '__unittest_skip_why__', None))
        if reason is not None:
            result.addSkip(self, reason)
            return result
        try:
            try:
                self.setUp()
                try: method()
                finally: self.tearDown()
            finally: self.doCleanups()
        except SkipTest as e: result.addSkip(self, str(e))
        except self.failureException: result.addFailure(self, sys.exc_info())
        except Exception: result.addError(self, sys.exc_info())
        else: result.addSuccess(self)
        return result
def skip(reason):
    def decorate(item):
        item.__unittest_skip_why__ = reason
        return item
    return decorate
def skipIf(condition, reason): return skip(reason) if condition else lambda item: item
def skipUnless(condition, reason): return skipIf(not condition, reason)
class TestResult:
    def __init__(self): self.failures, self.errors, self.skipped, self.testsRun = [], [], [], 0
    def startTest(self, test): self.testsRun += 1
    def _text(self, err):
        import traceback
        return ''.join(traceback.format_exception(*err))
    def addSuccess(self, test): pass
    def addFailure(self, test, err): self.failures.append((test, self._text(err)))
    def addError(self, test, err): self.errors.append((test, self._text(err)))
    def addSkip(self, test, reason): self.skipped.append((test, reason))
    def wasSuccessful(self): return not self.failures and not self.errors
    def __repr__(self): return f'<unittest.{"runner.TextTestResult" if isinstance(self, TextTestResult) else "result.TestResult"} run={self.testsRun} errors={len(self.errors)} failures={len(self.failures)}>'
class TextTestResult(TestResult):
    def __init__(self, stream, verbosity):
        super().__init__()
        self.stream, self.verbosity = stream, verbosity
    def _tell(self, word, mark):
        self.stream.write(word + '\n' if self.verbosity > 1 else mark if self.verbosity == 1 else '')
    def startTest(self, test):
        super().startTest(test)
        if self.verbosity > 1: self.stream.write('\n'.join([str(test)] + [d for d in [test.shortDescription()] if d]) + ' ... ')
    def addSuccess(self, test): self._tell('ok', '.')
    def addFailure(self, test, err): super().addFailure(test, err); self._tell('FAIL', 'F')
    def addError(self, test, err): super().addError(test, err); self._tell('ERROR', 'E')
    def addSkip(self, test, reason): super().addSkip(test, reason); self._tell(f'skipped {reason!r}', 's')
class TestSuite:
    def __init__(self, tests=()): self._tests = list(tests)
    def addTest(self, test): self._tests.append(test)
    def addTests(self, tests): self._tests.extend(tests)
    def __iter__(self): return iter(self._tests)
    def countTestCases(self): return sum(t.countTestCases() if isinstance(t, TestSuite) else 1 for t in self._tests)
    def run(self, result):
        last = None
        for test in self._tests:
            if isinstance(test, TestCase) and type(test) is not last:
                if last: last.tearDownClass()
                last = type(test)
                last.setUpClass()
            test.run(result)
        if last: last.tearDownClass()
        return result
class TestLoader:
    testMethodPrefix = 'test'
    suiteClass = TestSuite
    def getTestCaseNames(self, cls): return sorted(n for n in dir(cls) if n.startswith(self.testMethodPrefix) and callable(getattr(cls, n)))
    def loadTestsFromTestCase(self, cls): return TestSuite(cls(n) for n in self.getTestCaseNames(cls))
    def loadTestsFromModule(self, module):
        found = [getattr(module, n) for n in sorted(dir(module))]
        return TestSuite(self.loadTestsFromTestCase(c) for c in found if isinstance(c, type) and issubclass(c, TestCase) and c is not TestCase)
    def loadTestsFromName(self, name, module=None):
        cls, _, method = name.partition('.')
        cls = getattr(module, cls)
        return TestSuite([cls(method)]) if method else self.loadTestsFromTestCase(cls)
defaultTestLoader = TestLoader()
class TextTestRunner:
    def __init__(self, stream=None, descriptions=True, verbosity=1, failfast=False, buffer=False): self.stream, self.verbosity = stream, verbosity
    def run(self, test):
        out = self.stream or sys.stderr
        result = TextTestResult(out, self.verbosity)
        begin = time.perf_counter()
        test.run(result)
        took = time.perf_counter() - begin
        if self.verbosity: out.write('\n')
        for flavour, problems in (('ERROR', result.errors), ('FAIL', result.failures)):
            for case, text in problems: out.write(f'{"=" * 70}\n{flavour}: {case}\n{"-" * 70}\n{text}\n')
        out.write(f'{"-" * 70}\nRan {result.testsRun} test{"" if result.testsRun == 1 else "s"} in {took:.3f}s\n\n')
        told = [f'{n}={len(v)}' for n, v in (('failures', result.failures), ('errors', result.errors), ('skipped', result.skipped)) if v]
        out.write(('OK' if result.wasSuccessful() else 'FAILED') + (f' ({", ".join(told)})' if told else '') + '\n')
        return result
class main:
    def __init__(self, module='__main__', defaultTest=None, argv=None, testRunner=None, testLoader=defaultTestLoader, exit=True, verbosity=1, failfast=None, catchbreak=None, buffer=None, warnings=None):
        module = sys.modules[module] if isinstance(module, str) else module
        names = [defaultTest] if isinstance(defaultTest, str) else defaultTest
        suite = testLoader.loadTestsFromModule(module) if not names else TestSuite(testLoader.loadTestsFromName(n, module) for n in names)
        self.result = (testRunner or TextTestRunner(verbosity=verbosity)).run(suite)
        if exit: sys.exit(not self.result.wasSuccessful())
)py";

}  // namespace lessonrun::interp
