from dataclasses import dataclass, field, asdict, replace, FrozenInstanceError
@dataclass
class P:
    x: int
    y: int = 2
    tags: list = field(default_factory=list)
print(P(1), P(1) == P(1), asdict(P(1)), replace(P(1), x=9))
@dataclass(frozen=True, order=True)
class F:
    a: int
print(F(1) < F(2), hash(F(1)) == hash(F(1)))
try: F(1).a = 2
except FrozenInstanceError as e: print(e)
try: P()
except TypeError as e: print(e)
# expect: P(x=1, y=2, tags=[]) True {'x': 1, 'y': 2, 'tags': []} P(x=9, y=2, tags=[])
# expect: True True
# expect: cannot assign to field 'a'
# expect: P.__init__() missing 1 required positional argument: 'x'
