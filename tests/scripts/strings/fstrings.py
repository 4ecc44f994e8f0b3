x, y, w = 3.14159, 'ab', 10
print(f'{x}', f'{x:.2f}', f'{x:{w}.2f}|', f'{y!r:>{w}}|', f'{y!s}', f'{x=}', f'{x = }', f'{x=:.1f}', f'{y=!s}', f'{{{x}}}', f'{y + "c"}', f"{'a' if x else 'b'}", f'{[i for i in range(3)]}', f'{(lambda v: v * 2)(3)}', f'{ {"a": 1}["a"] }', f'{x!r:^{w}}')
print(f'{"nested " + f"{y}"}', f'''{
x
:.3f}''', rf'\n{y}', f'{y}' f'{w}' 'z', f'{y:{"<" + str(5)}}|', f'{1_000:,}', f'{x:}', f'{w:#x}', f'{y.upper()}', f'{w!r}', f'{(a := 5)}{a}', f'{x,w}', f'{y:>{w//2}}', f'{w:=+5}')
class D:
    def __format__(self, s): return f'<{s}>'
print(f'{D()}', f'{D():a b:c}', f'{D():{w}-{x!r}}', f'{D()!s:.0}')
d = {'k': 1}
print(f"{d['k']}", f'{d["k"]:03}', f'{x:%}', f'{True:d}', f'{None}', f'{y=}', f'{ y = !r:>6}', f'{d=}')
# expect: 3.14159 3.14       3.14|       'ab'| ab x=3.14159 x = 3.14159 x=3.1 y=ab {3.14159} abc a [0, 1, 2] 6 1  3.14159  
# expect: nested ab 3.142 \nab ab10z ab   | 1,000 3.14159 0xa AB 10 55 (3.14159, 10)    ab +  10
# expect: <> <a b:c> <10-3.14159> 
# expect: 1 001 314.159000% 1 None y='ab'  y =   'ab' d={'k': 1}
