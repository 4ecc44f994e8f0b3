// The module warnings, written in Python; it runs when first imported.
#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const char* const kWarningsText =
    R"py(import sys
import _native
filters = [('default', None, DeprecationWarning, '__main__', 0), ('ignore', None, DeprecationWarning, None, 0), ('ignore', None, PendingDeprecationWarning, None, 0), ('ignore', None, ImportWarning, None, 0), ('ignore', None, ResourceWarning, None, 0)]
_seen = set()
_capture = []
class WarningMessage:
    def __init__(self, message, category, filename, lineno):
        self.message, self.category, self.filename, self.lineno, self.line = message, category, filename, lineno, None
    def __str__(self): return f"{{message : {self.message!r}, category : {self.category.__name__!r}, filename : {self.filename!r}, lineno : {self.lineno}, line : None}}"
def formatwarning(message, category, filename, lineno, line=None):
    if line is None: line = _native.source_line(filename, lineno)
    line = line.strip() if line else ''
    return f'{filename}:{lineno}: {category.__name__}: {message}\n' + (f'  {line}\n' if line else '')
_format = formatwarning
def showwarning(message, category, filename, lineno, file=None, line=None):
    text = (_format if formatwarning is _format else formatwarning)(message, category, filename, lineno, line)
    if file is None: _native.write_warning(text)
    else: file.write(text)
_show = showwarning
def warn(message, category=None, stacklevel=1, source=None):
    if isinstance(message, Warning): category = type(message)
    elif category is None: category = UserWarning
    if not (isinstance(category, type) and issubclass(category, Warning)): raise TypeError(f"category must be a Warning subclass, not '{type(category).__name__}'")
    f, line, _ = _native.caller(stacklevel)
    _emit(message, category, f, line, _native.caller_module(stacklevel), line - _native.caller_offset(stacklevel))
def _warn_native(message, category, filename, lineno, own_line): _emit(message, category, filename, lineno, '__main__', own_line)
def warn_explicit(message, category, filename, lineno, module=None, registry=None): _emit(message, category, filename, lineno, module or '__main__', lineno)
# Each step is a text of its own, as at a prompt: `own_line` counts in it, and it is what Python knows a repeated warning by.
def _emit(message, category, filename, lineno, module, own_line):
    text = str(message)
    if not isinstance(message, Warning): message = category(message)
    action = 'default'
    for act, msg, cat, mod, line in filters:
        if (msg is None or text.lower().startswith(msg.lower())) and issubclass(category, cat) and (mod is None or mod == module) and (line == 0 or line == own_line):
            action = act
            break
    if action == 'ignore': return
    if action == 'error': raise message
    key = (text, category, module if action in ('module',) else '' if action == 'once' else (module, own_line))
    if action != 'always':
        if key in _seen: return
        _seen.add(key)
    if _capture: _capture[-1].append(WarningMessage(message, category, filename, lineno)); return
    (showwarning if showwarning is not _show else _show)(message, category, filename, lineno)
def simplefilter(action, category=Warning, lineno=0, append=False):
    _add((action, None, category, None, lineno), append)
def filterwarnings(action, message='', category=Warning, module='', lineno=0, append=False):
    _add((action, message.rstrip('$').rstrip('.*').lstrip('.*') or None, category, module or None, lineno), append)
def _add(item, append):
    _seen.clear()
    if append: filters.append(item)
    else: filters.insert(0, item)
def resetwarnings(): filters.clear(); _seen.clear()
class catch_warnings:
    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0, append=False): self._r, self._a = record, (action, category, lineno, append)
    def __enter__(self):
        self._f = filters[:]
        _seen.clear()
        if self._a[0] is not None: simplefilter(*self._a)
        if self._r:
            log = []
            _capture.append(log)
            return log
    def __exit__(self, *a):
        filters[:] = self._f
        _seen.clear()
        if self._r: _capture.pop()
)py";

}  // namespace lessonrun::interp
