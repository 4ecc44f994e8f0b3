// FacadeDict and immutabledict: dicts of SQLAlchemy's own that are only read.
#include "runner/bind/schema.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Type;
using interp::Value;

namespace {

struct FacadeData : interp::Payload {
  Value dict;
  void clear_references() noexcept override { dict.reset(); }
};

Value& facade_dict(Interpreter& interp, const Value& self) {
  return interp::payload<FacadeData>(interp, self).dict;
}

template <const char* Method()>
Value facade_method(Call& call) {
  return call.interp.call_method(facade_dict(call.interp, call.self), Method());
}
const char* keys_name() { return "keys"; }
const char* values_name() { return "values"; }
const char* items_name() { return "items"; }

Value facade_get(Call& call) {
  return call.interp.call_method(facade_dict(call.interp, call.self), "get", {call[0], call[1]});
}

Type* make_facade_type(Context& owner, const char* name, const char* module) {
  return interp::TypeBuilder(owner.interp, name, module)
      .payload<FacadeData>()
      .method("keys", "", facade_method<keys_name>)
      .method("values", "", facade_method<values_name>)
      .method("items", "", facade_method<items_name>)
      .method("get", "key, default=None", facade_get)
      .slots([](interp::Slots& slots) {
        slots.repr = [](Interpreter& interp, const Value& self) {
          return interp.type_name(self) + "(" + interp.repr(facade_dict(interp, self)) + ")";
        };
        slots.iter = [](Interpreter& interp, const Value& self) {
          return interp.iter(facade_dict(interp, self));
        };
        slots.len = [](Interpreter& interp, const Value& self) {
          return interp.len(facade_dict(interp, self));
        };
        slots.contains = [](Interpreter& interp, const Value& self, const Value& key) {
          return interp.contains(facade_dict(interp, self), key);
        };
        slots.getitem = [](Interpreter& interp, const Value& self, const Value& key) {
          return interp.getitem(facade_dict(interp, self), key);
        };
      })
      .build();
}

Type* make_facade_dict_type(Context& owner) {
  return make_facade_type(owner, "FacadeDict", "sqlalchemy.util._collections");
}

Type* make_immutabledict_type(Context& owner) {
  return make_facade_type(owner, "immutabledict", "sqlalchemy.util._collections");
}

}  // namespace

Value make_facade(Context& owner, const char* type_name, const Value& dict) {
  Value facade = owner.interp.new_instance(owner.type(type_name));
  facade_dict(owner.interp, facade) = dict;
  return facade;
}

void add_facade_types(TypeTable& table) {
  table.emplace_back("FacadeDict", make_facade_dict_type);
  table.emplace_back("immutabledict", make_immutabledict_type);
}

}  // namespace lessonrun::bind
