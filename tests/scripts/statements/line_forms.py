x = (1 +
     2)
y = 1 + \
    2
if x == 3 and \
   y == 3: print('joined')
z = [
    1,
    2,   # comment

    3,
]; print(z); a = 1; b = 2; print(a, b)
s = """multi
  line"""; print(repr(s))
def f(a,
      b=2,
      *args,
      **kw,
      ): return a, b
print(f(1,), f(
    1, b=3))
if 1: print('one'); print('line')
for i in 1, 2: print(i, end=';')
while 0: pass
print('\ttab' + '''q'uote"s''')
if x: 
	print('tab indent')
lambda_ = lambda: (yield)
print(not-1, - - 1, +-+1, 2**-1, -2**2, ~-1, not not [])
# expect: joined
# expect: [1, 2, 3]
# expect: 1 2
# expect: 'multi\n  line'
# expect: (1, 2) (1, 3)
# expect: one
# expect: line
# expect: 1;2;	tabq'uote"s
# expect: tab indent
# expect: False 1 -1 0.5 -4 0 False
