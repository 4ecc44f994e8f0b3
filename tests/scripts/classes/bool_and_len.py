class T:
    def __init__(self, v): self.v = v
    def __bool__(self): return self.v
class L:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
print(bool(T(True)), bool(T(False)), bool(L(0)), bool(L(2)), not L(0), T(False) or 'x', 'yes' if L(1) else 'no', bool(object()), [x for x in (L(0), L(1)) if x].__len__())
for f in (lambda: bool(T(1)), lambda: not T('x'), lambda: bool(L(-1))):
    try: f()
    except Exception as e: print(type(e).__name__, e)
while T(False): pass
# expect: True False False True True x yes True 1
# expect: TypeError __bool__ should return bool, returned int
# expect: TypeError __bool__ should return bool, returned str
# expect: ValueError __len__() should return >= 0
