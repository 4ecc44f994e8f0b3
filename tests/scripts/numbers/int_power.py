print(2 ** 10, 2 ** -2, (-2) ** 3, -2 ** 2, 0 ** 0, 2 ** 0.5, 2 ** 3 ** 2, pow(3, 200, 13), pow(3, -1, 7), 10 ** 25, (-8) ** 2, 1 ** 10**10, (-1) ** 10**20, 0 ** 10**9, pow(2, 3, -5))
for f in (lambda: pow(2, -1, 4), lambda: pow(2, 3, 0), lambda: 2 ** 'a', lambda: pow(2, 1.5, 3), lambda: 10.0 ** 400, lambda: pow('a', 2)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
# expect: 1024 0.25 -8 -4 1 1.4142135623730951 512 9 5 10000000000000000000000000 64 1 1 0 -2
# expect: ValueError base is not invertible for the given modulus
# expect: ValueError pow() 3rd argument cannot be 0
# expect: TypeError unsupported operand type(s) for ** or pow(): 'int' and 'str'
# expect: TypeError pow() 3rd argument not allowed unless all arguments are integers
# expect: OverflowError (34, 'Numerical result out of range')
# expect: TypeError unsupported operand type(s) for ** or pow(): 'str' and 'int'
