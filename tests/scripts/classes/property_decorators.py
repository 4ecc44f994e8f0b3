class T:
    "doc of T"
    @property
    def v(self):
        "doc of v"
        return self._v
    @v.setter
    def v(self, x): self._v = x * 2
    @v.deleter
    def v(self): print('del'); del self._v
    w = property(lambda self: 'w', doc='W doc')
t = T(); t.v = 4; print(t.v, T.v.__doc__, T.w.__doc__, T.__doc__, T.v.fget.__name__, type(T.v).__name__); del t.v
for s in ('t.v', 't.w = 1', 'del t.w', 'T.v = 3; print(T.v)'):
    try: exec(s)
    except AttributeError as e: print(e)
class U(T):
    @property
    def w(self): return 'U' + super().w
print(U().w)
# expect: 8 doc of v W doc doc of T v property
# expect: del
# expect: 'T' object has no attribute '_v'
# expect: property 'w' of 'T' object has no setter
# expect: property 'w' of 'T' object has no deleter
# expect: 3
# expect: Uw
