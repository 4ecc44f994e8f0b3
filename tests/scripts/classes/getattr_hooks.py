class A:
    x = 1
    def __getattr__(self, n):
        print('getattr', n)
        if n.startswith('dyn'): return n[3:]
        raise AttributeError(f'no {n}')
    def __getattribute__(self, n):
        if n == 'secret': raise AttributeError('hidden')
        return super().__getattribute__(n)
    def __delattr__(self, n): print('delattr', n)
a = A(); print(a.x, a.dynfoo, getattr(a, 'q', 'default'), hasattr(a, 'dynz')); del a.anything
try: a.secret
except AttributeError as e: print(e)
class S:
    def __setattr__(self, n, v): super().__setattr__(n.upper(), v)
s = S(); s.abc = 1; print(s.__dict__, s.ABC)
class M(type):
    def __getattr__(cls, n): return f'{cls.__name__}.{n}'
class K(metaclass=M): pass
print(K.anything, hasattr(K(), 'anything'))
# expect: getattr dynfoo
# expect: getattr q
# expect: getattr dynz
# expect: 1 foo default True
# expect: delattr anything
# expect: getattr secret
# expect: no secret
# expect: {'ABC': 1} 1
# expect: K.anything False
