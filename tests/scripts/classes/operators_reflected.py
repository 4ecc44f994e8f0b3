class A:
    def __add__(self, o): return NotImplemented
    def __radd__(self, o): return 'A.radd'
    def __sub__(self, o): return 'A.sub'
class B(A):
    def __radd__(self, o): return 'B.radd'
    def __rsub__(self, o): return 'B.rsub'
print(1 + A(), A() + B(), A() - B(), B() - A(), B() + 1 if False else '')
for f in (lambda: A() + 1, lambda: A() + A(), lambda: 1 - A(), lambda: A() * 2, lambda: A() @ A(), lambda: -A(), lambda: A() < A(), lambda: A()[0], lambda: A()(), lambda: len(A()), lambda: iter(A()), lambda: 1 in A(), lambda: int(A()), lambda: float(A()), lambda: [1][A()], lambda: abs(A()), lambda: next(A()), lambda: A() ** 2, lambda: A() << 1, lambda: A() or 1 / 0, lambda: divmod(A(), 1), lambda: 'a' % A()):
    try: f()
    except Exception as e: print(type(e).__name__, e)
# expect: A.radd B.radd B.rsub A.sub 
# expect: TypeError unsupported operand type(s) for +: 'A' and 'int'
# expect: TypeError unsupported operand type(s) for +: 'A' and 'A'
# expect: TypeError unsupported operand type(s) for -: 'int' and 'A'
# expect: TypeError unsupported operand type(s) for *: 'A' and 'int'
# expect: TypeError unsupported operand type(s) for @: 'A' and 'A'
# expect: TypeError bad operand type for unary -: 'A'
# expect: TypeError '<' not supported between instances of 'A' and 'A'
# expect: TypeError 'A' object is not subscriptable
# expect: TypeError 'A' object is not callable
# expect: TypeError object of type 'A' has no len()
# expect: TypeError 'A' object is not iterable
# expect: TypeError argument of type 'A' is not iterable
# expect: TypeError int() argument must be a string, a bytes-like object or a real number, not 'A'
# expect: TypeError float() argument must be a string or a real number, not 'A'
# expect: TypeError list indices must be integers or slices, not A
# expect: TypeError bad operand type for abs(): 'A'
# expect: TypeError 'A' object is not an iterator
# expect: TypeError unsupported operand type(s) for ** or pow(): 'A' and 'int'
# expect: TypeError unsupported operand type(s) for <<: 'A' and 'int'
# expect: TypeError unsupported operand type(s) for divmod(): 'A' and 'int'
# expect: TypeError not all arguments converted during string formatting
