// The module collections, written in Python; it runs when first imported.
#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const char* const kCollectionsText =
    R"py(import _native
_keywords = frozenset('False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split())
def _no_set(self, *value): raise AttributeError("can't set attribute")
def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    if isinstance(field_names, str): field_names = field_names.replace(',', ' ').split()
    names = [str(n) for n in field_names]
    seen = set()
    if rename:
        for i, n in enumerate(names):
            if not n.isidentifier() or n in _keywords or n.startswith('_') or n in seen: names[i] = f'_{i}'
            seen.add(n)
    names = tuple(names)
    for n in (typename,) + names:
        if not n.isidentifier(): raise ValueError(f'Type names and field names must be valid identifiers: {n!r}')
        if n in _keywords: raise ValueError(f'Type names and field names cannot be a keyword: {n!r}')
    seen = set()
    for n in names:
        if n.startswith('_') and not rename: raise ValueError(f'Field names cannot start with an underscore: {n!r}')
        if n in seen: raise ValueError(f'Encountered duplicate field name: {n!r}')
        seen.add(n)
    defaults = tuple(defaults or ())
    if len(defaults) > len(names): raise TypeError('Got more default values than field names')
    ns = {'_tuple_new': tuple.__new__, '_defaults': defaults}
    params = [n if i < len(names) - len(defaults) else f'{n}=_defaults[{i - len(names) + len(defaults)}]' for i, n in enumerate(names)]
    exec('def __new__(_cls, ' + ', '.join(params) + '): return _tuple_new(_cls, (' + ''.join(n + ', ' for n in names) + '))', ns)
    new = ns['__new__']
    new.__qualname__ = typename + '.__new__'
    def __repr__(self): return self.__class__.__name__ + '(' + ', '.join(f'{n}={v!r}' for n, v in zip(names, self)) + ')'
    def _asdict(self): return dict(zip(names, self))
    def _make(cls, iterable):
        result = tuple.__new__(cls, iterable)
        if len(result) != len(names): raise TypeError(f'Expected {len(names)} arguments, got {len(result)}')
        return result
    def _replace(self, /, **kw):
        r = self._make([kw.pop(n, v) for n, v in zip(names, self)])
        if kw: raise ValueError(f'Got unexpected field names: {list(kw)!r}')
        return r
    body = {'__new__': new, '__repr__': __repr__, '_asdict': _asdict, '_make': classmethod(_make), '_replace': _replace, '_fields': names,
            '_field_defaults': dict(zip(names[len(names) - len(defaults):], defaults)), '__match_args__': names, '__slots__': (),
            '__module__': module or _native.caller_module(1), '__doc__': f'{typename}({", ".join(names)})'}
    for i, n in enumerate(names): body[n] = property(lambda self, i=i: tuple.__getitem__(self, i), _no_set, _no_set, f'Alias for field number {i}')
    return type(typename, (tuple,), body)
class OrderedDict(dict):
    def move_to_end(self, key, last=True): _native.move_to_end(self, key, last)
    def popitem(self, last=True):
        if not self: raise KeyError('dictionary is empty')
        k = next(reversed(self)) if last else next(iter(self))
        return k, self.pop(k)
    def __repr__(self): return f'{self.__class__.__name__}({list(self.items())!r})' if self else f'{self.__class__.__name__}()'
    def __eq__(self, o):
        if isinstance(o, OrderedDict): return list(self.items()) == list(o.items())
        return dict.__eq__(self, o)
    def copy(self): return self.__class__(self)
class defaultdict(dict):
    def __init__(self, default_factory=None, *args, **kw):
        if default_factory is not None and not callable(default_factory): raise TypeError('first argument must be callable or None')
        super().__init__(*args, **kw)
        self.default_factory = default_factory
    def __missing__(self, key):
        if self.default_factory is None: raise KeyError(key)
        self[key] = v = self.default_factory()
        return v
    def __repr__(self): return f'defaultdict({self.default_factory!r}, {dict.__repr__(self)})'
    def copy(self): return type(self)(self.default_factory, self)
    __copy__ = copy
    def __or__(self, o):
        if not isinstance(o, dict): return NotImplemented
        r = self.copy(); r.update(o); return r
    def __ror__(self, o):
        if not isinstance(o, dict): return NotImplemented
        r = type(self)(self.default_factory, o); r.update(self); return r
class Counter(dict):
    def __init__(self, iterable=None, /, **kw):
        super().__init__()
        self.update(iterable, **kw)
    def __missing__(self, key): return 0
    def update(self, iterable=None, /, **kw):
        if iterable is not None:
            if hasattr(iterable, 'keys'):
                for k in iterable.keys(): self[k] = self.get(k, 0) + iterable[k]
            else:
                for x in iterable: self[x] = self.get(x, 0) + 1
        for k, v in kw.items(): self[k] = self.get(k, 0) + v
    def subtract(self, iterable=None, /, **kw):
        for k, v in Counter(iterable, **kw).items(): self[k] = self.get(k, 0) - v
    def most_common(self, n=None):
        items = sorted(self.items(), key=lambda p: p[1], reverse=True)
        return items if n is None else items[:n]
    def elements(self):
        for k, v in self.items():
            for _ in range(v): yield k
    def total(self): return sum(self.values())
    def copy(self): return self.__class__(self)
    def __pos__(self): return Counter({k: v for k, v in self.items() if v > 0})
    def __neg__(self): return Counter({k: -v for k, v in self.items() if v < 0})
    @classmethod
    def fromkeys(cls, iterable, v=None): raise NotImplementedError('Counter.fromkeys() is undefined.  Use Counter(iterable) instead.')
    def __delitem__(self, k):
        if k in self: dict.__delitem__(self, k)
    def __eq__(self, o): return all(self[k] == o[k] for c in (self, o) for k in c) if isinstance(o, Counter) else dict.__eq__(self, o)
    def __ne__(self, o): return not self == o
    def __le__(self, o): return all(self[k] <= o[k] for c in (self, o) for k in c) if isinstance(o, Counter) else NotImplemented
    def __lt__(self, o): return self <= o and self != o if isinstance(o, Counter) else NotImplemented
    def __ge__(self, o): return all(self[k] >= o[k] for c in (self, o) for k in c) if isinstance(o, Counter) else NotImplemented
    def __gt__(self, o): return self >= o and self != o if isinstance(o, Counter) else NotImplemented
    def _keep(self, o):
        items = {k: v for k, v in o.items() if v > 0}
        self.clear(); dict.update(self, items); return self
    def __iadd__(self, o): return self._keep(self._merged(o, 1))
    def __isub__(self, o): return self._keep(self._merged(o, -1))
    def _merged(self, o, sign): return {k: self[k] + sign * o[k] for k in list(self) + [x for x in o if x not in self]}
    def __add__(self, o): return Counter({k: v for k in list(self) + [x for x in o if x not in self] if (v := self[k] + o[k]) > 0})
    def __sub__(self, o): return Counter({k: v for k in list(self) + [x for x in o if x not in self] if (v := self[k] - o[k]) > 0})
    def __or__(self, o): return Counter({k: v for k in list(self) + [x for x in o if x not in self] if (v := max(self[k], o[k])) > 0})
    def __and__(self, o): return Counter({k: v for k in self if (v := min(self[k], o[k])) > 0})
    def __repr__(self):
        if not self: return 'Counter()'
        return 'Counter({' + ', '.join(f'{k!r}: {v!r}' for k, v in self.most_common()) + '})'
class deque:
    def __init__(self, iterable=(), maxlen=None):
        if maxlen is not None and maxlen < 0: raise ValueError('maxlen must be non-negative')
        self._d, self._maxlen = [], maxlen
        self.extend(iterable)
    @property
    def maxlen(self): return self._maxlen
    __hash__ = None
    def append(self, x):
        self._d.append(x)
        if self.maxlen is not None and len(self._d) > self.maxlen: del self._d[0]
    def appendleft(self, x):
        self._d.insert(0, x)
        if self.maxlen is not None and len(self._d) > self.maxlen: del self._d[-1]
    def extend(self, it):
        for x in (list(it) if it is self else it): self.append(x)
    def extendleft(self, it):
        for x in it: self.appendleft(x)
    def pop(self):
        if not self._d: raise IndexError('pop from an empty deque')
        return self._d.pop()
    def popleft(self):
        if not self._d: raise IndexError('pop from an empty deque')
        return self._d.pop(0)
    def rotate(self, n=1):
        if self._d: n %= len(self._d); self._d = self._d[-n:] + self._d[:-n] if n else self._d
    def clear(self): self._d.clear()
    def count(self, x): return self._d.count(x)
    def index(self, x, *bounds):
        try: return self._d.index(x, *bounds)
        except ValueError: raise ValueError(f'{x!r} is not in deque') from None
    def remove(self, x):
        if x not in self._d: raise ValueError(f'{x!r} is not in deque')
        self._d.remove(x)
    def insert(self, i, x):
        if self.maxlen is not None and len(self._d) >= self.maxlen: raise IndexError('deque already at its maximum size')
        self._d.insert(i, x)
    def reverse(self): self._d.reverse()
    def copy(self): return deque(self._d, self.maxlen)
    def __len__(self): return len(self._d)
    def __iter__(self):
        n = len(self._d)
        for x in self._d:
            yield x
            if len(self._d) != n: raise RuntimeError('deque mutated during iteration')
    def __reversed__(self): return reversed(self._d)
    def __contains__(self, x): return x in self._d
    def _at(self, i):
        if isinstance(i, slice) or not hasattr(i, '__index__'): raise TypeError(f"sequence index must be integer, not '{type(i).__name__}'")
        if not -len(self._d) <= i < len(self._d): raise IndexError('deque index out of range')
        return i
    def __getitem__(self, i): return self._d[self._at(i)]
    def __setitem__(self, i, v): self._d[self._at(i)] = v
    def __delitem__(self, i): del self._d[self._at(i)]
    def __eq__(self, o): return self._d == o._d if isinstance(o, deque) else NotImplemented
    def __lt__(self, o): return self._d < o._d if isinstance(o, deque) else NotImplemented
    def __le__(self, o): return self._d <= o._d if isinstance(o, deque) else NotImplemented
    def __gt__(self, o): return self._d > o._d if isinstance(o, deque) else NotImplemented
    def __ge__(self, o): return self._d >= o._d if isinstance(o, deque) else NotImplemented
    def __add__(self, o):
        if not isinstance(o, deque): raise TypeError(f'can only concatenate deque (not "{type(o).__name__}") to deque')
        return deque(self._d + o._d, self.maxlen)
    def __iadd__(self, o): self.extend(o); return self
    def __mul__(self, n): return deque(self._d * n, self.maxlen)
    __rmul__ = __mul__
    def __bool__(self): return bool(self._d)
    def __repr__(self):
        if getattr(self, '_showing', False): return '[...]'
        self._showing = True
        try: return f'deque({self._d!r})' if self.maxlen is None else f'deque({self._d!r}, maxlen={self.maxlen})'
        finally: self._showing = False
class ChainMap:
    def __init__(self, *maps): self.maps = list(maps) or [{}]
    def __getitem__(self, key):
        for m in self.maps:
            if key in m: return m[key]
        return self.__missing__(key)
    def __missing__(self, key): raise KeyError(key)
    @property
    def parents(self): return ChainMap(*self.maps[1:])
    def pop(self, key, *default): return self.maps[0].pop(key, *default)
    def update(self, *a, **kw): self.maps[0].update(*a, **kw)
    def setdefault(self, key, default=None):
        if key not in self: self[key] = default
        return self[key]
    def __bool__(self): return any(self.maps)
    def __eq__(self, o): return dict(self.items()) == (dict(o.items()) if hasattr(o, 'items') else o)
    def copy(self): return self.__class__(self.maps[0].copy(), *self.maps[1:])
    def get(self, key, default=None): return self[key] if key in self else default
    def __setitem__(self, key, v): self.maps[0][key] = v
    def __delitem__(self, key): del self.maps[0][key]
    def __contains__(self, key): return any(key in m for m in self.maps)
    def __iter__(self):
        d = {}
        for m in reversed(self.maps): d.update(dict.fromkeys(m))
        return iter(d)
    def __len__(self): return len(set().union(*self.maps))
    def keys(self): return list(self)
    def values(self): return [self[k] for k in self]
    def items(self): return [(k, self[k]) for k in self]
    def new_child(self, m=None): return ChainMap({} if m is None else m, *self.maps)
    def __repr__(self): return 'ChainMap(' + ', '.join(map(repr, self.maps)) + ')'
def __getattr__(name):
    if name in ('UserDict', 'UserList', 'UserString'):
        import _collections_user
        globals()[name] = found = getattr(_collections_user, name)
        return found
    raise AttributeError(f"module 'collections' has no attribute {name!r}")
)py";

// What few lessons ask for, in a module of its own: it needs collections.abc.
const char* const kCollectionsUserText =
    R"py(from collections.abc import MutableMapping as _MutableMapping
class UserDict(_MutableMapping):
    __module__ = 'collections'
    def __init__(self, dict=None, /, **kw):
        self.data = {}
        if dict is not None: self.update(dict)
        if kw: self.update(kw)
    def __len__(self): return len(self.data)
    def __getitem__(self, key):
        if key in self.data: return self.data[key]
        if hasattr(self.__class__, '__missing__'): return self.__class__.__missing__(self, key)
        raise KeyError(key)
    def __setitem__(self, key, item): self.data[key] = item
    def __delitem__(self, key): del self.data[key]
    def __iter__(self): return iter(self.data)
    def __contains__(self, key): return key in self.data
    def __repr__(self): return repr(self.data)
    def copy(self):
        r = self.__class__(); r.data = self.data.copy(); return r
class UserList(list): pass
class UserString(str): pass
)py";

}  // namespace lessonrun::interp
