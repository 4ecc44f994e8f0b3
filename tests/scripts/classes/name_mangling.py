class A:
    __x = 1
    def __init__(self): self.__y = 2
    def get(self): return self.__x, self.__y, self.__m()
    def __m(self): return 'm'
    def __dunder__(self): return 'd'
a = A(); print(a.get(), a._A__x, a._A__y, sorted(a.__dict__), a.__dunder__())
try: a.__x
except AttributeError as e: print(e)
class _B:
    __z = 5
    def f(self): __loc = 3; return __loc, self.__z
print(_B().f(), _B._B__z)
class C(A):
    def __m(self): return 'C.m'
print(C().get())
# expect: (1, 2, 'm') 1 2 ['_A__y'] d
# expect: 'A' object has no attribute '__x'
# expect: (3, 5) 5
# expect: (1, 2, 'm')
