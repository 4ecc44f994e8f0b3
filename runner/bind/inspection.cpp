// inspect(), and what it says of an object: its state. What it says of a database is in
// schema_inspection.cpp.
#include <algorithm>

#include "orm/orm_error.h"
#include "runner/bind/extensions.h"
#include "runner/bind/instances.h"
#include "runner/bind/refusal.h"
#include "runner/bind/schema.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Type;
using interp::Value;

namespace {

// ---- the state of an object ---------------------------------------------------------------------

orm::InstanceState& state_of(Call& call) {
  Value object = interp::payload<StateData>(call.interp, call.self).object.lock();
  if (!object) call.interp.raise("ReferenceError", "the object of this state is gone");
  return to_state(context(call.interp), object);
}

template <orm::ObjectState Which>
Value is_state(Call& call) {
  return Value::boolean(state_of(call).object_state() == Which);
}

Value state_modified(Call& call) { return Value::boolean(state_of(call).modified); }
Value state_expired(Call& call) { return Value::boolean(state_of(call).expired); }
Value state_object(Call& call) {
  Value object = interp::payload<StateData>(call.interp, call.self).object.lock();
  return object ? object : Value::none();
}
Value state_class(Call& call) { return interp::payload<StateData>(call.interp, call.self).cls; }
Value state_identity(Call& call) {
  Context& owner = context(call.interp);
  const auto& key = state_of(call).key;
  if (key == nullptr) return Value::none();
  std::vector<Value> values;
  for (const orm::Value& value : key->primary_key()) values.push_back(from_orm(owner, value));
  return call.interp.tuple(std::move(values));
}

const Binding kStateRows[] = {
    {"transient", "", guard<is_state<orm::ObjectState::transient>>, "orm::is_transient({self})",
     BindingKind::property},
    {"pending", "", guard<is_state<orm::ObjectState::pending>>, "orm::is_pending({self})",
     BindingKind::property},
    {"persistent", "", guard<is_state<orm::ObjectState::persistent>>, "orm::is_persistent({self})",
     BindingKind::property},
    {"deleted", "", guard<is_state<orm::ObjectState::deleted>>, "orm::is_deleted({self})",
     BindingKind::property},
    {"detached", "", guard<is_state<orm::ObjectState::detached>>, "orm::is_detached({self})",
     BindingKind::property},
    {"modified", "", guard<state_modified>, "{self}.modified", BindingKind::property},
    {"expired", "", guard<state_expired>, "{self}.expired", BindingKind::property},
    {"object", "", guard<state_object>, "{self}", BindingKind::property},
    {"class_", "", guard<state_class>, "{self}.mapper().class_name()", BindingKind::property},
    {"identity", "", guard<state_identity>, "{self}.key->primary_key()", BindingKind::property},
};

Value state_missing(Interpreter& interp, const Value& self, interp::StrObject* name) {
  Value found = attribute_in_python(interp, kStatesModule, "_state_attribute", self, name->text);
  return found ? found : refuse_attribute(interp, "InstanceState", name);
}

Type* make_state_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "InstanceState", "sqlalchemy.orm.state");
  builder.payload<StateData>().abstract();
  add_bindings(builder, kStateRows);
  builder.slots([](interp::Slots& slots) { slots.getattr_missing = state_missing; });
  return builder.build();
}

Value inspect_function(Call& call) {
  Context& owner = context(call.interp);
  if (find_bind(call[0]) != nullptr) return make_inspector(owner, call[0]);
  if (interp::try_payload<MapperData>(call[0]) != nullptr) return call[0];
  // A class is mapped or not; nothing is configured for that.
  const bool is_class = call[0].is(interp::Kind::kType);
  orm::ClauseRef clause = is_class ? nullptr : find_clause(owner, call[0]);
  if (clause != nullptr && clause->kind() == orm::NodeKind::entity &&
      find_mapper(call[0]) == nullptr &&
      static_cast<const orm::EntityElement&>(*clause).alias != nullptr) {
    return call.interp.call(
        call.interp.getattr(call.interp.modules().import(kMappersModule), "AliasedInsp"),
        {call[0]});
  }
  // A Table, a column and other constructs inspect as themselves.
  if (interp::try_payload<ClauseData>(call[0]) != nullptr) return call[0];
  if (find_state(owner, call[0]) != nullptr) {
    return wrap_state(owner, call[0]);
  }
  if (const orm::Mapper* mapper = find_mapper(call[0])) return wrap_mapper(owner, *mapper);
  if (!call.interp.truth(call[1])) return Value::none();
  raise_error(owner, orm::NoInspectionAvailable::cls,
              "No inspection system is available for object of type " +
                  call.interp.repr(Value(call.interp.type_of(call[0]))));
}

const Binding kInspectionRows[] = {
    {"inspect", "subject, raiseerr=True", guard<inspect_function>, "orm::inspect({subject})",
     BindingKind::function},
};

}  // namespace

Value wrap_state(Context& owner, const Value& object) {
  const orm::InstanceState* state = find_state(owner, object);
  return owner.unique(state, [&] {
    return owner.make<StateData>("InstanceState", interp::WeakValue(owner.interp, object),
                                 Value(owner.interp.type_of(object)));
  });
}

void add_inspection_types(TypeTable& table) {
  table.emplace_back("InstanceState", make_state_type);
}

std::vector<BindingTable> inspection_tables() {
  return {{"sqlalchemy", "InstanceState", kStateRows, std::size(kStateRows)},
          {"sqlalchemy", nullptr, kInspectionRows, std::size(kInspectionRows)}};
}

}  // namespace lessonrun::bind
