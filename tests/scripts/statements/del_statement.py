a = 1; del a
try: a
except NameError as e: print(e)
l = [1, 2, 3, 4, 5]; del l[0], l[-1]; print(l); del l[:2]; print(l)
d = {'a': 1, 'b': 2}; del d['a']; print(d)
try: del d['zz']
except KeyError as e: print(repr(e))
class C: x = 1
c = C(); c.y = 2; del c.y
try: del c.y
except AttributeError as e: print(e)
del C.x
print(hasattr(C, 'x')); p, q, r = 1, 2, 3; del p, (q, r); print('p' in globals())
for s in ('del 5', 'del f()', 'del (a, 1)', 'del a + b', 'del None', 'del x.y()', 'del [a, f()]', "del 'x'"):
    try: exec(s)
    except SyntaxError as e: print(s, '->', e.msg)
# expect: name 'a' is not defined
# expect: [2, 3, 4]
# expect: [4]
# expect: {'b': 2}
# expect: KeyError('zz')
# expect: 'C' object has no attribute 'y'
# expect: False
# expect: False
# expect: del 5 -> cannot delete literal
# expect: del f() -> cannot delete function call
# expect: del (a, 1) -> cannot delete literal
# expect: del a + b -> cannot delete expression
# expect: del None -> cannot delete None
# expect: del x.y() -> cannot delete function call
# expect: del [a, f()] -> cannot delete function call
# expect: del 'x' -> cannot delete literal
