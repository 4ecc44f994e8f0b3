// Creating and dropping tables, with what belongs to them: types and sequences, indexes, comments,
// and foreign keys of tables that refer to each other, which are added when all tables are there.
#include <orm/compiler.h>
#include <orm/error.h>
#include <orm/profile.h>
#include <orm/schema.h>

#include <algorithm>
#include <set>

namespace orm {

namespace {

using Op = DDLElement::Op;

// A key to a table nobody defined is an error before anything is created.
void check_references(const std::vector<Table*>& tables) {
  for (const Table* table : tables)
    for (const ForeignKeyConstraint* constraint : table->foreign_key_constraints())
      for (const ForeignKey* key : constraint->elements) key->column();
}

// The foreign keys that are added or dropped by themselves: those marked so, and those of tables in
// a circle, as far as `named` wants a name.
std::vector<const Constraint*> keys_apart(const std::vector<Table*>& tables, const Dialect& dialect,
                                          bool named) {
  std::vector<const Constraint*> apart;
  if (!dialect.supports_alter) return apart;
  for (const Table* table : tables)
    for (const ForeignKeyConstraint* key : table->foreign_key_constraints())
      if (key->use_alter) apart.push_back(key);
  for (const Table* table : tables_in_circle(tables))
    for (const ForeignKeyConstraint* key : table->foreign_key_constraints())
      if (!key->use_alter && !(named && key->ddl_name().empty())) apart.push_back(key);
  return apart;
}

// One run over some tables of a MetaData.
class SchemaRun {
 public:
  SchemaRun(MetaData& metadata, Bind& connection, bool checkfirst, bool of_metadata)
      : metadata_(metadata),
        connection_(connection),
        dialect_(connection.dialect()),
        checkfirst_(checkfirst),
        of_metadata_(of_metadata) {}

  void create_types(const std::vector<Table*>& tables) {
    for (const TypeRef& type : named_types(tables)) send(Op::create_type, type.get());
  }
  void drop_types(const std::vector<Table*>& tables) {
    for (const TypeRef& type : named_types(tables)) send(Op::drop_type, type.get());
  }

  void create(Table& table, const std::vector<Table*>& all,
              const std::vector<const Constraint*>& later) {
    metadata_.fire("before_create", &table, connection_, all, checkfirst_, of_metadata_);
    for (const Column* column : table.columns())
      if (uses_sequence(*column)) send(CreateSequence(*column->args.default_.sequence));
    Ref<DDLElement> statement = CreateTable(table);
    statement->later = later;
    send(statement);
    for (const Index* index : table.indexes())
      if (!index->ddl_if || index->ddl_if->holds(dialect_)) send(CreateIndex(*index));
    if (dialect_.supports_comments && !dialect_.inline_comments) comment_on(table);
    metadata_.fire("after_create", &table, connection_, all, checkfirst_, of_metadata_);
  }

  void drop(Table& table, const std::vector<Table*>& all) {
    metadata_.fire("before_drop", &table, connection_, all, checkfirst_, of_metadata_);
    send(DropTable(table));
    if (!of_metadata_)
      for (const Column* column : table.columns())
        if (uses_sequence(*column)) send(DropSequence(*column->args.default_.sequence));
    metadata_.fire("after_drop", &table, connection_, all, checkfirst_, of_metadata_);
  }

  // Those that belong to no column; `all`: those of columns as well.
  void sequences(const std::vector<Table*>& tables, bool creates, bool all) {
    if (!dialect_.supports_sequences) return;
    std::set<const Sequence*> of_columns;
    for (const Table* table : tables)
      for (const Column* column : table->columns())
        if (column->args.default_.sequence) of_columns.insert(column->args.default_.sequence.get());
    for (const auto& sequence : metadata_.sequences()) {
      if (!all && of_columns.count(sequence.get()) != 0) continue;
      if (sequence->optional && dialect_.sequences_optional) continue;
      send(creates ? CreateSequence(*sequence) : DropSequence(*sequence));
    }
  }

  void send(const Ref<DDLElement>& statement) { connection_.execute_ddl(statement); }

 private:
  void send(Op op, const RefCounted* object) { send(make_ref<DDLElement>(op, object)); }

  bool uses_sequence(const Column& column) const {
    const Ref<Sequence>& sequence = column.args.default_.sequence;
    return sequence && dialect_.supports_sequences &&
           !(sequence->optional && dialect_.sequences_optional);
  }

  void comment_on(const Table& table) {
    if (!table.args.comment.empty()) send(Op::set_table_comment, &table);
    for (const Column* column : table.columns())
      if (!column->args.comment.empty()) send(Op::set_column_comment, column);
  }

  // What the database knows by a name of its own, each once, as the columns bring them.
  std::vector<TypeRef> named_types(const std::vector<Table*>& tables) const {
    std::vector<TypeRef> types;
    std::set<std::string> names;
    for (const Table* table : tables)
      for (const Column* column : table->columns()) {
        const TypeEngine& type = column->type->dialect_impl(dialect_);
        const std::string name = dialect_.created_type(type);
        if (!name.empty() && names.insert(name).second) types.emplace_back(&type);
      }
    return types;
  }

  MetaData& metadata_;
  Bind& connection_;
  const Dialect& dialect_;
  bool checkfirst_, of_metadata_;
};

// Tables in the order in which they are dropped; the keys in `apart` are gone by then.
std::vector<Table*> order_of_drop(const std::vector<Table*>& wanted, Bind& connection,
                                  const std::vector<const Constraint*>& apart) {
  std::vector<Table*> order = sort_tables(wanted, apart);
  const std::vector<Table*> circle = tables_in_circle(wanted, apart);
  if (circle.empty()) {
    std::reverse(order.begin(), order.end());
    return order;
  }
  const std::string names = names_of_tables(circle);
  if (connection.dialect().supports_alter)
    throw CircularDependencyError(
        "Can't sort tables for DROP; an unresolvable foreign key dependency exists between "
        "tables: " +
        names +
        ".  Please ensure that the ForeignKey and ForeignKeyConstraint objects involved in the "
        "cycle have names so that they can be dropped using DROP CONSTRAINT.");
  // Which table to drop first cannot be told: they go as they were defined.
  connection.warn(
      "Can't sort tables for DROP; an unresolvable foreign key dependency exists between "
      "tables: " +
      names +
      "; and backend does not support ALTER.  To restore at least a "
      "partial sort, apply use_alter=True to ForeignKey and ForeignKeyConstraint objects "
      "involved in the cycle to mark these as known cycles that will be ignored.");
  return wanted;
}

}  // namespace

void MetaData::create_all(Bind& bind, const std::vector<Table*>* tables, bool checkfirst) {
  bind.run_ddl([&](Bind& connection) {
    std::vector<Table*> wanted;
    for (Table* table : tables != nullptr ? *tables : tables_)
      if (!checkfirst ||
          !connection.has_table(table->name_, connection.effective_schema(table->schema)))
        wanted.push_back(table);
    check_references(wanted);
    const auto apart = keys_apart(wanted, connection.dialect(), false);
    std::vector<Table*> order = sort_tables(wanted, apart);
    SchemaRun run(*this, connection, checkfirst, true);
    run.create_types(wanted);
    fire("before_create", nullptr, connection, order, checkfirst, true);
    if (tables == nullptr) run.sequences(tables_, true, false);
    for (Table* table : order) run.create(*table, order, apart);
    for (const Constraint* key : apart) run.send(AddConstraint(*key));
    fire("after_create", nullptr, connection, order, checkfirst, true);
  });
}

void MetaData::drop_all(Bind& bind, const std::vector<Table*>* tables, bool checkfirst) {
  bind.run_ddl([&](Bind& connection) {
    std::vector<Table*> wanted;
    for (Table* table : tables != nullptr ? *tables : tables_)
      if (!checkfirst ||
          connection.has_table(table->name_, connection.effective_schema(table->schema)))
        wanted.push_back(table);
    const auto apart = keys_apart(wanted, connection.dialect(), true);
    std::vector<Table*> order = order_of_drop(wanted, connection, apart);
    SchemaRun run(*this, connection, checkfirst, true);
    fire("before_drop", nullptr, connection, order, checkfirst, true);
    for (const Constraint* key : apart) run.send(DropConstraint(*key));
    for (Table* table : order) run.drop(*table, order);
    if (tables == nullptr) run.sequences(tables_, false, true);
    run.drop_types(wanted);
    fire("after_drop", nullptr, connection, order, checkfirst, true);
  });
}

void Table::create(Bind& bind, bool checkfirst) {
  bind.run_ddl([&](Bind& connection) {
    if (checkfirst && connection.has_table(name_, connection.effective_schema(schema))) return;
    SchemaRun run(*metadata_, connection, checkfirst, false);
    run.create_types({this});
    run.create(*this, {}, {});
  });
}

void Table::drop(Bind& bind, bool checkfirst) {
  bind.run_ddl([&](Bind& connection) {
    if (checkfirst && !connection.has_table(name_, connection.effective_schema(schema))) return;
    SchemaRun run(*metadata_, connection, checkfirst, false);
    run.drop(*this, {});
    run.drop_types({this});
  });
}

}  // namespace orm
