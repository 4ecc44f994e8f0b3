// Column, its defaults and its foreign keys.
#include <orm/compiler.h>
#include <orm/error.h>
#include <orm/profile.h>
#include <orm/schema.h>

#include <algorithm>
#include <atomic>

namespace orm {

ColumnDefault ColumnDefault::scalar(Value v) {
  ColumnDefault result;
  result.kind = Kind::scalar;
  result.value = std::move(v);
  return result;
}

ColumnDefault ColumnDefault::function(std::function<Value(const DefaultContext&)> f,
                                      std::string name) {
  ColumnDefault result;
  result.kind = Kind::callable;
  result.callable = std::move(f);
  result.name = std::move(name);
  return result;
}

ColumnDefault ColumnDefault::of(Ref<Sequence> given) {
  ColumnDefault made;
  made.kind = Kind::sequence;
  made.name = given->name;
  made.sequence = std::move(given);
  return made;
}

ColumnDefault ColumnDefault::sql(ClauseRef c) {
  ColumnDefault result;
  result.kind = Kind::clause;
  result.clause = std::move(c);
  return result;
}

// ForeignKey

namespace {
// "schema.table.column" taken apart.
struct Target {
  std::string table, column;
  explicit Target(const std::string& text) {
    size_t dot = text.rfind('.');
    if (dot == std::string::npos) {
      table = text;
    } else {
      table = text.substr(0, dot);
      column = text.substr(dot + 1);
    }
  }
};
}  // namespace

Column* ForeignKey::schema_parent() const {
  const ColumnElement* bare = parent;
  while (bare != nullptr) {
    bare = bare->bare();
    if (bare->kind() == NodeKind::column &&
        static_cast<const ColumnClause*>(bare)->is_schema_column())
      return static_cast<Column*>(const_cast<ColumnElement*>(bare));
    bare = bare->proxied();
  }
  return nullptr;
}

Column* ForeignKey::column_or_null() const {
  if (resolved != nullptr) return resolved;
  if (target_column) {
    const ColumnElement* bare = target_column->bare();
    return static_cast<Column*>(const_cast<ColumnElement*>(bare));
  }
  Column* own = schema_parent();
  if (own == nullptr || own->schema_table() == nullptr) return nullptr;
  Target target(target_text);
  Table& table = *own->schema_table();
  Table* other = table.metadata().table(target.table);
  if (other == nullptr && !table.schema.empty() && target.table.find('.') == std::string::npos &&
      table.metadata().schema() == table.schema)
    other = table.metadata().table(table.schema + "." + target.table);
  if (other == nullptr) return nullptr;
  const std::string wanted(target.column.empty() ? own->key() : target.column);
  if (!link_to_name) return other->column(wanted);
  for (Column* column : other->columns())
    if (column->name_ == wanted) return column;
  return nullptr;
}

Column& ForeignKey::column() const {
  if (Column* found = column_or_null()) return *found;
  Column* own = schema_parent();
  if (own == nullptr)
    throw InvalidRequestError(
        "this ForeignKey object does not yet have a parent Column associated with it.");
  if (own->schema_table() == nullptr)
    throw InvalidRequestError(
        "this ForeignKey's parent column is not yet associated with a Table.");
  Target target(target_text);
  std::string from = own != nullptr ? own->fullname() : "?";
  Table* other = own != nullptr && own->schema_table() != nullptr
                     ? own->schema_table()->metadata().table(target.table)
                     : nullptr;
  if (other == nullptr)
    throw NoReferencedTableError(
        "Foreign key associated with column '" + from + "' could not find table '" + target.table +
        "' with which to generate a foreign key to target column '" + target.column + "'");
  throw NoReferencedColumnError("Could not initialize target column for ForeignKey '" +
                                target_text + "' on table '" + own->schema_table()->name_ +
                                "': table '" + other->name_ + "' has no column named '" +
                                target.column + "'");
}

std::string ForeignKey::target_fullname() const {
  if (!target_text.empty()) return target_text;
  Column* target = column_or_null();
  return target != nullptr ? target->fullname() : std::string();
}

bool ForeignKey::references(const FromClause& table) const {
  Column* target = column_or_null();
  return target != nullptr && table.c().corresponding(*target) != nullptr;
}

// Column

Column::Column(std::string column_name, TypeRef of_type, ColumnArgs arguments)
    : ColumnClause(std::move(column_name), nullptr), args(std::move(arguments)) {
  take_arguments(std::move(of_type));
}

void Column::complete(std::string column_name, TypeRef of_type, ColumnArgs arguments) {
  set_name(std::move(column_name));
  args = std::move(arguments);
  foreign_keys_.clear();
  take_arguments(std::move(of_type));
}

void Column::take_arguments(TypeRef of_type) {
  type_is_unset = !of_type;
  if (of_type) type = std::move(of_type);
  if (!args.key.empty()) key_ = args.key;
  quote = args.quote;
  // What the database numbers has no NULL.
  const bool numbered = args.server_default.kind == ServerDefault::Kind::identity;
  nullable_ = args.nullable.value_or(!args.primary_key && !numbered);
  for (auto& key : args.foreign_keys) {
    foreign_keys_.push_back(std::make_unique<ForeignKey>(key));
    foreign_keys_.back()->parent = this;
  }
}

Column::~Column() = default;

Table* Column::schema_table() const {
  // A Column may stand in a `table()`, which has no metadata.
  if (table == nullptr || table->kind() != NodeKind::table) return nullptr;
  return static_cast<TableClause*>(table)->is_schema_table() ? static_cast<Table*>(table) : nullptr;
}

void Column::set_name(std::string column_name) {
  if (key_.empty() || key_ == name_) key_ = column_name;
  name_ = std::move(column_name);
}

std::string Column::fullname() const {
  if (name_.empty()) return "(no name)";
  return table == nullptr ? name_ : static_cast<Table*>(table)->fullname() + "." + name_;
}

std::string Column::fullkey() const {
  return table == nullptr ? key_ : static_cast<Table*>(table)->fullname() + "." + key_;
}

uint64_t Column::next_creation_order() noexcept {
  static std::atomic<uint64_t> last{0};
  return ++last;
}

Ref<Column> Column::copy() const {
  ColumnArgs arguments = args;
  arguments.key = key_ != name_ ? key_ : "";
  arguments.nullable = nullable_;
  arguments.foreign_keys.clear();
  for (const auto& key : foreign_keys_) {
    ForeignKey fresh = *key;
    fresh.constraint = nullptr;
    if (fresh.resolved != nullptr && fresh.target_text.empty())
      fresh.target_text = fresh.resolved->fullname();
    fresh.resolved = nullptr;
    arguments.foreign_keys.push_back(std::move(fresh));
  }
  arguments.constraints.clear();
  for (const auto& constraint : args.constraints)
    arguments.constraints.push_back(constraint->copy());
  auto made = make_ref<Column>(name_, type_is_unset ? nullptr : type, std::move(arguments));
  made->creation_order = creation_order;
  return made;
}

namespace {
// `<sqlalchemy.sql.functions.now at 0x…; now>`, or the text of another clause.
std::string repr_clause(const ClauseElement& clause) {
  const std::string address = " at " + repr_address(&clause);
  if (clause.kind() == NodeKind::function) {
    std::string name(static_cast<const FunctionElement&>(clause).name());
    return "<sqlalchemy.sql.functions." + name + address + "; " + name + ">";
  }
  return std::string("<sqlalchemy.sql.elements.TextClause object") + address + ">";
}

std::string repr_options(const IdentityOptions& options) {
  std::string out;
  auto number = [&](const char* name, const std::optional<int64_t>& value) {
    if (value) out += std::string(", ") + name + "=" + std::to_string(*value);
  };
  auto flag = [&](const char* name, const std::optional<bool>& value) {
    if (value) out += std::string(", ") + name + (*value ? "=True" : "=False");
  };
  number("start", options.start);
  number("increment", options.increment);
  number("minvalue", options.minvalue);
  number("maxvalue", options.maxvalue);
  flag("nominvalue", options.nominvalue);
  flag("nomaxvalue", options.nomaxvalue);
  flag("cycle", options.cycle);
  number("cache", options.cache);
  flag("order", options.order);
  return out;
}
}  // namespace

std::string Sequence::repr(const std::string& tail) const {
  return "Sequence(" + repr_text(name) + repr_options(options) +
         (optional ? ", optional=True" : "") +
         (metadata != nullptr && tail.empty() ? ", metadata=" + metadata->repr() : "") + tail + ")";
}

ColumnRef Sequence::next_value() const {
  auto made = func("next_value", {}, data_type ? data_type : Integer());
  made->sequence = Ref<RefCounted>(const_cast<Sequence*>(this));
  return made;
}

bool DdlIf::holds(const Dialect& dialect) const {
  if (!dialects.empty() &&
      std::find(dialects.begin(), dialects.end(), dialect.name) == dialects.end())
    return false;
  return !callable || callable(dialect);
}

std::string ServerDefault::repr() const {
  switch (kind) {
    case Kind::text:
      return "DefaultClause(" + repr_text(text) + ", for_update=False)";
    case Kind::clause:
      return "DefaultClause(" + repr_clause(*clause) + ", for_update=False)";
    case Kind::identity: {
      std::string shown = always ? ", always=True" : "";
      if (on_null) shown += *on_null ? ", on_null=True" : ", on_null=False";
      shown += repr_options(options);
      return "Identity(" + (shown.empty() ? shown : shown.substr(2)) + ")";
    }
    case Kind::computed:
      return "Computed(" + repr_clause(*clause) +
             (persisted ? *persisted ? ", persisted=True" : ", persisted=False" : "") + ")";
    case Kind::fetched:
      return "FetchedValue()";
    case Kind::none:
      break;
  }
  return "None";
}

std::string ColumnDefault::repr(const Profile& profile) const {
  bool modern = profile.insertmanyvalues;
  switch (kind) {
    case Kind::scalar:
      return (modern ? "ScalarElementColumnDefault(" : "ColumnDefault(") + value.repr() + ")";
    case Kind::callable:
      return (modern ? "CallableColumnDefault(" : "ColumnDefault(") +
             ("<function " + name + " at 0x7f0000000000>") + ")";
    case Kind::clause:
      return (modern ? "ColumnElementColumnDefault(" : "ColumnDefault(") + repr_clause(*clause) +
             ")";
    default:
      return sequence ? sequence->repr() : "Sequence(" + repr_text(name) + ")";
  }
}

std::string Column::repr(const Profile* given) const {
  const Profile& profile = table != nullptr   ? schema_table()->metadata().profile()
                           : given != nullptr ? *given
                                              : profile_2_0;
  std::string out = "Column(" + repr_text(name_) + ", " + type->repr();
  for (const auto& key : foreign_keys_)
    out += ", ForeignKey(" + repr_text(key->target_fullname()) + ")";
  if (table != nullptr)
    for (const Constraint* constraint : schema_table()->constraints())
      if (constraint->column_level == this) out += ", " + constraint->repr();
  out += table != nullptr ? ", table=<" + table->description() + ">" : ", table=None";
  if (key_ != name_) out += ", key=" + repr_text(key_);
  if (args.primary_key) out += ", primary_key=True";
  if (!nullable_) out += ", nullable=False";
  if (args.onupdate) out += ", onupdate=" + args.onupdate.repr(profile);
  if (args.default_.sequence)
    out += ", default=" +
           args.default_.sequence->repr(
               table != nullptr ? ", metadata=" + schema_table()->metadata().repr() : "");
  else if (args.default_)
    out += ", default=" + args.default_.repr(profile);
  if (args.server_default) out += ", server_default=" + args.server_default.repr();
  if (!args.comment.empty()) out += ", comment=" + repr_text(args.comment);
  return out + ")";
}

}  // namespace orm
