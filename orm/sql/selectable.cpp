// FROM objects: their columns, aliases; join.cpp has joins.
#include <orm/compiler.h>
#include <orm/error.h>
#include <orm/schema.h>

#include <algorithm>

#include "orm/sql/slots.h"

namespace orm {

// FromClause

FromClause::~FromClause() {
  for (ColumnElement* column : owned_) delete column;
}

const ColumnCollection& FromClause::c() const {
  if (kind() == NodeKind::join && populated_) {
    // A class of a joined hierarchy that has no table of its own adds columns to one of the tables.
    const auto& join = static_cast<const Join&>(*this);
    if (columns_.size() != join.left->c().size() + join.right->c().size()) {
      columns_.clear();
      populated_ = false;
    }
  }
  if (!populated_) {
    populated_ = true;
    try {
      populate();
    } catch (...) {
      populated_ = false;  // asked again, it fails again
      throw;
    }
  }
  return columns_;
}

ColumnRef FromClause::col(std::string_view key) const {
  ColumnElement* column = c().find(key);
  if (column == nullptr) throw AttributeError(std::string(key));
  return ColumnRef(column);
}

std::string FromClause::description() const { return std::string(name()); }

ColumnElement* FromClause::own(const ColumnRef& column) const {
  ColumnElement* raw = column.get();
  static_cast<ColumnClause*>(raw)->attach(const_cast<FromClause&>(*this));
  owned_.push_back(raw);
  return raw;
}

void ColumnClause::attach(FromClause& from) {
  table = &from;
  join_lifetime_of(from);
}

ColumnClause* FromClause::make_proxy(const ColumnElement& column, std::string name,
                                     std::string key) const {
  auto proxy = make_ref<ColumnClause>(std::move(name), column.type);
  proxy->key_ = std::move(key);
  // The column lives with what this object selects from, so holding it makes no cycle.
  proxy->proxy_for = column.ref();
  const ColumnElement* bare = column.bare();
  if (bare->kind() == NodeKind::column)
    proxy->quote = static_cast<const ColumnClause*>(bare)->quote;
  else if (bare->kind() == NodeKind::label)
    proxy->quote = static_cast<const Label*>(bare)->name_.quote;
  return static_cast<ColumnClause*>(own(proxy));
}

ColumnClause* FromClause::add_proxy(const ColumnElement& column, std::string name,
                                    std::string key) const {
  ColumnClause* proxy = make_proxy(column, std::move(name), key);
  columns_.add(std::move(key), proxy);
  return proxy;
}

Ref<Join> FromClause::join(Ref<FromClause> right, ColumnRef onclause, bool outer, bool full) const {
  return make_ref<Join>(ref(), std::move(right), std::move(onclause), outer, full);
}

Ref<Alias> FromClause::alias(Name alias_name) const {
  bool is_select = (kind() >= NodeKind::select && kind() <= NodeKind::text_select) ||
                   kind() == NodeKind::subquery;
  NodeKind alias_kind = is_select ? NodeKind::subquery : NodeKind::alias;
  if (kind() == NodeKind::cte) {
    auto& self = static_cast<const Alias&>(*this);
    auto other = make_ref<Alias>(NodeKind::cte, self.element, std::move(alias_name));
    other->stem.clear();
    other->recursive = self.recursive;
    other->cte_alias = Ref<Alias>(const_cast<Alias*>(&self));
    return other;
  }
  if (kind() == NodeKind::table_valued) {
    // Another name of the function, with the same columns.
    const auto& self = static_cast<const Alias&>(*this);
    auto other = make_ref<Alias>(NodeKind::table_valued, self.element, std::move(alias_name));
    other->take_columns(self);
    return other;
  }
  if (kind() == NodeKind::join)
    return select()
        ->with_label_style(LabelStyle::tablename_plus_col)
        ->subquery(std::move(alias_name));
  return make_ref<Alias>(alias_kind, ref(), std::move(alias_name));
}

Ref<Select> FromClause::select() const { return orm::select({ref()}); }

// Alias

Alias::Keys::Keys() = default;
Alias::Keys::Keys(const Keys&) {}
Alias::Keys::~Keys() = default;

Alias::Alias(NodeKind node_kind, Ref<FromClause> what, Name alias_name)
    : FromClause(node_kind), element(std::move(what)), name_(std::move(alias_name)) {
  if (element->kind() != NodeKind::from_grouping && element->kind() != NodeKind::lateral)
    stem = std::string(element->name());
  // An alias of an alias names the table itself, one of a subquery repeats the select.
  if (node_kind == NodeKind::alias || node_kind == NodeKind::subquery)
    while (element->kind() == node_kind) element = static_cast<Alias&>(*element).element;
}

std::string Alias::description() const {
  if (!name_.empty()) return name_;
  if (nameless) {
    return element->kind() == NodeKind::select     ? "Select object"
           : element->kind() == NodeKind::compound ? "CompoundSelect object"
                                                   : "TextAsFrom object";
  }
  return kind() == NodeKind::alias ? "Anonymous alias of " + element->description() : "anon_1";
}

void Alias::populate() const {
  if (element->kind() >= NodeKind::select && element->kind() <= NodeKind::text_select) {
    auto& select = static_cast<SelectBase&>(*element);
    size_t place = 0;
    std::vector<std::vector<ColumnRef>> others;
    if (element->kind() == NodeKind::compound) {
      const auto& selects = static_cast<CompoundSelect&>(*element).selects;
      for (size_t i = 1; i < selects.size(); ++i) others.push_back(selects[i]->selected());
    }
    for (auto& named : select.named_columns(select.label_style, !nameless)) {
      const size_t at = place++;
      // text() is no column that the statement around could name.
      if (named.column->bare()->kind() == NodeKind::text) continue;
      NameStem label = named.required ? *named.required : named.fallback;
      // `users_id` of a plain table needs no compiler to complete it: it is the column's name, and
      // a label around it starts from there (`anon_1_users_id`).
      if (label.prefix != nullptr && label.anon == nullptr && label.wrapper == nullptr &&
          label.prefix->kind() == NodeKind::table) {
        const auto& table = static_cast<const TableClause&>(*label.prefix);
        if (table.schema.empty()) {
          label.text = table.name_ + "_" + label.text;
          label.prefix = nullptr;
        }
      }
      ColumnClause* proxy = make_proxy(*named.column, label.text, named.key);
      for (const auto& columns : others) {
        if (at < columns.size()) proxy->also_for.push_back(columns[at]);
      }
      // Where names are not made unique, the last column of a name is the one that it finds.
      if (nameless)
        columns_.replace(named.key, proxy);
      else
        columns_.add(named.key, proxy);
      if (label.anon != nullptr || label.prefix != nullptr || label.wrapper != nullptr)
        proxy->stem = label;
    }
  } else if (element->kind() == NodeKind::dml_from) {
    for (const auto& [key, column] : element->c()) {
      const auto& inner = static_cast<const ColumnClause&>(*column);
      ColumnClause* proxy = add_proxy(*column, inner.name_, key);
      proxy->stem = inner.stem;
    }
  } else if (!column_names.empty()) {
    for (size_t i = 0; i < column_names.size(); ++i) {
      auto column = make_ref<ColumnClause>(column_names[i],
                                           i < column_types.size() ? column_types[i] : nullptr);
      columns_.add(column_names[i], own(column));
    }
  } else {
    for (const auto& [key, column] : element->c()) {
      ColumnClause* proxy = add_proxy(*column, std::string(column->name()), key);
      if (element->kind() == NodeKind::from_grouping)
        proxy->stem = static_cast<const ColumnClause&>(*column).stem;
    }
  }
  for (const auto& [key, column] : columns_) adopt_keys(*column);
}

// A column that stands for a primary or foreign key, perhaps under a label, is one here.
void Alias::adopt_keys(ColumnElement& column) const {
  const ColumnElement* below = column.proxied();
  if (below != nullptr) below = below->bare();
  while (below != nullptr && below->kind() == NodeKind::label)
    below = static_cast<const Label&>(*below).element->bare();
  if (below == nullptr || below->kind() != NodeKind::column) return;
  const FromClause* owner = static_cast<const ColumnClause&>(*below).table;
  if (owner == nullptr) return;
  auto primary = owner->primary_key();
  if (std::find(primary.begin(), primary.end(), below) != primary.end())
    keys_.primary_key.push_back(&column);
  for (ForeignKey* inner : owner->foreign_keys()) {
    if (inner->parent != below) continue;
    auto copy = std::make_unique<ForeignKey>(*inner);
    copy->parent = &column;
    keys_.foreign_keys.push_back(copy.get());
    keys_.owned.push_back(std::move(copy));
  }
}

std::vector<ColumnElement*> Alias::primary_key() const {
  c();
  return keys_.primary_key;
}

std::vector<ForeignKey*> Alias::foreign_keys() const {
  c();
  return keys_.foreign_keys;
}

void Alias::each_child(SlotFunction slot) {
  // Copies of an alias are aliases of their own; only what cannot change identity is entered.
  if (kind() != NodeKind::alias) visit_slot(element, slot);
  visit_slot(sample, slot);
  visit_slot(sample_seed, slot);
}

void Alias::append_key(KeyBuilder& key) const {
  key.tag(kind());
  key.local(this);
  key.name(name_);
  key.flag(recursive);
  key.flag(nesting);
  key.flag(nameless);
  key.flag(with_ordinality);
  key.flag(derived);
  key.flag(derived_types);
  for (const auto& column_name : column_names) key.string(column_name);
  for (const auto& column_type : column_types) key.type(column_type.get());
  for (const auto* affixes : {&prefixes, &suffixes})
    for (const Affix& affix : *affixes) {
      key.child(affix.text.get());
      key.string(affix.dialect);
    }
  if (sample) key.child(sample.get());
  if (sample_seed) key.child(sample_seed.get());
  if (restates) key.child(restates.get());
  if (cte_alias) key.child(cte_alias.get());
  // A recursive CTE reaches itself: it is spelled out once.
  if (key.entered(this)) key.child(element.get());
}

Ref<Alias> Alias::union_(const Ref<FromClause>& other, bool all) const {
  return union_with({Ref<SelectBase>(static_cast<SelectBase*>(other.get()))}, all);
}

Ref<Alias> Alias::union_with(std::vector<Ref<SelectBase>> others, bool all) const {
  others.insert(others.begin(), Ref<SelectBase>(static_cast<SelectBase*>(element.get())));
  auto joined = orm::union_(std::move(others), all);
  auto result = make_ref<Alias>(NodeKind::cte, joined, name_);
  result->recursive = recursive;
  result->nesting = cte_alias ? cte_alias->nesting : nesting;
  result->restates = Ref<Alias>(const_cast<Alias*>(this));
  return result;
}

bool FromClause::is_derived_from(const FromClause& other) const {
  for (const FromClause* at = this; at != nullptr;
       at = at->kind() == NodeKind::alias ? static_cast<const Alias*>(at)->element.get() : nullptr)
    if (at == &other) return true;
  return false;
}

void Alias::take_columns(const Alias& other) {
  column_names = other.column_names;
  column_types = other.column_types;
  with_ordinality = other.with_ordinality;
  derived = other.derived;
  derived_types = other.derived_types;
}

Ref<FromClause> lateral(Ref<FromClause> element, Name name) {
  const auto* function = element->kind() == NodeKind::table_valued
                             ? static_cast<const Alias*>(element.get())
                             : nullptr;
  auto made = make_ref<Alias>(NodeKind::lateral, std::move(element), std::move(name));
  if (function != nullptr) made->take_columns(*function);
  return made;
}

// Values, TableClause

Values::Values(std::vector<Ref<ColumnClause>> columns, Name values_name)
    : FromClause(NodeKind::values), declared(std::move(columns)), name_(std::move(values_name)) {}

void Values::each_child(SlotFunction slot) {
  for (auto& row : rows) visit_slots(row, slot);
}

void Values::append_key(KeyBuilder& key) const {
  key.tag(kind());
  key.local(this);
  key.string(name_);
  key.flag(literal_binds);
  key.flag(lateral);
  key.flag(aliased);
  for (const auto& column : declared) key.child(column.get());
  for (const auto& row : rows) key.children(row);
  key.children(independent_ctes);
  key.children(nested_ctes);
  if (literal_binds) key.cacheable = false;
}

Ref<Values> Values::named_as(Name alias_name) const {
  auto other = make_ref<Values>(*this);
  other->aliased = true;
  other->name_ = std::move(alias_name);
  return other;
}

Ref<Values> Values::data(std::vector<std::vector<Operand>> given) const {
  auto fresh = make_ref<Values>(*this);
  for (auto& row : given) {
    std::vector<ColumnRef> made;
    for (size_t i = 0; i < row.size(); ++i) {
      if (row[i].clause)
        made.push_back(coerce_column(row[i]));
      else
        made.push_back(
            literal(std::move(row[i].value), i < declared.size() ? declared[i]->type : nullptr));
    }
    fresh->rows.push_back(std::move(made));
  }
  return fresh;
}

void Values::populate() const {
  for (const auto& column : declared) add_proxy(*column, column->name_, column->key_);
}

TableClause::TableClause(std::string table_name, const std::vector<Ref<ColumnClause>>& columns,
                         Name schema_name)
    : FromClause(NodeKind::table), name_(std::move(table_name)), schema(std::move(schema_name)) {
  populated_ = true;
  for (auto& column : columns) {
    std::string key = column->key_;
    columns_.add(key, own(column));
  }
}

Ref<ClauseElement> TableClause::shallow_copy() const {
  return ClauseRef(const_cast<TableClause*>(this));
}

void TableClause::append_key(KeyBuilder& key) const {
  key.tag(kind());
  key.object(this);
}

Ref<TableClause> table(std::string name, const std::vector<Ref<ColumnClause>>& columns) {
  return make_ref<TableClause>(std::move(name), columns);
}

}  // namespace orm
