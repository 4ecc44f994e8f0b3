// The module decimal: the General Decimal Arithmetic over Python's big integers, so libtommath does
// the work. A number is a sign, a coefficient and an exponent; infinities and NaNs have a letter
// for an exponent. Results are rounded to the context's precision. The file is above 500 lines
// because it is the text of one Python module.
#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const char* const kDecimalText =
    R"py(import _native
ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR = 'ROUND_UP', 'ROUND_DOWN', 'ROUND_CEILING', 'ROUND_FLOOR'
ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP = 'ROUND_HALF_UP', 'ROUND_HALF_DOWN', 'ROUND_HALF_EVEN', 'ROUND_05UP'
MAX_PREC = MAX_EMAX = 999999999999999999
MIN_EMIN = -999999999999999999
class DecimalException(ArithmeticError): pass
class Clamped(DecimalException): pass
class InvalidOperation(DecimalException): pass
class ConversionSyntax(InvalidOperation): pass
class DivisionUndefined(InvalidOperation, ZeroDivisionError): pass
class DivisionImpossible(InvalidOperation): pass
class DivisionByZero(DecimalException, ZeroDivisionError): pass
class Inexact(DecimalException): pass
class Rounded(DecimalException): pass
class Subnormal(DecimalException): pass
class Overflow(Inexact, Rounded): pass
class Underflow(Inexact, Rounded, Subnormal): pass
class FloatOperation(DecimalException, TypeError): pass
_SIGNALS = [InvalidOperation, FloatOperation, DivisionByZero, Overflow, Subnormal, Underflow, Rounded, Inexact, Clamped]
class Context:
    def __init__(self, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None):
        self.prec, self.rounding = 28 if prec is None else prec, rounding or ROUND_HALF_EVEN
        self.Emin, self.Emax = -999999 if Emin is None else Emin, 999999 if Emax is None else Emax
        self.capitals, self.clamp = 1 if capitals is None else capitals, clamp or 0
        self.flags = {s: False for s in _SIGNALS}
        traps = [InvalidOperation, DivisionByZero, Overflow] if traps is None else traps
        self.traps = traps if isinstance(traps, dict) else {s: s in traps for s in _SIGNALS}
    def __setattr__(self, name, value):
        if name == 'prec' and not (isinstance(value, int) and 1 <= value <= MAX_PREC): raise ValueError(f'valid range for prec is [1, MAX_PREC]')
        if name == 'rounding' and value not in (ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP):
            raise TypeError("valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]")
        object.__setattr__(self, name, value)
    def copy(self): return Context(self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp, None, dict(self.traps))
    __copy__ = copy
    def clear_flags(self):
        for s in _SIGNALS: self.flags[s] = False
    def create_decimal(self, num='0'): return Decimal(num)._fix(self)
    def quantize(self, a, b): return Decimal(a).quantize(b, context=self)
    def add(self, a, b): return Decimal(a)._add(Decimal(b), self)
    def subtract(self, a, b): return Decimal(a)._sub(Decimal(b), self)
    def multiply(self, a, b): return Decimal(a)._mul(Decimal(b), self)
    def divide(self, a, b): return Decimal(a)._div(Decimal(b), self)
    def sqrt(self, a): return Decimal(a).sqrt(self)
    def plus(self, a): return Decimal(a)._fix(self)
    def __repr__(self):
        return (f'Context(prec={self.prec}, rounding={self.rounding}, Emin={self.Emin}, Emax={self.Emax}, capitals={self.capitals}, clamp={self.clamp}, '
                f'flags=[{", ".join(s.__name__ for s in _SIGNALS if self.flags[s])}], traps=[{", ".join(s.__name__ for s in _SIGNALS if self.traps[s])}])')
    def _raise(self, signal, detail=None, result=None):
        self.flags[signal] = True
        if self.traps[signal]: raise signal([detail or signal])
        return result if result is not None else _special(0, 'n')
DefaultContext = Context()
BasicContext = Context(prec=9, rounding=ROUND_HALF_UP, traps=[InvalidOperation, DivisionByZero, Overflow, Underflow, Clamped])
ExtendedContext = Context(prec=9, traps=[])
_current = Context()
def getcontext(): return _current
def setcontext(context):
    global _current
    _current = context
class localcontext:
    def __init__(self, ctx=None, **kw):
        self._new = (ctx or _current).copy()
        for k, v in kw.items(): setattr(self._new, k, v)
    def __enter__(self):
        self._old = _current
        setcontext(self._new)
        return self._new
    def __exit__(self, *a): setcontext(self._old)
def _make(s, i, e, cls=None):
    d = object.__new__(cls or Decimal)
    d._s, d._i, d._e = s, i, e
    return d
def _special(s, letter): return _make(s, 0, letter)
def _round_up(how, s, i, rest, half):
    if rest == 0: return False
    if how == ROUND_HALF_EVEN: return rest > half or rest == half and i % 2 == 1
    if how == ROUND_HALF_UP: return rest >= half
    if how == ROUND_HALF_DOWN: return rest > half
    if how == ROUND_UP: return True
    if how == ROUND_CEILING: return s == 0
    if how == ROUND_FLOOR: return s == 1
    return how == ROUND_05UP and i % 5 == 0
def _parse(text):
    t = text.strip().replace('_', '')
    s = 0
    if t[:1] in ('+', '-'): s, t = int(t[0] == '-'), t[1:]
    low = t.lower()
    if low in ('inf', 'infinity'): return s, 0, 'F'
    for word, letter in (('snan', 'N'), ('nan', 'n')):
        if low.startswith(word) and (low == word or low[len(word):].isdigit()): return s, int(low[len(word):] or 0), letter
    mantissa, mark, e = low.partition('e')
    whole, dot, part = mantissa.partition('.')
    digits = whole + part
    if not digits.isdigit() or not digits.isdecimal(): return None
    if mark:
        tail = e[1:] if e[:1] in ('+', '-') else e
        if not tail.isdigit(): return None
    return s, int(digits), (int(e) if mark else 0) - len(part)
)py"
    R"py(class Decimal:
    def __new__(cls, value='0', context=None):
        if isinstance(value, str):
            p = _parse(value)
            if p is None: return (context or _current)._raise(InvalidOperation, ConversionSyntax)
            return _make(*p, cls)
        if isinstance(value, Decimal): return _make(value._s, value._i, value._e, cls)
        if isinstance(value, int): return _make(int(value < 0), abs(int(value)), 0, cls)
        if isinstance(value, float): _current.flags[FloatOperation] = True; return cls.from_float(value)
        if isinstance(value, (tuple, list)):
            if len(value) != 3: raise ValueError('argument must be a sequence of length 3')
            s, digits, e = value
            return _make(s, int(''.join(map(str, digits)) or '0'), e, cls)
        raise TypeError(f'conversion from {type(value).__name__} to Decimal is not supported')
    @classmethod
    def from_float(cls, f):
        if isinstance(f, int): return cls(f)
        if not isinstance(f, float): raise TypeError('argument must be int or float')
        if f != f: return _make(0, 0, 'n', cls)
        if f in (float('inf'), float('-inf')): return _make(int(f < 0), 0, 'F', cls)
        n, d = abs(f).as_integer_ratio()
        k = d.bit_length() - 1
        return _make(int(f < 0 or str(f)[0] == '-'), n * 5 ** k, -k, cls)
    def is_nan(self): return self._e in ('n', 'N')
    def is_snan(self): return self._e == 'N'
    def is_qnan(self): return self._e == 'n'
    def is_infinite(self): return self._e == 'F'
    def is_finite(self): return isinstance(self._e, int)
    def is_signed(self): return self._s == 1
    def is_zero(self): return self._i == 0 and isinstance(self._e, int)
    def is_normal(self, context=None): return isinstance(self._e, int) and self._i != 0
    def __bool__(self): return self._i != 0 or not isinstance(self._e, int)
    def adjusted(self): return self._e + len(str(self._i)) - 1 if isinstance(self._e, int) else 0
    real = property(lambda self: self)
    imag = property(lambda self: Decimal(0))
    def conjugate(self): return self
    def as_tuple(self):
        from collections import namedtuple
        global DecimalTuple
        if DecimalTuple is None: DecimalTuple = namedtuple('DecimalTuple', 'sign digits exponent', module='decimal')
        digits = () if self._e in ('n', 'N') and not self._i else tuple(map(int, str(self._i)))
        return DecimalTuple(self._s, digits, self._e)
    def as_integer_ratio(self):
        if not isinstance(self._e, int): raise (ValueError('cannot convert NaN to integer ratio') if self.is_nan() else OverflowError('cannot convert Infinity to integer ratio'))
        n = -self._i if self._s else self._i
        if self._e >= 0: return n * 10 ** self._e, 1
        from math import gcd
        d = 10 ** -self._e
        g = gcd(n, d)
        return n // g, d // g
    def _round(self, e, how):
        "The coefficient at exponent e."
        if self._e >= e: return self._i * 10 ** (self._e - e)
        drop = e - self._e
        if drop > len(str(self._i)) + 1: q, rest, half = 0, self._i, self._i + 1
        else:
            unit = 10 ** drop
            q, rest = divmod(self._i, unit)
            rest, half = rest * 2, unit
        return q + 1 if _round_up(how, self._s, q, rest, half) else q
    def _fix(self, ctx):
        if not isinstance(self._e, int): return self
        n = len(str(self._i))
        s, i, e = self._s, self._i, self._e
        if n > ctx.prec:
            e += n - ctx.prec
            i = self._round(e, ctx.rounding)
            ctx.flags[Rounded] = True
            if i * 10 ** (e - self._e) != self._i:
                ctx.flags[Inexact] = True
                if ctx.traps[Inexact]: raise Inexact([Inexact])
            if len(str(i)) > ctx.prec: i, e = i // 10, e + 1
        if i and e + len(str(i)) - 1 > ctx.Emax: return ctx._raise(Overflow, None, _special(s, 'F'))
        if i and e + len(str(i)) - 1 < ctx.Emin:
            tiny = ctx.Emin - ctx.prec + 1
            if e < tiny: i, e = _make(s, i, e)._round(tiny, ctx.rounding), tiny
        return _make(s, i, e)
    def _nan(self, o, ctx):
        for d in (self, o):
            if d._e == 'N': return ctx._raise(InvalidOperation)
        return self if self.is_nan() else o if o.is_nan() else None
    def _sub(self, o, ctx):
        n = self._nan(o, ctx)
        return n if n is not None else self._add(o.copy_negate(), ctx)
    def _add(self, o, ctx):
        n = self._nan(o, ctx)
        if n is not None: return n
        if self._e == 'F': return ctx._raise(InvalidOperation) if o._e == 'F' and o._s != self._s else self
        if o._e == 'F': return o
        a, b = self, o
        e = min(a._e, b._e)
        if not a._i or not b._i:
            if not a._i and not b._i: return _make(a._s if a._s == b._s else int(ctx.rounding == ROUND_FLOOR), 0, e)._fix(ctx)
            d = b if not a._i else a
            e = max(e, d._e - ctx.prec - 1)
            return _make(d._s, d._round(e, ROUND_DOWN), e)._fix(ctx)
        if a._e < b._e: a, b = b, a
        limit = a._e + min(-1, len(str(a._i)) - ctx.prec - 2)
        if len(str(b._i)) + b._e - 1 < limit: b = _make(b._s, 1, limit)
        e = min(a._e, b._e)
        n = (-1) ** a._s * a._i * 10 ** (a._e - e) + (-1) ** b._s * b._i * 10 ** (b._e - e)
        if n == 0: return _make(int(ctx.rounding == ROUND_FLOOR), 0, e)._fix(ctx)
        return _make(int(n < 0), abs(n), e)._fix(ctx)
    def _mul(self, o, ctx):
        n = self._nan(o, ctx)
        if n is not None: return n
        s = self._s ^ o._s
        if self._e == 'F' or o._e == 'F':
            return _special(s, 'F') if self and o else ctx._raise(InvalidOperation)
        return _make(s, self._i * o._i, self._e + o._e)._fix(ctx)
    def _div(self, o, ctx):
        n = self._nan(o, ctx)
        if n is not None: return n
        s = self._s ^ o._s
        if self._e == 'F': return ctx._raise(InvalidOperation) if o._e == 'F' else _special(s, 'F')
        if o._e == 'F': return _make(s, 0, ctx.Emin - ctx.prec + 1)
        if not o._i:
            if not self._i: return ctx._raise(InvalidOperation, DivisionUndefined)
            return ctx._raise(DivisionByZero, None, _special(s, 'F'))
        if not self._i: return _make(s, 0, self._e - o._e)._fix(ctx)
        shift = len(str(o._i)) - len(str(self._i)) + ctx.prec + 1
        e = self._e - o._e - shift
        if shift >= 0: q, r = divmod(self._i * 10 ** shift, o._i)
        else: q, r = divmod(self._i, o._i * 10 ** -shift)
        if r:
            if q % 5 == 0: q += 1
        else:
            while e < self._e - o._e and q % 10 == 0: q, e = q // 10, e + 1
        return _make(s, q, e)._fix(ctx)
    def _divmod(self, o, ctx):
        n = self._nan(o, ctx)
        if n is not None: return n, n
        s = self._s ^ o._s
        if self._e == 'F': return (_special(s, 'F') if o._e != 'F' else ctx._raise(InvalidOperation)), None
        if o._e == 'F': return _make(s, 0, 0), self._fix(ctx)
        if not o._i:
            if not self._i: r = ctx._raise(InvalidOperation, DivisionUndefined); return r, r
            return ctx._raise(DivisionByZero, None, _special(s, 'F')), ctx._raise(InvalidOperation)
        if self.adjusted() - o.adjusted() > ctx.prec + 1: r = ctx._raise(InvalidOperation, DivisionImpossible); return r, r
        e = min(self._e, o._e)
        if self.adjusted() - o.adjusted() < -1: q, r = 0, self._round(e, ROUND_DOWN)
        else: q, r = divmod(self._i * 10 ** (self._e - e), o._i * 10 ** (o._e - e))
        if len(str(q)) > ctx.prec: r = ctx._raise(InvalidOperation, DivisionImpossible); return r, r
        return _make(s, q, 0), _make(self._s, r, e)._fix(ctx)
    def __add__(self, o):
        o = _convert(o)
        return o if o is NotImplemented else self._add(o, _current)
    __radd__ = __add__
    def __sub__(self, o):
        o = _convert(o)
        return o if o is NotImplemented else self._sub(o, _current)
    def __rsub__(self, o):
        o = _convert(o)
        return o if o is NotImplemented else o._sub(self, _current)
    def __mul__(self, o):
        o = _convert(o)
        return o if o is NotImplemented else self._mul(o, _current)
    __rmul__ = __mul__
    def __truediv__(self, o):
        o = _convert(o)
        return o if o is NotImplemented else self._div(o, _current)
    def __rtruediv__(self, o):
        o = _convert(o)
        return o if o is NotImplemented else o._div(self, _current)
    def __floordiv__(self, o):
        o = _convert(o)
        return o if o is NotImplemented else self._divmod(o, _current)[0]
    def __rfloordiv__(self, o):
        o = _convert(o)
        return o if o is NotImplemented else o.__floordiv__(self)
    def __mod__(self, o):
        o = _convert(o)
        if o is NotImplemented: return o
        if self._e == 'F' and not o.is_nan() or isinstance(o._e, int) and not o._i and self._i and isinstance(self._e, int): return _current._raise(InvalidOperation)
        return self._divmod(o, _current)[1]
    def __rmod__(self, o):
        o = _convert(o)
        return o if o is NotImplemented else o.__mod__(self)
    def __divmod__(self, o):
        o = _convert(o)
        if o is NotImplemented: return o
        q, r = self._divmod(o, _current)
        return q, _current._raise(InvalidOperation) if r is None else r
    def __rdivmod__(self, o):
        o = _convert(o)
        return o if o is NotImplemented else o.__divmod__(self)
    def __pow__(self, o, modulo=None):
        o = _convert(o)
        if o is NotImplemented: return o
        if modulo is not None: return Decimal(pow(int(self), int(o), int(modulo)))
        n = self._nan(o, _current)
        if n is not None: return n
        if not self._i and not o._i and self.is_finite(): return _current._raise(InvalidOperation)
        if not o._i and o.is_finite(): return Decimal(1)
        if o.is_finite() and o == o.to_integral_value():
            k = int(o)
            s = self._s if k % 2 else 0
            if self._e == 'F': return _special(s, 'F') if k > 0 else _make(s, 0, 0)
            if not self._i: return _make(s, 0, 0)._fix(_current) if k > 0 else _special(s, 'F')
            if abs(k) * len(str(self._i)) <= 2000:
                if k > 0: return _make(s, self._i ** k, self._e * k)._fix(_current)
                return _make(0, 1, 0)._div(_make(s, self._i ** -k, self._e * -k), _current)
            wide = Context(prec=_current.prec + 10 + len(str(abs(k))), traps=[])
            out, base, left = Decimal(1), abs(self), abs(k)
            while left:
                if left & 1: out = out._mul(base, wide)
                left >>= 1
                if left: base = base._mul(base, wide)
            if k < 0: out = Decimal(1)._div(out, wide)
            return _make(s, out._i, out._e)._fix(_current)
        if o == Decimal('0.5') and not self._s:
            if not self._i: return self if self._e == 'F' else _make(0, 0, 0)
            r = self.sqrt()
            if r * r == self: # an exact root fills the precision
                pad = _current.prec - len(str(r._i))
                if r._i and pad > 0: r = _make(0, r._i * 10 ** pad, r._e - pad)
            return r
        if self._s and self._i: return _current._raise(InvalidOperation)
        _native.unsupported('Decimal power', 'A Decimal power with a fractional exponent is not supported; use a float.')
    def __rpow__(self, o):
        o = _convert(o)
        return o if o is NotImplemented else o.__pow__(self)
    def __neg__(self): return self if self.is_nan() else _make(0 if not self else 1 - self._s, self._i, self._e)._fix(_current)
    def __pos__(self): return self if self.is_nan() else _make(0 if not self else self._s, self._i, self._e)._fix(_current)
    def __abs__(self): return _make(0, self._i, self._e)._fix(_current)
    def copy_negate(self): return _make(1 - self._s, self._i, self._e)
    def copy_abs(self): return _make(0, self._i, self._e)
    def copy_sign(self, o): return _make(Decimal(o)._s, self._i, self._e)
    def _cmp(self, o):
        if self._e == 'F' or o._e == 'F':
            a = 0 if self._e != 'F' else -1 if self._s else 1
            b = 0 if o._e != 'F' else -1 if o._s else 1
            return (a > b) - (a < b)
        if not self._i or not o._i:
            a, b = (0 if not self._i else 1 - 2 * self._s), (0 if not o._i else 1 - 2 * o._s)
            return (a > b) - (a < b)
        if self._s != o._s: return -1 if self._s else 1
        x, y = self.adjusted(), o.adjusted()
        if x == y:
            e = min(self._e, o._e)
            x, y = self._i * 10 ** (self._e - e), o._i * 10 ** (o._e - e)
        c = (x > y) - (x < y)
        return -c if self._s else c
    def compare(self, o, context=None):
        o = Decimal(o)
        n = self._nan(o, _current)
        return n if n is not None else Decimal(self._cmp(o))
    def _order(self, o, test):
        if isinstance(o, float): _current.flags[FloatOperation] = True
        o = Decimal.from_float(o) if isinstance(o, float) else _convert(o)
        if o is NotImplemented: return o
        if self.is_nan() or o.is_nan():
            _current._raise(InvalidOperation)
            return False
        return test(self._cmp(o))
    def __eq__(self, o):
        if isinstance(o, float): _current.flags[FloatOperation] = True
        o = Decimal.from_float(o) if isinstance(o, float) else _convert(o)
        if o is NotImplemented: return o
        return not (self.is_nan() or o.is_nan()) and self._cmp(o) == 0
    def __lt__(self, o): return self._order(o, lambda c: c < 0)
    def __le__(self, o): return self._order(o, lambda c: c <= 0)
    def __gt__(self, o): return self._order(o, lambda c: c > 0)
    def __ge__(self, o): return self._order(o, lambda c: c >= 0)
    def __hash__(self):
        if self._e == 'F': return hash(float('-inf' if self._s else 'inf'))
        if not isinstance(self._e, int): return object.__hash__(self)
        p = (1 << 61) - 1
        n = self._i * (pow(10, self._e, p) if self._e >= 0 else pow(pow(10, p - 2, p), -self._e, p)) % p
        if self._s: n = -n
        return -2 if n == -1 else n
    def max(self, o, context=None):
        o = Decimal(o)
        if self.is_nan() or o.is_nan(): return (o if self.is_nan() else self)._fix(_current)
        return (self if self._cmp(o) >= 0 else o)._fix(context or _current)
    def min(self, o, context=None):
        o = Decimal(o)
        if self.is_nan() or o.is_nan(): return (o if self.is_nan() else self)._fix(_current)
        return (self if self._cmp(o) <= 0 else o)._fix(context or _current)
    def __int__(self):
        if not isinstance(self._e, int): raise (ValueError('cannot convert NaN to integer') if self.is_nan() else OverflowError('cannot convert Infinity to integer'))
        n = self._i * 10 ** self._e if self._e >= 0 else self._i // 10 ** -self._e
        return -n if self._s else n
    __trunc__ = __int__
    def __floor__(self): return int(self.to_integral_value(ROUND_FLOOR))
    def __ceil__(self): return int(self.to_integral_value(ROUND_CEILING))
    def __float__(self):
        if self._e == 'N': raise ValueError('cannot convert signaling NaN to float')
        return float(str(self)) if not self.is_nan() else float('nan')
    def __round__(self, n=None):
        if n is None: return int(self.to_integral_value(ROUND_HALF_EVEN))
        return self.quantize(_make(0, 1, -n), ROUND_HALF_EVEN)
    def quantize(self, exp, rounding=None, context=None):
        ctx = context or _current
        exp = Decimal(exp)
        n = self._nan(exp, ctx)
        if n is not None: return n
        if self._e == 'F' or exp._e == 'F': return self if self._e == exp._e else ctx._raise(InvalidOperation)
        i = self._round(exp._e, rounding or ctx.rounding) if self.adjusted() - exp._e < ctx.prec + 1 or not self._i else 10 ** ctx.prec
        if len(str(i)) > ctx.prec: return ctx._raise(InvalidOperation)
        return _make(self._s, i, exp._e)
    def to_integral_value(self, rounding=None, context=None):
        if not isinstance(self._e, int) or self._e >= 0: return self
        return _make(self._s, self._round(0, rounding or (context or _current).rounding), 0)
    to_integral = to_integral_exact = to_integral_value
    def same_quantum(self, o): return self._e == Decimal(o)._e
    def normalize(self, context=None):
        d = self._fix(context or _current)
        if not isinstance(d._e, int): return d
        if not d._i: return _make(d._s, 0, 0)
        i, e = d._i, d._e
        while i % 10 == 0: i, e = i // 10, e + 1
        return _make(d._s, i, e)
    def scaleb(self, o, context=None): return _make(self._s, self._i, self._e + int(o))._fix(_current)
    def sqrt(self, context=None):
        ctx = context or _current
        if self.is_nan(): return self._nan(self, ctx)
        if not self._i and isinstance(self._e, int): return _make(self._s, 0, self._e >> 1)
        if self._s: return ctx._raise(InvalidOperation)
        if self._e == 'F': return self
        prec = ctx.prec + 1
        e, i, n = self._e >> 1, self._i, len(str(self._i))
        if self._e & 1: i, n = i * 10, (n >> 1) + 1
        else: n = (n + 1) >> 1
        shift, exact = prec - n, True
        if shift >= 0: i *= 100 ** shift
        else: i, rest = divmod(i, 100 ** -shift); exact = not rest
        e -= shift
        x = 10 ** prec
        while True:
            q = i // x
            if x <= q: break
            x = (x + q) >> 1
        if exact and x * x == i:
            if shift >= 0: x //= 10 ** shift
            else: x *= 10 ** -shift
            e += shift
        elif x % 5 == 0: x += 1
        return _make(0, x, e)._fix(Context(prec=ctx.prec, traps=[]))
    def _transcendental(self, context=None): _native.unsupported('Decimal function', 'exp, ln and log10 of a Decimal are not supported; use math with a float.')
    exp = ln = log10 = _transcendental
    def _text(self, capital='E', engineering=False):
        sign = '-' if self._s else ''
        if self._e == 'F': return sign + 'Infinity'
        if not isinstance(self._e, int): return sign + ('sNaN' if self._e == 'N' else 'NaN') + (str(self._i) if self._i else '')
        digits = str(self._i)
        left = self._e + len(digits)
        if self._e <= 0 and left > -6: dot = left
        elif not engineering: dot = 1
        elif not self._i: dot = (left + 1) % 3 - 1
        else: dot = (left - 1) % 3 + 1
        if dot <= 0: text = '0.' + '0' * -dot + digits
        elif dot >= len(digits): text = digits + '0' * (dot - len(digits))
        else: text = digits[:dot] + '.' + digits[dot:]
        return sign + text + (f'{capital}{left - dot:+d}' if left != dot else '')
    def to_eng_string(self, context=None): return self._text('E', True)
    def __str__(self): return self._text('E' if _current.capitals else 'e')
    def __repr__(self): return f"Decimal('{self}')"
    def __copy__(self): return self
    def __deepcopy__(self, memo): return self
    def __reduce__(self): return Decimal, (str(self),)
    def __format__(self, spec):
        if not spec: return str(self)
        return _format(self, spec)
DecimalTuple = None
def _convert(o):
    if isinstance(o, Decimal): return o
    return Decimal(o) if isinstance(o, int) else NotImplemented
def _format(d, spec):
    fill, align, rest = ' ', '>', spec
    if len(rest) > 1 and rest[1] in '<>=^': fill, align, rest = rest[0], rest[1], rest[2:]
    elif rest[:1] in ('<', '>', '=', '^'): align, rest = rest[0], rest[1:]
    sign, k, comma, prec = '-', 0, '', None
    if rest[:1] in ('+', '-', ' '): sign, rest = rest[0], rest[1:]
    if rest[:1] == 'z': rest = rest[1:]
    if rest[:1] == '#': rest = rest[1:]
    if rest[:1] == '0':
        if spec[:1] not in ('<', '>', '^'): fill, align = '0', '='
        rest = rest[1:]
    while rest[k:k + 1].isdigit(): k += 1
    width, rest = int(rest[:k] or 0), rest[k:]
    if rest[:1] in (',', '_'): comma, rest = rest[0], rest[1:]
    if rest[:1] == '.':
        k = 1
        while rest[k:k + 1].isdigit(): k += 1
        if k == 1: raise ValueError('invalid format string')
        prec, rest = int(rest[1:k]), rest[k:]
    if len(rest) > 1 or rest and rest not in 'eEfFgGn%': raise ValueError('invalid format string')
    kind = rest or 'g'
    how = _current.rounding
    whole, part, tail = '', '', ''
    if isinstance(d._e, int):
        s, i, e = d._s, d._i, d._e
        if kind == '%': e += 2
        if prec is not None:
            if kind in 'fF%': i, e = _make(s, i, e)._round(-prec, how), -prec
            elif kind in 'eE' and not i: pass
            else:
                n = prec + 1 if kind in 'eE' else max(prec, 1)
                cut = len(str(i)) - n
                if cut > 0 or kind in 'eE':
                    i, e = (_make(s, i, e)._round(e + cut, how), e + cut)
                    if len(str(i)) > n: i, e = i // 10, e + 1
        elif kind in 'fF%' and e > 0: i, e = i * 10 ** e, 0
        digits = str(i)
        left = e + len(digits)
        if kind in 'eE': dot = 1
        elif kind in 'fF%': dot = left
        else: dot = left if e <= 0 and left > -6 else 1
        if kind in 'eE' and not i and prec is not None:
            digits = '0' * (prec + 1)
            left = e + len(digits)
        if dot <= 0: whole, part = '0', '0' * -dot + digits
        elif dot >= len(digits): whole, part = digits + '0' * (dot - len(digits)), ''
        else: whole, part = digits[:dot], digits[dot:]
        if left != dot or kind in 'eE': tail = f"{'e' if kind == 'e' or kind == 'g' and rest == 'g' else 'E'}{left - dot:+d}"
        if kind == '%': tail += '%'
    else:
        whole, comma, tail = d._text().lstrip('-'), '', '%' if kind == '%' else ''
        if fill == '0' and align == '=': fill, align = ' ', '>'
    lead = '-' if d._s else '' if sign == '-' else sign
    tail = ('.' + part if part else '') + tail
    if comma: whole = _group(whole, comma, width - len(lead) - len(tail) if fill == '0' and align == '=' else 0)
    body = whole + tail
    pad = fill * (width - len(lead) - len(body))
    if align == '<': return lead + body + pad
    if align == '=': return lead + pad + body
    if align == '^': return pad[:len(pad) // 2] + lead + body + pad[len(pad) // 2:]
    return pad + lead + body
def _group(whole, comma, least):
    while True:
        out = ''
        for n, c in enumerate(reversed(whole)): out = c + (comma if n and n % 3 == 0 else '') + out
        if len(out) >= least: return out
        whole = '0' + whole
)py";

}  // namespace lessonrun::interp
