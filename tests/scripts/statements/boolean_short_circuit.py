def f(v): print('f', v, end=' '); return v
print(f(0) or f('a') or f('b')); print(f(1) and f('') and f(2)); print(f(0) and f(1) or f(2)); print(not f(0)); print(f(1) if f(0) else f(2)); print(any(f(x) for x in [0, 1, 2]), all(f(x) for x in [1, 0, 2]))
a = [] or None; b = {} and 1; c = () or 'default'; print(a, b, c, 1 and 2 and 3, 0 or 0.0 or '', bool(1 and []))
# expect: f 0 f a a
# expect: f 1 f  
# expect: f 0 f 2 2
# expect: f 0 True
# expect: f 0 f 2 2
# expect: f 0 f 1 f 1 f 0 True False
# expect: None {} default 3  False
