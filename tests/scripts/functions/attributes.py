def f(a: int, b: str = 'x') -> bool:
    "Doc text."
    return True
print(f.__name__, f.__qualname__, f.__doc__, f.__annotations__, f.__module__, f.__defaults__, f.__dict__, callable(f), type(f).__name__)
f.tag = 1; f.__name__ = 'renamed'; f.__doc__ = 'new'; print(f.tag, f.__name__, f.__doc__, f.__dict__, f.__qualname__)
g = lambda x: x; print(g.__name__, g.__doc__, g.__annotations__)
def outer():
    def inner(): pass
    return inner
print(outer().__qualname__, outer.__closure__)
def counter():
    n = 1
    def c(): return n
    return c
print(counter().__closure__[0].cell_contents, counter().__code__.co_freevars)
try: f.nope
except AttributeError as e: print(e)
# expect: f f Doc text. {'a': <class 'int'>, 'b': <class 'str'>, 'return': <class 'bool'>} __main__ ('x',) {} True function
# expect: 1 renamed new {'tag': 1} f
# expect: <lambda> None {}
# expect: outer.<locals>.inner None
# expect: 1 ('n',)
# expect: 'function' object has no attribute 'nope'
