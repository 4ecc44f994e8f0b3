import textwrap
text = 'The quick brown fox jumps over the lazy dog. A verylongwordthatdoesnotfit here - and e-mail.'
print(textwrap.wrap(text, 20), textwrap.fill(text, 30, initial_indent='* ', subsequent_indent='  '), textwrap.shorten(text, 25), textwrap.shorten('ab cd', 20), repr(textwrap.dedent('  a\n    b\n\n  c')), repr(textwrap.indent('a\n\nb\n', '> ')), textwrap.wrap('', 5), textwrap.wrap('a b', 1), textwrap.shorten('hello world foo', 11, placeholder='..'), textwrap.wrap(text, 20, break_long_words=False), repr(textwrap.dedent('\n\ta\n\tb')), sep='\n')
# expect: ['The quick brown fox', 'jumps over the lazy', 'dog. A verylongwordt', 'hatdoesnotfit here -', 'and e-mail.']
# expect: * The quick brown fox jumps
# expect:   over the lazy dog. A
# expect:   verylongwordthatdoesnotfit
# expect:   here - and e-mail.
# expect: The quick brown fox [...]
# expect: ab cd
# expect: 'a\n  b\n\nc'
# expect: '> a\n\n> b\n'
# expect: []
# expect: ['a', 'b']
# expect: hello..
# expect: ['The quick brown fox', 'jumps over the lazy', 'dog. A', 'verylongwordthatdoesnotfit', 'here - and e-mail.']
# expect: '\na\nb'
