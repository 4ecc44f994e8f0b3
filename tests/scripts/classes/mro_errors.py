class A: pass
class B(A): pass
for src in ('class C(A, B): pass', 'class C(A, A): pass', 'class C(1): pass', 'class C(bool): pass', 'class C(type(None)): pass', 'class C(metaclass=5): pass', 'class C(int, str): pass', 'class C(x=1): pass', 'class C(A()): pass'):
    try: exec(src)
    except TypeError as e: print(src, '->', e)
class X(B): pass
class Y(A): pass
class Z(X, Y): pass
print([c.__name__ for c in Z.mro()], A.__subclasses__())
# expect: class C(A, B): pass -> Cannot create a consistent method resolution
# expect: order (MRO) for bases A, B
# expect: class C(A, A): pass -> duplicate base class A
# expect: class C(1): pass -> int() takes at most 2 arguments (3 given)
# expect: class C(bool): pass -> type 'bool' is not an acceptable base type
# expect: class C(type(None)): pass -> type 'NoneType' is not an acceptable base type
# expect: class C(metaclass=5): pass -> 'int' object is not callable
# expect: class C(int, str): pass -> multiple bases have instance lay-out conflict
# expect: class C(x=1): pass -> C.__init_subclass__() takes no keyword arguments
# expect: class C(A()): pass -> A() takes no arguments
# expect: ['Z', 'X', 'B', 'Y', 'A', 'object'] [<class '__main__.B'>, <class '__main__.Y'>]
