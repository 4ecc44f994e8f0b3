// Range and MultiRange of sqlalchemy.dialects.postgresql (2.0), written in Python over the rest.
//
// Both ends of a range become points of one order: `)` lies just before its value, `[` and `]` on
// it, `(` just after it, and no value at all beyond every other. Whole numbers and dates are first
// brought to `[)`, as PostgreSQL does. Every question about two ranges is then one about points.
#include "runner/bind/postgresql.h"

namespace lessonrun::bind {

namespace {

const char* const kRangeText = R"py(from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from sqlalchemy.dialects import postgresql as _types
from sqlalchemy.types import NullType


@dataclass(frozen=True, eq=False)
class Range:
    __module__ = 'sqlalchemy.dialects.postgresql.ranges'
    lower: object = None
    upper: object = None
    bounds: str = field(default='[)', kw_only=True)
    empty: bool = field(default=False, kw_only=True)

    def __bool__(self):
        return not self.empty

    def __hash__(self):
        return hash((self.lower, self.upper, self.bounds, self.empty))

    @property
    def isempty(self):
        return self.empty

    @property
    def is_empty(self):
        return self.empty

    @property
    def lower_inc(self):
        return self.bounds[0] == '['

    @property
    def lower_inf(self):
        return not self.empty and self.lower is None

    @property
    def upper_inc(self):
        return self.bounds[1] == ']'

    @property
    def upper_inf(self):
        return not self.empty and self.upper is None

    @property
    def __sa_type_engine__(self):
        return _type_of([self], 'RANGE')

    def _step(self):
        ends = (self.lower, self.upper)
        if any(isinstance(end, int) for end in ends):
            return 1
        if any(isinstance(end, datetime) for end in ends):
            return None
        return timedelta(days=1) if any(isinstance(end, date) for end in ends) else None

    def _points(self, other):
        step = self._step()
        return (_point(self.lower, self.bounds[0], step), _point(self.upper, self.bounds[1], step),
                _point(other.lower, other.bounds[0], step),
                _point(other.upper, other.bounds[1], step))

    def __eq__(self, other):
        if not isinstance(other, Range):
            return NotImplemented
        if self.empty or other.empty:
            return self.empty == other.empty
        lower, upper, other_lower, other_upper = self._points(other)
        return lower == other_lower and upper == other_upper

    def contained_by(self, other):
        if self.empty or other.empty:
            return self.empty
        lower, upper, other_lower, other_upper = self._points(other)
        return lower >= other_lower and upper <= other_upper

    def contains(self, value):
        if isinstance(value, Range):
            return value.contained_by(self)
        if self.empty:
            return False
        if self.lower is not None:
            above = value >= self.lower if self.lower_inc else value > self.lower
            if not above:
                return False
        if self.upper is None:
            return True
        return value <= self.upper if self.bounds[1] != ')' else value < self.upper

    __contains__ = contains

    def overlaps(self, other):
        if self.empty or other.empty:
            return False
        lower, upper, other_lower, other_upper = self._points(other)
        return lower <= other_upper if lower >= other_lower else other_lower <= upper

    def strictly_left_of(self, other):
        if self.empty or other.empty:
            return False
        _, upper, other_lower, _ = self._points(other)
        return upper < other_lower

    __lshift__ = strictly_left_of

    def strictly_right_of(self, other):
        if self.empty or other.empty:
            return False
        lower, _, _, other_upper = self._points(other)
        return lower > other_upper

    __rshift__ = strictly_right_of

    def not_extend_left_of(self, other):
        if self.empty or other.empty:
            return False
        lower, _, other_lower, _ = self._points(other)
        return lower >= other_lower

    def not_extend_right_of(self, other):
        if self.empty or other.empty:
            return False
        _, upper, _, other_upper = self._points(other)
        return upper <= other_upper

    def adjacent_to(self, other):
        if self.empty or other.empty:
            return False
        lower, upper, other_lower, other_upper = self._points(other)
        return _meet(upper, other_lower) or _meet(other_upper, lower)

    def union(self, other):
        if self.empty:
            return other
        if other.empty:
            return self
        if not self.overlaps(other) and not self.adjacent_to(other):
            raise ValueError(
                'Adding non-overlapping and non-adjacent ranges is not implemented')
        lower, upper, other_lower, other_upper = self._points(other)
        first = self if lower < other_lower else other
        last = self if upper > other_upper else other
        return Range(first.lower, last.upper, bounds=first.bounds[0] + last.bounds[1])

    def __add__(self, other):
        return self.union(other)

    def difference(self, other):
        if self.empty or other.empty:
            return self
        lower, upper, other_lower, other_upper = self._points(other)
        if lower < other_lower and upper > other_upper:
            raise ValueError('Subtracting a strictly inner range is not implemented')
        if lower > other_upper or upper < other_lower:
            return self
        if lower >= other_lower and upper <= other_upper:
            return Range(None, None, empty=True)
        if lower < other_lower:
            end = ')' if other.bounds[0] == '[' else ']'
            return Range(self.lower, other.lower, bounds=self.bounds[0] + end)
        start = '(' if other.bounds[1] == ']' else '['
        return Range(other.upper, self.upper, bounds=start + self.bounds[1])

    def __sub__(self, other):
        return self.difference(other)

    def intersection(self, other):
        if self.empty or other.empty or not self.overlaps(other):
            return Range(None, None, empty=True)
        lower, upper, other_lower, other_upper = self._points(other)
        first = other if lower < other_lower else self
        last = other if upper > other_upper else self
        return Range(first.lower, last.upper, bounds=first.bounds[0] + last.bounds[1])

    def __mul__(self, other):
        return self.intersection(other)

    def __str__(self):
        if self.empty:
            return 'empty'
        ends = ['' if end is None else end for end in (self.lower, self.upper)]
        return '%s%s,%s%s' % (self.bounds[0], ends[0], ends[1], self.bounds[1])


class MultiRange(list):
    __module__ = 'sqlalchemy.dialects.postgresql.ranges'

    @property
    def __sa_type_engine__(self):
        return _type_of(self, 'MULTIRANGE')


def _point(value, bound, step):
    is_lower = bound in ('[', '(')
    if value is None:
        return (-1 if is_lower else 1, 0, 0)
    included = bound in ('[', ']')
    if step is not None and included != is_lower:
        value += step
        included = is_lower
    return (0, value, 0 if included else 1 if is_lower else -1)


def _meet(upper, lower):
    if upper[0] != 0 or lower[0] != 0 or upper[1] != lower[1]:
        return False
    return (upper[2] == 0) != (lower[2] == 0)


def _fits(end):
    return end is None or -2 ** 31 <= end < 2 ** 31


def _type_of(ranges, family):
    if not ranges:
        return NullType()
    end = ranges[0].upper if ranges[0].lower is None else ranges[0].lower
    if isinstance(end, int):
        small = all(_fits(one.lower) and _fits(one.upper) for one in ranges)
        name = 'INT4' if small else 'INT8'
    elif isinstance(end, (Decimal, float)):
        name = 'NUM'
    elif isinstance(end, datetime):
        name = 'TSTZ' if end.tzinfo else 'TS'
    elif isinstance(end, date):
        name = 'DATE'
    else:
        return NullType()
    return getattr(_types, name + family)()
)py";

}  // namespace

void add_range_module(interp::Interpreter& interp) {
  interp.modules().add(
      kRangeModule, [](interp::ModuleBuilder&) {}, kRangeText);
}

}  // namespace lessonrun::bind
