print(repr('  x \n'.strip()), repr('xxaxx'.strip('x')), repr('abcba'.lstrip('ab')), repr('abcba'.rstrip('ab')), repr('\u3000x\xa0'.strip()), repr('x'.strip(None)), repr(''.strip('a')))
print('prefix-x'.removeprefix('prefix-'), 'x.py'.removesuffix('.py'), 'x'.removeprefix('y'), 'x'.removesuffix(''))
try: 'a'.strip(1)
except TypeError as e: print(e)
# expect: 'x' 'a' 'cba' 'abc' 'x' 'x' ''
# expect: x x x x
# expect: strip arg must be None or str
