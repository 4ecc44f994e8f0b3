import re
m = re.match(r'(\w+)\s(?P<last>\w+)', 'Isaac Newton, physicist')
print(m, m.group(), m.group(0), m.group(1, 2), m['last'], m[1], m.groups(), m.groupdict(), m.start(), m.end(2), m.span('last'), m.lastindex, m.lastgroup, m.string, m.re.pattern, m.pos, m.expand(r'\2 \g<last>'), bool(m))
print(re.search('o', 'foo').span(), re.match('o', 'foo'), re.fullmatch('fo+', 'foo'), re.fullmatch('fo', 'foo'), re.findall(r'\d+', 'a1b22'), re.findall(r'(\w)(\d)', 'a1 b2'), re.findall(r'(a)|b', 'ab'), [x.group() for x in re.finditer('.', 'ab')], re.split(r'[,;]\s*', 'a, b;c'), re.split('(,)', 'a,b'), re.split(',', 'a,b,c', maxsplit=1), re.split('x*', 'axb'), re.findall('', 'ab'), re.match('(a)?b', 'b').groups(), re.match('(a)?b', 'b').groups('d'))
print(re.sub('a', 'b', 'banana'), re.sub('a', 'b', 'banana', count=2), re.sub(r'(\w)(\w)', r'\2\1', 'abcd'), re.sub('a', lambda m: m.group().upper(), 'banana'), re.subn('a', '', 'banana'), re.sub(r'(?P<x>a)', r'<\g<x>>', 'cat'), re.sub('x*', '-', 'abc'), re.escape('a.b*c'), re.sub('^', '> ', 'a\nb', flags=re.M), re.sub(r'\n', r'\\n', 'a\nb'))
print(re.findall('a', 'AaA', re.I), re.findall('^b', 'a\nb', re.M), re.match('a.b', 'a\nb', re.S), re.compile(r'a  b # c', re.X).match('ab'), re.findall(r'\bfoo\b', 'foo food'), re.match(r'(?i)ABC', 'abc').group(), re.findall(r'(?<=a)b', 'ab cb'), re.findall(r'a(?!b)', 'ab ac'), re.match(r'(.)\1', 'aa'), re.match('a{2,3}?', 'aaa').group(), re.findall(r'[^\W\d]+', 'ab1é'), re.findall(r'\w+', 'añb'))
p = re.compile('(a)(?P<n>b)?', re.I); print(p, p.pattern, p.flags, p.groups, p.groupindex, p.match('xab', 1), p.search('b'), repr(re.compile('x', re.M | re.S)), p == re.compile('(a)(?P<n>b)?', re.I))
for f in (lambda: re.compile('('), lambda: re.compile('a)'), lambda: re.compile('['), lambda: re.compile('*a'), lambda: re.compile('a**'), lambda: re.compile('(?P<1>a)'), lambda: re.compile(r'\2'), lambda: re.sub('a', r'\1', 'a'), lambda: m.group(9), lambda: m['zz'], lambda: re.match(1, 'a'), lambda: re.match('a', 1), lambda: re.compile('a{3,2}')):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
# expect: <re.Match object; span=(0, 12), match='Isaac Newton'> Isaac Newton Isaac Newton ('Isaac', 'Newton') Newton Isaac ('Isaac', 'Newton') {'last': 'Newton'} 0 12 (6, 12) 2 last Isaac Newton, physicist (\w+)\s(?P<last>\w+) 0 Newton Newton True
# expect: (1, 2) None <re.Match object; span=(0, 3), match='foo'> None ['1', '22'] [('a', '1'), ('b', '2')] ['a', ''] ['a', 'b'] ['a', 'b', 'c'] ['a', ',', 'b'] ['a', 'b,c'] ['', 'a', '', 'b', ''] ['', '', ''] (None,) ('d',)
# expect: bbnbnb bbnbna badc bAnAnA ('bnn', 3) c<a>t -a-b-c- a\.b\*c > a
# expect: > b a\nb
# expect: ['A', 'a', 'A'] ['b'] <re.Match object; span=(0, 3), match='a\nb'> <re.Match object; span=(0, 2), match='ab'> ['foo'] abc ['b'] ['a'] <re.Match object; span=(0, 2), match='aa'> aa ['ab', 'é'] ['añb']
# expect: re.compile('(a)(?P<n>b)?', re.IGNORECASE) (a)(?P<n>b)? 34 2 {'n': 2} <re.Match object; span=(1, 3), match='ab'> None re.compile('x', re.MULTILINE|re.DOTALL) True
# expect: error missing ), unterminated subpattern at position 0
# expect: error unbalanced parenthesis at position 1
# expect: error unterminated character set at position 0
# expect: error nothing to repeat at position 0
# expect: error multiple repeat at position 2
# expect: error bad character in group name '1' at position 4
# expect: error invalid group reference 2 at position 1
# expect: error invalid group reference 1 at position 1
# expect: IndexError no such group
# expect: IndexError no such group
# expect: TypeError first argument must be string or compiled pattern
# expect: TypeError expected string or bytes-like object, got 'int'
# expect: error min repeat greater than max repeat at position 2
