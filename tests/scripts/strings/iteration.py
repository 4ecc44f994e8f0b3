print(list('aé𝄞'), tuple(reversed('abc')), list(enumerate('ab', 1)), list(zip('ab', 'cd')), sorted('hello'), [*'xy'], set('aa'), dict.fromkeys('ab'))
it = iter('ab'); print(next(it), next(it), next(it, 'end'))
a, b = 'xy'; print(a, b)
try: a, b = 'xyz'
except ValueError as e: print(e)
try: a, b = 'x'
except ValueError as e: print(e)
# expect: ['a', 'é', '𝄞'] ('c', 'b', 'a') [(1, 'a'), (2, 'b')] [('a', 'c'), ('b', 'd')] ['e', 'h', 'l', 'l', 'o'] ['x', 'y'] {'a'} {'a': None, 'b': None}
# expect: a b end
# expect: x y
# expect: too many values to unpack (expected 2)
# expect: not enough values to unpack (expected 2, got 1)
