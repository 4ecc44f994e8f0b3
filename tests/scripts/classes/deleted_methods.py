# A special method that is deleted from its class is gone: what is above it counts again.


class Plain:
    def __init__(self, value):
        self.value = value

    def __len__(self):
        return 3

    def __radd__(self, other):
        return "radd"

    def __add__(self, other):
        return "add"


class Below(Plain):
    def __len__(self):
        return 5


print(Plain(1).value, len(Plain(1)), len(Below(1)), Plain(1) + 1, 1 + Plain(1))
del Plain.__init__
try:
    Plain(1)
except TypeError as error:
    print(error)
print(hasattr(Plain(), "value"))
del Below.__len__
print(len(Below()))
del Plain.__len__
try:
    len(Below())
except TypeError as error:
    print(error)
del Plain.__add__
try:
    Plain() + 1
except TypeError as error:
    print(error)
print(1 + Plain())

# expect: 1 3 5 add radd
# expect: Plain() takes no arguments
# expect: False
# expect: 3
# expect: object of type 'Below' has no len()
# expect: unsupported operand type(s) for +: 'Plain' and 'int'
# expect: radd
