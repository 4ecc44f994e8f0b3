import itertools as it
print(list(it.islice(it.count(5, 2), 3)), list(it.islice(it.cycle('ab'), 5)), list(it.repeat('x', 2)), list(it.islice('abcdef', 1, 5, 2)), list(it.islice('abc', None)), list(it.takewhile(lambda x: x < 3, [1, 2, 3, 1])), list(it.dropwhile(lambda x: x < 3, [1, 2, 3, 1])), list(it.islice(it.count(0.5, 0.5), 2)), list(it.filterfalse(None, [0, 1, ''])), list(it.compress('abc', [1, 0, 1])), list(it.starmap(pow, [(2, 3), (3, 2)])), list(it.pairwise('abc')))
for f in (lambda: list(it.islice('a', -1)), lambda: list(it.repeat(1, -1)), lambda: it.count('a')):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
# expect: [5, 7, 9] ['a', 'b', 'a', 'b', 'a'] ['x', 'x'] ['b', 'd'] ['a', 'b', 'c'] [1, 2] [3, 1] [0.5, 1.0] [0, ''] ['a', 'c'] [8, 9] [('a', 'b'), ('b', 'c')]
# expect: ValueError Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.
# expect: []
# expect: TypeError a number is required
