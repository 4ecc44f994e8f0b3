// The modules traceback and inspect: what a program asks about its own exceptions and objects.
#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const char* const kTracebackText =
    R"py(import sys, _native
_none = object()
def _value(exc, value): return exc if value is _none else value
def format_exception_only(exc, /, value=_none):
    e = _value(exc, value)
    if e is None: return ['NoneType: None\n']
    return _native.format_exception_only(e).splitlines(True)
def format_exception(exc, /, value=_none, tb=_none, limit=None, chain=True):
    e = _value(exc, value)
    if e is None: return ['NoneType: None\n']
    return _native.format_exception(e).splitlines(True)
def format_exc(limit=None, chain=True):
    e = _native.handled()
    return 'NoneType: None\n' if e is None else _native.format_exception(e)
def print_exception(exc, /, value=_none, tb=_none, limit=None, file=None, chain=True): (file or sys.stderr).write(''.join(format_exception(exc, value)))
def print_exc(limit=None, file=None, chain=True): (file or sys.stderr).write(format_exc())
class FrameSummary:
    def __init__(self, filename, lineno, name, line=''): self.filename, self.lineno, self.name, self.line = filename, lineno, name, line
    def __iter__(self): return iter((self.filename, self.lineno, self.name, self.line))
    def __getitem__(self, i): return (self.filename, self.lineno, self.name, self.line)[i]
    def __len__(self): return 4
    def __repr__(self): return f'<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>'
def _missing(*a, **k): _native.unsupported('traceback', 'Walking a traceback object is not supported; print it with traceback.print_exc().')
extract_tb = format_tb = print_tb = walk_tb = _missing
def format_list(entries): return [f'  File "{e[0]}", line {e[1]}, in {e[2]}\n' + (f'    {e[3]}\n' if e[3] else '') for e in entries]
def extract_stack(f=None, limit=None):
    out, level = [], 1
    while True:
        e = _native.caller(level)
        if not e[2]: return out[::-1]
        out.append(FrameSummary(*e))
        level += 1
def format_stack(f=None, limit=None): return format_list(extract_stack()[:-1])
def print_stack(f=None, limit=None, file=None): (file or sys.stderr).write(''.join(format_stack()[:-1]))
)py";

const char* const kInspectText =
    R"py(import _native
def isclass(o): return isinstance(o, type)
def ismodule(o): return type(o).__name__ == 'module'
def isfunction(o): return type(o).__name__ == 'function'
def ismethod(o): return type(o).__name__ == 'method'
def isbuiltin(o): return type(o).__name__ == 'builtin_function_or_method'
def isroutine(o): return type(o).__name__ in ('function', 'method', 'builtin_function_or_method', 'method_descriptor', 'wrapper_descriptor', 'method-wrapper')
def isgenerator(o): return type(o).__name__ == 'generator'
def isgeneratorfunction(o): return isfunction(o) and bool(getattr(getattr(o, '__code__', None), 'co_flags', 0) & 32)
def iscoroutinefunction(o): return False
iscoroutine = isawaitable = isasyncgen = isasyncgenfunction = iscoroutinefunction
def isabstract(o): return isinstance(o, type) and bool(getattr(o, '__abstractmethods__', ()))
def isdatadescriptor(o): return not isclass(o) and (hasattr(type(o), '__set__') or hasattr(type(o), '__delete__') or isinstance(o, property))
def cleandoc(doc):
    lines = doc.expandtabs().split('\n')
    margin = min([len(l) - len(l.lstrip()) for l in lines[1:] if l.strip()], default=0)
    lines = [lines[0].lstrip()] + [l[margin:] for l in lines[1:]]
    while lines and not lines[-1]: lines.pop()
    while lines and not lines[0]: lines.pop(0)
    return '\n'.join(lines)
def getdoc(o):
    doc = getattr(o, '__doc__', None)
    return cleandoc(doc) if isinstance(doc, str) else None
def getmembers(o, predicate=None):
    out = []
    for name in dir(o):
        try: v = getattr(o, name)
        except AttributeError: continue
        if predicate is None or predicate(v): out.append((name, v))
    return sorted(out, key=lambda i: i[0])
def getmro(cls): return cls.__mro__
def getmodule(o):
    import sys
    return sys.modules.get(getattr(o, '__module__', None))
def unwrap(f, *, stop=None):
    while hasattr(f, '__wrapped__'): f = f.__wrapped__
    return f
def _missing(*a, **k): _native.unsupported('inspect', 'Reading signatures, sources and frames with inspect is not supported; leave it out of the lesson.')
signature = getsource = getsourcelines = getfullargspec = stack = currentframe = getfile = _missing
)py";

}  // namespace lessonrun::interp
