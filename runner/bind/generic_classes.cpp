// Which of SQLAlchemy's classes 2.0 lets programs subscript, as type hints do:
// `Select[tuple[int]]`.
#include "runner/bind/generic_classes.h"

#include <string_view>

#include "runner/base/words.h"

namespace lessonrun::bind {

using interp::Type;
using interp::Value;

namespace {

// Of these a subscript makes an alias, `sqlalchemy.engine.row.Row[int]`.
constexpr const char* kAliased =
    "BinaryExpression BindParameter Case Cast ChunkedIteratorResult CollectionAggregate Column "
    "ColumnClause ColumnElement ColumnProperty Composite CompositeProperty "
    "CursorResult FrozenResult Function FunctionElement FunctionFilter Grouping "
    "InstanceState InstrumentedAttribute IteratorResult Label MappedColumn MappedSQLExpression "
    "Mapper MappingResult MergedResult Over QueryableAttribute "
    "RelationshipProperty Result Row RowMapping ScalarResult ScalarSelect Synonym TypeCoerce "
    "UnaryExpression WithinGroup WriteOnlyCollection sessionmaker";

// Of these it is the class itself.
constexpr const char* kUnchanged =
    "ARRAY Alias AppenderQuery Bundle CTE CheckConstraint ClauseElement ClauseList "
    "ColumnCollectionConstraint ColumnDefault CompoundSelect Computed Constraint DDL DDLElement "
    "Delete Enum ForeignKey ForeignKeyConstraint FromClause FromStatement Identity Index Insert "
    "Join Lateral MetaData PrimaryKeyConstraint Query Select SelectBase Sequence Subquery Table "
    "TableClause TableValuedAlias TextClause TextualSelect TypeDecorator TypeEngine "
    "UniqueConstraint Update UserDefinedType Values";

Value alias_of_class(interp::Interpreter& interp, const Value& cls, const Value& item) {
  return interp.call(Value(interp.types().generic_alias), {cls, item});
}

Value class_itself(interp::Interpreter&, const Value& cls, const Value&) { return cls; }

}  // namespace

void add_subscript(Context& owner, Type* type, std::string_view name) {
  if (!owner.profile.typed_names) return;
  if (has_word(kAliased, name)) type->slots.class_getitem = alias_of_class;
  if (has_word(kUnchanged, name)) type->slots.class_getitem = class_itself;
}

}  // namespace lessonrun::bind
