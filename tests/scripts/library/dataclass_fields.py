from dataclasses import dataclass, field, fields, asdict, astuple, replace, is_dataclass, make_dataclass, KW_ONLY, InitVar, FrozenInstanceError
from typing import ClassVar, List, Optional
@dataclass
class A:
    x: int
    y: str = 'd'
    z: list = field(default_factory=list, repr=False)
    c: ClassVar[int] = 5
    w: int = field(default=1, init=False)
    v: int = field(default=2, compare=False)
    def total(self): return self.x + self.w
a = A(1); print(a, a == A(1, v=9), a == A(2), [f.name for f in fields(a)], asdict(a), astuple(a), replace(a, y='n'), is_dataclass(A), is_dataclass(a), A.c, a.total(), A.__match_args__, A.__annotations__ == A.__annotations__)
@dataclass(order=True, frozen=True)
class B:
    p: int
    q: int = 0
print(B(1) < B(2), sorted([B(2), B(1, 5), B(1)]), hash(B(1)) == hash(B(1)), {B(1): 'k'}[B(1)], B(1) >= B(1))
for f in (lambda: setattr(B(1), 'p', 2), lambda: A(), lambda: A(1, 2, 3, 4, 5, 6), lambda: B(1) < 5, lambda: hash(a), lambda: A(1, nope=2), lambda: delattr(B(1), 'p'), lambda: replace(B(1), zz=1), lambda: fields(5), lambda: asdict(5), lambda: replace(a, w=5)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
@dataclass
class C(A):
    extra: str = 'e'
    def __post_init__(self): self.computed = self.x * 2
c = C(3); print(c, c.computed)
@dataclass
class D:
    a: int
    _: KW_ONLY
    b: int = 2
    iv: InitVar[int] = 7
    def __post_init__(self, iv): self.got = iv
print(D(1, b=5), D(1, iv=9).got)
@dataclass(repr=False, eq=False)
class N: n: int
print(N(1) == N(1), N(1) != N(1), 'object at' in repr(N(1)))
@dataclass
class Tree:
    kids: List['Tree'] = field(default_factory=list); parent: Optional['Tree'] = None
print(Tree([Tree()]), asdict(Tree([Tree()])))
M = make_dataclass('M', [('i', int), ('j', int, 5)]); print(M(1))
for src in ('@dataclass\nclass X:\n  a: int = 1\n  b: int', '@dataclass\nclass X:\n  a: list = []', '@dataclass(frozen=True)\nclass X(A): pass'):
    try: exec(src)
    except Exception as e: print(type(e).__name__, e)
t = Tree(); t.kids.append(t); print(t)
# expect: A(x=1, y='d', w=1, v=2) True False ['x', 'y', 'z', 'w', 'v'] {'x': 1, 'y': 'd', 'z': [], 'w': 1, 'v': 2} (1, 'd', [], 1, 2) A(x=1, y='n', w=1, v=2) True True 5 2 ('x', 'y', 'z', 'v') True
# expect: True [B(p=1, q=0), B(p=1, q=5), B(p=2, q=0)] True k True
# expect: FrozenInstanceError cannot assign to field 'p'
# expect: TypeError A.__init__() missing 1 required positional argument: 'x'
# expect: TypeError A.__init__() takes from 2 to 5 positional arguments but 7 were given
# expect: TypeError '<' not supported between instances of 'B' and 'int'
# expect: TypeError unhashable type: 'A'
# expect: TypeError A.__init__() got an unexpected keyword argument 'nope'
# expect: FrozenInstanceError cannot delete field 'p'
# expect: TypeError B.__init__() got an unexpected keyword argument 'zz'
# expect: TypeError must be called with a dataclass type or instance
# expect: TypeError asdict() should be called on dataclass instances
# expect: ValueError field w is declared with init=False, it cannot be specified with replace()
# expect: C(x=3, y='d', w=1, v=2, extra='e') 6
# expect: D(a=1, b=5) 9
# expect: False True True
# expect: Tree(kids=[Tree(kids=[], parent=None)], parent=None) {'kids': [{'kids': [], 'parent': None}], 'parent': None}
# expect: M(i=1, j=5)
# expect: TypeError non-default argument 'b' follows default argument
# expect: ValueError mutable default <class 'list'> for field a is not allowed: use default_factory
# expect: TypeError cannot inherit frozen dataclass from a non-frozen one
# expect: Tree(kids=[...], parent=None)
