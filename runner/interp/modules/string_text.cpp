// The module string, written in Python; it runs when first imported.
#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const char* const kStringText =
    R"py(ascii_lowercase = 'abcdefghijklmnopqrstuvwxyz'
ascii_uppercase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
ascii_letters = ascii_lowercase + ascii_uppercase
digits = '0123456789'
hexdigits = digits + 'abcdef' + 'ABCDEF'
octdigits = '01234567'
punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'
whitespace = ' \t\n\r\v\f'
printable = digits + ascii_letters + punctuation + whitespace
def capwords(s, sep=None): return (sep or ' ').join(x.capitalize() for x in s.split(sep))
class Template:
    def __init__(self, template): self.template = template
    def substitute(self, mapping={}, /, **kw): return self._run({**mapping, **kw}, False)
    def safe_substitute(self, mapping={}, /, **kw): return self._run({**mapping, **kw}, True)
    def _run(self, d, safe):
        out, s, i = [], self.template, 0
        while i < len(s):
            if s[i] != '$': out.append(s[i]); i += 1; continue
            if s[i + 1:i + 2] == '$': out.append('$'); i += 2; continue
            brace = s[i + 1:i + 2] == '{'
            j = i + (2 if brace else 1)
            k = j
            while k < len(s) and (s[k].isalnum() or s[k] == '_'): k += 1
            name, end = s[j:k], k + (1 if brace else 0)
            if not name or not name.isidentifier() or not name.isascii() or brace and s[k:k + 1] != '}':
                if safe: out.append('$'); i += 1; continue
                before = s[:i].split('\n')
                raise ValueError(f'Invalid placeholder in string: line {len(before)}, col {len(before[-1]) + 1}')
            if name in d: out.append(str(d[name]))
            elif safe: out.append(s[i:end])
            else: raise KeyError(name)
            i = end
        return ''.join(out)
class Formatter:
    def format(self, format_string, /, *args, **kwargs): return format_string.format(*args, **kwargs)
    def vformat(self, format_string, args, kwargs): return format_string.format(*args, **kwargs)
)py";

}  // namespace lessonrun::interp
