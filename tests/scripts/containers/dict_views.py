d = {'a': 1, 'b': 2}
k, v, i = d.keys(), d.values(), d.items()
d['c'] = 3
print(k, v, i, len(k), 'a' in k, 3 in v, ('a', 1) in i, ('a', 2) in i, list(reversed(d)), list(reversed(v)), sorted(k & {'a', 'z'}), sorted(k | {'z'}), sorted(k - {'a'}), sorted(k ^ {'a', 'q'}), k == {'a', 'b', 'c'}, k >= {'a'}, i == {('a', 1)}, k.isdisjoint('xyz'), type(k).__name__, type(i).__name__)
print(list(iter(k)), next(iter(i)), v == v, d.values() == d.values(), i & {('a', 1)})
for f in (lambda: k[0], lambda: v + v, lambda: k.add(1), lambda: hash(k)):
    try: f()
    except Exception as e: print(type(e).__name__, e)
# expect: dict_keys(['a', 'b', 'c']) dict_values([1, 2, 3]) dict_items([('a', 1), ('b', 2), ('c', 3)]) 3 True True True False ['c', 'b', 'a'] [3, 2, 1] ['a'] ['a', 'b', 'c', 'z'] ['b', 'c'] ['b', 'c', 'q'] True True False True dict_keys dict_items
# expect: ['a', 'b', 'c'] ('a', 1) True False {('a', 1)}
# expect: TypeError 'dict_keys' object is not subscriptable
# expect: TypeError unsupported operand type(s) for +: 'dict_values' and 'dict_values'
# expect: AttributeError 'dict_keys' object has no attribute 'add'
# expect: TypeError unhashable type: 'dict_keys'
