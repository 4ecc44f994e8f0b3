d = {'b': 1, 'a': 2}; d['c'] = 3; d['b'] = 9; del d['a']; d['a'] = 4
print(d, d == {'a': 4, 'b': 9, 'c': 3}, list(d.items()), list(reversed(d.items())), {} == {}, {'a': 1} != {'a': 1.0}, {'a': [1]} == {'a': [1]})
for f in (lambda: {} < {}, lambda: {} + {}, lambda: hash({}), lambda: {} | 5):
    try: f()
    except TypeError as e: print(e)
x = {'a': 1} | {'b': 2}; x |= {'a': 3}; x |= [('z', 0)]; print(x)
# expect: {'b': 9, 'c': 3, 'a': 4} True [('b', 9), ('c', 3), ('a', 4)] [('a', 4), ('c', 3), ('b', 9)] True False True
# expect: '<' not supported between instances of 'dict' and 'dict'
# expect: unsupported operand type(s) for +: 'dict' and 'dict'
# expect: unhashable type: 'dict'
# expect: unsupported operand type(s) for |: 'dict' and 'int'
# expect: {'a': 3, 'b': 2, 'z': 0}
