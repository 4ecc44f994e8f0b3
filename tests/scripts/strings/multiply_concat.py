print('ab' * 3, 3 * 'ab', 'a' * 0, repr('a' * -1), 'a' + 'b', 'x' * True)
s = 'a'; s += 'b'; s *= 2; print(s)
for f in (lambda: 'a' * 1.5, lambda: 'a' + None, lambda: 'a' - 'b', lambda: 'a' * 'b', lambda: [] + 'a', lambda: 'a' + b'b', lambda: 'a' / 2, lambda: -'a'):
    try: f()
    except TypeError as e: print(e)
# expect: ababab ababab  '' ab x
# expect: abab
# expect: can't multiply sequence by non-int of type 'float'
# expect: can only concatenate str (not "NoneType") to str
# expect: unsupported operand type(s) for -: 'str' and 'str'
# expect: can't multiply sequence by non-int of type 'str'
# expect: can only concatenate list (not "str") to list
# expect: can only concatenate str (not "bytes") to str
# expect: unsupported operand type(s) for /: 'str' and 'int'
# expect: bad operand type for unary -: 'str'
