print(7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5 % -2, divmod(-7.5, 2), 1.1 + 2.2, 0.1 * 3, 1e308 * 10, -1e308 * 10, 2.0 ** 0.5, 2 ** 0.5, 1.5 + 1, 1 - 0.9, 3 * 1.5, 5 / 2, 4 / 2, 1e-320, 0.0 == -0.0, 5.0 // 0.1, float('inf') // 1, -1.5 // 1, 1 % 1.5, -0.0 % 5)
print(float('inf') - float('inf'), float('inf') % 2, 2.0 ** 1024 if False else 'skip', 0.0 ** 0, (-2.0) ** 2, 3.0.__floordiv__(2), -7 // 2.0, 1e16 % 3, 5.5 % float('inf'), -5.5 % float('inf'), divmod(5, 0.3))
for f in (lambda: 2.0 ** 10000, lambda: 1.0 / 0, lambda: 1.5 << 1, lambda: 1.5 + 'a', lambda: 10.0 ** 309, lambda: 1e200 ** 2, lambda: float(10**400), lambda: 1.5 + 10**400, lambda: 5 % 0.0, lambda: int(1e400)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
# expect: 3.0 -4.0 1.5 0.5 -0.5 (-4.0, 0.5) 3.3000000000000003 0.30000000000000004 inf -inf 1.4142135623730951 1.4142135623730951 2.5 0.09999999999999998 4.5 2.5 2.0 1e-320 True 49.0 nan -2.0 1.0 0.0
# expect: nan nan skip 1.0 4.0 1.0 -4.0 1.0 5.5 inf (16.0, 0.20000000000000018)
# expect: OverflowError (34, 'Numerical result out of range')
# expect: ZeroDivisionError float division by zero
# expect: TypeError unsupported operand type(s) for <<: 'float' and 'int'
# expect: TypeError unsupported operand type(s) for +: 'float' and 'str'
# expect: OverflowError (34, 'Numerical result out of range')
# expect: OverflowError (34, 'Numerical result out of range')
# expect: OverflowError int too large to convert to float
# expect: OverflowError int too large to convert to float
# expect: ZeroDivisionError float modulo
# expect: OverflowError cannot convert float infinity to integer
