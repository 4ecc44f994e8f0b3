class Base:
    registry = {}
    def __init_subclass__(cls, /, key=None, **kw):
        super().__init_subclass__(**kw); Base.registry[key or cls.__name__] = cls
    def __class_getitem__(cls, item): return f'{cls.__name__}[{item}]'
class A(Base): pass
class B(Base, key='bee'): pass
print(Base.registry, Base[int], A['x'])
try:
    class C(Base, foo=1): pass
except TypeError as e: print(e)
try:
    class D(foo=1): pass
except TypeError as e: print(e)
try: int[str]
except TypeError as e: print(e)
# expect: {'A': <class '__main__.A'>, 'bee': <class '__main__.B'>} Base[<class 'int'>] A[x]
# expect: C.__init_subclass__() takes no keyword arguments
# expect: D.__init_subclass__() takes no keyword arguments
# expect: type 'int' is not subscriptable
