def t(x): print(x, end=' '); return x
def f(*a, **k): return len(a), len(k)
print(f(t(1), *[t(2)], t(3), k=t(4), **{'m': t(5)}))
print([t(1), t(2)], {t('k'): t('v')}, t(1) + t(2) * t(3), t(0) and t(9), t(1) < t(2) < t(0) < t(5))
d = {}; d[t('key')] = t('val'); a = [0]; a[t(0)] += t(5); print(d, a)
x = t(1) if t(0) else t(2); print((lambda q=t('default'): q)())
def g(a=t('d1'), b=t('d2')): pass
t(print)('via'); t('abc').upper()
print([t(i) for i in [t(1), t(2)] if t(True)])
# expect: 1 2 3 4 5 (3, 2)
# expect: 1 2 k v 1 2 3 0 1 2 0 [1, 2] {'k': 'v'} 7 0 False
# expect: val key 0 5 {'key': 'val'} [5]
# expect: 0 2 default default
# expect: d1 d2 <built-in function print> via
# expect: abc 1 2 True 1 True 2 [1, 2]
