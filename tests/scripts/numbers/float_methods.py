print((1.5).is_integer(), (2.0).is_integer(), (0.75).as_integer_ratio(), (0.1).hex(), float.fromhex('0x1.8p1'), (1.5).real, (1.5).imag, (1.5).conjugate(), (-0.0).hex(), (1e-5).hex(), (1.5).__int__(), (2.5).__round__(), (2.5).__trunc__(), (2.675).__round__(2))
for f in (lambda: float('inf').as_integer_ratio(), lambda: float('nan').as_integer_ratio(), lambda: (1.5).foo):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
# expect: False True (3, 4) 0x1.999999999999ap-4 3.0 1.5 0.0 1.5 -0x0.0p+0 0x1.4f8b588e368f1p-17 1 2 2 2.67
# expect: OverflowError cannot convert Infinity to integer ratio
# expect: ValueError cannot convert NaN to integer ratio
# expect: AttributeError 'float' object has no attribute 'foo'
