for s in ('[].append(x=1)', 'len(1, 2)', 'len(obj=[])', '"a".upper(1)', 'print(foo=1)', 'int(1, 2, 3)', 'isinstance(1)', 'str.upper()', 'str.upper(1)', '[].sort(1)', '{}.get()', 'dict.get({})', 'range()', 'sorted()', 'abs(1, 2)', 'type(1, 2)', 'print(sep=1)', 'print(end=1)', 'input(1, 2)', 'max(1, key=1)', 'zip(1)', 'enumerate(1)', 'hasattr(1)', 'setattr(1, 2)', 'getattr(1)', 'id()', 'min()', 'ord()', 'hash()', 'any(1, 2)', 'list.append([1])', 'divmod(1)', 'pow(1)', 'round(1, 2, 3)', 'repr()', 'iter()', 'next()', 'callable()', 'chr()', 'hex()', 'format()', 'vars(1, 2)', 'issubclass(1)', 'slice()', 'frozenset(1, 2)', 'set(1, 2)', 'bytes(1, 2, 3, 4)', 'float(1, 2)', 'bool(1, 2)', 'tuple(1, 2)', 'object(1)', 'map()', 'filter(1)', '"".join()', '"".join(1, 2)', '"".split(1, 2, 3)', '"".replace()', '"".replace("a")', '"".encode(1)', '[].pop(1, 2)', '[].insert(1)', '[].index()', '[].extend()', '[].remove()', '[].count()', '{}.pop()', '{}.setdefault()', '{}.keys(1)', 'set().add()', '().index()', '"a".format_map()', '"".center()', '"".zfill()', '"".strip(1, 2)', '"".center(2, 3, 4)'):
    try: print(s, '->', eval(s))
    except Exception as e: print(s, '->', type(e).__name__, e)
# expect: [].append(x=1) -> TypeError list.append() takes no keyword arguments
# expect: len(1, 2) -> TypeError len() takes exactly one argument (2 given)
# expect: len(obj=[]) -> TypeError len() takes no keyword arguments
# expect: "a".upper(1) -> TypeError str.upper() takes no arguments (1 given)
# expect: print(foo=1) -> TypeError 'foo' is an invalid keyword argument for print()
# expect: int(1, 2, 3) -> TypeError int() takes at most 2 arguments (3 given)
# expect: isinstance(1) -> TypeError isinstance expected 2 arguments, got 1
# expect: str.upper() -> TypeError unbound method str.upper() needs an argument
# expect: str.upper(1) -> TypeError descriptor 'upper' for 'str' objects doesn't apply to a 'int' object
# expect: [].sort(1) -> TypeError sort() takes no positional arguments
# expect: {}.get() -> TypeError get expected at least 1 argument, got 0
# expect: dict.get({}) -> TypeError get expected at least 1 argument, got 0
# expect: range() -> TypeError range expected at least 1 argument, got 0
# expect: sorted() -> TypeError sorted expected 1 argument, got 0
# expect: abs(1, 2) -> TypeError abs() takes exactly one argument (2 given)
# expect: type(1, 2) -> TypeError type() takes 1 or 3 arguments
# expect: print(sep=1) -> TypeError sep must be None or a string, not int
# expect: print(end=1) -> TypeError end must be None or a string, not int
# expect: input(1, 2) -> TypeError input expected at most 1 argument, got 2
# expect: max(1, key=1) -> TypeError 'int' object is not iterable
# expect: zip(1) -> TypeError 'int' object is not iterable
# expect: enumerate(1) -> TypeError 'int' object is not iterable
# expect: hasattr(1) -> TypeError hasattr expected 2 arguments, got 1
# expect: setattr(1, 2) -> TypeError setattr expected 3 arguments, got 2
# expect: getattr(1) -> TypeError getattr expected at least 2 arguments, got 1
# expect: id() -> TypeError id() takes exactly one argument (0 given)
# expect: min() -> TypeError min expected at least 1 argument, got 0
# expect: ord() -> TypeError ord() takes exactly one argument (0 given)
# expect: hash() -> TypeError hash() takes exactly one argument (0 given)
# expect: any(1, 2) -> TypeError any() takes exactly one argument (2 given)
# expect: list.append([1]) -> TypeError list.append() takes exactly one argument (0 given)
# expect: divmod(1) -> TypeError divmod expected 2 arguments, got 1
# expect: pow(1) -> TypeError pow() missing required argument 'exp' (pos 2)
# expect: round(1, 2, 3) -> TypeError round() takes at most 2 arguments (3 given)
# expect: repr() -> TypeError repr() takes exactly one argument (0 given)
# expect: iter() -> TypeError iter expected at least 1 argument, got 0
# expect: next() -> TypeError next expected at least 1 argument, got 0
# expect: callable() -> TypeError callable() takes exactly one argument (0 given)
# expect: chr() -> TypeError chr() takes exactly one argument (0 given)
# expect: hex() -> TypeError hex() takes exactly one argument (0 given)
# expect: format() -> TypeError format expected at least 1 argument, got 0
# expect: vars(1, 2) -> TypeError vars expected at most 1 argument, got 2
# expect: issubclass(1) -> TypeError issubclass expected 2 arguments, got 1
# expect: slice() -> TypeError slice expected at least 1 argument, got 0
# expect: frozenset(1, 2) -> TypeError frozenset expected at most 1 argument, got 2
# expect: set(1, 2) -> TypeError set expected at most 1 argument, got 2
# expect: bytes(1, 2, 3, 4) -> TypeError bytes() takes at most 3 arguments (4 given)
# expect: float(1, 2) -> TypeError float expected at most 1 argument, got 2
# expect: bool(1, 2) -> TypeError bool expected at most 1 argument, got 2
# expect: tuple(1, 2) -> TypeError tuple expected at most 1 argument, got 2
# expect: object(1) -> TypeError object() takes no arguments
# expect: map() -> TypeError map() must have at least two arguments.
# expect: filter(1) -> TypeError filter expected 2 arguments, got 1
# expect: "".join() -> TypeError str.join() takes exactly one argument (0 given)
# expect: "".join(1, 2) -> TypeError str.join() takes exactly one argument (2 given)
# expect: "".split(1, 2, 3) -> TypeError split() takes at most 2 arguments (3 given)
# expect: "".replace() -> TypeError replace expected at least 2 arguments, got 0
# expect: "".replace("a") -> TypeError replace expected at least 2 arguments, got 1
# expect: "".encode(1) -> TypeError encode() argument 'encoding' must be str, not int
# expect: [].pop(1, 2) -> TypeError pop expected at most 1 argument, got 2
# expect: [].insert(1) -> TypeError insert expected 2 arguments, got 1
# expect: [].index() -> TypeError index expected at least 1 argument, got 0
# expect: [].extend() -> TypeError list.extend() takes exactly one argument (0 given)
# expect: [].remove() -> TypeError list.remove() takes exactly one argument (0 given)
# expect: [].count() -> TypeError list.count() takes exactly one argument (0 given)
# expect: {}.pop() -> TypeError pop expected at least 1 argument, got 0
# expect: {}.setdefault() -> TypeError setdefault expected at least 1 argument, got 0
# expect: {}.keys(1) -> TypeError dict.keys() takes no arguments (1 given)
# expect: set().add() -> TypeError set.add() takes exactly one argument (0 given)
# expect: ().index() -> TypeError index expected at least 1 argument, got 0
# expect: "a".format_map() -> TypeError str.format_map() takes exactly one argument (0 given)
# expect: "".center() -> TypeError center expected at least 1 argument, got 0
# expect: "".zfill() -> TypeError str.zfill() takes exactly one argument (0 given)
# expect: "".strip(1, 2) -> TypeError strip expected at most 1 argument, got 2
# expect: "".center(2, 3, 4) -> TypeError center expected at most 2 arguments, got 3
