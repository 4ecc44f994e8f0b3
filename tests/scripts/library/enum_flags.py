from enum import Flag, IntFlag, auto
class F(Flag): R = auto(); W = auto(); X = auto(); RW = R | W
print(F.R | F.X, F.R in F.RW, F.RW & F.W, bool(F.R & F.X), F(3), F.R.value, (F.R | F.W).value, F(0), list(F), ~F.R, F.R ^ F.RW)
class I(IntFlag): A = 1; B = 2
print(I.A | I.B, I.A | 8, (I.A | I.B) == 3, I(3), repr(I.A), I.A + 1, int(I.B))
# expect: F.R|X True F.W False F.RW 1 3 F(0) [<F.R: 1>, <F.W: 2>, <F.X: 4>] F.W|X F.W
# expect: 3 9 True 3 <I.A: 1> 2 2
