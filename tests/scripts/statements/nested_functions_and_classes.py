def outer(n):
    class Node:
        count = n
        def __init__(self): self.kids = [Node() for _ in range(0)]
        class Inner:
            def get(self): return n
    def make(): return Node.Inner().get(), Node.count
    return make
print(outer(3)(), outer(4)())
def deco_in_func():
    def deco(f): return lambda: 'd' + f()
    @deco
    def g(): return 'g'
    return g()
print(deco_in_func())
def rec(n):
    def inner(k): return 1 if k == 0 else k * inner(k - 1)
    return inner(n)
print(rec(5), (lambda f: f(f, 5))(lambda s, n: 1 if n < 2 else n * s(s, n - 1)))
# expect: (3, 3) (4, 4)
# expect: dg
# expect: 120 120
