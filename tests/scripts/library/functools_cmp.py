from functools import cmp_to_key, reduce, partial
def cmp(a, b): return (a > b) - (a < b)
print(sorted([3, 1, 2], key=cmp_to_key(cmp)), sorted('bca', key=cmp_to_key(lambda a, b: cmp(b, a))), max([1, 5, 2], key=cmp_to_key(cmp)), reduce(lambda acc, x: acc + [x], 'ab', []), list(map(partial(pow, 2), [1, 2, 3])))
# expect: [1, 2, 3] ['c', 'b', 'a'] 5 ['a', 'b'] [2, 4, 8]
