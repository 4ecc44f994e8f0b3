class A:
    value = 1
    def __init__(self): self.name = 'n'
import math
for f in (lambda: A().vlaue, lambda: A.vlaue, lambda: math.squareroot, lambda: (1).x, lambda: 'a'.foo, lambda: [].push, lambda: {}.a, lambda: (lambda: 0).x, lambda: print.x, lambda: A().__foo__, lambda: type(A()).q, lambda: (x for x in []).foo, lambda: object().a, lambda: None.split(), lambda: ().append, lambda: A().name.nope, lambda: super(A, A()).zip):
    try: f()
    except AttributeError as e: print(e, '|', e.name)
for s in ("(1).x = 5", "'a'.b = 1", "None.x = 1", "[].a = 1", "len.x = 1", "int.x = 1", "object().z = 1", "del [].a", "del A().q", "(1).real = 5", "[].append = 1", "A().__class__.x = 1", "del A.nope", "del 'a'.upper", "A().__init__.x = 1"):
    try: exec(s)
    except (AttributeError, TypeError) as e: print(s, '->', type(e).__name__, e)
# expect: 'A' object has no attribute 'vlaue' | vlaue
# expect: type object 'A' has no attribute 'vlaue' | vlaue
# expect: module 'math' has no attribute 'squareroot' | squareroot
# expect: 'int' object has no attribute 'x' | x
# expect: 'str' object has no attribute 'foo' | foo
# expect: 'list' object has no attribute 'push' | push
# expect: 'dict' object has no attribute 'a' | a
# expect: 'function' object has no attribute 'x' | x
# expect: 'builtin_function_or_method' object has no attribute 'x' | x
# expect: 'A' object has no attribute '__foo__' | __foo__
# expect: type object 'A' has no attribute 'q' | q
# expect: 'generator' object has no attribute 'foo' | foo
# expect: 'object' object has no attribute 'a' | a
# expect: 'NoneType' object has no attribute 'split' | split
# expect: 'tuple' object has no attribute 'append' | append
# expect: 'str' object has no attribute 'nope' | nope
# expect: 'super' object has no attribute 'zip' | zip
# expect: (1).x = 5 -> AttributeError 'int' object has no attribute 'x'
# expect: 'a'.b = 1 -> AttributeError 'str' object has no attribute 'b'
# expect: None.x = 1 -> AttributeError 'NoneType' object has no attribute 'x'
# expect: [].a = 1 -> AttributeError 'list' object has no attribute 'a'
# expect: len.x = 1 -> AttributeError 'builtin_function_or_method' object has no attribute 'x'
# expect: int.x = 1 -> TypeError cannot set 'x' attribute of immutable type 'int'
# expect: object().z = 1 -> AttributeError 'object' object has no attribute 'z'
# expect: del [].a -> AttributeError 'list' object has no attribute 'a'
# expect: del A().q -> AttributeError 'A' object has no attribute 'q'
# expect: (1).real = 5 -> AttributeError attribute 'real' of 'int' objects is not writable
# expect: [].append = 1 -> AttributeError 'list' object attribute 'append' is read-only
# expect: del A.nope -> AttributeError type object 'A' has no attribute 'nope'
# expect: del 'a'.upper -> AttributeError 'str' object attribute 'upper' is read-only
# expect: A().__init__.x = 1 -> AttributeError 'method' object has no attribute 'x'
