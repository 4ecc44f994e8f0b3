def f(a, b=2, *args, c, d=4, **kw): return a, b, args, c, d, kw
print(f(1, c=3), f(1, 2, 3, 4, c=5, e=6), f(*[1, 2], **{'c': 3}), f(c=1, a=2))
def g(a, /, b, *, c): return a, b, c
print(g(1, b=2, c=3), g(1, 2, c=3))
def h(a, /, **kw): return a, kw
print(h(1, a=2))
def acc(x, l=[]): l.append(x); return l
print(acc(1), acc(2), acc(3, []), acc.__defaults__)
n = 5
def late(v=n): return v
n = 6; print(late(), late.__defaults__, f.__kwdefaults__, f.__name__, f.__code__.co_argcount, f.__code__.co_varnames[:4])
def kw(**k): return k
print(kw(**{'a b': 1}), kw(z=1, a=2), list(kw(z=1, a=2)), kw(self=1, cls=2))
# expect: (1, 2, (), 3, 4, {}) (1, 2, (3, 4), 5, 4, {'e': 6}) (1, 2, (), 3, 4, {}) (2, 2, (), 1, 4, {})
# expect: (1, 2, 3) (1, 2, 3)
# expect: (1, {'a': 2})
# expect: [1, 2] [1, 2] [3] ([1, 2],)
# expect: 5 (5,) {'d': 4} f 2 ('a', 'b', 'c', 'd')
# expect: {'a b': 1} {'z': 1, 'a': 2} ['z', 'a'] {'self': 1, 'cls': 2}
