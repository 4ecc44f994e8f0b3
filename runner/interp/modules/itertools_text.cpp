// The module itertools and operator, written in Python; it runs when first imported.
#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const char* const kItertoolsText =
    R"py(def count(start=0, step=1):
    if not hasattr(start, '__add__') or isinstance(start, (str, bytes, list, tuple)): raise TypeError('a number is required')
    return _count(start, step)
def _count(start, step):
    while True:
        yield start
        start += step
def cycle(iterable):
    saved = []
    for x in iterable:
        yield x
        saved.append(x)
    while saved: yield from saved
def repeat(object, times=None):
    if times is None:
        while True: yield object
    for _ in range(times): yield object
class chain:
    def __init__(self, *iterables): self._g = (x for it in iterables for x in it)
    @classmethod
    def from_iterable(cls, iterables):
        c = cls()
        c._g = (x for it in iterables for x in it)
        return c
    def __iter__(self): return self
    def __next__(self): return next(self._g)
def islice(iterable, *args):
    if not 1 <= len(args) <= 3: raise TypeError(f'islice expected at {"least 2" if not args else "most 4"} arguments, got {len(args) + 1}')
    s = slice(*args)
    for name, v in (('Stop argument', s.stop),) if len(args) == 1 else (('Indices', s.start), ('Indices', s.stop)):
        if v is not None and (not hasattr(v, '__index__') or v < 0):
            raise ValueError(f'{name} for islice() must be None or an integer: 0 <= x <= sys.maxsize.')
    if s.step is not None and (not hasattr(s.step, '__index__') or s.step < 1): raise ValueError('Step for islice() must be a positive integer or None.')
    return _islice(iterable, s)
def _islice(iterable, s):
    start, stop, step = s.start or 0, s.stop, 1 if s.step is None else s.step
    it = iter(iterable)
    i, n = 0, start
    while stop is None or n < stop:
        for x in it:
            i += 1
            if i - 1 == n: break
        else: return
        yield x
        n += step
def takewhile(p, it):
    for x in it:
        if not p(x): return
        yield x
def dropwhile(p, it):
    it = iter(it)
    for x in it:
        if not p(x): yield x; break
    yield from it
def filterfalse(p, it):
    for x in it:
        if not (p(x) if p is not None else x): yield x
def starmap(f, it):
    for a in it: yield f(*a)
def accumulate(iterable, func=None, *, initial=None):
    it = iter(iterable)
    total = initial
    if initial is None:
        try: total = next(it)
        except StopIteration: return
    yield total
    for x in it:
        total = total + x if func is None else func(total, x)
        yield total
def compress(data, selectors):
    for d, s in zip(data, selectors):
        if s: yield d
def zip_longest(*its, fillvalue=None):
    its = [iter(i) for i in its]
    active = len(its)
    while its:
        row = []
        for n, it in enumerate(its):
            if it is None: row.append(fillvalue); continue
            try: row.append(next(it))
            except StopIteration:
                active -= 1
                if not active: return
                its[n] = None
                row.append(fillvalue)
        yield tuple(row)
def product(*its, repeat=1):
    pools = [tuple(i) for i in its] * repeat
    def go(n):
        if n == len(pools): yield (); return
        for x in pools[n]:
            for rest in go(n + 1): yield (x,) + rest
    return go(0)
def permutations(iterable, r=None):
    pool = tuple(iterable)
    r = len(pool) if r is None else r
    def go(used, out):
        if len(out) == r: yield tuple(out); return
        for i in range(len(pool)):
            if i not in used: yield from go(used + [i], out + [pool[i]])
    return go([], [])
def combinations(iterable, r):
    pool = tuple(iterable)
    def go(start, out):
        if len(out) == r: yield tuple(out); return
        for i in range(start, len(pool)): yield from go(i + 1, out + [pool[i]])
    return go(0, [])
def combinations_with_replacement(iterable, r):
    pool = tuple(iterable)
    def go(start, out):
        if len(out) == r: yield tuple(out); return
        for i in range(start, len(pool)): yield from go(i, out + [pool[i]])
    return go(0, [])
def pairwise(iterable):
    it = iter(iterable)
    try: a = next(it)
    except StopIteration: return
    for b in it:
        yield a, b
        a = b
def groupby(iterable, key=None):
    run, current, first = [], None, True
    for x in iterable:
        k = x if key is None else key(x)
        if not first and k != current:
            yield current, iter(run)
            run = []
        current, first = k, False
        run.append(x)
    if not first: yield current, iter(run)
def tee(iterable, n=2):
    items = list(iterable)
    return tuple(iter(items) for _ in range(n))
)py";

}  // namespace lessonrun::interp
