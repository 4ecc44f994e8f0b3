T = type('T', (), {'x': 1, 'f': lambda self: self.x}); print(T, T().f(), T.__name__, T.__bases__, type(T()), type(5), type(type), type(type(5)))
U = type('U', (T,), {}); print(U().f(), issubclass(U, T), U.__mro__)
for f in (lambda: type(), lambda: type(1, 2), lambda: type('X', 5, {}), lambda: type(1, (), {}), lambda: type('X', (), 5), lambda: T(1), lambda: object(1), lambda: type('a', (int, str), {})):
    try: f()
    except TypeError as e: print(e)
# expect: <class '__main__.T'> 1 T (<class 'object'>,) <class '__main__.T'> <class 'int'> <class 'type'> <class 'type'>
# expect: 1 True (<class '__main__.U'>, <class '__main__.T'>, <class 'object'>)
# expect: type() takes 1 or 3 arguments
# expect: type() takes 1 or 3 arguments
# expect: type.__new__() argument 2 must be tuple, not int
# expect: type.__new__() argument 1 must be str, not int
# expect: type.__new__() argument 3 must be dict, not int
# expect: T() takes no arguments
# expect: object() takes no arguments
# expect: multiple bases have instance lay-out conflict
