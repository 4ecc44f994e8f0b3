# A special method that is None is called like any other, and cannot be.


class Unmade:
    __init__ = None


try:
    Unmade()
except TypeError as error:
    print(error)


class Uncalled:
    __call__ = None


try:
    Uncalled()()
except TypeError as error:
    print(error)
# expect: 'NoneType' object is not callable
# expect: 'NoneType' object is not callable
