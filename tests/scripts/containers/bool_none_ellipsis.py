print(True + 1, True == 1, str(True), repr(None), bool('False'), bool([]), not '', None == False, None is None, True & False, True | False, True ^ True, ~True, -True, isinstance(True, int), int(True), True < 2, bool(0.0), bool(None), ..., Ellipsis, type(...), type(None), NotImplemented, bool.__mro__)
for f in (lambda: None + 1, lambda: None.x, lambda: len(None), lambda: for_(None), lambda: None < 1, lambda: type(None)(1), lambda: bool(1, 2), lambda: int(None), lambda: iter(None), lambda: [*None]):
    try: f()
    except Exception as e: print(type(e).__name__, e)
print(0 or 'a', '' and 'b', 1 and 2, None or 0, [] or {} or 'x', not None, (1 or 1/0), 1 if [] else 2)
# expect: 2 True True None True False True False True False True False -2 -1 True 1 True False False Ellipsis Ellipsis <class 'ellipsis'> <class 'NoneType'> NotImplemented (<class 'bool'>, <class 'int'>, <class 'object'>)
# expect: TypeError unsupported operand type(s) for +: 'NoneType' and 'int'
# expect: AttributeError 'NoneType' object has no attribute 'x'
# expect: TypeError object of type 'NoneType' has no len()
# expect: NameError name 'for_' is not defined
# expect: TypeError '<' not supported between instances of 'NoneType' and 'int'
# expect: TypeError NoneType takes no arguments
# expect: TypeError bool expected at most 1 argument, got 2
# expect: TypeError int() argument must be a string, a bytes-like object or a real number, not 'NoneType'
# expect: TypeError 'NoneType' object is not iterable
# expect: TypeError Value after * must be an iterable, not NoneType
# expect: a  2 0 x True 1 2
