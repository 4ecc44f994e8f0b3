def add(cls): cls.added = True; return cls
def param(**kw):
    def deco(cls):
        for k, v in kw.items(): setattr(cls, k, v)
        return cls
    return deco
@add
@param(x=1, y=2)
class A: pass
print(A.added, A.x, A.y)
@lambda c: c.__name__
class B: pass
print(B)
class Reg:
    items = []
    def __init__(self, f): self.f = f; Reg.items.append(f.__name__)
    def __call__(self, *a): return 'wrapped', self.f(*a)
@Reg
def fn(x): return x
print(fn(3), Reg.items, type(fn).__name__)
# expect: True 1 2
# expect: B
# expect: ('wrapped', 3) ['fn'] Reg
