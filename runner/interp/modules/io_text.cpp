// The module io, written in Python; it runs when first imported.
#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const char* const kIoText =
    R"py(class UnsupportedOperation(OSError, ValueError): pass
class StringIO:
    def __init__(self, initial_value='', newline='\n'): self._s, self._p, self.closed = initial_value or '', 0, False
    def write(self, s):
        if not isinstance(s, str): raise TypeError(f'string argument expected, got {type(s).__name__!r}')
        self._s = self._s[:self._p] + s + self._s[self._p + len(s):]
        self._p += len(s)
        return len(s)
    def writelines(self, lines):
        for l in lines: self.write(l)
    def getvalue(self): return self._s
    def read(self, n=-1):
        end = len(self._s) if n is None or n < 0 else self._p + n
        r = self._s[self._p:end]
        self._p += len(r)
        return r
    def readline(self):
        i = self._s.find('\n', self._p)
        return self.read(-1 if i < 0 else i + 1 - self._p)
    def readlines(self): return list(self)
    def __iter__(self): return self
    def __next__(self):
        l = self.readline()
        if not l: raise StopIteration
        return l
    def seek(self, pos, whence=0): self._p = pos if whence == 0 else len(self._s); return self._p
    def tell(self): return self._p
    def truncate(self, size=None): self._s = self._s[:self._p if size is None else size]
    def flush(self): pass
    def close(self): self.closed = True
    def isatty(self): return False
    def __enter__(self): return self
    def __exit__(self, *a): self.close()
)py";

}  // namespace lessonrun::interp
