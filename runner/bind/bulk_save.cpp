// Session.bulk_insert_mappings(), bulk_update_mappings() and bulk_save_objects().
#include "orm/orm_error.h"
#include "orm/session.h"
#include "runner/bind/composite.h"
#include "runner/bind/session.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Value;

namespace {

std::vector<orm::ParameterSet> to_rows(Context& owner, const orm::Mapper& mapper,
                                       const std::vector<Value>& dicts) {
  std::vector<orm::ParameterSet> rows;
  rows.reserve(dicts.size());
  for (const Value& dict : dicts) rows.push_back(to_parameters(owner, dict));
  expand_composites(owner, mapper, rows);
  return rows;
}

const orm::Mapper& expected_mapper(Context& owner, const Value& cls) {
  if (const orm::Mapper* mapper = find_mapper(cls)) return *mapper;
  const interp::Type* type =
      cls.is(interp::Kind::kType) ? cls.as<interp::Type>() : owner.interp.type_of(cls);
  raise_error(owner, orm::UnmappedClassError::cls,
              "Class '" + type->module + "." + type->name + "' is not mapped");
}

// bulk_insert_mappings(mapper, mappings, return_defaults, render_nulls)
Value insert_mappings(Call& call) {
  Context& owner = context(call.interp);
  const orm::Mapper& mapper = expected_mapper(owner, call[0]);
  std::vector<Value> dicts = call.interp.to_vector(call[1]);
  std::vector<orm::ParameterSet> rows = to_rows(owner, mapper, dicts);
  bool return_defaults = call.interp.truth(call[2]);
  to_session(call.interp, call.self)
      .bulk_insert_mappings(mapper, rows, return_defaults, call.interp.truth(call[3]));
  if (!return_defaults) return Value::none();
  for (size_t i = 0; i < rows.size(); ++i) {
    for (size_t attribute : mapper.primary_key_attributes()) {
      const std::string& key = mapper.property(attribute).key;
      for (const auto& [name, value] : rows[i]) {
        if (name == key) {
          call.interp.setitem(dicts[i], call.interp.str(key), from_orm(owner, value));
        }
      }
    }
  }
  return Value::none();
}

Value update_mappings(Call& call) {
  Context& owner = context(call.interp);
  const orm::Mapper& mapper = expected_mapper(owner, call[0]);
  to_session(call.interp, call.self)
      .bulk_update_mappings(mapper, to_rows(owner, mapper, call.interp.to_vector(call[1])));
  return Value::none();
}

// bulk_save_objects(objects, return_defaults, update_changed_only, preserve_order)
Value save_objects(Call& call) {
  Context& owner = context(call.interp);
  std::vector<orm::Instance> objects;
  for (const Value& object : call.interp.to_vector(call[0])) {
    orm::InstanceState* state = find_state(owner, object);
    if (state == nullptr) {
      call.interp.raise("AttributeError", "'" + call.interp.type_name(object) +
                                              "' object has no attribute '_sa_instance_state'");
    }
    objects.emplace_back(state);
  }
  orm::Session::BulkSave how;
  how.return_defaults = call.interp.truth(call[1]);
  how.update_changed_only = call.interp.truth(call[2]);
  how.preserve_order = call.interp.truth(call[3]);
  to_session(call.interp, call.self).bulk_save_objects(objects, how);
  return Value::none();
}

const Binding kBulkRows[] = {
    {"bulk_insert_mappings", "mapper, mappings, return_defaults=False, render_nulls=False",
     guard<insert_mappings>, "!write orm::insert<T>() with rows and execute it"},
    {"bulk_update_mappings", "mapper, mappings", guard<update_mappings>,
     "!write orm::update<T>() with rows and execute it"},
    {"bulk_save_objects",
     "objects, return_defaults=False, update_changed_only=True, preserve_order=True",
     guard<save_objects>, "!add the objects to the session and flush it"},
};

}  // namespace

void add_bulk_methods(interp::TypeBuilder& builder) { add_bindings(builder, kBulkRows); }

std::vector<BindingTable> bulk_tables() {
  return {{"sqlalchemy.orm", "Session", kBulkRows, std::size(kBulkRows)}};
}

}  // namespace lessonrun::bind
