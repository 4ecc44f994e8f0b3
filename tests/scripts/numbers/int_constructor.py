print(int(), int('42'), int(' -7 \n'), int('1_000'), int('ff', 16), int('0xff', 16), int('0b11', 0), int('z', 36), int(3.99), int(-3.99), int(True), int('٣'), int(b'12'), int('1' * 30), int('+5'), int('0', 0), int('-0x1f', 0), int(1e20), int('11', base=2), int('0o17', 8))
class I:
    def __int__(self): return 5
class J:
    def __index__(self): return 6
class T:
    def __trunc__(self): return 7
print(int(I()), int(J()), [1, 2, 3, 4, 5, 6, 7][J()], hex(J()))
for f in (lambda: int('x'), lambda: int(''), lambda: int('1.5'), lambda: int('1__0'), lambda: int('_1'), lambda: int('9', 8), lambda: int('1', 99), lambda: int(5, 10), lambda: int([]), lambda: int(None), lambda: int(float('nan')), lambda: int(float('inf')), lambda: int('0x', 16), lambda: int('é'), lambda: int(b'x'), lambda: int('1 2'), lambda: int('010', 0), lambda: int('12', 1), lambda: int(x=1), lambda: int("a'b"), lambda: int('a' * 300)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
# expect: 0 42 -7 1000 255 255 3 35 3 -3 1 3 12 111111111111111111111111111111 5 0 -31 100000000000000000000 3 15
# expect: 5 6 7 0x6
# expect: ValueError invalid literal for int() with base 10: 'x'
# expect: ValueError invalid literal for int() with base 10: ''
# expect: ValueError invalid literal for int() with base 10: '1.5'
# expect: ValueError invalid literal for int() with base 10: '1__0'
# expect: ValueError invalid literal for int() with base 10: '_1'
# expect: ValueError invalid literal for int() with base 8: '9'
# expect: ValueError int() base must be >= 2 and <= 36, or 0
# expect: TypeError int() can't convert non-string with explicit base
# expect: TypeError int() argument must be a string, a bytes-like object or a real number, not 'list'
# expect: TypeError int() argument must be a string, a bytes-like object or a real number, not 'NoneType'
# expect: ValueError cannot convert float NaN to integer
# expect: OverflowError cannot convert float infinity to integer
# expect: ValueError invalid literal for int() with base 16: '0x'
# expect: ValueError invalid literal for int() with base 10: 'é'
# expect: ValueError invalid literal for int() with base 10: b'x'
# expect: ValueError invalid literal for int() with base 10: '1 2'
# expect: ValueError invalid literal for int() with base 0: '010'
# expect: ValueError int() base must be >= 2 and <= 36, or 0
# expect: TypeError 'x' is an invalid keyword argument for int()
# expect: ValueError invalid literal for int() with base 10: "a'b"
# expect: ValueError invalid literal for int() with base 10: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
