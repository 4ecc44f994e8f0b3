print(str(), str(1), str(None), str(b'a'), str(1.0), str([1, 'a']), str(ValueError('x')), str(type), str(object=5), repr(str(str)))
class S(str):
    def __new__(cls, v, tag): s = super().__new__(cls, v); s.tag = tag; return s
s = S('ab', 't'); print(s, s.tag, repr(s), type(s + 'c').__name__, s == 'ab', {s: 1}['ab'], len(s), isinstance(s, str))
class B:
    def __str__(self): return 5
for f in (lambda: str(B()), lambda: str(1, 2, 3, 4), lambda: str('a', 'utf-8'), lambda: '%s' % B(), lambda: str(foo=1)):
    try: f()
    except TypeError as e: print(e)
# expect:  1 None b'a' 1.0 [1, 'a'] x <class 'type'> 5 "<class 'str'>"
# expect: ab t 'ab' str True 1 2 True
# expect: __str__ returned non-string (type int)
# expect: str() takes at most 3 arguments (4 given)
# expect: decoding str is not supported
# expect: __str__ returned non-string (type int)
# expect: 'foo' is an invalid keyword argument for str()
