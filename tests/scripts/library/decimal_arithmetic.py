from decimal import *
print(Decimal('1.10') + Decimal('2.2'), repr(Decimal('0.1')), Decimal(0.1), Decimal(1) / Decimal(3), Decimal('10.00').quantize(Decimal('0.1')))
print(sum([Decimal('1.5'), Decimal('2.5')]), f"{Decimal('1234.5'):,.2f}", round(Decimal('2.675'), 2), Decimal('1E+3'), Decimal('-0.0'), Decimal(5) ** 2, Decimal(2).sqrt())
for f in (lambda: Decimal('abc'), lambda: Decimal(1) / 0, lambda: Decimal(0) / 0, lambda: Decimal(1) + 1.5, lambda: Decimal(1) + 'a', lambda: Decimal([1])):
    try: f()
    except Exception as e: print(type(e).__name__, e)
print(Decimal('1.5') == 1.5, Decimal(1) == 1, hash(Decimal(3)) == hash(3), hash(Decimal('0.5')) == hash(0.5), Decimal('2') < 3, {Decimal(1): 'x'}[1], sorted([Decimal(3), 1, Decimal('2.5')]))
with localcontext() as ctx:
    ctx.prec = 5
    print(Decimal(1) / 7)
print(Decimal('3.14').as_tuple(), int(Decimal('3.9')), float(Decimal('1.25')), max(Decimal(1), Decimal(2)), isinstance(Decimal(1), Decimal))
# expect: 3.30 Decimal('0.1') 0.1000000000000000055511151231257827021181583404541015625 0.3333333333333333333333333333 10.0
# expect: 4.0 1,234.50 2.68 1E+3 -0.0 25 1.414213562373095048801688724
# expect: InvalidOperation [<class 'decimal.ConversionSyntax'>]
# expect: DivisionByZero [<class 'decimal.DivisionByZero'>]
# expect: InvalidOperation [<class 'decimal.DivisionUndefined'>]
# expect: TypeError unsupported operand type(s) for +: 'decimal.Decimal' and 'float'
# expect: TypeError unsupported operand type(s) for +: 'decimal.Decimal' and 'str'
# expect: ValueError argument must be a sequence of length 3
# expect: True True True True True x [1, Decimal('2.5'), Decimal('3')]
# expect: 0.14286
# expect: DecimalTuple(sign=0, digits=(3, 1, 4), exponent=-2) 3 1.25 2 True
