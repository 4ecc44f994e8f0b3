class I(int):
    def __repr__(self): return f'I({int(self)})'
    def __add__(self, o): return I(int(self) + o)
i = I(5)
print(i, str(i), f'{i}', f'{i:03}', '%d' % i, i + 1, 1 + i, i * 2, i == 5, hash(i) == 5, {5: 'x'}[i], [1, 2, 3][I(1)], isinstance(i, int), type(+i).__name__, sum([i, i]), range(I(2)), -i, i.bit_length(), max(i, 3))
class F(float): pass
f = F(1.5); print(f, f + 1, type(f + 1).__name__, repr(f), f'{f:.1f}', F('2').is_integer())
# expect: I(5) I(5) I(5) 005 5 I(6) 6 10 True True x 2 True int 10 range(0, 2) -5 3 I(5)
# expect: 1.5 2.5 float 1.5 1.5 True
