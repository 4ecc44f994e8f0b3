a = [1, 2]
print(a + [3], a * 2, 0 * a, a == [1, 2], a != [1.0, 2.0], a < [1, 3], [1] < [1, 0], [] < a, a >= [1], 2 in a, 5 not in a, [[1]] == [[1]])
b = a; b += (3,); print(a, b is a); b *= 2; print(a); b = b + [1]; print(b is a)
for f in (lambda: a + (1,), lambda: a * 'x', lambda: a < (1,), lambda: a + 1, lambda: [1, 'a'] < [1, 2], lambda: a - a, lambda: hash(a), lambda: {a: 1}):
    try: f()
    except TypeError as e: print(e)
try: a += 5
except TypeError as e: print(e)
# expect: [1, 2, 3] [1, 2, 1, 2] [] True False True True True True True True True
# expect: [1, 2, 3] True
# expect: [1, 2, 3, 1, 2, 3]
# expect: False
# expect: can only concatenate list (not "tuple") to list
# expect: can't multiply sequence by non-int of type 'str'
# expect: '<' not supported between instances of 'list' and 'tuple'
# expect: can only concatenate list (not "int") to list
# expect: '<' not supported between instances of 'str' and 'int'
# expect: unsupported operand type(s) for -: 'list' and 'list'
# expect: unhashable type: 'list'
# expect: unhashable type: 'list'
# expect: 'int' object is not iterable
