class A:
    def __init__(self, x, **kw): self.x = x; print('A', kw)
    def who(self): return 'A'
    @classmethod
    def make(cls, *a): return cls(*a)
    @staticmethod
    def st(): return 'static'
class B(A):
    def __init__(self, x, y): super().__init__(x, y=y); self.y = y
    def who(self): return 'B' + super().who()
    @classmethod
    def make(cls, *a): return super().make(*a)
    @staticmethod
    def st(): return 'B' + A.st()
b = B.make(1, 2)
print(type(b).__name__, b.who(), b.st(), B.st(), isinstance(b, A), issubclass(B, A), issubclass(B, (int, A)), B.__bases__, B.__mro__, B.__base__, super(B, b).who(), b.__class__.__name__)
for f in (lambda: super().x, lambda: issubclass(1, A), lambda: isinstance(1, 5), lambda: B(1), lambda: B(), lambda: A.who(), lambda: b.nope()):
    try: f()
    except Exception as e: print(type(e).__name__, e)
# expect: A {'y': 2}
# expect: B BA Bstatic Bstatic True True True (<class '__main__.A'>,) (<class '__main__.B'>, <class '__main__.A'>, <class 'object'>) <class '__main__.A'> A B
# expect: RuntimeError super(): no arguments
# expect: TypeError issubclass() arg 1 must be a class
# expect: TypeError isinstance() arg 2 must be a type, a tuple of types, or a union
# expect: TypeError B.__init__() missing 1 required positional argument: 'y'
# expect: TypeError B.__init__() missing 2 required positional arguments: 'x' and 'y'
# expect: TypeError A.who() missing 1 required positional argument: 'self'
# expect: AttributeError 'B' object has no attribute 'nope'
