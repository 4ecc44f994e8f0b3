l = [3, 1, 2]; l.sort(); l.append(5); l.insert(0, 9); print(l, l.pop(), l[1:3], sorted(l, key=lambda x: -x))
a = [1]; a.append(a); print(a, [1, 2] < [1, 3], (1,), (), range(5), {5, 1, 10, 100, 33, 8}, set(), frozenset([1]))
d = {'a': 1}; d['c'] = 3; d.update(y=2); print(d, d.get('z'), d.pop('a'), d.items(), d.keys(), d | {'n': 1}, {1: 'a', 1.0: 'b'})
try:
    for k in d: d[k + 'x'] = 1
except RuntimeError as e: print(e)
print(2 ** 100, -7 // 2, -7 % 3, 10 ** 20 // 3, 2 ** -1, round(2.5), round(2.675, 2), hash(1.0) == hash(1), 1 << 70, int('ff', 16), divmod(-7, 2))
# expect: [9, 1, 2, 3] 5 [1, 2] [9, 3, 2, 1]
# expect: [1, [...]] True (1,) () range(0, 5) {1, 33, 100, 5, 8, 10} set() frozenset({1})
# expect: {'c': 3, 'y': 2} None 1 dict_items([('c', 3), ('y', 2)]) dict_keys(['c', 'y']) {'c': 3, 'y': 2, 'n': 1} {1: 'b'}
# expect: dictionary changed size during iteration
# expect: 1267650600228229401496703205376 -4 2 33333333333333333333 0.5 2 2.67 True 1180591620717411303424 255 (-4, 1)
