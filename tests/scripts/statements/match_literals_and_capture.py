def m(x):
    match x:
        case 0: return 'zero'
        case 1 | 2 | 3: return 'small'
        case -1: return 'minus'
        case 'a' | 'b': return 'letter'
        case None: return 'none'
        case True: return 'true'
        case 1.5: return 'float'
        case b'x': return 'bytes'
        case [a, b]: return f'pair {a} {b}'
        case [a, *rest] if len(rest) > 2: return f'long {a} {rest}'
        case []: return 'empty'
        case (1, _, *_): return 'starts with 1'
        case {'k': v, **rest}: return f'map {v} {rest}'
        case {}: return 'any map'
        case str() as s: return f'str {s}'
        case int(n) | float(n): return f'num {n}'
        case _: return 'other'
for v in (0, 2, -1, 'b', None, True, 1.5, b'x', [1, 2], (3, 4), [1, 2, 3, 4], [], [1, 2, 3], {'k': 5, 'z': 6}, {}, {'q': 1}, 'hello', 42, 2.5, object, {1}, range(2), 'ab', [[1]]): print(m(v))
# expect: zero
# expect: small
# expect: minus
# expect: letter
# expect: none
# expect: small
# expect: float
# expect: bytes
# expect: pair 1 2
# expect: pair 3 4
# expect: long 1 [2, 3, 4]
# expect: empty
# expect: starts with 1
# expect: map 5 {'z': 6}
# expect: any map
# expect: any map
# expect: str hello
# expect: num 42
# expect: num 2.5
# expect: other
# expect: other
# expect: pair 0 1
# expect: str ab
# expect: other
