s = 'añ€𝄞z'
print(s[0], s[-1], s[3], s[1:3], s[::-1], s[::2], s[10:], s[-100:2], s[3:1], len(s), [ord(c) for c in s], s[True])
for f in (lambda: s[5], lambda: s[-6], lambda: s['a'], lambda: s[1.0], lambda: s[::0], lambda: s['a':]):
    try: f()
    except Exception as e: print(type(e).__name__, e)
try: s[0] = 'x'
except TypeError as e: print(e)
try: del s[0]
except TypeError as e: print(e)
# expect: a z 𝄞 ñ€ z𝄞€ña a€z  añ  5 [97, 241, 8364, 119070, 122] ñ
# expect: IndexError string index out of range
# expect: IndexError string index out of range
# expect: TypeError string indices must be integers, not 'str'
# expect: TypeError string indices must be integers, not 'float'
# expect: ValueError slice step cannot be zero
# expect: TypeError slice indices must be integers or None or have an __index__ method
# expect: 'str' object does not support item assignment
# expect: 'str' object doesn't support item deletion
