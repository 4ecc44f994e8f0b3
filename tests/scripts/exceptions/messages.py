def t(f):
    try: f()
    except Exception as e: print(type(e).__name__, e, sep=': ')
t(lambda: 'a' + 1); t(lambda: 1 + 'a'); t(lambda: None + 1); t(lambda: {}['x']); t(lambda: [][0]); t(lambda: 'abc'[5])
t(lambda: int('x')); t(lambda: float('y')); t(lambda: len(5)); t(lambda: 5()); t(lambda: [].foo); t(lambda: None.foo); t(lambda: {[]: 1}); t(lambda: 5[0])
t(lambda: 1 < 'a'); t(lambda: sorted([1, 'a'])); t(lambda: iter(5)); t(lambda: ''.join([1])); t(lambda: [1].index(2)); t(lambda: [].pop())
t(lambda: 1 % 0); t(lambda: 1.0 / 0); t(lambda: 1 // 0); t(lambda: max([])); t(lambda: __import__('nope')); t(lambda: (lambda x: x)()); t(lambda: -'a'); t(lambda: 1 in 5)
def f(a, b, /, c, *, d, e=1): pass
def g(): pass
t(lambda: f()); t(lambda: f(1)); t(lambda: f(1, 2, 3)); t(lambda: f(1, 2, 3, 4, d=1)); t(lambda: g(1)); t(lambda: g(x=1)); t(lambda: len()); t(lambda: [].append())
