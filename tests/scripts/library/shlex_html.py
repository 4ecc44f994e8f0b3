import html, shlex, timeit
print(shlex.split("add 'buy milk' \"a \\\"b\" c\\ d --now # x"), shlex.split("a # b", comments=True), shlex.quote("it's"), shlex.quote("plain"), shlex.join(["a", "b c"]))
try: shlex.split("a 'b")
except ValueError as e: print(e)
print(html.escape("<a href='x'>&\"</a>"), html.escape("'", quote=False), html.unescape("&lt;&amp;&#39;&#x41;&gt;"))
print(timeit.timeit(lambda: None, number=3) >= 0, timeit.default_timer() <= timeit.default_timer())
# expect: ['add', 'buy milk', 'a "b', 'c d', '--now', '#', 'x'] ['a'] 'it'"'"'s' plain a 'b c'
# expect: No closing quotation
# expect: &lt;a href=&#x27;x&#x27;&gt;&amp;&quot;&lt;/a&gt; ' <&'A>
# expect: True True
