// How a session tells its listener, and routers that are functions.
#include "orm/events.h"

#include <utility>

namespace orm {

bool Session::is_heard(SessionEvent event) const { return listener->listens(*this, event); }

void Session::tell(SessionEvent event) {
  if (listens(event)) listener->session_event(*this, event);
}

void Session::tell(SessionEvent event, InstanceState& state) {
  if (listens(event)) listener->object_event(*this, event, state);
}

void Session::tell(SessionEvent event, SessionTransaction& transaction, Connection* connection) {
  if (listens(event)) listener->transaction_event(*this, event, transaction, connection);
}

namespace {

using RouteFunction = std::function<SessionBind(const Mapper*, const ClauseElement*)>;

class FunctionRouter final : public SessionRouter {
 public:
  explicit FunctionRouter(RouteFunction function) : function_(std::move(function)) {}
  SessionBind route(const Mapper* mapper, const ClauseElement* statement) override {
    return function_(mapper, statement);
  }

 private:
  RouteFunction function_;
};

}  // namespace

Ref<SessionRouter> route_by(RouteFunction function) {
  return make_ref<FunctionRouter>(std::move(function));
}

}  // namespace orm
