// The module random over the native generator (random_native.cpp). Each method draws from the
// generator in CPython's order, so that a seeded program gives CPython's values.
#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const char* const kRandomText =
    R"py(import math as _m
class Random(_Core):
    def __init__(self, x=None): self.seed(x)
    def seed(self, a=None, version=2):
        self._gauss = None
        if a is None: a = _system_bits(128)
        elif isinstance(a, (str, bytes, bytearray)):
            import hashlib
            if isinstance(a, str): a = a.encode()
            a = int.from_bytes(a + hashlib.sha512(a).digest(), 'big')
        elif isinstance(a, float): a = hash(a)
        elif not isinstance(a, int): raise TypeError('The only supported seed types are: None,\nint, float, str, bytes, and bytearray.')
        self._seed(a)
    def _below(self, n):
        if not n: return 0
        k = n.bit_length()
        r = self.getrandbits(k)
        while r >= n: r = self.getrandbits(k)
        return r
    def randbytes(self, n): return self.getrandbits(n * 8).to_bytes(n, 'little')
    def randrange(self, start, stop=None, step=1):
        if stop is None:
            if start > 0: return self._below(start)
            raise ValueError('empty range for randrange()')
        width = stop - start
        if step == 1:
            if width > 0: return start + self._below(width)
            raise ValueError(f'empty range for randrange() ({start}, {stop}, {width})')
        if step > 0: n = (width + step - 1) // step
        elif step < 0: n = (width + step + 1) // step
        else: raise ValueError('zero step for randrange()')
        if n <= 0: raise ValueError('empty range for randrange()')
        return start + step * self._below(n)
    def randint(self, a, b): return self.randrange(a, b + 1)
    def choice(self, seq):
        if not len(seq): raise IndexError('Cannot choose from an empty sequence')
        return seq[self._below(len(seq))]
    def shuffle(self, x):
        for i in range(len(x) - 1, 0, -1):
            j = self._below(i + 1)
            x[i], x[j] = x[j], x[i]
    def sample(self, population, k, *, counts=None):
        if isinstance(population, (set, frozenset, dict)): raise TypeError('Population must be a sequence.  For dicts or sets, use sorted(d).')
        if counts is not None: population = [p for p, c in zip(population, counts) for _ in range(c)]
        n = len(population)
        if not 0 <= k <= n: raise ValueError('Sample larger than population or is negative')
        result = [None] * k
        size = 21
        if k > 5: size += 4 ** _m.ceil(_m.log(k * 3, 4))
        if n <= size:
            pool = list(population)
            for i in range(k):
                j = self._below(n - i)
                result[i] = pool[j]
                pool[j] = pool[n - i - 1]
        else:
            seen = set()
            for i in range(k):
                j = self._below(n)
                while j in seen: j = self._below(n)
                seen.add(j)
                result[i] = population[j]
        return result
    def choices(self, population, weights=None, *, cum_weights=None, k=1):
        n = len(population)
        if cum_weights is None:
            if weights is None: return [population[_m.floor(self.random() * n)] for _ in range(k)]
            cum_weights, t = [], 0
            for w in weights:
                t += w
                cum_weights.append(t)
        if len(cum_weights) != n: raise ValueError('The number of weights does not match the population')
        total = cum_weights[-1] + 0.0
        if total <= 0.0: raise ValueError('Total of weights must be greater than zero')
        out = []
        for _ in range(k):
            x, lo, hi = self.random() * total, 0, n - 1
            while lo < hi:
                mid = (lo + hi) // 2
                if x < cum_weights[mid]: hi = mid
                else: lo = mid + 1
            out.append(population[lo])
        return out
    def uniform(self, a, b): return a + (b - a) * self.random()
    def triangular(self, low=0.0, high=1.0, mode=None):
        u = self.random()
        if high == low: return low
        c = 0.5 if mode is None else (mode - low) / (high - low)
        if u > c: u, c, low, high = 1.0 - u, 1.0 - c, high, low
        return low + (high - low) * _m.sqrt(u * c)
    def gauss(self, mu=0.0, sigma=1.0):
        z, self._gauss = self._gauss, None
        if z is None:
            angle = self.random() * 2 * _m.pi
            radius = _m.sqrt(-2.0 * _m.log(1.0 - self.random()))
            z = _m.cos(angle) * radius
            self._gauss = _m.sin(angle) * radius
        return mu + z * sigma
    def normalvariate(self, mu=0.0, sigma=1.0):
        magic = 4 * _m.exp(-0.5) / _m.sqrt(2.0)
        while True:
            u = self.random()
            v = 1.0 - self.random()
            z = magic * (u - 0.5) / v
            if z * z / 4.0 <= -_m.log(v): return mu + z * sigma
    def lognormvariate(self, mu, sigma): return _m.exp(self.normalvariate(mu, sigma))
    def expovariate(self, lambd): return -_m.log(1.0 - self.random()) / lambd
    def paretovariate(self, alpha): return (1.0 - self.random()) ** (-1.0 / alpha)
class SystemRandom(Random):
    def seed(self, *a, **k): self._gauss = None
    def getrandbits(self, k): return _system_bits(k)
    def random(self): return _system_bits(53) / 9007199254740992
_inst = Random()
seed, random, getrandbits, randbytes, getstate, setstate = _inst.seed, _inst.random, _inst.getrandbits, _inst.randbytes, _inst.getstate, _inst.setstate
randrange, randint, choice, choices, shuffle, sample = _inst.randrange, _inst.randint, _inst.choice, _inst.choices, _inst.shuffle, _inst.sample
uniform, triangular, gauss, normalvariate, lognormvariate = _inst.uniform, _inst.triangular, _inst.gauss, _inst.normalvariate, _inst.lognormvariate
expovariate, paretovariate = _inst.expovariate, _inst.paretovariate
)py";

const char* const kSecretsText =
    R"py(import random as _r
_bits = _r._system_bits
SystemRandom = _r.SystemRandom
_inst = SystemRandom()
choice, randbits = _inst.choice, _inst.getrandbits
def randbelow(n):
    if n <= 0: raise ValueError('Upper bound must be positive.')
    return _inst._below(n)
def token_bytes(nbytes=None):
    n = 32 if nbytes is None else nbytes
    return _bits(n * 8).to_bytes(n, 'big')
def token_hex(nbytes=None): return token_bytes(nbytes).hex()
def token_urlsafe(nbytes=None):
    import base64
    return base64.urlsafe_b64encode(token_bytes(nbytes)).rstrip(b'=').decode('ascii')
def compare_digest(a, b): return a == b
)py";

const char* const kUuidText =
    R"py(class SafeUUID:
    unknown = None
class UUID:
    def __init__(self, hex=None, bytes=None, bytes_le=None, fields=None, int=None, version=None, *, is_safe=None):
        if [hex, bytes, bytes_le, fields, int].count(None) != 4:
            raise TypeError('one of the hex, bytes, bytes_le, fields, or int arguments must be given')
        if hex is not None:
            hex = hex.replace('urn:', '').replace('uuid:', '').strip('{}').replace('-', '')
            if len(hex) != 32: raise ValueError('badly formed hexadecimal UUID string')
            int = _int(hex, 16)
        if bytes_le is not None:
            if len(bytes_le) != 16: raise ValueError('bytes_le is not a 16-char string')
            bytes = bytes_le[3::-1] + bytes_le[5:3:-1] + bytes_le[7:5:-1] + bytes_le[8:]
        if bytes is not None:
            if len(bytes) != 16: raise ValueError('bytes is not a 16-char string')
            int = _int.from_bytes(bytes, 'big')
        if fields is not None:
            if len(fields) != 6: raise ValueError('fields is not a 6-tuple')
            a, b, c, d, e, f = fields
            int = a << 96 | b << 80 | c << 64 | d << 56 | e << 48 | f
        if not 0 <= int < 1 << 128: raise ValueError('int is out of range (need a 128-bit value)')
        if version is not None:
            if not 1 <= version <= 5: raise ValueError('illegal version number')
            int = int & ~(0xc000 << 48) | 0x8000 << 48
            int = int & ~(0xf000 << 64) | version << 76
        object.__setattr__(self, 'int', int)
        object.__setattr__(self, 'is_safe', is_safe)
    def __setattr__(self, name, value): raise TypeError('UUID objects are immutable')
    def __eq__(self, o): return self.int == o.int if isinstance(o, UUID) else NotImplemented
    def __lt__(self, o): return self.int < o.int if isinstance(o, UUID) else NotImplemented
    def __gt__(self, o): return self.int > o.int if isinstance(o, UUID) else NotImplemented
    def __le__(self, o): return self.int <= o.int if isinstance(o, UUID) else NotImplemented
    def __ge__(self, o): return self.int >= o.int if isinstance(o, UUID) else NotImplemented
    def __hash__(self): return hash(self.int)
    def __int__(self): return self.int
    def __repr__(self): return f'{self.__class__.__name__}({str(self)!r})'
    def __str__(self):
        h = self.hex
        return f'{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}'
    hex = property(lambda self: '%032x' % self.int)
    bytes = property(lambda self: self.int.to_bytes(16, 'big'))
    @property
    def bytes_le(self):
        b = self.bytes
        return b[3::-1] + b[5:3:-1] + b[7:5:-1] + b[8:]
    fields = property(lambda self: (self.time_low, self.time_mid, self.time_hi_version, self.clock_seq_hi_variant, self.clock_seq_low, self.node))
    time_low = property(lambda self: self.int >> 96)
    time_mid = property(lambda self: self.int >> 80 & 0xffff)
    time_hi_version = property(lambda self: self.int >> 64 & 0xffff)
    clock_seq_hi_variant = property(lambda self: self.int >> 56 & 0xff)
    clock_seq_low = property(lambda self: self.int >> 48 & 0xff)
    clock_seq = property(lambda self: (self.clock_seq_hi_variant & 0x3f) << 8 | self.clock_seq_low)
    time = property(lambda self: (self.time_hi_version & 0x0fff) << 48 | self.time_mid << 32 | self.time_low)
    node = property(lambda self: self.int & 0xffffffffffff)
    urn = property(lambda self: 'urn:uuid:' + str(self))
    @property
    def variant(self):
        if not self.int & 0x8000 << 48: return NCS
        if not self.int & 0x4000 << 48: return RFC_4122
        return RESERVED_FUTURE if self.int & 0x2000 << 48 else RESERVED_MICROSOFT
    version = property(lambda self: self.int >> 76 & 0xf if self.variant == RFC_4122 else None)
_int = int
NCS, RFC_4122, RESERVED_MICROSOFT, RESERVED_FUTURE = 'reserved for NCS compatibility', 'specified in RFC 4122', 'reserved for Microsoft compatibility', 'reserved for future definition'
def getnode():
    import random
    return random._system_bits(48) | 1 << 40
_last = 0
def uuid1(node=None, clock_seq=None):
    global _last
    import random, time
    t = max(int(time.time() * 10000000) + 0x01b21dd213814000, _last + 1)
    _last = t
    if clock_seq is None: clock_seq = random._system_bits(14)
    return UUID(fields=(t & 0xffffffff, t >> 32 & 0xffff, t >> 48 & 0x0fff, clock_seq >> 8 & 0x3f, clock_seq & 0xff, getnode() if node is None else node), version=1)
def uuid3(namespace, name):
    import hashlib
    return UUID(bytes=hashlib.md5(namespace.bytes + (name if isinstance(name, bytes) else name.encode())).digest(), version=3)
def uuid4():
    import random
    return UUID(int=random._system_bits(128), version=4)
def uuid5(namespace, name):
    import hashlib
    return UUID(bytes=hashlib.sha1(namespace.bytes + (name if isinstance(name, bytes) else name.encode())).digest()[:16], version=5)
NAMESPACE_DNS = UUID('6ba7b810-9dad-11d1-80b4-00c04fd430c8')
NAMESPACE_URL = UUID('6ba7b811-9dad-11d1-80b4-00c04fd430c8')
NAMESPACE_OID = UUID('6ba7b812-9dad-11d1-80b4-00c04fd430c8')
NAMESPACE_X500 = UUID('6ba7b814-9dad-11d1-80b4-00c04fd430c8')
)py";

}  // namespace lessonrun::interp
