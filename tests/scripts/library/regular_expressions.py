import re
m = re.search(r'(?P<y>\d{4})-(\d\d)', 'on 2024-05-06 é')
print(m, m.group(), m.group('y', 2), m.groups(), m.groupdict(), m.span(), m.start(2), m['y'], m.lastindex, m.lastgroup)
print(re.findall(r'\w+', 'añb c_d'), re.findall(r'(a)(b)?', 'abaab'), re.sub(r'(\w+) (\w+)', r'\2 \g<1>', 'hello world'))
print(re.sub('x*', '-', 'abxd'), re.split(r'(,)\s*', 'a, b,c'), re.split('x*', 'axbc'), re.subn('a', lambda m: m.group().upper(), 'banana', count=2))
print(re.compile('a', re.I | re.M), re.compile('a').flags, re.I, re.escape('a.b*c d'), re.fullmatch('a+', 'aab'), re.match('b', 'ab'))
for bad in ['(', 'a)', '*a', '[a', 'a**', '\\', r'\q']:
    try: re.compile(bad); print('ok', bad)
    except re.error as e: print(repr(bad), e)
print([m.span() for m in re.finditer('é', 'aébé')], re.match(r'a.c', 'a\nc', re.S), re.findall('^b', 'a\nb', re.M), re.search('É', 'é', re.I))
p = re.compile(r'''(\d+)  # n
 \s* x''', re.X)
print(p.search('12 x').group(1), p.pattern, p.groups, re.findall(b'a.', b'abac'))
print(re.sub(r'\bfoo\b', 'bar\\n', 'a foo'), bool(re.search(r'end\Z', 'the end')))
# expect: <re.Match object; span=(3, 10), match='2024-05'> 2024-05 ('2024', '05') ('2024', '05') {'y': '2024'} (3, 10) 8 2024 2 None
# expect: ['añb', 'c_d'] [('a', 'b'), ('a', ''), ('a', 'b')] world hello
# expect: -a-b--d- ['a', ',', 'b', ',', 'c'] ['', 'a', '', 'b', 'c', ''] ('bAnAna', 2)
# expect: re.compile('a', re.IGNORECASE|re.MULTILINE) 32 re.IGNORECASE a\.b\*c\ d None None
# expect: '(' missing ), unterminated subpattern at position 0
# expect: 'a)' unbalanced parenthesis at position 1
# expect: '*a' nothing to repeat at position 0
# expect: '[a' unterminated character set at position 0
# expect: 'a**' multiple repeat at position 2
# expect: '\\' bad escape (end of pattern) at position 0
# expect: '\\q' bad escape \q at position 0
# expect: [(1, 2), (3, 4)] <re.Match object; span=(0, 3), match='a\nc'> ['b'] <re.Match object; span=(0, 1), match='é'>
# expect: 12 (\d+)  # n
# expect:  \s* x 1 [b'ab', b'ac']
# expect: a bar
# expect:  True
