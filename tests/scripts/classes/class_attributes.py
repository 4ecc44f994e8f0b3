class A:
    shared = []
    n = 0
    def inc(self): self.n += 1; return self.n
a, b = A(), A()
a.shared.append(1); a.inc(); a.inc(); print(b.shared, a.n, b.n, A.n, a.__dict__, b.__dict__)
A.n = 10; print(b.n, a.n); del a.n; print(a.n)
class B(A): n = 5
print(B.n, B().inc(), B.n, 'n' in B.__dict__, 'shared' in B.__dict__, B.__name__, B.__module__, B.__qualname__, B.__doc__)
A.method = lambda self, x: (self.n, x); print(b.method(3)); A.late = property(lambda s: 'late'); print(b.late)
try: del A.nope
except AttributeError as e: print(e)
try: A().inc(1)
except TypeError as e: print(e)
try: del b.n
except AttributeError as e: print(e)
# expect: [1] 2 0 0 {'n': 2} {}
# expect: 10 2
# expect: 10
# expect: 5 6 5 True False B __main__ B None
# expect: (10, 3)
# expect: late
# expect: type object 'A' has no attribute 'nope'
# expect: A.inc() takes 1 positional argument but 2 were given
# expect: 'A' object has no attribute 'n'
