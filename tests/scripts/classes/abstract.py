from abc import ABC, abstractmethod
class A(ABC):
    @abstractmethod
    def f(self): ...
    @property
    @abstractmethod
    def p(self): ...
    @classmethod
    @abstractmethod
    def c(cls): ...
class B(A):
    def f(self): return 'f'
for k in (A, B):
    try: k()
    except TypeError as e: print(e)
class C(B):
    p = 5
    c = None
print(C().f(), C().p, sorted(A.__abstractmethods__), isinstance(C(), A))
class D(ABC):
    @abstractmethod
    def only(self): return 'base'
class E(D):
    def only(self): return 'E' + super().only()
print(E().only())
try: D()
except TypeError as e: print(e)
# expect: Can't instantiate abstract class A with abstract methods c, f, p
# expect: Can't instantiate abstract class B with abstract methods c, p
# expect: f 5 ['c', 'f', 'p'] True
# expect: Ebase
# expect: Can't instantiate abstract class D with abstract method only
