class P:
    def __init__(self, x): self.x = x
    def __eq__(self, o): return self.x == o.x
    def __hash__(self): return hash(self.x)
print(P(1) in {P(1)}, {P(1): 'a'}[P(1)], len({P(1), P(1), P(2)}), P(1) is P(1), hash(P('a')) == hash('a'))
class Q:
    def __hash__(self): return 'x'
class R:
    def __hash__(self): return 2**64
class S(P):
    def __eq__(self, o): return True
class T: __hash__ = None
for f in (lambda: hash(Q()), lambda: hash(R()) > 0, lambda: hash(S(1)), lambda: hash(T()), lambda: {T()}, lambda: hash([])):
    try: print(f())
    except TypeError as e: print(e)
# expect: True a 2 False True
# expect: __hash__ method should return an integer
# expect: True
# expect: unhashable type: 'S'
# expect: unhashable type: 'T'
# expect: unhashable type: 'T'
# expect: unhashable type: 'list'
