class A: pass
a = A(); a.x = 1; a.x += 2; a.x *= 5; a.l = [1]; a.l += [2]; a.d = {'k': 1}; a.d['k'] -= 3
print(a.x, a.l, a.d); i = 0
def idx():
    global i; i += 1; print('idx'); return 0
l = [10]; l[idx()] += 1; print(l, i)
try: a.nope += 1
except AttributeError as e: print(e)
class B: n = 1
b = B(); b.n += 1; print(b.n, B.n)
# expect: 15 [1, 2] {'k': -2}
# expect: idx
# expect: [11] 1
# expect: 'A' object has no attribute 'nope'
# expect: 2 1
