// libyaml's document tree, copied into plain values.
#include "runner/markdown/yaml.h"

#include <yaml.h>

#include <memory>

#include "runner/base/diagnostic.h"

namespace lessonrun::markdown {
namespace {

constexpr int max_depth = 50;
constexpr int max_nodes = 10000;

class Converter {
 public:
  Converter(yaml_document_t& document, const std::string& file, int first_line)
      : document_(document), file_(file), first_line_(first_line) {}

  Yaml convert(int index, int depth) {
    yaml_node_t* node = yaml_document_get_node(&document_, index);
    Yaml result;
    if (node == nullptr) return result;
    result.line = first_line_ + static_cast<int>(node->start_mark.line);
    // Aliases make shared nodes, so a short text can stand for a huge tree.
    if (depth > max_depth || ++nodes_ > max_nodes) {
      throw InputError({file_, result.line, "this YAML is too large or nested too deeply"});
    }
    if (node->type == YAML_SCALAR_NODE) {
      scalar(*node, result);
    } else if (node->type == YAML_SEQUENCE_NODE) {
      result.kind = Yaml::Kind::list;
      for (auto* item = node->data.sequence.items.start; item < node->data.sequence.items.top;
           ++item) {
        result.items.push_back(convert(*item, depth + 1));
      }
    } else if (node->type == YAML_MAPPING_NODE) {
      result.kind = Yaml::Kind::map;
      for (auto* pair = node->data.mapping.pairs.start; pair < node->data.mapping.pairs.top;
           ++pair) {
        const Yaml key = convert(pair->key, depth + 1);
        result.entries.push_back({key.scalar, convert(pair->value, depth + 1)});
      }
    }
    return result;
  }

 private:
  static void scalar(const yaml_node_t& node, Yaml& result) {
    result.scalar.assign(reinterpret_cast<const char*>(node.data.scalar.value),
                         node.data.scalar.length);
    const bool plain = node.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    const bool null =
        plain && (result.scalar.empty() || result.scalar == "~" || result.scalar == "null");
    result.kind = null ? Yaml::Kind::null : Yaml::Kind::scalar;
    if (null) result.scalar.clear();
  }

  yaml_document_t& document_;
  const std::string& file_;
  int first_line_;
  int nodes_ = 0;
};

}  // namespace

const Yaml* Yaml::find(std::string_view key) const {
  for (const YamlEntry& entry : entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

Yaml parse_yaml(std::string_view text, const std::string& file, int first_line) {
  yaml_parser_t parser;
  if (yaml_parser_initialize(&parser) == 0) throw std::bad_alloc();
  const std::unique_ptr<yaml_parser_t, void (*)(yaml_parser_t*)> parser_guard(&parser,
                                                                              yaml_parser_delete);
  yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char*>(text.data()),
                               text.size());
  yaml_document_t document;
  if (yaml_parser_load(&parser, &document) == 0) {
    const int line = first_line + static_cast<int>(parser.problem_mark.line);
    throw InputError({file, line,
                      std::string("this is not YAML: ") +
                          (parser.problem != nullptr ? parser.problem : "it cannot be read")});
  }
  const std::unique_ptr<yaml_document_t, void (*)(yaml_document_t*)> document_guard(
      &document, yaml_document_delete);
  if (yaml_document_get_root_node(&document) == nullptr) return {};
  return Converter(document, file, first_line).convert(1, 0);
}

}  // namespace lessonrun::markdown
