import functools
def log(f):
    @functools.wraps(f)
    def w(*a, **k): print('call', f.__name__, a, k); r = f(*a, **k); print('ret', r); return r
    return w
def times(n):
    def d(f):
        @functools.wraps(f)
        def w(*a): return [f(*a) for _ in range(n)]
        return w
    return d
@log
@times(2)
def add(a, b=1):
    "adds"
    return a + b
print(add(1), add.__name__, add.__doc__, add.__wrapped__.__wrapped__(5))
@staticmethod
def st(x): return x
print(st(4))
class Deco:
    def __init__(self, *a): self.a = a
    def __call__(self, f): return lambda *x: (self.a, f(*x))
@Deco(1, 2)
def k(x): return x
print(k(9))
@(lambda f: 'replaced')
def z(): pass
print(z); ds = [log]
@ds[0]
def q(): return 'q'
q()
# expect: call add (1,) {}
# expect: ret [2, 2]
# expect: [2, 2] add adds 6
# expect: 4
# expect: ((1, 2), 9)
# expect: replaced
# expect: call q () {}
# expect: ret q
