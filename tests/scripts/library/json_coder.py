import json
d = {'a': [1, 2.5, None, True], 'b': {'x': 'é"\n'}, 3: (), 'e': {}}
print(json.dumps(d)); print(json.dumps(d, indent=2)); print(json.dumps({'b': 1, 'a': 2}, sort_keys=True, separators=(',', ':')))
print(json.dumps('é', ensure_ascii=False), json.dumps(float('nan')), json.dumps(10**30))
for bad in ['', '[1,]', '{"a" 1}', '{a: 1}', '"abc', '[1 2]', '{"a": 1} x', 'nul', '"\\x"', '["\t"]', '{"a":1,}']:
    try: json.loads(bad)
    except json.JSONDecodeError as e: print(e, e.lineno, e.colno, e.pos)
try: json.dumps({1, 2})
except TypeError as e: print(e)
try: json.dumps({(1,): 2})
except TypeError as e: print(e)
l = []; l.append(l)
try: json.dumps(l)
except ValueError as e: print(e)
print(json.loads('{"a": [1, 2.5, -3e2, "\\u00e9\\ud83d\\ude00", null, true, false]}'))
import datetime
print(json.dumps({'d': datetime.date(2020, 1, 2)}, default=str))
class E(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, set): return sorted(o)
        return super().default(o)
print(json.dumps({'s': {3, 1}}, cls=E, indent=4))
print(json.loads('{"a": 1}', object_pairs_hook=list), json.loads('1.5', parse_float=str))
try: json.loads(5)
except TypeError as e: print(e)
# expect: {"a": [1, 2.5, null, true], "b": {"x": "\u00e9\"\n"}, "3": [], "e": {}}
# expect: {
# expect:   "a": [
# expect:     1,
# expect:     2.5,
# expect:     null,
# expect:     true
# expect:   ],
# expect:   "b": {
# expect:     "x": "\u00e9\"\n"
# expect:   },
# expect:   "3": [],
# expect:   "e": {}
# expect: }
# expect: {"a":2,"b":1}
# expect: "é" NaN 1000000000000000000000000000000
# expect: Expecting value: line 1 column 1 (char 0) 1 1 0
# expect: Expecting value: line 1 column 4 (char 3) 1 4 3
# expect: Expecting ':' delimiter: line 1 column 6 (char 5) 1 6 5
# expect: Expecting property name enclosed in double quotes: line 1 column 2 (char 1) 1 2 1
# expect: Unterminated string starting at: line 1 column 1 (char 0) 1 1 0
# expect: Expecting ',' delimiter: line 1 column 4 (char 3) 1 4 3
# expect: Extra data: line 1 column 10 (char 9) 1 10 9
# expect: Expecting value: line 1 column 1 (char 0) 1 1 0
# expect: Invalid \escape: line 1 column 2 (char 1) 1 2 1
# expect: Invalid control character at: line 1 column 3 (char 2) 1 3 2
# expect: Expecting property name enclosed in double quotes: line 1 column 8 (char 7) 1 8 7
# expect: Object of type set is not JSON serializable
# expect: keys must be str, int, float, bool or None, not tuple
# expect: Circular reference detected
# expect: {'a': [1, 2.5, -300.0, 'é😀', None, True, False]}
# expect: {"d": "2020-01-02"}
# expect: {
# expect:     "s": [
# expect:         1,
# expect:         3
# expect:     ]
# expect: }
# expect: [('a', 1)] 1.5
# expect: the JSON object must be str, bytes or bytearray, not int
