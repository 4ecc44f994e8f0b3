// The compiler's entry, its names and its parameters.
#include "orm/sql/compile.h"

#include <orm/custom.h>
#include <orm/error.h>

#include <cstdio>

namespace orm {

SqlCompiler::SqlCompiler(const Dialect& dialect, const CompileOptions& options)
    : dialect_(dialect),
      profile_(*dialect.profile),
      options_(options),
      literal_binds_(options.literal_binds) {
  if (options.key != nullptr)
    for (size_t i = 0; i < options.key->binds.size(); ++i)
      extracted_.emplace(options.key->binds[i], static_cast<int>(i));
}

Compiled SqlCompiler::compile(const ClauseRef& statement) {
  result_.statement = statement;
  result_.dialect = &dialect_;
  compile_statement(statement);
  write_ctes(0, 0);
  finish(result_);
  return std::move(result_);
}

void SqlCompiler::compile_statement(const ClauseRef& statement) {
  switch (statement->kind()) {
    case NodeKind::select:
    case NodeKind::compound:
    case NodeKind::text_select: {
      result_.kind = StatementKind::select;
      result_.returns_rows = true;
      result_.options = static_cast<SelectBase&>(*statement).options;
      outer_options_ = &static_cast<SelectBase&>(*statement).plugin_options;
      SelectContext context;
      context.toplevel = true;
      visit_any_select(*statement, context);
      break;
    }
    case NodeKind::insert:
      result_.kind = StatementKind::insert;
      if (!hooked(*statement, {})) visit_insert(static_cast<Insert&>(*statement));
      break;
    case NodeKind::update:
      result_.kind = StatementKind::update;
      if (!hooked(*statement, {})) visit_update(static_cast<Update&>(*statement));
      break;
    case NodeKind::delete_:
      result_.kind = StatementKind::delete_;
      if (!hooked(*statement, {})) visit_delete(static_cast<Delete&>(*statement));
      break;
    case NodeKind::ddl:
      result_.kind = StatementKind::ddl;
      if (hooked(*statement, {})) break;
      out_ += compile_ddl(static_cast<DDLElement&>(*statement), dialect_);
      break;
    case NodeKind::text:
      result_.options = static_cast<TextClause&>(*statement).options;
      result_.kind = StatementKind::text;
      result_.ordered_columns = false;
      visit(*statement);
      break;
    case NodeKind::alias:
    case NodeKind::subquery:
    case NodeKind::cte:
    case NodeKind::lateral:
    case NodeKind::table_valued: {
      // Shown by itself an alias is what it is an alias of.
      const FromClause& element = *static_cast<Alias&>(*statement).element;
      bool is_select =
          element.kind() >= NodeKind::select && element.kind() <= NodeKind::text_select;
      if (statement->kind() == NodeKind::lateral) {
        const FromClause* inner = &element;
        while (inner->kind() == NodeKind::subquery)
          inner = static_cast<const Alias*>(inner)->element.get();
        out_ += "LATERAL ";
        const bool whole =
            inner->kind() >= NodeKind::select && inner->kind() <= NodeKind::text_select;
        if (!whole) {
          visit_from(*inner);
          break;
        }
        out_ += "(";
        visit_any_select(*inner, {});
        out_ += ")";
      } else if (element.kind() == NodeKind::dml_from) {
        compile_statement(static_cast<const DmlFrom&>(element).statement);
      } else if (is_select)
        visit_any_select(element, {});
      else
        visit_from(element);
      break;
    }
    case NodeKind::custom: {
      const auto& custom = static_cast<const CustomElement&>(*statement);
      result_.kind =
          custom.role == CustomElement::Role::ddl ? StatementKind::ddl : StatementKind::text;
      result_.options = custom.options;
      result_.ordered_columns = false;
      visit(*statement);
      break;
    }
    default:
      visit(*statement);
  }
}

std::shared_ptr<const Compiled> compile(const ClauseRef& statement, const Dialect& dialect,
                                        const CompileOptions& options) {
  ClauseRef plain = statement;
  if (StatementPlugin* plugin = statement->plugin())
    if (!statement->is_column()) plain = plugin->lower(statement, *dialect.profile).statement;
  SqlCompiler compiler(dialect, options);
  return std::make_shared<const Compiled>(compiler.compile(plain));
}

std::string SqlCompiler::anonymous(const void* identity, const std::string& stem) {
  auto [entry, fresh] = anonymous_.try_emplace({identity, stem});
  if (fresh) entry->second = stem + "_" + std::to_string(++counters_[stem]);
  return entry->second;
}

// A made name that the dialect's length allows: a long one is cut and numbered, each kind of names
// by itself.
std::string SqlCompiler::fitting(const char* kind, std::string name) {
  const int length =
      dialect_.label_length > 0 ? dialect_.label_length : dialect_.max_identifier_length;
  const size_t longest = length > 6 ? static_cast<size_t>(length) - 6 : 0;
  if (name.size() <= longest) return name;
  auto [entry, fresh] = fitted_.try_emplace({kind, name});
  if (fresh) {
    char number[20];
    std::snprintf(number, sizeof number, "_%x", static_cast<unsigned>(++fitted_counters_[kind]));
    entry->second = name.substr(0, longest) + number;
  }
  return entry->second;
}

std::string SqlCompiler::complete(const NameStem& stem) {
  const bool given = stem.anon == nullptr && stem.prefix == nullptr && stem.outer.empty();
  return given ? whole_name(stem) : fitting("colident", whole_name(stem));
}

std::string SqlCompiler::whole_name(const NameStem& stem) {
  if (!stem.outer.empty()) {
    NameStem inner = stem;
    inner.outer.pop_back();
    // Names are numbered as they come: the outer one first.
    std::string outer = from_name(*stem.outer.back());
    return outer + "_" + whole_name(inner);
  }
  if (stem.wrapper != nullptr && !profile_.dedupe_columns) return anonymous(stem.wrapper, "anon");
  std::string name = stem.text;
  if (stem.prefix != nullptr) {
    const auto* table = stem.prefix->kind() == NodeKind::table
                            ? static_cast<const TableClause*>(stem.prefix)
                            : nullptr;
    std::string prefix = from_name(*stem.prefix);
    if (table != nullptr && !table->schema.empty()) prefix = table->schema + "_" + prefix;
    for (char& c : prefix)
      if (c == '.') c = '_';
    if (!prefix.empty()) name = prefix + "_" + name;
  }
  if (stem.anon == nullptr) return name;
  // A repeated column gets a number for each time it appears.
  const char* identity = reinterpret_cast<const char*>(stem.anon) + stem.repeat;
  return anonymous(identity, name);
}

Name SqlCompiler::from_name(const FromClause& from) {
  switch (from.kind()) {
    case NodeKind::alias:
    case NodeKind::subquery:
    case NodeKind::cte:
    case NodeKind::lateral:
    case NodeKind::table_valued: {
      const auto& alias = static_cast<const Alias&>(from);
      if (!alias.name_.empty()) return alias.name_;
      // A recursive CTE is known by the name of the part that it began with.
      if (alias.restates) return from_name(*alias.restates);
      std::string stem = alias.stem;
      // 1.3 looks through aliases of aliases.
      if (!profile_.dedupe_columns && !alias.cte_alias)
        stem = alias.element->kind() == NodeKind::table ? std::string(alias.element->name()) : "";
      return fitting("alias", anonymous(&from, stem.empty() ? "anon" : stem));
    }
    case NodeKind::values:
      if (from.name().empty())
        return static_cast<const Values&>(from).named() ? anonymous(&from, "anon") : std::string();
      break;
    default:
      break;
  }
  return std::string(from.name());
}

// Parameters

size_t SqlCompiler::new_bind(std::string name, TypeRef type, const BindParameter* bind) {
  CompiledBind entry;
  entry.type = type ? std::move(type) : NullType();
  entry.name = std::move(name);
  if (bind != nullptr) {
    entry.bind = Ref<const BindParameter>(bind);
    entry.expanding = bind->expanding;
    entry.literal_execute = bind->literal_execute;
    auto known = extracted_.find(bind);
    if (known != extracted_.end()) entry.extracted = known->second;
  }
  entry.processor = dialect_.bind_processor(entry.type->dialect_impl(dialect_));
  bind_names_[entry.name] = result_.binds.size();
  result_.binds.push_back(std::move(entry));
  return result_.binds.size() - 1;
}

size_t SqlCompiler::bind_index(const BindParameter& bind) {
  auto known = bind_indexes_.find(&bind);
  if (known != bind_indexes_.end()) return known->second;
  std::string name = bind.unique ? fitting("bindparam", anonymous(&bind, bind.stem())) : bind.key_;
  auto same = bind_names_.find(name);
  if (same != bind_names_.end()) {
    CompiledBind& other = result_.binds[same->second];
    if (other.bind && (other.bind->unique || bind.unique))
      throw CompileError("Bind parameter '" + name +
                         "' conflicts with unique bind parameter of the same name");
    if (other.bind && other.bind->expanding != bind.expanding && profile_.dedupe_columns)
      throw CompileError(
          "Can't reuse bound parameter name '" + name +
          "' in both 'expanding' (e.g. within an IN expression) and non-expanding contexts.  If "
          "this parameter is to receive a list/array value, set 'expanding=True' on it for "
          "expressions that aren't IN, otherwise use a different parameter name.");
    const BindParameter* given = bind.is_crud ? &bind : other.bind.get();
    if (other.bind && other.bind->is_crud != bind.is_crud && profile_.dedupe_columns &&
        result_.kind == StatementKind::update && given != nullptr && !given->required)
      throw CompileError("Bind parameter '" + name +
                         "' conflicts with unique bind parameter of the same name");
    if (other.bind && other.bind->is_crud != bind.is_crud)
      throw CompileError(
          "bindparam() name '" + name +
          "' is reserved for automatic usage in the VALUES or SET clause of this insert/update "
          "statement.   Please use a name other than column name when using bindparam() with "
          "insert() or update() (for example, 'b_" +
          name + "').");
    // One name written twice is one parameter.
    bind_indexes_.emplace(&bind, same->second);
    if (other.type->is_null_type() && !bind.type->is_null_type()) {
      other.type = bind.type;
      other.processor = dialect_.bind_processor(other.type->dialect_impl(dialect_));
    }
    return same->second;
  }
  size_t index = new_bind(std::move(name), bind.type, &bind);
  bind_indexes_.emplace(&bind, index);
  return index;
}

namespace {

// A parameter's name where characters of it would confuse the driver.
std::string bind_text(const std::string& name, const Dialect& dialect) {
  if (dialect.quotes_bind_names) {
    std::string quoted = dialect.quote(name);
    return quoted == name && name.find_first_of("[]:.% ()") == std::string::npos
               ? name
               : dialect.quote_always(name);
  }
  if (!dialect.profile->stmt_cache) return name;
  std::string out;
  for (char c : name) {
    switch (c) {
      case '%':
        out += 'P';
        break;
      case '(':
        out += 'A';
        break;
      case ')':
        out += 'Z';
        break;
      case ':':
        out += 'C';
        break;
      case '.':
      case '[':
      case ']':
      case ' ':
        out += '_';
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string placeholder(const std::string& name, size_t number, const Dialect& dialect) {
  switch (dialect.paramstyle) {
    case ParamStyle::qmark:
      return "?";
    case ParamStyle::format:
      return "%s";
    case ParamStyle::pyformat:
      return "%(" + bind_text(name, dialect) + ")s";
    case ParamStyle::numeric:
      return ":" + std::to_string(number);
    case ParamStyle::numeric_dollar:
      return "$" + std::to_string(number);
    case ParamStyle::named:
      break;
  }
  return ":" + bind_text(name, dialect);
}

}  // namespace

void SqlCompiler::late_literal(const ColumnElement& clause) {
  if (clause.kind() != NodeKind::bind || literal_binds_) return visit(clause);
  const auto& bind = static_cast<const BindParameter&>(clause);
  if (!bind.unique || bind.value.kind() != ValueKind::integer) return visit(clause);
  size_t index = bind_index(bind);
  result_.binds[index].literal_execute = true;
  append_mark(index);
}

std::string SqlCompiler::out_parameter(size_t number) {
  std::string name = "ret_" + std::to_string(number);
  return placeholder(name, number + 1, dialect_);
}

void SqlCompiler::append_mark(size_t index) {
  out_ += '\1';
  out_ += std::to_string(index);
  out_ += '\2';
}

void SqlCompiler::append_text(std::string_view text) {
  bool twice = dialect_.doubles_percents();
  for (char c : text) {
    if (c == '%' && twice) out_ += c;
    if (c != '\1' && c != '\2') out_ += c;
  }
}

void SqlCompiler::finish(Compiled& result) {
  // One number for each name, whatever the order of the text; what is written out when executed
  // follows.
  const bool by_name = dialect_.numbers_binds() && profile_.numbers_by_name;
  std::map<size_t, size_t> numbers;
  if (by_name)
    for (size_t i = 0; i < result.binds.size(); ++i) {
      result.numbered.push_back(i);
      if (!result.binds[i].expanding && !result.binds[i].literal_execute)
        numbers.emplace(i, numbers.size() + 1);
    }
  std::string sql;
  sql.reserve(out_.size());
  size_t at = 0;
  while (at < out_.size()) {
    size_t mark = out_.find('\1', at);
    sql.append(out_, at, mark == std::string::npos ? std::string::npos : mark - at);
    if (mark == std::string::npos) break;
    size_t end = out_.find('\2', mark);
    size_t index = std::stoul(out_.substr(mark + 1, end - mark - 1));
    CompiledBind& bind = result.binds[index];
    result.positions.push_back(index);
    if (bind.expanding || bind.literal_execute) {
      result.expands = true;
      result.marks.emplace_back(sql.size(), index);
      sql += bind.list_mark();
    } else {
      sql += placeholder(bind.name, by_name ? numbers[index] : result.positions.size(), dialect_);
      if (std::string cast = dialect_.bind_cast(*bind.type); !cast.empty()) sql += "::" + cast;
    }
    at = end + 1;
  }
  result.sql = std::move(sql);
  result.keep.emplace_back(result.statement.get());
}

ParameterSet Compiled::params() const {
  ParameterSet set;
  for (const auto& entry : binds) {
    const BindParameter* bind = entry.bind.get();
    set.emplace_back(entry.name, bind == nullptr             ? Value()
                                 : bind->callable != nullptr ? bind->callable()
                                                             : bind->value);
  }
  return set;
}

Compiled::Expanded Compiled::expand(const std::vector<Value>& bind_values, bool with_names) const {
  Expanded result;
  size_t at = 0;
  size_t next_mark = 0;
  size_t plain = 0;  // numbers that are taken
  for (size_t index : numbered)
    if (!binds[index].expanding && !binds[index].literal_execute) ++plain;
  size_t written = 0;
  auto number_of_next = [&] {
    return numbered.empty() ? result.values.size() + 1 : plain + ++written;
  };
  for (size_t position : positions) {
    const CompiledBind& bind = binds[position];
    const Value& value = bind_values[position];
    if (!bind.expanding && !bind.literal_execute) {
      result.values.push_back(value);
      if (with_names) result.names.push_back(bind.name);
      continue;
    }
    auto [place, index] = marks[next_mark++];
    (void)index;
    result.sql.append(sql, at, place - at);
    at = place + bind.list_mark().size();
    if (bind.literal_execute) {
      result.sql += literal_sql(value, *bind.type, *dialect);
      continue;
    }
    const std::vector<Value>& items = value.as_list();
    if (items.empty()) {
      // What the type writes around an item is written around this too, which no database takes.
      result.sql += bind.item_text(dialect->empty_in(*bind.type, bind.negated));
      continue;
    }
    size_t number = 0;
    // A list of tuples is written with VALUES on SQLite.
    if (items[0].is_list() && dialect->name == "sqlite") result.sql += "VALUES ";
    for (size_t i = 0; i < items.size(); ++i) {
      if (i > 0) result.sql += ", ";
      if (!items[i].is_list()) {
        std::string name = bind.name + "_" + std::to_string(++number);
        result.sql += bind.item_text(placeholder(name, number_of_next(), *dialect));
        result.values.push_back(items[i]);
        if (with_names) result.names.push_back(std::move(name));
        continue;
      }
      result.sql += "(";
      const auto& inner = items[i].as_list();
      for (size_t j = 0; j < inner.size(); ++j) {
        std::string name = bind.name + "_" + std::to_string(i + 1) + "_" + std::to_string(j + 1);
        result.sql += (j > 0 ? ", " : "") + placeholder(name, number_of_next(), *dialect);
        result.values.push_back(inner[j]);
        if (with_names) result.names.push_back(std::move(name));
      }
      result.sql += ")";
    }
  }
  result.sql.append(sql, at, std::string::npos);
  return result;
}

}  // namespace orm
