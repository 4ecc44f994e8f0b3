// The module datetime, written in Python; it runs when first imported.
#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const char* const kDatetimeText =
    R"py(import _native
MINYEAR, MAXYEAR = 1, 9999
_DAYS = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
_WD = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
_MN = ['', 'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
def _leap(y): return y % 4 == 0 and (y % 100 != 0 or y % 400 == 0)
def _dim(y, m): return 29 if m == 2 and _leap(y) else _DAYS[m]
def _before_year(y): y -= 1; return y * 365 + y // 4 - y // 100 + y // 400
def _ord(y, m, d): return _before_year(y) + sum(_dim(y, k) for k in range(1, m)) + d
def _from_ord(n):
    y = n * 400 // 146097 + 1
    while _before_year(y) >= n: y -= 1
    while _before_year(y + 1) < n: y += 1
    n -= _before_year(y)
    m = 1
    while n > _dim(y, m): n -= _dim(y, m); m += 1
    return y, m, n
class timedelta:
    def __init__(self, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        for n, v in (('days', days), ('seconds', seconds), ('microseconds', microseconds), ('milliseconds', milliseconds), ('minutes', minutes), ('hours', hours), ('weeks', weeks)) if not type(days) is type(seconds) is type(microseconds) is type(hours) is type(minutes) is int else ():
            if not isinstance(v, (int, float)): raise TypeError(f'unsupported type for timedelta {n} component: {type(v).__name__}')
        total = days * 86400000000 + seconds * 1000000 + microseconds + milliseconds * 1000 + minutes * 60000000 + hours * 3600000000 + weeks * 604800000000
        self._us = total = round(total)
        if abs(total) >= 86400000000 * 1000000000: raise OverflowError(f'days={total // 86400000000}; must have magnitude <= 999999999')
    @property
    def days(self): return self._us // 86400000000
    @property
    def seconds(self): return self._us % 86400000000 // 1000000
    @property
    def microseconds(self): return self._us % 1000000
    def total_seconds(self): return self._us / 1000000
    def __repr__(self):
        p = [f'{n}={getattr(self, n)}' for n in ('days', 'seconds', 'microseconds') if getattr(self, n)]
        return 'datetime.timedelta(' + (', '.join(p) or '0') + ')'
    def __str__(self):
        s = '%d:%02d:%02d' % (self.seconds // 3600, self.seconds // 60 % 60, self.seconds % 60)
        if self.days: s = '%d day%s, ' % (self.days, '' if abs(self.days) == 1 else 's') + s
        return s + ('.%06d' % self.microseconds if self.microseconds else '')
    def __add__(self, o): return timedelta(microseconds=self._us + o._us) if isinstance(o, timedelta) else NotImplemented
    __radd__ = __add__
    def __sub__(self, o): return timedelta(microseconds=self._us - o._us) if isinstance(o, timedelta) else NotImplemented
    def __neg__(self): return timedelta(microseconds=-self._us)
    def __pos__(self): return self
    def __abs__(self): return timedelta(microseconds=abs(self._us))
    def __mul__(self, n): return timedelta(microseconds=self._us * n) if isinstance(n, (int, float)) else NotImplemented
    __rmul__ = __mul__
    def __truediv__(self, o):
        if isinstance(o, timedelta): return self._us / o._us
        return timedelta(microseconds=self._us / o) if isinstance(o, (int, float)) else NotImplemented
    def __floordiv__(self, o):
        if isinstance(o, timedelta): return self._us // o._us
        return timedelta(microseconds=self._us // o) if isinstance(o, int) else NotImplemented
    def __mod__(self, o): return timedelta(microseconds=self._us % o._us) if isinstance(o, timedelta) else NotImplemented
    def __divmod__(self, o): return self // o, self % o
    def __bool__(self): return self._us != 0
    def __hash__(self): return hash(self._us)
    def __eq__(self, o): return self._us == o._us if isinstance(o, timedelta) else NotImplemented
    def __lt__(self, o): return self._us < o._us if isinstance(o, timedelta) else NotImplemented
    def __le__(self, o): return self._us <= o._us if isinstance(o, timedelta) else NotImplemented
    def __gt__(self, o): return self._us > o._us if isinstance(o, timedelta) else NotImplemented
    def __ge__(self, o): return self._us >= o._us if isinstance(o, timedelta) else NotImplemented
class tzinfo: pass
def _offset(td, sep=':'):
    if td is None: return ''
    us = td._us
    s = '-' if us < 0 else '+'
    n = abs(us) // 1000000
    return '%s%02d%s%02d' % (s, n // 3600, sep, n // 60 % 60) + (sep + '%02d' % (n % 60) if n % 60 else '')
class timezone(tzinfo):
    def __new__(cls, offset, name=None):
        # The one without an offset or a name of its own is utc.
        known = cls.__dict__.get('utc') if name is None and cls is timezone else None
        return known if known is not None and known._o == offset else object.__new__(cls)
    def __init__(self, offset, name=None):
        if not isinstance(offset, timedelta): raise TypeError('timezone() argument 1 must be datetime.timedelta, not ' + type(offset).__name__)
        if abs(offset._us) >= 86400000000: raise ValueError(f'offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not {offset!r}.')
        self._o, self._n = offset, name
    def utcoffset(self, dt): return self._o
    def dst(self, dt): return None
    def tzname(self, dt): return self._n or ('UTC' + _offset(self._o) if self._o else 'UTC')
    def __eq__(self, o): return self._o == o._o if isinstance(o, timezone) else NotImplemented
    def __hash__(self): return hash(self._o)
    def __str__(self): return self.tzname(None)
    def __repr__(self):
        if self is timezone.utc: return 'datetime.timezone.utc'
        return f'datetime.timezone({self._o!r})' if self._n is None else f'datetime.timezone({self._o!r}, {self._n!r})'
timedelta.min = timedelta(-999999999); timedelta.max = timedelta(days=999999999, hours=23, minutes=59, seconds=59, microseconds=999999); timedelta.resolution = timedelta(microseconds=1)
timezone.utc = timezone(timedelta(0))
UTC = timezone.utc
def _check_date(y, m, d):
    for v in (y, m, d):
        if not isinstance(v, int): raise TypeError(f"'{type(v).__name__}' object cannot be interpreted as an integer")
    if not 1 <= y <= 9999: raise ValueError(f'year {y} is out of range')
    if not 1 <= m <= 12: raise ValueError('month must be in 1..12')
    if not 1 <= d <= _dim(y, m): raise ValueError('day is out of range for month')
def _check_time(h, m, s, us):
    if not 0 <= h <= 23: raise ValueError('hour must be in 0..23')
    if not 0 <= m <= 59: raise ValueError('minute must be in 0..59')
    if not 0 <= s <= 59: raise ValueError('second must be in 0..59')
    if not 0 <= us <= 999999: raise ValueError('microsecond must be in 0..999999')
def _strftime(o, fmt):
    y, mo, d = getattr(o, 'year', 1900), getattr(o, 'month', 1), getattr(o, 'day', 1)
    h, mi, s, us = getattr(o, 'hour', 0), getattr(o, 'minute', 0), getattr(o, 'second', 0), getattr(o, 'microsecond', 0)
    wd = (_ord(y, mo, d) + 6) % 7
    yd = _ord(y, mo, d) - _ord(y, 1, 1) + 1
    tz = getattr(o, 'tzinfo', None)
    off = o.utcoffset() if tz is not None else None
    out, i = [], 0
    while i < len(fmt):
        c = fmt[i]
        if c != '%' or i + 1 == len(fmt): out.append(c); i += 1; continue
        c = fmt[i + 1]
        i += 2
        if c == '-' and i < len(fmt): c = '-' + fmt[i]; i += 1
        v = {'Y': str(y), 'm': '%02d' % mo, 'd': '%02d' % d, 'H': '%02d' % h, 'M': '%02d' % mi, 'S': '%02d' % s, 'f': '%06d' % us, 'y': '%02d' % (y % 100), 'e': '%2d' % d,
             'B': _MN[mo], 'b': _MN[mo][:3], 'h': _MN[mo][:3], 'A': _WD[wd], 'a': _WD[wd][:3], 'j': '%03d' % yd, 'I': '%02d' % (h % 12 or 12), 'p': 'AM' if h < 12 else 'PM',
             'w': str((wd + 1) % 7), 'u': str(wd + 1), 'z': _offset(off, ''), 'Z': tz.tzname(o) if tz is not None else '', '%': '%', 'F': '%d-%02d-%02d' % (y, mo, d),
             'T': '%02d:%02d:%02d' % (h, mi, s), 'D': '%02d/%02d/%02d' % (mo, d, y % 100), 'R': '%02d:%02d' % (h, mi), 'x': '%02d/%02d/%02d' % (mo, d, y % 100),
             'X': '%02d:%02d:%02d' % (h, mi, s), 'c': '%s %s %2d %02d:%02d:%02d %d' % (_WD[wd][:3], _MN[mo][:3], d, h, mi, s, y), 'n': '\n', 't': '\t',
             '-d': str(d), '-m': str(mo), '-H': str(h), '-I': str(h % 12 or 12), '-M': str(mi), '-S': str(s), 'U': '%02d' % ((yd + 6 - (wd + 1) % 7) // 7), 'W': '%02d' % ((yd + 6 - wd) // 7),
             'G': '', 'V': ''}.get(c)
        if c in ('G', 'V'): iso = date(y, mo, d).isocalendar(); v = str(iso[0]) if c == 'G' else '%02d' % iso[1]
        out.append('%' + c if v is None else v)
    return ''.join(out)
class date:
    def __new__(cls, year, month=None, day=None):
        if month is None or day is None: raise TypeError(f"function missing required argument '{'month' if month is None else 'day'}' (pos {2 if month is None else 3})")
        _check_date(year, month, day)
        self = object.__new__(cls)
        self._y, self._m, self._d = year, month, day
        return self
    year = property(lambda self: self._y)
    month = property(lambda self: self._m)
    day = property(lambda self: self._d)
    @classmethod
    def today(cls): return cls.fromtimestamp(_native.now())
    @classmethod
    def fromtimestamp(cls, t):
        d = datetime.fromtimestamp(t)
        return cls(d.year, d.month, d.day)
    @classmethod
    def fromordinal(cls, n):
        if n < 1: raise ValueError('ordinal must be >= 1')
        return cls(*_from_ord(n))
    @classmethod
    def fromisoformat(cls, s):
        if not isinstance(s, str): raise TypeError('fromisoformat: argument must be str')
        try:
            if len(s) == 10 and s[4] == s[7] == '-': return cls(int(s[:4]), int(s[5:7]), int(s[8:]))
            if len(s) == 8: return cls(int(s[:4]), int(s[4:6]), int(s[6:]))
        except ValueError as e:
            if 'int()' not in str(e): raise
        raise ValueError(f'Invalid isoformat string: {s!r}')
    def toordinal(self): return _ord(self._y, self._m, self._d)
    def weekday(self): return (self.toordinal() + 6) % 7
    def isoweekday(self): return self.weekday() + 1
    def isocalendar(self):
        from collections import namedtuple
        n = self.toordinal()
        thursday = n - self.weekday() + 3
        y = _from_ord(thursday)[0]
        class IsoCalendarDate(namedtuple('IsoCalendarDate', 'year week weekday')):
            def __repr__(self): return 'datetime.IsoCalendarDate(year=%d, week=%d, weekday=%d)' % self
        IsoCalendarDate.__module__ = 'datetime'
        return IsoCalendarDate(y, (thursday - _ord(y, 1, 1)) // 7 + 1, self.isoweekday())
    def isoformat(self): return '%04d-%02d-%02d' % (self._y, self._m, self._d)
    def __str__(self): return self.isoformat()
    def __repr__(self): return f'datetime.date({self._y}, {self._m}, {self._d})'
    def strftime(self, fmt): return _strftime(self, fmt)
    def __format__(self, spec): return self.strftime(spec) if spec else str(self)
    def ctime(self): return _strftime(self, '%c')
    def replace(self, year=None, month=None, day=None): return type(self)(year or self._y, month or self._m, day or self._d)
    def timetuple(self):
        from _time import struct_time
        return struct_time((self._y, self._m, self._d, 0, 0, 0, self.weekday(), self.toordinal() - _ord(self._y, 1, 1) + 1, -1))
    def __add__(self, o):
        if not isinstance(o, timedelta): return NotImplemented
        n = self.toordinal() + o.days
        if not 0 < n <= 3652059: raise OverflowError('date value out of range')
        return type(self)(*_from_ord(n))
    __radd__ = __add__
    def __sub__(self, o):
        if isinstance(o, timedelta): return self + timedelta(-o.days)
        return timedelta(self.toordinal() - o.toordinal()) if isinstance(o, date) else NotImplemented
    def _k(self): return (self._y, self._m, self._d)
    def _cmp(self, o): return isinstance(o, date) and isinstance(self, datetime) == isinstance(o, datetime)
    def __eq__(self, o): return self._k() == o._k() if self._cmp(o) else NotImplemented
    def __lt__(self, o): return self._k() < o._k() if self._cmp(o) else NotImplemented
    def __le__(self, o): return self._k() <= o._k() if self._cmp(o) else NotImplemented
    def __gt__(self, o): return self._k() > o._k() if self._cmp(o) else NotImplemented
    def __ge__(self, o): return self._k() >= o._k() if self._cmp(o) else NotImplemented
    def __hash__(self): return hash(self._k())
date.min, date.max, date.resolution = date(1, 1, 1), date(9999, 12, 31), timedelta(days=1)
)py"
    R"py(def _time_text(h, m, s, us, timespec):
    if timespec == 'auto': timespec = 'microseconds' if us else 'seconds'
    t = {'hours': '%02d' % h, 'minutes': '%02d:%02d' % (h, m), 'seconds': '%02d:%02d:%02d' % (h, m, s), 'milliseconds': '%02d:%02d:%02d.%03d' % (h, m, s, us // 1000),
         'microseconds': '%02d:%02d:%02d.%06d' % (h, m, s, us)}.get(timespec)
    if t is None: raise ValueError('Unknown timespec value')
    return t
def _parse_time(s):
    tz = None
    if s.endswith('Z'): s, tz = s[:-1], timezone.utc
    else:
        for sign in '+-':
            i = s.find(sign)
            if i > 0:
                p = s[i + 1:].replace(':', '')
                n = int(p[:2]) * 3600 + int(p[2:4] or 0) * 60 + int(p[4:6] or 0)
                tz = timezone.utc if n == 0 else timezone(timedelta(seconds=n if sign == '+' else -n))
                s = s[:i]
    us = 0
    for dot in '.,':
        if dot in s:
            s, f = s.split(dot)
            us = int((f + '000000')[:6])
    p = s.split(':') if ':' in s else [s[k:k + 2] for k in range(0, len(s), 2)]
    if any(len(x) != 2 for x in p): raise ValueError('int()')
    p = [int(x) for x in p] + [0, 0]
    return p[0], p[1], p[2], us, tz
class time:
    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        _check_time(hour, minute, second, microsecond)
        self = object.__new__(cls)
        self._t, self._tz = (hour, minute, second, microsecond), tzinfo
        return self
    hour = property(lambda self: self._t[0])
    minute = property(lambda self: self._t[1])
    second = property(lambda self: self._t[2])
    microsecond = property(lambda self: self._t[3])
    tzinfo = property(lambda self: self._tz)
    fold = 0
    def utcoffset(self): return None if self._tz is None else self._tz.utcoffset(None)
    @classmethod
    def fromisoformat(cls, s):
        try: return cls(*_parse_time(s.removeprefix('T')))
        except ValueError as e:
            if 'int()' not in str(e): raise
        raise ValueError(f'Invalid isoformat string: {s!r}')
    def isoformat(self, timespec='auto'): return _time_text(*self._t, timespec) + _offset(self.utcoffset())
    def __str__(self): return self.isoformat()
    def __repr__(self):
        t = list(self._t)
        while len(t) > 2 and t[-1] == 0: t.pop()
        return 'datetime.time(' + ', '.join(map(str, t)) + (f', tzinfo={self._tz!r}' if self._tz is not None else '') + ')'
    def strftime(self, fmt): return _strftime(self, fmt)
    def __format__(self, spec): return self.strftime(spec) if spec else str(self)
    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True):
        t = [b if a is None else a for a, b in zip((hour, minute, second, microsecond), self._t)]
        return type(self)(*t, self._tz if tzinfo is True else tzinfo)
    def __eq__(self, o): return self._t == o._t if isinstance(o, time) else NotImplemented
    def __lt__(self, o): return self._t < o._t if isinstance(o, time) else NotImplemented
    def __le__(self, o): return self._t <= o._t if isinstance(o, time) else NotImplemented
    def __gt__(self, o): return self._t > o._t if isinstance(o, time) else NotImplemented
    def __ge__(self, o): return self._t >= o._t if isinstance(o, time) else NotImplemented
    def __hash__(self): return hash(self._t)
time.min, time.max, time.resolution = time(0, 0), time(23, 59, 59, 999999), timedelta(microseconds=1)
class datetime(date):
    def __new__(cls, year, month=None, day=None, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        if month is None or day is None: raise TypeError(f"function missing required argument '{'month' if month is None else 'day'}' (pos {2 if month is None else 3})")
        _check_date(year, month, day)
        _check_time(hour, minute, second, microsecond)
        self = object.__new__(cls)
        self._y, self._m, self._d = year, month, day
        self._t, self._tz = (hour, minute, second, microsecond), tzinfo
        return self
    hour = property(lambda self: self._t[0])
    minute = property(lambda self: self._t[1])
    second = property(lambda self: self._t[2])
    microsecond = property(lambda self: self._t[3])
    tzinfo = property(lambda self: self._tz)
    fold = 0
    @classmethod
    def now(cls, tz=None): return cls.fromtimestamp(_native.now(), tz)
    @classmethod
    def today(cls): return cls.now()
    @classmethod
    def utcnow(cls): return cls.utcfromtimestamp(_native.now())
    @classmethod
    def _from_us(cls, us, tz=None):
        days, rest = us // 86400000000, us % 86400000000
        if not 0 < days <= 3652059: raise OverflowError('date value out of range')
        y, m, d = _from_ord(days)
        s = rest // 1000000
        return cls(y, m, d, s // 3600, s // 60 % 60, s % 60, rest % 1000000, tz)
    @classmethod
    def utcfromtimestamp(cls, t): return cls._from_us(round(t * 1000000) + 719163 * 86400000000)
    @classmethod
    def fromtimestamp(cls, t, tz=None):
        if tz is None: return cls._from_us(round(t * 1000000) + 719163 * 86400000000 + _native.local_offset(t) * 1000000)
        d = cls._from_us(round(t * 1000000) + 719163 * 86400000000, tz)
        return d + tz.utcoffset(d)
    @classmethod
    def combine(cls, d, t, tzinfo=True): return cls(d.year, d.month, d.day, *t._t, t._tz if tzinfo is True else tzinfo)
    @classmethod
    def fromisoformat(cls, s):
        if not isinstance(s, str): raise TypeError('fromisoformat: argument must be str')
        try:
            n = 10 if s[4:5] == '-' else 8
            d = date.fromisoformat(s[:n])
            if len(s) == n: return cls(d.year, d.month, d.day)
            return cls(d.year, d.month, d.day, *_parse_time(s[n + 1:]))
        except ValueError as e:
            if 'int()' not in str(e) and 'isoformat' not in str(e): raise
        raise ValueError(f'Invalid isoformat string: {s!r}')
    @classmethod
    def strptime(cls, text, fmt):
        v, pos, i, pm = {'Y': 1900, 'm': 1, 'd': 1, 'H': 0, 'M': 0, 'S': 0, 'f': 0}, 0, 0, None
        tz = None
        def bad(): raise ValueError(f'time data {text!r} does not match format {fmt!r}')
        def number(n):
            nonlocal pos
            e = pos
            while e < len(text) and e - pos < n and text[e].isdigit(): e += 1
            if e == pos: bad()
            r = text[pos:e]
            pos = e
            return r
        fmt_ = fmt.replace('%T', '%H:%M:%S').replace('%F', '%Y-%m-%d').replace('%D', '%m/%d/%y').replace('%R', '%H:%M')
        while i < len(fmt_):
            c = fmt_[i]
            if c.isspace():
                while pos < len(text) and text[pos].isspace(): pos += 1
                i += 1
                continue
            if c != '%':
                if text[pos:pos + 1] != c: bad()
                pos += 1; i += 1
                continue
            c = fmt_[i + 1]; i += 2
            if c == 'Y': v['Y'] = int(number(4))
            elif c == 'y': n = int(number(2)); v['Y'] = n + (2000 if n < 69 else 1900)
            elif c in 'mdHMS': v[c] = int(number(2))
            elif c == 'I': v['H'] = int(number(2)) % 12
            elif c == 'f': v['f'] = int((number(6) + '00000')[:6])
            elif c == 'j': v['j'] = int(number(3))
            elif c in 'Bb' or c in 'Aa':
                names = _MN[1:] if c in 'Bb' else _WD
                for k, n in enumerate(names):
                    n = n if c in 'BA' else n[:3]
                    if text[pos:pos + len(n)].lower() == n.lower():
                        if c in 'Bb': v['m'] = k + 1
                        pos += len(n)
                        break
                else: bad()
            elif c == 'p': pm = text[pos:pos + 2].upper() == 'PM'; pos += 2
            elif c == 'z':
                e = pos
                while e < len(text) and text[e] in '+-:0123456789Z': e += 1
                tz = _parse_time('00:00' + text[pos:e])[4]
                pos = e
            elif c == '%':
                if text[pos:pos + 1] != '%': bad()
                pos += 1
            else: raise ValueError(f"{c!r} is a bad directive in format {fmt!r}")
        if pos < len(text): raise ValueError(f'unconverted data remains: {text[pos:]}')
        if v['m'] > 12 or v['H'] > 23 or v['M'] > 59 or v['d'] > 31: bad()
        return cls(v['Y'], v['m'], v['d'], v['H'] + (12 if pm else 0), v['M'], v['S'], v['f'], tz)
    def date(self): return date(self._y, self._m, self._d)
    def time(self): return time(*self._t)
    def timetz(self): return time(*self._t, self._tz)
    def utcoffset(self): return None if self._tz is None else self._tz.utcoffset(self)
    def tzname(self): return None if self._tz is None else self._tz.tzname(self)
    def dst(self): return None if self._tz is None else self._tz.dst(self)
    def _us(self): return self.toordinal() * 86400000000 + ((self._t[0] * 60 + self._t[1]) * 60 + self._t[2]) * 1000000 + self._t[3]
    def _utc_us(self): return self._us() - (0 if self.utcoffset() is None else self.utcoffset()._us)
    def timestamp(self):
        if self._tz is None:
            t = (self._us() - 719163 * 86400000000) / 1000000
            return t - _native.local_offset(t)
        return (self._utc_us() - 719163 * 86400000000) / 1000000
    def astimezone(self, tz=None):
        if tz is None: tz = timezone(timedelta(seconds=_native.local_offset(self.timestamp())))
        us = round(self.timestamp() * 1000000) if self._tz is None else self._utc_us() - 719163 * 86400000000
        d = type(self)._from_us(us + 719163 * 86400000000, tz)
        return d + tz.utcoffset(d)
    def isoformat(self, sep='T', timespec='auto'): return date.isoformat(self) + sep + _time_text(*self._t, timespec) + _offset(self.utcoffset())
    def __str__(self): return self.isoformat(' ')
    def __repr__(self):
        t = list(self._t)
        while len(t) > 2 and t[-1] == 0: t.pop()
        return 'datetime.datetime(' + ', '.join(map(str, [self._y, self._m, self._d] + t)) + (f', tzinfo={self._tz!r}' if self._tz is not None else '') + ')'
    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, fold=0):
        t = [b if a is None else a for a, b in zip((year, month, day, hour, minute, second, microsecond), (self._y, self._m, self._d) + self._t)]
        return type(self)(*t, self._tz if tzinfo is True else tzinfo)
    def timetuple(self):
        from _time import struct_time
        return struct_time((self._y, self._m, self._d) + self._t[:3] + (self.weekday(), self.toordinal() - _ord(self._y, 1, 1) + 1, -1))
    def __add__(self, o): return type(self)._from_us(self._us() + o._us, self._tz) if isinstance(o, timedelta) else NotImplemented
    __radd__ = __add__
    def __sub__(self, o):
        if isinstance(o, timedelta): return self + -o
        if not isinstance(o, datetime): return NotImplemented
        if (self._tz is None) != (o._tz is None): raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        return timedelta(microseconds=self._utc_us() - o._utc_us())
    def _k(self): return (self._tz is None, self._utc_us())
    def _order(self, o):
        if not isinstance(o, datetime): return False
        if (self._tz is None) != (o._tz is None): raise TypeError("can't compare offset-naive and offset-aware datetimes")
        return True
    def __lt__(self, o): return self._utc_us() < o._utc_us() if self._order(o) else NotImplemented
    def __le__(self, o): return self._utc_us() <= o._utc_us() if self._order(o) else NotImplemented
    def __gt__(self, o): return self._utc_us() > o._utc_us() if self._order(o) else NotImplemented
    def __ge__(self, o): return self._utc_us() >= o._utc_us() if self._order(o) else NotImplemented
    def __eq__(self, o): return self._k() == o._k() if isinstance(o, datetime) else NotImplemented
    def __hash__(self): return hash(self._k())
datetime.min, datetime.max, datetime.resolution = datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999999), timedelta(microseconds=1)
)py";

}  // namespace lessonrun::interp
