t = (1, 'a', [2])
print(t, (1,), (), tuple('ab'), t[0], t[-1], t[:2], t + (3,), t * 2, len(t), 'a' in t, t.count(1), t.index('a'), t == (1, 'a', [2]), (1, 2) < (1, 3), (1,) < (1, 0), hash((1, 2)) == hash((1, 2)))
t[2].append(3); print(t)
for s in ('t[0] = 1', 'del t[0]', 't + [1]', 't[5]', 't["a"]', 'hash(t)', 't.index(9)', 't.append(1)', '{t: 1}', 'a, b = t', '(1, 2) < (1, "a")', 't < 1', 'tuple(1)', 't += 1'):
    try: exec(s)
    except Exception as e: print(type(e).__name__, e)
try: t[2] += [9]
except TypeError as e: print(e, t)
x = 1,; print(x); y = 1, 2; print(y); a, (b, c) = 1, (2, 3); print(a, b, c)
# expect: (1, 'a', [2]) (1,) () ('a', 'b') 1 [2] (1, 'a') (1, 'a', [2], 3) (1, 'a', [2], 1, 'a', [2]) 3 True 1 1 True True True True
# expect: (1, 'a', [2, 3])
# expect: TypeError 'tuple' object does not support item assignment
# expect: TypeError 'tuple' object doesn't support item deletion
# expect: TypeError can only concatenate tuple (not "list") to tuple
# expect: IndexError tuple index out of range
# expect: TypeError tuple indices must be integers or slices, not str
# expect: TypeError unhashable type: 'list'
# expect: ValueError tuple.index(x): x not in tuple
# expect: AttributeError 'tuple' object has no attribute 'append'
# expect: TypeError unhashable type: 'list'
# expect: ValueError too many values to unpack (expected 2)
# expect: TypeError '<' not supported between instances of 'int' and 'str'
# expect: TypeError '<' not supported between instances of 'tuple' and 'int'
# expect: TypeError 'int' object is not iterable
# expect: TypeError can only concatenate tuple (not "int") to tuple
# expect: 'tuple' object does not support item assignment (1, 'a', [2, 3, 9])
# expect: (1,)
# expect: (1, 2)
# expect: 1 2 3
