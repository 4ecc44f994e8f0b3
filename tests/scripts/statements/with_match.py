from contextlib import contextmanager, suppress
class M:
    def __init__(self, n, swallow=False): self.n, self.s = n, swallow
    def __enter__(self): print('enter', self.n); return self
    def __exit__(self, t, v, tb): print('exit', self.n, t and t.__name__, v); return self.s
with M(1) as m, M(2): print('body', m.n)
with M(3, True): raise ValueError('x')
def f():
    with M(6): return 'r'
print(f())
for i in range(2):
    with M(i):
        if i == 0: continue
        break
@contextmanager
def cm(x):
    try: yield x * 2
    except ValueError as e: print('handled', e)
with cm(5) as y: print(y)
with cm(6): raise ValueError('v')
with suppress(KeyError): {}['a']
def m(v):
    match v:
        case 0: return 'zero'
        case [1, *rest]: return ('seq', rest)
        case {'k': val, **o}: return ('map', val, o)
        case int() as n if n > 10: return ('big', n)
        case _: return 'other'
print(m(0), m([1, 2, 3]), m({'k': 1, 'z': 2}), m(50), m(3.5))
# expect: enter 1
# expect: enter 2
# expect: body 1
# expect: exit 2 None None
# expect: exit 1 None None
# expect: enter 3
# expect: exit 3 ValueError x
# expect: enter 6
# expect: exit 6 None None
# expect: r
# expect: enter 0
# expect: exit 0 None None
# expect: enter 1
# expect: exit 1 None None
# expect: 10
# expect: handled v
# expect: zero ('seq', [2, 3]) ('map', 1, {'z': 2}) ('big', 50) other
