// The translator's working state: names, the lines written so far, and a function for each
// construct. Expressions are in expressions.cpp and calls.cpp, statements in statements.cpp,
// mapped classes in classes.cpp.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "runner/lang/ast.h"
#include "runner/translate/declarations.h"
#include "runner/translate/translate.h"
#include "runner/translate/types.h"

namespace lessonrun::translate {

/// A function of the lesson.
struct Parameter {
  std::string name;
  Type type;
  std::string given{};  ///< its default in C++, or empty
};
struct LocalFunction {
  std::vector<Parameter> parameters;
  Type returns;
  std::optional<Type> yields{};  ///< of a context manager, which is given what it runs
};

/// What a mapped class computes: methods, properties and hybrids.
struct ClassMethod {
  bool property = false;  ///< read without a call
  bool setter = false;    ///< `set_NAME()` takes what is assigned
  std::vector<Parameter> parameters{};
  std::optional<Type> of_object{};  ///< what it gives for an object
  std::optional<Type> of_class{};   ///< a hybrid's expression
};

/// A mapped class of the lesson.
struct ClassInfo {
  std::string name;    ///< in Python
  std::string cpp;     ///< with its namespace, if it has one
  std::string parent;  ///< C++ name of the mapped class that it inherits from, or empty
  const ClassDefinition* definition = nullptr;
  std::vector<std::pair<std::string, Type>> attributes{};  ///< those of the parent first
  std::map<std::string, ClassMethod, std::less<>> methods{};
  std::string maker{};  ///< the function that does what `__init__` does, or empty
  /// Association proxies: the related class and its attribute.
  std::map<std::string, std::pair<std::string, std::string>, std::less<>> proxies{};
  size_t required = 0;  ///< of a dataclass: fields without a default, which come first
  const Type* find(std::string_view name) const;
  const ClassMethod* method(std::string_view name) const;
};

/// What one attempt at a lesson teaches for the next.
struct Learned {
  std::map<std::string, CallTypes, std::less<>> calls;  ///< the types that functions are given
  std::set<std::pair<int, int>> kept;  ///< `with` statements whose name is used behind the block
  std::map<std::pair<int, int>, Type> empties{};  ///< what is put into `[]` and `{}`, by place
};

/// What a name stands for.
struct Symbol {
  enum class What : unsigned char { variable, imported, cls, module };
  What what = What::variable;
  std::string cpp;   ///< the variable's or class's name; of `imported`: the module's
  std::string name;  ///< `imported`: the name in it
  Type type;
  std::map<std::string, Symbol, std::less<>> members;  ///< of a module
};
using Names = std::map<std::string, Symbol, std::less<>>;

/// The keyword argument of that name, or null.
const lang::Keyword* keyword(const lang::Expr& call, std::string_view name);
/// A positional argument of a call; NoEquivalent where the call has none there.
const lang::Expr& argument(const lang::Expr& call, size_t i);
/// The word True.
inline bool is_true(const lang::Expr& expr) { return expr.kind == lang::ExprKind::kTrue; }

class Translator {
 public:
  /// `refused`: classes that turned out to have no C++, so that nothing may refer to them.
  Translator(ProgramHead head, std::shared_ptr<const Declarations> declarations,
             std::set<std::string> refused, std::shared_ptr<Learned> learned, bool lenient)
      : head_(std::move(head)),
        declarations_of_(std::move(declarations)),
        refused_(std::move(refused)),
        learned_(std::move(learned)),
        lenient_(lenient) {}
  StepTranslation step(const SourceStep& step);
  std::string program() const;
  /// Was there a function without C++, in an attempt that may still learn what it takes?
  bool left_functions_out() const { return left_out_; }
  /// Classes that relationships refer to and that did not become structs.
  std::set<std::string> missing_classes() const;

 private:
  // translator.cpp
  void line(const std::string& text);
  std::string profile_argument() const;
  const Symbol& resolve(const lang::Expr& name) const;
  const Symbol* find(std::string_view name) const;
  std::string fresh(const std::string& wanted);
  std::string scoped_name(const std::string& wanted);
  void store(std::string_view name, const Code& value);
  void forget_bound(const lang::Stmt& stmt, const std::string& reason);
  void translate_steps(const lang::Ast& ast, const SourceStep& step);
  void import_module(const std::string& name, int line);
  void postponed_at_last(const lang::Ast& ast, const lang::Stmt& stmt);
  void module_statement(const lang::Stmt& stmt);
  std::string declare(const std::string& name, const Code& value);
  std::string declared_core_names() const;

  // statements.cpp and blocks.cpp
  void statement(const lang::Stmt& stmt);
  void block(const std::vector<lang::Stmt*>& body);
  void expression_statement(const lang::Stmt& stmt);
  void assign(const lang::Expr& target, const Code& value);
  void augmented(const lang::Stmt& stmt);
  void with(const lang::Stmt& stmt, size_t item);
  void try_(const lang::Stmt& stmt);
  std::string error_class(const lang::Expr& named, std::string& library);
  void catch_(const lang::Handler& handler, const lang::Expr* named);
  void finally_(const lang::Stmt& stmt);
  void for_(const lang::Stmt& stmt);
  /// A loop's head in C++, and what its targets stand for inside.
  struct Loop {
    std::string names, range;
    std::vector<std::pair<std::string, Symbol>> bound;
  };
  Loop loop_over(const lang::Expr& iterable, const lang::Expr& target);
  std::string loop_head(const Loop& loop, const std::string& body, bool braces);
  void import_(const lang::Stmt& stmt);
  void star_import(const std::string& module);
  void show(const Code& value);
  std::string condition(const lang::Expr& expr);
  void if_(const lang::Stmt& stmt);
  std::string kept_loop_variables(Loop& loop);

  // classes.cpp
  void class_(const lang::Stmt& stmt);
  void declare_base(const std::string& name);
  void mapped_class(const lang::Stmt& stmt, const std::string& base,
                    const std::string& parent = {});
  std::string member(const lang::Stmt& stmt, std::string_view name, ClassInfo& info);
  std::string read_members(const lang::Stmt& stmt, const std::string& table, ClassInfo& info,
                           std::string& names);
  void base_metadata(const lang::Stmt& stmt, const std::string& base);
  ClassInfo start_class(const lang::Stmt& stmt, const std::string& name, const std::string& parent);
  std::string class_methods(const lang::Stmt& stmt, ClassInfo& info,
                            const lang::Stmt*& initialiser);

  // columns.cpp
  struct ColumnText {
    Type type{};
    std::string options{};
    bool mapped = false, nullable = true, key = false, numeric = false;
    void option(const std::string& text) { options += ", " + text; }
  };
  std::string column(const lang::Stmt& stmt, std::string_view name, ClassInfo& info);
  void column_item(const lang::Expr& item, std::string_view name, ColumnText& draft);
  void column_keyword(const lang::Keyword& given, ColumnText& draft);
  std::string table_args(const lang::Expr& expr);
  std::string mapper_args(const lang::Expr& expr, bool& concrete, const std::string& annotated);
  Type annotated_type(const lang::Expr& annotation);
  Type type_of_key(std::string_view target);

  // methods.cpp
  std::string method(const lang::Stmt& stmt, ClassInfo& info);
  struct Body {
    std::string text, parameters;
    Type returns;
    std::vector<Parameter> taken;
  };
  Body method_body(const lang::Stmt& stmt, const Symbol& self, size_t first,
                   const std::vector<Type>& known);
  std::string method_or_later(const lang::Stmt& stmt, ClassInfo& info);
  void postponed_methods();
  Body recursive_body(const lang::Stmt& stmt, const Symbol& self, ClassInfo& info);
  std::string own_method(const lang::Stmt& stmt, ClassInfo& info);
  std::string hybrid(const lang::Stmt& stmt, ClassInfo& info, const std::string& name, bool objects,
                     bool expressions);
  std::string validator(const lang::Stmt& stmt, const lang::Expr& decorator, const ClassInfo& info);
  void constructor(const lang::Stmt& stmt, ClassInfo& info);
  Code call_own(const lang::Expr& expr, const Code& self, const ClassMethod& method,
                const std::string& name);
  std::optional<Code> computed(const Code& self, const ClassInfo& info,
                               const std::string& name) const;

  // small_classes.cpp
  bool is_enum_base(const lang::Expr& base) const;
  void enum_class(const lang::Stmt& stmt);
  std::optional<Code> enum_attribute(const Code& self, const std::string& name) const;
  bool is_dataclass(const lang::Stmt& stmt) const;
  void data_class(const lang::Stmt& stmt);
  Code call_record(const lang::Expr& expr, const ClassInfo& cls);

  // properties.cpp
  std::string column_property(const lang::Stmt& stmt, std::string_view name, ClassInfo& info);
  std::string association_proxy(const lang::Expr& call, std::string_view name, ClassInfo& info);
  std::optional<Code> proxied(const Code& self, const ClassInfo& info,
                              const std::string& name) const;
  Code proxy_method(const lang::Expr& expr, const Code& self, const std::string& name);
  std::string backref_members(ClassInfo& info, std::string& names);
  void add_backrefs(const ClassInfo& info);

  // relationships.cpp
  void forward_declare(const std::string& cpp);
  bool is_many(const ClassDefinition& from, const lang::Expr& call, const lang::Expr* annotation,
               const std::string& target) const;
  bool is_relationship(const lang::Stmt& stmt) const;
  std::string relationship(const lang::Stmt& stmt, std::string_view name, ClassInfo& info);
  std::string related_option(const lang::Keyword& given, const ClassInfo& info);
  std::string related_columns(const lang::Expr& expr, const ClassInfo& info) const;
  Code collection_method(const lang::Expr& expr, const Code& self, const std::string& name);
  Code unloaded_method(const lang::Expr& expr, const Code& self, const std::string& name);
  Code inherited_attribute(const Code& self, const std::string& name) const;

  // functions.cpp
  void function_(const lang::Stmt& stmt);
  std::string function_body(const lang::Stmt& stmt, LocalFunction& function);
  bool listener(const lang::Stmt& stmt);
  void listen(const lang::Stmt& stmt, const std::string& engine, const std::string& function,
              const std::vector<Type>& types);
  void return_(const lang::Stmt& stmt);
  void leave_blocks(size_t from);
  void raise_(const lang::Stmt& stmt);
  void error_class(const lang::Stmt& stmt, const std::string& base);
  void learn(const lang::Expr& call);
  Type parameter_type(const std::string& function, const lang::Parameter& parameter, size_t place,
                      bool& none) const;
  std::string given_arguments(const lang::Expr& expr, const std::vector<Parameter>& parameters,
                              const std::string& name);
  void yielded_block(const lang::Stmt& stmt, const lang::Expr& call, const lang::Expr* target);
  Code call_function(const lang::Expr& expr, const std::string& name);

  // queries.cpp: select() and Query of mapped classes
  std::string typed_argument(const lang::Expr& expr);
  std::string typed_arguments(const lang::Expr& call);
  static void may_be_null(Code& statement, const std::string& cls);
  Code query_dml(const lang::Expr& expr, const Code& self, const std::string& name);
  Code typed_method(const lang::Expr& expr, const Code& self, const std::string& name);
  Code related_method(const lang::Expr& expr, const Code& self, const std::string& name);
  Code load_option(const lang::Expr& expr, const std::string& self, const std::string& name);
  Code alias_of(const lang::Expr& expr, const std::string& name);
  Code statement_of_class(const lang::Expr& expr, const std::string& module,
                          const std::string& name);
  Code returning(const lang::Expr& expr, const Code& self);
  Code labelled_item(const Code& row, const std::string& name) const;

  // expressions.cpp
  Code expression(const lang::Expr& expr);
  /// `type(self).__name__` in a method; empty for other expressions.
  std::optional<Code> name_of_class(const lang::Expr& expr);
  Code attribute(const lang::Expr& expr);
  std::optional<Code> told(const Code& self, const std::string& name);
  Code class_attribute(const Code& self, const std::string& name) const;
  Code compare(const lang::Expr& expr);
  Code comparison_chain(const lang::Expr& expr);
  Code identity(const Code& given, const lang::Expr& right_expr, bool is);
  Code binary(const lang::Expr& expr);
  Code binary_of(const lang::Expr& expr, const Code& left, const Code& right);
  std::optional<Code> sql_operation(const lang::Expr& expr, const Code& left, const Code& right);
  std::optional<Code> value_operation(lang::Tok op, const Code& left, const Code& right);
  Code among(const Code& item, const lang::Expr& container_expr, bool negated);
  Code version() const;
  Code parameter_sets(const lang::Expr& expr);
  Code choice(const lang::Expr& expr);
  void narrow(const lang::Expr& test);
  Code either(const lang::Expr& expr);
  Code subscript(const lang::Expr& expr);
  Code named_functions(const lang::Expr& expr);
  Code list(const lang::Expr& expr);

  // collections.cpp and builtins.cpp
  Code empty_collection(const lang::Expr& expr, Kind kind);
  void learn_items(const Type& untyped, const Type& learned);
  void learn_from_call(const lang::Expr& call, const Code& self, const std::string& name);
  void learn_grouping(const lang::Expr& call);
  Code as_sequence(const Code& code);
  Code sequence(const lang::Expr& expr);
  void bind_target(Loop& loop, const lang::Expr& target, const Type& item);
  std::string rounds(const lang::Expr& expr, const std::function<std::string()>& inside);
  Code comprehension(const lang::Expr& expr);
  Code early_end(const lang::Expr& expr, const std::string& name);
  Code callable(const lang::Expr& expr, const std::vector<Type>& given);
  Code ordered(const lang::Expr& expr, const std::string& name);
  std::optional<Code> tuple_rows(const lang::Expr& expr);
  Code dict(const lang::Expr& expr);
  Code set(const lang::Expr& expr);
  Code list_method(const lang::Expr& expr, const Code& self, const std::string& name);
  Code dict_method(const lang::Expr& expr, const Code& self, const std::string& name);
  Code set_method(const lang::Expr& expr, const Code& self, const std::string& name);
  std::string typed_value(const Code& code, const Type& type);
  std::string shown_argument(const Code& code);
  std::string printed(const Code& code);
  Code print(const lang::Expr& expr);
  Code collected(const lang::Expr& expr, const std::string& name);
  std::optional<Code> number_builtin(const lang::Expr& expr, const std::string& name);
  std::optional<Code> sequence_builtin(const lang::Expr& expr, const std::string& name);
  Code length(const lang::Expr& argument);

  // texts.cpp
  Code formatted(const lang::Expr& expr);
  Code percent_format(const lang::Expr& expr);
  Code str_format(const lang::Expr& expr);
  Code text_method(const lang::Expr& expr, const Code& self, const std::string& name);

  // calls.cpp
  Code call(const lang::Expr& expr);
  Code func_call(const lang::Expr& expr, const std::string& name);
  Code call_imported(const lang::Expr& expr, const Symbol& symbol);
  Code call_class(const lang::Expr& expr, const ClassInfo& cls);
  Code call_method(const lang::Expr& expr, const Code& self, const std::string& name);
  Code call_builtin(const lang::Expr& expr, const std::string& name);
  Code expression_method(const lang::Expr& expr, const Code& self, const std::string& name);
  Code object_argument(const lang::Expr& expr);
  Code session_method(const lang::Expr& expr, const Code& self, const std::string& name);
  Code create_engine(const lang::Expr& expr);
  Code new_session(const lang::Expr& expr);
  Code select(const lang::Expr& expr);
  // spelling.cpp
  std::string parameters(const lang::Expr& expr);
  std::string parameter_set(const lang::Expr& dict);
  std::string keyword_set(const lang::Expr& call);
  std::string arguments(const lang::Expr& call);
  std::string spell(const char* owner, const std::string& name, const std::string& self,
                    const lang::Expr* call, bool core = false);
  std::string select_item(const lang::Expr& expr, Type& type);

  // core.cpp: orm::core's expressions and statements
  std::string core(const std::string& name);
  std::string core_argument(const lang::Expr& expr);
  std::string core_text(const Code& code);
  std::string core_operand(const Code& code);
  std::string value_argument(const lang::Expr& expr);
  std::string set_of(const lang::Expr& call);
  std::string pairs_of(const lang::Expr& dict);
  void check_arguments(const lang::Expr& expr, const Code& self, const std::string& name);
  Code core_method(const lang::Expr& expr, const Code& self, const std::string& name);
  Code core_function(const lang::Expr& expr, const std::string& module, const std::string& name);
  Code core_attribute(const Code& self, const std::string& name);
  Code core_select(const lang::Expr& expr);
  Code core_func(const lang::Expr& expr, const std::string& name);
  Code over(const lang::Expr& expr, const std::string& self);
  Code valued(const lang::Expr& expr, const Code& self, const std::string& name);
  Code case_(const lang::Expr& expr);
  bool mentions_core(const lang::Expr& expr);
  bool mentions_classes(const lang::Expr& expr);

  // core_schema.cpp: MetaData, Table, Column
  bool is_schema_name(const std::string& name) const;
  static std::vector<std::string> schema_names();
  Code schema_call(const lang::Expr& expr, const std::string& name);
  Code column_type(const lang::Expr& expr);
  Code table_call(const lang::Expr& expr);
  Code column_call(const lang::Expr& expr);
  Code metadata_call(const lang::Expr& expr);
  Code constraint_call(const lang::Expr& expr, const std::string& name);
  std::string column_option(const lang::Keyword& given);

  // values.cpp: dates, numbers, JSON, slices, what is unpacked
  Code value_call(const lang::Expr& expr, const std::string& name);
  std::optional<Code> time_method(const lang::Expr& expr, const Code& self,
                                  const std::string& name);
  std::optional<Code> time_attribute(const Code& self, const std::string& name);
  std::optional<Code> time_operation(const lang::Expr& expr, const Code& left, const Code& right);
  Code interval_call(const lang::Expr& expr);
  Code slice(const Code& self, const lang::Expr& slice);
  std::vector<std::pair<Code, const lang::Expr*>> unpacked(const lang::Expr& target,
                                                           const Code& value);
  std::string json_text(const lang::Expr& expr);

  const ClassInfo& class_info(const std::string& name) const;

  ProgramHead head_;
  std::shared_ptr<const Declarations> declarations_of_;
  std::set<std::string> refused_;
  std::shared_ptr<Learned> learned_;
  bool lenient_;
  bool left_out_ = false;
  std::map<std::string, std::pair<int, int>, std::less<>> left_;  // names of `with`, by statement
  std::set<std::string> awaited_;  // classes that relationships refer to
  Names names_;
  std::map<std::string, ClassInfo> classes_;         // by C++ name
  std::map<std::string, std::string> module_texts_;  // by module name
  std::map<std::string, int> module_sources_;        // the steps that hold them
  std::map<std::string, Names> modules_;             // translated ones
  std::map<std::string, std::string> lost_;          // classes and functions without C++, and why
  std::set<std::string> used_names_;                 // of C++ variables and classes
  std::set<std::string> core_names_;                 // of orm::core, which main() declares
  std::string declarations_;                         // before main()
  std::string validators_;                           // of the class being translated
  std::string body_;                                 // of main()
  std::string pending_declarations_, pending_hoisted_, pending_;
  std::map<std::string, LocalFunction> functions_;     // by C++ name
  std::optional<Type> return_type_;                    // inside a function
  std::optional<Type> yielded_;                        // of the function's yield
  std::vector<std::string> with_ends_;                 // what leaves the blocks around a return
  std::vector<std::vector<std::string>> block_names_;  // declared in the blocks around
  std::map<std::string, Type> enums_;                  // by C++ name
  std::vector<std::pair<std::string, const lang::Stmt*>> postponed_;  // methods, by class
  bool qualifies_core_ = false;  // outside main(), which declares orm::core's names
  int indent_ = 1;
  int depth_ = 0;  // of blocks: variables are declared before the outermost
  bool shows_values_ = false;
  const ClassInfo* self_class_ = nullptr;  // inside a method
  int source_ = 0;                         // the step whose text is being translated
  std::string module_name_ = "__main__";
};

}  // namespace lessonrun::translate
