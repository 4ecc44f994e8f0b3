for a in (7, -7):
    for b in (2, -2): print(a // b, a % b, divmod(a, b), a / b, end='; ')
print(10**20 // 3, -10**20 // 3, 10**20 % -7, 2**70 / 2**69, 0 // 5, 5 // 10**30, -5 // 10**30, -5 % 10**30)
for f in (lambda: 1 / 0, lambda: 1 // 0, lambda: 1 % 0, lambda: divmod(1, 0), lambda: 1.0 // 0, lambda: 1.0 % 0, lambda: divmod(1.5, 0), lambda: 0 ** -1, lambda: 0.0 ** -1, lambda: 10**400 / 1, lambda: 10**400 / 10**399 > 9):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
# expect: 3 1 (3, 1) 3.5; -4 -1 (-4, -1) -3.5; -4 1 (-4, 1) -3.5; 3 -1 (3, -1) 3.5; 33333333333333333333 -33333333333333333334 -5 2.0 0 0 -1 999999999999999999999999999995
# expect: ZeroDivisionError division by zero
# expect: ZeroDivisionError integer division or modulo by zero
# expect: ZeroDivisionError integer modulo by zero
# expect: ZeroDivisionError integer division or modulo by zero
# expect: ZeroDivisionError float floor division by zero
# expect: ZeroDivisionError float modulo
# expect: ZeroDivisionError float divmod()
# expect: ZeroDivisionError 0.0 cannot be raised to a negative power
# expect: ZeroDivisionError 0.0 cannot be raised to a negative power
# expect: OverflowError integer division result too large for a float
# expect: True
