class V:
    def __init__(self, x): self.x = x
    def __add__(self, o): return V(self.x + (o.x if isinstance(o, V) else o))
    __radd__ = __add__
    def __eq__(self, o): return isinstance(o, V) and self.x == o.x
    def __lt__(self, o): return self.x < o.x
    def __hash__(self): return hash(self.x)
    def __repr__(self): return f'V({self.x})'
    def __getitem__(self, i): return i
    def __call__(self, *a): return a
    def __iadd__(self, o): self.x += 100; return self
v = V(3)
print(v + V(4), 1 + v, v == V(3), v != V(3), v < V(4), sorted([V(2), V(1)]), v[1:2], v(1, 2))
v += 1
print(v, {V(1): 'a'}[V(1)])
try: v - 1
except TypeError as e: print(e)
# expect: V(7) V(4) True False True [V(1), V(2)] slice(1, 2, None) (1, 2)
# expect: V(103) a
# expect: unsupported operand type(s) for -: 'V' and 'int'
