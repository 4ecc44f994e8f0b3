// Declarative mapping: a class statement with columns becomes a Table and a Mapper.
//
// declarative_base() and class Base(DeclarativeBase) make a base class; its native root is told of
// each subclass when the class is complete, reads the class's attributes and annotations, and puts
// the descriptors of instances.cpp in their place.
#include <algorithm>
#include <deque>
#include <set>

#include "orm/orm_error.h"
#include "runner/bind/composite.h"
#include "runner/bind/inheritance.h"
#include "runner/bind/instances.h"
#include "runner/bind/mapped_column.h"
#include "runner/bind/properties.h"
#include "runner/bind/relationships.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Arguments;
using interp::Call;
using interp::DictObject;
using interp::Interpreter;
using interp::Kind;
using interp::StrObject;
using interp::Type;
using interp::Value;

namespace {

// ---- one class ----------------------------------------------------------------------------------

// An attribute that will be a column.
struct Declared {
  std::string key;
  orm::Ref<orm::Column> column;
  bool deferred = false;
  std::string deferred_group;
  bool deferred_raises = false;
  bool query_expression = false;
  int64_t sort_order = 0;
  orm::ColumnRef expression = nullptr;  // of column_property(), instead of a column
  bool is_property = false;             // written as column_property() or deferred()
  bool use_existing = false;            // a column that the parent's table has already is taken
  Value source = {};                    // what stands in the class body
};

class ClassReader {
 public:
  ClassReader(Context& owner, Type& type, orm::Registry& registry, const Value& type_map)
      : owner_(owner),
        interp_(owner.interp),
        type_(type),
        registry_(registry),
        type_map_(type_map) {}

  void map() {
    parent_ = find_parent();
    options_.warn = [this](const std::string& text) { owner_.warn("SAWarning", text); };
    Value table_name = inherited("__tablename__");
    if (table_name.is_none()) table_name = {};
    Value given_table = inherited("__table__");
    if (given_table.is_none()) given_table = {};
    if (!table_name && !given_table && parent_ == nullptr) {
      raise_error(owner_, orm::InvalidRequestError::cls,
                  "Class " + interp_.repr(Value(&type_)) +
                      " does not have a __table__ or __tablename__ specified and does not inherit "
                      "from an existing table-mapped class.");
    }
    dataclass_ = dataclass_arguments(interp_, type_);
    was_dataclass_ = interp_.type_lookup(&type_, interp_.intern("__dataclass_fields__")) != nullptr;
    collect();
    if (dataclass_) make_dataclass(owner_, type_, fields_, dataclass_);
    orm::Ref<orm::Table> table = given_table  ? take_table(given_table)
                                 : table_name ? define(table_name)
                                              : share_table();
    read_options(inherited("__mapper_args__"));
    finish(table, given_table || table_name);
  }

  // `map_imperatively(User, table, properties={...})`: what the class statement does not say.
  void map_imperatively(const Value& table, const Value& properties, const Value& keywords) {
    imperative_ = true;
    for (auto& [name, value] : dict_items(owner_, properties)) {
      read_attribute(name, value, Value(), false);
      if (interp::try_payload<SynonymData>(value) != nullptr) {
        interp_.set_class_attr(&type_, interp_.intern(name), value);
      }
    }
    read_options(keywords);
    finish(take_table(table), false);
  }

 private:
  void finish(const orm::Ref<orm::Table>& table, bool has_table) {
    orm::MapperOptions options = std::move(options_);
    options.inherits = parent_;
    if (options.concrete) options.concrete_discriminator = concrete_discriminator(owner_, type_);
    auto mapped = std::make_unique<MappedClass>();
    mapped->type = &type_;
    orm::Mapper& mapper =
        registry_.map(std::make_unique<Manager>(owner_, type_), table, std::move(options));
    mapped->mapper = &mapper;
    mapped->registry = orm::Ref<orm::Registry>(&registry_);
    // The mapper is done with warnings; this reader does not outlive the class statement.
    mapper.stop_warning();
    if (has_table) {
      interp_.set_class_attr(&type_, interp_.intern("__table__"), wrap(owner_, table));
    }
    MappedClass& installed = *mapped;
    type_.class_payload = std::move(mapped);
    name_constructor();
    instrument(owner_, type_, installed);
    find_validators(owner_, type_, installed);
    finish_composites(installed, mapper);
    hide_inherited(owner_, type_, mapper);
    mapper.unite_all();
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

  // SQLAlchemy wraps the constructor in a function of its own, whose name errors say.
  void name_constructor() {
    Value* found = interp_.type_lookup(&type_, interp_.intern("__init__"));
    if (found == nullptr || !found->is(Kind::kFunction)) return;
    found->as<interp::FunctionObject>()->qualname = interp_.str("__init__");
  }

  // How the mapper makes objects of the class.
  class Manager final : public orm::ClassManager {
   public:
    Manager(Context& owner, Type& type) : owner_(owner), type_(type) {}
    std::string class_name() const override { return type_.name; }
    std::string module_name() const override { return type_.module; }
    void* class_object() const override { return &type_; }
    void attribute_added(const orm::Mapper&, const orm::MappedProperty& property) override {
      instrument(owner_, *find_mapped(&type_), property);
    }
    orm::ColumnRef class_attribute(const orm::EntityElement& entity,
                                   std::string_view key) override {
      Value found = owner_.interp.find_attr(wrap_entity(owner_, orm::ClauseRef(entity.ref())), key);
      orm::ClauseRef clause = found ? find_clause(owner_, found) : nullptr;
      return orm::ColumnRef(orm::as_column(clause.get()));
    }
    orm::ColumnRef class_criterion(const orm::EntityElement& entity, std::string_view key,
                                   const orm::Value& value) override {
      Value found = owner_.interp.find_attr(wrap_entity(owner_, orm::ClauseRef(entity.ref())), key);
      if (!found || find_composite(found) == nullptr) return nullptr;
      return to_column(
          owner_, owner_.interp.compare(interp::CompareOp::kEq, found, from_orm(owner_, value)),
          "WHERE/HAVING role");
    }
    orm::Instance create() override {
      Value object = owner_.interp.new_instance(&type_);
      return orm::Instance(&loaded_state(owner_, *find_mapped(&type_), object));
    }

   private:
    Context& owner_;
    Type& type_;
  };

  // The mapped class that this one derives from, or null.
  orm::Mapper* find_parent() {
    for (Type* at : type_.mro) {
      if (at == &type_) continue;
      if (auto* mapped = dynamic_cast<MappedClass*>(at->class_payload.get())) {
        return const_cast<orm::Mapper*>(mapped->mapper);
      }
    }
    return nullptr;
  }

  static bool is_mapped_above(const Type& type, const Type& self) {
    return &type != &self && dynamic_cast<MappedClass*>(type.class_payload.get()) != nullptr;
  }

  // An attribute of the class or of a mixin. Those of mapped classes above are theirs alone,
  // unless they are made for each class.
  Value inherited(const char* name) {
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

  // declared_attr and other descriptors of mixins give their value for this class.
  Value resolve(const Value& value) {
    if (const auto* declared = interp::try_payload<DeclaredAttrData>(value)) {
      return declared_for(interp_, *declared, type_);
    }
    if (value.is(Kind::kClassMethod)) {
      return interp_.call(value.as<interp::WrappedObject>()->function, {Value(&type_)});
    }
    return value;
  }

  // The class's own columns first, then those of each mixin, as vars() and annotations give their
  // order; in 1.x in the order in which the columns were made.
  void collect() {
    for (Type* cls : type_.mro) {
      if (!cls->heap || is_mapped_above(*cls, type_)) continue;
      collect_from(*cls, cls != &type_);
    }
    if (!owner_.profile.mapper_str_brackets) {
      // What is no column was made after the column before it.
      int64_t made = 0;
      for (Declared& one : declared_) {
        if (one.column != nullptr) made = static_cast<int64_t>(one.column->creation_order);
        one.sort_order = made;
      }
    }
    std::stable_sort(declared_.begin(), declared_.end(), [](const Declared& a, const Declared& b) {
      return a.sort_order < b.sort_order;
    });
  }

  void collect_from(Type& cls, bool is_mixin) {
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
        if (name.rfind("__", 0) != 0) computed.emplace_back(name, declared);
        continue;
      }
      read_attribute(name, value, annotation, is_mixin);
    }
    // They may speak of the columns beside them.
    for (const auto& [name, declared] : computed) {
      read_attribute(name, declared_for(interp_, *declared, type_), Value(), false);
    }
    // The class's own fields come before those of mixins, and stand for them.
    for (DataclassField& field : fields) {
      auto same = [&](const DataclassField& one) { return one.name == field.name; };
      if (std::none_of(fields_.begin(), fields_.end(), same)) fields_.push_back(std::move(field));
    }
  }

  // What a dataclass says of its columns in the metadata of its fields, by name; undefined without
  // `__sa_dataclass_metadata_key__`.
  Value metadata_of_fields(Type& cls) {
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

  void add_field(const std::string& name, const Value& value, const Value& annotation,
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
    } else if (!value && mapped && is_mapped(mapped)) {
      ReadAnnotation read;
      if (!field.annotation.is(Kind::kStr)) read_annotation(owner_, field.annotation, read);
      if (read.column != nullptr) field.options = &read.column->dataclass;
    }
    fields.push_back(std::move(field));
  }

  // Options of a dataclass make no sense on a class that is none.
  void check_options(const std::string& name, const DataclassOptions& options, bool is_property) {
    if (dataclass_) return;
    const bool only_default =
        !is_property && options.given.size() == 1 && options.given[0].first == "default";
    if (!options.given.empty() && !only_default) {
      refuse_dataclass_options(owner_, type_, name, options, is_property);
    }
  }

  // Has the class another attribute of that name by now, its own or a mapped one from above?
  bool is_overridden(const std::string& name, const Value& value) {
    Value* found = interp_.type_lookup(&type_, interp_.intern(name));
    if (found == nullptr || (value && found->same(value))) return false;
    const auto* declared = interp::try_payload<DeclaredAttrData>(value);
    if (declared != nullptr && declared->cascading)
      return type_.dict.find(interp_.intern(name)) != nullptr;
    return true;
  }

  // Both orders kept where they agree: what is common is where the lists take turns.
  static std::vector<std::string> merge_orders(const std::vector<std::string>& a,
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
      merged.insert(merged.end(), rest.begin() + static_cast<ptrdiff_t>(at[1 - current]),
                    rest.end());
      return merged;
    }
  }

  void read_attribute(const std::string& name, const Value& value, const Value& annotation,
                      bool is_mixin, const ColumnPropertyData* given = nullptr) {
    if (name.rfind("__", 0) == 0) return;
    if (const auto* property = interp::try_payload<ColumnPropertyData>(value)) {
      check_options(name, property->dataclass, true);
      read_attribute(name, property->column, annotation, is_mixin, property);
      return;
    }
    if (auto* synonym = interp::try_payload<SynonymData>(value)) {
      synonym->key = name;
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
      declared.query_expression = given->query_expression;
      declared.is_property = true;
    }
    if (given != nullptr && clause != nullptr && clause->is_column() &&
        clause->kind() != orm::NodeKind::column) {
      declared.expression = property_expression(clause);
      add(std::move(declared));
      return;
    }
    if (clause == nullptr || clause->kind() != orm::NodeKind::column) {
      check_plain_annotation(name, value, annotation);
      return;
    }
    if (!static_cast<const orm::ColumnClause&>(*clause).is_schema_column()) return;
    declared.column = orm::Ref<orm::Column>(static_cast<orm::Column*>(clause.get()));
    declared.source = value;
    // A declared_attr may find the column in the parent's table.
    if (parent_ != nullptr && declared.column->schema_table() == &parent_->local_table() &&
        parent_->local_table().c().find(declared.column->key()) == declared.column.get()) {
      declared.use_existing = true;
      add(std::move(declared));
      return;
    }
    if (is_mixin) declared.column = declared.column->copy();
    if (declared.column->schema_table() != nullptr && !imperative_) return;
    if (declared.column->name().empty()) declared.column->set_name(name);
    add(std::move(declared));
  }

  // The columns of a composite that are not columns of the class yet become such.
  void read_composite(const std::string& name, CompositeData& composite, const Value& value,
                      const Value& annotation) {
    check_options(name, composite.dataclass, true);
    composite.key = name;
    composite.owner = &type_;
    composite.keys.clear();
    if (!composite.composite_class)
      composite.composite_class = composite_class_of(name, annotation);
    std::vector<CompositeField> fields;
    if (owner_.profile.mapper_str_brackets) {
      fields = composite_fields(owner_, composite.composite_class);
      if (!fields.empty() && composite.attributes.size() > fields.size()) {
        raise_error(
            owner_, orm::ArgumentError::cls,
            "number of composite attributes " + std::to_string(composite.attributes.size()) +
                " exceeds that of the number of attributes in class " +
                composite.composite_class.as<Type>()->name + " " + std::to_string(fields.size()));
      }
    }
    const size_t count = std::max(composite.attributes.size(), fields.size());
    for (size_t i = 0; i < count; ++i) {
      composite.keys.push_back(composite_part(
          composite, i < composite.attributes.size() ? composite.attributes[i] : Value(),
          i < fields.size() ? &fields[i] : nullptr));
    }
    composites_.push_back(value);
    if (Value* own = type_.dict.find(interp_.intern(name)); own == nullptr || !own->same(value)) {
      interp_.set_class_attr(&type_, interp_.intern(name), value);
    }
  }

  Value composite_class_of(const std::string& name, const Value& annotation) {
    Value found = annotation ? evaluated(annotation) : Value();
    if (found) {
      ReadAnnotation read;
      Value inner = without_mapped(found);
      if (inner.is(Kind::kStr)) inner = interp_.eval(interp_.text(inner), interp_.main_namespace());
      read_annotation(owner_, inner, read);
      if (read.python_type && read.python_type.is(Kind::kType)) return read.python_type;
    }
    raise_error(owner_, orm::ArgumentError::cls,
                "Composite attribute '" + type_.name + "." + name +
                    "' has no class: write it as the first argument of composite()");
  }

  // The attribute of one part; undefined until the class is mapped where a column of a table is
  // given.
  std::string composite_part(const CompositeData& composite, const Value& part,
                             const CompositeField* field) {
    if (part && part.is(Kind::kStr)) return std::string(interp_.text(part));
    if (part) {
      std::string known = key_of(part);
      if (!known.empty()) return known;
    }
    const auto* column = interp::try_payload<MappedColumnData>(part);
    if (!part || column != nullptr) {
      std::string key = column != nullptr ? column->spec.name : std::string();
      if (key.empty() && field != nullptr) key = field->name;
      Value type;
      if (field != nullptr && field->annotation) {
        type = owner_.make<MappedAnnotation>("_MappedAnnotation", field->annotation);
      }
      add_mapped(key, column, type, part, false);
      set_group(composite);
      return key;
    }
    orm::ClauseRef clause = find_clause(owner_, part);
    if (clause != nullptr && clause->kind() == orm::NodeKind::column) {
      orm::Ref<orm::Column> given(static_cast<orm::Column*>(clause.get()));
      if (given->schema_table() == nullptr) {
        std::string key(given->key());
        Declared declared;
        declared.key = key;
        declared.column = given;
        declared.source = part;
        add(std::move(declared));
        set_group(composite);
        return key;
      }
      pending_parts_.push_back(given);
      return {};
    }
    raise_error(owner_, orm::ArgumentError::cls,
                "Composite expects Column objects or mapped attributes/attribute names as "
                "arguments, got: " +
                    interp_.repr(part));
  }

  void set_group(const CompositeData& composite) {
    declared_.back().deferred = composite.deferred;
    declared_.back().deferred_group = composite.group;
  }

  // Tells objects of the class of their composites, and finds the attributes of table columns.
  void finish_composites(MappedClass& mapped, orm::Mapper& mapper) {
    if (parent_ != nullptr) {
      if (const MappedClass* above = find_mapped(mapped_type(*parent_))) {
        mapped.composites = above->composites;
      }
    }
    size_t pending = 0;
    for (const Value& value : composites_) {
      for (std::string& key : interp::payload<CompositeData>(interp_, value).keys) {
        if (!key.empty()) continue;
        auto index = mapper.attribute_of(*pending_parts_[pending++]);
        if (index) key = mapper.property(*index).key;
      }
      mapped.composites.push_back(value);
    }
    if (!mapped.composites.empty()) mapper.watch();
  }

  // In 2.0 a plain annotation on a mapped class is a likely mistake.
  void check_plain_annotation(const std::string& name, const Value& value,
                              const Value& annotation) {
    if (!annotation || value || !owner_.profile.mapper_str_brackets) return;
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

  Value evaluated(const Value& annotation) {
    if (!annotation || !annotation.is(Kind::kStr)) return annotation;
    std::string text(interp_.text(annotation));
    if (text.rfind("Mapped[", 0) != 0 && text.find(".Mapped[") == std::string::npos) return {};
    Value module = interp_.modules().get(type_.module);
    DictObject& globals = module && module.is(Kind::kModule)
                              ? *module.as<interp::ModuleObject>()->dict
                              : interp_.main_namespace();
    return interp_.eval(text, globals);
  }

  // How WriteOnlyMapped[...] and DynamicMapped[...] load.
  std::optional<orm::Lazy> mapped_lazy(const Value& annotation) {
    if (!annotation) return {};
    Value value = annotation;
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
    const auto* mapped = interp::try_payload<MappedAnnotation>(value);
    return mapped == nullptr ? std::nullopt : mapped->lazy;
  }

  // What stands in Mapped[...] beside a relationship; the text itself where it is one, for the
  // class it names may not exist yet.
  Value mapped_inner(const Value& annotation) {
    if (!annotation || annotation.is(Kind::kStr)) return annotation;
    if (const auto* mapped = interp::try_payload<MappedAnnotation>(annotation)) {
      return mapped->inner;
    }
    return was_dataclass_ ? Value() : annotation_unless_refused(annotation);
  }

  // `addresses: List["Address"]` says what the relationship is of where plain annotations may.
  Value annotation_unless_refused(const Value& annotation) {
    Value* allowed = interp_.type_lookup(&type_, interp_.intern("__allow_unmapped__"));
    return allowed != nullptr && interp_.truth(*allowed) ? annotation : Value();
  }

  bool is_mapped(const Value& annotation) {
    Value value = evaluated(annotation);
    return value && interp::try_payload<MappedAnnotation>(value) != nullptr;
  }

  void add_mapped(const std::string& name, const MappedColumnData* given, const Value& annotation,
                  const Value& source, bool is_mixin) {
    ReadAnnotation read;
    Value evaluated_annotation = evaluated(annotation);
    if (evaluated_annotation) {
      if (const auto* mapped = interp::try_payload<MappedAnnotation>(evaluated_annotation)) {
        Value inner = mapped->inner;
        if (inner.is(Kind::kStr)) {
          inner = interp_.eval(interp_.text(inner), interp_.main_namespace());
        }
        read_annotation(owner_, inner, read);
      }
    }
    ColumnSpec spec;
    if (read.column != nullptr) spec = read.column->spec;
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
    if (spec.type == nullptr) spec.type = type_for(name, read, spec);
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
      declared.sort_order = given->sort_order;
      declared.use_existing = given->use_existing;
    }
    add(std::move(declared));
  }

  // Literal["a", "b"] is an Enum of these words, kept as text.
  orm::TypeRef type_of_literal(const Value& annotation) {
    Value origin = interp_.find_attr(annotation, "__origin__");
    if (!origin || interp_.repr(origin) != "typing.Literal") return nullptr;
    std::vector<Value> words = interp_.to_vector(interp_.getattr(annotation, "__args__"));
    for (const Value& word : words) {
      if (!word.is(Kind::kStr)) return nullptr;
    }
    return to_type(owner_, interp_.call(Value(owner_.type("Enum")), words,
                                        {{"native_enum", Value::boolean(false)}}));
  }

  orm::TypeRef type_for(const std::string& name, const ReadAnnotation& read,
                        const ColumnSpec& spec) {
    if (read.type != nullptr) return read.type;
    if (type_map_ && read.annotated && interp_.contains(type_map_, read.annotated)) {
      return to_type(owner_, interp_.getitem(type_map_, read.annotated));
    }
    if (type_map_ && read.python_type) {
      if (interp_.contains(type_map_, read.python_type)) {
        return to_type(owner_, interp_.getitem(type_map_, read.python_type));
      }
    }
    if (read.python_type) {
      if (orm::TypeRef type = type_of_annotation(owner_, read.python_type)) return type;
      if (orm::TypeRef type = type_of_literal(read.python_type)) return type;
      if (spec.args.foreign_keys.empty()) {
        raise_error(owner_, orm::MappedAnnotationError::cls,
                    "Could not locate SQLAlchemy Core type when resolving for Python type "
                    "indicated by '" +
                        interp_.repr(read.python_type) +
                        "' inside the Mapped[] annotation for the '" + name +
                        "' attribute; the type object is not resolvable by the registry");
      }
    }
    return nullptr;
  }

  void add(Declared declared) {
    for (Declared& known : declared_) {
      if (known.key == declared.key) {
        known = std::move(declared);
        return;
      }
    }
    declared_.push_back(std::move(declared));
  }

  orm::Ref<orm::Table> take_table(const Value& value) {
    orm::Ref<orm::FromClause> from = to_from(owner_, value);
    return orm::Ref<orm::Table>(static_cast<orm::Table*>(from.get()));
  }

  orm::Ref<orm::Table> define(const Value& table_name) {
    std::vector<orm::TableItem> table_items;
    for (const Declared& declared : declared_) {
      if (declared.column != nullptr) table_items.emplace_back(declared.column);
    }
    orm::TableArgs args;
    if (Value given = inherited("__table_args__")) {
      std::vector<Value> positional;
      Value keywords;
      if (given.is(Kind::kDict)) {
        keywords = given;
      } else if (given.is(Kind::kTuple)) {
        positional = items(given);
        if (!positional.empty() && positional.back().is(Kind::kDict)) {
          keywords = positional.back();
          positional.pop_back();
        }
      } else if (!given.is_none()) {
        raise_error(owner_, orm::ArgumentError::cls,
                    "__table_args__ value must be a tuple, dict, or None");
      }
      for (orm::TableItem& item : to_table_items(owner_, positional)) {
        table_items.push_back(std::move(item));
      }
      if (keywords) args = to_table_args(owner_, keywords);
    }
    return registry_.metadata().define(std::string(interp_.text(table_name)), table_items,
                                       std::move(args));
  }

  // Single-table inheritance: the class's columns become columns of the parent's table.
  orm::Ref<orm::Table> share_table() {
    orm::Table& table = parent_->local_table();
    if (Value given = inherited("__table_args__"); given && !given.is_none()) {
      raise_error(owner_, orm::ArgumentError::cls,
                  "Can't place __table_args__ on an inherited class with no table.");
    }
    for (Declared& declared : declared_) {
      if (declared.column == nullptr) continue;
      orm::Column* existing = static_cast<orm::Column*>(table.c().find(declared.column->name()));
      if (existing == declared.column.get()) continue;
      if (existing != nullptr && declared.use_existing) {
        declared.column = existing->column_ref();
        continue;
      }
      if (existing != nullptr) {
        raise_error(owner_, orm::ArgumentError::cls,
                    "Column '" + declared.column->fullname() + "' on class " + type_.name +
                        " conflicts with existing column '" + existing->fullname() + "'" +
                        (owner_.profile.mapper_str_brackets
                             ? ".  If using Declarative, consider using the use_existing_column "
                               "parameter of mapped_column() to resolve conflicts."
                             : ""));
      }
      if (declared.column->primary_key()) {
        raise_error(owner_, orm::ArgumentError::cls,
                    "Can't place primary key columns on an inherited class with no table.");
      }
      table.append_column(declared.column);
    }
    return table.table_ref();
  }

  // The attribute that a value of the class body became.
  std::string key_of(const Value& value) const {
    for (const Declared& declared : declared_) {
      if (declared.source && declared.source.same(value)) return declared.key;
    }
    return {};
  }

  void read_options(const Value& given) {
    orm::MapperOptions& options = options_;
    // Expressions stand first in SELECT lists; in 1.x also what is not simply its column.
    // An imperative mapping has named what it wants first.
    std::stable_partition(declared_.begin(), declared_.end(), [&](const Declared& one) {
      if (imperative_) return true;
      if (one.expression != nullptr) return true;
      return !owner_.profile.mapper_str_brackets &&
             (one.is_property || one.key != one.column->key());
    });
    for (const Declared& declared : declared_) {
      orm::MappedProperty property;
      property.key = declared.key;
      property.column = declared.column;
      property.expression = declared.expression;
      property.deferred = declared.deferred;
      property.deferred_group = declared.deferred_group;
      property.deferred_raises = declared.deferred_raises;
      property.query_expression = declared.query_expression;
      property.is_explicit = declared.expression != nullptr || declared.is_property ||
                             declared.deferred || declared.key != declared.column->key();
      options.properties.push_back(std::move(property));
    }
    if (given && !given.is_none()) {
      read_mapper_args(owner_, given, options,
                       [this](const Value& value) { return key_of(value); });
    }
  }

  Context& owner_;
  Interpreter& interp_;
  Type& type_;
  orm::Registry& registry_;
  Value type_map_;
  bool imperative_ = false;
  Value dataclass_;             // the arguments that make the class a dataclass, or undefined
  bool was_dataclass_ = false;  // it is one already
  std::vector<DataclassField> fields_;
  std::deque<DataclassOptions> proxy_options_;  // of descriptors that are written in Python
  std::vector<Declared> declared_;
  struct DeclaredRelationship {
    std::string key;
    Value keep;
    const RelationshipData* data;
    Value annotation;
    std::optional<orm::Lazy> lazy;
  };
  std::vector<DeclaredRelationship> relationships_;
  std::vector<Value> composites_;
  std::vector<orm::Ref<orm::Column>> pending_parts_;  // columns of composites, by table
  orm::Mapper* parent_ = nullptr;
  orm::MapperOptions options_;
};

// ---- the base class -----------------------------------------------------------------------------

BaseClass* find_base(const Type& type) {
  for (const Type* at : type.mro) {
    if (auto* base = dynamic_cast<BaseClass*>(at->class_payload.get())) return base;
  }
  return nullptr;
}

// Gives a base class its registry and metadata.
void make_base(Context& owner, Type& type) {
  Interpreter& interp = owner.interp;
  orm::Ref<orm::MetaData> metadata;
  orm::Ref<orm::Registry> registry;
  if (Value* given = interp.type_lookup(&type, interp.intern("registry"))) {
    if (const auto* data = interp::try_payload<RegistryData>(*given)) {
      registry = data->registry;
      metadata = orm::Ref<orm::MetaData>(&registry->metadata());
      if (data->type_map) {
        interp.set_class_attr(&type, interp.intern("type_annotation_map"), data->type_map);
      }
    }
  }
  if (Value* given = interp.type_lookup(&type, interp.intern("metadata"))) {
    if (const auto* data = interp::try_payload<MetaDataData>(*given)) metadata = data->metadata;
  }
  if (metadata == nullptr) metadata = orm::make_ref<orm::MetaData>(owner.profile);
  auto base = std::make_unique<BaseClass>();
  bool is_given = registry != nullptr;
  if (!is_given) registry = orm::make_ref<orm::Registry>(metadata);
  base->registry = registry;
  type.class_payload = std::move(base);
  if (!is_given) {
    interp.set_class_attr(&type, interp.intern("registry"), wrap_registry(owner, registry));
  }
  interp.set_class_attr(&type, interp.intern("metadata"), wrap_metadata(owner, metadata));
}

bool is_true_in(Interpreter& interp, Type& type, const char* name) {
  Value* value = type.dict.find(interp.intern(name));
  return value != nullptr && interp.truth(*value);
}

}  // namespace

void declarative_subclassed(Interpreter& interp, Type* type, DictObject&,
                            const Arguments& arguments) {
  Context& owner = context(interp);
  if (arguments.keywords != 0) {
    interp.raise("TypeError", type->name + ".__init_subclass__() takes no keyword arguments");
  }
  BaseClass* base = find_base(*type);
  if (base == nullptr) {
    make_base(owner, *type);
    return;
  }
  if (is_true_in(interp, *type, "__abstract__")) return;
  Value type_map;
  if (Value* given = interp.type_lookup(type, interp.intern("type_annotation_map"))) {
    type_map = *given;
  }
  ClassReader(owner, *type, *base->registry, type_map).map();
}

namespace {

// The constructor of a class that has none of its own, as a method to be found in it.
Value constructor_method(Interpreter& interp) {
  return interp::make_closure(interp, "__init__", "self, /, **kwargs", [](Call& call) {
    for (auto& [name, value] : dict_items(context(call.interp), call[1])) {
      interp::StrObject* key = call.interp.intern(name);
      if (call.interp.type_lookup(call.interp.type_of(call[0]), key) == nullptr) {
        call.interp.raise("TypeError", "'" + name + "' is an invalid keyword argument for " +
                                           call.interp.type_of(call[0])->name);
      }
      call.interp.setattr(call[0], key, value);
    }
    return Value::none();
  });
}

// Makes a class that has no declarative base ready to be mapped.
void adopt(Context& owner, Type& type) {
  Interpreter& interp = owner.interp;
  type.make_payload = [] { return std::unique_ptr<interp::Payload>(new InstanceData); };
  StrObject* name = interp.intern("__init__");
  Value* found = interp.type_lookup(&type, name);
  Value* objects = interp.type_lookup(interp.types().object, name);
  const bool own = found != nullptr && (objects == nullptr || !found->same(*objects));
  if (own) return;
  if (owner.profile.default_constructor) {
    interp.set_class_attr(&type, name, constructor_method(interp));
    return;
  }
  Value empty = interp.eval("lambda self: None", interp.main_namespace());
  empty.as<interp::FunctionObject>()->qualname = Value(name);
  empty.as<interp::FunctionObject>()->name = Value(name);
  interp.set_class_attr(&type, name, empty);
}

// The constructor of mapped classes: keywords that name attributes of the class.
void construct(Interpreter& interp, const Value& self, const Arguments& arguments) {
  Type* type = interp.type_of(self);
  if (const orm::Mapper* mapper = find_mapper(type)) {
    mapper->registry().configure();
    mapper->check_instantiable();
  }
  if (arguments.positional != 0) {
    interp.raise("TypeError", "_declarative_constructor() takes 1 positional argument but " +
                                  std::to_string(arguments.positional + 1) + " were given");
  }
  for (size_t i = 0; i < arguments.keywords; ++i) {
    auto* name = arguments.names[i].as<interp::StrObject>();
    if (interp.type_lookup(type, name) == nullptr) {
      interp.raise("TypeError", interp.repr(arguments.names[i]) +
                                    " is an invalid keyword argument for " + type->name);
    }
    interp.setattr(self, name, arguments.keyword(i));
  }
}

interp::TypeBuilder root_builder(Context& owner, const char* name, const char* module,
                                 const char* meta) {
  interp::TypeBuilder builder(owner.interp, name, module);
  builder.metaclass(owner.type(meta)).payload<InstanceData>().slots([](interp::Slots& slots) {
    slots.init = guard<construct>;
    slots.subclassed = guard<declarative_subclassed>;
  });
  return builder;
}

Type* make_declarative_base_type(Context& owner) {
  return root_builder(owner, "DeclarativeBase", "sqlalchemy.orm.decl_api",
                      "DeclarativeAttributeIntercept")
      .build();
}

// The hidden root of declarative_base(): its classes show `object` above them in SQLAlchemy.
Type* make_declarative_root_type(Context& owner) {
  return root_builder(owner, "object", "builtins", "DeclarativeMeta").build();
}

Value declarative_base_function(Call& call) {
  Context& owner = context(call.interp);
  Interpreter& interp = call.interp;
  Value class_namespace = interp.dict();
  const Value& metadata = call.arg("metadata");
  if (!metadata.is_none()) interp.setitem(class_namespace, interp.str("metadata"), metadata);
  const Value& constructor = call.arg("constructor");
  if (constructor) interp.setitem(class_namespace, interp.str("__init__"), constructor);
  std::vector<Value> bases;
  const Value& cls = call.arg("cls");
  if (!cls.is_none()) {
    bases = cls.is(Kind::kTuple) ? items(cls) : std::vector<Value>{cls};
  }
  bases.emplace_back(owner.type("_DeclarativeRoot"));
  return interp.make_class(interp.text(call.arg("name")), bases, class_namespace);
}

const Binding kMappingFunctionRows[] = {
    {"declarative_base",
     "bind=None, metadata=None, mapper=None, cls=None, name='Base', constructor=?, "
     "class_registry=None, metaclass=None",
     guard<declarative_base_function>, "!a C++ program needs no base class", BindingKind::function},
};

}  // namespace

void map_declaratively(Context& owner, Type& type, orm::Registry& registry, const Value& type_map) {
  adopt(owner, type);
  ClassReader(owner, type, registry, type_map).map();
}

void map_imperatively(Context& owner, Type& type, orm::Registry& registry, const Value& table,
                      const Value& properties, const Value& keywords) {
  adopt(owner, type);
  ClassReader(owner, type, registry, Value()).map_imperatively(table, properties, keywords);
}

Value without_mapped(const Value& annotation) {
  const auto* mapped = interp::try_payload<MappedAnnotation>(annotation);
  return mapped == nullptr ? annotation : mapped->inner;
}

void add_mapping_types(TypeTable& table) {
  table.emplace_back("DeclarativeBase", make_declarative_base_type);
  table.emplace_back("_DeclarativeRoot", make_declarative_root_type);
}

std::vector<BindingTable> mapping_tables() {
  return {{"sqlalchemy.orm", nullptr, kMappingFunctionRows, std::size(kMappingFunctionRows)}};
}

}  // namespace lessonrun::bind
