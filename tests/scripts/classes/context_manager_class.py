class C:
    def __init__(self, n, swallow=False): self.n = n; self.swallow = swallow
    def __enter__(self): print('enter', self.n); return self
    def __exit__(self, t, v, tb): print('exit', self.n, t and t.__name__, v, tb is not None); return self.swallow
with C(1) as c: print('body', c.n)
with C(2, True): raise ValueError('x')
try:
    with C(3): raise KeyError('k')
except KeyError as e: print('caught', e)
with C(4) as a, C(5) as b: print(a.n + b.n)
with (C(6) as a, C(7)): pass
def f():
    with C(8): return 'ret'
print(f())
for i in range(2):
    with C(i):
        if i == 0: continue
        break
for bad in (5, object(), type('E', (), {'__enter__': lambda s: 1})()):
    try:
        with bad: pass
    except (TypeError, AttributeError) as e: print(type(e).__name__, e)
# expect: enter 1
# expect: body 1
# expect: exit 1 None None False
# expect: enter 2
# expect: exit 2 ValueError x True
# expect: enter 3
# expect: exit 3 KeyError 'k' True
# expect: caught 'k'
# expect: enter 4
# expect: enter 5
# expect: 9
# expect: exit 5 None None False
# expect: exit 4 None None False
# expect: enter 6
# expect: enter 7
# expect: exit 7 None None False
# expect: exit 6 None None False
# expect: enter 8
# expect: exit 8 None None False
# expect: ret
# expect: enter 0
# expect: exit 0 None None False
# expect: enter 1
# expect: exit 1 None None False
# expect: TypeError 'int' object does not support the context manager protocol
# expect: TypeError 'object' object does not support the context manager protocol
# expect: TypeError 'E' object does not support the context manager protocol (missed __exit__ method)
