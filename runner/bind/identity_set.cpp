// IdentitySet: what session.new, session.dirty and session.deleted are.
#include "runner/bind/context.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Interpreter;
using interp::Type;
using interp::Value;

namespace {

struct IdentitySetData : interp::Payload {
  std::vector<Value> members;
  void clear_references() noexcept override { members.clear(); }
};

std::string identity_set_repr(Interpreter& interp, const Value& self) {
  const auto& data = interp::payload<IdentitySetData>(interp, self);
  return "IdentitySet(" + interp.repr(interp.list(data.members)) + ")";
}

bool identity_set_contains(Interpreter& interp, const Value& self, const Value& item) {
  for (const Value& member : interp::payload<IdentitySetData>(interp, self).members) {
    if (member.same(item)) return true;
  }
  return false;
}

Value identity_set_iter(Interpreter& interp, const Value& self) {
  return interp.iter(interp.list(interp::payload<IdentitySetData>(interp, self).members));
}

int64_t identity_set_len(Interpreter& interp, const Value& self) {
  return static_cast<int64_t>(interp::payload<IdentitySetData>(interp, self).members.size());
}

Type* make_identity_set_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "IdentitySet", "sqlalchemy.util._collections")
      .payload<IdentitySetData>()
      .slots([](interp::Slots& slots) {
        slots.repr = identity_set_repr;
        slots.str = identity_set_repr;
        slots.contains = identity_set_contains;
        slots.iter = identity_set_iter;
        slots.len = identity_set_len;
      })
      .build();
}

}  // namespace

Value wrap_identity_set(Context& owner, const std::vector<orm::Instance>& instances) {
  auto data = std::make_unique<IdentitySetData>();
  data->members = objects_of(instances);
  return owner.make("IdentitySet", std::move(data));
}

void add_identity_set_types(TypeTable& table) {
  table.emplace_back("IdentitySet", make_identity_set_type);
}

}  // namespace lessonrun::bind
