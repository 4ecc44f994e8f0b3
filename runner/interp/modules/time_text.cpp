// The calendar half of the module time, written in Python; it runs when first asked for.
#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const char* const kTimeText =
    R"py(import _native, datetime as _dt
class struct_time(tuple):
    _names = ('tm_year', 'tm_mon', 'tm_mday', 'tm_hour', 'tm_min', 'tm_sec', 'tm_wday', 'tm_yday', 'tm_isdst')
    def __new__(cls, values):
        values = tuple(values)
        if len(values) != 9: raise TypeError(f'time.struct_time() takes a 9-sequence ({len(values)}-sequence given)')
        return tuple.__new__(cls, values)
    def __repr__(self): return 'time.struct_time(' + ', '.join(f'{n}={v!r}' for n, v in zip(self._names, self)) + ')'
    __module__ = 'time'
for _i, _n in enumerate(struct_time._names): setattr(struct_time, _n, property(lambda self, i=_i: tuple.__getitem__(self, i)))
def _of(d, dst): return struct_time((d.year, d.month, d.day, d.hour, d.minute, d.second, d.weekday(), d.timetuple()[7], dst))
def gmtime(seconds=None):
    return _of(_dt.datetime.fromtimestamp(_native.now() if seconds is None else int(seconds // 1), _dt.timezone.utc), 0)
def localtime(seconds=None):
    return _of(_dt.datetime.fromtimestamp(_native.now() if seconds is None else seconds // 1), 0)
def mktime(t): return _dt.datetime(*tuple(t)[:6]).timestamp()
def strftime(format, t=None): return _dt.datetime(*tuple(localtime() if t is None else t)[:6]).strftime(format)
def strptime(string, format='%a %b %d %H:%M:%S %Y'): return _of(_dt.datetime.strptime(string, format), -1)
def asctime(t=None): return strftime('%a %b %e %H:%M:%S %Y', t)
def ctime(seconds=None): return asctime(localtime(seconds))
)py";

}  // namespace lessonrun::interp
