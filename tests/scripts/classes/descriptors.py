class Typed:
    def __set_name__(self, owner, name): self.name = name; print('set_name', owner.__name__, name)
    def __get__(self, obj, cls=None):
        if obj is None: return self
        return obj.__dict__.get(self.name, 'unset')
    def __set__(self, obj, v):
        if not isinstance(v, int): raise TypeError(f'{self.name} must be int')
        obj.__dict__[self.name] = v
    def __delete__(self, obj): print('delete', self.name); del obj.__dict__[self.name]
class A:
    x = Typed(); y = Typed()
a = A(); a.x = 5; print(a.x, a.y, A.x is A.__dict__['x'], a.__dict__)
try: a.y = 'no'
except TypeError as e: print(e)
del a.x; print(a.x)
class NonData:
    def __get__(self, obj, cls): return ('nd', obj is None, cls.__name__)
class B: n = NonData()
b = B(); print(b.n, B.n); b.n = 1; print(b.n)
# expect: set_name A x
# expect: set_name A y
# expect: 5 unset True {'x': 5}
# expect: y must be int
# expect: delete x
# expect: unset
# expect: ('nd', False, 'B') ('nd', True, 'B')
# expect: 1
