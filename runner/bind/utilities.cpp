// What programs import of sqlalchemy.util: small helpers that SQLAlchemy's own code is written
// with, and that old lessons and recipes borrow from it.
#include "runner/bind/context.h"
#include "runner/bind/extensions.h"

namespace lessonrun::bind {

namespace {

const char* const kUtilitiesText =
    R"py(import collections


class memoized_property:
    """A property that is computed once for each object, and kept in its dict."""

    def __init__(self, fget, doc=None):
        self.fget = fget
        self.__doc__ = doc or fget.__doc__
        self.__name__ = fget.__name__

    def __get__(self, obj, cls):
        if obj is None:
            return self
        values = obj.__dict__
        if self.__name__ not in values:
            values[self.__name__] = self.fget(obj)
        return values[self.__name__]


class classproperty(property):
    """A property of the class as well as of its objects."""

    def __get__(self, obj, cls):
        return self.fget(cls)


class OrderedSet:
    """A set that keeps the order in which its members came."""

    def __init__(self, d=None):
        self._members = dict.fromkeys(d or ())

    def add(self, element):
        self._members.setdefault(element)

    def remove(self, element):
        del self._members[element]

    def discard(self, element):
        self._members.pop(element, None)

    def insert(self, pos, element):
        if element not in self._members:
            members = list(self._members)
            members.insert(pos, element)
            self._members = dict.fromkeys(members)

    def clear(self):
        self._members.clear()

    def update(self, *iterables):
        for iterable in iterables:
            for element in iterable:
                self.add(element)
        return self

    def copy(self):
        return OrderedSet(self._members)

    def union(self, *other):
        return self.copy().update(*other)

    def intersection(self, *other):
        kept = [set(one) for one in other]
        return OrderedSet(m for m in self._members if all(m in one for one in kept))

    def difference(self, *other):
        gone = [set(one) for one in other]
        return OrderedSet(m for m in self._members if not any(m in one for one in gone))

    def symmetric_difference(self, other):
        other = list(other)
        return self.difference(other).update(m for m in other if m not in self._members)

    def issubset(self, other):
        return set(self._members) <= set(other)

    def issuperset(self, other):
        return set(self._members) >= set(other)

    __or__ = union
    __and__ = intersection
    __sub__ = difference
    __xor__ = symmetric_difference

    def __eq__(self, other):
        if isinstance(other, OrderedSet):
            other = set(other._members)
        return set(self._members) == other

    def __contains__(self, element):
        return element in self._members

    def __iter__(self):
        return iter(self._members)

    def __len__(self):
        return len(self._members)

    def __getitem__(self, key):
        return list(self._members)[key]

    def __add__(self, other):
        return self.union(other)

    def __repr__(self):
        return '%s(%r)' % (type(self).__name__, list(self._members))


OrderedDict = collections.OrderedDict if _has_own_dict else dict


def to_list(x, default=None):
    if x is None:
        return default
    if isinstance(x, (str, bytes)) or not hasattr(x, '__iter__'):
        return [x]
    return x if isinstance(x, list) else list(x)


def flatten_iterator(x):
    waiting = [iter(x)]
    while waiting:
        for element in waiting[-1]:
            if hasattr(element, '__iter__') and not isinstance(element, str):
                waiting.append(iter(element))
                break
            yield element
        else:
            waiting.pop()
)py";

}  // namespace

void add_utilities_module(interp::Interpreter& interp) {
  interp.modules().add(
      kUtilitiesModule,
      [](interp::ModuleBuilder& builder) {
        const orm::Profile& profile = context(builder.interp).profile;
        builder.value("_has_own_dict", interp::Value::boolean(profile.select_list_style));
      },
      kUtilitiesText);
}

}  // namespace lessonrun::bind
