class A:
    def __init__(self): self.a = 1; self.b = 2
a = A(); a.__dict__['c'] = 3; print(a.c, a.__dict__, vars(a) is a.__dict__); del a.a; a.a = 9; print(list(a.__dict__)); a.__dict__.update(z=1); print(a.z); a.__dict__ = {'n': 0}; print(a.n, hasattr(a, 'b'))
a.__class__ = type('Z', (), {'hi': lambda s: 'hi'}); print(a.hi(), type(a).__name__)
print(type(A.__dict__).__name__, 'a' in dir(A()), '__init__' in dir(A), [n for n in dir(A()) if not n.startswith('_')])
try: A.__dict__['x'] = 1
except TypeError as e: print(e)
try: a.__dict__ = 5
except TypeError as e: print(e)
try: a.__class__ = 5
except TypeError as e: print(e)
# expect: 3 {'a': 1, 'b': 2, 'c': 3} True
# expect: ['b', 'c', 'a']
# expect: 1
# expect: 0 False
# expect: hi Z
# expect: mappingproxy True True ['a', 'b']
# expect: 'mappingproxy' object does not support item assignment
# expect: __dict__ must be set to a dictionary, not a 'int'
# expect: __class__ must be set to a class, not 'int' object
