from enum import Enum, IntEnum, Flag, auto
class Color(Enum):
    RED = 1
    GREEN = 'g'
    ALIAS = 1
print(Color.RED, repr(Color.RED), Color.RED.name, Color(1), Color['GREEN'], list(Color), Color.ALIAS is Color.RED, len(Color))
class N(IntEnum):
    A = auto()
    B = auto()
print(N.A + 1, N.B, repr(N.B), N.A < N.B, N(2))
class S(str, Enum):
    X = 'x'
print(S.X, repr(S.X), S.X == 'x', S.X.upper())
class P(Flag):
    R = auto()
    W = auto()
print(P.R | P.W, repr(P.R), P.R in (P.R | P.W))
try: Color(5)
except ValueError as e: print(e)
# expect: Color.RED <Color.RED: 1> RED Color.RED Color.GREEN [<Color.RED: 1>, <Color.GREEN: 'g'>] True 2
# expect: 2 2 <N.B: 2> True 2
# expect: S.X <S.X: 'x'> True X
# expect: P.R|W <P.R: 1> True
# expect: 5 is not a valid Color
