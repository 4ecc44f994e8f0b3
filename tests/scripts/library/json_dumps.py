import json
print(json.dumps({'a': [1, 2.5, None, True], 'b': {'c': 'é"\\\n'}}), json.dumps([1, 2], indent=2), json.dumps({'b': 1, 'a': 2}, sort_keys=True), json.dumps('é', ensure_ascii=False), json.dumps({1: 'a', None: 1, True: 2, 1.5: 3}), json.dumps([], indent=2), json.dumps({}, indent=1), json.dumps({'a': {'b': []}}, indent='\t'), json.dumps([1, 2], separators=(',', ':')), json.dumps(float('inf')), json.dumps(1e100), json.dumps(10**20), json.dumps((1, 2)), json.dumps('\x00\x7f\u2028\U0001f600'), json.dumps([True, False, None]), json.dumps({'k': (1, [2])}, indent=4), json.dumps(1.0), json.dumps(-0.0), json.dumps(''))
class P:
    def __init__(self): self.x = 1
print(json.dumps({'p': P()}, default=lambda o: o.__dict__), json.dumps([P()], default=lambda o: 'P'))
class Enc(json.JSONEncoder):
    def default(self, o): return list(o) if isinstance(o, set) else super().default(o)
print(json.dumps({'s': {1}}, cls=Enc))
loop = []; loop.append(loop)
for f in (lambda: json.dumps({1}), lambda: json.dumps({(1, 2): 1}), lambda: json.dumps(loop), lambda: json.dumps(P()), lambda: json.dumps(float('nan'), allow_nan=False), lambda: json.dumps({'a': object}), lambda: json.dumps(b'x')):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(json.dumps({(1, 2): 1, 'a': 2}, skipkeys=True))
# expect: {"a": [1, 2.5, null, true], "b": {"c": "\u00e9\"\\\n"}} [
# expect:   1,
# expect:   2
# expect: ] {"a": 2, "b": 1} "é" {"1": 2, "null": 1, "1.5": 3} [] {} {
# expect: 	"a": {
# expect: 		"b": []
# expect: 	}
# expect: } [1,2] Infinity 1e+100 100000000000000000000 [1, 2] "\u0000\u007f\u2028\ud83d\ude00" [true, false, null] {
# expect:     "k": [
# expect:         1,
# expect:         [
# expect:             2
# expect:         ]
# expect:     ]
# expect: } 1.0 -0.0 ""
# expect: {"p": {"x": 1}} ["P"]
# expect: {"s": [1]}
# expect: TypeError Object of type set is not JSON serializable
# expect: TypeError keys must be str, int, float, bool or None, not tuple
# expect: ValueError Circular reference detected
# expect: TypeError Object of type P is not JSON serializable
# expect: ValueError Out of range float values are not JSON compliant
# expect: TypeError Object of type type is not JSON serializable
# expect: TypeError Object of type bytes is not JSON serializable
# expect: {"a": 2}
