import copy
a = [[1], {'k': [2]}, (3, [4])]; b = copy.copy(a); c = copy.deepcopy(a); a[0].append(9); a[1]['k'].append(8); print(a, b, c, b[0] is a[0], c[0] is a[0])
class P:
    def __init__(self, x): self.x = x
    def __repr__(self): return f'P({self.x})'
p = P([1]); q = copy.copy(p); r = copy.deepcopy(p); p.x.append(2); print(p, q, r, type(q).__name__)
class C:
    def __copy__(self): return 'copied'
    def __deepcopy__(self, memo): return 'deep'
print(copy.copy(C()), copy.deepcopy([C()]), copy.copy(5), copy.deepcopy('x'), copy.deepcopy({1, 2}), copy.copy((1, 2)), copy.deepcopy(None))
loop = [1]; loop.append(loop); d = copy.deepcopy(loop); print(d[1] is d, d); s = [1]; t = copy.deepcopy([s, s]); print(t[0] is t[1])
# expect: [[1, 9], {'k': [2, 8]}, (3, [4])] [[1, 9], {'k': [2, 8]}, (3, [4])] [[1], {'k': [2]}, (3, [4])] True False
# expect: P([1, 2]) P([1, 2]) P([1]) P
# expect: copied ['deep'] 5 x {1, 2} (1, 2) None
# expect: True [1, [...]]
# expect: True
