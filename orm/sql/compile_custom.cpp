// Constructs of the program's own, and its hooks for the others.
#include <orm/custom.h>

#include <utility>

#include "orm/sql/compile.h"

namespace orm {

namespace {

class LiveCompiling final : public Compiling {
 public:
  explicit LiveCompiling(SqlCompiler& compiler) : compiler_(compiler) {}
  std::string process(const ClauseElement& node, const How& how) override {
    return compiler_.process(node, how.asfrom,
                             how.literal_binds.value_or(compiler_.writes_literals()));
  }
  std::string original(const ClauseElement& node) override { return compiler_.original(node); }
  const Dialect& dialect() const override { return compiler_.dialect(); }
  bool literal_binds() const override { return compiler_.writes_literals(); }

 private:
  SqlCompiler& compiler_;
};

// Puts a member back when the scope ends, by an exception of the program's as well.
template <class T>
class Restore {
 public:
  Restore(T& member, T value) : member_(member), saved_(std::exchange(member, std::move(value))) {}
  ~Restore() { member_ = std::move(saved_); }
  Restore(const Restore&) = delete;
  Restore& operator=(const Restore&) = delete;

 private:
  T& member_;
  T saved_;
};

}  // namespace

bool SqlCompiler::hooked(const ClauseElement& node, const SelectContext& context) {
  if (dialect_.hooks == nullptr || !dialect_.hooks->elements || node.kind() == NodeKind::custom)
    return false;
  if (&node == unhooked_) {
    unhooked_ = nullptr;
    return false;
  }
  LiveCompiling compiling(*this);
  std::optional<std::string> text;
  {
    Restore<std::string> out(out_, {});
    Restore<SelectContext> where(hook_context_, context);
    text = dialect_.hooks->element(node, compiling);
  }
  if (!text) return false;
  out_ += *text;
  return true;
}

void SqlCompiler::visit_custom(const CustomElement& node) {
  LiveCompiling compiling(*this);
  std::string text;
  {
    Restore<std::string> out(out_, {});
    text = node.compile(compiling);
  }
  out_ += text;
}

std::string SqlCompiler::process(const ClauseElement& node, bool asfrom, bool literals) {
  Restore<std::string> out(out_, {});
  Restore<bool> literal(literal_binds_, literals);
  // What is within does not say what the whole is.
  Restore<StatementKind> kind(result_.kind, result_.kind);
  // The program may make nodes that only it holds.
  result_.keep.emplace_back(&node);
  if (node.kind() == NodeKind::table) {
    if (asfrom) visit(node);
  } else {
    SelectContext context;
    context.asfrom = asfrom;
    visit_whole(node, context);
  }
  return std::move(out_);
}

std::string SqlCompiler::original(const ClauseElement& node) {
  Restore<std::string> out(out_, {});
  Restore<const ClauseElement*> unhooked(unhooked_, &node);
  result_.keep.emplace_back(&node);
  if (node.kind() == NodeKind::custom) {
    const auto& custom = static_cast<const CustomElement&>(node);
    if (custom.base) visit(*custom.base);
  } else {
    visit_whole(node, hook_context_);
  }
  return std::move(out_);
}

void SqlCompiler::visit_whole(const ClauseElement& node, const SelectContext& context) {
  switch (node.kind()) {
    case NodeKind::select:
    case NodeKind::compound:
    case NodeKind::text_select:
      return visit_any_select(node, context);
    case NodeKind::insert:
    case NodeKind::update:
    case NodeKind::delete_:
    case NodeKind::ddl:
      return compile_statement(ClauseRef(const_cast<ClauseElement*>(&node)));
    default:
      return visit(node);
  }
}

}  // namespace orm
