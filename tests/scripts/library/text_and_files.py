import textwrap, pprint, statistics, heapq, bisect, struct, traceback, inspect, csv, io
print(textwrap.dedent('''
   a
     b
   c'''), textwrap.fill('The quick brown fox jumped over the well-known lazy dog and then-some more words', 20), textwrap.indent('a\nb\n\nc', '> '), textwrap.shorten('Hello world this is long', 15))
pprint.pprint({'b': [1, 2, 3], 'a': {'x': 'y' * 30, 'z': list(range(30))}, 'c': ('t',), 'longer': 'word ' * 30})
pprint.pprint([{'id': i, 'name': 'n%d' % i, 'tags': ['a', 'b']} for i in range(3)], width=40)
pprint.pprint({'b': 1, 'a': 2}, sort_dicts=False); print(pprint.pformat(list(range(40)), compact=True))
print(statistics.mean([1, 2, 3, 4]), statistics.mean([1.5, 2]), statistics.median([3, 1, 2]), statistics.stdev([1, 2, 3, 4]), statistics.mode('aab'), statistics.pvariance([1, 2, 4]))
h = [5, 1, 4]; heapq.heapify(h); heapq.heappush(h, 0); print(heapq.heappop(h), h, heapq.nlargest(2, h), bisect.bisect([1, 3, 5], 3))
print(struct.pack('>IH', 1, 2), struct.unpack('<ih', b'\x01\0\0\0\x02\0'), struct.calcsize('@ci'))
try: {}['k']
except KeyError: print(traceback.format_exc().splitlines()[-1]); print(traceback.format_exception_only(ValueError('x')))
class C:
    'doc'
    def m(self): pass
print(inspect.getdoc(C), inspect.isclass(C), inspect.isfunction(C.m), inspect.ismethod(C().m))
s = io.StringIO(); w = csv.writer(s); w.writerow(['a', 'b,c', 'd"e', None, 1.5]); w.writerow(['']); print(repr(s.getvalue()))
print(list(csv.reader(io.StringIO('a,b\n"x,1","q""z"\n\n1,2,\n')))); print(list(csv.DictReader(['a,b', '1,2', '3'])))
d = csv.DictWriter(s, ['x', 'y']); d.writeheader(); d.writerow({'x': 1}); print(s.getvalue().splitlines()[-1])
b = io.BytesIO(b'abc'); print(b.read(2), b.read(), b.getvalue()); s = io.StringIO('l1\nl2'); print(s.readline(), list(s), s.tell())
from pathlib import Path, PurePosixPath
p = Path('a') / 'b.tar.gz'
print(repr(p), p.name, p.suffix, p.stem, p.parent, p.parts, p.suffixes, p.with_suffix('.x'), p == Path('a/b.tar.gz'), Path('/a/../b').is_absolute(), list(map(str, Path('/a/b').parents)), repr(PurePosixPath('x//y/./z')))
import os.path
print(os.path.join('a', '/b', 'c'), os.path.splitext('x/y.tar'), os.path.basename('a/b'), os.path.dirname('/a/b/c'), os.path.normpath('a/../../b/./c'), os.sep)
# expect: 
# expect: a
# expect:   b
# expect: c The quick brown fox
# expect: jumped over the
# expect: well-known lazy dog
# expect: and then-some more
# expect: words > a
# expect: > b
# expect: 
# expect: > c Hello [...]
# expect: {'a': {'x': 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyy',
# expect:        'z': [0,
# expect:              1,
# expect:              2,
# expect:              3,
# expect:              4,
# expect:              5,
# expect:              6,
# expect:              7,
# expect:              8,
# expect:              9,
# expect:              10,
# expect:              11,
# expect:              12,
# expect:              13,
# expect:              14,
# expect:              15,
# expect:              16,
# expect:              17,
# expect:              18,
# expect:              19,
# expect:              20,
# expect:              21,
# expect:              22,
# expect:              23,
# expect:              24,
# expect:              25,
# expect:              26,
# expect:              27,
# expect:              28,
# expect:              29]},
# expect:  'b': [1, 2, 3],
# expect:  'c': ('t',),
# expect:  'longer': 'word word word word word word word word word word word word word '
# expect:            'word word word word word word word word word word word word word '
# expect:            'word word word word '}
# expect: [{'id': 0,
# expect:   'name': 'n0',
# expect:   'tags': ['a', 'b']},
# expect:  {'id': 1,
# expect:   'name': 'n1',
# expect:   'tags': ['a', 'b']},
# expect:  {'id': 2,
# expect:   'name': 'n2',
# expect:   'tags': ['a', 'b']}]
# expect: {'b': 1, 'a': 2}
# expect: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
# expect:  22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39]
# expect: 2.5 1.75 2 1.2909944487358056 a 1.5555555555555556
# expect: 0 [1, 5, 4] [5, 4] 2
# expect: b'\x00\x00\x00\x01\x00\x02' (1, 2) 8
# expect: KeyError: 'k'
# expect: ['ValueError: x\n']
# expect: doc True True True
# expect: 'a,"b,c","d""e",,1.5\r\n""\r\n'
# expect: [['a', 'b'], ['x,1', 'q"z'], [], ['1', '2', '']]
# expect: [{'a': '1', 'b': '2'}, {'a': '3', 'b': None}]
# expect: 1,
# expect: b'ab' b'c' b'abc'
# expect: l1
# expect:  ['l2'] 5
# expect: PosixPath('a/b.tar.gz') b.tar.gz .gz b.tar a ('a', 'b.tar.gz') ['.tar', '.gz'] a/b.tar.x True True ['/a', '/'] PurePosixPath('x/y/z')
# expect: /b/c ('x/y', '.tar') b /a/b ../b/c /
