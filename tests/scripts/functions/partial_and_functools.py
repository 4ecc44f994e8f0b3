import functools
from functools import partial, reduce, lru_cache, cache, cached_property, wraps, cmp_to_key, singledispatch, total_ordering
p = partial(int, base=2); print(p('101'), p.func, p.args, p.keywords, partial(print, 'a', sep='-')('b'), partial(partial(max, 5), 7)(1))
print(reduce(lambda a, b: a * b, [1, 2, 3], 10), reduce(lambda a, b: a + b, ['x']), sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))
try: reduce(lambda a, b: a, [])
except TypeError as e: print(e)
calls = []
@lru_cache(maxsize=2)
def sq(x): calls.append(x); return x * x
sq(1); sq(1); sq(2); sq(3); sq(1); print(calls, sq.cache_info(), sq.__name__); sq.cache_clear(); print(sq.cache_info(), sq.__wrapped__(5))
@cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), fib.cache_info())
class A:
    @cached_property
    def v(self): print('compute'); return 42
a = A(); print(a.v, a.v, a.__dict__); del a.v; print(a.v)
@singledispatch
def show(x): return 'default'
@show.register(int)
def _(x): return 'int'
@show.register
def _(x: str): return 'str'
print(show(1), show('a'), show(1.5), show(True), show.dispatch(int)(3))
try: sq([])
except TypeError as e: print(e)
print(repr(partial(max, 1, key=abs))[:40], functools.partialmethod.__name__)
class M:
    def f(self, a, b): return a, b
    g = functools.partialmethod(f, 1)
print(M().g(2))
# expect: a-b
# expect: 5 <class 'int'> () {'base': 2} None 7
# expect: 60 x [3, 2, 1]
# expect: reduce() of empty iterable with no initial value
# expect: [1, 2, 3, 1] CacheInfo(hits=1, misses=4, maxsize=2, currsize=2) sq
# expect: CacheInfo(hits=0, misses=0, maxsize=2, currsize=0) 25
# expect: 23416728348467685 CacheInfo(hits=78, misses=81, maxsize=None, currsize=81)
# expect: compute
# expect: 42 42 {'v': 42}
# expect: compute
# expect: 42
# expect: int str default int int
# expect: unhashable type: 'list'
# expect: functools.partial(<built-in function max partialmethod
# expect: (1, 2)
