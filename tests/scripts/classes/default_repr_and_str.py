import re
class A: pass
def clean(s): return re.sub('0x[0-9a-f]+', '0x', s)
a = A()
print(clean(repr(a)), A, clean(repr(A.__init__)), type(a), clean(str(a)))
class B:
    def __repr__(self): return 'B!'
    def m(self): pass
    @staticmethod
    def s(): pass
    @classmethod
    def c(cls): pass
    class Inner: pass
print(B(), str(B()), [B()], f'{B()}', f'{B()!s}', clean(repr(B.m)), clean(repr(B().m)), clean(repr(B.s)), clean(repr(B.c)), B.Inner, B.Inner.__qualname__)
class C:
    def __str__(self): return 'S'
print(C(), clean(repr(C())), f'{C()}', '%s' % C(), [str(C())])
def f():
    class L: pass
    return L
print(f(), clean(repr(f)), clean(repr(f()())), clean(repr(lambda: 0)), clean(repr((x for x in [])))[:30], print, len, int, clean(repr([].append)), type, object)
class D:
    def __repr__(self): return 5
for g in (lambda: repr(D()),):
    try: g()
    except TypeError as e: print(e)
# expect: <__main__.A object at 0x> <class '__main__.A'> <slot wrapper '__init__' of 'object' objects> <class '__main__.A'> <__main__.A object at 0x>
# expect: B! B! [B!] B! B! <function B.m at 0x> <bound method B.m of B!> <function B.s at 0x> <bound method B.c of <class '__main__.B'>> <class '__main__.B.Inner'> B.Inner
# expect: S <__main__.C object at 0x> S S ['S']
# expect: <class '__main__.f.<locals>.L'> <function f at 0x> <__main__.f.<locals>.L object at 0x> <function <lambda> at 0x> <generator object <genexpr> at <built-in function print> <built-in function len> <class 'int'> <built-in method append of list object at 0x> <class 'type'> <class 'object'>
# expect: __repr__ returned non-string (type int)
