print(round(0.5), round(1.5), round(2.5), round(-0.5), round(-1.5), round(2.675, 2), round(1.005, 2), round(1234, -2), round(1250, -2), round(1350, -2), round(-1250, -2), round(1.5, 0), round(5), round(5, 2), round(1e20), round(1234.5678, -2), round(0.1 + 0.2, 10), round(True), round(1e300, 2), round(2.5, None), round(15, -1), round(25, -1), round(-0.4), round(0.15, 1), round(5e-324, 300), round(123.456, 1), round(10**20 + 5, -1))
class R:
    def __round__(self, n=None): return ('r', n)
print(round(R()), round(R(), 3))
for f in (lambda: round('a'), lambda: round(1.5, 'a'), lambda: round(float('nan')), lambda: round(float('inf')), lambda: round(), lambda: round(1.5, 1.5), lambda: round(None)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
# expect: 0 2 2 0 -2 2.67 1.0 1200 1200 1400 -1200 2.0 5 5 100000000000000000000 1200.0 0.3 1 1e+300 2 20 20 0 0.1 0.0 123.5 100000000000000000000
# expect: ('r', None) ('r', 3)
# expect: TypeError type str doesn't define __round__ method
# expect: TypeError 'str' object cannot be interpreted as an integer
# expect: ValueError cannot convert float NaN to integer
# expect: OverflowError cannot convert float infinity to integer
# expect: TypeError round() missing required argument 'number' (pos 1)
# expect: TypeError 'float' object cannot be interpreted as an integer
# expect: TypeError type NoneType doesn't define __round__ method
