"""Module doc."""
def f():
    """One line."""
def g():
    'a' 'b'
    pass
def h():
    f'not a doc'
class C:
    """Class
    doc."""
    def m(self): """method doc"""
print(__doc__, f.__doc__, g.__doc__, h.__doc__, C.__doc__, C.m.__doc__, f(), C().m())
def k(): ...
print(k(), ...)
if True: pass
else: raise SystemExit
print((lambda: None).__doc__)
# expect: Module doc. One line. ab None Class
# expect:     doc. method doc None None
# expect: None Ellipsis
# expect: None
