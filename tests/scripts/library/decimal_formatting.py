from decimal import Decimal, ROUND_HALF_UP, ROUND_DOWN, getcontext, InvalidOperation, DivisionByZero, localcontext
D = Decimal
print(D('1.10'), repr(D('1.10')), D(1) / D(3), D('0.1') + D('0.2'), D(0.1), D('1E+5'), D('1e-10'), D('123.456').quantize(D('0.01')), D('2.675').quantize(D('0.01'), rounding=ROUND_HALF_UP), D('2.5').quantize(D('1')), f"{D('1234.5'):,.2f}", f"{D('0.00001')}", D('-0'), D('NaN'), D('Infinity'), D((0, (1, 2, 3), -2)), D(' 1.5 '), D('1_000'), '%s' % D('2.50'), '%.1f' % D('2.55'), format(D('1.5'), '08.3f'), format(D('12345'), 'e'), str(D('10') ** 20), D('1.0').normalize(), D('100').normalize(), int(D('3.9')), float(D('0.5')), round(D('2.567'), 2), round(D('2.5')), abs(D('-1')), -D('1.0'), D(5) // D(2), D(-7) % D(3), divmod(D(7), D(2)), D(2) ** D('0.5'), D(2).sqrt(), D('1.1') == 1.1, D('1.5') == 1.5, D(1) == 1, D('1.0') == D('1.00'), hash(D(1)) == hash(1), D(1) < 2, max(D(1), D('1.5')), sum([D('0.1')] * 3), sorted([D(2), D(1)]), bool(D(0)), D('1.20').as_tuple(), D('12.5').to_integral_value(), D(10).compare(D(9)), D('1E3').to_eng_string(), D('5').is_nan(), D('1.234').adjusted())
for f in (lambda: D('x'), lambda: D(1) / 0, lambda: D(1) + 1.5, lambda: D(0) / 0, lambda: D(None), lambda: D('1').quantize(D('1e-40')), lambda: D(1) < 'a', lambda: D([]), lambda: D(-1).sqrt(), lambda: int(D('NaN'))):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
with localcontext() as c: c.prec = 5; print(D(1) / D(7))
print(getcontext().prec, D(1) / D(7))
# expect: 1.10 Decimal('1.10') 0.3333333333333333333333333333 0.3 0.1000000000000000055511151231257827021181583404541015625 1E+5 1E-10 123.46 2.68 2 1,234.50 0.00001 -0 NaN Infinity 1.23 1.5 1000 2.50 2.5 0001.500 1.2345e+4 100000000000000000000 1 1E+2 3 0.5 2.57 2 1 -1.0 2 -1 (Decimal('3'), Decimal('1')) 1.414213562373095048801688724 1.414213562373095048801688724 False True True True True True 1.5 0.3 [Decimal('1'), Decimal('2')] False DecimalTuple(sign=0, digits=(1, 2, 0), exponent=-2) 12 1 1E+3 False 0
# expect: InvalidOperation [<class 'decimal.ConversionSyntax'>]
# expect: DivisionByZero [<class 'decimal.DivisionByZero'>]
# expect: TypeError unsupported operand type(s) for +: 'decimal.Decimal' and 'float'
# expect: InvalidOperation [<class 'decimal.DivisionUndefined'>]
# expect: TypeError conversion from NoneType to Decimal is not supported
# expect: InvalidOperation [<class 'decimal.InvalidOperation'>]
# expect: TypeError '<' not supported between instances of 'decimal.Decimal' and 'str'
# expect: ValueError argument must be a sequence of length 3
# expect: InvalidOperation [<class 'decimal.InvalidOperation'>]
# expect: ValueError cannot convert NaN to integer
# expect: 0.14286
# expect: 28 0.1428571428571428571428571429
