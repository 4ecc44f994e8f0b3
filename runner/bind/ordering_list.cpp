// sqlalchemy.ext.orderinglist, in Python as it is in SQLAlchemy: a list that writes each member's
// place into an attribute of the member.
#include "runner/bind/extensions.h"

namespace lessonrun::bind {

namespace {

const char* const kOrderingListText = R"py(from sqlalchemy.orm.collections import collection


def ordering_list(attr, count_from=None, ordering_func=None, reorder_on_append=False):
    if ordering_func is None and count_from is not None:
        ordering_func = count_from_n_factory(count_from)
    return lambda: OrderingList(attr, ordering_func, reorder_on_append)


def count_from_0(index, collection):
    return index


def count_from_1(index, collection):
    return index + 1


def count_from_n_factory(start):
    def f(index, collection):
        return index + start
    f.__name__ = 'count_from_%i' % start
    return f


class OrderingList(list):
    def __init__(self, ordering_attr=None, ordering_func=None, reorder_on_append=False):
        self.ordering_attr = ordering_attr
        self.ordering_func = ordering_func or count_from_0
        self.reorder_on_append = reorder_on_append

    def _get_order_value(self, entity):
        return getattr(entity, self.ordering_attr)

    def _set_order_value(self, entity, value):
        setattr(entity, self.ordering_attr, value)

    def reorder(self):
        for index, entity in enumerate(self):
            self._order_entity(index, entity, True)

    _reorder = reorder

    def _order_entity(self, index, entity, reorder=True):
        have = self._get_order_value(entity)
        if have is not None and not reorder:
            return
        wanted = self.ordering_func(index, self)
        if have != wanted:
            self._set_order_value(entity, wanted)

    def append(self, entity):
        super().append(entity)
        self._order_entity(len(self) - 1, entity, self.reorder_on_append)

    @collection.adds(1)
    def _raw_append(self, entity):
        super().append(entity)

    def insert(self, index, entity):
        super().insert(index, entity)
        self._reorder()

    def remove(self, entity):
        super().remove(entity)
        adapter = self._sa_adapter
        if adapter and adapter._referenced_by_owner:
            self._reorder()

    def pop(self, index=-1):
        entity = super().pop(index)
        self._reorder()
        return entity

    def __setitem__(self, index, entity):
        if isinstance(index, slice):
            entities = list(entity)
            for place in range(*_places(index, len(self))):
                self.__setitem__(place, entities[place])
        else:
            self._order_entity(index, entity, True)
            super().__setitem__(index, entity)

    def __delitem__(self, index):
        super().__delitem__(index)
        self._reorder()


def _places(index, length):
    start, stop = index.start or 0, index.stop or length
    return (start + length if start < 0 else start, stop + length if stop < 0 else stop,
            index.step or 1)
)py";

}  // namespace

void add_ordering_list_module(interp::Interpreter& interp) {
  interp.modules().add(
      "sqlalchemy.ext.orderinglist", [](interp::ModuleBuilder&) {}, kOrderingListText);
}

}  // namespace lessonrun::bind
