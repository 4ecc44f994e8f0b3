// Reads a class statement, or the arguments of an imperative mapping, and maps the class.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "runner/bind/composite.h"
#include "runner/bind/inheritance.h"
#include "runner/bind/instances.h"
#include "runner/bind/mapped_column.h"
#include "runner/bind/mapped_dataclass.h"
#include "runner/bind/properties.h"
#include "runner/bind/relationships.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

/// An attribute that will be a column.
struct Declared {
  std::string key;
  orm::Ref<orm::Column> column;
  std::vector<orm::Ref<orm::Column>> more_columns = {};  // that have the same value
  bool deferred = false;
  std::string deferred_group;
  bool deferred_raises = false;
  bool active_history = false;
  bool query_expression = false;
  int64_t sort_order = 0;
  orm::ColumnRef expression = nullptr;  // of column_property(), instead of a column
  bool is_property = false;             // written as column_property() or deferred()
  bool use_existing = false;            // a column that the parent's table has already is taken
  interp::Value source = {};            // what stands in the class body
};

/// The next object of each class of the registry configures the mappers before it is made.
void configure_with_next_object(Context& context, const orm::Registry& registry);

/// One class on its way to a mapper.
class ClassReader {
 public:
  ClassReader(Context& owner, interp::Type& type, orm::Registry& registry,
              const interp::Value& type_map)
      : owner_(owner),
        interp_(owner.interp),
        type_(type),
        registry_(registry),
        type_map_(type_map) {}
  /// Maps a declarative class: its table, its mapper, its descriptors.
  void map();
  /// `map_imperatively(User, table, properties={...})`: what the class statement does not say.
  void map_imperatively(const interp::Value& table, const interp::Value& properties,
                        const interp::Value& keywords);

 private:
  void finish(const orm::Ref<orm::FromClause>& from, bool has_table);
  void warn_of_same_name();
  /// SQLAlchemy wraps the constructor in a function of its own, whose name errors say.
  void name_constructor();
  /// The mapped class that this one derives from, or null.
  orm::Mapper* find_parent();
  /// The mapper of the class above that AbstractConcreteBase makes one without a table, or null.
  orm::Mapper* abstract_parent(const orm::Ref<orm::FromClause>& table);
  /// Maps such a class, for the first time with the table of the first class below it.
  orm::Mapper& map_abstract(const orm::Ref<orm::FromClause>& table);
  /// Makes the mapper; the class takes its attributes and events.
  MappedClass& install(const orm::Ref<orm::FromClause>& from, orm::MapperOptions options,
                       bool has_table);
  void add_relationships(orm::Mapper& mapper);
  /// The mapper that `inherits` names. Throws ArgumentError for one that the class does not derive
  /// from.
  orm::Mapper* given_parent(const interp::Value& inherits);
  /// An attribute of the class or of a mixin. Those of mapped classes above are theirs alone,
  /// unless they are made for each class.
  interp::Value inherited(const char* name);
  /// declared_attr and other descriptors of mixins give their value for this class.
  interp::Value resolve(const interp::Value& value);
  /// The class's own columns first, then those of each mixin, as vars() and annotations give their
  /// order; in 1.x in the order in which the columns were made.
  void collect();
  void collect_from(interp::Type& cls, bool is_mixin);
  /// What a dataclass says of its columns in the metadata of its fields, by name; undefined without
  /// `__sa_dataclass_metadata_key__`.
  interp::Value metadata_of_fields(interp::Type& cls);
  void add_field(const std::string& name, const interp::Value& value,
                 const interp::Value& annotation, std::vector<DataclassField>& fields);
  /// Options of a dataclass make no sense on a class that is none.
  void check_options(const std::string& name, const DataclassOptions& options, bool is_property);
  /// Has the class another attribute of that name by now, its own or a mapped one from above?
  bool is_overridden(const std::string& name, const interp::Value& value);
  /// Does the class statement map what it says of a name?
  bool is_to_be_mapped(const interp::Value& value, const interp::Value& annotation);
  void read_attribute(const std::string& name, const interp::Value& value,
                      const interp::Value& annotation, bool is_mixin,
                      const ColumnPropertyData* given = nullptr);
  /// The columns of a composite that are not columns of the class yet become such.
  void read_composite(const std::string& name, CompositeData& composite, const interp::Value& value,
                      const interp::Value& annotation);
  interp::Value composite_class_of(const std::string& name, const interp::Value& annotation);
  /// The attribute of one part; undefined until the class is mapped where a column of a table is
  /// given.
  std::string composite_part(const CompositeData& composite, const interp::Value& part,
                             const CompositeField* field);
  /// The columns of a deferred composite are deferred together.
  void read_given_properties();
  void note_nullability(orm::Column& column, interp::Value annotation);
  void set_group(const CompositeData& composite, const std::string& key);
  void defer_parts(orm::Mapper& mapper, const CompositeData& composite);
  /// Tells objects of the class of their composites, and finds the attributes of table columns.
  void finish_composites(MappedClass& mapped, orm::Mapper& mapper);
  /// Throws InvalidRequestError for what a mixin may only have by way of a declared_attr.
  void refuse_mixed_in(const std::string& name, const interp::Value& value);
  /// Has the table that is given as `__table__` the column of a mixin already?
  bool given_table_has(std::string_view column, const std::string& name);
  /// Throws ArgumentError for a new column beside `__table__`.
  void check_given_table(const orm::Column& column, const std::string& name);
  /// In 2.0 a plain annotation on a mapped class is a likely mistake.
  void check_plain_annotation(const std::string& name, const interp::Value& value,
                              const interp::Value& annotation);
  interp::Value evaluated(const interp::Value& annotation);
  /// How WriteOnlyMapped[...] and DynamicMapped[...] load.
  std::optional<orm::Lazy> mapped_lazy(const interp::Value& annotation);
  /// What stands in Mapped[...] beside a relationship; the text itself where it is one, for the
  /// class it names may not exist yet.
  interp::Value mapped_inner(const interp::Value& annotation);
  /// `addresses: List["Address"]` says what the relationship is of where plain annotations may.
  interp::Value annotation_unless_refused(const interp::Value& annotation);
  bool is_mapped(const interp::Value& annotation);
  void add_mapped(const std::string& name, const MappedColumnData* given,
                  const interp::Value& annotation, const interp::Value& source, bool is_mixin,
                  const ColumnPropertyData* deferral = nullptr);
  void add(Declared declared);
  /// One of the `properties` of an imperative mapping: also a bare column or expression, or a list
  /// of columns.
  void read_property(const std::string& name, const interp::Value& value);
  orm::Ref<orm::FromClause> take_table(const interp::Value& value);
  /// Does the class have something of its own under the name of a column, which is not mapped then?
  bool hides_column(const std::string& key);
  /// Where the class's table belongs: what `metadata` of the class says, or the registry's.
  orm::MetaData& metadata() const;
  /// The class's own table; null where its `__table_cls__` makes none.
  orm::Ref<orm::FromClause> define(const interp::Value& table_name);
  orm::Ref<orm::FromClause> made_by(const interp::Value& maker, const interp::Value& table_name,
                                    const std::vector<orm::Ref<orm::Column>>& columns,
                                    const std::vector<interp::Value>& positional,
                                    const interp::Value& keywords);
  /// Throws InvalidRequestError for a class with no table that derives from none with one.
  void require_table(bool has_table);
  /// Single-table inheritance: the class's columns become columns of the parent's table.
  orm::Ref<orm::Table> share_table();
  /// The attribute that a value of the class body became.
  std::string key_of(const interp::Value& given) const;
  /// The same also for a column_property() that stands there, and for columns that became one.
  std::string declared_key_of(const interp::Value& given) const;
  std::string mapped_key_of(const interp::Value& given) const;
  void read_options(const interp::Value& given);
  void place_annotated_first();
  /// What a concrete class has from the class above stands first, in the order it has there.
  void place_inherited_first(const orm::FromClause& from, orm::MapperOptions& options) const;
  /// Throws ArgumentError where a column that is mapped as it is belongs to another table, or has
  /// the name of a property of another kind.
  void check_columns(const orm::FromClause& from, const orm::MapperOptions& options);
  /// How errors name the mapper that is being made.
  std::string mapper_text(const orm::FromClause& from) const;
  /// The columns of synonym(map_column=True) are mapped under the names of what they stand for.
  void map_synonym_columns(const orm::FromClause& from, orm::MapperOptions& options);
  /// The further columns of column_property(a, b).
  std::vector<orm::Ref<orm::Column>> more_columns(const std::vector<interp::Value>& given);

  Context& owner_;
  interp::Interpreter& interp_;
  interp::Type& type_;
  orm::Registry& registry_;
  interp::Value type_map_;
  bool imperative_ = false;
  bool has_given_table_ = false;
  interp::Value dataclass_;     // the arguments that make the class a dataclass, or undefined
  bool was_dataclass_ = false;  // it is one already
  std::vector<DataclassField> fields_;
  std::deque<DataclassOptions> proxy_options_;  // of descriptors that are written in Python
  std::vector<Declared> declared_;
  struct DeclaredRelationship {
    std::string key;
    interp::Value keep;
    const RelationshipData* data;
    interp::Value annotation;
    std::optional<orm::Lazy> lazy;
  };
  std::vector<DeclaredRelationship> relationships_;
  std::vector<interp::Value> composites_;
  std::vector<std::pair<std::string, std::string>> column_synonyms_;  // synonym(map_column=True)
  std::vector<orm::Ref<orm::Column>> pending_parts_;  // columns of composites, by table
  orm::Mapper* parent_ = nullptr;
  ColumnChoice choice_;
  orm::MapperOptions options_;
};

}  // namespace lessonrun::bind
