import csv, io
out = io.StringIO(); w = csv.writer(out); w.writerow(['a', 1, None, 'x,y', 'q"q', 'l\nl', 1.5, True]); w.writerows([[1], ['']]); print(repr(out.getvalue()))
print(list(csv.reader(['a,b', '"x,y",z', '"q""q",', ''])), list(csv.reader(io.StringIO('1;2\n3;4'), delimiter=';')), list(csv.reader(['"multi\n', 'line",x'])))
r = csv.DictReader(io.StringIO('n,v\na,1\nb,2')); print(r.fieldnames, list(r)); o = io.StringIO(); d = csv.DictWriter(o, ['x', 'y'], lineterminator='\n'); d.writeheader(); d.writerow({'x': 1, 'y': 2}); print(repr(o.getvalue())); o = io.StringIO(); csv.writer(o, quoting=csv.QUOTE_ALL, delimiter='\t').writerow([1, 'a']); print(repr(o.getvalue()))
try: csv.DictWriter(io.StringIO(), ['x']).writerow({'z': 1})
except ValueError as e: print(e)
# expect: 'a,1,,"x,y","q""q","l\nl",1.5,True\r\n1\r\n""\r\n'
# expect: [['a', 'b'], ['x,y', 'z'], ['q"q', ''], []] [['1', '2'], ['3', '4']] [['multi\nline', 'x']]
# expect: ['n', 'v'] [{'n': 'a', 'v': '1'}, {'n': 'b', 'v': '2'}]
# expect: 'x,y\n1,2\n'
# expect: '"1"\t"a"\r\n'
# expect: dict contains fields not in fieldnames: 'z'
