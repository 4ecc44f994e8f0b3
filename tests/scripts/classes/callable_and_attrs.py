class F:
    def __init__(self, n): self.n = n
    def __call__(self, *a, **k): return self.n, a, k
f = F(1); print(f(1, x=2), callable(f), callable(5), callable(F), callable(lambda: 0), list(map(F(2), [1])))
print(getattr(f, 'n'), getattr(f, 'zz', 'def'), hasattr(f, 'n'), setattr(f, 'm', 5), f.m, vars(f), delattr(f, 'm'), hasattr(f, 'm'), sorted(f.__dict__))
for g in (lambda: getattr(f, 'zz'), lambda: delattr(f, 'zz'), lambda: getattr(f, 5), lambda: vars(5), lambda: setattr(f, 5, 1), lambda: hasattr(f, 5), lambda: F(), lambda: getattr(), lambda: f.n()):
    try: g()
    except Exception as e: print(type(e).__name__, e)
# expect: (1, (1,), {'x': 2}) True False True True [(2, (1,), {})]
# expect: 1 def True None 5 {'n': 1} None False ['n']
# expect: AttributeError 'F' object has no attribute 'zz'
# expect: AttributeError 'F' object has no attribute 'zz'
# expect: TypeError attribute name must be string, not 'int'
# expect: TypeError vars() argument must have __dict__ attribute
# expect: TypeError attribute name must be string, not 'int'
# expect: TypeError attribute name must be string, not 'int'
# expect: TypeError F.__init__() missing 1 required positional argument: 'n'
# expect: TypeError getattr expected at least 2 arguments, got 0
# expect: TypeError 'int' object is not callable
