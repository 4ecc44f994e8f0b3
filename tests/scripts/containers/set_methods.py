a, b = {1, 2, 3}, {3, 4}
print(a | b, a & b, a - b, a ^ b, a.union([4], (5,)), a.intersection(b, [3]), a.difference(b), a.symmetric_difference(b), a <= {1, 2, 3, 4}, a < a, a >= {1}, a > {1}, a.issubset(range(9)), a.issuperset([1]), a.isdisjoint({9}), len(a), 2 in a)
c = set(a); c.add(9); c.discard(100); c.remove(1); c.update([7], {8}); c |= {20}; c &= {20, 7, 8}; c -= {8}; c ^= {1}; print(sorted(c), sorted(c.copy()))
c.intersection_update([7]); print(c); c.difference_update([7]); print(c, c == set()); c.symmetric_difference_update({5}); print(c, c.pop(), c)
for f in (lambda: c.remove('q'), lambda: c.pop(), lambda: c.add([]), lambda: {1} | [1], lambda: {1} < [1], lambda: set(5), lambda: c.union(5), lambda: hash(c), lambda: {[]}, lambda: {1} + {2}, lambda: c.remove({1})):
    try: f()
    except Exception as e: print(type(e).__name__, e)
# expect: {1, 2, 3, 4} {3} {1, 2} {1, 2, 4} {1, 2, 3, 4, 5} {3} {1, 2} {1, 2, 4} True False True True True True True 3 True
# expect: [1, 7, 20] [1, 7, 20]
# expect: {7}
# expect: set() True
# expect: set() 5 set()
# expect: KeyError 'q'
# expect: KeyError 'pop from an empty set'
# expect: TypeError unhashable type: 'list'
# expect: TypeError unsupported operand type(s) for |: 'set' and 'list'
# expect: TypeError '<' not supported between instances of 'set' and 'list'
# expect: TypeError 'int' object is not iterable
# expect: TypeError 'int' object is not iterable
# expect: TypeError unhashable type: 'set'
# expect: TypeError unhashable type: 'list'
# expect: TypeError unsupported operand type(s) for +: 'set' and 'set'
# expect: KeyError {1}
