print((5).real, (5).imag, (5).numerator, (5).denominator, (5).conjugate(), (7).as_integer_ratio(), (5).__add__(3), (5).__radd__(3), (5).__add__('a'), (5).__eq__(5), (5).__hash__(), (5).__bool__(), (5).__str__(), int.__name__, (5).__class__, int.__add__(1, 2), (-5).__abs__(), (5).__neg__(), (5).__index__(), (5).__float__())
for f in (lambda: (5).foo, lambda: int.foo, lambda: len(5), lambda: setattr(5, 'a', 1), lambda: setattr(int, 'a', 1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
# expect: 5 0 5 1 5 (7, 1) 8 8 NotImplemented True 5 True 5 int <class 'int'> 3 5 -5 5 5.0
# expect: AttributeError 'int' object has no attribute 'foo'
# expect: AttributeError type object 'int' has no attribute 'foo'
# expect: TypeError object of type 'int' has no len()
# expect: AttributeError 'int' object has no attribute 'a'
# expect: TypeError cannot set 'a' attribute of immutable type 'int'
