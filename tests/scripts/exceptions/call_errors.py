def f0(): pass
def f1(a): pass
def f2(a, b=1): pass
def fk(*, k, m=1): pass
def fp(a, b, /): pass
def fv(a, *args, k, **kw): pass
class C:
    def m(self, a): pass
    def n(): pass
    @classmethod
    def c(cls, a): pass
    @staticmethod
    def s(a): pass
class D:
    def __init__(self, a, *, b): pass
for s in ('f0(1)', 'f0(a=1)', 'f1()', 'f1(1, 2)', 'f1(b=1)', 'f1(1, a=2)', 'f2()', 'f2(1, 2, 3)', 'f2(1, c=2)', 'fk()', 'fk(1)', 'fk(k=1, z=2)', 'fk(1, k=2)', 'fp(1)', 'fp(1, b=2)', 'fp(a=1, b=2)', 'fp()', 'fv()', 'fv(1)', 'fv(1, 2, 3)', 'C().m()', 'C().m(1, 2)', 'C().n()', 'C.m()', 'C().c()', 'C().s()', 'C(1)', 'D()', 'D(1)', 'D(1, 2)', 'f1(*[1, 2])', 'f1(**{"z": 1})', 'f1(1, **{"a": 1})', '(lambda x, y: 0)(1)', 'f1(**{"a": 1}, **{"a": 2})', 'f1(a=1, **{"a": 2})', 'f1(**{1: 2})', 'f2(b=1, a=1, c=1, d=2)'):
    try: eval(s)
    except Exception as e: print(s, '->', type(e).__name__, e)
# expect: f0(1) -> TypeError f0() takes 0 positional arguments but 1 was given
# expect: f0(a=1) -> TypeError f0() got an unexpected keyword argument 'a'
# expect: f1() -> TypeError f1() missing 1 required positional argument: 'a'
# expect: f1(1, 2) -> TypeError f1() takes 1 positional argument but 2 were given
# expect: f1(b=1) -> TypeError f1() got an unexpected keyword argument 'b'
# expect: f1(1, a=2) -> TypeError f1() got multiple values for argument 'a'
# expect: f2() -> TypeError f2() missing 1 required positional argument: 'a'
# expect: f2(1, 2, 3) -> TypeError f2() takes from 1 to 2 positional arguments but 3 were given
# expect: f2(1, c=2) -> TypeError f2() got an unexpected keyword argument 'c'
# expect: fk() -> TypeError fk() missing 1 required keyword-only argument: 'k'
# expect: fk(1) -> TypeError fk() takes 0 positional arguments but 1 was given
# expect: fk(k=1, z=2) -> TypeError fk() got an unexpected keyword argument 'z'
# expect: fk(1, k=2) -> TypeError fk() takes 0 positional arguments but 1 positional argument (and 1 keyword-only argument) were given
# expect: fp(1) -> TypeError fp() missing 1 required positional argument: 'b'
# expect: fp(1, b=2) -> TypeError fp() got some positional-only arguments passed as keyword arguments: 'b'
# expect: fp(a=1, b=2) -> TypeError fp() got some positional-only arguments passed as keyword arguments: 'a, b'
# expect: fp() -> TypeError fp() missing 2 required positional arguments: 'a' and 'b'
# expect: fv() -> TypeError fv() missing 1 required positional argument: 'a'
# expect: fv(1) -> TypeError fv() missing 1 required keyword-only argument: 'k'
# expect: fv(1, 2, 3) -> TypeError fv() missing 1 required keyword-only argument: 'k'
# expect: C().m() -> TypeError C.m() missing 1 required positional argument: 'a'
# expect: C().m(1, 2) -> TypeError C.m() takes 2 positional arguments but 3 were given
# expect: C().n() -> TypeError C.n() takes 0 positional arguments but 1 was given
# expect: C.m() -> TypeError C.m() missing 2 required positional arguments: 'self' and 'a'
# expect: C().c() -> TypeError C.c() missing 1 required positional argument: 'a'
# expect: C().s() -> TypeError C.s() missing 1 required positional argument: 'a'
# expect: C(1) -> TypeError C() takes no arguments
# expect: D() -> TypeError D.__init__() missing 1 required positional argument: 'a'
# expect: D(1) -> TypeError D.__init__() missing 1 required keyword-only argument: 'b'
# expect: D(1, 2) -> TypeError D.__init__() takes 2 positional arguments but 3 were given
# expect: f1(*[1, 2]) -> TypeError f1() takes 1 positional argument but 2 were given
# expect: f1(**{"z": 1}) -> TypeError f1() got an unexpected keyword argument 'z'
# expect: f1(1, **{"a": 1}) -> TypeError f1() got multiple values for argument 'a'
# expect: (lambda x, y: 0)(1) -> TypeError <lambda>() missing 1 required positional argument: 'y'
# expect: f1(**{"a": 1}, **{"a": 2}) -> TypeError __main__.f1() got multiple values for keyword argument 'a'
# expect: f1(a=1, **{"a": 2}) -> TypeError __main__.f1() got multiple values for keyword argument 'a'
# expect: f1(**{1: 2}) -> TypeError keywords must be strings
# expect: f2(b=1, a=1, c=1, d=2) -> TypeError f2() got an unexpected keyword argument 'c'
