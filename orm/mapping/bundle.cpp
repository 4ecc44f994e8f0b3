// Bundle: what it adds to a statement, and the rows it makes.
#include "orm/bundle.h"

#include "orm/compiler.h"
#include "orm/mapper.h"
#include "orm/mapping/lowering.h"

namespace orm {

bool RowValue::equals(const Opaque& other) const {
  const auto* held = dynamic_cast<const RowValue*>(&other);
  return held != nullptr && held->row == row;
}

size_t RowValue::hash() const {
  size_t hash = row.size();
  for (const Value& value : row) hash = hash * 1000003 ^ value.hash();
  return hash;
}

void Bundle::each_child(SlotFunction slot) {
  for (ClauseRef& one : expressions) slot(one);
}

void Bundle::append_key(KeyBuilder& key) const {
  key.tag(kind());
  key.string(name);
  for (const ClauseRef& one : expressions) key.child(one.get());
}

StatementPlugin* Bundle::plugin() const { return &orm_plugin(); }

void Bundle::from_objects(std::vector<FromClause*>& out) const {
  for (const ClauseRef& one : expressions) one->from_objects(out);
}

ColumnCollection Bundle::columns() const {
  ColumnCollection collection;
  std::vector<std::string> keys = labels();
  for (size_t i = 0; i < expressions.size(); ++i) {
    if (ColumnElement* column = as_column(expressions[i].get())) collection.add(keys[i], column);
  }
  return collection;
}

std::vector<std::string> Bundle::labels() const {
  std::vector<std::string> names;
  names.reserve(expressions.size());
  for (const ClauseRef& one : expressions) {
    names.push_back(one->kind() == NodeKind::bundle ? static_cast<const Bundle&>(*one).name
                                                    : item_key(*one));
  }
  return names;
}

Bundle::Reader Bundle::reader(const Ref<const Select>&) const {
  return [](const Row& parts) { return Value(Ref<Opaque>(make_ref<RowValue>(parts))); };
}

Ref<ClauseElement> Bundle::shallow_copy() const { return make_ref<Bundle>(*this); }

}  // namespace orm
