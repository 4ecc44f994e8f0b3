print(6 & 3, 6 | 3, 6 ^ 3, ~6, 1 << 70, 1 << 3 >> 1, -1 >> 10, -5 & 0xff, -2**70 >> 3, (1 << 100) & (1 << 99 | 1), -(1 << 70) | 5, (-1) ^ (1 << 65), (255).bit_length(), (0).bit_length(), (-8).bit_length(), (2**80).bit_length(), (13).bit_count(), 5 >> 100, 0 << 10**6)
for f in (lambda: 1 << -1, lambda: 1 >> -1, lambda: 1 & 1.0, lambda: 1 << 1.0, lambda: ~1.5, lambda: 'a' & 1, lambda: 1 | None):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print((1000).to_bytes(2, 'big'), (1000).to_bytes(4, 'little'), int.from_bytes(b'\x03\xe8', 'big'), (-1).to_bytes(2, 'big', signed=True), int.from_bytes(b'\xff\xff', 'big', signed=True))
for f in (lambda: (256).to_bytes(1, 'big'), lambda: (-1).to_bytes(1, 'big'), lambda: (1).to_bytes(1, 'x')):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
# expect: 2 7 5 -7 1180591620717411303424 4 -1 251 -147573952589676412928 0 -1180591620717411303419 -36893488147419103233 8 0 4 81 3 0 0
# expect: ValueError negative shift count
# expect: ValueError negative shift count
# expect: TypeError unsupported operand type(s) for &: 'int' and 'float'
# expect: TypeError unsupported operand type(s) for <<: 'int' and 'float'
# expect: TypeError bad operand type for unary ~: 'float'
# expect: TypeError unsupported operand type(s) for &: 'str' and 'int'
# expect: TypeError unsupported operand type(s) for |: 'int' and 'NoneType'
# expect: b'\x03\xe8' b'\xe8\x03\x00\x00' 1000 b'\xff\xff' -1
# expect: OverflowError int too big to convert
# expect: OverflowError can't convert negative int to unsigned
# expect: ValueError byteorder must be either 'little' or 'big'
