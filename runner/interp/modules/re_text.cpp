// The module re: flags and module-level functions over the native patterns (re_native.cpp).
#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const char* const kReText =
    R"py(class error(Exception):
    def __init__(self, msg, pattern=None, pos=None):
        self.msg, self.pattern, self.pos, self.lineno, self.colno = msg, pattern, pos, None, None
        if pattern is not None and pos is not None:
            newline = '\n' if isinstance(pattern, str) else b'\n'
            msg = f'{msg} at position {pos}'
            self.lineno = pattern.count(newline, 0, pos) + 1
            self.colno = pos - pattern.rfind(newline, 0, pos)
            if newline in pattern: msg = f'{msg} (line {self.lineno}, column {self.colno})'
        super().__init__(msg)
error.__module__ = 're'
_names = {2: 'IGNORECASE', 4: 'LOCALE', 8: 'MULTILINE', 16: 'DOTALL', 32: 'UNICODE', 64: 'VERBOSE', 128: 'DEBUG', 256: 'ASCII'}
class RegexFlag(int):
    def __or__(self, o): return RegexFlag(int(self) | int(o))
    __ror__ = __or__
    def __and__(self, o): return RegexFlag(int(self) & int(o))
    __rand__ = __and__
    def __xor__(self, o): return RegexFlag(int(self) ^ int(o))
    value = property(int)
    name = property(lambda self: '|'.join(n for v, n in _names.items() if self & v) or None)
    def __repr__(self): return '|'.join('re.' + n for v, n in _names.items() if int(self) & v) or 're.NOFLAG'
    def __str__(self): return repr(self)
NOFLAG = RegexFlag(0)
I = IGNORECASE = RegexFlag(2)
L = LOCALE = RegexFlag(4)
M = MULTILINE = RegexFlag(8)
S = DOTALL = RegexFlag(16)
U = UNICODE = RegexFlag(32)
X = VERBOSE = RegexFlag(64)
DEBUG = RegexFlag(128)
A = ASCII = RegexFlag(256)
_cache = {}
def compile(pattern, flags=0):
    if isinstance(pattern, Pattern):
        if flags: raise ValueError('cannot process flags argument with a compiled pattern')
        return pattern
    key = (type(pattern), pattern, int(flags))
    try: return _cache[key]
    except (KeyError, TypeError): pass
    p = _compile(Pattern, pattern, int(flags), error)
    if len(_cache) > 500: _cache.clear()
    _cache[key] = p
    return p
def _sub(self, repl, string, count=0): return self._subn(repl, string, count, error)[0]
def _subn_(self, repl, string, count=0): return self._subn(repl, string, count, error)
_class_set(Pattern, 'sub', _sub)
_class_set(Pattern, 'subn', _subn_)
_class_set(Pattern, '_error', error)
def match(pattern, string, flags=0): return compile(pattern, flags).match(string)
def fullmatch(pattern, string, flags=0): return compile(pattern, flags).fullmatch(string)
def search(pattern, string, flags=0): return compile(pattern, flags).search(string)
def findall(pattern, string, flags=0): return compile(pattern, flags).findall(string)
def finditer(pattern, string, flags=0): return compile(pattern, flags).finditer(string)
def split(pattern, string, maxsplit=0, flags=0): return compile(pattern, flags).split(string, maxsplit)
def sub(pattern, repl, string, count=0, flags=0): return compile(pattern, flags).sub(repl, string, count)
def subn(pattern, repl, string, count=0, flags=0): return compile(pattern, flags).subn(repl, string, count)
def purge(): _cache.clear()
_special = '()[]{}?*+-|^$\\.&~# \t\n\r\v\f'
def escape(pattern):
    if isinstance(pattern, str): return ''.join('\\' + c if c in _special else c for c in pattern)
    return escape(pattern.decode('latin-1')).encode('latin-1')
)py";

}  // namespace lessonrun::interp
