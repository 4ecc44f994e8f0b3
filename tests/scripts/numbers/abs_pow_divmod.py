print(abs(-5), abs(-1.5), abs(True), abs(-2**70), divmod(-7, 3), divmod(7.5, 2), divmod(2**70, 10), divmod(True, 2), pow(2, 0.5), pow(2, -1), pow(-2, 3), pow(base=2, exp=3), pow(5, 3, mod=7))
class N:
    def __abs__(self): return 'abs'
    def __divmod__(self, o): return 'dm'
    def __rdivmod__(self, o): return 'rdm'
    def __pow__(self, o, m=None): return ('pow', o, m)
    def __pos__(self): return '+'
    def __invert__(self): return '~'
print(abs(N()), divmod(N(), 1), divmod(1, N()), pow(N(), 2), pow(N(), 2, 3), +N(), ~N(), N() ** 4)
for f in (lambda: abs('a'), lambda: divmod('a', 1), lambda: +'a', lambda: ~'a', lambda: -None, lambda: abs()):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
# expect: 5 1.5 1 1180591620717411303424 (-3, 2) (3.0, 1.5) (118059162071741130342, 4) (0, 1) 1.4142135623730951 0.5 -8 8 6
# expect: abs dm rdm ('pow', 2, None) ('pow', 2, 3) + ~ ('pow', 4, None)
# expect: TypeError bad operand type for abs(): 'str'
# expect: TypeError unsupported operand type(s) for divmod(): 'str' and 'int'
# expect: TypeError bad operand type for unary +: 'str'
# expect: TypeError bad operand type for unary ~: 'str'
# expect: TypeError bad operand type for unary -: 'NoneType'
# expect: TypeError abs() takes exactly one argument (0 given)
