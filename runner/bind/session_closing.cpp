// close_all_sessions(): the sessions that were made, and closing them together.
#include <algorithm>

#include "runner/bind/session.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Value;

namespace {

Value close_all_sessions_function(Call& call) {
  const std::vector<interp::WeakValue> sessions = context(call.interp).sessions;
  for (const interp::WeakValue& one : sessions) {
    if (Value session = one.lock()) call.interp.call_method(session, "close");
  }
  return Value::none();
}

Value session_close_all(Call& call) {
  context(call.interp)
      .warn("SADeprecationWarning",
            "The Session.close_all() method is deprecated and will be removed in a future "
            "release.  Please refer to session.close_all_sessions()." +
                std::string(context(call.interp).profile.select_list_style
                                ? ""
                                : " (deprecated since: 1.3)"));
  return close_all_sessions_function(call);
}

const Binding kClosingMethodRows[] = {
    {"close_all", "", guard<session_close_all>, "!a C++ program closes its sessions by name",
     BindingKind::class_method},
};

const Binding kClosingFunctionRows[] = {
    {"close_all_sessions", "", guard<close_all_sessions_function>,
     "!a C++ program closes its sessions by name", BindingKind::function},
};

}  // namespace

void note_session(Context& owner, const interp::WeakValue& session) {
  auto& all = owner.sessions;
  if (all.size() == all.capacity()) {
    auto gone = [](const interp::WeakValue& one) { return one.expired(); };
    all.erase(std::remove_if(all.begin(), all.end(), gone), all.end());
    all.reserve(2 * all.size() + 8);
  }
  all.push_back(session);
}

void add_closing_methods(interp::TypeBuilder& builder) {
  add_bindings(builder, kClosingMethodRows);
}

std::vector<BindingTable> session_closing_tables() {
  return {{"sqlalchemy.orm", "Session", kClosingMethodRows, std::size(kClosingMethodRows)},
          {"sqlalchemy.orm", nullptr, kClosingFunctionRows, std::size(kClosingFunctionRows)}};
}

}  // namespace lessonrun::bind
