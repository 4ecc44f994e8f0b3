// Concrete inheritance: each class has a table of its own, and the class above may be selected from
// the UNION of them.
//
// A class that is selected so stands in statements as an alias of itself over the UNION; rows are
// written to its own table as ever.
#include <algorithm>

#include "orm/mapper.h"
#include "orm/orm_error.h"
#include "orm/profile.h"

namespace orm {

namespace {

std::string quoted(const Value& identity) {
  if (identity.kind() != ValueKind::text) return identity.repr();
  std::string text = "'";
  for (char c : identity.as_text()) text += c == '\'' ? "''" : std::string(1, c);
  return text + "'";
}

}  // namespace

Ref<Alias> polymorphic_union(const std::vector<std::pair<Value, Ref<FromClause>>>& tables,
                             const std::string& discriminator, const std::string& name,
                             bool cast_nulls) {
  std::vector<std::pair<std::string, TypeRef>> names;
  // The columns of one FROM object by key: of a join's two under one key the last.
  auto column_of = [](const FromClause& table, const std::string& key) {
    ColumnElement* found = nullptr;
    for (const auto& item : table.c()) {
      if (item.second->key() == key) found = item.second;
    }
    return found;
  };
  for (const auto& [identity, table] : tables) {
    for (const auto& item : table->c()) {
      ColumnElement* column = item.second;
      const std::string key(column->key());
      if (!discriminator.empty() && key == discriminator) {
        throw InvalidRequestError(
            "Polymorphic union can not use '" + discriminator +
            "' as the discriminator column due to mapped column " + column->str(profile_2_0) +
            "; please apply the 'typecolname' argument; this is available on ConcreteBase as "
            "'_concrete_discriminator_name'");
      }
      auto known = std::find_if(names.begin(), names.end(),
                                [&wanted = key](const auto& one) { return one.first == wanted; });
      if (known == names.end()) {
        names.emplace_back(key, column->type);
      } else {
        known->second = column->type;
      }
    }
  }
  std::vector<Ref<SelectBase>> selects;
  for (const auto& [identity, table] : tables) {
    std::vector<ClauseRef> columns;
    for (const auto& [key, type] : names) {
      if (ColumnElement* column = column_of(*table, key)) {
        columns.push_back(column->ref());
      } else {
        columns.push_back(
            (cast_nulls ? cast(null(), type) : type_coerce(null(), type))->label(key));
      }
    }
    if (!discriminator.empty()) {
      columns.push_back(literal_column(quoted(identity))->label(discriminator));
    }
    selects.push_back(select(std::move(columns))->select_from({table}));
  }
  Ref<SelectBase> all = selects.size() == 1 ? selects[0] : Ref<SelectBase>(union_(selects, true));
  return all->subquery(name);
}

void Mapper::unite() {
  note_change();
  if (!options_.concrete_discriminator.empty()) {
    std::vector<std::pair<Value, Ref<FromClause>>> tables;
    const std::vector<const Mapper*> united =
        options_.concrete_abstract ? take_from_below() : self_and_descendants();
    tables.reserve(united.size());
    for (const Mapper* mapper : united) {
      tables.emplace_back(mapper->options_.polymorphic_identity.value_or(Value()), mapper->table_);
    }
    Ref<Alias> from = polymorphic_union(tables, options_.concrete_discriminator, "pjoin");
    options_.with_polymorphic.all = true;
    options_.with_polymorphic.selectable = from;
    options_.polymorphic_on = from->c().find(options_.concrete_discriminator)->ref();
    discriminate_by_column();
    if (options_.concrete_abstract) order_by_union(*from);
  } else if (united_ == nullptr) {
    return;
  }
  auto entity = make_ref<EntityElement>(*this, options_.with_polymorphic.selectable);
  entity->polymorphic = mappers_of(options_.with_polymorphic);
  united_ = entity;
  entity_ = entity;
  selectable_ = nullptr;
  attributes_.clear();
  for (const MappedProperty& property : properties_) manager_->attribute_added(*this, property);
}

// The last first, as SQLAlchemy unites them.
std::vector<const Mapper*> Mapper::below() const {
  std::vector<const Mapper*> below;
  std::vector<const Mapper*> stack(children_.begin(), children_.end());
  while (!stack.empty()) {
    const Mapper* at = stack.back();
    stack.pop_back();
    below.push_back(at);
    stack.insert(stack.end(), at->children_.begin(), at->children_.end());
  }
  return below;
}

// The classes below one without a table. What only they have becomes an attribute of the class
// above too, under the same index; with strict_attrs only for what is loaded.
std::vector<const Mapper*> Mapper::take_from_below() {
  std::vector<const Mapper*> below = this->below();
  for (const Mapper* mapper : below) {
    for (const MappedProperty& property : mapper->properties_) {
      if (property.column == nullptr || by_key_.count(property.key) != 0) continue;
      const auto& strict = options_.strict_attributes;
      if (strict && std::find(strict->begin(), strict->end(), property.key) == strict->end())
        continue;
      pass_on(property);
    }
  }
  return below;
}

// The attributes of a class without a table stand in the order of the UNION's columns.
void Mapper::order_by_union(const FromClause& from) {
  const std::vector<std::string> keys = from.c().keys();
  auto place = [&](const MappedProperty& property) {
    const std::string& name =
        property.column != nullptr ? std::string(property.column->key()) : property.key;
    return std::find(keys.begin(), keys.end(), name) - keys.begin();
  };
  std::stable_sort(properties_.begin(), properties_.end(),
                   [&](const auto& a, const auto& b) { return place(a) < place(b); });
  for (size_t i = 0; i < properties_.size(); ++i) places_[properties_[i].index] = i;
}

// The discriminator is a column of the UNION that no attribute has.
void Mapper::discriminate_by_column() {
  MappedProperty hidden;
  hidden.key = std::string(options_.polymorphic_on->key());
  hidden.hidden = true;
  hidden.is_explicit = true;
  hidden.expression = options_.polymorphic_on;
  polymorphic_attribute_ = add_property(std::move(hidden)).index;
  polymorphic_on_ = options_.polymorphic_on;
}

bool Mapper::selects_from_own(const FromClause* alias) const {
  return united_ != nullptr && static_cast<const EntityElement&>(*united_).alias.get() == alias;
}

}  // namespace orm
