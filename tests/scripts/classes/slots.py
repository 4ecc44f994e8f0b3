class P:
    __slots__ = ('x', 'y')
    def __init__(self, x): self.x = x
p = P(1); print(p.x, hasattr(p, '__dict__'), P.__slots__, type(P.x).__name__)
for f in (lambda: p.y, lambda: setattr(p, 'z', 1)):
    try: f()
    except AttributeError as e: print(e)
p.y = 2; del p.y; print(hasattr(p, 'y'))
class Q(P): pass
q = Q(1); q.z = 5; print(q.z, q.x)
class R(P): __slots__ = ['w']
r = R(2); r.w = 3; print(r.w, r.x, R.__slots__)
try: r.v = 1
except AttributeError as e: print(e)
# expect: 1 False ('x', 'y') member_descriptor
# expect: 'P' object has no attribute 'y'
# expect: 'P' object has no attribute 'z'
# expect: False
# expect: 5 1
# expect: 3 2 ['w']
# expect: 'R' object has no attribute 'v'
