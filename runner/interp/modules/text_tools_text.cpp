// Small modules about text and values: textwrap, pprint, base64, hashlib's classes, statistics,
// heapq, bisect, html, fractions are those lessons touch now and then; each is Python text that
// runs when first imported. The file is above 500 lines because it is a row of such texts.
#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const char* const kTextwrapText =
    R"py(def dedent(text):
    lines = [('' if not l.strip() else l) for l in text.split('\n')]
    margin = None
    for l in lines:
        if not l: continue
        indent = l[:len(l) - len(l.lstrip(' \t'))]
        if margin is None: margin = indent
        else:
            n = 0
            while n < min(len(margin), len(indent)) and margin[n] == indent[n]: n += 1
            margin = margin[:n]
    return '\n'.join(l[len(margin):] if l and margin else l for l in lines)
def indent(text, prefix, predicate=None):
    if predicate is None: predicate = lambda l: l.strip()
    return ''.join(prefix + l if predicate(l) else l for l in text.splitlines(True))
class TextWrapper:
    def __init__(self, width=70, initial_indent='', subsequent_indent='', expand_tabs=True, replace_whitespace=True, fix_sentence_endings=False, break_long_words=True, drop_whitespace=True, break_on_hyphens=True, tabsize=8, *, max_lines=None, placeholder=' [...]'):
        self.width, self.initial_indent, self.subsequent_indent = width, initial_indent, subsequent_indent
        self.expand_tabs, self.replace_whitespace, self.break_long_words = expand_tabs, replace_whitespace, break_long_words
        self.drop_whitespace, self.break_on_hyphens, self.tabsize = drop_whitespace, break_on_hyphens, tabsize
        self.max_lines, self.placeholder = max_lines, placeholder
    def _chunks(self, text):
        if self.expand_tabs: text = text.expandtabs(self.tabsize)
        if self.replace_whitespace: text = ''.join(' ' if c in '\t\n\x0b\x0c\r ' else c for c in text)
        out, k = [], 0
        while k < len(text):
            b = k
            blank = text[k] in ' \t\n\x0b\x0c\r'
            while k < len(text) and (text[k] in ' \t\n\x0b\x0c\r') == blank: k += 1
            word = text[b:k]
            if blank or not self.break_on_hyphens: out.append(word); continue
            b = 0
            for n in range(1, len(word) - 1):
                if word[n] == '-' and (word[n - 1].isalpha() and n >= 2 and (word[n - 2].isalpha() or word[n - 2] == '-')) and word[n + 1].isalpha() and n + 2 < len(word) and (word[n + 2].isalpha() or word[n + 2] == '-'):
                    out.append(word[b:n + 1])
                    b = n + 1
            out.append(word[b:])
        return out
    def wrap(self, text):
        chunks, lines = self._chunks(text)[::-1], []
        if self.width <= 0: raise ValueError(f'invalid width {self.width!r} (must be > 0)')
        while chunks:
            current, used = [], 0
            lead = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(lead)
            if self.drop_whitespace and not chunks[-1].strip() and lines: chunks.pop()
            while chunks and used + len(chunks[-1]) <= width:
                used += len(chunks[-1])
                current.append(chunks.pop())
            if chunks and len(chunks[-1]) > width:
                room = 1 if width < 1 else width - used
                if self.break_long_words:
                    word, end = chunks[-1], room
                    if self.break_on_hyphens and len(word) > room:
                        h = word.rfind('-', 0, room)
                        if h > 0 and any(c != '-' for c in word[:h]): end = h + 1
                    current.append(word[:end])
                    chunks[-1] = word[end:]
                elif not current: current.append(chunks.pop())
                used = sum(map(len, current))
            if self.drop_whitespace and current and not current[-1].strip(): used -= len(current.pop())
            if not current: continue
            if self.max_lines is None or len(lines) + 1 < self.max_lines or (not chunks or self.drop_whitespace and len(chunks) == 1 and not chunks[0].strip()) and used <= width:
                lines.append(lead + ''.join(current))
                continue
            while current:
                if current[-1].strip() and used + len(self.placeholder) <= width:
                    lines.append(lead + ''.join(current) + self.placeholder)
                    break
                used -= len(current.pop())
            else:
                if lines and len(lines[-1].rstrip()) + len(self.placeholder) <= self.width: lines[-1] = lines[-1].rstrip() + self.placeholder
                else: lines.append(lead + self.placeholder.lstrip())
            break
        return lines
    def fill(self, text): return '\n'.join(self.wrap(text))
def wrap(text, width=70, **kw): return TextWrapper(width=width, **kw).wrap(text)
def fill(text, width=70, **kw): return TextWrapper(width=width, **kw).fill(text)
def shorten(text, width, **kw): return TextWrapper(width=width, max_lines=1, **kw).fill(' '.join(text.strip().split()))
)py";

const char* const kPprintText =
    R"py(import sys
def _key(k): return (str(type(k)), id(k))
def _sorted(items):
    try: return sorted(items, key=lambda i: i[0])
    except TypeError: return sorted(items, key=lambda i: (str(type(i[0])), str(i[0])))
def _known(r, cls): return getattr(type(r), '__repr__', None) is cls.__repr__
class PrettyPrinter:
    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
        if indent < 0: raise ValueError('indent must be >= 0')
        if depth is not None and depth <= 0: raise ValueError('depth must be > 0')
        if not width: raise ValueError('width must be != 0')
        self._indent, self._width, self._depth, self._stream = indent, width, depth, stream
        self._compact, self._sort, self._under = compact, sort_dicts, underscore_numbers
    def pprint(self, object): (self._stream or sys.stdout).write(self.pformat(object) + '\n')
    def pformat(self, object):
        out = []
        self._format(object, out, 0, 0, set(), 0)
        return ''.join(out)
    def isrecursive(self, object): return False
    def isreadable(self, object): return True
    def _repr(self, o, seen, level):
        if id(o) in seen and isinstance(o, (dict, list, tuple)): return f'<Recursion on {type(o).__name__} with id={id(o)}>'
        seen = seen | {id(o)}
        deep = self._depth is not None and level >= self._depth
        if _known(o, dict):
            if not o: return '{}'
            if deep: return '{...}'
            items = _sorted(o.items()) if self._sort else o.items()
            return '{' + ', '.join(self._repr(k, seen, level + 1) + ': ' + self._repr(v, seen, level + 1) for k, v in items) + '}'
        if _known(o, list): return '[...]' if deep and o else '[' + ', '.join(self._repr(v, seen, level + 1) for v in o) + ']'
        if _known(o, tuple):
            if deep and o: return '(...)'
            return '(' + ', '.join(self._repr(v, seen, level + 1) for v in o) + (',)' if len(o) == 1 else ')')
        if self._under and type(o) is int: return f'{o:_d}'
        return repr(o)
    def _format(self, o, out, indent, allowance, seen, level):
        rep = self._repr(o, seen, level)
        room = self._width - indent - allowance
        if len(rep) <= room or id(o) in seen: out.append(rep); return
        seen = seen | {id(o)}
        if _known(o, dict) and o: self._dict(o, out, indent, allowance, seen, level)
        elif _known(o, list): self._items(o, '[', ']', out, indent, allowance, seen, level)
        elif _known(o, tuple): self._items(o, '(', ',)' if len(o) == 1 else ')', out, indent, allowance, seen, level)
        elif _known(o, set) and o: self._items(self._members(o), '{', '}', out, indent, allowance, seen, level)
        elif _known(o, frozenset) and o: self._items(self._members(o), 'frozenset({', '})', out, indent + 10, allowance, seen, level)
        elif type(o) is str: self._string(o, out, indent, allowance, level + 1)
        elif hasattr(type(o), '__dataclass_fields__') and '__create_fn__' in getattr(type(o).__repr__, '__qualname__', '') + '__create_fn__' and getattr(type(o), '__dataclass_params__', None) is not None and o.__dataclass_params__.repr:
            name = type(o).__qualname__
            indent += len(name) + 1
            out.append(name + '(')
            fields = [f for f in o.__dataclass_fields__.values() if f.repr]
            for n, f in enumerate(fields):
                last = n == len(fields) - 1
                out.append(f.name + '=')
                self._format(getattr(o, f.name), out, indent + len(f.name) + 1, allowance if last else 1, seen, level + 1)
                if not last: out.append(',\n' + ' ' * indent)
            out.append(')')
        else: self._container(o, rep, out, indent, allowance, seen, level)
    def _dict(self, o, out, indent, allowance, seen, level):
        out.append('{' + ' ' * (self._indent - 1))
        self._pairs(list(_sorted(o.items()) if self._sort else o.items()), out, indent, allowance + 1, seen, level)
        out.append('}')
    def _pairs(self, items, out, indent, allowance, seen, level):
        indent += self._indent
        for n, (k, v) in enumerate(items):
            key = self._repr(k, seen, level + 1)
            last = n == len(items) - 1
            out.append(key + ': ')
            self._format(v, out, indent + len(key) + 2, allowance if last else 1, seen, level + 1)
            if not last: out.append(',\n' + ' ' * indent)
    def _container(self, o, rep, out, indent, allowance, seen, level):
        import collections, types
        name = 'namespace' if type(o) is types.SimpleNamespace else type(o).__name__
        inner = indent + len(name) + 1
        if _known(o, types.SimpleNamespace):
            out.append(name + '(')
            items = list(o.__dict__.items())
            for n, (k, v) in enumerate(items):
                last = n == len(items) - 1
                out.append(k + '=')
                self._format(v, out, inner + len(k) + 1, allowance if last else 1, seen, level + 1)
                if not last: out.append(',\n' + ' ' * inner)
            out.append(')')
        elif _known(o, collections.ChainMap):
            out.append(name + '(')
            for n, m in enumerate(o.maps):
                if n: out.append(',\n' + ' ' * inner)
                self._format(m, out, inner, allowance + 1 if n == len(o.maps) - 1 else 1, seen, level + 1)
            out.append(')')
        elif not isinstance(o, (dict, collections.deque)) or not o: out.append(rep)
        elif _known(o, collections.OrderedDict):
            out.append(name + '(')
            self._format(list(o.items()), out, inner, allowance + 1, seen, level + 1)
            out.append(')')
        elif _known(o, collections.defaultdict):
            out.append(name + '(' + self._repr(o.default_factory, seen, level + 1) + ',\n' + ' ' * inner)
            self._dict(o, out, inner, allowance + 1, seen, level)
            out.append(')')
        elif _known(o, collections.Counter):
            out.append(name + '({' + ' ' * (self._indent - 1))
            self._pairs(o.most_common(), out, inner, allowance + 2, seen, level)
            out.append('})')
        elif _known(o, collections.deque):
            out.append(name + '(')
            self._items(o, '[', '])' if o.maxlen is None else ']', out, inner, allowance if o.maxlen is None else 1, seen, level)
            if o.maxlen is not None: out.append(',\n' + ' ' * inner + f'maxlen={o.maxlen!r})')
        else: out.append(rep)
    def _members(self, o):
        try: return sorted(o)
        except TypeError: return sorted(o, key=lambda v: (str(type(v)), str(v)))
    def _items(self, items, begin, end, out, indent, allowance, seen, level):
        out.append(begin + ' ' * (self._indent - 1))
        indent += self._indent if begin[0] != 'f' else self._indent
        items, allowance = list(items), allowance + len(end)
        width = room = self._width - indent + 1
        for n, v in enumerate(items):
            last = n == len(items) - 1
            if self._compact:
                rep = self._repr(v, seen, level + 1)
                need = len(rep) + 2
                if last: width -= allowance; room -= allowance
                if n and width < need:
                    width = room
                    out.append(',\n' + ' ' * indent)
                elif n: out.append(', ')
                if width >= need:
                    width -= need
                    out.append(rep)
                    continue
                self._format(v, out, indent, allowance if last else 1, seen, level + 1)
                continue
            if n: out.append(',\n' + ' ' * indent)
            self._format(v, out, indent, allowance if last else 1, seen, level + 1)
        out.append(end)
    def _string(self, s, out, indent, allowance, level):
        if not s: out.append(repr(s)); return
        lines = s.splitlines(True)
        if level == 1: indent += 1; allowance += 1
        most = most1 = self._width - indent
        chunks, rep = [], ''
        for i, line in enumerate(lines):
            rep = repr(line)
            if i == len(lines) - 1: most1 -= allowance
            if len(rep) <= most1: chunks.append(rep); continue
            parts, k = [], 0
            while k < len(line):
                b = k
                while k < len(line) and not line[k].isspace(): k += 1
                while k < len(line) and line[k].isspace(): k += 1
                parts.append(line[b:k])
            most2, current = most, ''
            for j, part in enumerate(parts):
                candidate = current + part
                if j == len(parts) - 1 and i == len(lines) - 1: most2 -= allowance
                if len(repr(candidate)) > most2:
                    if current: chunks.append(repr(current))
                    current = part
                else: current = candidate
            if current: chunks.append(repr(current))
        if len(chunks) == 1: out.append(rep); return
        if level == 1: out.append('(')
        for i, c in enumerate(chunks):
            if i: out.append('\n' + ' ' * indent)
            out.append(c)
        if level == 1: out.append(')')
def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    return PrettyPrinter(indent, width, depth, compact=compact, sort_dicts=sort_dicts, underscore_numbers=underscore_numbers).pformat(object)
def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    PrettyPrinter(indent, width, depth, stream, compact=compact, sort_dicts=sort_dicts, underscore_numbers=underscore_numbers).pprint(object)
def pp(object, *args, sort_dicts=False, **kw): pprint(object, *args, sort_dicts=sort_dicts, **kw)
def saferepr(object): return PrettyPrinter()._repr(object, set(), 0)
)py";

const char* const kHashlibText =
    R"py(_SIZES = {'md5': (16, 64), 'sha1': (20, 64), 'sha224': (28, 64), 'sha256': (32, 64), 'sha384': (48, 128), 'sha512': (64, 128)}
algorithms_guaranteed = algorithms_available = set(_SIZES)
class HASH:
    def __init__(self, name, data=b''): self.name, self._d = name, b''; self.digest_size, self.block_size = _SIZES[name]; self.update(data)
    def update(self, data, /):
        if isinstance(data, str): raise TypeError('Strings must be encoded before hashing')
        if not isinstance(data, (bytes, bytearray)): raise TypeError(f'object supporting the buffer API required')
        self._d += bytes(data)
    def digest(self): return _digest(self.name, self._d)
    def hexdigest(self): return self.digest().hex()
    def copy(self): return HASH(self.name, self._d)
    def __repr__(self): return f'<{self.name} _hashlib.HASH object @ {hex(id(self))}>'
HASH.__module__ = '_hashlib'
def new(name, data=b'', *, usedforsecurity=True):
    if name.lower() not in _SIZES: raise ValueError(f'unsupported hash type {name}')
    return HASH(name.lower(), data)
def md5(string=b'', *, usedforsecurity=True): return HASH('md5', string)
def sha1(string=b'', *, usedforsecurity=True): return HASH('sha1', string)
def sha224(string=b'', *, usedforsecurity=True): return HASH('sha224', string)
def sha256(string=b'', *, usedforsecurity=True): return HASH('sha256', string)
def sha384(string=b'', *, usedforsecurity=True): return HASH('sha384', string)
def sha512(string=b'', *, usedforsecurity=True): return HASH('sha512', string)
def pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None):
    import hmac
    out, block = b'', 1
    n = _SIZES[hash_name][0]
    while len(out) < (dklen or n):
        u = hmac.new(password, salt + block.to_bytes(4, 'big'), hash_name).digest()
        t = int.from_bytes(u, 'big')
        for _ in range(iterations - 1):
            u = hmac.new(password, u, hash_name).digest()
            t ^= int.from_bytes(u, 'big')
        out, block = out + t.to_bytes(n, 'big'), block + 1
    return out[:dklen or n]
)py";

const char* const kHmacText =
    R"py(import hashlib
class HMAC:
    def __init__(self, key, msg=None, digestmod=''):
        if not digestmod: raise TypeError("Missing required argument 'digestmod'.")
        self._make = (lambda d=b'': hashlib.new(digestmod, d)) if isinstance(digestmod, str) else digestmod
        h = self._make()
        self.name, self.digest_size, self.block_size = 'hmac-' + h.name, h.digest_size, h.block_size
        if len(key) > h.block_size: key = self._make(key).digest()
        key = key + bytes(h.block_size - len(key))
        self._outer = bytes([b ^ 0x5c for b in key])
        self._inner = self._make(bytes([b ^ 0x36 for b in key]))
        if msg is not None: self.update(msg)
    def update(self, msg): self._inner.update(msg)
    def digest(self): return self._make(self._outer + self._inner.digest()).digest()
    def hexdigest(self): return self.digest().hex()
def new(key, msg=None, digestmod=''): return HMAC(key, msg, digestmod)
def digest(key, msg, digest): return HMAC(key, msg, digest).digest()
def compare_digest(a, b): return a == b
)py";

const char* const kBase64Text =
    R"py(_STD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
class _Error(ValueError): pass
_Error.__name__ = _Error.__qualname__ = 'Error'
_Error.__module__ = 'binascii'
def _bytes(s):
    if isinstance(s, str): return s.encode('ascii')
    if not isinstance(s, (bytes, bytearray)): raise TypeError(f'argument should be a bytes-like object or ASCII string, not {type(s).__name__!r}')
    return bytes(s)
def b64encode(s, altchars=None):
    if not isinstance(s, (bytes, bytearray)): raise TypeError(f'a bytes-like object is required, not {type(s).__name__!r}')
    out = []
    for k in range(0, len(s), 3):
        part = s[k:k + 3]
        n = int.from_bytes(part + bytes(3 - len(part)), 'big')
        four = _STD[n >> 18] + _STD[n >> 12 & 63] + _STD[n >> 6 & 63] + _STD[n & 63]
        out.append(four[:len(part) + 1] + '=' * (3 - len(part)))
    text = ''.join(out).encode()
    return text.replace(b'+', altchars[:1]).replace(b'/', altchars[1:2]) if altchars else text
def b64decode(s, altchars=None, validate=False):
    s = _bytes(s)
    if altchars: s = s.replace(_bytes(altchars)[:1], b'+').replace(_bytes(altchars)[1:2], b'/')
    text = s.decode('latin-1')
    if validate and any(c not in _STD and c != '=' for c in text): raise _Error('Only base64 data is allowed')
    digits = [_STD.index(c) for c in text.split('=')[0] if c in _STD]
    left, pads = len(digits) % 4, text.count('=')
    if left == 1: raise _Error(f'Invalid base64-encoded string: number of data characters ({len(digits)}) cannot be 1 more than a multiple of 4')
    if left and pads < 4 - left: raise _Error('Incorrect padding')
    out = bytearray()
    for k in range(0, len(digits), 4):
        part = digits[k:k + 4]
        n = 0
        for d in part + [0] * (4 - len(part)): n = n << 6 | d
        out += n.to_bytes(3, 'big')[:len(part) - 1]
    return bytes(out)
standard_b64encode, standard_b64decode = b64encode, b64decode
def urlsafe_b64encode(s): return b64encode(s, b'-_')
def urlsafe_b64decode(s): return b64decode(s, b'-_')
def b16encode(s): return s.hex().upper().encode()
def b16decode(s, casefold=False): return bytes.fromhex(_bytes(s).decode())
def encodebytes(s): return b''.join(b64encode(s[k:k + 57]) + b'\n' for k in range(0, len(s), 57))
def decodebytes(s): return b64decode(s)
)py";

const char* const kStatisticsText =
    R"py(import math as _m
class StatisticsError(ValueError): pass
def _ratio(x):
    if isinstance(x, int): return int(x), 1
    return x.as_integer_ratio()
def _sum(data):
    "The exact sum as a fraction, and the type of the result."
    n, d, kind = 0, 1, int
    for x in data:
        a, b = _ratio(x)
        n, d = n * b + a * d, d * b
        g = _m.gcd(n, d)
        n, d = n // g, d // g
        t = type(x)
        if t is not kind and t is not bool:
            if kind is int or issubclass(t, kind): kind = t
            elif not (t is int or issubclass(kind, t) or kind is float or t is float): raise TypeError(f"don't know how to coerce {kind.__name__} and {t.__name__}")
            elif t is float: kind = float
    return n, d, kind
def _give(n, d, kind):
    g = _m.gcd(n, d) or 1
    n, d = n // g, d // g
    if kind is int: return n if d == 1 else n / d
    if kind is float: return n / d
    return kind(n) / d
def _need(data, what):
    data = list(data)
    if not data: raise StatisticsError(what)
    return data
def mean(data):
    data = _need(data, 'mean requires at least one data point')
    n, d, kind = _sum(data)
    return _give(n, d * len(data), kind)
def fmean(data, weights=None):
    data = _need(data, 'fmean requires at least one data point')
    if weights is None: return _m.fsum(data) / len(data)
    weights = list(weights)
    return _m.fsum(a * b for a, b in zip(data, weights)) / _m.fsum(weights)
def median(data):
    data = sorted(_need(data, 'no median for empty data'))
    n = len(data)
    return data[n // 2] if n % 2 else (data[n // 2 - 1] + data[n // 2]) / 2
def median_low(data):
    data = sorted(_need(data, 'no median for empty data'))
    return data[(len(data) - 1) // 2]
def median_high(data):
    data = sorted(_need(data, 'no median for empty data'))
    return data[len(data) // 2]
def multimode(data):
    counts = {}
    for x in data: counts[x] = counts.get(x, 0) + 1
    most = max(counts.values(), default=0)
    return [x for x, c in counts.items() if c == most]
def mode(data):
    found = multimode(data)
    if not found: raise StatisticsError('no mode for empty data')
    return found[0]
def _squares(data):
    n, d, kind = _sum(data)
    c = len(data)
    total_n, total_d = 0, 1
    for x in data:
        a, b = _ratio(x)
        p, q = (a * d * c - n * b) ** 2, (b * d * c) ** 2
        total_n, total_d = total_n * q + p * total_d, total_d * q
        g = _m.gcd(total_n, total_d)
        total_n, total_d = total_n // g, total_d // g
    return total_n, total_d, kind
def variance(data, xbar=None):
    data = list(data)
    if len(data) < 2: raise StatisticsError('variance requires at least two data points')
    n, d, kind = _squares(data)
    return _give(n, d * (len(data) - 1), kind)
def pvariance(data, mu=None):
    data = _need(data, 'pvariance requires at least one data point')
    n, d, kind = _squares(data)
    return _give(n, d * len(data), kind)
def _root(v): return v.sqrt() if hasattr(v, 'sqrt') else _m.sqrt(v)
def stdev(data, xbar=None):
    data = list(data)
    if len(data) < 2: raise StatisticsError('stdev requires at least two data points')
    return _root(variance(data))
def pstdev(data, mu=None): return _root(pvariance(_need(data, 'pstdev requires at least one data point')))
def quantiles(data, *, n=4, method='exclusive'):
    data = sorted(data)
    if len(data) < 2: raise StatisticsError('must have at least two data points')
    m = len(data) - 1 if method == 'inclusive' else len(data) + 1
    out = []
    for i in range(1, n):
        if method == 'inclusive': j, delta = divmod(i * m, n); out.append((data[j] * (n - delta) + data[j + 1] * delta) / n)
        else:
            j = min(max(i * m // n, 1), len(data) - 1)
            delta = i * m - j * n
            out.append((data[j - 1] * (n - delta) + data[j] * delta) / n)
    return out
)py";

const char* const kHeapqText =
    R"py(def _down(h, start, pos):
    item = h[pos]
    while pos > start:
        parent = (pos - 1) >> 1
        if not item < h[parent]: break
        h[pos] = h[parent]
        pos = parent
    h[pos] = item
def _up(h, pos):
    end, start, item = len(h), pos, h[pos]
    child = 2 * pos + 1
    while child < end:
        if child + 1 < end and not h[child] < h[child + 1]: child += 1
        h[pos] = h[child]
        pos = child
        child = 2 * pos + 1
    h[pos] = item
    _down(h, start, pos)
def heappush(heap, item): heap.append(item); _down(heap, 0, len(heap) - 1)
def heappop(heap):
    if not heap: raise IndexError('index out of range')
    last = heap.pop()
    if not heap: return last
    first, heap[0] = heap[0], last
    _up(heap, 0)
    return first
def heapreplace(heap, item):
    first, heap[0] = heap[0], item
    _up(heap, 0)
    return first
def heappushpop(heap, item): return heapreplace(heap, item) if heap and heap[0] < item else item
def heapify(x):
    for i in range(len(x) // 2 - 1, -1, -1): _up(x, i)
def nlargest(n, iterable, key=None): return sorted(iterable, key=key, reverse=True)[:max(n, 0)]
def nsmallest(n, iterable, key=None): return sorted(iterable, key=key)[:max(n, 0)]
def merge(*iterables, key=None, reverse=False): return iter(sorted([x for i in iterables for x in i], key=key, reverse=reverse))
)py";

const char* const kBisectText =
    R"py(def bisect_right(a, x, lo=0, hi=None, *, key=None):
    if lo < 0: raise ValueError('lo must be non-negative')
    hi = len(a) if hi is None else hi
    while lo < hi:
        mid = (lo + hi) // 2
        if x < (a[mid] if key is None else key(a[mid])): hi = mid
        else: lo = mid + 1
    return lo
def bisect_left(a, x, lo=0, hi=None, *, key=None):
    if lo < 0: raise ValueError('lo must be non-negative')
    hi = len(a) if hi is None else hi
    while lo < hi:
        mid = (lo + hi) // 2
        if (a[mid] if key is None else key(a[mid])) < x: lo = mid + 1
        else: hi = mid
    return lo
bisect = bisect_right
def insort_right(a, x, lo=0, hi=None, *, key=None): a.insert(bisect_right(a, x if key is None else key(x), lo, hi, key=key), x)
def insort_left(a, x, lo=0, hi=None, *, key=None): a.insert(bisect_left(a, x if key is None else key(x), lo, hi, key=key), x)
insort = insort_right
)py";

const char* const kStructText =
    R"py(class error(Exception): pass
error.__module__ = 'struct'
_SIZE = {'x': 1, 'c': 1, 'b': 1, 'B': 1, '?': 1, 'h': 2, 'H': 2, 'i': 4, 'I': 4, 'l': 4, 'L': 4, 'q': 8, 'Q': 8}
def _items(fmt):
    order, native = '<', True
    if fmt[:1] in '@=<>!' and fmt: order, native, fmt = fmt[0], fmt[0] == '@', fmt[1:]
    big, at, out, k = order in '>!', 0, [], 0
    while k < len(fmt):
        b = k
        while fmt[k:k + 1].isdigit(): k += 1
        n, c = (int(fmt[b:k]) if k > b else 1), fmt[k:k + 1]
        k += 1
        if c.isspace(): continue
        if c in 'fdenNP' and c: import _native; _native.unsupported('struct format ' + c, f"The struct format {c!r} is not supported; use integers or bytes.")
        if c == 's' or c == 'p': out.append((at, n, 's')); at += n; continue
        if c not in _SIZE or not c: raise error('bad char in struct format')
        size = 8 if native and c in 'lL' else _SIZE[c]
        if native: at += -at % size
        for _ in range(n):
            if c != 'x': out.append((at, size, c))
            at += size
    return out, at, big
def calcsize(fmt): return _items(fmt)[1]
def pack(fmt, *values):
    items, size, big = _items(fmt)
    if len(items) != len(values): raise error(f'pack expected {len(items)} items for packing (got {len(values)})')
    out = bytearray(size)
    for (at, n, c), v in zip(items, values):
        if c in 'sc':
            if not isinstance(v, (bytes, bytearray)): raise error(f"argument for '{c}' must be a bytes object")
            out[at:at + n] = bytes(v[:n]) + bytes(max(0, n - len(v)))
        else:
            if not isinstance(v, int): raise error('required argument is not an integer')
            signed = c.islower() and c != '?'
            low, high = (-(1 << n * 8 - 1), (1 << n * 8 - 1) - 1) if signed else (0, (1 << n * 8) - 1)
            if c == '?': v = int(bool(v))
            if not low <= v <= high: raise error(f"'{c}' format requires {low} <= number <= {high}")
            out[at:at + n] = int(v).to_bytes(n, 'big' if big else 'little', signed=signed)
    return bytes(out)
def unpack(fmt, data):
    items, size, big = _items(fmt)
    if len(data) != size: raise error(f'unpack requires a buffer of {size} bytes')
    out = []
    for at, n, c in items:
        part = bytes(data[at:at + n])
        out.append(part if c in 'sc' else bool(part[0]) if c == '?' else int.from_bytes(part, 'big' if big else 'little', signed=c.islower()))
    return tuple(out)
def unpack_from(fmt, buffer, offset=0): return unpack(fmt, buffer[offset:offset + calcsize(fmt)])
def iter_unpack(fmt, buffer):
    n = calcsize(fmt)
    for k in range(0, len(buffer), n): yield unpack(fmt, buffer[k:k + n])
)py";

}  // namespace lessonrun::interp
