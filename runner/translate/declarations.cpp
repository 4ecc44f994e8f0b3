// What a lesson declares, read before its steps are translated.
#include "runner/translate/declarations.h"

namespace lessonrun::translate {

using lang::Expr;
using lang::ExprKind;
using lang::Stmt;
using lang::StmtKind;

Type type_of_literal(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kStr:
    case ExprKind::kJoinedStr:
      return {Kind::text};
    case ExprKind::kInt:
      return {Kind::integer};
    case ExprKind::kFloat:
      return {Kind::real};
    case ExprKind::kTrue:
    case ExprKind::kFalse:
      return {Kind::boolean};
    default:
      return {};
  }
}

Type merged(const Type& one, const Type& other) {
  auto number = [](const Type& type) {
    return type.kind == Kind::integer || type.kind == Kind::real || type.kind == Kind::boolean;
  };
  if (one == other || one.kind == Kind::unknown) return other;
  if (number(one) && number(other)) return {Kind::real};
  const bool values = (number(one) || one.kind == Kind::value || one.kind == Kind::text) &&
                      (number(other) || other.kind == Kind::value || other.kind == Kind::text);
  if (values) return {Kind::value};
  if (one.kind == Kind::optional && one.items[0] == other) return one;
  if (other.kind == Kind::optional && other.items[0] == one) return other;
  return one;
}

namespace {

void note_call(const Expr& call, std::map<std::string, CallTypes, std::less<>>& calls) {
  CallTypes& types = calls[std::string(call.a->text)];
  for (size_t i = 0; i < call.items.size(); ++i) {
    Type type = type_of_literal(*call.items[i]);
    if (type.kind == Kind::unknown) continue;
    Type& known = types[std::to_string(i)];
    known = merged(known, type);
  }
  for (const lang::Keyword& given : call.keywords) {
    Type type = type_of_literal(*given.value);
    if (type.kind == Kind::unknown) continue;
    Type& known = types[std::string(given.name)];
    known = merged(known, type);
  }
}

void collect_keys(const Expr& expr, std::set<std::string>& tables) {
  if (is_call_of(&expr, "ForeignKey") && !expr.items.empty() &&
      expr.items[0]->kind == ExprKind::kStr) {
    std::string target(expr.items[0]->text);
    tables.insert(target.substr(0, target.rfind('.')));
  }
  if (expr.kind != ExprKind::kCall) return;
  for (const Expr* item : expr.items) collect_keys(*item, tables);
}

// The words of SQL; parentheses and commas are words of their own.
std::vector<std::string> sql_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  auto end = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\t';
    const bool mark = c == '(' || c == ')' || c == ',';
    if (space || mark) {
      end();
      if (mark) words.emplace_back(1, c);
    } else if (c != '"') {
      word += c;
    }
  }
  end();
  return words;
}

std::string upper(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

// SQLite's rule for the kind of a declared type.
Type type_of_ddl(const std::string& word) {
  const std::string type = upper(word);
  auto has = [&type](const char* part) { return type.find(part) != std::string::npos; };
  if (has("INT")) return {Kind::integer};
  if (has("CHAR") || has("TEXT") || has("CLOB")) return {Kind::text};
  if (has("BOOL")) return {Kind::boolean};
  if (has("REAL") || has("FLOA") || has("DOUB")) return {Kind::real};
  return {};
}

// The name that a column has in its table.
std::string_view column_name(const Stmt& stmt) {
  bool named = stmt.value != nullptr && stmt.value->kind == ExprKind::kCall &&
               !stmt.value->items.empty() && stmt.value->items[0]->kind == ExprKind::kStr;
  return named ? stmt.value->items[0]->text : stmt.targets[0]->text;
}

}  // namespace

bool is_call_of(const Expr* expr, std::string_view name) {
  if (expr == nullptr || expr->kind != ExprKind::kCall) return false;
  const Expr& callee = *expr->a;
  bool named = callee.kind == ExprKind::kName || callee.kind == ExprKind::kAttribute;
  return named && callee.text == name;
}

void Declarations::read(const std::shared_ptr<const lang::Ast>& text, int source) {
  texts.push_back(text);
  for (const Stmt* stmt : text->body) read_statement(*stmt, source);
}

void Declarations::read_statement(const Stmt& stmt, int source) {
  read_calls(stmt);
  if (stmt.kind == StmtKind::kFunction) functions.insert(std::string(stmt.name));
  if (stmt.kind == StmtKind::kClass) return read_class(stmt, source);
  if (stmt.kind != StmtKind::kAssign) return;
  const Expr& target = *stmt.targets[0];
  if (target.kind == ExprKind::kName) {
    ++bound_[std::string(target.text)];
    if (is_call_of(stmt.value, "Table") && !stmt.value->items.empty()) {
      tables[std::string(target.text)] = std::string(stmt.value->items[0]->text);
    }
    return;
  }
  bool late = target.kind == ExprKind::kAttribute && target.a->kind == ExprKind::kName &&
              is_call_of(stmt.value, "relationship");
  if (!late) return;
  for (auto definition = definitions.rbegin(); definition != definitions.rend(); ++definition) {
    if (definition->name != target.a->text) continue;
    definition->late.push_back(&stmt);
    return;
  }
}

void Declarations::read_class(const Stmt& stmt, int source) {
  ++bound_[std::string(stmt.name)];
  std::string_view base;
  for (const Expr* item : stmt.items) {
    if (item->text == "DeclarativeBase") return;  // a base is no mapped class
    if (base.empty()) base = item->text;
  }
  DeclaredClass& declared = classes[std::string(stmt.name)];
  for (const Stmt* item : stmt.body) {
    if (item->value == nullptr || item->targets.empty()) continue;
    if (item->targets[0]->text == "__tablename__") declared.table = std::string(item->value->text);
    if (item->targets[0]->text == "__table__") {
      declared.table = table_named(*item->value);
      auto made = ddl.find(declared.table);
      if (made != ddl.end()) declared.refers_to = made->second.refers_to;
    }
    collect_keys(*item->value, declared.refers_to);
  }
  ClassDefinition definition;
  definition.name = std::string(stmt.name);
  definition.source = source;
  definition.line = static_cast<int>(stmt.line);
  definition.stmt = &stmt;
  int number = 1;
  const ClassDefinition* above = nullptr;
  for (const ClassDefinition& other : definitions) {
    if (other.name == stmt.name) ++number;
    if (other.name == base) above = &other;
  }
  definition.root = above != nullptr
                        ? above->root
                        : std::string(base) + "#" + std::to_string(bound_[std::string(base)]);
  definition.cpp = number == 1 ? definition.name
                               : "generation_" + std::to_string(number) + "::" + definition.name;
  definitions.push_back(std::move(definition));
  for (const Stmt* item : stmt.body) {
    read_backrefs(*item);
    if (item->kind == StmtKind::kFunction) functions.insert(std::string(item->name));
  }
}

void Declarations::read_backrefs(const Stmt& stmt) {
  if (!is_call_of(stmt.value, "relationship") || stmt.targets.empty()) return;
  const Expr& call = *stmt.value;
  for (const lang::Keyword& given : call.keywords) {
    if (given.name != "backref") continue;
    const bool called = is_call_of(given.value, "backref") && !given.value->items.empty();
    const Expr* name = called ? given.value->items[0] : given.value;
    const Expr* annotation = stmt.kind == StmtKind::kAnnAssign ? stmt.annotation->b : nullptr;
    std::string target;
    if (!call.items.empty()) target = std::string(call.items[0]->text);
    for (const Expr* at = annotation; target.empty() && at != nullptr; at = at->b) {
      if (at->kind == ExprKind::kStr || at->kind == ExprKind::kName) target = std::string(at->text);
    }
    if (name->kind != ExprKind::kStr || target.empty()) continue;
    backrefs.push_back({definitions.size() - 1, std::string(stmt.targets[0]->text),
                        std::string(name->text), target, &call, annotation,
                        called ? given.value : nullptr});
  }
}

const ClassDefinition* Declarations::find(int source, int line) const {
  for (const ClassDefinition& definition : definitions) {
    if (definition.source == source && definition.line == line) return &definition;
  }
  return nullptr;
}

const ClassDefinition* Declarations::meant(const ClassDefinition& from,
                                           std::string_view name) const {
  const ClassDefinition* found = nullptr;
  bool behind = false;
  for (const ClassDefinition& definition : definitions) {
    if (definition.name == name && definition.root == from.root) {
      if (behind && found != nullptr) return found;
      found = &definition;
    }
    if (&definition == &from) behind = true;
  }
  return found;
}

const Stmt* Declarations::column(std::string_view table, std::string_view name) const {
  for (auto definition = definitions.rbegin(); definition != definitions.rend(); ++definition) {
    const Stmt* found = nullptr;
    bool here = false;
    for (const Stmt* item : definition->stmt->body) {
      bool assigns = item->kind == StmtKind::kAssign || item->kind == StmtKind::kAnnAssign;
      if (!assigns || item->targets[0]->kind != ExprKind::kName) continue;
      bool names_table = item->targets[0]->text == "__tablename__" && item->value != nullptr;
      if (names_table) here = item->value->text == table;
      if (!names_table && column_name(*item) == name) found = item;
    }
    if (here && found != nullptr) return found;
  }
  return nullptr;
}

std::string Declarations::table_named(const Expr& expr) const {
  if (expr.kind == ExprKind::kName) {
    auto found = tables.find(expr.text);
    return found == tables.end() ? std::string() : found->second;
  }
  bool item = expr.kind == ExprKind::kSubscript && expr.b->kind == ExprKind::kStr &&
              expr.a->kind == ExprKind::kAttribute && expr.a->text == "tables";
  return item ? std::string(expr.b->text) : std::string();
}

void Declarations::read_expression(const Expr* expr) {
  if (expr == nullptr) return;
  bool call = expr->kind == ExprKind::kCall;
  if (call && (expr->a->kind == ExprKind::kName || expr->a->kind == ExprKind::kAttribute)) {
    note_call(*expr, calls);
  }
  if (expr->kind == ExprKind::kStr) read_ddl(expr->text);
  read_expression(expr->a);
  read_expression(expr->b);
  for (const Expr* item : expr->items) read_expression(item);
  for (const lang::Keyword& given : expr->keywords) read_expression(given.value);
}

// `CREATE TABLE name (column TYPE ..., ...)`: what structs of the table have as members.
void Declarations::read_ddl(std::string_view text) {
  if (upper(std::string(text.substr(0, 13))) != "CREATE TABLE ") return;
  const std::vector<std::string> words = sql_words(text);
  if (words.size() < 6 || words[3] != "(") return;
  DdlTable table;
  for (size_t at = 4; at + 1 < words.size();) {
    DdlColumn column{words[at], type_of_ddl(words[at + 1])};
    bool filled = false;
    int depth = 0;
    for (; at < words.size() && (depth > 0 || (words[at] != "," && words[at] != ")")); ++at) {
      if (words[at] == "(") ++depth;
      if (words[at] == ")") --depth;
      const std::string word = upper(words[at]);
      filled = filled || word == "PRIMARY" || word == "NOT";
      if (word == "REFERENCES" && at + 1 < words.size()) table.refers_to.insert(words[at + 1]);
    }
    ++at;
    const std::string first = upper(column.name);
    if (first == "PRIMARY" || first == "FOREIGN" || first == "UNIQUE" || first == "CONSTRAINT") {
      continue;
    }
    if (column.type.kind == Kind::unknown) return;  // of a type that has no C++ here
    if (!filled) column.type = optional_of(column.type);
    table.columns.push_back(std::move(column));
  }
  ddl[words[2]] = std::move(table);
}

void Declarations::read_calls(const Stmt& stmt) {
  read_expression(stmt.value);
  for (const auto* body : {&stmt.body, &stmt.orelse, &stmt.final_body}) {
    for (const Stmt* inner : *body) read_calls(*inner);
  }
}

}  // namespace lessonrun::translate
