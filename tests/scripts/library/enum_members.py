from enum import Enum, IntEnum, Flag, IntFlag, auto, unique, StrEnum
class C(Enum):
    RED = 1; GREEN = 'g'; ALIAS = 1
    def describe(self): return f'{self.name}={self.value}'
    @classmethod
    def default(cls): return cls.RED
    @property
    def low(self): return self.name.lower()
print(C.RED, repr(C.RED), C.RED.name, C.RED.value, C('g'), C['RED'], C.ALIAS is C.RED, list(C), len(C), C.RED in C, C.RED == 1, C.RED.describe(), C.default(), C.GREEN.low, C.__members__.keys(), isinstance(C.RED, C), hash(C.RED) == hash(C.RED), {C.RED: 1}[C.ALIAS], type(C.RED), f'{C.RED}', '%s' % C.RED, str(C.GREEN))
for f in (lambda: C(5), lambda: C['X'], lambda: setattr(C, 'RED', 2), lambda: C.RED < C.GREEN, lambda: C.NOPE, lambda: C(), lambda: setattr(C.RED, 'value', 3)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
try:
    class D(C): X = 1
except TypeError as e: print(e)
class I(IntEnum): A = 1; B = 2
print(I.A, repr(I.A), I.A + 1, I.A < I.B, I.A == 1, sorted([I.B, I.A]), f'{I.A}', '%d' % I.B, I(2), [10, 20, 30][I.A], isinstance(I.A, int), max(I))
class A(Enum): X = auto(); Y = auto(); Z = 10; W = auto()
print([m.value for m in A])
try:
    @unique
    class U(Enum): a = 1; b = 1
except ValueError as e: print(e)
class S(str, Enum): P = 'p'
print(S.P == 'p', S.P.value, str(S.P), S.P.upper(), S('p'), f'{S.P}')
class T(StrEnum): Q = auto(); R = 'rr'
print(T.Q, T.Q == 'q', str(T.R), repr(T.R))
E2 = Enum('E2', 'ONE TWO'); print(list(E2), E2.TWO.value); E3 = Enum('E3', {'a': 5}); print(E3.a)
class P(Enum):
    EARTH = (1, 2)
    def __init__(self, a, b): self.a = a; self.b = b
print(P.EARTH.a, P.EARTH.b, P.EARTH.value)
# expect: C.RED <C.RED: 1> RED 1 C.GREEN C.RED True [<C.RED: 1>, <C.GREEN: 'g'>] 2 True False RED=1 C.RED green dict_keys(['RED', 'GREEN', 'ALIAS']) True True 1 <enum 'C'> C.RED C.RED C.GREEN
# expect: ValueError 5 is not a valid C
# expect: KeyError 'X'
# expect: AttributeError cannot reassign member 'RED'
# expect: TypeError '<' not supported between instances of 'C' and 'C'
# expect: AttributeError NOPE
# expect: TypeError EnumType.__call__() missing 1 required positional argument: 'value'
# expect: AttributeError <enum 'Enum'> cannot set attribute 'value'
# expect: <enum 'D'> cannot extend <enum 'C'>
# expect: 1 <I.A: 1> 2 True True [<I.A: 1>, <I.B: 2>] 1 2 2 20 True 2
# expect: [1, 2, 10, 11]
# expect: duplicate values found in <enum 'U'>: b -> a
# expect: True p S.P P S.P S.P
# expect: q True rr <T.R: 'rr'>
# expect: [<E2.ONE: 1>, <E2.TWO: 2>] 2
# expect: E3.a
# expect: 1 2 (1, 2)
