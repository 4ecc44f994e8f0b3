class N:
    def __init__(self, v): self.v = v
    def __repr__(self): return f'N({self.v!r})'
for name in 'add sub mul truediv floordiv mod pow lshift rshift and or xor matmul'.split():
    def op(self, o, name=name): return (name, self.v, o)
    def rop(self, o, name=name): return ('r' + name, self.v, o)
    def iop(self, o, name=name): self.v = f'i{name}'; return self
    setattr(N, f'__{name}__', op); setattr(N, f'__r{name}__', rop)
    if name in ('add', 'or', 'matmul'): setattr(N, f'__i{name}__', iop)
n = N(1)
print(n + 1, n - 1, n * 1, n / 1, n // 1, n % 1, n ** 1, n << 1, n >> 1, n & 1, n | 1, n ^ 1, n @ 1)
print(2 + n, 2 - n, 2 * n, 2 / n, 2 // n, 2 % n, 2 ** n, 2 << n, 2 >> n, 2 & n, 2 | n, 2 ^ n, 2 @ n, 'a' + n, [] + n)
n += 1; print(n); n |= 1; print(n); n @= 1; print(n); m = n; m -= 1; print(m, n)
# expect: ('add', 1, 1) ('sub', 1, 1) ('mul', 1, 1) ('truediv', 1, 1) ('floordiv', 1, 1) ('mod', 1, 1) ('pow', 1, 1) ('lshift', 1, 1) ('rshift', 1, 1) ('and', 1, 1) ('or', 1, 1) ('xor', 1, 1) ('matmul', 1, 1)
# expect: ('radd', 1, 2) ('rsub', 1, 2) ('rmul', 1, 2) ('rtruediv', 1, 2) ('rfloordiv', 1, 2) ('rmod', 1, 2) ('rpow', 1, 2) ('rlshift', 1, 2) ('rrshift', 1, 2) ('rand', 1, 2) ('ror', 1, 2) ('rxor', 1, 2) ('rmatmul', 1, 2) ('radd', 1, 'a') ('radd', 1, [])
# expect: N('iadd')
# expect: N('ior')
# expect: N('imatmul')
# expect: ('sub', 'imatmul', 1) N('imatmul')
