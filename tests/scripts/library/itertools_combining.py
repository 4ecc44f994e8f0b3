import itertools as it
print(list(it.chain('ab', [1])), list(it.chain.from_iterable(['ab', 'c'])), list(it.product('ab', [1, 2])), list(it.product([0, 1], repeat=2)), list(it.permutations('abc', 2)), list(it.permutations([1, 2])), list(it.combinations('abc', 2)), list(it.combinations_with_replacement('ab', 2)), list(it.zip_longest('ab', 'c', fillvalue='-')), list(it.zip_longest([1], [2, 3])), list(it.accumulate([1, 2, 3])), list(it.accumulate([3, 1, 2], max)), list(it.accumulate([1, 2], initial=10)), len(list(it.combinations(range(10), 3))), list(it.product()), list(it.combinations('ab', 3)))
for k, g in it.groupby('aabbbc'): print(k, list(g), end=' ')
print([(k, len(list(g))) for k, g in it.groupby([1, 3, 2, 4], key=lambda x: x % 2)])
a, b = it.tee([1, 2, 3]); print(next(a), list(b), list(a)); x = it.chain([1], [2]); print(next(x), list(x))
# expect: ['a', 'b', 1] ['a', 'b', 'c'] [('a', 1), ('a', 2), ('b', 1), ('b', 2)] [(0, 0), (0, 1), (1, 0), (1, 1)] [('a', 'b'), ('a', 'c'), ('b', 'a'), ('b', 'c'), ('c', 'a'), ('c', 'b')] [(1, 2), (2, 1)] [('a', 'b'), ('a', 'c'), ('b', 'c')] [('a', 'a'), ('a', 'b'), ('b', 'b')] [('a', 'c'), ('b', '-')] [(1, 2), (None, 3)] [1, 3, 6] [3, 3, 3] [10, 11, 13] 120 [()] []
# expect: a ['a', 'a'] b ['b', 'b', 'b'] c ['c'] [(1, 2), (0, 2)]
# expect: 1 [1, 2, 3] [2, 3]
# expect: 1 [2]
