// What Table(...) is given: its items and its keywords.
#include "orm/orm_error.h"
#include "runner/bind/dialect_options.h"
#include "runner/bind/schema.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Interpreter;
using interp::Value;

std::vector<orm::TableItem> to_table_items(Context& owner, const std::vector<Value>& values) {
  std::vector<orm::TableItem> made;
  for (const Value& value : values) {
    if (const auto* constraint = interp::try_payload<ConstraintData>(value)) {
      made.emplace_back(constraint->constraint);
    } else if (const auto* index = interp::try_payload<IndexData>(value)) {
      made.emplace_back(index->index);
    } else if (orm::ClauseRef clause = find_clause(owner, value);
               clause != nullptr && clause->kind() == orm::NodeKind::column &&
               static_cast<const orm::ColumnClause&>(*clause).is_schema_column()) {
      made.emplace_back(orm::Ref<orm::Column>(static_cast<orm::Column*>(clause.get())));
    } else if (clause != nullptr && clause->kind() == orm::NodeKind::custom) {
      owner.interp.unsupported("Column", "a class of its own below Column is not supported");
    } else {
      raise_error(owner, orm::ArgumentError::cls,
                  "'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got " +
                      owner.interp.repr(value));
    }
  }
  return made;
}

namespace {

// Words that stand for a schema: none at all, the one that a table has.
struct SchemaWordData : interp::Payload {
  bool blank = false;
};

std::string schema_word_repr(Interpreter& interp, const Value& self) {
  const bool blank = interp::payload<SchemaWordData>(interp, self).blank;
  if (context(interp).profile.typed_names) {
    return blank ? "<SchemaConst.BLANK_SCHEMA: 2>" : "<SchemaConst.RETAIN_SCHEMA: 1>";
  }
  return blank ? "symbol('blank_schema')" : "symbol('retain_schema')";
}

interp::Type* make_schema_word_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "SchemaConst", "sqlalchemy.sql.schema")
      .payload<SchemaWordData>()
      .abstract()
      .slots([](interp::Slots& slots) { slots.repr = schema_word_repr; })
      .build();
}

}  // namespace

interp::Value find_schema_word(Context& owner, std::string_view name) {
  if (name != "BLANK_SCHEMA" && name != "RETAIN_SCHEMA") return {};
  static constexpr char kWords[2] = {};
  const bool blank = name == "BLANK_SCHEMA";
  return owner.unique(&kWords[blank ? 1 : 0], [&] {
    auto data = std::make_unique<SchemaWordData>();
    data->blank = blank;
    return owner.make("SchemaConst", std::move(data));
  });
}

std::optional<bool> schema_word(const Value& value) {
  const auto* data = interp::try_payload<SchemaWordData>(value);
  return data == nullptr ? std::nullopt : std::optional<bool>(data->blank);
}

void add_schema_word_types(TypeTable& table) {
  table.emplace_back("SchemaConst", make_schema_word_type);
}

orm::TableArgs to_table_args(Context& owner, const Value& keywords) {
  orm::TableArgs args;
  Value schema, quote_schema;
  Interpreter& interp = owner.interp;
  for (auto& [name, value] : dict_items(owner, keywords)) {
    if (name == "schema") {
      args.blank_schema = schema_word(value).value_or(false);
      if (!args.blank_schema) schema = value;
    } else if (name == "extend_existing") {
      args.extend_existing = interp.truth(value);
    } else if (name == "must_exist") {
      args.must_exist = interp.truth(value);
    } else if (name == "keep_existing") {
      args.keep_existing = interp.truth(value);
    } else if (name == "comment") {
      if (!value.is_none()) args.comment = std::string(interp.text(value));
    } else if (name == "quote") {
      if (!value.is_none()) args.quote = interp.truth(value);
    } else if (name == "prefixes" && value.is_none()) {
      continue;
    } else if (name == "prefixes") {
      for (const Value& prefix : interp.to_vector(value)) {
        args.prefixes.emplace_back(interp.text(prefix));
      }
    } else if (name == "quote_schema") {
      quote_schema = value;
    } else if (name == "info") {
      if (!value.is_none()) args.info = orm::make_ref<PythonObject>(interp, value);
    } else if (name == "implicit_returning" || name == "listeners" || name == "resolve_fks" ||
               name == "include_columns" || name == "autoload" || name == "autoload_with" ||
               name == "autoload_replace") {
      // Nothing in SQLite's SQL depends on them.
    } else {
      check_dialect_option(owner, "Table", name);
      args.dialect_options.emplace_back(name, to_orm(owner, value));
    }
  }
  args.schema = to_name(owner, schema, quote_schema);
  return args;
}

}  // namespace lessonrun::bind
