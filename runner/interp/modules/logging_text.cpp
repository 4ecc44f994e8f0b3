// The module logging, written in Python; it runs when first imported.
#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const char* const kLoggingText =
    R"py(import sys
import _native
CRITICAL = FATAL = 50; ERROR = 40; WARNING = WARN = 30; INFO = 20; DEBUG = 10; NOTSET = 0
_names = {50: 'CRITICAL', 40: 'ERROR', 30: 'WARNING', 20: 'INFO', 10: 'DEBUG', 0: 'NOTSET'}
_levels = {v: k for k, v in _names.items()}
_levels['WARN'], _levels['FATAL'] = 30, 50
raiseExceptions = True
def getLevelName(level): return _levels.get(level) or _names.get(level, f'Level {level}') if isinstance(level, str) else _names.get(level, f'Level {level}')
def addLevelName(level, name): _names[level] = name; _levels[name] = level
def _check(level):
    if isinstance(level, int): return level
    if isinstance(level, str):
        if level not in _levels: raise ValueError(f'Unknown level: {level!r}')
        return _levels[level]
    raise TypeError(f'Level not an integer or a valid string: {level!r}')
class LogRecord:
    def __init__(self, name, level, pathname, lineno, msg, args, exc_info=None, func=None, extra=None):
        if len(args) == 1 and isinstance(args[0], dict) and args[0]: args = args[0]
        self.name, self.levelno, self.levelname, self.pathname, self.lineno = name, level, getLevelName(level), pathname, lineno
        self.filename = pathname.rsplit('/', 1)[-1]
        self.module = self.filename.rsplit('.', 1)[0]
        self.msg, self.args, self.exc_info, self.funcName = msg, args, exc_info, func
        self.created = _native.now()
        self.msecs = int((self.created - int(self.created)) * 1000)
        self.process, self.thread, self.threadName, self.processName = 1, 1, 'MainThread', 'MainProcess'
        if extra: self.__dict__.update(extra)
    def getMessage(self): return str(self.msg) % self.args if self.args else str(self.msg)
    def __repr__(self): return f'<LogRecord: {self.name}, {self.levelno}, {self.pathname}, {self.lineno}, "{self.msg}">'
class Formatter:
    def __init__(self, fmt=None, datefmt=None, style='%', validate=True, *, defaults=None):
        self._fmt, self.datefmt, self._style = fmt or ('%(message)s' if style == '%' else '{message}'), datefmt, style
    def formatTime(self, record, datefmt=None):
        import datetime
        d = datetime.datetime.fromtimestamp(record.created)
        return d.strftime(datefmt) if datefmt else d.strftime('%Y-%m-%d %H:%M:%S') + ',%03d' % record.msecs
    def format(self, record):
        record.message = record.getMessage()
        if 'asctime' in self._fmt: record.asctime = self.formatTime(record, self.datefmt)
        s = self._fmt % record.__dict__ if self._style == '%' else self._fmt.format(**record.__dict__)
        if record.exc_info: s += '\n' + self.formatException(record.exc_info)
        return s
    def formatException(self, ei):
        return _native.format_exception(ei[1]).rstrip('\n')
_default = Formatter()
BASIC_FORMAT = '%(levelname)s:%(name)s:%(message)s'
class Filterer:
    def __init__(self): self.filters = []
    def addFilter(self, f): self.filters.append(f)
    def removeFilter(self, f): self.filters.remove(f)
    def filter(self, record):
        for f in self.filters:
            if not (f.filter(record) if hasattr(f, 'filter') else f(record)): return False
        return True
class Filter:
    def __init__(self, name=''): self.name = name
    def filter(self, record): return not self.name or record.name == self.name or record.name.startswith(self.name + '.')
class Handler(Filterer):
    def __init__(self, level=NOTSET):
        super().__init__()
        self.level, self.formatter = _check(level), None
    def setLevel(self, level): self.level = _check(level)
    def setFormatter(self, f): self.formatter = f
    def format(self, record): return (self.formatter or _default).format(record)
    def handle(self, record):
        if self.filter(record): self.emit(record)
    def emit(self, record): raise NotImplementedError('emit must be implemented by Handler subclasses')
    def flush(self): pass
    def close(self): pass
class StreamHandler(Handler):
    terminator = '\n'
    def __init__(self, stream=None):
        super().__init__()
        self.stream = sys.stderr if stream is None else stream
    def emit(self, record): self.stream.write(self.format(record) + self.terminator)
    def setStream(self, stream): old, self.stream = self.stream, stream; return old
    def __repr__(self): return f'<{self.__class__.__name__} {getattr(self.stream, "name", "")} ({getLevelName(self.level)})>'
class NullHandler(Handler):
    def emit(self, record): pass
    def handle(self, record): pass
class Logger(Filterer):
    def __init__(self, name, level=NOTSET):
        super().__init__()
        self.name, self.level, self.parent, self.propagate, self.handlers, self.disabled = name, _check(level), None, True, [], False
    def setLevel(self, level): self.level = _check(level)
    def getEffectiveLevel(self):
        l = self
        while l:
            if l.level: return l.level
            l = l.parent
        return NOTSET
    def isEnabledFor(self, level): return not self.disabled and level > _disabled[0] and level >= self.getEffectiveLevel()
    def getChild(self, suffix): return getLogger(suffix if self.name == 'root' else self.name + '.' + suffix)
    def addHandler(self, h):
        if h not in self.handlers: self.handlers.append(h)
    def removeHandler(self, h):
        if h in self.handlers: self.handlers.remove(h)
    def hasHandlers(self):
        l = self
        while l:
            if l.handlers: return True
            l = l.parent if l.propagate else None
        return False
    def debug(self, msg, *args, **kw): self._log(DEBUG, msg, args, **kw)
    def info(self, msg, *args, **kw): self._log(INFO, msg, args, **kw)
    def warning(self, msg, *args, **kw): self._log(WARNING, msg, args, **kw)
    warn = warning
    def error(self, msg, *args, **kw): self._log(ERROR, msg, args, **kw)
    def critical(self, msg, *args, **kw): self._log(CRITICAL, msg, args, **kw)
    fatal = critical
    def exception(self, msg, *args, exc_info=True, **kw): self._log(ERROR, msg, args, exc_info=exc_info, **kw)
    def log(self, level, msg, *args, **kw): self._log(level, msg, args, **kw)
    def _log(self, level, msg, args, exc_info=None, extra=None, stack_info=False, stacklevel=1):
        if not self.isEnabledFor(level): return
        if exc_info:
            e = exc_info if isinstance(exc_info, BaseException) else exc_info[1] if isinstance(exc_info, tuple) else _native.handled()
            exc_info = (type(e), e, None) if e is not None else None
        f, line, func = _native.caller(1 + stacklevel)
        self.handle(LogRecord(self.name, level, f, line, msg, args, exc_info, func, extra))
    def _log_text(self, level, text):
        f, line, func = _native.caller(1)
        self.handle(LogRecord(self.name, level, f, line, text, (), None, func))
    def handle(self, record):
        if not self.disabled and self.filter(record): self.callHandlers(record)
    def callHandlers(self, record):
        l, found = self, 0
        while l:
            for h in l.handlers[:]:
                found += 1
                if record.levelno >= h.level: h.handle(record)
            l = l.parent if l.propagate else None
        if not found and record.levelno >= WARNING: sys.stderr.write(record.getMessage() + '\n')
    def __repr__(self): return f'<{self.__class__.__name__} {self.name} ({getLevelName(self.getEffectiveLevel())})>'
class RootLogger(Logger): pass
_disabled = [0]
root = RootLogger('root', WARNING)
_loggers = {}
_class = [Logger]
def setLoggerClass(c): _class[0] = c
def getLoggerClass(): return _class[0]
def getLogger(name=None):
    if not name or name == 'root': return root
    if name in _loggers: return _loggers[name]
    l = _loggers[name] = _class[0](name)
    _fix(l)
    for other in _loggers.values():
        if other.name.startswith(name + '.') and len(other.parent.name if other.parent is not root else '') < len(name): other.parent = l
    return l
def _fix(l):
    parts = l.name.split('.')
    for n in range(len(parts) - 1, 0, -1):
        p = _loggers.get('.'.join(parts[:n]))
        if p: l.parent = p; return
    l.parent = root
def basicConfig(*, filename=None, filemode='a', format=None, datefmt=None, style='%', level=None, stream=None, handlers=None, force=False, encoding=None, errors=None):
    if force: root.handlers.clear()
    if not root.handlers:
        if filename is not None: raise NotImplementedError('logging to a file is not supported; use stream=')
        for h in handlers if handlers is not None else [StreamHandler(stream)]:
            if h.formatter is None: h.setFormatter(Formatter(format or (BASIC_FORMAT if style == '%' else '{levelname}:{name}:{message}'), datefmt, style))
            root.addHandler(h)
        if level is not None: root.setLevel(level)
def disable(level=CRITICAL): _disabled[0] = level
def _root(level):
    def f(msg, *args, **kw):
        if not root.handlers: basicConfig()
        root._log(level, msg, args, **kw)
    return f
debug, info, warning, error, critical = _root(10), _root(20), _root(30), _root(40), _root(50)
warn = warning
def log(level, msg, *args, **kw): _root(level)(msg, *args, **kw)
def exception(msg, *args, **kw): error(msg, *args, exc_info=True, **kw)
def captureWarnings(on): pass
def shutdown(): pass
class LoggerAdapter:
    def __init__(self, logger, extra=None): self.logger, self.extra = logger, extra
    def __getattr__(self, name): return getattr(self.logger, name)
)py";

}  // namespace lessonrun::interp
