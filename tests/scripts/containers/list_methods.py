a = [3, 1, 2]
a.append(4); a.extend((5, 6)); a.insert(0, 'x'); a.insert(-1, 'y'); a.insert(100, 'z'); print(a)
print(a.pop(), a.pop(0), a.pop(-2), a, a.index(4), a.index(4, 1, 4), a.count(1)); a.remove(4); print(a)
a.reverse(); print(a, a.copy() is a, a.copy() == a); a.clear(); print(a)
for f in (lambda: a.pop(), lambda: [1].pop(5), lambda: a.remove(1), lambda: [1].index(9), lambda: [1].index(1, 1), lambda: a.extend(5), lambda: [].append(1, 2), lambda: [].insert('a', 1), lambda: [].pop('a'), lambda: [1].foo):
    try: f()
    except Exception as e: print(type(e).__name__, e)
# expect: ['x', 3, 1, 2, 4, 5, 'y', 6, 'z']
# expect: z x y [3, 1, 2, 4, 5, 6] 3 3 1
# expect: [3, 1, 2, 5, 6]
# expect: [6, 5, 2, 1, 3] False True
# expect: []
# expect: IndexError pop from empty list
# expect: IndexError pop index out of range
# expect: ValueError list.remove(x): x not in list
# expect: ValueError 9 is not in list
# expect: ValueError 1 is not in list
# expect: TypeError 'int' object is not iterable
# expect: TypeError list.append() takes exactly one argument (2 given)
# expect: TypeError 'str' object cannot be interpreted as an integer
# expect: TypeError 'str' object cannot be interpreted as an integer
# expect: AttributeError 'list' object has no attribute 'foo'
