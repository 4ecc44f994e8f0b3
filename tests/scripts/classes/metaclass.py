class M(type):
    def __new__(m, name, bases, ns, **kw):
        c = super().__new__(m, name, bases, ns)
        c.tag = kw.get('tag')
        return c
    def __init__(cls, name, bases, ns, **kw): super().__init__(name, bases, ns)
class A(metaclass=M, tag='t'):
    def __init__(self, x): self.x = x
print(A(3).x, A.tag, type(A).__name__)
class P:
    subs = []
    def __init_subclass__(cls, /, flag=False, **kw): super().__init_subclass__(**kw); P.subs.append((cls.__name__, flag))
class Q(P, flag=True): pass
print(P.subs)
T = type('T', (P,), {'a': 1})
print(T, T.a)
class I(int):
    def __new__(cls, v): return super().__new__(cls, v + 1)
i = I(4); print(i, i + 1, isinstance(i, int), type(i + 1))
class S(str): pass
print(S('abc').upper(), S('x') == 'x')
class D(dict):
    def __missing__(self, k): return k * 2
print(D(a=1)['a'], D()['zz'])
# expect: 3 t M
# expect: [('Q', True)]
# expect: <class '__main__.T'> 1
# expect: 5 6 True <class 'int'>
# expect: ABC True
# expect: 1 zzzz
