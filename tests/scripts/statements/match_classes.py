from dataclasses import dataclass
@dataclass
class P:
    x: int
    y: int = 0
class Q:
    __match_args__ = ('a',)
    def __init__(self, a): self.a = a
class Color: RED = 'red'
def m(v):
    match v:
        case P(0, 0): return 'origin'
        case P(x=0, y=n): return f'y axis {n}'
        case P(x, y) if x == y: return f'diagonal {x}'
        case P(): return 'point'
        case Q('z'): return 'Q z'
        case Q(a=[first, *_]): return f'Q list {first}'
        case Color.RED: return 'red!'
        case [P(x=a), Q(b)]: return f'mix {a} {b}'
        case {'p': P(x=n), 'tag': ('a' | 'b') as t}: return f'dict {n} {t}'
        case str(x) | [str(x)]: return f'text {x}'
    return 'none'
for v in (P(0, 0), P(0, 5), P(3, 3), P(1, 2), Q('z'), Q([7, 8]), 'red', [P(1), Q(2)], {'p': P(9), 'tag': 'b'}, 'other', ['one'], Q(1)): print(m(v))
try:
    match P(1):
        case P(1, 2, 3): pass
except TypeError as e: print(e)
try:
    match 5:
        case int(1, 2): pass
except TypeError as e: print(e)
# expect: origin
# expect: y axis 5
# expect: diagonal 3
# expect: point
# expect: Q z
# expect: Q list 7
# expect: red!
# expect: mix 1 2
# expect: dict 9 b
# expect: text other
# expect: text one
# expect: none
# expect: P() accepts 2 positional sub-patterns (3 given)
# expect: int() accepts 1 positional sub-pattern (2 given)
