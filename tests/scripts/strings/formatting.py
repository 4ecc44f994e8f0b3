print(f'{3.14159:.2f} {42:05d} {"a":>5}|{"b":<5}|{"c":^5}| {1234567:,} {0.5:%} {255:x} {255:#X} {5:b} {1e10:g} {1.5!r}')
w = 10; v = 3.7
print(f'{v:{w}.{2}f} {w=} {v = :.1f} {{}} {w:>{w}}')
print('%s %r %d %05.2f %x %-5s| %+d %%' % ('a', 'b', 3, 2.5, 255, 'q', 5), '%(a)s %(b)03d' % {'a': 1, 'b': 2})
print('{1} {0} {x} {y[0]}'.format(1, 2, x=3, y=[4]), '{:>10}|{:*^9}|{!r}'.format('a', 'b', 'c'))
print(f'{1000000:_} {3.0} {1e16} {1e-5} {0.1 + 0.2} {1/3:.3} {float("inf")} {2**70:,}', 5e-324, 1e22, 1.5e-7, 123456789.123, -0.0)
s = 'Hello, World'
print(s.title(), s.replace('l', 'L', 2), s.find('o'), s.split(', '), 'a b  c'.split(), '-'.join('ab'), s[::-1], len('é→ñ'), repr('it\'s'), repr('\n'), 'abc'.center(9, '*'))
# expect: 3.14 00042     a|b    |  c  | 1,234,567 50.000000% ff 0XFF 101 1e+10 1.5
# expect:       3.70 w=10 v = 3.7 {}         10
# expect: a 'b' 3 02.50 ff q    | +5 % 1 002
# expect: 2 1 3 4          a|****b****|'c'
# expect: 1_000_000 3.0 1e+16 1e-05 0.30000000000000004 0.333 inf 1,180,591,620,717,411,303,424 5e-324 1e+22 1.5e-07 123456789.123 -0.0
# expect: Hello, World HeLLo, World 4 ['Hello', 'World'] ['a', 'b', 'c'] a-b dlroW ,olleH 3 "it's" '\n' ***abc***
