class M(type):
    def __instancecheck__(cls, o): return o == 5
    def __subclasscheck__(cls, c): return c is str
class A(metaclass=M): pass
print(isinstance(5, A), isinstance(6, A), issubclass(str, A), issubclass(int, A), isinstance(1, (str, int)), isinstance(True, int), isinstance(1, int | str), isinstance([], list), issubclass(bool, int | str), isinstance(None, type(None)), isinstance(int, type), isinstance('a', (int, (str, float))))
from collections.abc import Iterable, Mapping, Callable, Sequence, Hashable
print(isinstance([], Iterable), isinstance(5, Iterable), isinstance({}, Mapping), isinstance(len, Callable), isinstance('a', Sequence), isinstance([], Hashable), isinstance((), Hashable))
for f in (lambda: isinstance(1, list[int]), lambda: isinstance(1, 'int'), lambda: issubclass(1, int), lambda: isinstance(1, (int, 5)), lambda: isinstance('x', (int, 5))):
    try: print(f())
    except TypeError as e: print(e)
# expect: True False True False True True True True True True True True
# expect: True False True True True False True
# expect: isinstance() argument 2 cannot be a parameterized generic
# expect: isinstance() arg 2 must be a type, a tuple of types, or a union
# expect: issubclass() arg 1 must be a class
# expect: True
# expect: isinstance() arg 2 must be a type, a tuple of types, or a union
