// From what was read of a class to its mapper: descriptors, relationships, the constructor; and
// what the mapper asks of the class.
#include <algorithm>

#include "runner/bind/class_reader.h"
#include "runner/bind/inheritance.h"
#include "runner/bind/mapper_events.h"

namespace lessonrun::bind {

using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

// A class without a table gets its attributes when the mappers are configured: until then those
// below it find in it what it says. What one of them has, the others say then that they have not.
void end_waiting(Context& owner, const orm::Mapper& mapper) {
  if (!mapper.options().concrete_abstract) return;
  MappedClass& mapped = *find_mapped(mapped_type(mapper));
  mapped.waits = false;
  instrument(owner, *mapped.type, mapped);
  for (const orm::Mapper* below : mapper.self_and_descendants()) {
    hide_inherited(owner, *mapped_type(*below), *below);
  }
}

// How the mapper makes objects of the class.
class Manager final : public orm::ClassManager {
 public:
  Manager(Context& owner, Type& type, MappedClass& mapped)
      : owner_(owner), type_(type), mapped_(mapped) {}
  std::string class_name() const override { return type_.name; }
  std::string module_name() const override { return type_.module; }
  std::string qualified_name() const override { return type_.module + "." + type_.qualname; }
  void* class_object() const override { return &type_; }
  void attribute_added(const orm::Mapper&, const orm::MappedProperty& property) override {
    if (!mapped_.waits) instrument(owner_, mapped_, property);
  }
  orm::ColumnRef class_attribute(const orm::EntityElement& entity, std::string_view key) override {
    Value found = owner_.interp.find_attr(wrap_entity(owner_, orm::ClauseRef(entity.ref())), key);
    orm::ClauseRef clause = found ? find_clause(owner_, found) : nullptr;
    return orm::ColumnRef(orm::as_column(clause.get()));
  }
  orm::ColumnRef class_criterion(const orm::EntityElement& entity, std::string_view key,
                                 const orm::Value& value) override {
    Value found = owner_.interp.find_attr(wrap_entity(owner_, orm::ClauseRef(entity.ref())), key);
    if (!found) return nullptr;
    const bool is_relationship = orm::as_relationship(find_clause(owner_, found).get()) != nullptr;
    if (!is_relationship && find_composite(found) == nullptr && !has_comparator(found))
      return nullptr;
    return to_column(owner_,
                     owner_.interp.compare(interp::CompareOp::kEq, found, from_orm(owner_, value)),
                     "WHERE/HAVING role");
  }
  void configuring(Configuring when, const orm::Mapper& mapper) override {
    if (when == Configuring::mapper_begins) end_waiting(owner_, mapper);
    tell_configuring(owner_, when, mapper);
  }
  std::string text_of_raised() const override {
    try {
      throw;
    } catch (const interp::PythonError& error) {
      return owner_.interp.str_of(error.exception);
    } catch (...) {
      return {};  // an end of the run, which nothing catches
    }
  }
  void warn(const std::string& message) override { owner_.warn("SAWarning", message); }
  orm::Instance create() override {
    Value object = owner_.interp.new_instance(&type_);
    return orm::Instance(&loaded_state(owner_, mapped_, object));
  }

 private:
  Context& owner_;
  Type& type_;
  MappedClass& mapped_;
};

}  // namespace

void ClassReader::finish(const orm::Ref<orm::FromClause>& from, bool has_table) {
  orm::MapperOptions options = std::move(options_);
  map_synonym_columns(*from, options);
  choose_columns(owner_, choice_, *from, options,
                 [this](const std::string& key) { return hides_column(key); });
  check_columns(*from, options);
  if (imperative_ && options.concrete && parent_ != nullptr) place_inherited_first(*from, options);
  if (options.concrete && parent_ == nullptr) parent_ = abstract_parent(from);
  options.inherits = parent_;
  bool of_abstract = false;
  for (const orm::Mapper* at = parent_; at != nullptr; at = at->inherits()) {
    of_abstract = of_abstract || at->options().concrete_abstract;
  }
  if ((options.concrete || parent_ == nullptr) && !of_abstract)
    options.concrete_discriminator = concrete_discriminator(owner_, type_);
  // The class right below ConcreteBase is one of those with a table of their own.
  if (!options.concrete_discriminator.empty()) options.concrete = true;
  MappedClass& installed = install(from, std::move(options), has_table);
  auto& mapper = const_cast<orm::Mapper&>(*installed.mapper);
  mapper.unite_all();
  add_relationships(mapper);
  tell_mapper_constructed(owner_, installed);
}

MappedClass& ClassReader::install(const orm::Ref<orm::FromClause>& from, orm::MapperOptions options,
                                  bool has_table) {
  auto mapped = std::make_unique<MappedClass>();
  mapped->type = &type_;
  mapped->waits = options.concrete_abstract;
  keep_mapped(owner_, type_);
  orm::Mapper& mapper =
      registry_.map(std::make_unique<Manager>(owner_, type_, *mapped), from, std::move(options));
  mapped->mapper = &mapper;
  mapped->registry = orm::Ref<orm::Registry>(&registry_);
  // The mapper is done with warnings; this reader does not outlive the class statement.
  mapper.stop_warning();
  if (has_table && from->kind() == orm::NodeKind::table) {
    interp_.set_class_attr(&type_, interp_.intern("__table__"), wrap(owner_, from));
  }
  MappedClass& installed = *mapped;
  type_.class_payload = std::move(mapped);
  name_constructor();
  tell_class_mapped(owner_, installed);
  if (!installed.waits) instrument(owner_, type_, installed);
  find_validators(owner_, type_, installed);
  find_reconstructor(owner_, type_, installed);
  if (installed.reconstructor) mapper.watch();
  finish_composites(installed, mapper);
  hide_inherited(owner_, type_, mapper);
  configure_with_next_object(owner_, registry_);
  return installed;
}

void ClassReader::add_relationships(orm::Mapper& mapper) {
  for (const DeclaredRelationship& one : relationships_) {
    orm::RelationshipArgs args =
        relationship_args(owner_, *one.data, registry_, type_, one.key, one.annotation);
    if (one.lazy) {
      args.lazy = *one.lazy;
      args.uselist = true;
    }
    mapper.add_relationship(one.key, std::move(args));
  }
}

orm::Mapper* ClassReader::abstract_parent(const orm::Ref<orm::FromClause>& table) {
  for (Type* at : type_.mro) {
    if (at == &type_ || !is_abstract_concrete(owner_, *at)) continue;
    if (auto* mapped = dynamic_cast<MappedClass*>(at->class_payload.get())) {
      return const_cast<orm::Mapper*>(mapped->mapper);
    }
    return &ClassReader(owner_, *at, registry_, type_map_).map_abstract(table);
  }
  return nullptr;
}

orm::Mapper& ClassReader::map_abstract(const orm::Ref<orm::FromClause>& table) {
  const DeclaredValues values(owner_, type_);
  collect();
  orm::MapperOptions options;
  options.concrete = options.concrete_abstract = true;
  options.concrete_discriminator = concrete_discriminator(owner_, type_);
  const Value* strict = type_.dict.find(interp_.intern("strict_attrs"));
  if (owner_.profile.annotated_mapping && strict != nullptr && interp_.truth(*strict)) {
    std::vector<std::string>& kept = options.strict_attributes.emplace();
    for (const Declared& one : declared_) kept.push_back(one.key);
    for (const auto& [key, column] : table->c()) {
      const bool is_kept = std::find(kept.begin(), kept.end(), key) != kept.end();
      if (!is_kept && !static_cast<const orm::Column&>(*column).primary_key())
        options.exclude.push_back(key);
    }
  }
  MappedClass& installed = install(table, std::move(options), false);
  auto& mapper = const_cast<orm::Mapper&>(*installed.mapper);
  add_relationships(mapper);
  return mapper;
}

void ClassReader::name_constructor() {
  Value* found = interp_.type_lookup(&type_, interp_.intern("__init__"));
  if (found == nullptr || !found->is(Kind::kFunction)) return;
  found->as<interp::FunctionObject>()->qualname = interp_.str("__init__");
}

}  // namespace lessonrun::bind
