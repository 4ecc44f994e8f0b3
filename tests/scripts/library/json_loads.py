import json
print(json.loads('{"a": [1, 2.5, null, true, false], "b": "\\u00e9\\n"}'), json.loads(' [ ] '), json.loads('"x"'), json.loads('1e3'), json.loads('-0'), json.loads('123456789012345678901234567890'), json.loads(b'[1]'), json.loads('{"a": 1, "a": 2}'), json.loads('"\\ud83d\\ude00"'), json.loads('NaN'), json.loads('[1.50]'), json.loads('{}'), json.loads('"\\/"'), json.loads('[1,2]', parse_int=str), json.loads('{"x": 1}', object_hook=lambda d: sorted(d.items())), json.loads('1.1', parse_float=str), json.loads('{"b":1,"a":2}', object_pairs_hook=list))
for s in ('', '{', '[1,]', '{"a"}', "{'a': 1}", 'nope', '[1 2]', '{"a": 1,}', '"abc', '01', '1.', '[', '{"a":}', '"\\x"', '[1]x', 'tru', '-', '"\n"', '{1: 2}', '\n\n  x'):
    try: print(json.loads(s))
    except json.JSONDecodeError as e: print(repr(s), e, e.lineno, e.colno, e.pos, e.msg)
try: json.loads(5)
except TypeError as e: print(e)
print(issubclass(json.JSONDecodeError, ValueError))
import io; f = io.StringIO(); json.dump([1, {'a': 2}], f); print(f.getvalue(), json.load(io.StringIO('[3]')))
# expect: {'a': [1, 2.5, None, True, False], 'b': 'é\n'} [] x 1000.0 0 123456789012345678901234567890 [1] {'a': 2} 😀 nan [1.5] {} / ['1', '2'] [('x', 1)] 1.1 [('b', 1), ('a', 2)]
# expect: '' Expecting value: line 1 column 1 (char 0) 1 1 0 Expecting value
# expect: '{' Expecting property name enclosed in double quotes: line 1 column 2 (char 1) 1 2 1 Expecting property name enclosed in double quotes
# expect: '[1,]' Expecting value: line 1 column 4 (char 3) 1 4 3 Expecting value
# expect: '{"a"}' Expecting ':' delimiter: line 1 column 5 (char 4) 1 5 4 Expecting ':' delimiter
# expect: "{'a': 1}" Expecting property name enclosed in double quotes: line 1 column 2 (char 1) 1 2 1 Expecting property name enclosed in double quotes
# expect: 'nope' Expecting value: line 1 column 1 (char 0) 1 1 0 Expecting value
# expect: '[1 2]' Expecting ',' delimiter: line 1 column 4 (char 3) 1 4 3 Expecting ',' delimiter
# expect: '{"a": 1,}' Expecting property name enclosed in double quotes: line 1 column 9 (char 8) 1 9 8 Expecting property name enclosed in double quotes
# expect: '"abc' Unterminated string starting at: line 1 column 1 (char 0) 1 1 0 Unterminated string starting at
# expect: '01' Extra data: line 1 column 2 (char 1) 1 2 1 Extra data
# expect: '1.' Extra data: line 1 column 2 (char 1) 1 2 1 Extra data
# expect: '[' Expecting value: line 1 column 2 (char 1) 1 2 1 Expecting value
# expect: '{"a":}' Expecting value: line 1 column 6 (char 5) 1 6 5 Expecting value
# expect: '"\\x"' Invalid \escape: line 1 column 2 (char 1) 1 2 1 Invalid \escape
# expect: '[1]x' Extra data: line 1 column 4 (char 3) 1 4 3 Extra data
# expect: 'tru' Expecting value: line 1 column 1 (char 0) 1 1 0 Expecting value
# expect: '-' Expecting value: line 1 column 1 (char 0) 1 1 0 Expecting value
# expect: '"\n"' Invalid control character at: line 1 column 2 (char 1) 1 2 1 Invalid control character at
# expect: '{1: 2}' Expecting property name enclosed in double quotes: line 1 column 2 (char 1) 1 2 1 Expecting property name enclosed in double quotes
# expect: '\n\n  x' Expecting value: line 3 column 3 (char 4) 3 3 4 Expecting value
# expect: the JSON object must be str, bytes or bytearray, not int
# expect: True
# expect: [1, {"a": 2}] [3]
