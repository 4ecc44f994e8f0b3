a = b = c = [1]; b.append(2); print(a, a is c)
x, y, *z = 1, 2, 3, 4; (p, q), r = [1, 2], 3; print(x, y, z, p, q, r)
d = {}; d['a'], d['b'] = 1, 2; l = [0, 0]; l[0], l[1] = l[1] + 1, l[0] + 2; print(d, l)
class O: pass
o = O(); o.x = o.y = 5; o.x += 1; print(o.x, o.y)
i = 1; i += 2; i -= 1; i *= 6; i /= 4; i //= 1; i **= 3; i %= 5; print(i)
j = 6; j &= 3; j |= 8; j ^= 1; j <<= 2; j >>= 1; print(j)
s = 'a'; s += 'b'; s *= 2; t = (1,); t += (2,); print(s, t)
n: int = 5; m: 'str'; print(n, __annotations__)
try: m
except NameError as e: print(e)
def f():
    k: int = 1
    return k
print(f(), f.__annotations__)
x = y = 0; x, y = y, x + 1; print(x, y)
# expect: [1, 2] True
# expect: 1 2 [3, 4] 1 2 3
# expect: {'a': 1, 'b': 2} [1, 2]
# expect: 6 5
# expect: 2.0
# expect: 22
# expect: abab (1, 2)
# expect: 5 {'n': <class 'int'>, 'm': 'str'}
# expect: name 'm' is not defined
# expect: 1 {}
# expect: 0 1
