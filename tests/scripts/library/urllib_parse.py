# urllib.parse: quoting of passwords and queries, taking URLs apart and joining them.
import urllib.parse
from urllib.parse import parse_qs, parse_qsl, quote, quote_plus, unquote, unquote_plus, urlencode
from urllib.parse import urldefrag, urljoin, urlparse, urlsplit, urlunsplit

print(urllib.parse.quote_plus("p@ss w/rd:1"), quote("a b/c?ü"), quote("a/b", safe=""), quote("~-._"))
print(unquote("a%20b%2Fc%C3%BC%zz%4"), unquote_plus("a+b%2B"), quote(b"\xff x"))
print(urlencode({"a": 1, "b": "x y"}), urlencode([("q", [1, 2])], doseq=True))
print(parse_qs("a=1&a=2&b=&c=%20"), parse_qsl("a=1&b=", keep_blank_values=True))
parts = urlsplit("postgresql+psycopg2://scott:ti%40ger@[::1]:5432/test?opt=1#frag")
print(parts)
print(parts.scheme, parts.username, parts.password, parts.hostname, parts.port, parts.geturl())
print(urlparse("http://Host.example:80/p;x?q=1").hostname, urlparse("http://h/p;x?q=1"))
print(urlsplit("/just/a/path"), urlsplit("mailto:me@x"))
print(urlunsplit(("http", "h", "p", "q=1", "")))
for url in "g", "./g", "../g", "/g", "?y", "#s", "//other/x", "..":
    print(urljoin("http://a/b/c/d?q", url))
print(urldefrag("http://a/b#c"))
try:
    urlsplit("http://h:x/").port
except ValueError as error:
    print(error)
# expect: p%40ss+w%2Frd%3A1 a%20b/c%3F%C3%BC a%2Fb ~-._
# expect: a b/cü%zz%4 a b+ %FF%20x
# expect: a=1&b=x+y q=1&q=2
# expect: {'a': ['1', '2'], 'c': [' ']} [('a', '1'), ('b', '')]
# expect: SplitResult(scheme='postgresql+psycopg2', netloc='scott:ti%40ger@[::1]:5432', path='/test', query='opt=1', fragment='frag')
# expect: postgresql+psycopg2 scott ti%40ger ::1 5432 postgresql+psycopg2://scott:ti%40ger@[::1]:5432/test?opt=1#frag
# expect: host.example ParseResult(scheme='http', netloc='h', path='/p', params='x', query='q=1', fragment='')
# expect: SplitResult(scheme='', netloc='', path='/just/a/path', query='', fragment='') SplitResult(scheme='mailto', netloc='', path='me@x', query='', fragment='')
# expect: http://h/p?q=1
# expect: http://a/b/c/g
# expect: http://a/b/c/g
# expect: http://a/b/g
# expect: http://a/g
# expect: http://a/b/c/d?y
# expect: http://a/b/c/d?q#s
# expect: http://other/x
# expect: http://a/b/
# expect: DefragResult(url='http://a/b', fragment='c')
# expect: Port could not be cast to integer value as 'x'
