from typing import *
print(Optional[int], Union[int, str], List[int], Dict[str, int], Any, Callable[[int], str], Literal['a', 1], Annotated[int, 'x'], ClassVar[int])
T = TypeVar('T')
class Box(Generic[T]):
    def __init__(self, v): self.v = v
print(T, Box[int](3).v, list[int], dict[str, list[int]], int | None)
from abc import ABC, abstractmethod
class Shape(ABC):
    @abstractmethod
    def area(self): ...
try: Shape()
except TypeError as e: print(e)
# expect: typing.Optional[int] typing.Union[int, str] typing.List[int] typing.Dict[str, int] typing.Any typing.Callable[[int], str] typing.Literal['a', 1] typing.Annotated[int, 'x'] typing.ClassVar[int]
# expect: ~T 3 list[int] dict[str, list[int]] int | None
# expect: Can't instantiate abstract class Shape with abstract method area
