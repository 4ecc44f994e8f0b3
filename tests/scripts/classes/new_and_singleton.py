class S:
    _i = None
    def __new__(cls, *a):
        print('new', a)
        if cls._i is None: cls._i = super().__new__(cls)
        return cls._i
    def __init__(self, *a): print('init', a)
print(S(1) is S(2))
class Other:
    def __new__(cls): return 5
    def __init__(self): print('never')
print(Other())
class T(tuple):
    def __new__(cls, a, b): return super().__new__(cls, (a, b))
    @property
    def first(self): return self[0]
t = T(1, 2); print(t, t.first, t == (1, 2), type(t).__name__, t + (3,))
class N:
    def __init__(self): return 5
for f in (N, lambda: object.__new__(), lambda: object.__new__(5), lambda: int.__new__(str), lambda: object.__new__(int)):
    try: f()
    except TypeError as e: print(e)
# expect: new (1,)
# expect: init (1,)
# expect: new (2,)
# expect: init (2,)
# expect: True
# expect: 5
# expect: (1, 2) 1 True T (1, 2, 3)
# expect: __init__() should return None, not 'int'
# expect: object.__new__(): not enough arguments
# expect: object.__new__(X): X is not a type object (int)
# expect: int.__new__(str): str is not a subtype of int
# expect: object.__new__(int) is not safe, use int.__new__()
