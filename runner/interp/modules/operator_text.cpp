// The module operator, written in Python; it runs when first imported.
#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const char* const kOperatorText =
    R"py(_abs = abs
def add(a, b): return a + b
def sub(a, b): return a - b
def mul(a, b): return a * b
def truediv(a, b): return a / b
def floordiv(a, b): return a // b
def mod(a, b): return a % b
def pow(a, b): return a ** b
def neg(a): return -a
def pos(a): return +a
def not_(a): return not a
def and_(a, b): return a & b
def or_(a, b): return a | b
def xor(a, b): return a ^ b
def inv(a): return ~a
def abs(a): return _abs(a)
def lshift(a, b): return a << b
def rshift(a, b): return a >> b
def matmul(a, b): return a @ b
def iadd(a, b): a += b; return a
def isub(a, b): a -= b; return a
def imul(a, b): a *= b; return a
def itruediv(a, b): a /= b; return a
def ifloordiv(a, b): a //= b; return a
def imod(a, b): a %= b; return a
def iand(a, b): a &= b; return a
def ior(a, b): a |= b; return a
def ixor(a, b): a ^= b; return a
def iconcat(a, b): a += b; return a
def indexOf(a, b):
    for i, x in enumerate(a):
        if x is b or x == b: return i
    raise ValueError('sequence.index(x): x not in sequence')
def call(obj, /, *args, **kw): return obj(*args, **kw)
def length_hint(obj, default=0): return len(obj) if hasattr(obj, '__len__') else default
invert = inv
def lt(a, b): return a < b
def le(a, b): return a <= b
def eq(a, b): return a == b
def ne(a, b): return a != b
def gt(a, b): return a > b
def ge(a, b): return a >= b
def is_(a, b): return a is b
def is_not(a, b): return a is not b
def contains(a, b): return b in a
def concat(a, b): return a + b
def getitem(a, b): return a[b]
def setitem(a, b, c): a[b] = c
def delitem(a, b): del a[b]
def truth(a): return bool(a)
def index(a): return a.__index__()
def countOf(a, b): return sum(1 for x in a if x is b or x == b)
class itemgetter:
    def __init__(self, item, *items): self._items = (item,) + items
    def __call__(self, obj): return obj[self._items[0]] if len(self._items) == 1 else tuple(obj[i] for i in self._items)
    def __repr__(self): return 'operator.itemgetter(' + ', '.join(map(repr, self._items)) + ')'
class attrgetter:
    def __init__(self, attr, *attrs): self._attrs = (attr,) + attrs
    def _get(self, obj, path):
        for n in path.split('.'): obj = getattr(obj, n)
        return obj
    def __call__(self, obj): return self._get(obj, self._attrs[0]) if len(self._attrs) == 1 else tuple(self._get(obj, a) for a in self._attrs)
    def __repr__(self): return 'operator.attrgetter(' + ', '.join(map(repr, self._attrs)) + ')'
class methodcaller:
    def __init__(self, name, /, *args, **kw): self._c = (name, args, kw)
    def __call__(self, obj): return getattr(obj, self._c[0])(*self._c[1], **self._c[2])
    def __repr__(self): return 'operator.methodcaller(' + ', '.join([repr(self._c[0])] + [repr(a) for a in self._c[1]] + [f'{k}={v!r}' for k, v in self._c[2].items()]) + ')'
)py";

}  // namespace lessonrun::interp
