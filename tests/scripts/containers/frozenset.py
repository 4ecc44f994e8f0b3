f = frozenset([1, 2]); print(f, frozenset(), {f: 'x'}[frozenset([2, 1])], f | {3}, {3} | f, type(f | {3}).__name__, type({3} | f).__name__, f == {1, 2}, hash(f) == hash(frozenset([2, 1])), f.union([5]), f & {1}, frozenset(f) is f, frozenset('a') == {'a'})
for g in (lambda: f.add(1), lambda: f.remove(1), lambda: frozenset([[]]), lambda: f[0]):
    try: g()
    except Exception as e: print(type(e).__name__, e)
print({frozenset({1}), frozenset({1})}, {1} in {frozenset({1})})
f |= {9}; print(sorted(f))
# expect: frozenset({1, 2}) frozenset() x frozenset({1, 2, 3}) {1, 2, 3} frozenset set True True frozenset({1, 2, 5}) frozenset({1}) True True
# expect: AttributeError 'frozenset' object has no attribute 'add'
# expect: AttributeError 'frozenset' object has no attribute 'remove'
# expect: TypeError unhashable type: 'list'
# expect: TypeError 'frozenset' object is not subscriptable
# expect: {frozenset({1})} True
# expect: [1, 2, 9]
