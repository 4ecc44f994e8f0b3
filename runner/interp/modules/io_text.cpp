// The module io, and what open() gives. Files are those of the interpreter's FileSystem: read whole
// when opened, written back when flushed or closed.
#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const char* const kIoText =
    R"py(import _native
SEEK_SET, SEEK_CUR, SEEK_END, DEFAULT_BUFFER_SIZE = 0, 1, 2, 8192
class UnsupportedOperation(OSError, ValueError): pass
class IOBase:
    closed = False
    def _check(self):
        if self.closed: raise ValueError('I/O operation on closed file')
    def __iter__(self): self._check(); return self
    def __next__(self):
        l = self.readline()
        if not l: raise StopIteration
        return l
    def readlines(self, hint=-1):
        out, n = [], 0
        for line in self:
            out.append(line)
            n += len(line)
            if hint is not None and 0 < hint <= n: break
        return out
    def writelines(self, lines):
        for l in lines: self.write(l)
    def flush(self): self._check()
    def isatty(self): self._check(); return False
    def readable(self): return True
    def writable(self): return True
    def seekable(self): return True
    def fileno(self): raise UnsupportedOperation('fileno')
    def close(self): self.closed = True
    def __enter__(self): self._check(); return self
    def __exit__(self, *a): self.close()
class RawIOBase(IOBase): pass
class BufferedIOBase(IOBase): pass
class TextIOBase(IOBase): pass
class _Memory:
    "Reading and writing a string or bytes that lies in memory."
    def _read(self, n):
        self._check()
        end = len(self._s) if n is None or n < 0 else self._p + n
        r = self._s[self._p:end]
        self._p += len(r)
        return r
    read = lambda self, size=-1, /: self._read(size)
    def readline(self, size=-1, /):
        self._check()
        i = self._s.find(self._nl, self._p)
        n = len(self._s) - self._p if i < 0 else i + 1 - self._p
        return self._read(n if size is None or size < 0 else min(n, size))
    def _put(self, s):
        self._check()
        if self._p == len(self._s): self._s += s
        else:
            if self._p > len(self._s): self._s += self._zero * (self._p - len(self._s))
            self._s = self._s[:self._p] + s + self._s[self._p + len(s):]
        self._p += len(s)
        return len(s)
    def seek(self, pos, whence=0, /):
        self._check()
        self._p = max(0, pos + (0 if whence == 0 else self._p if whence == 1 else len(self._s)))
        return self._p
    def tell(self): self._check(); return self._p
    def truncate(self, size=None, /):
        self._check()
        n = self._p if size is None else size
        self._s = self._s[:n]
        return n
class StringIO(_Memory, TextIOBase):
    _nl, _zero = '\n', '\0'
    def __init__(self, initial_value='', newline='\n'):
        if initial_value is not None and not isinstance(initial_value, str): raise TypeError(f'initial_value must be str or None, not {type(initial_value).__name__}')
        self._s, self._p, self.closed, self._chunks = initial_value or '', 0, False, []
    def write(self, s, /):
        if not isinstance(s, str): raise TypeError(f'string argument expected, got {type(s).__name__!r}')
        return self._put(s)
    def getvalue(self): self._check(); return self._s
StringIO.__module__ = '_io'
class BytesIO(_Memory, BufferedIOBase):
    _nl, _zero = b'\n', b'\0'
    def __init__(self, initial_bytes=b''): self._s, self._p, self.closed = bytes(initial_bytes), 0, False
    def write(self, b, /):
        if not isinstance(b, (bytes, bytearray)): raise TypeError(f'a bytes-like object is required, not {type(b).__name__!r}')
        return self._put(bytes(b))
    def getvalue(self): self._check(); return self._s
    getbuffer = getvalue
BytesIO.__module__ = '_io'
class _File(_Memory):
    def _open(self, file, mode):
        self.name, self.mode, self.closed, self._dirty = file, mode, False, False
        self._path = _native.path_text(file)
        self._r, self._w = '+' in mode or 'r' in mode, '+' in mode or 'r' not in mode
        self._append = 'a' in mode
        there = _native.file_stat(self._path)
        if there is not None and there[0]: raise IsADirectoryError(21, 'Is a directory', file)
        if 'x' in mode and there is not None: raise FileExistsError(17, 'File exists', file)
        data = b''
        if 'r' in mode or 'a' in mode and there is not None: data = _native.file_read(self._path)
        elif there is None or 'w' in mode: _native.file_write(self._path, b'')
        return data
    def _need(self, ok, what):
        self._check()
        if not ok: raise UnsupportedOperation('not ' + what)
    def _check(self):
        if self.closed: raise ValueError('I/O operation on closed file.')
    def readable(self): return self._r
    def writable(self): return self._w
    def read(self, size=-1, /): self._need(self._r, 'readable'); return self._read(size)
    def readline(self, size=-1, /): self._need(self._r, 'readable'); return _Memory.readline(self, size)
    def _write(self, s):
        self._need(self._w, 'writable')
        if self._append: self._p = len(self._s)
        self._dirty = True
        return self._put(s)
    def truncate(self, size=None, /): self._need(self._w, 'writable'); self._dirty = True; return _Memory.truncate(self, size)
    def flush(self):
        self._check()
        if self._dirty: _native.file_write(self._path, self._bytes()); self._dirty = False
    def close(self):
        if not self.closed:
            self.flush()
            self.closed = True
    def __del__(self):
        if not getattr(self, 'closed', True): self.close()
class TextIOWrapper(_File, TextIOBase):
    _nl, _zero = '\n', '\0'
    def __init__(self, file, mode='r', encoding=None, errors=None, newline=None):
        self.encoding, self.errors, self.newlines, self._newline = encoding or 'UTF-8', errors or 'strict', None, newline
        text = self._open(file, mode).decode(self.encoding, self.errors)
        if newline is None and '\r' in text: text = text.replace('\r\n', '\n').replace('\r', '\n')
        self._s, self._p = text, len(text) if self._append else 0
    def write(self, s, /):
        if not isinstance(s, str): raise TypeError(f'write() argument must be str, not {type(s).__name__}')
        self._write(s.replace('\n', self._newline) if self._newline in ('\r', '\r\n') else s)
        return len(s)
    def _bytes(self): return self._s.encode(self.encoding, self.errors)
    def __repr__(self): return f'<_io.TextIOWrapper name={self.name!r} mode={self.mode!r} encoding={self.encoding!r}>'
TextIOWrapper.__module__ = '_io'
class _Binary(_File, BufferedIOBase):
    _nl, _zero = b'\n', b'\0'
    def __init__(self, file, mode):
        self._s = self._open(file, mode)
        self._p = len(self._s) if self._append else 0
    def write(self, b, /):
        if not isinstance(b, (bytes, bytearray)): raise TypeError(f'a bytes-like object is required, not {type(b).__name__!r}')
        return self._write(bytes(b))
    def readinto(self, b, /):
        data = self.read(len(b))
        b[:len(data)] = data
        return len(data)
    def _bytes(self): return self._s
    def __repr__(self): return f'<_io.{type(self).__name__} name={self.name!r}>'
class BufferedReader(_Binary): pass
class BufferedWriter(_Binary): pass
class BufferedRandom(_Binary): pass
for _c in (BufferedReader, BufferedWriter, BufferedRandom): _c.__module__ = '_io'
def open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
    if isinstance(file, int): _native.unsupported('open of a descriptor', 'open() of a file descriptor is not supported; give a path.')
    if not isinstance(file, (str, bytes)) and not hasattr(file, '__fspath__'): raise TypeError(f'expected str, bytes or os.PathLike object, not {type(file).__name__}')
    if not isinstance(mode, str): raise TypeError(f"open() argument 'mode' must be str, not {type(mode).__name__}")
    kinds = [c for c in mode if c in 'rwax']
    if any(c not in 'rwaxbt+' for c in mode) or len(set(mode)) != len(mode): raise ValueError(f'invalid mode: {mode!r}')
    if 't' in mode and 'b' in mode: raise ValueError("can't have text and binary mode at once")
    if len(kinds) > 1: raise ValueError('must have exactly one of create/read/write/append mode')
    if not kinds: raise ValueError('Must have exactly one of create/read/write/append mode and at most one plus')
    if 'b' in mode:
        for given, name in ((encoding, 'an encoding'), (errors, 'an errors'), (newline, 'a newline')):
            if given is not None: raise ValueError(f'binary mode doesn\'t take {name} argument')
        return (BufferedRandom if '+' in mode else BufferedReader if 'r' in mode else BufferedWriter)(file, mode)
    if newline not in (None, '', '\n', '\r', '\r\n'): raise ValueError(f'illegal newline value: {newline!r}')
    return TextIOWrapper(file, mode, encoding, errors, newline)
)py";

const char* const kCsvText =
    R"py(QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE = 0, 1, 2, 3
class Error(Exception): pass
Error.__module__ = '_csv'
class Dialect:
    delimiter, quotechar, doublequote, skipinitialspace, lineterminator, quoting, escapechar, strict = ',', '"', True, False, '\r\n', 0, None, False
class excel(Dialect): pass
class excel_tab(excel): delimiter = '\t'
class unix_dialect(Dialect): lineterminator, quoting = '\n', 1
_dialects = {'excel': excel, 'excel-tab': excel_tab, 'unix': unix_dialect}
def register_dialect(name, dialect=None, **kw): _dialects[name] = _dialect(dialect or excel, kw)
def list_dialects(): return list(_dialects)
def get_dialect(name):
    if name not in _dialects: raise Error('unknown dialect')
    return _dialects[name]
def _dialect(dialect, kw):
    d = Dialect()
    base = get_dialect(dialect) if isinstance(dialect, str) else dialect
    for name in ('delimiter', 'quotechar', 'doublequote', 'skipinitialspace', 'lineterminator', 'quoting', 'escapechar', 'strict'):
        setattr(d, name, kw.pop(name) if name in kw else getattr(base, name))
    if kw: raise TypeError(f'{next(iter(kw))!r} is an invalid keyword argument for this function')
    if not isinstance(d.delimiter, str) or len(d.delimiter) != 1: raise TypeError('"delimiter" must be a 1-character string')
    return d
class reader:
    def __init__(self, csvfile, dialect='excel', **kw): self._lines, self.dialect, self.line_num = iter(csvfile), _dialect(dialect, kw), 0
    def __iter__(self): return self
    def __next__(self):
        d, row, field, state, quoted = self.dialect, [], [], 'start', False
        while True:
            line = next(self._lines) if state != 'quoted' else next(self._lines, None)
            if line is None:
                if d.strict: raise Error('unexpected end of data')
                break
            self.line_num += 1
            if not isinstance(line, str): raise Error(f'iterator should return strings, not {type(line).__name__} (the file should be opened in text mode)')
            k, n = 0, len(line)
            while k < n:
                c = line[k]
                k += 1
                if state == 'quoted':
                    if c == d.escapechar and k < n: field.append(line[k]); k += 1
                    elif c == d.quotechar:
                        if d.doublequote and line[k:k + 1] == d.quotechar: field.append(c); k += 1
                        else: state = 'in'
                    else: field.append(c)
                elif c in '\r\n': break
                elif c == d.delimiter:
                    row.append(self._field(field, quoted))
                    field, state, quoted = [], 'start', False
                elif c == d.escapechar and k < n: field.append(line[k]); k += 1; state = 'in'
                elif state == 'start' and c == d.quotechar and d.quoting != 3: state, quoted = 'quoted', True
                elif state == 'start' and c == ' ' and d.skipinitialspace: pass
                else: field.append(c); state = 'in'
            if state != 'quoted': break
        if row or field or quoted or state != 'start' or k and line[k - 1:k] == d.delimiter: row.append(self._field(field, quoted))
        return row
    def _field(self, chars, quoted):
        text = ''.join(chars)
        return float(text) if self.dialect.quoting == 2 and not quoted else text
class writer:
    def __init__(self, csvfile, dialect='excel', **kw): self._file, self.dialect = csvfile, _dialect(dialect, kw)
    def _text(self, v, only):
        d = self.dialect
        number = isinstance(v, (int, float)) and not isinstance(v, bool)
        s = '' if v is None else repr(v) if isinstance(v, float) else str(v)
        special = any(c in s for c in (d.delimiter, d.quotechar or '', '\r', '\n') if c) or any(c in s for c in d.lineterminator)
        if d.quoting == 3:
            if not special: return s
            if d.escapechar is None: raise Error('need to escape, but no escapechar set')
            return ''.join(d.escapechar + c if c in (d.delimiter, d.quotechar, d.escapechar) else c for c in s)
        if d.quoting == 1 or d.quoting == 2 and not number or special or only and s == '' or d.skipinitialspace and s.startswith(' '):
            return d.quotechar + (s.replace(d.quotechar, d.quotechar * 2) if d.doublequote else s.replace(d.quotechar, (d.escapechar or '') + d.quotechar)) + d.quotechar
        return s
    def writerow(self, row):
        try: row = list(row)
        except TypeError: raise Error(f'iterable expected, not {type(row).__name__}') from None
        return self._file.write(self.dialect.delimiter.join([self._text(v, len(row) == 1) for v in row]) + self.dialect.lineterminator)
    def writerows(self, rows):
        for row in rows: self.writerow(row)
class DictReader:
    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect='excel', *args, **kw):
        self._names, self.restkey, self.restval, self.reader = fieldnames if fieldnames is None else list(fieldnames), restkey, restval, reader(f, dialect, **kw)
    line_num = property(lambda self: self.reader.line_num)
    @property
    def fieldnames(self):
        if self._names is None: self._names = next(self.reader, None)
        return self._names
    def __iter__(self): return self
    def __next__(self):
        names = self.fieldnames
        row = next(self.reader)
        while row == []: row = next(self.reader)
        d = dict(zip(names, row))
        if len(row) > len(names): d[self.restkey] = row[len(names):]
        for name in names[len(row):]: d[name] = self.restval
        return d
class DictWriter:
    def __init__(self, f, fieldnames, restval='', extrasaction='raise', dialect='excel', *args, **kw):
        self.fieldnames, self.restval, self.extrasaction, self.writer = fieldnames, restval, extrasaction, writer(f, dialect, **kw)
    def writeheader(self): return self.writer.writerow(self.fieldnames)
    def _row(self, d):
        if self.extrasaction == 'raise':
            wrong = [k for k in d if k not in self.fieldnames]
            if wrong: raise ValueError('dict contains fields not in fieldnames: ' + ', '.join(map(repr, wrong)))
        return [d.get(k, self.restval) for k in self.fieldnames]
    def writerow(self, d): return self.writer.writerow(self._row(d))
    def writerows(self, ds): return self.writer.writerows([self._row(d) for d in ds])
)py";

}  // namespace lessonrun::interp
