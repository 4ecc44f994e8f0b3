// The module functools and contextlib, written in Python; it runs when first imported.
#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const char* const kFunctoolsText =
    R"py(_MISSING = object()
WRAPPER_ASSIGNMENTS = ('__module__', '__name__', '__qualname__', '__doc__', '__annotations__')
def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=()):
    for n in assigned:
        if hasattr(wrapped, n): setattr(wrapper, n, getattr(wrapped, n))
    try: wrapper.__dict__.update(getattr(wrapped, '__dict__', {}) if not isinstance(wrapped, type) else {})
    except AttributeError: pass
    wrapper.__wrapped__ = wrapped
    return wrapper
def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=()):
    return lambda f: update_wrapper(f, wrapped, assigned)
class partial:
    def __init__(self, func, /, *args, **keywords):
        if not callable(func): raise TypeError('the first argument must be callable')
        self.func, self.args, self.keywords = func, args, keywords
    def __call__(self, /, *args, **kw): return self.func(*self.args, *args, **{**self.keywords, **kw})
    def __repr__(self):
        return 'functools.partial(' + ', '.join([repr(self.func)] + [repr(a) for a in self.args] + [f'{k}={v!r}' for k, v in self.keywords.items()]) + ')'
class partialmethod(partial):
    def __get__(self, obj, cls=None):
        return self if obj is None else partial(self.func, obj, *self.args, **self.keywords)
def reduce(function, iterable, initial=_MISSING, /):
    it = iter(iterable)
    if initial is _MISSING:
        try: value = next(it)
        except StopIteration: raise TypeError('reduce() of empty iterable with no initial value') from None
    else: value = initial
    for x in it: value = function(value, x)
    return value
def lru_cache(maxsize=128, typed=False):
    def wrap(f):
        from collections import namedtuple
        store, stats = {}, [0, 0]
        Info = namedtuple('CacheInfo', ['hits', 'misses', 'maxsize', 'currsize'])
        def wrapper(*args, **kw):
            key = (args, tuple(kw.items())) if kw else args
            if key in store:
                stats[0] += 1
                if limit is not None: store[key] = store.pop(key)
                return store[key]
            stats[1] += 1
            r = f(*args, **kw)
            if limit == 0: return r
            store[key] = r
            if limit is not None and len(store) > limit: del store[next(iter(store))]
            return r
        wrapper.cache_info = lambda: Info(stats[0], stats[1], limit, len(store))
        def clear(): store.clear(); stats[:] = [0, 0]
        wrapper.cache_clear = clear
        return update_wrapper(wrapper, f)
    if callable(maxsize):
        f, limit = maxsize, 128
        return wrap(f)
    limit = maxsize
    return wrap
def cache(f): return lru_cache(maxsize=None)(f)
class cached_property:
    def __init__(self, func): self.func, self.name, self.__doc__ = func, None, func.__doc__
    def __set_name__(self, owner, name): self.name = name
    def __get__(self, obj, owner=None):
        if obj is None: return self
        v = obj.__dict__[self.name] = self.func(obj)
        return v
def total_ordering(cls):
    d = [n for n in ('__lt__', '__le__', '__gt__', '__ge__') if getattr(cls, n, None) is not getattr(object, n, None)]
    if not d: raise ValueError('must define at least one ordering operation: < > <= >=')
    root = d[0]
    op = {'__lt__': lambda a, b: a < b, '__le__': lambda a, b: a <= b, '__gt__': lambda a, b: a > b, '__ge__': lambda a, b: a >= b}[root]
    made = {'__lt__': {'__gt__': lambda s, o: not (s < o) and s != o, '__le__': lambda s, o: s < o or s == o, '__ge__': lambda s, o: not s < o},
            '__le__': {'__ge__': lambda s, o: not s <= o or s == o, '__lt__': lambda s, o: s <= o and s != o, '__gt__': lambda s, o: not s <= o},
            '__gt__': {'__lt__': lambda s, o: not (s > o) and s != o, '__ge__': lambda s, o: s > o or s == o, '__le__': lambda s, o: not s > o},
            '__ge__': {'__le__': lambda s, o: not s >= o or s == o, '__gt__': lambda s, o: s >= o and s != o, '__lt__': lambda s, o: not s >= o}}[root]
    for n, f in made.items():
        if n not in d: setattr(cls, n, f)
    return cls
def cmp_to_key(cmp):
    class K:
        def __init__(self, obj): self.obj = obj
        def __lt__(self, o): return cmp(self.obj, o.obj) < 0
        def __gt__(self, o): return cmp(self.obj, o.obj) > 0
        def __eq__(self, o): return cmp(self.obj, o.obj) == 0
    return K
def singledispatch(func):
    registry = {object: func}
    def dispatch(cls):
        for c in cls.__mro__:
            if c in registry: return registry[c]
        return func
    def register(cls, f=None):
        if f is None:
            if isinstance(cls, type): return lambda f: register(cls, f)
            f = cls
            cls = [v for k, v in f.__annotations__.items() if k != 'return'][0]
        registry[cls] = f
        return f
    def wrapper(*args, **kw):
        if not args: raise TypeError(f'{func.__name__} requires at least 1 positional argument')
        return dispatch(args[0].__class__)(*args, **kw)
    wrapper.register, wrapper.dispatch, wrapper.registry = register, dispatch, registry
    return update_wrapper(wrapper, func)
)py";

}  // namespace lessonrun::interp
