a = list(range(10))
print(a[2:5], a[:-3], a[::3], a[::-2], a[-3:], a[5:2], a[5:2:-1], a[100:], a[slice(1, 3)])
a[2:5] = ['x']; print(a); a[1:1] = [0, 0]; print(a); a[::2] = 'abcde'; print(a); del a[1:3]; print(a); del a[::2]; print(a); a[:] = []; print(a)
b = [1, 2, 3]; b[0], b[-1] = b[-1], b[0]; print(b); b[1:] += [9]; print(b); b[5:] = [7]; print(b)
for s in ('b[::2] = [1]', 'b[0:1] = 5', 'b["a"]', 'b[9]', 'b[9] = 1', 'del b[9]', 'b[::0]', 'b[1.0]', 'b[::2] = 5', "b['a'] = 1", 'b[-9] = 1'):
    try: exec(s)
    except Exception as e: print(type(e).__name__, e)
# expect: [2, 3, 4] [0, 1, 2, 3, 4, 5, 6] [0, 3, 6, 9] [9, 7, 5, 3, 1] [7, 8, 9] [] [5, 4, 3] [] [1, 2]
# expect: [0, 1, 'x', 5, 6, 7, 8, 9]
# expect: [0, 0, 0, 1, 'x', 5, 6, 7, 8, 9]
# expect: ['a', 0, 'b', 1, 'c', 5, 'd', 7, 'e', 9]
# expect: ['a', 1, 'c', 5, 'd', 7, 'e', 9]
# expect: [1, 5, 7, 9]
# expect: []
# expect: [3, 2, 1]
# expect: [3, 2, 1, 9]
# expect: [3, 2, 1, 9, 7]
# expect: ValueError attempt to assign sequence of size 1 to extended slice of size 3
# expect: TypeError can only assign an iterable
# expect: TypeError list indices must be integers or slices, not str
# expect: IndexError list index out of range
# expect: IndexError list assignment index out of range
# expect: IndexError list assignment index out of range
# expect: ValueError slice step cannot be zero
# expect: TypeError list indices must be integers or slices, not float
# expect: TypeError must assign iterable to extended slice
# expect: TypeError list indices must be integers or slices, not str
# expect: IndexError list assignment index out of range
