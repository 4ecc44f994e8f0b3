class A:
    def m(self, x=1): "doc m"; return self, x
    @classmethod
    def c(cls): return cls
a = A(); f = a.m
print(f()[0] is a, f.__self__ is a, f.__func__ is A.m, f == a.m, f is a.m, f.__name__, f.__doc__, A.m(a, 5)[1], a.c.__self__, A.c(), f.__qualname__, hash(a.m) == hash(a.m), a.m != A().m)
A.k = lambda self: 'k'; a.own = lambda: 'own'; print(a.k(), a.own())
import types
a.bound = types.MethodType(lambda s, v: (s is a, v), a); print(a.bound(3))
try: f.foo = 1
except AttributeError as e: print(e)
A.m.tag = 'x'; print(a.m.tag)
# expect: True True True True False m doc m 5 <class '__main__.A'> <class '__main__.A'> A.m True True
# expect: k own
# expect: (True, 3)
# expect: 'method' object has no attribute 'foo'
# expect: x
