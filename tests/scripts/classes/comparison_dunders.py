class V:
    def __init__(self, v): self.v = v
    def __eq__(self, o): print('eq', self.v); return isinstance(o, V) and self.v == o.v
    def __lt__(self, o): print('lt'); return self.v < o.v
print(V(1) == V(1), V(1) != V(2), V(1) < V(2), V(1) > V(2), V(1) == 1, 1 == V(1), V(2) in [V(1), V(2)])
for f in (lambda: V(1) <= V(2), lambda: hash(V(1)), lambda: {V(1)}, lambda: V(1) > 5):
    try: f()
    except Exception as e: print(type(e).__name__, e)
print(V.__hash__)
from functools import total_ordering
@total_ordering
class W:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __lt__(self, o): return self.v < o.v
print(W(1) <= W(1), W(2) >= W(1), W(2) > W(3), W(1) != W(2))
class L:
    def __le__(self, o): return 'le'
    def __ne__(self, o): return 'ne'
print(L() <= 1, 1 >= L(), L() != 1, (1 < 2 < 3) == True, L() <= L() <= 3)
# expect: eq 1
# expect: eq 1
# expect: lt
# expect: lt
# expect: eq 1
# expect: eq 1
# expect: eq 1
# expect: eq 2
# expect: True True True False False False True
# expect: TypeError '<=' not supported between instances of 'V' and 'V'
# expect: TypeError unhashable type: 'V'
# expect: TypeError unhashable type: 'V'
# expect: TypeError '>' not supported between instances of 'V' and 'int'
# expect: None
# expect: True True False True
# expect: le le ne True le
