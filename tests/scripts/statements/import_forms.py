import math, json as j, os.path
import os.path as p
from math import sqrt as s, pi
from collections import (OrderedDict, Counter as C,)
print(math.floor(1.5), j.dumps([1]), os.path.join('a', 'b'), p.basename('/x/y'), s(4), round(pi, 3), C('a'), OrderedDict.__name__)
for src in ('import nope', 'import math.nope', 'from nope import x', 'from . import x', 'from os.nope import y', 'import os.path.nope'):
    try: exec(src)
    except ImportError as e: print(src, '->', type(e).__name__, e.msg if hasattr(e, 'msg') else e)
def f():
    import string
    return string.digits
print(f(), 'string' in globals(), math.__name__, type(math), 'math' in __import__('sys').modules)
import math as m2; print(m2 is math)
# expect: 1 [1] a/b y 2.0 3.142 Counter({'a': 1}) OrderedDict
# expect: import nope -> ModuleNotFoundError No module named 'nope'
# expect: import math.nope -> ModuleNotFoundError No module named 'math.nope'; 'math' is not a package
# expect: from nope import x -> ModuleNotFoundError No module named 'nope'
# expect: from . import x -> ImportError attempted relative import with no known parent package
# expect: from os.nope import y -> ModuleNotFoundError No module named 'os.nope'; 'os' is not a package
# expect: import os.path.nope -> ModuleNotFoundError No module named 'os.path.nope'; 'os.path' is not a package
# expect: 0123456789 False math <class 'module'> True
# expect: True
