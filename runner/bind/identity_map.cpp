// session.identity_map, written in Python over the session and inspect() of its objects.
#include "runner/bind/extensions.h"

namespace lessonrun::bind {

namespace {

const char* const kIdentityMapText =
    R"py(from sqlalchemy import inspect


class WeakInstanceDict:
    """The persistent objects of a session by identity key, as they are when it is asked."""

    def __init__(self, session):
        self._session = session

    def _now(self):
        pending = self._session.new
        return {inspect(one).identity_key: one for one in self._session if one not in pending}

    def keys(self):
        return self._now().keys()

    def values(self):
        return list(self._now().values())

    def items(self):
        return list(self._now().items())

    def all_states(self):
        return [inspect(one) for one in self.values()]

    def contains_state(self, state):
        return state.object in self._session and state.persistent

    def check_modified(self):
        return bool(self._session.dirty)

    def get(self, key, default=None):
        return self._now().get(key, default)

    def __getitem__(self, key):
        return self._now()[key]

    def __contains__(self, key):
        return key in self._now()

    has_key = __contains__

    def __iter__(self):
        return iter(self._now())

    def __len__(self):
        return len(self._now())
)py";

}  // namespace

void add_identity_map_module(interp::Interpreter& interp) {
  interp.modules().add(
      kIdentityMapModule, [](interp::ModuleBuilder&) {}, kIdentityMapText);
}

}  // namespace lessonrun::bind
