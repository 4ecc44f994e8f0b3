// The mapper of a struct: its table, its columns, its relationships, the struct above it.
//
// Classes and registries belong to a thread, as sessions do; they are kept in one place, which
// frees what objects are left before it lets go of the classes that describe them.
#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <string_view>

#include "orm/mapping/typed_texts.h"
#include "orm/orm_error.h"
#include "orm/typed_column_property.h"
#include "orm/typed_relationship.h"

namespace orm {

/// What is known of a struct that is to be mapped.
struct detail::TypedDraft {
  const char* name;
  const char* table;
  Registry* registry;
  bool reflected;
  Instance (*create)(const TypedClass& cls);
  const TypedClass* parent = nullptr;
  size_t parent_offset = 0;
  std::vector<MappedMember> members{};  ///< its own
  std::vector<TableItem> table_args{};
  MapperArgs mapper_args{};
  std::vector<Validator> validators{};
};

namespace {

class TypedManager final : public ClassManager {
 public:
  TypedManager(const TypedClass& cls, Instance (*creator)(const TypedClass& cls))
      : class_(&cls), create_(creator) {}
  std::string class_name() const override { return class_->name; }
  std::string module_name() const override { return "__main__"; }
  Instance create() override { return create_(*class_); }
  void configuring(Configuring when, const Mapper&) override {
    if (when == Configuring::begins) detail::map_related_structs();
  }

 private:
  const TypedClass* class_;
  Instance (*create_)(const TypedClass& cls);
};

// What a thread has mapped.
struct TypedThread {
  TypedThread() = default;
  TypedThread(const TypedThread&) = delete;
  TypedThread& operator=(const TypedThread&) = delete;
  ~TypedThread() { collect_object_cycles(); }
  std::vector<std::unique_ptr<TypedClass>> classes;
  std::vector<Ref<Registry>> registries;
  /// What maps the structs that mapped ones refer to. It waits until relationships are configured,
  /// as SQLAlchemy does: a table is there when its class was named.
  std::vector<void (*)()> related;
};

TypedThread& this_thread() {
  static thread_local TypedThread thread;
  return thread;
}

// ---- tables -------------------------------------------------------------------------------------

bool has_primary_key(const std::vector<Ref<Column>>& columns) {
  for (const Ref<Column>& column : columns) {
    if (column->primary_key()) return true;
  }
  return false;
}

// The key of a table that is joined to its parent's: where the struct declares none, it is the
// parent's, and refers to it.
std::vector<Ref<Column>> key_of_parent(const Table& parent) {
  std::vector<Ref<Column>> key;
  for (const Column* column : parent.primary_key_constraint().columns) {
    ColumnArgs args;
    args.primary_key = true;
    args.foreign_keys.emplace_back(column->fullname());
    key.push_back(make_ref<Column>(std::string(column->name()), column->type, std::move(args)));
  }
  return key;
}

class ClassMaker {
 public:
  ClassMaker(detail::TypedDraft& draft, TypedClass& cls) : draft_(draft), class_(cls) {}
  void make();

 private:
  bool shares_table() const;
  Ref<Table> table(std::vector<Ref<Column>> columns);
  Ref<Table> reflected_table(const std::vector<Ref<Column>>& columns) const;
  void name_properties(Table& table, std::vector<MappedProperty>& properties) const;
  void add_expressions(Table& table, std::vector<MappedProperty>& properties) const;
  MapperOptions options() const;
  std::vector<Ref<Column>> columns() const;
  void add_relationships();
  void add_validators();
  void number_members();

  detail::TypedDraft& draft_;
  TypedClass& class_;
};

bool ClassMaker::shares_table() const {
  return draft_.parent != nullptr && !draft_.mapper_args.concrete &&
         draft_.parent->mapper->local_table().name() == draft_.table;
}

std::vector<Ref<Column>> ClassMaker::columns() const {
  std::vector<Ref<Column>> columns;
  // A concrete class has all columns in its own table.
  for (const MappedMember& member : draft_.mapper_args.concrete ? class_.members : draft_.members) {
    if (member.column != nullptr) columns.push_back(member.column(member.name));
  }
  return columns;
}

// The table is there, and the struct has a member for each of its columns: a row is written whole.
Ref<Table> ClassMaker::reflected_table(const std::vector<Ref<Column>>& columns) const {
  Table* table = draft_.registry->metadata().table(draft_.table);
  if (table == nullptr) {
    throw InvalidRequestError("The table '" + std::string(draft_.table) + "' of '" + class_.name +
                              "' is not in the MetaData: reflect() it before the struct is used");
  }
  const auto same = [](const auto& one, const auto& other) { return one->name() == other->name(); };
  for (const Ref<Column>& column : columns) {
    if (table->c().find(column->name()) != nullptr) continue;
    throw ArgumentError("'" + class_.name + "' has a member for a column '" +
                        std::string(column->name()) + "', which the table '" + draft_.table +
                        "' does not have");
  }
  for (const Column* column : table->columns()) {
    const bool known = std::any_of(columns.begin(), columns.end(),
                                   [&](const Ref<Column>& own) { return same(own, column); });
    if (known) continue;
    throw ArgumentError("The table '" + std::string(draft_.table) + "' has a column '" +
                        std::string(column->name()) + "', for which '" + class_.name +
                        "' has no member");
  }
  return table->table_ref();
}

Ref<Table> ClassMaker::table(std::vector<Ref<Column>> columns) {
  if (draft_.reflected) return reflected_table(columns);
  if (shares_table()) {
    Table& table = draft_.parent->mapper->local_table();
    for (const Ref<Column>& column : columns) {
      if (column->primary_key()) {
        throw ArgumentError("Can't place primary key columns on an inherited class with no table.");
      }
      if (table.c().find(column->name()) != nullptr) {
        throw ArgumentError("Column '" + std::string(column->name()) + "' on class " + class_.name +
                            " conflicts with existing column '" +
                            table.column(column->name())->fullname() + "'");
      }
      table.append_column(column);
    }
    return table.table_ref();
  }
  if (draft_.parent != nullptr && !draft_.mapper_args.concrete && !has_primary_key(columns)) {
    std::vector<Ref<Column>> key = key_of_parent(draft_.parent->mapper->local_table());
    columns.insert(columns.begin(), key.begin(), key.end());
  }
  std::vector<TableItem> items(columns.begin(), columns.end());
  for (TableItem& item : draft_.table_args) items.push_back(std::move(item));
  return draft_.registry->metadata().define(draft_.table, items);
}

MapperOptions ClassMaker::options() const {
  const MapperArgs& args = draft_.mapper_args;
  MapperOptions options;
  options.polymorphic_on_key = args.polymorphic_on;
  options.polymorphic_identity = args.polymorphic_identity;
  options.polymorphic_abstract = args.polymorphic_abstract;
  options.polymorphic_load = args.polymorphic_load;
  options.with_polymorphic.all = args.with_polymorphic_all;
  options.concrete = args.concrete;
  options.version_id_key = args.version_id_col;
  if (args.eager_defaults) {
    options.eager_defaults = *args.eager_defaults ? EagerDefaults::always : EagerDefaults::never;
  }
  if (draft_.parent != nullptr) options.inherits = draft_.parent->mapper;
  return options;
}

void ClassMaker::make() {
  class_.name = draft_.name;
  class_.parent = draft_.parent;
  if (draft_.parent != nullptr) {
    if (draft_.parent_offset != 0) {
      throw ArgumentError("'" + class_.name +
                          "' has to begin with the struct that it inherits "
                          "from: it is the first base, and not a virtual one");
    }
    class_.members = draft_.parent->members;
  }
  class_.members.insert(class_.members.end(), draft_.members.begin(), draft_.members.end());
  add_validators();
  for (const MappedMember& member : class_.members) {
    if (member.related != nullptr) class_.refers = true;
  }
  std::vector<Ref<Column>> declared = columns();
  Ref<Table> made = table(declared);
  MapperOptions with = options();
  if (draft_.parent != nullptr) {
    for (const Column* column : made->columns()) {
      for (const Ref<Column>& own : declared) {
        if (own->name() != column->name()) continue;
        MappedProperty property;
        property.key = column->key();
        property.column = column->column_ref();
        with.properties.push_back(std::move(property));
      }
    }
  }
  name_properties(*made, with.properties);
  add_expressions(*made, with.properties);
  const std::vector<std::string>& first = draft_.mapper_args.columns_first;
  std::stable_partition(with.properties.begin(), with.properties.end(),
                        [&](const MappedProperty& property) {
                          return std::find(first.begin(), first.end(), property.key) != first.end();
                        });
  class_.mapper = &draft_.registry->map(std::make_unique<TypedManager>(class_, draft_.create), made,
                                        std::move(with));
  class_.mapper->unite_all();
  add_relationships();
  number_members();
}

// Attributes that are called otherwise than their columns.
void ClassMaker::name_properties(Table& table, std::vector<MappedProperty>& properties) const {
  for (const MappedMember& member : draft_.members) {
    if (member.column == nullptr) continue;
    const Ref<Column> column = member.column(member.name);
    if (column->name() == member.name) continue;
    const auto given = [&column](const MappedProperty& one) {
      return one.column != nullptr && one.column->name() == column->name();
    };
    auto place = std::find_if(properties.begin(), properties.end(), given);
    if (place == properties.end()) place = properties.insert(place, MappedProperty());
    place->key = member.name;
    place->column = table.column(column->name())->column_ref();
  }
}

// What SELECTs compute stands before the columns.
void ClassMaker::add_expressions(Table& table, std::vector<MappedProperty>& properties) const {
  auto place = properties.begin();
  for (const MappedMember& member : draft_.members) {
    if (member.expression == nullptr) continue;
    MappedProperty property;
    property.key = member.name;
    property.expression = member.expression(table);
    property.is_explicit = true;
    place = std::next(properties.insert(place, std::move(property)));
  }
}

void ClassMaker::add_relationships() {
  for (const MappedMember& member : draft_.mapper_args.concrete ? class_.members : draft_.members) {
    if (member.related == nullptr) continue;
    RelatedDraft related = drafted(*member.related);
    if (related.late) {
      class_.mapper->reserve_index(member.name);
      const auto same = [&member](const MappedMember& one) { return one.offset == member.offset; };
      const auto at = std::find_if(class_.members.begin(), class_.members.end(), same);
      class_.late.push_back(static_cast<size_t>(at - class_.members.begin()));
      continue;
    }
    class_.mapper->add_relationship(member.name,
                                    finish_relationship(std::move(related), *class_.mapper));
  }
}

void ClassMaker::add_validators() {
  if (draft_.parent != nullptr) class_.validators = draft_.parent->validators;
  for (const Validator& validator : draft_.validators) {
    class_.validators.insert(class_.validators.end(), validator.targets.begin(),
                             validator.targets.end());
  }
  for (const Validator::Target& target : class_.validators) {
    for (MappedMember& member : class_.members) {
      if (member.offset == target.offset) member.validated = true;
    }
  }
}

void ClassMaker::number_members() {
  class_.by_attribute.assign(class_.mapper->index_limit(), nullptr);
  for (size_t i = 0; i < class_.members.size(); ++i) {
    const std::optional<size_t> mapped = class_.mapper->find(class_.members[i].name);
    const bool above = class_.parent != nullptr && i < class_.parent->attributes.size();
    const size_t attribute = mapped  ? *mapped
                             : above ? class_.parent->attributes[i]
                                     : class_.mapper->reserve_index(class_.members[i].name);
    class_.attributes.push_back(attribute);
    if (attribute >= class_.by_attribute.size()) class_.by_attribute.resize(attribute + 1, nullptr);
    class_.by_attribute[attribute] = &class_.members[i];
  }
}

}  // namespace

ColumnRef detail::property_expression(const ClauseRef& expression) {
  ColumnRef column(as_column(expression.get()));
  return expression->kind() == NodeKind::label ? column : column->label({});
}

Registry& detail::registry_named(Registry*& known, const Profile& profile) {
  if (known == nullptr) {
    this_thread().registries.push_back(make_ref<Registry>(make_ref<MetaData>(profile)));
    known = this_thread().registries.back().get();
  }
  return *known;
}

void detail::use_metadata(Registry*& known, const Ref<MetaData>& metadata) {
  if (known != nullptr) {
    throw InvalidRequestError("use_metadata() comes before the first struct of the base is mapped");
  }
  this_thread().registries.push_back(make_ref<Registry>(metadata));
  known = this_thread().registries.back().get();
}

void detail::add_member(TypedDraft& draft, const char* name, size_t offset, size_t link_offset,
                        const MappedMember& pattern) {
  MappedMember& member = draft.members.emplace_back(pattern);
  member.name = name;
  member.offset = offset;
  member.link_offset = link_offset;
}

void detail::set_parent(TypedDraft& draft, const TypedClass& parent, size_t offset) {
  draft.parent = &parent;
  draft.parent_offset = offset;
}

void detail::map_typed_class(const StructMapping& mapping, const TypedClass*& known) {
  TypedDraft draft{mapping.name, mapping.table(), &mapping.registry(), mapping.reflected,
                   mapping.create};
  mapping.describe(draft);
  if (mapping.table_args != nullptr) draft.table_args = mapping.table_args();
  if (mapping.mapper_args != nullptr) draft.mapper_args = mapping.mapper_args();
  if (mapping.validators != nullptr) draft.validators = mapping.validators();
  auto cls = std::make_unique<TypedClass>();
  ClassMaker(draft, *cls).make();
  known = cls.get();
  this_thread().classes.push_back(std::move(cls));
  for (const MappedMember& member : draft.members) {
    if (member.related == nullptr || drafted(*member.related).late) continue;
    this_thread().related.push_back(member.related->map_target);
  }
}

void detail::map_related_structs() {
  std::vector<void (*)()>& waiting = this_thread().related;
  while (!waiting.empty()) {
    void (*map_target)() = waiting.back();
    waiting.pop_back();
    map_target();
  }
}

MetaData& detail::metadata_of(const Registry& registry) { return registry.metadata(); }

Table& detail::local_table(const Mapper& mapper) { return mapper.local_table(); }

ClauseRef detail::entity_clause(const Mapper& mapper) { return mapper.entity(); }

bool detail::is_object_of(const Instance& object, const Mapper& mapper) {
  return object->mapper().is_a(mapper);
}

void MetaDataRef::create_all(Bind& bind) const { metadata_->create_all(bind); }

void MetaDataRef::drop_all(Bind& bind) const { metadata_->drop_all(bind); }

void detail::add_late_relationship(const TypedClass& cls, size_t member) {
  const TypedClass* at = &cls;
  while (at->parent != nullptr && member < at->parent->members.size()) at = at->parent;
  auto& owner = const_cast<TypedClass&>(*at);
  const auto waits = std::find(owner.late.begin(), owner.late.end(), member);
  if (waits == owner.late.end()) return;
  owner.late.erase(waits);
  const MappedMember& described = owner.members[member];
  owner.mapper->add_relationship(described.name,
                                 finish_relationship(drafted(*described.related), *owner.mapper));
  this_thread().related.push_back(described.related->map_target);
}

void detail::before_make(const TypedClass& cls) {
  cls.mapper->registry().configure();
  if (cls.refers) collect_object_cycles_if_due();
}

Instance detail::new_object(TypedState* made) {
  Instance object = made->attach();
  const Mapper& mapper = made->mapper();
  if (mapper.sets_identity() && !made->has(*mapper.polymorphic_attribute())) {
    mapper.set_identity(*made);
  }
  return object;
}

}  // namespace orm
