import sys
print(sys.version_info[:2] >= (3, 11), sys.version_info.major, sys.maxsize, sys.byteorder, type(sys.argv), sys.getrecursionlimit(), 'sys' in sys.modules, sys.float_info.max, sys.float_info.epsilon, sys.maxunicode, sys.getdefaultencoding(), sys.platform, sys.implementation.name, sys.exc_info(), sys.intern('a'))
try: sys.exit(3)
except SystemExit as e: print(e.code, repr(e))
try: sys.exit()
except SystemExit as e: print(e.code, repr(e))
try: sys.exit('msg')
except SystemExit as e: print(e.code)
# expect: True 3 9223372036854775807 little <class 'list'> 1000 True 1.7976931348623157e+308 2.220446049250313e-16 1114111 utf-8 linux cpython (None, None, None) a
# expect: 3 SystemExit(3)
# expect: None SystemExit()
# expect: msg
