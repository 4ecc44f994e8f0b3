def t(f):
    try: f()
    except Exception as e: print(type(e).__name__, e, sep=': ')
t(lambda: 'a' + 1); t(lambda: 1 + 'a'); t(lambda: None + 1); t(lambda: {}['x']); t(lambda: [][0]); t(lambda: 'abc'[5])
t(lambda: int('x')); t(lambda: float('y')); t(lambda: len(5)); t(lambda: 5()); t(lambda: [].foo); t(lambda: None.foo); t(lambda: {[]: 1}); t(lambda: 5[0])
t(lambda: 1 < 'a'); t(lambda: sorted([1, 'a'])); t(lambda: iter(5)); t(lambda: ''.join([1])); t(lambda: [1].index(2)); t(lambda: [].pop())
t(lambda: 1 % 0); t(lambda: 1.0 / 0); t(lambda: 1 // 0); t(lambda: max([])); t(lambda: __import__('nope')); t(lambda: (lambda x: x)()); t(lambda: -'a'); t(lambda: 1 in 5)
def f(a, b, /, c, *, d, e=1): pass
def g(): pass
t(lambda: f()); t(lambda: f(1)); t(lambda: f(1, 2, 3)); t(lambda: f(1, 2, 3, 4, d=1)); t(lambda: g(1)); t(lambda: g(x=1)); t(lambda: len()); t(lambda: [].append())
# expect: TypeError: can only concatenate str (not "int") to str
# expect: TypeError: unsupported operand type(s) for +: 'int' and 'str'
# expect: TypeError: unsupported operand type(s) for +: 'NoneType' and 'int'
# expect: KeyError: 'x'
# expect: IndexError: list index out of range
# expect: IndexError: string index out of range
# expect: ValueError: invalid literal for int() with base 10: 'x'
# expect: ValueError: could not convert string to float: 'y'
# expect: TypeError: object of type 'int' has no len()
# expect: TypeError: 'int' object is not callable
# expect: AttributeError: 'list' object has no attribute 'foo'
# expect: AttributeError: 'NoneType' object has no attribute 'foo'
# expect: TypeError: unhashable type: 'list'
# expect: TypeError: 'int' object is not subscriptable
# expect: TypeError: '<' not supported between instances of 'int' and 'str'
# expect: TypeError: '<' not supported between instances of 'str' and 'int'
# expect: TypeError: 'int' object is not iterable
# expect: TypeError: sequence item 0: expected str instance, int found
# expect: ValueError: 2 is not in list
# expect: IndexError: pop from empty list
# expect: ZeroDivisionError: integer modulo by zero
# expect: ZeroDivisionError: float division by zero
# expect: ZeroDivisionError: integer division or modulo by zero
# expect: ValueError: max() arg is an empty sequence
# expect: ModuleNotFoundError: No module named 'nope'
# expect: TypeError: <lambda>.<locals>.<lambda>() missing 1 required positional argument: 'x'
# expect: TypeError: bad operand type for unary -: 'str'
# expect: TypeError: argument of type 'int' is not iterable
# expect: TypeError: f() missing 3 required positional arguments: 'a', 'b', and 'c'
# expect: TypeError: f() missing 2 required positional arguments: 'b' and 'c'
# expect: TypeError: f() missing 1 required keyword-only argument: 'd'
# expect: TypeError: f() takes 3 positional arguments but 4 positional arguments (and 1 keyword-only argument) were given
# expect: TypeError: g() takes 0 positional arguments but 1 was given
# expect: TypeError: g() got an unexpected keyword argument 'x'
# expect: TypeError: len() takes exactly one argument (0 given)
# expect: TypeError: list.append() takes exactly one argument (0 given)
