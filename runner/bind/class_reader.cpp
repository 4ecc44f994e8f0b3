// From a class to its table and options: which attributes count, in which order, in which table.
// What becomes of them is in class_mapping.cpp.
#include "runner/bind/class_reader.h"

#include <algorithm>
#include <limits>
#include <set>

#include "orm/orm_error.h"
#include "runner/bind/inheritance.h"

namespace lessonrun::bind {

using interp::DictObject;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

bool is_mapped_above(const Type& type, const Type& self) {
  if (&type == &self) return false;
  const auto* mapped = dynamic_cast<const MappedClass*>(type.class_payload.get());
  return mapped != nullptr && !mapped->mapper->options().concrete_abstract;
}

// Both orders kept where they agree: what is common is where the lists take turns.
std::vector<std::string> merge_orders(const std::vector<std::string>& a,
                                      const std::vector<std::string>& b) {
  std::set<std::string> common;
  for (const std::string& name : a) {
    if (std::find(b.begin(), b.end(), name) != b.end()) common.insert(name);
  }
  std::vector<std::string> merged;
  const std::vector<std::string>* lists[] = {&a, &b};
  size_t at[] = {0, 0};
  int current = 0;
  for (;;) {
    bool turned = false;
    while (at[current] < lists[current]->size()) {
      const std::string& name = (*lists[current])[at[current]++];
      if (common.erase(name) != 0) {
        current = 1 - current;
        turned = true;
        break;
      }
      merged.push_back(name);
    }
    if (turned) continue;
    const std::vector<std::string>& rest = *lists[1 - current];
    merged.insert(merged.end(), rest.begin() + static_cast<ptrdiff_t>(at[1 - current]), rest.end());
    return merged;
  }
}

}  // namespace

void ClassReader::map() {
  const DeclaredValues values(owner_, type_);
  parent_ = find_parent();
  if (Value* args = type_.dict.find(interp_.intern("__mapper_args__"));
      args != nullptr && args->is(Kind::kDict)) {
    const Value* inherits = args->as<DictObject>()->table.find(interp_.intern("inherits"));
    if (inherits != nullptr && !inherits->is_none()) parent_ = given_parent(*inherits);
  }
  options_.warn = [this](const std::string& text) { owner_.warn("SAWarning", text); };
  Value table_name = inherited("__tablename__");
  if (table_name.is_none()) table_name = {};
  Value given_table = inherited("__table__");
  if (given_table.is_none()) given_table = {};
  has_given_table_ = !given_table.is_undefined();
  require_table(table_name || given_table);
  dataclass_ = dataclass_arguments(interp_, type_);
  was_dataclass_ = interp_.type_lookup(&type_, interp_.intern("__dataclass_fields__")) != nullptr;
  // dataclass() tells fields their names and types; before it they cannot be read.
  const bool reads_fields =
      type_.dict.find(interp_.intern("__sa_dataclass_metadata_key__")) != nullptr;
  if (owner_.profile.typed_names && reads_fields &&
      (!was_dataclass_ || dataclass_arguments(interp_, type_))) {
    raise_error(owner_, orm::InvalidRequestError::cls,
                "SQLAlchemy mapped dataclasses can't consume mapping information from "
                "dataclass.Field() objects if the immediate class is not already a dataclass.");
  }
  collect();
  read_given_properties();
  if (dataclass_) make_dataclass(owner_, type_, fields_, dataclass_);
  warn_of_same_name();
  orm::Ref<orm::FromClause> table;
  if (given_table) {
    table = take_table(given_table);
  } else if (table_name) {
    table = define(table_name);
  }
  const bool has_table = table != nullptr;
  require_table(has_table);
  if (!has_table) table = share_table();
  // What makes the arguments of the mapper may look at the table.
  if (has_table && table->kind() == orm::NodeKind::table) {
    interp_.set_class_attr(&type_, interp_.intern("__table__"), wrap(owner_, table));
  }
  read_options(inherited("__mapper_args__"));
  finish(table, has_table);
}

void ClassReader::require_table(bool has_table) {
  if (has_table || parent_ != nullptr) return;
  raise_error(owner_, orm::InvalidRequestError::cls,
              "Class " + interp_.repr(Value(&type_)) +
                  " does not have a __table__ or __tablename__ specified and does not inherit from "
                  "an existing table-mapped class.");
}

// A class that had the name before and is mapped stays so; relationships cannot name either of
// them.
void ClassReader::warn_of_same_name() {
  if (registry_.note_class(type_.module, type_.name)) return;
  owner_.warn("SAWarning",
              "This declarative base already contains a class with the same class name and module "
              "name as " +
                  type_.module + "." + type_.name +
                  ", and will be replaced in the string-lookup table.");
}

// What `__mapper_args__` says of attributes: mapped as if they stood in the class.
void ClassReader::read_given_properties() {
  const Value* args = type_.dict.find(interp_.intern("__mapper_args__"));
  if (args == nullptr || !args->is(Kind::kDict)) return;
  const Value* properties = args->as<DictObject>()->table.find(interp_.intern("properties"));
  if (properties == nullptr || !properties->is(Kind::kDict)) return;
  for (const auto& [name, value] : dict_items(owner_, *properties)) {
    read_attribute(name, value, Value(), false);
  }
}

orm::Mapper* ClassReader::find_parent() {
  for (Type* at : type_.mro) {
    if (at == &type_) continue;
    if (is_mapped_above(*at, type_)) {
      return const_cast<orm::Mapper*>(find_mapper(at));
    }
  }
  return nullptr;
}

Value ClassReader::inherited(const char* name) {
  interp::StrObject* key = interp_.intern(name);
  for (Type* at : type_.mro) {
    Value* found = at->dict.find(key);
    if (found == nullptr) continue;
    bool made_anew =
        found->is(Kind::kClassMethod) || interp::try_payload<DeclaredAttrData>(*found) != nullptr;
    if (is_mapped_above(*at, type_) && !made_anew) continue;
    return resolve(*found);
  }
  return {};
}

Value ClassReader::resolve(const Value& value) {
  if (const auto* declared = interp::try_payload<DeclaredAttrData>(value)) {
    return declared_for(interp_, *declared, type_);
  }
  if (value.is(Kind::kClassMethod)) {
    return interp_.call(value.as<interp::WrappedObject>()->function, {Value(&type_)});
  }
  return value;
}

void ClassReader::collect() {
  for (Type* cls : type_.mro) {
    if (!cls->heap || is_mapped_above(*cls, type_)) continue;
    collect_from(*cls, cls != &type_);
  }
  if (!owner_.profile.annotated_mapping) {
    // What is no column was made after the column before it.
    int64_t made = 0;
    for (Declared& one : declared_) {
      if (one.column != nullptr) {
        made = static_cast<int64_t>(one.column->creation_order);
      }
      // A property of a column that a table had before is made after all of these.
      const bool is_later =
          one.is_property && one.column != nullptr && one.column->schema_table() != nullptr;
      one.sort_order = is_later ? std::numeric_limits<int64_t>::max() : made;
    }
  }
  std::stable_sort(declared_.begin(), declared_.end(), [](const Declared& a, const Declared& b) {
    return a.sort_order < b.sort_order;
  });
}

void ClassReader::collect_from(Type& cls, bool is_mixin) {
  std::vector<std::string> own;
  for (size_t i = cls.dict.next(0); i < cls.dict.end(); i = cls.dict.next(i + 1)) {
    own.push_back(interp_.str_of(cls.dict.at(i).key));
  }
  Value annotations;
  if (Value* found = cls.dict.find(interp_.intern("__annotations__"))) annotations = *found;
  std::vector<std::string> annotated;
  for (auto& [name, value] : dict_items(owner_, annotations)) annotated.push_back(name);
  const Value in_metadata = metadata_of_fields(cls);
  std::vector<DataclassField> fields;
  std::vector<std::pair<std::string, const DeclaredAttrData*>> computed;
  for (const std::string& name : merge_orders(own, annotated)) {
    Value value;
    if (Value* found = cls.dict.find(interp_.intern(name))) value = *found;
    Value annotation;
    if (annotations) {
      if (Value* found = annotations.as<DictObject>()->table.find(interp_.intern(name))) {
        annotation = *found;
      }
    }
    if (in_metadata) {
      Value key = interp_.str(name);
      if (interp_.contains(in_metadata, key)) value = interp_.getitem(in_metadata, key);
    }
    if (dataclass_ && annotation) add_field(name, value, annotation, fields);
    if (is_mixin && is_overridden(name, value)) continue;
    if (const auto* declared = interp::try_payload<DeclaredAttrData>(value)) {
      if (name.rfind("__", 0) == 0) continue;
      if (is_mixin) {
        computed.emplace_back(name, declared);
      } else {
        read_attribute(name, declared_for(interp_, *declared, type_), Value(), false);
      }
      continue;
    }
    read_attribute(name, value, annotation, is_mixin);
  }
  // They may speak of the columns beside them, also of those that are an annotation alone.
  if (!computed.empty()) {
    for (const Declared& one : declared_) {
      interp::StrObject* name = interp_.intern(one.key);
      if (one.column != nullptr && interp_.type_lookup(&type_, name) == nullptr) {
        interp_.set_class_attr(&type_, name, wrap(owner_, one.column->column_ref()));
      }
    }
  }
  for (const auto& [name, declared] : computed) {
    const Value made = declared_for(interp_, *declared, type_);
    Value annotation;
    // `-> Mapped[int]` says what an annotation of the attribute would say.
    if (owner_.profile.annotated_mapping && interp::try_payload<MappedColumnData>(made)) {
      const Value all = interp_.find_attr(declared->function, "__annotations__");
      if (all && all.is(Kind::kDict)) {
        const Value* found = all.as<DictObject>()->table.find(interp_.intern("return"));
        if (found != nullptr && is_mapped(*found)) annotation = *found;
      }
    }
    read_attribute(name, made, annotation, false);
  }
  // The class's own fields come before those of mixins, and stand for them.
  for (DataclassField& field : fields) {
    auto same = [&](const DataclassField& one) { return one.name == field.name; };
    if (std::none_of(fields_.begin(), fields_.end(), same)) fields_.push_back(std::move(field));
  }
}

Value ClassReader::metadata_of_fields(Type& cls) {
  Value* key = cls.dict.find(interp_.intern("__sa_dataclass_metadata_key__"));
  Value* fields = cls.dict.find(interp_.intern("__dataclass_fields__"));
  if (key == nullptr || fields == nullptr) return {};
  Value found = interp_.dict();
  for (auto& [name, field] : dict_items(owner_, *fields)) {
    Value metadata = interp_.getattr(field, "metadata");
    if (!interp_.contains(metadata, *key)) continue;
    Value value = interp_.getitem(metadata, *key);
    if (value.is(Kind::kFunction)) value = interp_.call(value, {});
    interp_.setitem(found, interp_.str(name), value);
  }
  return found;
}

void ClassReader::add_field(const std::string& name, const Value& value, const Value& annotation,
                            std::vector<DataclassField>& fields) {
  if (name.rfind("__", 0) == 0 || interp_.repr(annotation).find("ClassVar") != std::string::npos)
    return;
  DataclassField field{name, annotation, value, nullptr};
  Value mapped = evaluated(annotation);
  if (mapped) field.annotation = without_mapped(mapped);
  if (const auto* column = interp::try_payload<MappedColumnData>(value)) {
    field.options = &column->dataclass;
  } else if (const auto* relationship = interp::try_payload<RelationshipData>(value)) {
    field.options = &relationship->arguments.dataclass;
  } else if (const auto* property = interp::try_payload<ColumnPropertyData>(value)) {
    field.options = &property->dataclass;
  } else if (const auto* composite = interp::try_payload<CompositeData>(value)) {
    field.options = &composite->dataclass;
  } else if (const auto* synonym = interp::try_payload<SynonymData>(value)) {
    field.options = &synonym->dataclass;
  } else if (Value options = value ? interp_.find_attr(value, "_sa_field_options") : Value()) {
    DataclassOptions& own = proxy_options_.emplace_back();
    for (auto& [option, given] : dict_items(owner_, options)) {
      take_dataclass_option(option, given, own);
    }
    field.options = &own;
    field.keeps_value = true;
  }
  fields.push_back(std::move(field));
}

void ClassReader::check_options(const std::string& name, const DataclassOptions& options,
                                bool is_property) {
  if (dataclass_) return;
  const bool only_default =
      !is_property && options.given.size() == 1 && options.given[0].first == "default";
  if (!options.given.empty() && !only_default) {
    refuse_dataclass_options(owner_, type_, name, options, is_property);
  }
}

bool ClassReader::is_overridden(const std::string& name, const Value& value) {
  Value* found = interp_.type_lookup(&type_, interp_.intern(name));
  if (found == nullptr || (value && found->same(value))) return false;
  const auto* declared = interp::try_payload<DeclaredAttrData>(value);
  if (declared != nullptr && declared->cascading)
    return type_.dict.find(interp_.intern(name)) != nullptr;
  return true;
}

void ClassReader::add(Declared declared) {
  for (Declared& known : declared_) {
    if (known.key == declared.key) {
      known = std::move(declared);
      return;
    }
  }
  declared_.push_back(std::move(declared));
}

std::string ClassReader::key_of(const Value& given) const {
  const auto* attribute = interp::try_payload<DeclaredAttrData>(given);
  const Value value = attribute == nullptr ? given : declared_for(interp_, *attribute, type_);
  for (const Declared& declared : declared_) {
    if (declared.source && declared.source.same(value)) return declared.key;
  }
  return {};
}

// Columns of a table that was there before the class have their own keys, unless properties say
// otherwise.
std::string ClassReader::declared_key_of(const Value& given) const {
  std::string key = key_of(given);
  if (!key.empty()) return key;
  if (interp::try_payload<ColumnPropertyData>(given) != nullptr) {
    for (Type* at : type_.mro) {
      for (size_t i = at->dict.next(0); i < at->dict.end(); i = at->dict.next(i + 1)) {
        if (at->dict.at(i).value.same(given)) return interp_.str_of(at->dict.at(i).key);
      }
    }
  }
  const orm::ClauseRef clause = find_clause(owner_, given);
  const orm::ColumnElement* column = clause == nullptr ? nullptr : orm::as_column(clause.get());
  if (column == nullptr) return {};
  for (const Declared& declared : declared_) {
    if (declared.column.get() == column->bare()) return declared.key;
  }
  return {};
}

std::string ClassReader::mapped_key_of(const Value& given) const {
  std::string key = declared_key_of(given);
  if (!key.empty()) return key;
  const orm::ClauseRef clause = find_clause(owner_, given);
  const orm::ColumnElement* column = clause == nullptr ? nullptr : orm::as_column(clause.get());
  return column == nullptr ? std::string() : choice_.prefix + std::string(column->bare()->key());
}

void ClassReader::read_options(const Value& given) {
  orm::MapperOptions& options = options_;
  // Expressions stand first in SELECT lists; in 1.x also what is not simply its column.
  // An imperative mapping has named what it wants first.
  std::stable_partition(declared_.begin(), declared_.end(), [&](const Declared& one) {
    if (imperative_) return true;
    if (one.expression != nullptr) return true;
    return !owner_.profile.annotated_mapping && (one.is_property || one.key != one.column->key());
  });
  for (const Declared& declared : declared_) {
    orm::MappedProperty property;
    property.key = declared.key;
    property.column = declared.column;
    property.more_columns = declared.more_columns;
    property.expression = declared.expression;
    property.deferred = declared.deferred;
    property.deferred_group = declared.deferred_group;
    property.deferred_raises = declared.deferred_raises;
    property.active_history = declared.active_history;
    property.query_expression = declared.query_expression;
    property.is_explicit = imperative_ || declared.expression != nullptr || declared.is_property ||
                           declared.deferred || declared.key != declared.column->key();
    options.properties.push_back(std::move(property));
  }
  if (given && !given.is_none()) {
    for (const auto& [name, value] : dict_items(owner_, given)) {
      if (name == "column_prefix" && value.is(interp::Kind::kStr)) {
        choice_.prefix = std::string(interp_.text(value));
      }
    }
    read_mapper_args(owner_, given, options, choice_,
                     {[this](const Value& value) { return mapped_key_of(value); },
                      [this](const Value& value) { return declared_key_of(value); }});
  }
  if (options.concrete && parent_ != nullptr) place_annotated_first();
}

// A concrete class that only annotates an attribute of the class above has nothing of its own under
// that name when the mapper looks: the mapper takes it for an inherited one, which stands first.
void ClassReader::place_annotated_first() {
  auto place = [this](const orm::MappedProperty& property) -> size_t {
    auto declared = std::find_if(declared_.begin(), declared_.end(),
                                 [&](const Declared& one) { return one.key == property.key; });
    const std::optional<size_t> above = parent_->find(property.key);
    return declared != declared_.end() && !declared->source && above ? *above : SIZE_MAX;
  };
  std::stable_sort(options_.properties.begin(), options_.properties.end(),
                   [&](const auto& a, const auto& b) { return place(a) < place(b); });
}

}  // namespace lessonrun::bind
