// Reading the attributes of a class body: columns, relationships and what annotations say of them.
#include <algorithm>

#include "orm/orm_error.h"
#include "runner/bind/annotation_types.h"
#include "runner/bind/class_reader.h"

namespace lessonrun::bind {

using interp::DictObject;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

// What a dataclass would do with the column is said at the attribute, not in Annotated. A `default`
// alone is that of the column.
void warn_of_dataclass_options(Context& owner, const DataclassOptions& options) {
  const bool only_default =
      std::all_of(options.given.begin(), options.given.end(),
                  [](const auto& option) { return option.first == "default"; });
  if (only_default) return;
  for (const char* name : {"init", "repr", "default", "default_factory", "compare", "kw_only",
                           "hash", "dataclass_metadata"}) {
    if (options.find(name) == nullptr) continue;
    owner.warn("SADeprecationWarning",
               std::string("Argument '") + name +
                   "' is a dataclass argument and cannot be specified within a mapped_column() "
                   "bundled inside of an Annotated object");
  }
}

}  // namespace

bool ClassReader::is_to_be_mapped(const Value& value, const Value& annotation) {
  if (interp::try_payload<ColumnPropertyData>(value) != nullptr ||
      interp::try_payload<SynonymData>(value) != nullptr ||
      interp::try_payload<CompositeData>(value) != nullptr ||
      interp::try_payload<RelationshipData>(value) != nullptr ||
      interp::try_payload<MappedColumnData>(value) != nullptr || is_mapped(annotation)) {
    return true;
  }
  const orm::ClauseRef clause = value ? find_clause(owner_, value) : nullptr;
  return clause != nullptr && clause->kind() == orm::NodeKind::column;
}

void ClassReader::read_attribute(const std::string& name, const Value& value,
                                 const Value& annotation, bool is_mixin,
                                 const ColumnPropertyData* given) {
  if (name.rfind("__", 0) == 0 && !imperative_) return;
  if (name == "metadata" && !imperative_ && is_to_be_mapped(value, annotation)) {
    raise_error(owner_, orm::InvalidRequestError::cls,
                owner_.profile.annotated_mapping
                    ? "Attribute name 'metadata' is reserved when using the Declarative API."
                    : "Attribute name 'metadata' is reserved for the MetaData instance when using "
                      "a declarative base class.");
  }
  if (is_mixin) refuse_mixed_in(name, value);
  if (const auto* property = interp::try_payload<ColumnPropertyData>(value)) {
    check_options(name, property->dataclass, true);
    read_attribute(name, property->column, annotation, is_mixin, property);
    return;
  }
  if (auto* synonym = interp::try_payload<SynonymData>(value)) {
    synonym->key = name;
    if (synonym->map_column) column_synonyms_.emplace_back(name, synonym->target);
    return;
  }
  if (auto* composite = interp::try_payload<CompositeData>(value)) {
    read_composite(name, *composite, value, annotation);
    return;
  }
  if (const auto* relationship = interp::try_payload<RelationshipData>(value)) {
    check_options(name, relationship->arguments.dataclass, true);
    relationships_.push_back(
        {name, value, relationship, mapped_inner(annotation), mapped_lazy(annotation)});
    return;
  }
  const auto* mapped_column = interp::try_payload<MappedColumnData>(value);
  if (given != nullptr && mapped_column != nullptr) {
    // deferred(mapped_column(..)): the annotation says nothing of the column then.
    add_mapped(name, mapped_column, Value(), value, is_mixin, given);
    return;
  }
  // What is neither a column nor a property stays as it is: an association proxy, a descriptor.
  if (given == nullptr && mapped_column == nullptr && value && !dataclass_ && !was_dataclass_ &&
      find_clause(owner_, value) == nullptr) {
    return;
  }
  if (mapped_column != nullptr || (given == nullptr && is_mapped(annotation))) {
    add_mapped(name, mapped_column, annotation, value, is_mixin);
    return;
  }
  orm::ClauseRef clause = value ? find_clause(owner_, value) : nullptr;
  Declared declared;
  declared.key = name;
  if (given != nullptr) {
    declared.deferred = given->deferred;
    declared.deferred_group = given->group;
    declared.deferred_raises = given->raiseload;
    declared.active_history = given->active_history;
    declared.query_expression = given->query_expression;
    declared.is_property = true;
    declared.more_columns = more_columns(given->more);
  }
  if ((given != nullptr || imperative_) && clause != nullptr && clause->is_column() &&
      clause->kind() != orm::NodeKind::column) {
    declared.expression = property_expression(clause);
    add(std::move(declared));
    return;
  }
  if (clause == nullptr || clause->kind() != orm::NodeKind::column) {
    check_plain_annotation(name, value, annotation);
    return;
  }
  const bool takes_any = imperative_ || given != nullptr || has_given_table_;
  if (!static_cast<const orm::ColumnClause&>(*clause).is_schema_column()) {
    // A column of the subquery that the class is mapped to.
    if (!takes_any) return;
    declared.expression = orm::ColumnRef(orm::as_column(clause.get()));
    declared.source = value;
    add(std::move(declared));
    return;
  }
  declared.column = orm::Ref<orm::Column>(static_cast<orm::Column*>(clause.get()));
  declared.source = value;
  // A declared_attr may find the column in the parent's table.
  if (parent_ != nullptr && declared.column->schema_table() == &parent_->local_table() &&
      parent_->local_table().c().find(declared.column->key()) == declared.column.get()) {
    declared.use_existing = true;
    add(std::move(declared));
    return;
  }
  if (is_mixin) {
    if (has_given_table_ && given_table_has(declared.column->name(), name)) return;
    declared.column = declared.column->copy();
  }
  check_given_table(*declared.column, name);
  if (declared.column->schema_table() != nullptr && !takes_any) return;
  if (declared.column->name().empty()) declared.column->set_name(name);
  add(std::move(declared));
}

void ClassReader::refuse_mixed_in(const std::string& name, const Value& value) {
  const bool is_property = interp::try_payload<ColumnPropertyData>(value) != nullptr ||
                           interp::try_payload<RelationshipData>(value) != nullptr ||
                           interp::try_payload<CompositeData>(value) != nullptr ||
                           interp::try_payload<SynonymData>(value) != nullptr;
  const std::string advice = owner_.profile.select_list_style
                                 ? std::string()
                                 : "  For dataclass field() objects, use a lambda:";
  if (is_property) {
    raise_error(owner_, orm::InvalidRequestError::cls,
                "Mapper properties (i.e. deferred,column_property(), relationship(), etc.) must be "
                "declared as @declared_attr callables on declarative mixin classes." +
                    advice);
  }
  const orm::ClauseRef clause = value ? find_clause(owner_, value) : nullptr;
  const auto* column = dynamic_cast<const orm::Column*>(clause.get());
  if (column == nullptr) return;
  (void)name;
  for (const auto& key : column->foreign_keys()) {
    const auto* target = key->target_column == nullptr
                             ? nullptr
                             : dynamic_cast<const orm::Column*>(key->target_column->bare());
    if (target == nullptr || target->schema_table() != nullptr) continue;
    raise_error(owner_, orm::InvalidRequestError::cls,
                "Columns with foreign keys to non-table-bound columns must be declared as "
                "@declared_attr callables on declarative mixin classes." +
                    advice + (advice.empty() ? "" : "."));
  }
}

bool ClassReader::given_table_has(std::string_view column, const std::string& name) {
  const Value table = inherited("__table__");
  const orm::Ref<orm::FromClause> from = to_from(owner_, table);
  return from->c().find(column.empty() ? std::string_view(name) : column) != nullptr;
}

void ClassReader::check_given_table(const orm::Column& column, const std::string& name) {
  if (!has_given_table_ || column.schema_table() != nullptr) return;
  raise_error(owner_, orm::ArgumentError::cls,
              "Can't add additional column '" +
                  (column.key().empty() ? name : std::string(column.key())) +
                  "' when specifying __table__");
}

std::vector<orm::Ref<orm::Column>> ClassReader::more_columns(const std::vector<Value>& given) {
  std::vector<orm::Ref<orm::Column>> columns;
  for (const Value& value : given) {
    orm::ClauseRef clause = find_clause(owner_, value);
    if (clause == nullptr || clause->kind() != orm::NodeKind::column ||
        !static_cast<const orm::ColumnClause&>(*clause).is_schema_column()) {
      interp_.unsupported("column_property() of several expressions",
                          "only the first of several columns may be an expression");
    }
    columns.emplace_back(static_cast<orm::Column*>(clause.get()));
  }
  return columns;
}

void ClassReader::check_plain_annotation(const std::string& name, const Value& value,
                                         const Value& annotation) {
  if (!annotation || value || !owner_.profile.annotated_mapping) return;
  if (dataclass_ || was_dataclass_) return;
  if (Value* allowed = interp_.type_lookup(&type_, interp_.intern("__allow_unmapped__"))) {
    if (interp_.truth(*allowed)) return;
  }
  std::string text = interp_.repr(annotation);
  if (text.find("ClassVar") != std::string::npos) return;
  raise_error(
      owner_, orm::MappedAnnotationError::cls,
      "Type annotation for \"" + type_.name + "." + name +
          "\" can't be correctly interpreted for Annotated Declarative Table form.  ORM "
          "annotations should normally make use of the ``Mapped[]`` generic type, or other "
          "ORM-compatible generic type, as a container for the actual type, which indicates the "
          "intent that the attribute is mapped. Class variables that are not intended to be "
          "mapped by the ORM should use ClassVar[].  To allow Annotated Declarative to disregard "
          "legacy annotations which don't use Mapped[] to pass, set \"__allow_unmapped__ = "
          "True\" on the class or a superclass this class. (Background on this error at: "
          "https://sqlalche.me/e/20/zlpr)");
}

Value ClassReader::evaluated(const Value& annotation) {
  if (!annotation || !annotation.is(Kind::kStr)) return annotation;
  std::string text(interp_.text(annotation));
  if (text.rfind("Mapped[", 0) != 0 && text.find(".Mapped[") == std::string::npos) return {};
  Value module = interp_.modules().get(type_.module);
  DictObject& globals = module && module.is(Kind::kModule)
                            ? *module.as<interp::ModuleObject>()->dict
                            : interp_.main_namespace();
  try {
    return interp_.eval(text, globals);
  } catch (const interp::PythonError& error) {
    // A class may speak of itself, and of classes that come later: what Mapped[] holds stays text.
    if (!interp_.matches(error, "NameError")) throw;
    const size_t open = text.find('[');
    if (open == std::string::npos || text.back() != ']') throw;
    const Value inner = interp_.str(text.substr(open + 1, text.size() - open - 2));
    return interp_.eval(text.substr(0, open + 1) + interp_.repr(inner) + "]", globals);
  }
}

std::optional<orm::Lazy> ClassReader::mapped_lazy(const Value& annotation) {
  if (!annotation) return {};
  if (annotation.is(Kind::kStr)) {
    std::string text(interp_.text(annotation));
    std::string outer = text.substr(0, text.find('['));
    auto ends = [&](const char* name) {
      size_t size = std::char_traits<char>::length(name);
      return outer.size() >= size && outer.compare(outer.size() - size, size, name) == 0;
    };
    if (ends("WriteOnlyMapped")) return orm::Lazy::write_only;
    if (ends("DynamicMapped")) return orm::Lazy::dynamic;
    return {};
  }
  const auto* mapped = interp::try_payload<MappedAnnotation>(annotation);
  return mapped == nullptr ? std::nullopt : mapped->lazy;
}

Value ClassReader::mapped_inner(const Value& annotation) {
  if (!annotation || annotation.is(Kind::kStr)) return annotation;
  if (const auto* mapped = interp::try_payload<MappedAnnotation>(annotation)) {
    return mapped->inner;
  }
  return was_dataclass_ ? Value() : annotation_unless_refused(annotation);
}

Value ClassReader::annotation_unless_refused(const Value& annotation) {
  Value* allowed = interp_.type_lookup(&type_, interp_.intern("__allow_unmapped__"));
  return allowed != nullptr && interp_.truth(*allowed) ? annotation : Value();
}

bool ClassReader::is_mapped(const Value& annotation) {
  Value value = evaluated(annotation);
  return value && interp::try_payload<MappedAnnotation>(value) != nullptr;
}

void ClassReader::add_mapped(const std::string& name, const MappedColumnData* given,
                             const Value& annotation, const Value& source, bool is_mixin,
                             const ColumnPropertyData* deferral) {
  ReadAnnotation read;
  Value evaluated_annotation = evaluated(annotation);
  if (evaluated_annotation) {
    if (const auto* mapped = interp::try_payload<MappedAnnotation>(evaluated_annotation)) {
      Value inner = mapped->inner;
      if (inner.is(Kind::kStr)) {
        inner = interp_.eval(interp_.text(inner), interp_.main_namespace());
      }
      if (given == nullptr) check_parts_of_annotation(owner_, inner);
      read_annotation(owner_, inner, read);
    }
  }
  ColumnSpec spec;
  if (read.column != nullptr) {
    spec = read.column->spec;
    if (!spec.name.empty() || !spec.args.key.empty())
      owner_.warn("SADeprecationWarning",
                  "Can't use the 'key' or 'name' arguments in Annotated with mapped_column(); this "
                  "will be ignored");
    spec.name.clear();
    spec.args.key.clear();
    warn_of_dataclass_options(owner_, read.column->dataclass);
  }
  if (given != nullptr) {
    if (read.column == nullptr) {
      spec = given->spec;
    } else {
      // `default` beside Annotated may be that of a dataclass: the one in Annotated stays.
      const orm::ColumnDefault annotated = spec.args.default_;
      overlay(spec, given->spec);
      if (annotated && !given->has_insert_default) spec.args.default_ = annotated;
    }
    check_options(name, given->dataclass, false);
  }
  bool nullable_given = (given != nullptr && given->nullable_given) ||
                        (read.column != nullptr && read.column->nullable_given);
  if (!nullable_given && evaluated_annotation) {
    if (!spec.args.primary_key) spec.args.nullable = read.optional;
  }
  if (spec.type == nullptr) {
    spec.type = resolve_annotation(owner_, type_map_, name, read, !spec.args.foreign_keys.empty());
  }
  std::string column_name = spec.name.empty() ? name : spec.name;
  orm::Ref<orm::Column> column;
  if (given != nullptr && !is_mixin && given->column()->schema_table() == nullptr) {
    column = given->column();
    column->complete(std::move(column_name), spec.type, std::move(spec.args));
  } else {
    column = orm::make_ref<orm::Column>(std::move(column_name), spec.type, std::move(spec.args));
  }
  Declared declared;
  declared.key = name;
  declared.column = std::move(column);
  declared.source = source;
  if (given != nullptr) {
    declared.deferred = given->deferred;
    declared.deferred_group = given->deferred_group;
    declared.deferred_raises = given->deferred_raises;
    declared.active_history = given->active_history;
    declared.sort_order = given->sort_order;
    declared.use_existing = given->use_existing;
  }
  if (deferral != nullptr) {
    declared.deferred = deferral->deferred;
    declared.deferred_group = deferral->group;
    declared.deferred_raises = deferral->raiseload;
  }
  add(std::move(declared));
}

}  // namespace lessonrun::bind
