class T:
    def __init__(self): self._c = 1
    @property
    def c(self): return self._c
    @c.setter
    def c(self, v): self._c = v
    @property
    def r(self): return 5
    @staticmethod
    def s(x): return x
    @classmethod
    def k(cls): return cls.__name__
t = T(); t.c = 9
print(t.c, t.r, T.s(1), t.s(2), T.k(), t.k())
for f in (lambda: setattr(t, 'r', 1), lambda: t.nope, lambda: T.nope, lambda: delattr(t, 'c')):
    try: f()
    except AttributeError as e: print(e)
class A:
    def __getattr__(self, n):
        if n.startswith('x'): return n.upper()
        raise AttributeError(n)
    def __setattr__(self, n, v): print('set', n); object.__setattr__(self, n, v)
a = A(); a.q = 1
print(a.q, a.xyz, hasattr(a, 'zz'), getattr(a, 'zz', 7), a.__dict__)
# expect: 9 5 1 2 T T
# expect: property 'r' of 'T' object has no setter
# expect: 'T' object has no attribute 'nope'
# expect: type object 'T' has no attribute 'nope'
# expect: property 'c' of 'T' object has no deleter
# expect: set q
# expect: 1 XYZ False 7 {'q': 1}
