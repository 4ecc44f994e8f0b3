// The module copy, string, weakref, io, written in Python; it runs when first imported.
#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const char* const kCopyText =
    R"py(class Error(Exception): pass
def copy(x):
    if isinstance(x, (int, float, str, bytes, tuple, frozenset, type, type(None), type(copy), range)): return x
    if hasattr(x, '__copy__'): return x.__copy__()
    if isinstance(x, (list, dict, set)) and type(x) in (list, dict, set): return x.copy()
    y = type(x).__new__(type(x))
    if isinstance(x, dict): dict.update(y, x)
    if isinstance(x, list): list.extend(y, x)
    if hasattr(x, '__dict__'): y.__dict__.update(x.__dict__)
    return y
def deepcopy(x, memo=None):
    if memo is None: memo = {}
    if isinstance(x, (int, float, str, bytes, type, type(None), type(copy), range)) and not hasattr(x, '__deepcopy__'): return x
    if id(x) in memo: return memo[id(x)][0]
    if hasattr(x, '__deepcopy__'): y = x.__deepcopy__(memo)
    elif type(x) is list:
        y = []
        memo[id(x)] = (y, x)
        for v in x: y.append(deepcopy(v, memo))
    elif type(x) is dict:
        y = {}
        memo[id(x)] = (y, x)
        for k, v in x.items(): y[deepcopy(k, memo)] = deepcopy(v, memo)
    elif isinstance(x, (tuple, set, frozenset)): y = type(x)(*[deepcopy(v, memo) for v in x]) if hasattr(x, '_fields') else type(x)([deepcopy(v, memo) for v in x])
    else:
        y = type(x).__new__(type(x))
        memo[id(x)] = (y, x)
        if isinstance(x, dict):
            for k, v in x.items(): y[deepcopy(k, memo)] = deepcopy(v, memo)
        if hasattr(x, '__dict__'):
            for k, v in x.__dict__.items(): y.__dict__[k] = deepcopy(v, memo)
    memo[id(x)] = (y, x)
    return y
)py";

}  // namespace lessonrun::interp
