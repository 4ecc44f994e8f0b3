// Declarative classes: bases become tags, mapped classes structs with ORM_MAP.
#include "runner/translate/class_args.h"
#include "runner/translate/translator.h"

namespace lessonrun::translate {

using lang::Expr;
using lang::ExprKind;
using lang::Stmt;
using lang::StmtKind;

namespace {}  // namespace

namespace {

// Attributes of the class above that this one only annotates: a concrete class selects them first.
std::string annotated_alone(const Stmt& stmt, const ClassInfo& above) {
  std::string names;
  for (const Stmt* item : stmt.body) {
    if (item->kind != StmtKind::kAnnAssign || item->value != nullptr) continue;
    if (above.find(item->targets[0]->text) == nullptr) continue;
    names += (names.empty() ? "" : ", ") + cpp_quoted(item->targets[0]->text);
  }
  return names;
}

}  // namespace

void Translator::declare_base(const std::string& name) {
  const std::string profile = profile_argument();
  if (profile.empty()) {
    pending_declarations_ += "struct " + name + " {};  // the declarative base\n";
    return;
  }
  pending_declarations_ += "struct " + name + " {  // the declarative base\n" +
                           "  static const orm::Profile& profile() { return " + profile.substr(2) +
                           "; }\n};\n";
}

// `metadata = metadata` in a base: its classes belong to that one.
void Translator::base_metadata(const Stmt& stmt, const std::string& base) {
  Code metadata = expression(*stmt.value);
  if (metadata.type.kind != Kind::core_metadata) {
    throw NoEquivalent("a declarative base with a body is not translated");
  }
  line("orm::use_metadata<" + base + ">(" + metadata.text + ".node());");
}

// The members of a class whose table is read from the database: what the lesson's own DDL says.
std::string Translator::read_members(const Stmt& stmt, const std::string& table, ClassInfo& info,
                                     std::string& names) {
  auto known = declarations_of_->ddl.find(table);
  if (known == declarations_of_->ddl.end()) {
    throw NoEquivalent(
        "a struct declares its columns, and those of this table are only known when "
        "the program runs");
  }
  std::string members;
  for (const DdlColumn& column : known->second.columns) {
    std::string name = column.name;
    for (const Stmt* item : stmt.body) {
      const bool of_column = item->kind == StmtKind::kAssign &&
                             item->value->kind == ExprKind::kAttribute &&
                             item->value->a->kind == ExprKind::kAttribute &&
                             item->value->a->text == "c" && item->value->text == column.name;
      if (of_column) name = std::string(item->targets[0]->text);
    }
    if (is_reserved(name)) throw NoEquivalent("'" + name + "' is a word of C++");
    info.attributes.emplace_back(name, column.type);
    const std::string option =
        name == column.name ? "" : ", orm::named(" + cpp_quoted(column.name) + ")";
    members += "  orm::Mapped<" + spelled(column.type) + option + "> " + name + "{};\n";
    names += ", " + name;
  }
  return members;
}

// The type of the column that a foreign key leads to, where a column has none of its own.
Type Translator::type_of_key(std::string_view target) {
  const size_t dot = target.rfind('.');
  if (dot == std::string_view::npos) return {};
  const Stmt* stmt = declarations_of_->column(target.substr(0, dot), target.substr(dot + 1));
  if (stmt == nullptr) return {};
  ClassInfo scratch;
  column(*stmt, stmt->targets[0]->text, scratch);
  const Type& type = scratch.attributes.back().second;
  return type.kind == Kind::optional ? type.items[0] : type;
}

void Translator::class_(const Stmt& stmt) {
  if (depth_ > 0 && indent_ > 2) throw NoEquivalent("a class inside a block is not translated");
  std::string name(stmt.name);
  if (is_dataclass(stmt)) return data_class(stmt);
  if (stmt.items.size() == 1 && is_enum_base(*stmt.items[0])) return enum_class(stmt);
  const bool of_module = stmt.items.size() == 1 && stmt.items[0]->kind == ExprKind::kAttribute &&
                         stmt.items[0]->text == "DeclarativeBase";
  if (of_module || (stmt.items.size() == 1 && stmt.items[0]->kind == ExprKind::kName)) {
    const bool error = find(stmt.items[0]->text) == nullptr && stmt.items[0]->text == "Exception";
    if (error) return error_class(stmt, "orm::Error");
    const Symbol base = of_module ? Symbol{} : resolve(*stmt.items[0]);
    bool declarative =
        of_module || (base.what == Symbol::What::imported && base.name == "DeclarativeBase");
    if (declarative) {
      const bool own = stmt.body.size() == 1 && stmt.body[0]->kind == StmtKind::kAssign &&
                       stmt.body[0]->targets[0]->text == "metadata";
      if (stmt.body.size() != 1 || (stmt.body[0]->kind != StmtKind::kPass && !own)) {
        throw NoEquivalent("a declarative base with a body is not translated");
      }
      Symbol symbol;
      symbol.what = Symbol::What::cls;
      symbol.cpp = fresh(identifier(name));
      symbol.type = {Kind::base_class, {}, symbol.cpp};
      declare_base(symbol.cpp);
      if (own) base_metadata(*stmt.body[0], symbol.cpp);
      names_[name] = std::move(symbol);
      return;
    }
    if (base.type.kind == Kind::error_class) return error_class(stmt, base.type.name);
    if (base.type.kind == Kind::base_class) return mapped_class(stmt, base.type.name);
    if (base.type.kind == Kind::mapped_class) return mapped_class(stmt, {}, base.type.name);
  }
  throw NoEquivalent(
      "of classes, mapped ones, dataclasses, enumerations and exceptions have their C++");
}

// What is known of a class before its body is read.
ClassInfo Translator::start_class(const Stmt& stmt, const std::string& name,
                                  const std::string& parent) {
  ClassInfo info;
  info.name = std::string(stmt.name);
  info.definition = declarations_of_->find(source_, stmt.line);
  if (info.definition == nullptr) throw NoEquivalent("a class inside a block is not translated");
  info.cpp = info.definition->cpp;
  if (refused_.count(info.cpp) != 0) {
    throw NoEquivalent("the class '" + name + "' has no C++ in this lesson");
  }
  info.parent = parent;
  if (!parent.empty()) {
    info.attributes = class_info(parent).attributes;
    info.methods = class_info(parent).methods;
    info.proxies = class_info(parent).proxies;
  }
  const size_t colons = info.cpp.rfind("::");
  const bool again = colons != std::string::npos;
  if (!again && !used_names_.insert(name).second) {
    throw NoEquivalent("the name '" + name + "' is taken by something else in C++");
  }
  if (again && !parent.empty()) {
    throw NoEquivalent("a class that is defined again and inherits is not translated");
  }
  return info;
}

// Its methods, when all attributes are known; says which one is the initialiser.
std::string Translator::class_methods(const Stmt& stmt, ClassInfo& info, const Stmt*& initialiser) {
  std::string methods;
  self_class_ = &info;
  validators_.clear();
  classes_[info.cpp] = info;
  try {
    for (const Stmt* item : stmt.body) {
      if (item->kind != StmtKind::kFunction) continue;
      if (item->name == "__init__") {
        initialiser = item;
      } else {
        methods += method_or_later(*item, info);
        classes_[info.cpp] = info;
      }
    }
  } catch (...) {
    self_class_ = nullptr;
    throw;
  }
  self_class_ = nullptr;
  if (validators_.empty()) return methods;
  return methods + "  static std::vector<orm::Validator> validators() {\n    return {" +
         validators_ + "};\n  }\n";
}

void Translator::mapped_class(const Stmt& stmt, const std::string& base,
                              const std::string& parent) {
  std::string name = identifier(stmt.name);
  ClassInfo info = start_class(stmt, name, parent);
  const size_t colons = info.cpp.rfind("::");
  const bool again = colons != std::string::npos;
  const std::string space = again ? info.cpp.substr(0, colons) : "";
  std::string members, members_list, table, args, mapping, proxies;
  bool concrete = false;
  for (const Stmt* item : stmt.body) {
    switch (item->kind) {
      case StmtKind::kPass:
        break;
      case StmtKind::kExpr:
        if (item->value->kind != ExprKind::kStr) throw NoEquivalent("code in a class body");
        break;
      case StmtKind::kFunction:
        break;  // below, when all attributes are known
      case StmtKind::kAssign:
      case StmtKind::kAnnAssign: {
        if (item->targets[0]->kind != ExprKind::kName) throw NoEquivalent("code in a class body");
        std::string_view key = item->targets[0]->text;
        const bool read = item->value != nullptr && item->value->kind == ExprKind::kAttribute &&
                          item->value->a->kind == ExprKind::kAttribute &&
                          item->value->a->text == "c" && !args.empty();
        if (key == "__tablename__") {
          table = literal_text(*item->value);
        } else if (key == "__table__") {
          const std::string named = declarations_of_->table_named(*item->value);
          table = cpp_quoted(named);
          members += read_members(stmt, named, info, members_list);
          args += "  static constexpr bool __reflected__ = true;\n";
        } else if (read) {
          continue;  // named above
        } else if (key == "__table_args__") {
          args = table_args(*item->value);
        } else if (key == "__mapper_args__") {
          mapping = mapper_args(*item->value, concrete,
                                parent.empty() ? "" : annotated_alone(stmt, class_info(parent)));
        } else if (is_call_of(item->value, "association_proxy")) {
          proxies += association_proxy(*item->value, key, info);
        } else {
          // The key of a joined table is that of the parent, whose member serves both.
          bool again_here = !parent.empty() && info.find(key) != nullptr;
          if (again_here && !is_relationship(*item)) break;
          members += member(*item, key, info);
          members_list += ", " + std::string(key);
        }
        break;
      }
      default:
        throw NoEquivalent("code in the body of a class is not translated");
    }
  }
  if (table.empty() && parent.empty()) {
    throw NoEquivalent("a mapped class without __tablename__ is not translated");
  }
  members += backref_members(info, members_list);
  for (const Stmt* item : info.definition->late) {
    std::string_view key = item->targets[0]->text;
    if (info.find(key) != nullptr) throw NoEquivalent("an attribute that is replaced later");
    std::string made = relationship(*item, key, info);
    made.insert(made.rfind("> "), ", orm::added_later");
    members += made;
    members_list += ", " + std::string(key);
  }
  const Stmt* initialiser = nullptr;
  const std::string methods = class_methods(stmt, info, initialiser);
  std::string text = "struct " + name + (parent.empty() ? "" : " : " + parent) + " {\n";
  if (parent.empty()) text += "  using declarative_base = " + base + ";\n";
  if (!parent.empty()) text += "  using inherits = " + parent + ";\n";
  if (!table.empty()) text += "  static constexpr auto __tablename__ = " + table + ";\n";
  text +=
      mapping + members + args + proxies + methods + "};\nORM_MAP(" + name + members_list + ")\n";
  pending_declarations_ += again ? "namespace " + space + " {\n" + text + "}\n" : text;
  line("orm::map_class<" + info.cpp + ">();");
  add_backrefs(info);
  Symbol symbol;
  symbol.what = Symbol::What::cls;
  symbol.cpp = info.cpp;
  symbol.type = {Kind::mapped_class, {}, info.cpp};
  names_[std::string(stmt.name)] = std::move(symbol);
  if (initialiser != nullptr) constructor(*initialiser, info);
  classes_[info.cpp] = std::move(info);
}

// One attribute: `orm::Mapped<type, options...> name{};`
std::string Translator::member(const Stmt& stmt, std::string_view name, ClassInfo& info) {
  if (is_reserved(name)) {
    throw NoEquivalent("'" + std::string(name) + "' is a word of C++ and cannot name an attribute");
  }
  if (is_call_of(stmt.value, "column_property")) return column_property(stmt, name, info);
  return is_relationship(stmt) ? relationship(stmt, name, info) : column(stmt, name, info);
}

}  // namespace lessonrun::translate
