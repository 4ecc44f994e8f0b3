r = range(2, 20, 3)
print(r, range(5), range(1, 3), list(r), len(r), r[1], r[-1], r[1:3], r[::-1], 5 in r, 6 in r, r.index(8), r.count(8), r == range(2, 18, 3) , range(0) == range(5, 5), r.start, r.stop, r.step, list(reversed(r)), bool(range(0)), list(range(5, 0, -2)), hash(range(3)) == hash(range(3)), 5.0 in r, 'a' in r, range(10)[::3], range(10)[-3:])
for f in (lambda: range(1.5), lambda: range('a'), lambda: range(1, 2, 0), lambda: range(), lambda: r[10], lambda: r.index(3), lambda: range(1, 2, 3, 4), lambda: range(3) + range(3), lambda: r['a']):
    try: f()
    except Exception as e: print(type(e).__name__, e)
try: r[0] = 1
except TypeError as e: print(e)
print(len(range(-5, 5)), min(range(3)), sum(range(101)), range(True))
# expect: range(2, 20, 3) range(0, 5) range(1, 3) [2, 5, 8, 11, 14, 17] 6 5 17 range(5, 11, 3) range(17, -1, -3) True False 2 1 True True 2 20 3 [17, 14, 11, 8, 5, 2] False [5, 3, 1] True True False range(0, 10, 3) range(7, 10)
# expect: TypeError 'float' object cannot be interpreted as an integer
# expect: TypeError 'str' object cannot be interpreted as an integer
# expect: ValueError range() arg 3 must not be zero
# expect: TypeError range expected at least 1 argument, got 0
# expect: IndexError range object index out of range
# expect: ValueError 3 is not in range
# expect: TypeError range expected at most 3 arguments, got 4
# expect: TypeError unsupported operand type(s) for +: 'range' and 'range'
# expect: TypeError range indices must be integers or slices, not str
# expect: 'range' object does not support item assignment
# expect: 10 0 5050 range(0, 1)
