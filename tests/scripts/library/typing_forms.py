from typing import Any, Optional, Union, List, Dict, Tuple, Callable, Iterable, Generic, TypeVar, Literal, Annotated, ClassVar, Final, Type, Set, Sequence, NamedTuple, TypedDict, Protocol, cast, get_type_hints, get_origin, get_args, overload, NewType, runtime_checkable, TYPE_CHECKING, NoReturn, Mapping, Iterator
print(Any, Optional[int], Union[int, str], Union[int, None], List[int], Dict[str, int], Tuple[int, ...], Tuple[()], Callable[[int], str], Callable[..., int], Literal['a', 1], Annotated[int, 'm'], ClassVar[int], Type[int], Optional[List[int]], list[int], dict[str, list[int]], int | None, int | str, Union[int, int], Optional[Union[int, str]], List, Iterable[str], tuple[int, str], type[int], Set[int], Sequence[int], Mapping[str, Any], Iterator[int], NoReturn, Final[int])
T = TypeVar('T'); print(T, repr(TypeVar('K', bound=int)), List[T], get_origin(List[int]), get_args(Dict[str, int]), get_origin(Union[int, str]), get_args(Optional[int]), get_args(Callable[[int], str]), get_origin(int), get_args(list[int]), list[int] == list[int], Optional[int] == Union[None, int], TYPE_CHECKING, cast(int, 'x'))
class Box(Generic[T]):
    def __init__(self, v: T): self.v = v
    def get(self) -> T: return self.v
print(Box[int], Box[int](5).get(), Box('a').v, Box.__parameters__, Box.__orig_bases__)
def f(a: int, b: 'Optional[str]' = None, *args: int, **kw: str) -> List[int]: ...
print(f.__annotations__, get_type_hints(f))
class M(TypedDict): name: str; age: int
print(M(name='x', age=1), M.__annotations__, type(M(name='y', age=2)))
@runtime_checkable
class HasLen(Protocol):
    def __len__(self) -> int: ...
print(isinstance([], HasLen), isinstance(5, HasLen))
U = NewType('U', int); print(U(5), U.__name__)
class N(NamedTuple): a: int; b: str = 'x'
print(N(1), N.__annotations__)
for g in (lambda: T(), lambda: isinstance(1, Optional[int]), lambda: isinstance([], List[int])):
    try: print(g())
    except TypeError as e: print(e)
# expect: typing.Any typing.Optional[int] typing.Union[int, str] typing.Optional[int] typing.List[int] typing.Dict[str, int] typing.Tuple[int, ...] typing.Tuple[()] typing.Callable[[int], str] typing.Callable[..., int] typing.Literal['a', 1] typing.Annotated[int, 'm'] typing.ClassVar[int] typing.Type[int] typing.Optional[typing.List[int]] list[int] dict[str, list[int]] int | None int | str <class 'int'> typing.Union[int, str, NoneType] typing.List typing.Iterable[str] tuple[int, str] type[int] typing.Set[int] typing.Sequence[int] typing.Mapping[str, typing.Any] typing.Iterator[int] typing.NoReturn typing.Final[int]
# expect: ~T ~K typing.List[~T] <class 'list'> (<class 'str'>, <class 'int'>) typing.Union (<class 'int'>, <class 'NoneType'>) ([<class 'int'>], <class 'str'>) None (<class 'int'>,) True True False x
# expect: __main__.Box[int] 5 a (~T,) (typing.Generic[~T],)
# expect: {'a': <class 'int'>, 'b': 'Optional[str]', 'args': <class 'int'>, 'kw': <class 'str'>, 'return': typing.List[int]} {'a': <class 'int'>, 'b': typing.Optional[str], 'args': <class 'int'>, 'kw': <class 'str'>, 'return': typing.List[int]}
# expect: {'name': 'x', 'age': 1} {'name': <class 'str'>, 'age': <class 'int'>} <class 'dict'>
# expect: True False
# expect: 5 U
# expect: N(a=1, b='x') {'a': <class 'int'>, 'b': <class 'str'>}
# expect: 'TypeVar' object is not callable
# expect: True
# expect: Subscripted generics cannot be used with class and instance checks
