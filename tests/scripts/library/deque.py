from collections import deque
d = deque([1, 2, 3]); d.append(4); d.appendleft(0); print(d, d.pop(), d.popleft(), d, len(d), d[0], d[-1], 2 in d); d.rotate(1); print(d); d.rotate(-2); print(d); d.extend([7, 8]); d.extendleft([5, 6]); print(d, d.count(7), d.index(8)); d.remove(7); d.reverse(); d.insert(1, 'i'); print(d, list(reversed(d)), d.maxlen)
m = deque(maxlen=2); m.extend([1, 2, 3]); print(m, m.maxlen, deque('ab') == deque('ab'), deque([1]) + deque([2]), deque([1]) * 2, d.copy() == d); m[0] = 9; del m[1]; print(m); m.clear(); print(m, bool(m))
for f in (lambda: deque().pop(), lambda: deque().popleft(), lambda: d[99], lambda: d.remove('q'), lambda: d.index('q'), lambda: deque(5)):
    try: f()
    except Exception as e: print(type(e).__name__, e)
try:
    for x in d: d.append(1)
except RuntimeError as e: print(e)
# expect: deque([1, 2, 3]) 4 0 deque([1, 2, 3]) 3 1 3 True
# expect: deque([3, 1, 2])
# expect: deque([2, 3, 1])
# expect: deque([6, 5, 2, 3, 1, 7, 8]) 1 6
# expect: deque([8, 'i', 1, 3, 2, 5, 6]) [6, 5, 2, 3, 1, 'i', 8] None
# expect: deque([2, 3], maxlen=2) 2 True deque([1, 2]) deque([1, 1]) True
# expect: deque([9], maxlen=2)
# expect: deque([], maxlen=2) False
# expect: IndexError pop from an empty deque
# expect: IndexError pop from an empty deque
# expect: IndexError deque index out of range
# expect: ValueError 'q' is not in deque
# expect: ValueError 'q' is not in deque
# expect: TypeError 'int' object is not iterable
# expect: deque mutated during iteration
