// The modules os, os.path, pathlib and tempfile over the interpreter's FileSystem (file_native.cpp
// does the calls). Paths are POSIX.
#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const char* const kOsPathText =
    R"py(import _native
sep, altsep, curdir, pardir, extsep, pathsep = '/', None, '.', '..', '.', ':'
_t = _native.path_text
def join(a, *p):
    path = _t(a)
    for b in map(_t, p):
        if b.startswith('/'): path = b
        elif not path or path.endswith('/'): path += b
        else: path += '/' + b
    return path
def split(p):
    p = _t(p)
    i = p.rfind('/') + 1
    head, tail = p[:i], p[i:]
    return (head.rstrip('/') if head.strip('/') else head), tail
def basename(p): return _t(p)[_t(p).rfind('/') + 1:]
def dirname(p): return split(p)[0]
def splitext(p):
    p = _t(p)
    dot, start = p.rfind('.'), p.rfind('/') + 1
    if dot <= start or not p[start:dot].strip('.'): return p, ''
    return p[:dot], p[dot:]
def isabs(p): return _t(p).startswith('/')
def normpath(p):
    p = _t(p)
    if not p: return '.'
    root = '//' if p.startswith('//') and not p.startswith('///') else '/' if p.startswith('/') else ''
    out = []
    for part in p.split('/'):
        if part in ('', '.'): continue
        if part != '..' or not root and not out or out and out[-1] == '..': out.append(part)
        elif out: out.pop()
    return root + '/'.join(out) or '.'
def abspath(p): return normpath(join(_native.getcwd(), p))
realpath = abspath
def relpath(path, start='.'):
    a, b = [x for x in abspath(start).split('/') if x], [x for x in abspath(path).split('/') if x]
    n = 0
    while n < min(len(a), len(b)) and a[n] == b[n]: n += 1
    return '/'.join(['..'] * (len(a) - n) + b[n:]) or '.'
def expanduser(p): return _t(p)
def expandvars(p): return _t(p)
def normcase(p): return _t(p)
def _stat(p):
    try: return _native.file_stat(_t(p))
    except OSError: return None
def exists(p): return _stat(p) is not None
lexists = exists
def isfile(p): s = _stat(p); return s is not None and not s[0]
def isdir(p): s = _stat(p); return s is not None and s[0]
def islink(p): return False
def getsize(p):
    import os
    return os.stat(p).st_size
def getmtime(p):
    import os
    return os.stat(p).st_mtime
def commonpath(paths):
    paths = [p.split('/') for p in paths]
    if not paths: raise ValueError('commonpath() arg is an empty sequence')
    if len({p[0] == '' for p in paths}) > 1: raise ValueError("Can't mix absolute and relative paths")
    rows = [[x for x in p if x not in ('', '.')] for p in paths]
    a, b = min(rows), max(rows)
    n = 0
    while n < len(a) and n < len(b) and a[n] == b[n]: n += 1
    return ('/' if paths[0][0] == '' else '') + '/'.join(a[:n])
def commonprefix(m):
    if not m: return ''
    a, b = min(m), max(m)
    for i, c in enumerate(a):
        if c != b[i]: return a[:i]
    return a
)py";

const char* const kOsText =
    R"py(import _native, sys
import posixpath as path
sys.modules['os.path'] = path
sep, linesep, name, curdir, pardir, extsep, pathsep, devnull = '/', '\n', 'posix', '.', '..', '.', ':', '/dev/null'
error = OSError
environ = {}
O_RDONLY, O_WRONLY, O_RDWR, O_CREAT = 0, 1, 2, 64
F_OK, R_OK, W_OK, X_OK = 0, 4, 2, 1
class PathLike:
    @classmethod
    def __subclasshook__(cls, c): return hasattr(c, '__fspath__')
class stat_result:
    def __init__(self, is_dir, size, mtime): self.st_mode, self.st_size, self.st_mtime, self.st_atime, self.st_ctime = (0o40755 if is_dir else 0o100644), size, mtime, mtime, mtime
def fspath(p):
    if isinstance(p, (str, bytes)): return p
    if not hasattr(p, '__fspath__'): raise TypeError(f'expected str, bytes or os.PathLike object, not {type(p).__name__}')
    return p.__fspath__()
def getenv(key, default=None): return environ.get(key, default)
def getcwd(): return _native.getcwd()
def getpid(): return 1
def cpu_count(): return 1
def urandom(n):
    import random
    return random._system_bits(n * 8).to_bytes(n, 'big')
def stat(p):
    s = _native.file_stat(_native.path_text(p))
    if s is None: raise FileNotFoundError(2, 'No such file or directory', p)
    return stat_result(*s)
def listdir(p='.'): return _native.listdir(_native.path_text(p))
def mkdir(p, mode=0o777): _native.mkdir(_native.path_text(p))
def makedirs(name, mode=0o777, exist_ok=False):
    name = _native.path_text(name)
    head = path.dirname(name.rstrip('/'))
    if head and not path.isdir(head): makedirs(head, mode, True)
    if exist_ok and path.isdir(name): return
    mkdir(name)
def remove(p):
    p = _native.path_text(p)
    if path.isdir(p): raise IsADirectoryError(21, 'Is a directory', p)
    _native.remove(p)
unlink = remove
def rmdir(p):
    p = _native.path_text(p)
    if path.exists(p) and not path.isdir(p): raise NotADirectoryError(20, 'Not a directory', p)
    _native.remove(p)
def rename(a, b): _native.rename(_native.path_text(a), _native.path_text(b))
replace = rename
def access(p, mode): return path.exists(p)
def walk(top, topdown=True):
    names = listdir(top)
    dirs = [n for n in names if path.isdir(path.join(top, n))]
    files = [n for n in names if n not in dirs]
    if topdown: yield top, dirs, files
    for d in dirs: yield from walk(path.join(top, d), topdown)
    if not topdown: yield top, dirs, files
def system(command): _native.unsupported('os.system', 'Running other programs is not supported; leave it out of the lesson.')
popen = fork = kill = system
)py";

const char* const kPathlibText =
    R"py(import _native, os
class PurePath:
    def __new__(cls, *args):
        self = object.__new__(PosixPath if cls is Path else PurePosixPath if cls is PurePath else cls)
        text = ''
        for a in args:
            if isinstance(a, PurePath): a = str(a)
            elif not isinstance(a, str): a = _native.path_text(a)
            if a.startswith('/'): text = a
            elif a: text = text + '/' + a if text and not text.endswith('/') else text + a
        root = '/' if text.startswith('/') else ''
        self._root, self._names = root, tuple(p for p in text.split('/') if p not in ('', '.'))
        return self
    def _from(self, names): return type(self)(self._root + '/'.join(names))
    def __fspath__(self): return str(self)
    def __str__(self): return self._root + '/'.join(self._names) or '.'
    def as_posix(self): return str(self)
    def as_uri(self):
        if not self._root: raise ValueError("relative path can't be expressed as a file URI")
        return 'file://' + str(self)
    def __repr__(self): return f'{type(self).__name__}({str(self)!r})'
    def __hash__(self): return hash((self._root, self._names))
    def _key(self): return (self._root, self._names)
    def __eq__(self, o): return self._key() == o._key() if isinstance(o, PurePath) else NotImplemented
    def __lt__(self, o): return self._key() < o._key() if isinstance(o, PurePath) else NotImplemented
    def __le__(self, o): return self._key() <= o._key() if isinstance(o, PurePath) else NotImplemented
    def __gt__(self, o): return self._key() > o._key() if isinstance(o, PurePath) else NotImplemented
    def __ge__(self, o): return self._key() >= o._key() if isinstance(o, PurePath) else NotImplemented
    def __truediv__(self, o): return type(self)(self, o) if isinstance(o, (str, PurePath)) else NotImplemented
    def __rtruediv__(self, o): return type(self)(o, self) if isinstance(o, (str, PurePath)) else NotImplemented
    def joinpath(self, *o): return type(self)(self, *o)
    parts = property(lambda self: ((self._root,) if self._root else ()) + self._names)
    drive = ''
    root = anchor = property(lambda self: self._root)
    name = property(lambda self: self._names[-1] if self._names else '')
    @property
    def suffix(self):
        i = self.name.rfind('.')
        return self.name[i:] if 0 < i < len(self.name) - 1 else ''
    suffixes = property(lambda self: [] if self.name.endswith('.') else ['.' + s for s in self.name.lstrip('.').split('.')[1:]])
    @property
    def stem(self):
        i = self.name.rfind('.')
        return self.name[:i] if 0 < i < len(self.name) - 1 else self.name
    parent = property(lambda self: self._from(self._names[:-1]))
    parents = property(lambda self: tuple(self._from(self._names[:n]) for n in range(len(self._names) - 1, -1, -1)))
    def is_absolute(self): return bool(self._root)
    def with_name(self, name):
        if not self.name: raise ValueError(f'{self!r} has an empty name')
        return self._from(self._names[:-1] + (name,))
    def with_suffix(self, suffix):
        if suffix and not suffix.startswith('.') or suffix == '.': raise ValueError(f'Invalid suffix {suffix!r}')
        return self.with_name(self.stem + suffix)
    def with_stem(self, stem): return self.with_name(stem + self.suffix)
    def relative_to(self, *other):
        o = type(self)(*other)
        if o._root != self._root or self._names[:len(o._names)] != o._names:
            raise ValueError(f'{str(self)!r} is not in the subpath of {str(o)!r} OR one path is relative and the other is absolute.')
        return PurePath.__new__(type(self), '/'.join(self._names[len(o._names):]))
    def is_relative_to(self, *other):
        try: self.relative_to(*other)
        except ValueError: return False
        return True
    def match(self, pattern):
        from fnmatch import fnmatchcase
        return fnmatchcase(self.name, pattern)
class PurePosixPath(PurePath): pass
class Path(PurePath):
    @classmethod
    def cwd(cls): return cls(os.getcwd())
    @classmethod
    def home(cls): return cls(os.getcwd())
    def absolute(self): return type(self)(os.path.join(os.getcwd(), str(self)))
    def resolve(self, strict=False): return type(self)(os.path.abspath(str(self)))
    def expanduser(self): return self
    def exists(self): return os.path.exists(str(self))
    def is_file(self): return os.path.isfile(str(self))
    def is_dir(self): return os.path.isdir(str(self))
    def is_symlink(self): return False
    def stat(self): return os.stat(str(self))
    def open(self, mode='r', buffering=-1, encoding=None, errors=None, newline=None):
        import io
        return io.open(self, mode, buffering, encoding, errors, newline)
    def read_text(self, encoding=None, errors=None):
        with self.open('r', -1, encoding, errors) as f: return f.read()
    def read_bytes(self):
        with self.open('rb') as f: return f.read()
    def write_text(self, data, encoding=None, errors=None, newline=None):
        if not isinstance(data, str): raise TypeError(f'data must be str, not {type(data).__name__}')
        with self.open('w', -1, encoding, errors, newline) as f: return f.write(data)
    def write_bytes(self, data):
        with self.open('wb') as f: return f.write(data)
    def touch(self, mode=0o666, exist_ok=True):
        if self.exists():
            if not exist_ok: raise FileExistsError(17, 'File exists', str(self))
        else: self.write_bytes(b'')
    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        if exist_ok and self.is_dir(): return
        if parents: os.makedirs(str(self), mode, exist_ok)
        else: os.mkdir(str(self))
    def unlink(self, missing_ok=False):
        if missing_ok and not self.exists(): return
        os.unlink(str(self))
    def rmdir(self): os.rmdir(str(self))
    def rename(self, target): os.rename(str(self), target); return type(self)(target)
    replace = rename
    def iterdir(self):
        for n in os.listdir(str(self)): yield self / n
    def _walk(self):
        for p in self.iterdir():
            yield p
            if p.is_dir(): yield from p._walk()
    def glob(self, pattern):
        if '**' in pattern: return self.rglob(pattern.split('**')[-1].lstrip('/') or '*')
        head, _, tail = pattern.partition('/')
        found = [p for p in self.iterdir() if p.match(head)]
        return iter(found) if not tail else (q for p in found if p.is_dir() for q in p.glob(tail))
    def rglob(self, pattern): return (p for p in self._walk() if p.match(pattern))
    def __enter__(self): return self
    def __exit__(self, *a): pass
class PosixPath(Path, PurePosixPath): pass
)py";

const char* const kFnmatchText =
    R"py(def translate(pat):
    import re
    out, i = '', 0
    while i < len(pat):
        c = pat[i]
        i += 1
        if c == '*': out += '.*'
        elif c == '?': out += '.'
        elif c == '[' and ']' in pat[i + 1:]:
            j = pat.index(']', i + 1)
            s = pat[i:j].replace('\\', '\\\\')
            out += '[' + ('^' + s[1:] if s[0] == '!' else s) + ']'
            i = j + 1
        else: out += re.escape(c)
    return '(?s:' + out + ')\\Z'
def fnmatchcase(name, pat):
    import re
    return re.match(translate(pat), name) is not None
fnmatch = fnmatchcase
def filter(names, pat): return [n for n in names if fnmatchcase(n, pat)]
)py";

const char* const kTempfileText =
    R"py(import io, os
def _name(prefix, suffix):
    import random
    return prefix + ''.join('abcdefghijklmnopqrstuvwxyz0123456789_'[random._system_bits(16) % 37] for _ in range(8)) + suffix
def gettempdir(): return os.getcwd()
def mkdtemp(suffix='', prefix='tmp', dir=None):
    p = os.path.join(dir or gettempdir(), _name(prefix, suffix or ''))
    os.mkdir(p)
    return p
def mktemp(suffix='', prefix='tmp', dir=None): return os.path.join(dir or gettempdir(), _name(prefix, suffix))
def _drop(p):
    if os.path.isdir(p):
        for n in os.listdir(p): _drop(os.path.join(p, n))
        os.rmdir(p)
    elif os.path.exists(p): os.unlink(p)
class TemporaryDirectory:
    def __init__(self, suffix='', prefix='tmp', dir=None): self.name = mkdtemp(suffix, prefix, dir)
    def cleanup(self): _drop(self.name)
    def __enter__(self): return self.name
    def __exit__(self, *a): self.cleanup()
class _Temporary:
    def __init__(self, file, name, delete): self.file, self.name, self._delete = file, name, delete
    def __getattr__(self, name): return getattr(self.file, name)
    def __iter__(self): return iter(self.file)
    def close(self):
        self.file.close()
        if self._delete: _drop(self.name)
    def __enter__(self): return self
    def __exit__(self, *a): self.close()
def NamedTemporaryFile(mode='w+b', buffering=-1, encoding=None, newline=None, suffix='', prefix='tmp', dir=None, delete=True):
    p = mktemp(suffix or '', prefix or 'tmp', dir)
    return _Temporary(io.open(p, mode, encoding=encoding, newline=newline), p, delete)
TemporaryFile = NamedTemporaryFile
)py";

}  // namespace lessonrun::interp
