import string
print(string.ascii_lowercase, string.ascii_uppercase, string.digits, string.hexdigits, string.octdigits, string.punctuation, repr(string.whitespace), string.capwords('hello  world'), len(string.printable))
t = string.Template('$a ${b}c $$ $a'); print(t.substitute(a=1, b='x'), t.safe_substitute(a=1), t.substitute({'a': 1}, b=2), t.template)
for f in (lambda: t.substitute(a=1), lambda: string.Template('$').substitute(), lambda: string.Template('$1').substitute()):
    try: f()
    except Exception as e: print(type(e).__name__, e)
print(string.Formatter().format('{} {x}', 1, x=2))
# expect: abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789 0123456789abcdefABCDEF 01234567 !"#$%&'()*+,-./:;<=>?@[\]^_`{|}~ ' \t\n\r\x0b\x0c' Hello World 100
# expect: 1 xc $ 1 1 ${b}c $ 1 1 2c $ 1 $a ${b}c $$ $a
# expect: KeyError 'b'
# expect: ValueError Invalid placeholder in string: line 1, col 1
# expect: ValueError Invalid placeholder in string: line 1, col 1
# expect: 1 2
