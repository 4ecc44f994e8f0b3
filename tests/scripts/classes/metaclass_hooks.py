class M(type):
    @classmethod
    def __prepare__(m, name, bases, **kw): print('prepare', name, kw); return {'injected': 1}
    def __new__(m, name, bases, ns, **kw): print('new', name, [k for k in ns if not k.startswith('__')]); return super().__new__(m, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw): print('init', name); super().__init__(name, bases, ns)
    def __call__(cls, *a): print('call', a); return super().__call__(*a)
    def __len__(cls): return 42
    def __iter__(cls): return iter('abc')
    def __repr__(cls): return f'<M {cls.__name__}>'
    def __contains__(cls, x): return x == 1
    @property
    def prop(cls): return 'prop of ' + cls.__name__
class A(metaclass=M, k=1): x = 1
a = A(); print(len(A), list(A), A, A.injected, A.prop, 1 in A, type(A), isinstance(A, M))
class B(A): pass
print(type(B), B)
# expect: prepare A {'k': 1}
# expect: new A ['injected', 'x']
# expect: init A
# expect: call ()
# expect: 42 ['a', 'b', 'c'] <M A> 1 prop of A True <class '__main__.M'> True
# expect: prepare B {}
# expect: new B ['injected']
# expect: init B
# expect: <class '__main__.M'> <M B>
